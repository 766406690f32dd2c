"""A table that is sorted by any column and of which a person picks a row."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.widgets.copyable_table import CopyableTable
from mdn_gui.qt.widgets.table_model import Column, Index, Rows

_FLAG = QItemSelectionModel.SelectionFlag


class PickingTable(CopyableTable):
    """Rows of which one can be picked; it stays picked however the table is sorted.

    A click on a column's name sorts by it, and another the other way round; so do Ctrl+1, Ctrl+2
    and so on, which the context menu lists.

    Signals:
        picked(row): A person picked another row, by its number in the `Rows` shown, or None.

    Args:
        clearable: Whether Escape, or a click on the picked row picks none.
        sorted_by: The column that the table is sorted by at first, from 0.
        parent: The widget around it.
    """

    picked = Signal(object)

    def __init__(
        self, *, clearable: bool, sorted_by: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clearable, self._sorted_by = clearable, sorted_by
        self._picked: int | None = None
        self._following = False
        self._sorts = QActionGroup(self)
        self._sorts.triggered.connect(self._on_sort_triggered)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSortingEnabled(True)
        self._model.reordered.connect(self._follow)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; the same ones cost nothing."""
        super().show_columns(columns)
        known = self._sorts.actions()
        if not known:
            self.sortByColumn(self._sorted_by, Qt.SortOrder.AscendingOrder)
        for place, column in enumerate(columns):
            action = known[place] if place < len(known) else self._new_sort(place)
            action.setText(say("Sort by {column}", column=column.name))

    def show_rows(self, rows: Rows) -> None:
        """Show other rows."""
        # Where the picked row goes, Qt selects its neighbour, which nobody picked.
        self._following = True
        super().show_rows(rows)

    def show_picked(self, row: int | None) -> None:
        """Show which row is picked; None, or one that is not there, for none."""
        self._picked = row
        self._follow()

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape pick no row."""
        if event.key() == Qt.Key.Key_Escape and self._clearable and self.selectedIndexes():
            self.clearSelection()
        else:
            super().keyPressEvent(event)

    @guarded_with(_FLAG.NoUpdate)
    def selectionCommand(  # noqa: N802 - Qt's name
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """What Qt asks: a press picks a row, or none; moving on with the button held does not."""
        kind = None if event is None else event.type()
        if kind in {QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease}:
            return _FLAG.NoUpdate
        if kind == QEvent.Type.MouseButtonPress and self.selectionModel().isSelected(index):
            return _FLAG.Clear if self._clearable else _FLAG.NoUpdate
        return _FLAG.ClearAndSelect | _FLAG.Rows

    def _on_selection_changed(self) -> None:
        if self._following:
            return
        selected = self.selectionModel().selectedRows()
        self._picked = self._model.row(selected[0].row()) if selected else None
        self.picked.emit(self._picked)

    def _follow(self) -> None:
        """Select the picked row where it stands now."""
        position = self._model.position(self._picked)
        self._following = True
        selection = self.selectionModel()
        if position is None:
            selection.clearSelection()
        elif not selection.isRowSelected(position):
            place = self._model.index(position, max(self.currentIndex().column(), 0))
            selection.setCurrentIndex(place, _FLAG.ClearAndSelect | _FLAG.Rows)
        self._following = False

    def _new_sort(self, place: int) -> QAction:
        action = QAction(self._sorts)
        action.setData(place)
        action.setShortcut(QKeySequence(f"Ctrl+{place + 1}"))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addAction(action)
        return action

    def _on_sort_triggered(self, action: QAction) -> None:
        header = self.horizontalHeader()
        order = Qt.SortOrder.AscendingOrder
        if header.sortIndicatorSection() == action.data() and header.sortIndicatorOrder() == order:
            order = Qt.SortOrder.DescendingOrder
        self.sortByColumn(action.data(), order)
