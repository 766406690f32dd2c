"""What is told of a column: its kind, the numbers that its cells become, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from mdn_gui.core.kinds import OTHER, Category, Date, DateUnit, Number
from mdn_gui.core.reading import ColumnReading, DayOrder, Doubt, ReadingOptions
from mdn_gui.core.roles import KindName, Role
from mdn_gui.core.text import say, say_count

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]

MOST_LEVELS = 100
"""Text of more different values is no category unless a person says so."""


MOST_CHOSEN_LEVELS = 1000
"""Text of more different values is no category."""


UNIT_SECONDS: dict[DateUnit, float] = {
    "days": 86_400.0,
    "hours": 3_600.0,
    "minutes": 60.0,
    "seconds": 1.0,
}


UNIT_NAMES: dict[DateUnit, str] = {
    "days": say("days"),
    "hours": say("hours"),
    "minutes": say("minutes"),
    "seconds": say("seconds"),
}


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
        unit: Its unit, if the table tells it.
        declared: Whether a program made it a category.
    """

    name: str
    cells: Cells
    row_number: Callable[[int], int]
    role: Role
    options: ReadingOptions
    dates: DayOrder | None = None
    unit: str = ""
    declared: bool = False

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
        most = 2 * np.count_nonzero(percent) >= np.count_nonzero(np.isfinite(numbers) & ~missing)
        # A number without the sign among others with it may be a share or a percentage.
        numbers = np.where(percent == most, numbers, np.nan)
        unit = "%" if most else unit
    kind = Number(role.transform, role.low, role.high, unit, yes_or_no=bool(answers))
    if isinstance(role.known, Number):
        if fault := _other_unit(column.name, role.known.unit, unit):
            return _without_kind(column, missing, fault)
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


def _other_unit(name: str, known: str, found: str) -> str:
    """Why numbers are none of those that a model learned from, if their units tell it.

    A table may well have no units; but a percentage is a hundred times the share.
    """
    percent = "%" in (known, found)
    if known == found or not (percent or (known and found)):
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
    values = (seconds - start(kind)) / UNIT_SECONDS[kind.unit]
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


def start(kind: Date) -> float:
    """The origin of dates, in seconds since the beginning of 1970; 0 of times and durations."""
    return float(np.datetime64(kind.origin, "us").astype(np.int64)) / 1e6 if kind.origin else 0.0


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


def of_levels(column: Column, text: pa.ChunkedArray, missing: Flags) -> Understood:
    """A column of levels, or of too many different texts."""
    present = ~missing
    known = column.role.known
    if isinstance(known, Category):
        return _known_levels(column, known, text, missing)
    counted = pc.value_counts(text.filter(pa.array(present)))
    levels = len(counted)
    if levels > MOST_CHOSEN_LEVELS or (
        column.wanted != "category"
        and not column.declared
        and (levels > MOST_LEVELS or 3 * levels > 2 * np.count_nonzero(present))
    ):
        return _without_kind(column, missing, too_many(column.name, levels))
    names, counts = (counted.field(name).to_pylist() for name in ("values", "counts"))
    kind = category(dict(zip(names, counts, strict=True)))
    reason = say_count("text of {count} level", "text of {count:,} levels", len(kind.levels))
    return of_kind(column, _codes(text, kind, present), missing, kind, reason)


def category(counts: Mapping[str, int], rare: int = 0) -> Category:
    """The category of a column of text.

    Args:
        counts: How many rows have each text.
        rare: In fewer rows than this, a text is no level of its own; 0 if each is.
    """
    kept = sorted((name for name, count in counts.items() if count >= rare), key=_in_order)
    if rare:
        kept.append(_free(OTHER, list(counts)))
    return Category(tuple(kept), other=rare > 0)


def _known_levels(
    column: Column, known: Category, text: pa.ChunkedArray, missing: Flags
) -> Understood:
    """Levels that a model knows; others are its level for others, or bad."""
    kind = replace(known, missing=False)
    reason = say_count("text of {count} level", "text of {count:,} levels", len(known.levels))
    return of_kind(column, _codes(text, kind, ~missing), missing, kind, reason)


