"""The runs of the sitting, to compare, name, restore and delete."""

from html import escape

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.control import rows, run_list
from mdn_gui.qt.panels.runs_table import RunsTable
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.session.session import Session

_MARGIN = 6  # pixels


class RunsPanel(Pane):
    """A table of the runs, under way or ended; it is brought up to date only while it can be seen.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[object, ...] = ()
        # The runs compared in the session shown last, and those shown or told since.
        self._followed: tuple[int, ...] = ()
        self._told: tuple[int, ...] = ()
        self._hint = QLabel(say("Every run of this sitting is listed here."))
        self._hint.setObjectName("runs_hint")
        self._table = RunsTable()
        self._table.setObjectName("runs")
        tip = say(
            "Enter shows the selected run. Select two runs to compare them, the second one with "
            "Ctrl. F2 renames, Alt+Up and Alt+Down move a run, Del deletes, "
            "Ctrl+C copies the selected runs, or all of them, as text."
        )
        describe(self._table, say("Runs of this sitting"), tip)
        self._table.changed.connect(self._tell)
        self._table.selection_changed.connect(self._on_table_selection_changed)
        self._make_actions()
        self._lay_out()
        self._show_runs()
        self._show_actions()

    def _draw_session(self, session: Session) -> None:
        """Show the runs of a session."""
        view = session.view
        busy = session.under_way is not None
        key = (session.listed, session.run.number, view.compared, busy)
        if key == self._shown:
            return
        runs_shown, self._shown = self._shown[:2], key
        if view.compared != self._followed:
            self._followed = self._told = view.compared
        if key[:2] != runs_shown:
            self._show_runs()
        if self._compared() != self._told:
            self._table.select(self._told)
        self._show_actions()

    def _make_actions(self) -> None:
        self._show = QAction(say("Show"), self)
        self._show.triggered.connect(self._on_show_triggered)
        self._restore = QAction(say("Restore settings"), self)
        self._restore.triggered.connect(self._on_restore_triggered)
        self._delete = QAction(say("Delete"), self)
        self._delete.setShortcut(Qt.Key.Key_Delete)
        self._delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._delete.triggered.connect(self._on_delete_triggered)
        self._table.addActions([self._show, self._restore, self._delete])
        self._copy = QAction(say("Copy"), self)
        self._copy.triggered.connect(self._table.copy_all)
        _explain(self._copy, say("Copy the whole table as text."))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for name, action in (
            ("show_run", self._show),
            ("restore_run", self._restore),
            ("delete_runs", self._delete),
            ("copy_runs", self._copy),
        ):
            button = QToolButton()
            button.setObjectName(name)
            button.setDefaultAction(action)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(action.text())
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.addLayout(buttons)
        layout.addWidget(self._table)
        layout.addWidget(self._hint)

    def _show_runs(self) -> None:
        runs = self._session.listed
        self._table.show_runs(runs, self._session.run.number)
        self._hint.setVisible(not runs)

    def _show_actions(self) -> None:
        """Switch actions on or off, and say why."""
        numbers, going = self._selected(), self._session.under_way
        selected, busy = len(numbers), going is not None
        show = say("Show this run in the window, whatever trains meanwhile (Enter).")
        if selected != 1:
            show = say("Select one run first.")
        elif numbers == (self._session.view.run,):
            show = say("This run is shown already.")
        restore = say("Bring the settings of the selected run back into the form.")
        if busy:
            restore = say("A run is under way: stop it first.")
        elif selected != 1:
            restore = say("Select one run first.")
        delete = say("Take the selected runs out of the list (Del); Undo brings them back.")
        if not selected:
            delete = say("Select the runs to delete first.")
        elif going is not None and going.number in numbers:
            delete = say("A run is under way: stop it first.")
        self._restore.setEnabled(selected == 1 and not busy)
        self._show.setEnabled(selected == 1 and numbers != (self._session.view.run,))
        self._delete.setEnabled(selected > 0 and not (going and going.number in numbers))
        self._copy.setEnabled(bool(self._session.listed))
        _explain(self._show, show)
        _explain(self._restore, restore)
        _explain(self._delete, delete)

    def _selected(self) -> tuple[int, ...]:
        """Numbers of the runs selected, lowest first; without those that are just being removed."""
        there = dict(self._session.document.listed)
        return tuple(number for number in self._table.selected() if number in there)

    def _compared(self) -> tuple[int, ...]:
        selected = self._selected()
        return selected if len(selected) <= 2 else ()

    @Slot()
    def _on_table_selection_changed(self) -> None:
        self._show_actions()
        compared = self._compared()
        if compared != self._told:
            self._told = compared
            self.edited.emit(*run_list.choose_compared(compared))

    @Slot()
    def _on_show_triggered(self) -> None:
        for number in self._selected():
            self._tell(rows.show_run(number))

    @Slot()
    def _on_restore_triggered(self) -> None:
        for number in self._selected():
            self._tell(run_list.restore(number))

    @Slot()
    def _on_delete_triggered(self) -> None:
        self._tell(run_list.remove(self._selected()))


def _explain(action: QAction, tip: str) -> None:
    action.setToolTip(f"<p>{escape(tip, quote=False)}</p>")
