"""A table of text that changes in every frame."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHeaderView, QWidget

from mdn_gui.qt.widgets.cell_painter import CellPainter
from mdn_gui.qt.widgets.plain_table import PlainTable
from mdn_gui.qt.widgets.table_model import Column, Rows, TableModel

_NARROWEST = 40  # of a column, pixels of the screen


class CopyableTable(PlainTable):
    """Rows to read and to copy, as `Rows`.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._model = TableModel()
        self.setModel(self._model)
        self.setItemDelegate(CellPainter(self._model))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setMinimumSectionSize(_NARROWEST)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; the same ones cost nothing."""
        if tuple(columns) != self._columns:
            self._columns = tuple(columns)
            self._model.show_columns(columns)

    def show_rows(self, rows: Rows) -> None:
        """Show other rows."""
        self._model.show_rows(rows)
