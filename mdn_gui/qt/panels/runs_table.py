"""The table of the runs: what is selected, sorted, typed and copied there."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyledItemDelegate, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.control import rows, run_list
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.panels.runs_model import NUMBER_ROLE, SORT_ROLE, Column, RunsModel
from mdn_gui.qt.widgets.plain_table import PlainTable
from mdn_gui.session.run import NamedRun

_WIDEST = 320  # pixels of a column; the rest of a longer text is in its tooltip
_FEWEST = 3  # rows for which there is always room


class RunsTable(PlainTable):
    """A row for each run, in the order that a person chose.

    A click on a column's name sorts by it, and another the other way round; so do Ctrl+1, Ctrl+2
    and so on, which the context menu lists.

    Signals:
        changed(act): A person does something to a run; see `Act`.
        selection_changed: Other runs are selected, or none.

    Args:
        parent: The widget around it.
    """

    changed = Signal(object)
    selection_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = RunsModel(self)
        self._runs.renamed.connect(self._on_renamed)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._runs)
        self._sorted.setSortRole(SORT_ROLE)
        self.setModel(self._sorted)
        self.setItemDelegateForColumn(Column.NAME, _NameDelegate(self))
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.horizontalHeader().setMaximumSectionSize(_WIDEST)
        self.horizontalHeader().setSortIndicator(Column.NAME, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self._make_commands()

    def show_runs(self, runs: Sequence[NamedRun], shown: int | None) -> None:
        """Show other runs; those that stay, stay selected.

        Args:
            runs: In their order.
            shown: Number of the run that the window shows; None for none of these.
        """
        selected, current = self.selected(), self.currentIndex().data(NUMBER_ROLE)
        # A row that is moved is none for a moment.
        with QSignalBlocker(self):
            self._runs.show_runs(runs, shown)
            self.select(selected)
            for row in self._rows():
                if row.data(NUMBER_ROLE) == current:
                    keep = QItemSelectionModel.SelectionFlag.NoUpdate
                    self.selectionModel().setCurrentIndex(row, keep)
        titles = {run.data.title for _, run in runs}
        self.setColumnHidden(Column.DATA, len(titles) < 2)
        self.resizeColumnsToContents()

    def selected(self) -> tuple[int, ...]:
        """Numbers of the runs selected, lowest first."""
        return tuple(sorted(row.data(NUMBER_ROLE) for row in self._selected_rows()))

    def select(self, numbers: Iterable[int]) -> None:
        """Select the runs of these numbers, and no others."""
        wanted, selection = set(numbers), QItemSelection()
        for row in self._rows():
            if row.data(NUMBER_ROLE) in wanted:
                selection.select(row, row)
        how = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, how.ClearAndSelect | how.Rows)

    @guarded_with(QSize())
    def sizeHint(self) -> QSize:
        """Room for a few rows; there is more where the window has it."""
        # The header is about as high as a row, and so is a scroll bar.
        height = (_FEWEST + 2) * self.verticalHeader().defaultSectionSize()
        return QSize(super().sizeHint().width(), height)

    @guarded_with(QSize())
    def minimumSizeHint(self) -> QSize:
        """The same height, for a layout that is short of room."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def _make_commands(self) -> None:
        self.add_command(say("Rename"), Qt.Key.Key_F2).triggered.connect(self._rename)
        for text, key, places in (
            (say("Move up"), "Alt+Up", -1),
            (say("Move down"), "Alt+Down", 1),
        ):
            move = self.add_command(text, QKeySequence(key))
            move.setData(places)
            move.triggered.connect(self._on_move_triggered)
        sorts = QActionGroup(self)
        sorts.triggered.connect(self._on_sort_triggered)
        for column in Column:
            name = self._sorted.headerData(column, Qt.Orientation.Horizontal)
            text = say("Sort by {column}", column=name)
            sort = self.add_command(text, QKeySequence(f"Ctrl+{column + 1}"))
            sort.setData(int(column))
            sorts.addAction(sort)

    def _rows(self) -> list[QModelIndex]:
        """All rows, from above to below."""
        return [self._sorted.index(row, Column.NAME) for row in range(self._sorted.rowCount())]

    def _selected_rows(self) -> list[QModelIndex]:
        selected = self.selectionModel()
        return [row for row in self._rows() if selected.isRowSelected(row.row())]

    def _rename(self) -> None:
        # Wherever in its row the keyboard is, the name is what can be edited.
        self.edit(self.currentIndex().siblingAtColumn(Column.NAME))

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the selected run with Enter."""
        selected = self.selected()
        entered = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if entered and len(selected) == 1 and self.state() is not self.State.EditingState:
            self.changed.emit(rows.show_run(*selected))
        else:
            super().keyPressEvent(event)

    def _on_renamed(self, number: int, name: str) -> None:
        self.changed.emit(run_list.rename(number, name))

    def _on_move_triggered(self) -> None:
        action, selected = self.sender(), self.selected()
        if isinstance(action, QAction) and len(selected) == 1:
            # The order is a person's: it is seen in the order of the names only.
            self.sortByColumn(Column.NAME, Qt.SortOrder.AscendingOrder)
            self.changed.emit(run_list.move(*selected, action.data()))

    def _on_sort_triggered(self, action: QAction) -> None:
        header = self.horizontalHeader()
        order = Qt.SortOrder.AscendingOrder
        if (header.sortIndicatorSection(), header.sortIndicatorOrder()) == (action.data(), order):
            order = Qt.SortOrder.DescendingOrder
        self.sortByColumn(action.data(), order)

    def _on_selection_changed(self) -> None:
        self.selection_changed.emit()


class _NameDelegate(QStyledItemDelegate):
    """Leaves what is being typed alone when a run ends and its row changes."""

    @guarded
    def setEditorData(  # noqa: N802 - Qt's name
        self, editor: QWidget, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """What Qt asks: write the name into the field."""
        if not (isinstance(editor, QLineEdit) and editor.isModified()):
            super().setEditorData(editor, index)
