"""The table of the runs: what is selected, sorted, typed and copied there."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyledItemDelegate, QWidget

from mdn_gui.core.runs import RunRecord
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.panels.runs_model import NUMBER_ROLE, SORT_ROLE, Column, RunsModel
from mdn_gui.qt.widgets.plain_table import PlainTable

_WIDEST = 320  # pixels of a column; the rest of a longer text is in its tooltip
_FEWEST = 3  # rows for which there is always room


class RunsTable(PlainTable):
    """A row for each run, in the order that a person chose.

    A click on a column's name sorts by it, and another the other way round; so do Ctrl+1, Ctrl+2
    and so on, which the context menu lists.

    Signals:
        renamed(number, name): A person wants another name for a run.
        selection_changed: Other runs are selected, or none.

    Args:
        parent: The widget around it.
    """

    renamed = Signal(int, str)
    selection_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = RunsModel(self)
        self._runs.renamed.connect(self.renamed)
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

    def show_runs(self, runs: Sequence[RunRecord], shown: int | None) -> None:
        """Show other runs; those that stay, stay selected.

        Args:
            runs: In the order of their numbers.
            shown: Number of the run that the window shows; None for none of these.
        """
        self._runs.show_runs(runs, shown)
        titles = {run.title for run in runs}
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
        self.add_command(self.tr("Rename"), Qt.Key.Key_F2).triggered.connect(self._rename)
        sorts = QActionGroup(self)
        sorts.triggered.connect(self._on_sort_triggered)
        for column in Column:
            name = self._sorted.headerData(column, Qt.Orientation.Horizontal)
            text = self.tr("Sort by {column}").format(column=name)
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
