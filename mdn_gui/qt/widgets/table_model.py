"""Rows of a table as Qt wants them: written only where they are seen, sorted by their numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.qt.guard import guarded, guarded_with

type Index = QModelIndex | QPersistentModelIndex

_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_NOTHING: object = None
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        name: What stands above it.
        tip: What it tells, in plain text.
        number: Whether its cells are numbers, which are written to the right.
        editable: Whether a person can type another text.
        wide: Whether it takes the room that others leave.
    """

    name: str
    tip: str = ""
    number: bool = False
    editable: bool = False
    wide: bool = False


@dataclass(frozen=True, eq=False)
class Rows:
    """What a table shows; a row's number is its place in here, from 0, however it is sorted.

    Attributes:
        count: How many rows there are.
        text: Writes a cell, by row and column.
        values: What cells are sorted by, `(rows, columns)`; None if they are not.
        colours: A swatch before each row, '#rrggbb', or "" for none; empty for none at all.
        tips: What each row tells, in plain text; empty for nothing.
        muted: Whether a cell, by row and column, is not to be relied on.
    """

    count: int
    text: Callable[[int, int], str]
    values: Floats | None = None
    colours: Sequence[str] = ()
    tips: Sequence[str] = ()
    muted: Callable[[int, int], bool] = lambda _row, _column: False


def _no_text(_row: int, _column: int) -> str:
    return ""


NO_ROWS = Rows(0, _no_text)
"""What a table shows before it has rows, and while it takes other columns."""


class Cell(NamedTuple):
    """What is painted of a cell.

    Attributes:
        text: What stands there.
        number: Whether to the right.
        colour: Of a swatch, or "".
        muted: Whether as what is not to be relied on.
    """

    text: str
    number: bool
    colour: str
    muted: bool


class TableModel(QAbstractTableModel):
    """Rows of text.

    Signals:
        reordered: A row may stand at another position than before.
        typed(row, text): A person typed another text for a row; it is there once it is shown.
    """

    reordered = Signal()
    typed = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._columns: Sequence[Column] = ()
        self._rows = NO_ROWS
        self._order = np.arange(0)
        self._sorting = (0, Qt.SortOrder.AscendingOrder)

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Take other columns, not fewer than before."""
        before = len(self._columns)
        if len(columns) > before:
            self.beginInsertColumns(_NOWHERE, before, len(columns) - 1)
            self._columns = tuple(columns)
            self.endInsertColumns()
        self._columns = tuple(columns)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)

    def show_rows(self, rows: Rows) -> None:
        """Take other rows, in the order that was chosen last."""
        before, after = self._rows.count, rows.count
        if after > before:
            self.beginInsertRows(_NOWHERE, before, after - 1)
            self._take(rows)
            self.endInsertRows()
        elif after < before:
            self.beginRemoveRows(_NOWHERE, after, before - 1)
            self._take(rows)
            self.endRemoveRows()
        else:
            self._take(rows)
        self._tell()

    def row(self, position: int) -> int:
        """The row at a position from above, both from 0."""
        return int(self._order[position])

    def position(self, row: int | None) -> int | None:
        """How far from above a row stands, both from 0; None if there is no such row."""
        if row is None or row >= self._rows.count:
            return None
        return int(np.flatnonzero(self._order == row)[0])

    def cell(self, position: int, column: int) -> Cell:
        """What is painted of the cell in a row at a position from above."""
        row = self.row(position)
        swatch = column == 0 and self._rows.colours
        colour = self._rows.colours[row] if swatch else ""
        text, number = self._rows.text(row, column), self._columns[column].number
        return Cell(text, number, colour, self._rows.muted(row, column))

    @guarded_with(0)
    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Called by Qt: how many rows there are."""
        return 0 if parent.isValid() else self._rows.count

    @guarded_with(0)
    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Called by Qt: how many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    @guarded_with(_NOTHING)
    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        """Called by Qt: the text of a cell, its tip, and the colour of its swatch."""
        if role in {_ROLE.DisplayRole, _ROLE.EditRole}:
            return self.cell(index.row(), index.column()).text
        if role == _ROLE.DecorationRole:
            colour = self.cell(index.row(), index.column()).colour
            return QColor(colour) if colour else None
        if role == _ROLE.ToolTipRole and self._rows.tips:
            return _wrapped(self._rows.tips[self.row(index.row())])
        return None

    @guarded_with(Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        """Called by Qt: what can be done with a cell."""
        flags = super().flags(index)
        editable = index.isValid() and self._columns[index.column()].editable
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    @guarded_with(False)  # noqa: FBT003 - what Qt calls "not set"
    def setData(  # noqa: N802 - Qt's name
        self, index: Index, value: object, _role: int = _ROLE.EditRole
    ) -> bool:
        """Called by Qt: tell of a text that was typed."""
        self.typed.emit(self.row(index.row()), str(value))
        return True

    @guarded_with(_NOTHING)
    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        """Called by Qt: the name of a column, its side and tip."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self._columns[section]
        if role == _ROLE.DisplayRole:
            return column.name
        if role == _ROLE.TextAlignmentRole:
            return _RIGHT if column.number else _LEFT
        if role == _ROLE.ToolTipRole and column.tip:
            return _wrapped(column.tip)
        return None

    @guarded
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Called by Qt: put the rows in the order of a column; equal ones as they were given."""
        self._sorting = (column, order)
        self._order = self._sorted()
        self._tell()

    def _take(self, rows: Rows) -> None:
        self._rows = rows
        self._order = self._sorted()

    def _sorted(self) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
        if self._rows.values is None:
            return np.arange(self._rows.count)
        column, order = self._sorting
        values = self._rows.values[:, column]
        ascending = order == Qt.SortOrder.AscendingOrder
        return np.argsort(values if ascending else -values, kind="stable")

    def _tell(self) -> None:
        if self._rows.count and self._columns:
            last = self.index(self._rows.count - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.reordered.emit()


def _wrapped(tip: str) -> str:
    """As rich text, of which alone Qt breaks the lines."""
    return f"<p>{escape(tip, quote=False)}</p>"