def _codes(text: pa.ChunkedArray, kind: Category, present: Flags) -> Floats:
    """The index of each cell's level, `(rows,)`; NaN where a cell is missing or has none."""
    levels = kind.levels[:-1] if kind.other else kind.levels
    codes: Floats = (
        pc.index_in(text, pa.array(levels, pa.string())).cast(pa.float64()).to_numpy().copy()
    )
    strange = np.isnan(codes) & present
    if strange.any():
        # 1 and 1.0 are one level, as programs write it, and so are true and True.
        alike = _alike(levels)
        cells = text.filter(pa.array(strange)).dictionary_encode().combine_chunks()
        found = np.array(
            [alike.get(_plainly(cell), np.nan) for cell in cells.dictionary.to_pylist()]
        )
        codes[strange] = found[cells.indices.to_numpy(zero_copy_only=False).astype(np.intp)]
    if kind.other:
        codes[np.isnan(codes)] = len(kind.levels) - 1
    codes[~present] = np.nan
    return codes


def _alike(levels: Sequence[str]) -> Mapping[float | str, float]:
    """The index of each level by what is the same in all ways to write it; none where two are."""
    plainly = [_plainly(level) for level in levels]
    return {key: float(i) for i, key in enumerate(plainly) if plainly.count(key) == 1}


def _plainly(level: str) -> float | str:
    value, word = number(level, "point"), level.casefold()
    if np.isfinite(value):
        return value
    return word if word in ("true", "false") else level


def regrouped(kind: Category, codes: Floats, rare: int) -> tuple[Category, Floats]:
    """Keep the levels that rows have, and make one of those of few rows.

    Args:
        kind: Levels, some of which may be in no row.
        codes: The index of each row's level, `(rows,)`; NaN where it is missing.
        rare: See `category`.

    Returns:
        The category, and the index of each row's level in it.
    """
    given = codes[np.isfinite(codes)].astype(np.intp)
    counts = np.bincount(given, minlength=len(kind.levels)).tolist()
    found = {name: count for name, count in zip(kind.levels, counts, strict=True) if count}
    if not found or (not rare and len(found) == len(kind.levels)):
        return kind, codes
    new = category(found, rare)
    places = {name: place for place, name in enumerate(new.levels)}
    last = len(new.levels) - 1
    moved = np.array([places.get(name, last) for name in kind.levels], np.float64)
    again = codes.copy()
    again[np.isfinite(codes)] = moved[given]
    return new, again


def _in_order(level: str) -> tuple[float, str]:
    """Levels that are numbers by their size, before others by the alphabet."""
    value = number(level, "point")
    return (value if np.isfinite(value) else np.inf), level


def _free(name: str, taken: Sequence[str]) -> str:
    return name if name not in taken else _free(f"{name} ", taken)


def of_kind(
    column: Column,
    values: Floats,
    missing: Flags,
    kind: Number | Category | Date,
    reason: str,
) -> Understood:
    """A column of a kind, with its missing and its bad cells counted."""
    values = np.where(missing, np.nan, values)
    bad = ~(np.isfinite(values) | missing)
    values[bad] = np.nan
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
    reason = say("column {column} holds no value in any row; choose another column.")
    if known is not None:
        reason = say("column {column} holds no value in any row; fill its cells in.")
    return _without_kind(column, missing, reason.format(column=in_short(column.name)))


def unusable(column: Column, missing: Flags) -> Understood:
    """A column whose cells are not what they should be."""
    learned = column.role.known is not None
    fault = fault_of(column.name, column.cells, missing, column.row_number, learned=learned)
    return _without_kind(column, missing, fault)


def too_many(name: str, levels: int) -> str:
    """Say that a column has too many levels; the rest of a sentence about a table."""
    if levels > MOST_CHOSEN_LEVELS:
        return say(
            "column {column} holds text of {count:,} different values, too many for a category; "
            "choose another column.",
            column=in_short(name),
            count=levels,
        )
    return say_count(
        "column {column} holds text of one value, too little to be taken for a category; choose "
        "another column, or say that it is a category (--category).",
        "column {column} holds text of {count:,} different values, such as names or numbers "
        "of things; choose another column, or say that it is a category (--category).",
        levels,
        column=in_short(name),
    )


def _without_kind(column: Column, missing: Flags, reason: str) -> Understood:
    values = np.full(len(missing), np.nan)
    count, unfound = int(np.count_nonzero(missing)), _unfound(column, missing)
    reading = ColumnReading(column.name, None, reason, missing=count, unfound_marks=unfound)
    return Understood(reading, values, missing, ~missing, column.cells)
