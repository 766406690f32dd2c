"""What a person can do, as actions that the toolbar, the menus and the keys share."""

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.session import Phase, Session
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.icons import icon


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def _explain(action: QAction, tip: str) -> None:
    action.setToolTip(tip)
    action.setStatusTip(tip)


class Actions(QObject):
    """The actions of the window; `show_session` switches on those that make sense.

    Signals:
        example_chosen(name): A built-in problem was picked from the menu.

    Args:
        owner: The window.
    """

    example_chosen = Signal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self.open = self._action(
            _tr("Open…"), _tr("Open a table: CSV or Parquet"), QKeySequence.StandardKey.Open
        )
        self.train = self._action(_tr("Train"), "")
        self.pause = self._action(_tr("Pause"), _tr("Hold the training, or let it go on (Space)"))
        self.stop = self._action(_tr("Stop"), _tr("End the training; the best network stays"))
        self.reset = self._action(_tr("Reset"), _tr("Forget the training and its network"))
        self.save_picture = self._action(
            _tr("Save picture…"),
            _tr("Save a picture of the window as PNG"),
            QKeySequence.StandardKey.Save,
        )
        self.save_samples = self._action(
            _tr("Save samples…"), _tr("Save the samples shown as CSV: one y at each of 1,000 x")
        )
        self.quit = self._action(_tr("Quit"), _tr("Close the window"), QKeySequence("Ctrl+Q"))
        self.light = self._choice(_tr("Light"), _tr("Dark on white"))
        self.dark = self._choice(_tr("Dark"), _tr("Bright on near-black"))
        self.about = self._action(_tr("About MDN Studio"), _tr("Version and licence"))
        self.example_menu = QMenu(_tr("Example"), owner)
        self.example_menu.setToolTipsVisible(True)
        self.example_menu.menuAction().setToolTip(_tr("Load a built-in problem with known truth"))
        for name, example in EXAMPLES.items():
            self._add_example(name, example.title, example.summary)
        self._icons = {
            "open": self.open,
            "train": self.train,
            "pause": self.pause,
            "stop": self.stop,
            "reset": self.reset,
            "example": self.example_menu.menuAction(),
        }

    def show_session(self, session: Session) -> None:
        """Switch actions on or off, and name the pause for what it would do."""
        self._show_train(session)
        self.pause.setEnabled(session.phase in (Phase.TRAINING, Phase.PAUSED))
        paused = session.phase is Phase.PAUSED
        self.pause.setText(_tr("Resume") if paused else _tr("Pause"))
        self.stop.setEnabled(session.phase in (Phase.TRAINING, Phase.PAUSED))
        self.reset.setEnabled(session.busy or session.network is not None)
        self.save_samples.setEnabled(session.network is not None)

    def _show_train(self, session: Session) -> None:
        tip = _tr("Train a network on the rows shown, from fresh weights (Space)")
        if session.dataset is None:
            tip = _tr("Open a table or pick an example first: there are no rows to train on.")
        elif session.busy:
            tip = _tr("A run is under way: stop it first.")
        self.train.setEnabled(session.dataset is not None and not session.busy)
        _explain(self.train, tip)

    def set_theme(self, theme: Theme) -> None:
        """Redraw the icons."""
        for name, action in self._icons.items():
            action.setIcon(icon(name, theme.foreground, theme.grid))
        self.light.setChecked(theme.name == "light")
        self.dark.setChecked(theme.name == "dark")

    def _action(
        self,
        text: str,
        tip: str,
        shortcut: QKeySequence | QKeySequence.StandardKey | None = None,
    ) -> QAction:
        action = QAction(text, self._owner)
        if shortcut is not None:
            action.setShortcut(shortcut)
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            tip = f"{tip} ({keys})"
        _explain(action, tip)
        return action

    def _choice(self, text: str, tip: str) -> QAction:
        action = self._action(text, tip)
        action.setCheckable(True)
        return action

    def _add_example(self, name: str, title: str, summary: str) -> None:
        action = self._action(_tr(title), _tr(summary))
        action.triggered.connect(lambda: self.example_chosen.emit(name))
        self.example_menu.addAction(action)
