"""What the cells of a column stand for; see `core.kinds`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mdn_gui.core.files.cell_text import LEVELS_TOO, MISSING, YES_AND_NO, kind_of_column, number
from mdn_gui.core.files.chosen_columns import unlike
from mdn_gui.core.files.column_levels import of_levels
from mdn_gui.core.files.column_readings import (
    Column,
    Understood,
    of_dates,
    of_kind,
    of_nothing,
    of_numbers,
    unusable,
    without_dates,
    without_kind,
)
from mdn_gui.core.files.date_text import FEW_CONTRADICTING, Dates, read_dates
from mdn_gui.core.files.table_files import Cells
from mdn_gui.core.files.table_refusals import column_fault
from mdn_gui.core.files.text_column import MarkEvidence, TextColumn, flags
from mdn_gui.core.kinds import UNIT_SECONDS, Date
from mdn_gui.core.text import say

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


_FEW_CELLS = 50
_MOST_BAD = 2  # cells that cost their rows; or half as many as are numbers
_SUPPRESSED = "x"  # a number that statistical offices do not tell; a name among texts
_BITS_OF_SHORT = 32  # of times of day in seconds and milliseconds
_IN_A_SECOND = {"s": 1.0, "ms": 1e3, "us": 1e6, "ns": 1e9}
_SODIUM = "Na"  # and not missing, as "NA" and "na" are
_NAMIBIA = "NA"  # among codes of countries
_FEWEST_CODES = 3


def understand(column: Column) -> Understood:
    """Find out what the cells of a column stand for.

    Args:
        column: The column, and what else is known of it.

    Returns:
        What they are; without a kind where they are nothing that can be used.
    """
    found, known = _understood(column), column.role.known
    if known is None or column.continued or found.reading.kind is not None:
        return found
    # A person is told what the cells are, if they are anything else than what a model knows.
    plain = _understood(replace(column, role=replace(column.role, known=None)))
    fault = plain.reading.kind and unlike(plain, plain.reading.kind, known)
    return replace(found, reading=replace(found.reading, reason=fault or found.reading.reason))


def _understood(column: Column) -> Understood:
    values = column.cells.values
    if column.cells.fault:
        return without_kind(column, np.zeros(len(values), np.bool_), column.cells.fault)
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
        column = replace(column, declared=True)
    if column.cells.written is None and not _is_text(values.type):
        return _typed(column, values)
    return _written(replace(column, cells=_as_written(column, values)), values)


def _as_written(column: Column, values: pa.ChunkedArray) -> Cells:
    """The cells of a column of text, with what is told of how its numbers are written."""
    cells = column.cells
    if cells.written is None:  # of a program, which writes a decimal point unless its cells tell
        text = TextColumn(pc.fill_null(values.cast(pa.string()), ""))
        told = text.evidence
        told = MarkEvidence("point") if told.decimal is None else told
        cells = Cells(cells.values, text, told)
    point = column.options.decimal == "point" and column.wanted is None
    if cells.dates and (point or column.wanted in ("number", "category")):
        cells = Cells(cells.values, cells.written, cells.evidence)  # numbers, not dates
    return cells


# Columns of text


def _written(column: Column, values: pa.ChunkedArray) -> Understood:
    cells, wanted = column.cells, column.wanted
    if cells.written is not None and wanted != "category":
        values = cells.written.values  # without the unit beside each number
    numbers = cells.numbers()
    finite = np.isfinite(numbers)
    codes = cells.written is not None and cells.written.codes
    as_numbers = wanted == "number" or (wanted is None and not cells.dates and not codes)
    if as_numbers and finite.all() and len(values) and not column.told_marks:
        return of_numbers(column, numbers, np.zeros(len(values), np.bool_))
    text = pc.utf8_trim_whitespace(pc.fill_null(values, ""))
    words = pc.utf8_lower(text)
    missing = flags(pc.is_in(words, pa.array(["", *sorted(MISSING)])))
    missing &= ~flags(pc.equal(text, _SODIUM))
    marked = _marked(column, text, numbers)
    missing |= marked
    present = ~missing
    if not present.any():
        return of_nothing(column, missing)
    found = int(np.count_nonzero(finite & present))
    mostly = bool(found) and 2 * found >= np.count_nonzero(present)
    # Numbers with either decimal mark, or digits with spaces between: there is no telling.
    if as_numbers and _contradictory(column, numbers, present):
        return unusable(column, missing)
    if as_numbers and mostly:
        return _mostly_numbers(column, numbers, missing | flags(pc.equal(words, _SUPPRESSED)))
    other = None
    if wanted != "category":
        other = _other_than_levels(column, text, words, numbers, missing)
    if other is not None:
        return other
    missing &= marked | ~flags(pc.is_in(words, pa.array(sorted(LEVELS_TOO))))
    if _have_two_capitals(text.filter(pa.array(~missing))):
        missing &= marked | ~flags(pc.equal(text, _NAMIBIA))
    return of_levels(column, text, missing)


def _mostly_numbers(column: Column, numbers: Floats, missing: Flags) -> Understood:
    """A column of numbers, unless too many cells are none."""
    good = int(np.count_nonzero(np.isfinite(numbers) & ~missing))
    bad = int(np.count_nonzero(~missing)) - good
    too_many_bad = bad > max(_MOST_BAD, good // 2)
    return unusable(column, missing) if too_many_bad else of_numbers(column, numbers, missing)


def _other_than_levels(
    column: Column,
    text: pa.ChunkedArray,
    words: pa.ChunkedArray,
    numbers: Floats,
    missing: Flags,
) -> Understood | None:
    """A column of yes and no, of dates or of digits apart; None if it is none, unless wanted."""
    wanted, present = column.wanted, ~missing
    answers = None if wanted == "date" else _yes_or_no(words, present)
    if answers is not None:
        yes, no, ones = answers
        said = say("{yes!r} is 1 and {no!r} is 0", yes=yes, no=no)
        return of_numbers(column, ones, missing, said)
    if wanted == "number":
        return of_numbers(column, numbers, missing)
    order = column.options.dates or column.dates
    held = pc.if_else(pa.array(present), text, None)
    forms = column.cells.written.date_forms if column.cells.written and column.cells.dates else ()
    # 01.05 may be a day and its month, without a year, as well as a time.
    pointed = "time" in forms and "day" not in forms
    dates = read_dates(held, order=order, settled=column.settled, pointed=pointed)
    if dates is not None:
        return of_dates(column, dates, missing, text)
    if wanted == "date":
        return without_dates(column, missing)
    no_numbers = text.filter(pa.array(~np.isfinite(numbers) & present)).slice(0, _FEW_CELLS)
    digits = wanted is None and kind_of_column(no_numbers.to_pylist()) == "digits"
    return unusable(column, missing) if digits or column.cells.dates else None


def _have_two_capitals(text: pa.ChunkedArray) -> bool:
    """Whether several different texts are two capital letters each, as codes of countries are."""
    codes = pc.unique(text)
    return len(codes) >= _FEWEST_CODES and bool(
        pc.all(pc.match_substring_regex(codes, "^[A-Z]{2}$")).as_py()
    )


def _contradictory(column: Column, numbers: Floats, present: Flags) -> bool:
    """Whether more than a few numbers have the other decimal mark than those that are read.

    Then either may be meant, and to leave out so many rows would be to guess.
    """
    written, mark = column.cells.written, column.cells.evidence.decimal
    if written is None or mark is None:
        return False
    others = np.isfinite(written.numbers("comma" if mark == "point" else "point"))
    contradicting = np.count_nonzero(others & present & ~np.isfinite(numbers))
    found = np.count_nonzero((others | np.isfinite(numbers)) & present)
    few = FEW_CONTRADICTING * np.count_nonzero(present)
    return bool(contradicting > few and 2 * found >= np.count_nonzero(present))


def _marked(column: Column, text: pa.ChunkedArray | None, numbers: Floats) -> Flags:
    """Which cells hold a mark that a person gave, as that text or as the same number."""
    marks = column.told_marks
    marked = np.zeros(len(numbers), np.bool_)
    if not marks:
        return marked
    if text is not None:
        marked |= flags(pc.is_in(text, pa.array([mark.strip() for mark in marks])))
    told = np.array([number(mark, "point") for mark in marks])
    return marked | np.isin(numbers, told[np.isfinite(told)])


def _yes_or_no(words: pa.ChunkedArray, present: Flags) -> tuple[str, str, Floats] | None:
    """Numbers of a column of yes and no, if it is one: the words for 1 and 0, and the numbers."""
    distinct = set(pc.unique(words.filter(pa.array(present))).slice(0, 3).to_pylist())
    for yes, no in YES_AND_NO:
        if distinct <= {yes, no}:
            ones = flags(pc.equal(words, yes)).astype(np.float64)
            return yes, no, np.where(present, ones, np.nan)
    return None


# Columns that have a type


def _typed(column: Column, values: pa.ChunkedArray) -> Understood:
    kind, types = values.type, pa.types
    missing = flags(pc.is_null(values))
    if types.is_null(kind) or not len(values) or missing.all():
        return of_nothing(column, missing)
    if types.is_boolean(kind):
        return _number_or_level(column, values, missing, say("true is 1 and false is 0"))
    if types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind):
        numbers = values.cast(pa.float64(), safe=False).to_numpy()
        missing |= np.isnan(numbers) | _marked(column, None, numbers)
        return _number_or_level(column, values, missing)
    return _times(column, values, missing) if types.is_temporal(kind) else unusable(column, missing)


def _times(column: Column, values: pa.ChunkedArray, missing: Flags) -> Understood:
    """A column of dates, times or durations."""
    kind = values.type
    if column.role.kind == "number":
        row = int((~missing).argmax())
        fault = column_fault(column.name, column.row_number(row), column.cells.text(row), "date")
        return without_kind(column, missing, fault)
    if column.role.kind == "category":
        return of_levels(column, _texts(values), missing)
    if pa.types.is_duration(kind):
        seconds = _seconds(values, kind.unit)
        return of_kind(column, seconds, missing, Date("seconds"), say("durations in seconds"))
    return of_dates(column, _typed_dates(values, missing), missing)


def _texts(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Dates, times and durations as text: in UTC or in seconds, without a fraction of zeros."""
    kind = values.type
    if pa.types.is_duration(kind):
        values = pa.chunked_array([_seconds(values, kind.unit)])
    elif pa.types.is_timestamp(kind):  # Arrow may not know a time zone
        values = values.cast(pa.timestamp(kind.unit))
    texts = pc.fill_null(values.cast(pa.string()), "")
    return pc.replace_substring_regex(texts, r"\.0+$", "")


