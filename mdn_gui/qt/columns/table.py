"""The columns of a table, one a row: what each holds, and what it is for."""

from collections.abc import Sequence
from html import escape
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStyleOptionViewItem,
    QWidget,
)

from mdn_gui.core.column_summary import MOST_BINS, NO_SUMMARY, ColumnSummary
from mdn_gui.core.kinds import Category
from mdn_gui.core.reading import ColumnReading
from mdn_gui.core.roles import UNDECIDED, Use
from mdn_gui.core.table_preview import TablePreview
from mdn_gui.core.text import say
from mdn_gui.core.value_texts import cell_text
from mdn_gui.qt.columns.choice import (
    USE_NAMES,
    Uses,
    cost,
    lacking,
    levels_text,
    proposed,
    reason,
    refusal,
)
from mdn_gui.qt.columns.details import kind_text
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.tables import PlainTable

type _Index = QModelIndex | QPersistentModelIndex

_HEADINGS = (
    say("Name"),
    say("Role"),
    say("Kind"),
    say("Missing"),
    say("Distinct"),
    say("Minimum"),
    say("Maximum"),
    say("Values"),
    say("Why"),
)
_NAME, _USE, _KIND, _MISSING, _DISTINCT, _LOW, _HIGH, _VALUES, _WHY = range(len(_HEADINGS))
_WIDTHS = (18, 14, 24, 9, 9, 13, 13, 12, 20)  # in letters
_NUMBERS = frozenset((_MISSING, _DISTINCT, _LOW, _HIGH))
_KEYS: Final[dict[int, Use]] = {
    Qt.Key.Key_I: "input",
    Qt.Key.Key_T: "target",
    Qt.Key.Key_W: "weight",
    Qt.Key.Key_Delete: "left_out",
    Qt.Key.Key_Backspace: "left_out",
}
_LEAST_ROWS = 5
_FINER = 1e-3  # so many times as fine as a spread are its ends written
_INSET = 3  # pixels around a histogram
_MARGIN = 3  # pixels beside a text
_ROLE = Qt.ItemDataRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft
_NOWHERE = QModelIndex()
_NOTHING: object = None
_FLAG = QItemSelectionModel.SelectionFlag


