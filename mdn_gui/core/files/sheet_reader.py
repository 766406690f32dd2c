"""Reads a sheet of a workbook and writes its cells to standard output; a program of its own.

It is run as a process, with the workbook as standard input, for two reasons. The library takes
memory for the whole rectangle around the cells of a sheet, and where there is not so much of it,
it aborts: a file of a kilobyte with a cell at each end of a sheet would end any program that read
it. And a process can be stopped. So it imports nothing of the rest.
"""

from __future__ import annotations

import io
import json
import re
import sys
from array import array
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import batched
from typing import Any, Final, NamedTuple

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

EMPTY, NUMBER, TRUTH, DATE, TIME, DURATION, TEXT = range(7)
"""What a cell holds. Dates, times of day and durations are counted in milliseconds, dates from 1970
on; of a text its place in the list of texts is counted."""

_EPOCH: Final = datetime(1970, 1, 1)
_MILLISECOND: Final = timedelta(milliseconds=1)
_DURATION: Final = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+(?:[.,]\d+)?)S")
_ROWS_AT_ONCE: Final = 1000


class Cells(NamedTuple):
    """The cells of a sheet, column by column.

    Attributes:
        sheet: The sheet.
        kinds: What each cell holds.
        values: The number of each cell.
        texts: The different texts of the sheet.
    """

    sheet: CalamineSheet
    kinds: list[bytearray]
    values: list[array[float]]
    texts: list[str]

    @property
    def tabular(self) -> bool:
        """Whether two columns at least hold several cells, and numbers are among them."""
        several = [kinds for kinds in self.kinds if len(kinds) - kinds.count(EMPTY) > 1]
        return len(several) > 1 and any(kinds.count(NUMBER) for kinds in several)


def main() -> None:
    """Read the sheet that the second argument names, or else the first one that holds a table.

    The first argument is how much memory may be taken, in bytes. What is written is a line of JSON,
    and behind it for each column a byte a row, the kind of its cell, and then a double a row.
    """
    limit, *named = sys.argv[1:]
    limit_memory(int(limit))
    with CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())) as book:
        sheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
        names = [each.name for each in sheets]
        shown = [each.name for each in sheets if each.visible == SheetVisibleEnum.Visible]
        wanted = named or [*shown, *(name for name in names if name not in shown)]
        found = chosen(book, [name for name in wanted if name in names])
    told: dict[str, Any] = {"sheets": names, "sheet": None}
    if found is not None:
        told |= {
            "sheet": found.sheet.name,
            "rows": len(found.kinds[0]) if found.kinds else 0,
            "columns": len(found.kinds),
            "left": (found.sheet.start or (0, 0))[1],
            "merged": found.sheet.merged_cell_ranges or [],
            "texts": found.texts,
        }
    out = sys.stdout.buffer
    out.write(json.dumps(told).encode() + b"\n")
    for kinds, values in zip(found.kinds, found.values, strict=True) if found else ():
        out.write(kinds)
        out.write(values)


def limit_memory(limit: int) -> None:
    """Let the system refuse memory beyond a limit, in bytes, where it can."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Windows has no such module

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def chosen(book: CalamineWorkbook, names: list[str]) -> Cells | None:
    """Read sheets until one holds a table; the first that holds anything stands in for none."""
    found = None
    for name in names:
        cells = read(book.get_sheet_by_name(name))
        if cells.tabular:
            return cells
        if found is None or (cells.kinds and not found.kinds):
            found = cells
    return found


def read(sheet: CalamineSheet) -> Cells:
    """Read the cells of a sheet."""
    kinds = [bytearray() for _ in range(sheet.width)]
    values = [array("d") for _ in range(sheet.width)]
    texts: dict[str, int] = {}
    for rows in batched(sheet.iter_rows(), _ROWS_AT_ONCE):
        for place, cells in enumerate(zip(*rows, strict=True)):
            if set(map(type, cells)) == {float}:
                kinds[place].extend(bytes((NUMBER,)) * len(cells))
                values[place].extend(cells)
            else:
                coded = [_coded(cell, texts) for cell in cells]
                kinds[place].extend(kind for kind, _ in coded)
                values[place].extend(value for _, value in coded)
    return Cells(sheet, kinds, values, list(texts))


def _coded(cell: object, texts: dict[str, int]) -> tuple[int, float]:
    """The kind and the number of a cell; a new text is added to the others."""
    if type(cell) in _COUNTED:
        kind, counted = _COUNTED[type(cell)]
        return kind, counted(cell)
    text = str(cell).strip()
    if found := _DURATION.fullmatch(text):  # as OpenDocument has them
        sign, hours, minutes, seconds = found.groups()
        total = 3600 * int(hours) + 60 * int(minutes) + float(seconds.replace(",", "."))
        return DURATION, (-1000 if sign else 1000) * total
    return (TEXT, texts.setdefault(text, len(texts))) if text else (EMPTY, 0.0)


def _of_day(moment: time) -> float:
    since = timedelta(
        hours=moment.hour,
        minutes=moment.minute,
        seconds=moment.second,
        microseconds=moment.microsecond,
    )
    return since / _MILLISECOND


_COUNTED: Final[dict[type, tuple[int, Callable[[Any], float]]]] = {
    float: (NUMBER, float),
    int: (NUMBER, float),
    bool: (TRUTH, float),
    datetime: (DATE, lambda moment: (moment - _EPOCH) / _MILLISECOND),
    date: (DATE, lambda day: (datetime.combine(day, time()) - _EPOCH) / _MILLISECOND),
    time: (TIME, _of_day),
    timedelta: (DURATION, lambda length: length / _MILLISECOND),
}


if __name__ == "__main__":
    main()
