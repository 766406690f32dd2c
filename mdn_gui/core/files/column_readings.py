"""What is told of a column: its kind, the numbers that its cells become, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mdn_gui.core.files.cell_text import PERCENT, number, plain
from mdn_gui.core.files.date_text import Dates
from mdn_gui.core.files.table_files import Cells, fault_of
from mdn_gui.core.files.table_refusals import in_short
from mdn_gui.core.files.text_column import flags
from mdn_gui.core.files.unit_text import plain_unit
from mdn_gui.core.kinds import (
    DATES_BEGIN,
    DATES_END,
    UNIT_NAMES,
    UNIT_SECONDS,
    Category,
    Date,
    DateUnit,
    Number,
    origin_seconds,
)
from mdn_gui.core.reading import ColumnReading, DayOrder, Doubt, ReadingOptions
from mdn_gui.core.roles import KindName, Role
from mdn_gui.core.text import say

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


_MOST_OTHERS = 0.1
"""So large a share of numbers may lack a percent sign that most have, or have one, by mistake."""

_LONG_S = 2 * 86_400.0


_SHOWN_MARKS = 5


@dataclass(frozen=True, eq=False)
class Understood:
    """A column, understood.

    Attributes:
        reading: How.
        values: What its kind makes of the cells, `(rows,)`; NaN where a cell is missing or bad.
        missing: Which cells are missing, `(rows,)`.
        bad: Which others could not be understood, `(rows,)`.
        cells: The cells.
    """

    reading: ColumnReading
    values: Floats
    missing: Flags
    bad: Flags
    cells: Cells


@dataclass(frozen=True)
class Column:
    """A column to be understood.

    Attributes:
        name: Its name.
        cells: Its cells.
        row_number: Tells the row of a cell, counted from 0, as a spreadsheet counts.
        role: What a person decided of it.
        options: What a person said of the file.
        dates: Which comes first in dates such as 3/4/2024, if another column tells.
        settled: The same, if other rows of the column tell.
        unit: Its unit, if the table tells it.
        declared: Whether a program made it a category.
        continued: Whether what is known of it was found in the rows before these, and not learned.
    """

    name: str
    cells: Cells
    row_number: Callable[[int], int]
    role: Role
    options: ReadingOptions
    dates: DayOrder | None = None
    settled: DayOrder | None = None
    unit: str = ""
    declared: bool = False
    continued: bool = False

    @property
    def told_marks(self) -> tuple[str, ...]:
        """Cells that stand for a missing value because a person said so."""
        return (*self.options.missing_marks, *self.role.missing_marks)

    @property
    def wanted(self) -> KindName | None:
        """The kind that a person or a model file states."""
        match self.role.known:
            case Number():
                return "number"
            case Category():
                return "category"
            case Date():
                return "date"
        return self.role.kind


def of_numbers(column: Column, numbers: Floats, missing: Flags, answers: str = "") -> Understood:
    """A column of numbers, `(rows,)`; NaN where a cell is none.

    Args:
        column: The column.
        numbers: What its cells are.
        missing: Which of them are missing.
        answers: What 1 and 0 stand for, if the cells say yes or no.
    """
    role, unit = column.role, column.unit
    written = column.cells.written
    if written is not None:
        unit = unit or written.unit
    if written is not None and written.holds("%"):
        percent = flags(pc.match_substring_regex(pc.utf8_trim_whitespace(written.values), PERCENT))
        given = np.isfinite(numbers) & ~missing
        most = 2 * np.count_nonzero(percent & given) >= np.count_nonzero(given)
        # A number without the sign among others with it may be a share or a percentage.
        other = given & (percent != most) & (numbers != 0)
        if np.count_nonzero(other) > max(1, _MOST_OTHERS * np.count_nonzero(given)):
            return without_kind(
                column, missing, _mixed_percent(column, percent, given & (numbers != 0))
            )
        numbers = np.where(other, np.nan, numbers)
        unit = "%" if most else unit
    kind = Number(role.transform, role.low, role.high, unit, yes_or_no=bool(answers))
    if isinstance(role.known, Number) and not column.continued:
        if fault := _other_unit(column.name, role.known.unit, unit):
            return without_kind(column, missing, fault)
        kind = replace(role.known, missing=False)
    good = int(np.count_nonzero(np.isfinite(numbers) & ~missing))
    reason = answers
    if not reason:
        present = len(numbers) - int(np.count_nonzero(missing))
        reason = say("all cells are numbers")
        if good < present:
            reason = say("{good:,} of {count:,} cells are numbers", good=good, count=present)
    understood = of_kind(column, numbers, missing, kind, reason)
    told = column.cells.evidence
    doubt = _decimal_doubt(column, told.row) if told.open else None
    assumed = _decimal_doubt(column, told.assumed)
    reading = replace(understood.reading, decimal=told.decimal, doubt=doubt, assumed=assumed)
    understood = replace(understood, reading=reading)
    return understood if good else unusable(column, missing)


def _mixed_percent(column: Column, percent: Flags, numbers: Flags) -> str:
    """Say that some numbers have a percent sign and others have none."""
    signed, bare = (int((numbers & each).argmax()) for each in (percent, ~percent))
    return say(
        "column {column} holds {signed!r} in row {row} and {bare!r} in row {other}, so that there "
        "is no telling percentages from shares; write all of them in one way, or choose another "
        "column.",
        column=in_short(column.name),
        signed=column.cells.text(signed),
        row=column.row_number(signed),
        bare=column.cells.text(bare),
        other=column.row_number(bare),
    )


def _other_unit(name: str, known: str, found: str) -> str:
    """Why numbers are none of those that a model learned from, if their units tell it.

    A table may well have no units; but a percentage is a hundred times the share.
    """
    plain_known, plain_found = plain_unit(known), plain_unit(found)
    percent = "%" in (plain_known, plain_found)
    if plain_known == plain_found or not (percent or (known and found)):
        return ""
    return say(
        "column {column} is in {found}, and the model learned it in {known}; give it in the same "
        "unit.",
        column=in_short(name),
        found=found or say("no unit"),
        known=known or say("no unit"),
    )


def _decimal_doubt(column: Column, index: int | None) -> Doubt | None:
    """The number in a row, counted from 0, in the two ways in which it can be read."""
    written = column.cells.written
    if index is None or written is None:
        return None
    cell = written.cell(index)
    point, comma = plain(cell, "point") or "", plain(cell, "comma") or ""
    row = column.row_number(index)
    return Doubt(row, column.cells.text(index), (("point", point), ("comma", comma)))


def of_dates(
    column: Column, dates: Dates, missing: Flags, text: pa.ChunkedArray | None = None
) -> Understood:
    """A column of dates or times, as numbers of a unit since an origin."""
    known = column.role.known
    seconds = np.where(missing, np.nan, dates.seconds)
    if not dates.times_only:
        beyond = (seconds < DATES_BEGIN) | (seconds >= DATES_END)
        if beyond.any() and not (np.isfinite(seconds) & ~beyond).any():
            return without_kind(column, missing, _no_date(column, int(beyond.argmax())))
        seconds[beyond] = np.nan
    given = seconds[np.isfinite(seconds)]
    if not len(given):
        return unusable(column, missing)
    if isinstance(known, Date) and dates.times_only == (not known.origin):
        kind = replace(known, missing=False)
    elif dates.times_only:
        kind = Date("hours", "", column.role.parts)
    else:
        ends = float(given.min()), float(given.max())
        kind = date_kind(*ends, whole_days=dates.whole_days, role=column.role)
    values = (seconds - origin_seconds(kind)) / UNIT_SECONDS[kind.unit]
    understood = of_kind(column, values, missing, kind, date_reason(kind, zoned=dates.zoned))
    doubt = None
    if dates.doubt is not None and text is not None:
        cell = text[dates.doubt].as_py()
        day = np.datetime64(int(dates.seconds[dates.doubt] // UNIT_SECONDS["days"]), "D")
        year, month, date = str(day).split("-")
        other = f"{year}-{date}-{month}"
        row = column.row_number(dates.doubt)
        doubt = Doubt(row, cell, (("day_first", str(day)), ("month_first", other)))
    reading = replace(understood.reading, dates=dates.order, doubt=doubt)
    return replace(understood, reading=reading)


def date_kind(first: float, last: float, *, whole_days: bool, role: Role) -> Date:
    """The kind of a column of dates.

    Args:
        first: The first one, in seconds since the beginning of 1970.
        last: The last one.
        whole_days: Whether none states a time.
        role: What a person decided of the column.
    """
    origin = np.datetime64(int(first // UNIT_SECONDS["days"]), "D")
    unit: DateUnit = "hours" if last - first >= _LONG_S else "seconds"
    return Date("days" if whole_days else unit, str(origin), role.parts)


def _no_date(column: Column, index: int) -> str:
    """Say that all dates of a column are beyond those that there are."""
    return say(
        "column {column} holds no date of the years 1 to 9999 ({text!r} in row {row}); correct it, "
        "or choose another column.",
        column=in_short(column.name),
        text=column.cells.text(index),
        row=column.row_number(index),
    )


def date_reason(kind: Date, *, zoned: bool = False) -> str:
    """Say what the numbers of a column of dates count."""
    if not kind.origin:
        return say("times of day in {unit}", unit=UNIT_NAMES[kind.unit])
    if zoned:
        return say(
            "dates in {unit} since {origin}, in UTC",
            unit=UNIT_NAMES[kind.unit],
            origin=kind.origin,
        )
    return say("dates in {unit} since {origin}", unit=UNIT_NAMES[kind.unit], origin=kind.origin)


def of_kind(
    column: Column,
    values: Floats,
    missing: Flags,
    kind: Number | Category | Date,
    reason: str,
) -> Understood:
    """A column of a kind, with its missing and its bad cells counted."""
    finite = np.isfinite(values)
    bad = ~(finite | missing)
    if not finite.all() or missing.any():  # or the cells themselves are the values
        values = np.where(missing | bad, np.nan, values)
    kind = replace(kind, missing=bool(missing.any()))
    reading = ColumnReading(
        column.name,
        kind,
        reason,
        missing=int(np.count_nonzero(missing)),
        missing_marks=_marks(column, missing),
        bad=int(np.count_nonzero(bad)),
        first_bad=column.row_number(int(bad.argmax())) if bad.any() else 0,
        bad_text=column.cells.text(int(bad.argmax())) if bad.any() else "",
        told_marks=column.told_marks,
        unfound_marks=_unfound(column, missing),
    )
    return Understood(reading, values, missing, bad, column.cells)


def _marks(column: Column, missing: Flags) -> tuple[str, ...]:
    """The marks of missing cells, as they are written; some of them, where there are many."""
    if column.cells.written is None or not missing.any():
        return ()
    cells = column.cells.written.values.filter(pa.array(missing)).slice(0, 1000)
    marks = pc.unique(pc.utf8_trim_whitespace(cells)).to_pylist()
    return tuple(sorted(mark for mark in marks if mark)[:_SHOWN_MARKS])


def _unfound(column: Column, missing: Flags) -> tuple[str, ...]:
    """The marks that a person gave and that no cell holds, as that text or as the same number."""
    if not column.told_marks:
        return ()
    written, decimal = column.cells.written, column.cells.evidence.decimal or "point"
    values = column.cells.values if written is None else written.values
    held = pc.unique(values.filter(pa.array(missing))).to_pylist()
    texts = {str(each).strip() for each in held if each is not None}
    numbers = {number(text, decimal) for text in texts}
    gone = written is None and None in held  # numbers were made of the cells, but for such text
    return tuple(
        mark
        for mark in column.told_marks
        if mark.strip() not in texts
        and (value := number(mark, "point")) not in numbers
        and (np.isfinite(value) or not gone)
    )


def of_nothing(column: Column, missing: Flags) -> Understood:
    """A column of which every cell is missing, as a model may know it."""
    known = column.role.known
    if known is not None and known.missing:
        return of_kind(column, np.full(len(missing), np.nan), missing, known, "")
    remedy = column.cells.if_empty or say("choose another column")
    if known is not None:
        remedy = column.cells.if_empty or say("fill its cells in")
    reason = say(
        "column {column} holds no value in any row; {remedy}.",
        column=in_short(column.name),
        remedy=remedy,
    )
    return without_kind(column, missing, reason)


def unusable(column: Column, missing: Flags) -> Understood:
    """A column whose cells are not what they should be."""
    learned = column.role.known is not None and not column.continued
    fault = fault_of(column.name, column.cells, missing, column.row_number, learned=learned)
    return without_kind(column, missing, fault)


def without_dates(column: Column, missing: Flags) -> Understood:
    """A column whose cells should be dates, and are none."""
    row = int((~missing).argmax())
    reason = say(
        "column {column} holds no dates ({text!r} in row {row}); write them as 2024-12-31, or "
        "choose another column.",
        column=in_short(column.name),
        text=column.cells.text(row),
        row=column.row_number(row),
    )
    return without_kind(column, missing, reason)


def without_kind(column: Column, missing: Flags, reason: str) -> Understood:
    """A column that cannot be used, and why: the rest of a sentence about a table."""
    values = np.full(len(missing), np.nan)
    count, unfound = int(np.count_nonzero(missing)), _unfound(column, missing)
    reading = ColumnReading(column.name, None, reason, missing=count, unfound_marks=unfound)
    return Understood(reading, values, missing, ~missing, column.cells)