class _Columns(QAbstractTableModel):
    """The columns whose names hold a text.

    Args:
        widget: Whose colours they have.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._preview: TablePreview | None = None
        self._columns: Sequence[ColumnReading] = ()  # those that are found
        self._uses: Uses = {}
        self._proposed: Uses = {}
        self._sought = ""

    @property
    def found(self) -> Sequence[ColumnReading]:
        """The columns that are found, in the order of the table."""
        return self._columns

    def show_preview(self, preview: TablePreview, uses: Uses) -> None:
        """Show the columns of a table."""
        self._preview, self._uses = preview, uses
        self._proposed = proposed(preview)
        self.find(self._sought)

    def show_choice(self, preview: TablePreview, uses: Uses) -> None:
        """Show what is decided of the columns of the same table."""
        self._preview, self._uses = preview, uses
        if self._columns:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def find(self, text: str) -> None:
        """Show the columns whose names hold a text, in capitals or not; all for "" alone."""
        self.beginResetModel()
        self._sought = text.casefold()
        columns = () if self._preview is None else self._preview.columns
        self._columns = [each for each in columns if self._sought in each.name.casefold()]
        self.endResetModel()

    def use(self, row: int) -> Use:
        """What a column is for, by its place among those found."""
        return self._uses.get(self._columns[row].name, "left_out")

    def offers(self, row: int) -> bool:
        """Whether a column can have a role."""
        return not refusal(self._columns[row], "input")

    def counts(self, row: int) -> Sequence[int]:
        """The heights of a column's histogram; of levels, those of the most frequent ones."""
        return self._summary(self._columns[row]).counts[:MOST_BINS]

    @guarded_with(0)
    def rowCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Called by Qt: how many columns of the table are shown."""
        return 0 if parent.isValid() else len(self._columns)

    @guarded_with(0)
    def columnCount(self, parent: _Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """Called by Qt: how many things are told of each."""
        return 0 if parent.isValid() else len(_HEADINGS)

    @guarded_with(_NOTHING)
    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Called by Qt: what is told of a column."""
        row, place = index.row(), index.column()
        if role == _ROLE.DisplayRole:
            return self._text(row, place)
        if role == _ROLE.ToolTipRole:
            return self._tip(row)
        if role == _ROLE.TextAlignmentRole and place in _NUMBERS:
            return _RIGHT
        if role == _ROLE.ForegroundRole and self.use(row) == "left_out":
            return self._widget.palette().brush(QPalette.ColorRole.PlaceholderText)
        return None

    @guarded_with(_NOTHING)
    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        """Called by Qt: what stands above."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.TextAlignmentRole and section in _NUMBERS:
            return _RIGHT
        return _HEADINGS[section] if role == _ROLE.DisplayRole else None

    def _summary(self, column: ColumnReading) -> ColumnSummary:
        summaries = {} if self._preview is None else self._preview.summaries
        return summaries.get(column.name, NO_SUMMARY)

    def _text(self, row: int, place: int) -> str:
        preview, column = self._preview, self._columns[row]
        if preview is None:
            return ""
        text: str = ""
        if place == _NAME:
            text = column.name
        elif place == _USE:
            text = USE_NAMES[self.use(row)]
        elif place == _KIND:
            text = kind_text(column, preview.details.get(column.name, UNDECIDED))
        elif place == _MISSING:
            text = f"{count:,}" if (count := lacking(preview, column)) else ""
        elif place in _NUMBERS:
            text = self._summed_up(column, place)
        elif place == _WHY:
            text = reason(preview, column, self._proposed.get(column.name, "left_out"))
        return text

    def _summed_up(self, column: ColumnReading, place: int) -> str:
        summary = self._summary(column)
        if column.kind is None or not summary.distinct:
            return ""
        if place == _DISTINCT:
            return f"{summary.distinct:,}"
        if isinstance(column.kind, Category):
            return ""
        end = summary.low if place == _LOW else summary.high
        return cell_text(column.kind, end, (summary.high - summary.low) * _FINER)

    def _tip(self, row: int) -> str:
        preview, column = self._preview, self._columns[row]
        if preview is None:
            return ""
        why = self._text(row, _WHY)
        limits = refusal(column, "input") or refusal(column, "target")
        told = (limits or why, cost(preview, column))
        parts = (column.name, *told, levels_text(preview, column))
        return "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part)


class _Cells(QStyledItemDelegate):
    """Paints histograms, and roles as fields that open.

    Args:
        model: The columns.
    """

    def __init__(self, model: _Columns) -> None:
        super().__init__(model)
        self._model = model

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Called by Qt: paint a cell; a style would ask for seven things of each."""
        _paint_text(painter, option, index)
        if index.column() == _VALUES:
            self._paint_histogram(painter, option, self._model.counts(index.row()))
        elif index.column() == _USE and self._model.offers(index.row()):
            _paint_field(painter, option, index)

    def _paint_histogram(
        self, painter: QPainter, option: QStyleOptionViewItem, counts: Sequence[int]
    ) -> None:
        if not counts:
            return
        rect: QRect = option.rect.adjusted(_INSET, _INSET, -_INSET, -_INSET)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole
        colour = option.palette.color(role.HighlightedText if selected else role.Accent)
        width, highest = rect.width() / len(counts), max(counts)
        for place, count in enumerate(counts):
            # The rarest is seen, too; neighbours meet where their widths are rounded.
            height = max(1, round(rect.height() * count / highest)) if count else 0
            left, right = round(place * width), round((place + 1) * width)
            painter.fillRect(
                rect.left() + left, rect.bottom() + 1 - height, max(1, right - left), height, colour
            )


def _paint_text(painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
    """Paint the text of a cell, elided, on what tells whether it is selected and has the focus."""
    role, flag = QPalette.ColorRole, QStyle.StateFlag
    active = bool(option.state & flag.State_Active)
    group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
    if option.state & flag.State_Selected:
        painter.fillRect(option.rect, option.palette.color(group, role.Highlight))
        painter.setPen(option.palette.color(group, role.HighlightedText))
    else:
        brush = index.data(_ROLE.ForegroundRole)
        painter.setPen(brush.color() if brush else option.palette.color(group, role.Text))
    if option.state & flag.State_HasFocus:
        painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
    text, rect = str(index.data() or ""), option.rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
    if text:
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        across = Qt.AlignmentFlag.AlignRight if index.column() in _NUMBERS else _LEFT
        painter.drawText(rect, across | Qt.AlignmentFlag.AlignVCenter, shown)


def _paint_field(painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
    """Paint a cell as a field that opens."""
    field = QStyleOptionComboBox()
    field.rect = option.rect.adjusted(1, 1, -1, -1)
    field.palette, field.fontMetrics = option.palette, option.fontMetrics
    field.state = QStyle.StateFlag.State_Enabled
    field.currentText = str(index.data())
    style = QApplication.style()
    style.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, field, painter)
    style.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, field, painter)


