"""The runs of the sitting as the cells of a table, which sort by value and not by text."""

from collections.abc import Sequence
from enum import IntEnum
from html import escape
from math import inf, isnan
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel

from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.runs import RunRecord, difference_texts
from mdn_gui.qt.widgets.setting_fields import setting_label

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
        self._bold = QFont()
        self._bold.setBold(True)
        for column, (title, tip) in self._titles().items():
            header = QStandardItem(title)
            header.setToolTip(f"<p>{escape(tip)}</p>")
            header.setTextAlignment(_alignment(column))
            self.setHorizontalHeaderItem(column, header)
        self.itemChanged.connect(self._on_item_changed)

    def show_runs(self, runs: Sequence[RunRecord], shown: int | None) -> None:
        """Show runs; rows of runs that stay are kept, with whatever is selected or typed in them.

        Args:
            runs: In the order of their numbers.
            shown: Number of the run that the window shows; None for none of these.
        """
        self._names = {run.number: run.name for run in runs}
        for row in reversed(range(self.rowCount())):
            if self._number(row) not in self._names:
                self.removeRow(row)
        differences = difference_texts(runs, setting_label)
        for row, (run, difference) in enumerate(zip(runs, differences, strict=True)):
            if row == self.rowCount() or self._number(row) != run.number:
                self.insertRow(row, [_item(run.number, column) for column in Column])
            self._show_run(row, run, difference, shown=run.number == shown)

    def _titles(self) -> dict[Column, tuple[str, str]]:
        return {
            Column.NAME: (
                self.tr("Run"),
                self.tr("In the order in which they were trained; bold is the one shown."),
            ),
            Column.LOSS: (
                self.tr("Validation (nats)"),
                self.tr("Validation loss of the best epoch; lower is better."),
            ),
            Column.EPOCHS: (self.tr("Epochs"), self.tr("Epochs trained.")),
            Column.TIME: (self.tr("Time"), self.tr("How long it trained, without pauses.")),
            Column.DATA: (self.tr("Data"), self.tr("What it was trained on.")),
            Column.SETTINGS: (
                self.tr("Settings that differ"),
                self.tr("The settings that are not the same in all runs of the list."),
            ),
        }

    def _show_run(self, row: int, run: RunRecord, difference: str, *, shown: bool) -> None:
        loss = run.best.validation if run.best is not None else inf
        cells = {
            Column.NAME: _Cell(run.name, run.number),
            Column.LOSS: _Cell(rounded(loss, _LOSS_SCALE), inf if isnan(loss) else loss),
            Column.EPOCHS: _Cell(f"{len(run.losses):,}", len(run.losses)),
            Column.TIME: _Cell(self._duration(run.seconds), run.seconds),
            Column.DATA: _Cell(run.title, run.title),
            Column.SETTINGS: _Cell(difference, difference),
        }
        now_shown = self.tr("It is shown in the window.") if shown else ""
        told = (run.name, run.ended, difference, now_shown)
        tip = "".join(f"<p>{escape(text)}</p>" for text in told if text)
        for column, cell in cells.items():
            item = self.item(row, column)
            item.setText(cell.text)
            item.setData(cell.value, SORT_ROLE)
            item.setToolTip(tip)
            item.setFont(self._bold if shown else QFont())

    def _duration(self, seconds: float) -> str:
        if seconds < 9.95:
            return self.tr("{seconds} s").format(seconds=f"{seconds:.1f}")
        minutes, rest = divmod(round(seconds), 60)
        hours, minutes_left = divmod(minutes, 60)
        if hours:
            return self.tr("{hours} h {minutes} min").format(hours=hours, minutes=minutes_left)
        if minutes:
            return self.tr("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)
        return self.tr("{seconds} s").format(seconds=rest)

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


def _alignment(column: Column) -> Qt.AlignmentFlag:
    numeric = column in {Column.LOSS, Column.EPOCHS, Column.TIME}
    side = Qt.AlignmentFlag.AlignRight if numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
