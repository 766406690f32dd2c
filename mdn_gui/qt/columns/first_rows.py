"""The first rows of a table as they will be read, and what is wrong with their cells."""

from collections.abc import Collection, Sequence
from html import escape
from typing import NamedTuple, Self

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor, QFont, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableView,
    QWidget,
)

from mdn_gui.core.kinds import Category, Date
from mdn_gui.core.roles import Roles
from mdn_gui.core.table_preview import CellFault, TablePreview
from mdn_gui.core.text import say, say_count, say_in
from mdn_gui.qt import theme
from mdn_gui.qt.guard import guarded_with
from mdn_gui.qt.widgets.controls import describe

type _Index = QModelIndex | QPersistentModelIndex

_OF_INPUTS, _OF_TARGETS = 30, 90  # how opaque their cells are marked, of 255
_OF_FAULTS = 70
_CUT_OFF = "..."  # at the end of a text that is shown in part
_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_NOTHING: object = None


class _Costs(NamedTuple):
    """What a cell costs that is missing or cannot be read.

    Attributes:
        used: Columns that have a role.
        may_miss: Those of them whose missing cells cost nothing.
    """

    used: frozenset[str]
    may_miss: frozenset[str]

    @classmethod
    def of(cls, roles: Roles) -> Self:
        """What cells cost where columns have these roles."""
        kept = roles.inputs if roles.missing == "keep" else ()
        return cls(frozenset(roles.columns), frozenset(kept))

    def row(self, name: str, fault: CellFault) -> bool:
        """Whether a row is left out because of a cell of a column."""
        return name in self.used and not (fault == "missing" and name in self.may_miss)

    def fate(self, name: str, fault: CellFault) -> str:
        """What becomes of the row of a cell, in a sentence."""
        if self.row(name, fault):
            return say("The row is left out.")
        if name in self.used:
            return say("The row is kept, and the network sees that there is no value.")
        return say("The row is left out where the column has a role.")


