"""What a person can do, as actions that the toolbar, the menus and the keys share."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.table_formats import advised
from mdn_gui.qt.exports import EXPORTS, Export, export_text
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.icons import icon
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session, Status

MORE_EPOCHS = (50, 100, 200)
"""For how many epochs more a run can go on, besides as many as the form says."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def _offer(action: QAction, tip: str, missing: str) -> None:
    """Switch an action on, or off for a reason."""
    action.setEnabled(not missing)
    action.setToolTip(missing or tip)


def _with_keys(tip: str, action: QAction) -> str:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return f"{tip} ({keys})" if keys else tip


class Actions(QObject):
    """The actions of the window; `show_session` switches on those that make sense.

    Signals:
        example_chosen(name): A built-in problem was picked from the menu.
        more_requested(epochs): The run shown is to go on for so many epochs more.

    Args:
        owner: The window.
        exports: What can be saved.
    """

    example_chosen = Signal(str)
    more_requested = Signal(int)

    def __init__(self, owner: QWidget, exports: Sequence[Export] = EXPORTS) -> None:
        super().__init__(owner)
        self._owner = owner
        self.open = self._action(
            _tr("Open…"),
            _tr("Open a table: {formats}").format(formats=advised()),
            QKeySequence.StandardKey.Open,
        )
        self.train = self._action(_tr("Train"), "")
        self.pause = self._action(_tr("Pause"), _tr("Hold the training, or let it go on (Space)"))
        self.step = self._action(_tr("Step"), "")
        self.stop = self._action(_tr("Stop"), _tr("End the training; the best network stays"))
        self.reset = self._action(_tr("Reset"), _tr("Forget the training and its network"))
        self.exports = tuple(map(self._export, exports))
        self.undo = self._action(_tr("Undo"), "", QKeySequence.StandardKey.Undo)
        self.redo = self._action(_tr("Redo"), "", QKeySequence("Ctrl+Shift+Z"))
        self.quit = self._action(_tr("Quit"), _tr("Close the window"), QKeySequence("Ctrl+Q"))
        self.light = self._choice(_tr("Light"), _tr("Dark on white"))
        self.dark = self._choice(_tr("Dark"), _tr("Bright on near-black"))
        self.keys = self._action(_tr("Keys"), _tr("What the keys and the mouse do"))
        self.about = self._action(_tr("About MDN Studio"), _tr("Version and licence"))
        self.draw_own = self._action(
            _tr("Draw your own"), _tr("Draw points with the mouse on an empty plane")
        )
        self.example_menu = self._menu(_tr("Example"))
        self.example_menu.menuAction().setToolTip(_tr("Load a built-in problem with known truth"))
        self._fill_example_menu()
        self.more_menu = self._menu(_tr("Continue"))
        self.more_menu.triggered.connect(self._on_more_menu_triggered)
        for epochs in MORE_EPOCHS:
            self._add_more(_tr("{epochs} epochs more"), epochs)
        self._as_in_form = self._add_more("", 0)

    def show_session(self, session: Session) -> None:
        """Switch actions on or off, and name the pause for what it would do."""
        run = session.run
        self._show_training(session)
        self.pause.setEnabled(run.phase in (Phase.TRAINING, Phase.PAUSED))
        paused = run.phase is Phase.PAUSED
        self.pause.setText(_tr("Resume") if paused else _tr("Pause"))
        self.stop.setEnabled(run.phase in (Phase.TRAINING, Phase.PAUSED))
        self.reset.setEnabled(run.busy or session.network is not None)
        for export, action in self.exports:
            _offer(action, _with_keys(export_text(export.tip), action), export.missing(session))
        self._show_history(session.status)

    def _show_history(self, status: Status) -> None:
        for action, name, what, nothing in (
            (self.undo, _tr("Undo"), status.undo, _tr("Nothing was done that could be undone.")),
            (self.redo, _tr("Redo"), status.redo, _tr("Nothing was undone.")),
        ):
            text = _tr("{name}: {what}").format(name=name, what=what) if what else name
            action.setText(text)
            _offer(action, text, "" if what else nothing)

    def _show_training(self, session: Session) -> None:
        run = session.run
        no_rows, busy = _no_rows(session), _tr("A run is under way: stop it first.")
        missing = no_rows or (busy if run.busy else session.status.refusal)
        tip = _tr("Train a network on the rows shown, from fresh weights (Space)")
        _offer(self.train, tip, missing)
        stopping = run.phase is Phase.STOPPING
        missing = no_rows or (_tr("The run is about to stop.") if stopping else "")
        if not run.busy and not run.extendable:
            missing = missing or session.status.refusal
        _offer(self.step, _tr("Train for one epoch, then hold (S)"), missing)
        no_run = "" if run.extendable else _tr("Train first: there is no run that could go on.")
        tip = _tr("Train the run shown for more epochs")
        _offer(self.more_menu.menuAction(), tip, busy if run.busy else no_run)
        epochs = session.setup.training.epochs
        self._as_in_form.setData(epochs)
        text = _tr("As many as in the form: {epochs}")
        self._as_in_form.setText(text.format(epochs=f"{epochs:,}"))

    def set_theme(self, theme: Theme) -> None:
        """Redraw the icons."""
        for name, action in self._with_icons().items():
            action.setIcon(icon(name, theme.foreground, theme.grid))
        self.light.setChecked(theme.name == "light")
        self.dark.setChecked(theme.name == "dark")

    def _with_icons(self) -> dict[str, QAction]:
        return {
            "open": self.open,
            "example": self.example_menu.menuAction(),
            "draw": self.draw_own,
            "train": self.train,
            "pause": self.pause,
            "step": self.step,
            "stop": self.stop,
            "continue": self.more_menu.menuAction(),
            "reset": self.reset,
        }

    def _action(
        self,
        text: str,
        tip: str,
        shortcut: QKeySequence | QKeySequence.StandardKey | None = None,
    ) -> QAction:
        action = QAction(text, self._owner)
        if shortcut is not None:
            action.setShortcut(shortcut)
        action.setToolTip(_with_keys(tip, action))
        return action

    def _export(self, export: Export) -> tuple[Export, QAction]:
        keys = QKeySequence(export.keys) if export.keys else None
        return export, self._action(export_text(export.text), export_text(export.tip), keys)

    def _choice(self, text: str, tip: str) -> QAction:
        action = self._action(text, tip)
        action.setCheckable(True)
        return action

    def _menu(self, title: str) -> QMenu:
        menu = QMenu(title, self._owner)
        menu.setToolTipsVisible(True)
        return menu

    def _fill_example_menu(self) -> None:
        for name, example in EXAMPLES.items():
            self._add_example(name, example.title, example.summary)
        self.example_menu.addSeparator()
        self.example_menu.addAction(self.draw_own)

    def _add_example(self, name: str, title: str, summary: str) -> None:
        action = self._action(_tr(title), _tr(summary))
        action.triggered.connect(lambda: self.example_chosen.emit(name))
        self.example_menu.addAction(action)

    def _add_more(self, text: str, epochs: int) -> QAction:
        action = self._action(text.format(epochs=epochs), _tr("Train the run shown so much longer"))
        action.setData(epochs)
        self.more_menu.addAction(action)
        return action

    @Slot(QAction)
    def _on_more_menu_triggered(self, action: QAction) -> None:
        self.more_requested.emit(action.data())


def _no_rows(session: Session) -> str:
    """Why nothing can be trained on; empty if something can."""
    if session.data.dataset is not None:
        return ""
    if session.data.canvas is not None:
        return _tr("Draw points first: there are no rows to train on.")
    return _tr("Open a table or pick an example first: there are no rows to train on.")
