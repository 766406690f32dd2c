"""The table of the runs: its cells, which sort by value, and what is selected and typed there."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from html import escape
from math import inf, isnan
from typing import NamedTuple

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QSignalBlocker,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QFont,
    QKeyEvent,
    QKeySequence,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from mdn_gui.core.comparison import difference_texts
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.text import say, say_in
from mdn_gui.qt.control import rows, run_list
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.widgets.setting_fields import setting_label
from mdn_gui.qt.widgets.tables import PlainTable, Typing
from mdn_gui.session.run import NamedRun

NUMBER_ROLE = Qt.ItemDataRole.UserRole
"""The number of a row's run."""

SORT_ROLE = NUMBER_ROLE + 1
"""What a column is sorted by."""

_LOSS_SCALE = 0.1  # nats: thousandths are shown, for the best of several runs differ in these


class Column(IntEnum):
    """What is told of a run."""

    NAME = 0
    LOSS = 1
    EPOCHS = 2
    TIME = 3
    DATA = 4
    SETTINGS = 5


class _Cell(NamedTuple):
    text: str
    value: float | str


class RunsModel(QStandardItemModel):
    """A row for each run; only names can be edited.

    Signals:
        renamed(number, name): A person wants another name for a run.

    Args:
        parent: The owner.
    """

    renamed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(0, len(Column), parent)
        self._names: dict[int, str] = {}
        for column, (title, tip) in self._titles().items():
            header = QStandardItem(title)
            header.setToolTip(f"<p>{escape(tip)}</p>")
            header.setTextAlignment(_alignment(column))
            self.setHorizontalHeaderItem(column, header)
        self.itemChanged.connect(self._on_item_changed)

    def show_runs(self, runs: Sequence[NamedRun], shown: int | None) -> None:
        """Show runs; rows of runs that stay are kept, with whatever is selected or typed in them.

        Args:
            runs: In their order.
            shown: Number of the run that the window shows; None for none of these.
        """
        self._names = {run.number: name for name, run in runs}
        for row in reversed(range(self.rowCount())):
            if self._number(row) not in self._names:
                self.removeRow(row)
        settings = [run.settings for _, run in runs if run.settings is not None]
        differences = difference_texts(settings, setting_label)
        for row, (named, difference) in enumerate(zip(runs, differences, strict=True)):
            self._place(named.run.number, row)
            self._show_run(row, named, difference, shown=named.run.number == shown)

    def _titles(self) -> dict[Column, tuple[str, str]]:
        return {
            Column.NAME: (
                say("Run"),
                say("In your order; bold is the one shown, slanted one that is under way."),
            ),
            Column.LOSS: (
                say("Validation (nats)"),
                say("Validation loss of the best epoch; lower is better."),
            ),
            Column.EPOCHS: (say("Epochs"), say("Epochs trained.")),
            Column.TIME: (say("Time"), say("How long it trained, without pauses.")),
            Column.DATA: (say_in("column of runs", "Data"), say("What it was trained on.")),
            Column.SETTINGS: (
                say("Settings that differ"),
                say("The settings that are not the same in all runs of the list."),
            ),
        }

    def _place(self, number: int, row: int) -> None:
        """Let the row of a run be at that place; those above are."""
        there = (at for at in range(row, self.rowCount()) if self._number(at) == number)
        now = next(there, None)
        if now is None:
            self.insertRow(row, [_item(number, column) for column in Column])
        elif now != row:
            self.insertRow(row, self.takeRow(now))

    def _show_run(self, row: int, named: NamedRun, difference: str, *, shown: bool) -> None:
        name, run = named
        loss = run.best.validation if run.best is not None else inf
        text = "–" if run.best is None else rounded(loss, _LOSS_SCALE)
        cells = {
            Column.NAME: _Cell(name, row),
            Column.LOSS: _Cell(text, inf if isnan(loss) else loss),
            Column.EPOCHS: _Cell(f"{len(run.history):,}", len(run.history)),
            Column.TIME: _Cell(self._duration(run.seconds), run.seconds),
            Column.DATA: _Cell(run.data.title, run.data.title),
            Column.SETTINGS: _Cell(difference, difference),
        }
        now_shown = say("It is shown in the window.") if shown else ""
        how = say("It is under way.") if run.busy else run.ended
        told = (name, how, difference, now_shown)
        tip = "".join(f"<p>{escape(text)}</p>" for text in told if text)
        for column, cell in cells.items():
            item = self.item(row, column)
            item.setText(cell.text)
            item.setData(cell.value, SORT_ROLE)
            item.setToolTip(tip)
            item.setFont(_font(bold=shown, italic=run.busy))

    def _duration(self, seconds: float) -> str:
        if seconds < 9.95:
            return say("{seconds:.1f} s", seconds=seconds)
        minutes, rest = divmod(round(seconds), 60)
        hours, minutes_left = divmod(minutes, 60)
        if hours:
            return say("{hours} h {minutes} min", hours=hours, minutes=minutes_left)
        if minutes:
            return say("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
        return say("{seconds} s", seconds=rest)

    def _number(self, row: int) -> int:
        return int(self.item(row).data(NUMBER_ROLE))

    @Slot(QStandardItem)
    def _on_item_changed(self, item: QStandardItem) -> None:
        number = item.data(NUMBER_ROLE)
        name, typed = self._names[number], item.text().strip()
        if item.column() == Column.NAME and item.text() != name:
            # The name is the session's: it is shown once it is there.
            item.setText(name)
            if typed not in {"", name}:
                self.renamed.emit(number, typed)


def _item(number: int, column: Column) -> QStandardItem:
    item = QStandardItem()
    item.setData(number, NUMBER_ROLE)
    item.setEditable(column is Column.NAME)
    item.setTextAlignment(_alignment(column))
    return item


def _font(*, bold: bool, italic: bool) -> QFont:
    font = QFont()
    font.setBold(bold)
    font.setItalic(italic)
    return font


def _alignment(column: Column) -> Qt.AlignmentFlag:
    numeric = column in {Column.LOSS, Column.EPOCHS, Column.TIME}
    side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


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
        self.setItemDelegateForColumn(Column.NAME, Typing(self))
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
