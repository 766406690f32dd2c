"""Where a table lies on a sheet: its header, a row of units, its rows, and what stands around it.

The columns that hold numbers tell it. The first row that has a value in half of them is a row of
data; the header is above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.files.cell_text import is_number, kind_of
from mdn_gui.core.text import say_count

EMPTY, NUMBER, TRUTH, DATE, TIME, DURATION, TEXT = range(7)
"""What a cell holds; see `sheet_reader`."""

type Holds = Literal["nothing", "value", "text"]

_LOOKED_AT: Final = 200
_MOST_FOOTERS: Final = 20
_LONGEST_UNIT: Final = 20


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


def layout_of(sheet: Sheet, header: int | None = None) -> SheetLayout:
    """Find the table on a sheet.

    Args:
        sheet: Its cells.
        header: The row of the names as a person tells it, counted from 1; 0 if there is none.
    """
    if header is None:
        head = sheet.filled[:_LOOKED_AT].tolist()
        numeric = _numeric_columns(sheet, head)
        names, units, start = _found(sheet, head, numeric)
    else:
        head = sheet.filled[sheet.filled >= header][:_LOOKED_AT].tolist()
        numeric = _numeric_columns(sheet, head)
        names, units, start = header - 1 if header else None, None, header - 1
        if header and len(head) > 1 and _are_units(sheet, header - 1, head[0], head[1:], numeric):
            units = start = head[0]
    rows = sheet.filled[sheet.filled > start]
    end = len(rows) - _footer(sheet, rows, numeric)
    above = [int(row) for row in sheet.filled[sheet.filled <= start] if row not in (names, units)]
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
    if len(below := rows[end:].tolist()):
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


def _found(
    sheet: Sheet, head: Sequence[int], numeric: Sequence[int]
) -> tuple[int | None, int | None, int]:
    """The row of the names, that of the units, and the last row above the data, at least -1."""
    if not head:
        return None, None, -1
    first = _first_data_row(sheet, head, numeric)
    if first is None:  # all is text: the first row that is not much shorter than the others
        widths = [int(np.count_nonzero(sheet.kinds[:, row])) for row in head]
        names = next(
            row for row, width in zip(head, widths, strict=True) if 2 * width > max(widths)
        )
        return names, None, names
    place = head.index(first)
    while place and not _has_text(sheet, head[place - 1], numeric):
        place -= 1  # a row of data without a value in these columns
    if not place:
        return (None, None, first - 1) if _is_data(sheet, first) else (first, None, first)
    names = head[place - 1]
    if head[place] != first and _are_units(sheet, names, head[place], head[place + 1 :], numeric):
        return names, head[place], head[place]
    if place > 1 and _are_units(sheet, head[place - 2], names, head[place:], numeric):
        return head[place - 2], names, names
    return names, None, names


def _numeric_columns(sheet: Sheet, rows: Sequence[int]) -> list[int]:
    """The columns whose cells are values in these rows, or half of them at least."""
    found = []
    lower = rows[len(rows) // 2 :]  # names and units are above
    for column in range(len(sheet.kinds)):
        held = [sheet.holds(column, row) for row in lower]
        if held.count("value") >= max(1, held.count("text")):
            found.append(column)
    return found


def _first_data_row(sheet: Sheet, rows: Sequence[int], numeric: Sequence[int]) -> int | None:
    """The first row with a value in half of the columns of numbers, and with no text in more."""
    for row in rows:
        held = [sheet.holds(column, row) for column in numeric]
        if 2 * held.count("value") >= len(held) > 0:
            return row
    return None


def _has_text(sheet: Sheet, row: int, numeric: Sequence[int]) -> bool:
    """Whether a row has text in half of the columns of numbers, as a row of names has."""
    held = [sheet.holds(column, row) for column in numeric]
    return 2 * held.count("text") >= len(held)


def _is_data(sheet: Sheet, row: int) -> bool:
    """Whether a first row is one of values, and not of names such as years."""
    columns = range(len(sheet.kinds))
    held = [sheet.holds(column, row) for column in columns]
    if held[0] == "nothing" and len(held) > 1:
        counted = [sheet.text(column, row) for column in columns[1:]]
        if any(counted == [str(first + i) for i in range(len(counted))] for first in (0, 1)):
            return False  # as pandas names columns beside an index
    return "text" not in held


def _are_units(
    sheet: Sheet, names: int, units: int, below: Sequence[int], numeric: Sequence[int]
) -> bool:
    """Whether a row right below one of names holds their units, and these rows are data."""
    columns = range(len(sheet.kinds))
    held = {column: sheet.text(column, units) for column in columns if sheet.kinds[column, units]}
    return (
        units == names + 1
        and any(sheet.holds(column, units) == "text" for column in numeric)
        and all(sheet.holds(column, units) != "value" for column in columns)
        and all(sheet.holds(column, names) == "text" for column in {*held, *numeric})
        and all(len(text) <= _LONGEST_UNIT for text in held.values())
        # What is a level of a category is no unit.
        and not any(sheet.text(c, row) == text for c, text in held.items() for row in below)
    )


def _footer(sheet: Sheet, rows: NDArray[np.intp], numeric: Sequence[int]) -> int:
    """Count the rows at the end that are none of the table: apart from it, or lines of text."""
    last = rows[-_MOST_FOOTERS:].tolist()
    count = 0
    for place in range(len(last) - 1, 0, -1) if numeric else ():
        row = last[place]
        held = [sheet.holds(column, row) for column in numeric]
        if "value" in held:
            break
        alone = "text" in held and np.count_nonzero(sheet.kinds[:, row]) == 1
        if alone or last[place - 1] < row - 1:
            count = len(last) - place
    return count


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