def _typed_dates(values: pa.ChunkedArray, missing: Flags) -> Dates:
    """What a column of dates or times holds."""
    kind, types = values.type, pa.types
    if types.is_time(kind):
        seconds = _seconds(values, kind.unit)
        return Dates(seconds, times_only=True, whole_days=False)
    if types.is_date(kind):
        values = values.cast(pa.timestamp("ms" if types.is_date64(kind) else "s"))
    seconds = _seconds(values, values.type.unit)
    whole = bool(np.all(seconds[~missing] % UNIT_SECONDS["days"] == 0))
    return Dates(seconds, whole_days=whole, zoned=values.type.tz is not None)


def _number_or_level(
    column: Column, values: pa.ChunkedArray, missing: Flags, answers: str = ""
) -> Understood:
    if column.wanted == "category":
        texts = pc.fill_null(values.cast(pa.string()), "")
        return of_levels(column, texts, missing)
    if column.role.kind == "date":
        return without_dates(column, missing)
    numbers = values.cast(pa.float64(), safe=False).to_numpy()
    return of_numbers(column, numbers, missing, answers)


def _seconds(values: pa.ChunkedArray, unit: str) -> Floats:
    """Seconds of what counts a unit of Arrow's, `(rows,)`."""
    whole = pa.int32() if values.type.bit_width == _BITS_OF_SHORT else pa.int64()
    counts: Floats = values.cast(whole).cast(pa.float64(), safe=False).to_numpy()
    return counts / _IN_A_SECOND[unit]


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
