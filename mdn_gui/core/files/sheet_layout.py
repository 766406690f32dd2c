"""Where a table lies on a sheet: its header, a row of units, its rows, and what stands around it.

A sheet has no row of fewer fields than others, so that titles are told by their empty cells; names
and units are told as those of text are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.files.cell_text import is_number, kind_of
from mdn_gui.core.files.sheet_reader import DATE, EMPTY, NUMBER, TEXT, TRUTH
from mdn_gui.core.files.text_header import Heading, Row, find_heading, find_units, told_units
from mdn_gui.core.files.text_sums import count_sums
from mdn_gui.core.text import say_count

type Holds = Literal["nothing", "value", "text"]

_FEWEST_LOOKED_AT: Final = 20
_MOST_LOOKED_AT: Final = 100
_MOST_CELLS: Final = 200_000
_MOST_FOOTERS: Final = 20


@dataclass(frozen=True, eq=False)
class Sheet:
    """The cells of a sheet.

    Args:
        kinds: What each holds, (columns, rows).
        values: Its number, (columns, rows): of a text its place in `texts`, of dates, times and
            durations milliseconds.
        texts: The different texts.
    """

    kinds: NDArray[np.uint8]
    values: NDArray[np.float64]
    texts: Sequence[str]
    _held: dict[int, Holds] = field(default_factory=dict)

    @cached_property
    def filled(self) -> NDArray[np.intp]:
        """The rows that hold anything, counted from 0."""
        return np.flatnonzero(self.kinds.any(axis=0))

    def text(self, column: int, row: int) -> str:
        """A cell as text; nothing if it is empty."""
        kind, value = int(self.kinds[column, row]), float(self.values[column, row])
        return cell_text(kind, value, self.texts)

    def holds(self, column: int, row: int) -> Holds:
        """Whether a cell holds a value, also one that is written as text, or other text."""
        kind = self.kinds[column, row]
        if kind != TEXT:
            return "value" if kind else "nothing"
        place = int(self.values[column, row])
        if place not in self._held:
            self._held[place] = _holds(self.texts[place])
        return self._held[place]


@dataclass(frozen=True)
class SheetLayout:
    """Where a table lies on a sheet; all rows are counted from 0.

    Attributes:
        header: The row of the names; None if there is none.
        units: The row of the units; None if there is none.
        rows: The rows of data, all of which hold something.
        notes: What was passed over, each a sentence.
    """

    header: int | None
    units: int | None
    rows: NDArray[np.intp]
    notes: tuple[str, ...] = ()


def layout_of(
    name: str, sheet: Sheet, header: int | None = None, *, units_held: bool | None = None
) -> SheetLayout:
    """Find the table on a sheet.

    Args:
        name: The name of the file.
        sheet: Its cells.
        header: The row of the names as a person tells it, counted from 1; 0 if there is none.
        units_held: Whether the row below the names holds units, as a person tells it.

    Raises:
        TableError: It is to hold units, and there is no such row.
    """
    heading = _found(sheet) if header is None else _told(sheet, header)
    if units_held is not None:
        heading = told_units(name, heading, _texts(sheet, sheet.filled), held=units_held)
    names, units = (row and row.number - 1 for row in (heading.names, heading.units))
    start = heading.last - 1
    rows = sheet.filled[sheet.filled > start]
    end = _end(sheet, rows)
    above = [int(row) for row in sheet.filled[sheet.filled <= start] if row not in (names, units)]
    below = rows[end:].tolist()
    notes = []
    if above:
        notes.append(
            say_count(
                "Row {first}, above the table, is passed over.",
                "Rows {first} to {last}, above the table, are passed over.",
                len(above),
                first=above[0] + 1,
                last=above[-1] + 1,
            )
        )
    if below:
        notes.append(
            say_count(
                "Row {first}, below the table, is passed over.",
                "Rows {first} to {last}, below the table, are passed over.",
                len(below),
                first=below[0] + 1,
                last=below[-1] + 1,
            )
        )
    return SheetLayout(names, units, rows[:end], tuple(notes))


def _found(sheet: Sheet) -> Heading:
    """What stands above the data."""
    rows = _texts(sheet, sheet.filled)
    passed = _count_titles(sheet, [row.number - 1 for row in rows])
    if not rows[passed:]:
        return Heading()
    heading = find_heading(rows[passed:])
    return heading._replace(last=max(heading.last, rows[passed - 1].number if passed else 0))


def _told(sheet: Sheet, header: int) -> Heading:
    """The same where a person tells the row of the names."""
    if not header:
        return Heading()
    (names,) = _texts(sheet, np.array([header - 1]))
    units = find_units(names, _texts(sheet, sheet.filled[sheet.filled >= header]))
    return Heading(names, units, units.number if units else header)


def _texts(sheet: Sheet, rows: NDArray[np.intp]) -> list[Row]:
    """The first of these rows as text."""
    columns = range(len(sheet.kinds))
    most = max(_FEWEST_LOOKED_AT, min(_MOST_LOOKED_AT, _MOST_CELLS // len(columns)))
    return [
        Row(row + 1, [sheet.text(column, row) for column in columns], range(row, row + 1))
        for row in rows[:most].tolist()
    ]


def _count_titles(sheet: Sheet, rows: Sequence[int]) -> int:
    """Count the rows above a table that are no part of it: shorter than the row of names below.

    What names columns is text, but for years, above which only a single cell is a title.
    """
    widths = [
        sum(sheet.holds(c, row) != "nothing" for c in range(len(sheet.kinds))) for row in rows
    ]
    most = max(widths, default=0)
    for place, (width, below) in enumerate(pairwise(widths)):
        values = any(sheet.holds(c, rows[place + 1]) == "value" for c in range(len(sheet.kinds)))
        if width >= below or (values and not (width == 1 and most > 2)):
            return place
    return 0


def _end(sheet: Sheet, rows: NDArray[np.intp]) -> int:
    """Count the rows that are above all that closes a table."""
    end = len(rows) - _footer(sheet, rows)
    below_sums = end - _count_lone_texts(sheet, rows[:end])
    for last in sorted({below_sums, end}):
        # Lone texts end a table of gaps, too; but below sums there are no more rows of it.
        if sums := _count_sums(sheet, rows[:last]):
            return last - sums
    return end


def _count_lone_texts(sheet: Sheet, rows: NDArray[np.intp]) -> int:
    """Count the rows at the end that hold a text each and nothing else."""
    count = 0
    for row in rows[::-1][:_MOST_FOOTERS].tolist():
        (filled,) = np.nonzero(sheet.kinds[:, row])
        if len(filled) != 1 or sheet.holds(int(filled[0]), row) != "text":
            break
        count += 1
    return count


def _footer(sheet: Sheet, rows: NDArray[np.intp]) -> int:
    """Count the rows at the end that are none of the table: apart from it, or lines of text."""
    last = rows[-_MOST_LOOKED_AT:].tolist()
    numeric = [
        column
        for column in range(len(sheet.kinds))
        if _mostly_values([sheet.holds(column, row) for row in last])
    ]
    count = 0
    for place in range(len(last) - 1, max(0, len(last) - _MOST_FOOTERS), -1) if numeric else ():
        row = last[place]
        held = [sheet.holds(column, row) for column in numeric]
        if "value" in held:
            break
        alone = "text" in held and np.count_nonzero(sheet.kinds[:, row]) == 1
        if alone or last[place - 1] < row - 1:
            count = len(last) - place
    return count


def _count_sums(sheet: Sheet, rows: NDArray[np.intp]) -> int:
    """Count the rows at the end that sum up those above."""

    def table() -> tuple[list[list[str]], bool]:
        whole = len(rows) * len(sheet.kinds) <= _MOST_CELLS
        shown = (rows if whole else rows[-_MOST_LOOKED_AT:]).tolist()
        columns = range(len(sheet.kinds))
        return [[sheet.text(column, row) for column in columns] for row in shown], whole

    return count_sums(_texts(sheet, rows[-_FEWEST_LOOKED_AT:]), table)


def _mostly_values(held: Sequence[Holds]) -> bool:
    return held.count("value") > held.count("text")


def _holds(text: str) -> Holds:
    kind = kind_of(text)
    if kind in ("nothing", "missing"):
        return "nothing"
    return "value" if kind == "date" or is_number(text) else "text"


def cell_text(kind: int, value: float, texts: Sequence[str], mark: str = ".") -> str:
    """Write a cell as text.

    Args:
        kind: What it holds.
        value: Its number; see `Sheet`.
        texts: The texts of the sheet.
        mark: The decimal mark of a number.
    """
    if kind == EMPTY:
        return ""
    if kind == TEXT:
        return texts[int(value)]
    if kind == NUMBER:
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else repr(value).replace(".", mark)
    if kind == TRUTH:
        return "true" if value else "false"
    if kind == DATE:
        moment = np.datetime64(round(value), "ms")
        day = moment.astype("datetime64[D]")
        return str(day) if day == moment else str(moment).removesuffix(".000")
    hours, rest = divmod(abs(value) / 1000.0, 3600.0)
    seconds = f"{rest % 60:06.3f}".removesuffix(".000")
    return f"{'-' if value < 0 else ''}{int(hours):02}:{int(rest // 60):02}:{seconds}"
