"""The runs of the sitting as the cells of a table, which sort by value and not by text."""

from collections.abc import Sequence
from enum import IntEnum
from html import escape
from math import inf, isnan
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel

from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.runs import difference_texts
from mdn_gui.core.text import say
from mdn_gui.qt.widgets.setting_fields import setting_label
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
            Column.DATA: (say("Data"), say("What it was trained on.")),
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
