"""Dates and times as people write them, read from columns of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mdn_gui.core.files.date_forms import (
    COMPILED,
    FORMS,
    MONTHS,
    POINTED_TIME,
    TWO_NUMBERS,
    month_number,
)
from mdn_gui.core.files.text_column import flags
from mdn_gui.core.reading import DayOrder

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]

_LOOKED_AT = 200
"""So many cells tell the form of a column."""

FEW_CONTRADICTING = 0.01
"""So large a share of the dates may have their day at the other place than most, by mistake, or of
the numbers the other decimal mark."""


class DayCounts(NamedTuple):
    """How many dates tell which of two numbers is the day, as the other is too large for a month.

    Attributes:
        day_first: In so many it is the first.
        month_first: In so many it is the second.
    """

    day_first: int
    month_first: int

    @property
    def contradict(self) -> bool:
        """Whether more than a few tell another order than most."""
        return min(self) > FEW_CONTRADICTING * sum(self)

    @property
    def order(self) -> DayOrder | None:
        """What most tell; None if none tells anything."""
        if not sum(self):
            return None
        return "day_first" if self.day_first >= self.month_first else "month_first"


@dataclass(frozen=True, eq=False)
class Dates:
    """What a column of dates holds.

    Attributes:
        seconds: Since the beginning of 1970, or of the day where there are times only, `(rows,)`;
            NaN where a cell is no date of the column's form, or has a time zone and most have none,
            or the reverse; NaN everywhere if the order of day and month is not one.
        times_only: Whether the cells are times of day.
        whole_days: Whether no cell states a time.
        zoned: Whether cells state their time zone, so that the seconds are in UTC.
        order: Which of two numbers before a year is the day; None where that is in no doubt.
        doubt: The first cell, from 0, where either may be the day, if nothing tells; else None.
    """

    seconds: Floats
    times_only: bool = False
    whole_days: bool = True
    zoned: bool = False
    order: DayOrder | None = None
    doubt: int | None = None


def read_dates(
    text: pa.ChunkedArray,
    *,
    order: DayOrder | None = None,
    settled: DayOrder | None = None,
    pointed: bool = False,
) -> Dates | None:
    """Read a column of dates.

    Args:
        text: The cells, `(rows,)`, with no space around them; null where there is none.
        order: Which of two numbers before a year is the day, where the cells do not tell.
        settled: The same, whatever these cells tell, for they are some of a column.
        pointed: Whether the cells may be dates that look like numbers, such as "01.2024".

    Returns:
        What they hold; None if most of the first ones are no dates, or their forms differ.
    """
    # Some are soon looked at; compiling the forms for pyarrow takes a millisecond for each column.
    filled = text.drop_null()
    first = [cell for cell in filled.slice(0, _LOOKED_AT).to_pylist() if cell]
    if not first and len(filled) > _LOOKED_AT:
        first = filled.filter(pc.not_equal(filled, "")).slice(0, _LOOKED_AT).to_pylist()
    counts = {
        name: sum(form.match(cell) is not None for cell in first)
        for name, form in COMPILED.items()
        if pointed or name != POINTED_TIME
    }
    best = max(counts, key=lambda name: counts[name])
    if not first or 2 * counts[best] < len(first):
        return None
    return _read(text, best, order, settled)


def contradicting_days(text: pa.ChunkedArray) -> tuple[int, int] | None:
    """Find two dates of a column that tell no order, as some begin with the day and some do not.

    Args:
        text: The cells, `(rows,)`, with no space around them.

    Returns:
        The row of the first that begins with the day and of the first that begins with the month,
        counted from 0; None if the column is no such one.
    """
    day_first, month_first = days_told(text)
    if not _counts(day_first, month_first).contradict:
        return None
    return int(day_first.argmax()), int(month_first.argmax())


def days_told(text: pa.ChunkedArray) -> tuple[Flags, Flags]:
    """Of which dates only the first number can be the day, and of which only the second.

    Args:
        text: The cells, `(rows,)`, with no space around them.
    """
    return _with_day_at(_Fields(pc.extract_regex(text, FORMS[TWO_NUMBERS]), len(text)))


def _read(
    text: pa.ChunkedArray, name: str, order: DayOrder | None, settled: DayOrder | None
) -> Dates:
    fields = _Fields(pc.extract_regex(text, FORMS[name]), len(text))
    with_zone = fields.has("z")
    zoned = bool(with_zone.any() and 2 * np.count_nonzero(with_zone) >= fields.count)
    if name.startswith("time"):
        seconds = np.where(with_zone == zoned, fields.time(), np.nan)
        return Dates(seconds, times_only=True, whole_days=False, zoned=zoned)
    doubtful = np.zeros(len(text), np.bool_)
    if name == TWO_NUMBERS:
        counts = _counts(*_with_day_at(fields))
        if settled is not None:
            order = settled
        elif not counts.contradict:
            order = counts.order or order
            doubtful = _doubtful(fields) if order is None else doubtful
        elif order is None:
            return Dates(np.full(len(text), np.nan))
        fields.name_two(order or "day_first")
    seconds = np.where(with_zone == zoned, fields.days() * 86_400.0 + fields.time(), np.nan)
    doubtful &= np.isfinite(seconds)
    return Dates(
        seconds,
        whole_days=not fields.any("H"),
        zoned=zoned,
        order=order if name == TWO_NUMBERS else None,
        doubt=int(doubtful.argmax()) if doubtful.any() else None,
    )


def _with_day_at(fields: _Fields) -> tuple[Flags, Flags]:
    return fields.number("a") > MONTHS, fields.number("b") > MONTHS


def _counts(day_first: Flags, month_first: Flags) -> DayCounts:
    return DayCounts(int(np.count_nonzero(day_first)), int(np.count_nonzero(month_first)))


def _doubtful(fields: _Fields) -> Flags:
    """Which dates are others if the other number is the day, `(rows,)`."""
    differ: Flags = fields.number("a") != fields.number("b")
    return differ


class _Fields:
    """The parts of dates, by the names of their groups in the patterns."""

    def __init__(self, parts: pa.ChunkedArray, rows: int) -> None:
        array = parts.combine_chunks()
        if isinstance(array, pa.ChunkedArray):
            array = pa.concat_arrays(array.chunks)
        self._missing = pc.is_null(array).to_numpy(zero_copy_only=False)
        names = [array.type.field(index).name for index in range(array.type.num_fields)]
        self._texts = {name: pc.struct_field(array, name) for name in names}
        self._rows = rows

    @property
    def count(self) -> int:
        """How many cells are dates of the form."""
        return self._rows - int(np.count_nonzero(self._missing))

    def any(self, name: str) -> bool:
        """Whether a part is in any cell."""
        return bool(self.has(name).any())

    def has(self, name: str) -> Flags:
        """Which cells have a part, `(rows,)`."""
        if name not in self._texts:
            return np.zeros(self._rows, np.bool_)
        return flags(pc.not_equal(self._texts[name], ""))

    def number(self, name: str, default: float = np.nan) -> Floats:
        """A part as a number, `(rows,)`; the default where a date has none."""
        if name not in self._texts:
            return np.where(self._missing, np.nan, default)
        text = self._texts[name]
        empty = pc.equal(text, "")
        values = pc.if_else(empty, None, text).cast(pa.float64())
        numbers: Floats = values.to_numpy(zero_copy_only=False)
        return np.where(flags(empty), default, numbers)

    def name_two(self, order: DayOrder) -> None:
        """Call the two numbers before a year what they are."""
        day, month = ("a", "b") if order == "day_first" else ("b", "a")
        self._texts["d"], self._texts["m"] = self._texts[day], self._texts[month]

    def days(self) -> Floats:
        """Days since the beginning of 1970, `(rows,)`; NaN where there is no such date."""
        year, day = self.number("y"), self.number("d", 1.0)
        if "y" in self._texts:
            short = np.asarray(pc.fill_null(pc.utf8_length(self._texts["y"]), 0)) == 2
            # As POSIX has it for years of two digits.
            year = np.where(short, year + np.where(year >= 69, 1900, 2000), year)
        month = self._named_months() if "n" in self._texts else self.number("m")
        good = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
        months = np.where(good, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
        first = months.astype("datetime64[D]")
        dates = first + np.where(good, day - 1, 0).astype("timedelta64[D]")
        good &= dates.astype("datetime64[M]") == months
        return np.where(good, dates.astype(np.int64), np.nan)

    def time(self) -> Floats:
        """Seconds since midnight in UTC, or in the only time zone, `(rows,)`."""
        hours, minutes = self.number("H", 0.0), self.number("M", 0.0)
        seconds = self.number("S", 0.0)
        if self.any("p"):
            after = flags(pc.match_substring(self._texts["p"], "p", ignore_case=True))
            twelve = flags(pc.not_equal(self._texts["p"], ""))
            hours = np.where(twelve, hours % 12 + 12 * after, hours)
        if self.any("f"):
            digits = self.number("f", 0.0)
            length = np.asarray(pc.fill_null(pc.utf8_length(self._texts["f"]), 0), np.float64)
            seconds = seconds + digits / 10.0**length
        good = (hours <= 24) & (minutes < 60) & (seconds < 61)
        total = np.where(good, hours * 3600 + minutes * 60 + seconds, np.nan)
        return total - self._zone_seconds() if self.any("z") else total

    def _zone_seconds(self) -> Floats:
        text = pc.replace_substring(self._texts["z"], ":", "")
        named = pc.match_substring_regex(text, "^[+-]")
        offset = pc.if_else(named, text, "0").cast(pa.float64()).to_numpy(zero_copy_only=False)
        hours_only = flags(pc.match_substring_regex(text, "^[+-][0-9]{2}$"))
        offset = np.where(hours_only, 100 * offset, offset)
        size = np.abs(offset)
        result: Floats = np.sign(offset) * (size // 100 * 3600 + size % 100 * 60)
        return np.nan_to_num(result)

    def _named_months(self) -> Floats:
        """Months by their names, `(rows,)`; NaN where a name is that of none."""
        encoded = self._texts["n"].dictionary_encode()
        numbers = np.array(
            [month_number(name) for name in encoded.dictionary.to_pylist()] or [np.nan]
        )
        codes = encoded.indices.to_numpy(zero_copy_only=False)
        known = np.isfinite(codes)
        return np.where(known, numbers[np.where(known, codes, 0).astype(np.intp)], np.nan)