class ColumnsTable(PlainTable):
    """The columns of a table, each with a role that a person chooses by mouse or by keys.

    A click on a role, or the space bar, opens the choice; I, T, W and Delete take it. What is
    chosen is chosen for all columns that are selected.

    Signals:
        chosen(names, use): A person chose what columns are for.
        came_to(name): A person came to a column.
        selected: Other columns than before are selected, or none.

    Args:
        parent: The widget around it.
    """

    chosen = Signal(object, str)
    came_to = Signal(str)
    selected = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("columns")
        describe(
            self,
            say("Columns"),
            say("What each column holds, and its role: I input, T target, W weight, Delete none."),
        )
        self._model = _Columns(self)
        self.setModel(self._model)
        self.setItemDelegate(_Cells(self._model))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        letter = self.fontMetrics().averageCharWidth()
        for place, width in enumerate(_WIDTHS):
            self.setColumnWidth(place, width * letter)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        row = self.fontMetrics().height() + 8
        self.verticalHeader().setDefaultSectionSize(row)
        self.setMinimumHeight(_LEAST_ROWS * row)
        self._menu = self._new_menu()
        self.clicked.connect(self._on_clicked)
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self.selectionModel().selectionChanged.connect(self.selected)

    @property
    def found(self) -> list[str]:
        """The names of the columns that are found, in the order of the table."""
        return [column.name for column in self._model.found]

    @property
    def selection(self) -> list[str]:
        """The names of the columns that are selected, in the order of the table."""
        # Ranges of rows: Qt takes long to list each of thousands.
        selection = self.selectionModel().selection()
        ranges = map(selection.at, range(selection.count()))
        rows = {row for each in ranges for row in range(each.top(), each.bottom() + 1)}
        return [self._model.found[row].name for row in sorted(rows)]

    def show_preview(self, preview: TablePreview, uses: Uses) -> None:
        """Show the columns of a table; what one looks at stays, as far as it is still there."""
        with _Place(self):
            self._model.show_preview(preview, uses)

    def show_choice(self, preview: TablePreview, uses: Uses) -> None:
        """Show what is decided of the columns of the same table."""
        self._model.show_choice(preview, uses)

    def seek(self, text: str) -> None:
        """Show the columns whose names hold a text alone."""
        with _Place(self):
            self._model.find(text)

    @guarded_with(False)  # noqa: FBT003 - what Qt calls "not handled"
    def event(self, event: QEvent) -> bool:
        """Keep the keys of roles from the window, some of whose commands have the same."""
        mine = isinstance(event, QKeyEvent) and (_use_of(event) or event.key() == Qt.Key.Key_Space)
        if mine and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a role for the columns selected, or open the choice."""
        use = _use_of(event)
        if use:
            self._choose(use)
        elif event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._open_choice(self.currentIndex().row())
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _new_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("column_role")
        menu.setToolTipsVisible(True)
        for use, name in USE_NAMES.items():
            menu.addAction(name).setData(use)
        menu.triggered.connect(self._on_menu_triggered)
        return menu

    def _open_choice(self, row: int) -> None:
        """Offer the roles that a column can have."""
        index, column = self._model.index(row, _USE), self._model.found[row]
        for action in self._menu.actions():
            fault = refusal(column, action.data())
            action.setEnabled(not fault)
            action.setToolTip(fault)
            if action.data() == self._model.use(row):
                self._menu.setActiveAction(action)
        self.scrollTo(index)
        self._menu.popup(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()))

    def _choose(self, use: Use) -> None:
        names = self.selection
        if names:
            self.chosen.emit(names, use)

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        self._choose(action.data())

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == _USE and self._model.offers(index.row()):
            self._open_choice(index.row())

    @Slot(QModelIndex, QModelIndex)
    def _on_current_row_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.came_to.emit(self._model.found[index.row()].name)


def _use_of(event: QKeyEvent) -> Use | None:
    """The use that a key stands for."""
    plain = event.modifiers() in {
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.KeypadModifier,
    }
    return _KEYS.get(event.key()) if plain else None


class _Place:
    """Keeps where a person is in a table while it shows other columns.

    Args:
        table: The table.
    """

    def __init__(self, table: ColumnsTable) -> None:
        self._table = table

    def __enter__(self) -> None:
        table, found = self._table, self._table.found
        self._scrolled = table.verticalScrollBar().value()
        current = table.currentIndex()
        self._current = found[current.row()] if current.isValid() else ""
        self._column = max(current.column(), 0)
        self._selected = set(table.selection)

    def __exit__(self, *_: object) -> None:
        table, model = self._table, self._table.model()
        selection, last = QItemSelection(), model.columnCount() - 1
        for row, name in enumerate(table.found):
            if name in self._selected:
                selection.select(model.index(row, 0), model.index(row, last))
            if name == self._current:
                there = model.index(row, self._column)
                table.selectionModel().setCurrentIndex(there, _FLAG.NoUpdate)
        table.selectionModel().select(selection, _FLAG.Select)
        if not table.currentIndex().isValid() and model.rowCount():
            table.selectRow(0)
        table.verticalScrollBar().setValue(self._scrolled)