class _Rows(QAbstractTableModel):
    """The first rows of a table; those of columns that have a role stand out.

    Args:
        widget: Whose colours they have.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._preview: TablePreview | None = None
        self._names: Sequence[str] = ()
        self._numeric: Sequence[bool] = ()
        self._roles: dict[str, str] = {}
        self._targets = frozenset[str]()
        self._costs = _Costs(frozenset(), frozenset())
        self._left_out = frozenset[int]()

    @property
    def preview(self) -> TablePreview | None:
        """The table; None before there is one."""
        return self._preview

    def place(self, name: str) -> int:
        """Which column, from 0, is the first of a name."""
        return self._names.index(name)

    def show_preview(self, preview: TablePreview) -> None:
        """Show the first rows of a table."""
        self.beginResetModel()
        self._preview = preview
        self._names = [column.name for column in preview.columns]
        self._numeric = [column.numeric for column in preview.columns]
        self.endResetModel()

    def show_roles(self, roles: Roles) -> None:
        """Mark the columns that have a role, and most strongly the targets."""
        self._costs, self._targets = _Costs.of(roles), frozenset(roles.targets)
        self._roles = {
            **dict.fromkeys(roles.inputs, say("input x")),
            **dict.fromkeys(roles.targets, say("target y")),
        }
        if roles.weight:
            self._roles[roles.weight] = say_in("role", "weight")
        faults = self._preview.faults if self._preview else {}
        self._left_out = frozenset(
            row
            for (row, place), fault in faults.items()
            if self._costs.row(self._names[place], fault)
        )
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    @guarded_with(0)
    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Called by Qt: how many rows there are."""
        return 0 if parent.isValid() or not self._preview else len(self._preview.first_rows)

    @guarded_with(0)
    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Called by Qt: how many columns there are."""
        return 0 if parent.isValid() else len(self._names)

    @guarded_with(_NOTHING)
    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Called by Qt: the text of a cell, its colours, and what is wrong with it."""
        preview, row, place = self._preview, index.row(), index.column()
        if preview is None:
            return None
        if role == _ROLE.DisplayRole:
            return preview.first_rows[row][place]
        if role == _ROLE.TextAlignmentRole and self._numeric[place]:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return self._mark(role, row, place)

    @guarded_with(_NOTHING)
    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        """Called by Qt: the name and the role of a column, the number of a row."""
        if role != _ROLE.DisplayRole or self._preview is None:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(self._preview.row_numbers[section])
        name = self._names[section]
        return f"{name}\n{self._roles[name]}" if name in self._roles else name

    def _mark(self, role: int, row: int, place: int) -> object:
        """How a cell stands out, and what is wrong with it."""
        preview, fault = self._preview, None
        if preview is not None:
            fault = preview.faults.get((row, place))
        if role == _ROLE.BackgroundRole:
            return self._background(self._names[place], fault)
        if role == _ROLE.ToolTipRole and preview is not None and fault:
            text = _fault_text(preview, row, place, self._costs)
            return f"<p>{escape(text, quote=False)}</p>"
        if role == _ROLE.ForegroundRole and row in self._left_out:
            return self._widget.palette().brush(QPalette.ColorRole.PlaceholderText)
        return self._font(row, fault) if role == _ROLE.FontRole else None

    def _font(self, row: int, fault: str | None) -> QFont | None:
        """For those who do not see colours: bad cells underlined, rows left out struck out."""
        if fault != "bad" and row not in self._left_out:
            return None
        font = QFont(self._widget.font())
        font.setUnderline(fault == "bad")
        font.setStrikeOut(row in self._left_out)
        return font

    def _background(self, name: str, fault: str | None) -> QBrush | None:
        if fault:
            colours = theme.in_force()
            colour = QColor(colours.warning if fault == "bad" else colours.muted)
            colour.setAlpha(_OF_FAULTS)
            return QBrush(colour)
        if name in self._roles:
            colour = QColor(self._widget.palette().highlight().color())
            colour.setAlpha(_OF_TARGETS if name in self._targets else _OF_INPUTS)
            return QBrush(colour)
        return None


class FirstRows(QTableView):
    """The first rows of a table; cells that are missing or cannot be read are marked.

    Signals:
        fault_picked(row, column): A person came to such a cell, counted from 0.
    """

    fault_picked = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setObjectName("first_rows")
        describe(self, say("First rows"), say("The first rows of the table, as they are read."))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_preview(self, preview: TablePreview) -> None:
        """Show the first rows of a table; it stays scrolled as it was."""
        bar = self.horizontalScrollBar()
        scrolled = bar.value()
        self._rows.show_preview(preview)
        self.updateGeometries()  # or the bar had no range yet
        bar.setValue(scrolled)

    def show_roles(self, roles: Roles) -> None:
        """Mark the columns that have a role."""
        self._rows.show_roles(roles)

    def scroll_to_column(self, name: str) -> None:
        """Scroll to a column, and there to a cell that cannot be read, if there is one."""
        place, preview = self._rows.place(name), self._rows.preview
        faults = preview.faults if preview is not None else {}
        bad = (row for (row, column), fault in faults.items() if (column, fault) == (place, "bad"))
        self.scrollTo(self._rows.index(next(bad, 0), place))

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        preview = self._rows.preview
        if preview is not None and (index.row(), index.column()) in preview.faults:
            self.fault_picked.emit(index.row(), index.column())


class FaultNote(QWidget):
    """What is wrong with a cell, in a sentence, and the acts that mend it.

    Signals:
        units_wanted: The row is to be taken for units.
        mark_wanted(text): The text is to stand for a missing value.
        leaving_wanted(column): The rows with such cells of a column are to be left out.
    """

    units_wanted = Signal()
    mark_wanted = Signal(str)
    leaving_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._text = self._column = ""  # of the cell
        self._label = QLabel()
        self._label.setObjectName("cell_fault")
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._units = QPushButton(say("Use as units"))
        self._mark = QPushButton(say("Treat as missing"))
        self._leave = QPushButton(say("Leave the row out"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._label, stretch=1)
        for name, button, tip in (
            ("use_as_units", self._units, say("Take this row for the units of the columns.")),
            ("treat_as_missing", self._mark, say("Cells that hold this text have no value.")),
            ("leave_row_out", self._leave, ""),
        ):
            button.setObjectName(name)
            describe(button, button.text(), tip)
            layout.addWidget(button)
        self._units.clicked.connect(self.units_wanted)
        self._mark.clicked.connect(self._on_mark_clicked)
        self._leave.clicked.connect(self._on_leave_clicked)
        self.hide()

    def show_cell(self, preview: TablePreview, row: int, column: int, roles: Roles) -> None:
        """Tell what is wrong with a cell, and what becomes of its row.

        Args:
            preview: The table.
            row: Of the first rows, from 0.
            column: The place of the column, from 0.
            roles: What the columns are for.
        """
        text, fault = preview.first_rows[row][column], preview.faults[row, column]
        reading = preview.columns[column]
        self._text, self._column = text, reading.name
        costs = _Costs.of(roles)
        self._label.setText(_fault_text(preview, row, column, costs))
        self._units.setVisible(may_be_units(preview, row, column))
        self._mark.setVisible(fault == "bad" and bool(text) and not text.endswith(_CUT_OFF))
        self._leave.setVisible(costs.row(reading.name, fault))
        count = reading.bad if fault == "bad" else reading.missing
        leave = say_count("Leave the row out", "Leave {count:,} rows out", count)
        self._leave.setText(leave)
        tip = say_count(
            "The row is not learned from, as is shown below; go on to the next such column.",
            "All rows in which a cell of this column is like that are not learned from; go on to "
            "the next such column.",
            count,
        )
        describe(self._leave, leave, tip)
        self.setVisible(True)

    @Slot()
    def _on_mark_clicked(self) -> None:
        self.mark_wanted.emit(self._text)

    @Slot()
    def _on_leave_clicked(self) -> None:
        self.leaving_wanted.emit(self._column)


def first_fault(preview: TablePreview, names: Collection[str]) -> tuple[int, int] | None:
    """The first cell of the first rows that cannot be read, in columns of some names."""
    used = {place for place, each in enumerate(preview.columns) if each.name in names}
    bad = (cell for cell, fault in preview.faults.items() if fault == "bad")
    return min((cell for cell in bad if cell[1] in used), default=None)


def may_be_units(preview: TablePreview, row: int, column: int) -> bool:
    """Whether a cell that cannot be read may be one of a row of units, right below the names."""
    dialect = preview.reading.dialect
    below = dialect.header > 0 and preview.row_numbers[row] == dialect.header + 1
    return preview.faults.get((row, column)) == "bad" and below and not dialect.units_row


def _fault_text(preview: TablePreview, row: int, column: int, costs: _Costs) -> str:
    """What is wrong with a cell, and what becomes of its row, in a few sentences."""
    number, name = preview.row_numbers[row], preview.columns[column].name
    text, fault = preview.first_rows[row][column], preview.faults[row, column]
    where = {"file": preview.name, "row": number, "column": name}
    if fault == "missing":
        said: str = say("{file}, row {row}, {column}: there is no value.", **where)
        return f"{said} {costs.fate(name, fault)}"
    kind = preview.columns[column].kind
    what: str = say("no number")
    if isinstance(kind, Date):
        what = say("no date")
    if isinstance(kind, Category):
        what = say("no level")
    said = say("{file}, row {row}, {column}: {text!r} is {what}.", **where, text=text, what=what)
    if may_be_units(preview, row, column):
        return say("{fault} It looks like a row of units.", fault=said)
    return f"{said} {costs.fate(name, fault)}"
