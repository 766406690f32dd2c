"""Where the ticks of an axis of dates are, and what is written there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor

from mdn_gui.core.kinds import (
    DATES_BEGIN,
    DATES_END,
    EPOCH,
    UNIT_SECONDS,
    Date,
    date_at,
    origin_seconds,
)
from mdn_gui.core.value_texts import date_text, is_time

_MINUTE, _HOUR, _DAY = 60.0, 3_600.0, 86_400.0
_YEAR = 365.2425 * _DAY
_MONTH = _YEAR / 12
_STEPS = (
    *(1.0, 2.0, 5.0, 10.0, 30.0),
    *(count * _MINUTE for count in (1, 2, 5, 10, 30)),
    *(count * _HOUR for count in (1, 2, 6, 12)),
    *(count * _DAY for count in (1, 2, 5, 10)),
    *(count * _MONTH for count in (1, 2, 6)),
    *(count * _YEAR for count in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)),
)
"""Seconds; those of months and years are means."""


_ROUNDING = 1.0 + 1e-9


@dataclass(frozen=True)
class DateTicks:
    """Ticks at round dates, or times of day; steps and marks are in the units of the column.

    Attributes:
        kind: What the numbers stand for: dates with an origin, or times of day.
    """

    kind: Date

    @property
    def _unit(self) -> float:
        return UNIT_SECONDS[self.kind.unit]

    def step_below(self, length: float) -> float:
        """The largest step that is not above a length, or else the smallest one."""
        seconds = length * self._unit * _ROUNDING
        return max([each for each in _STEPS if each <= seconds], default=_STEPS[0]) / self._unit

    def next_step(self, step: float) -> float:
        """The next larger step."""
        larger = [each for each in _STEPS if each > step * self._unit * _ROUNDING]
        return larger[0] / self._unit if larger else 2 * step

    def marks(self, low: float, high: float, step: float) -> list[float]:
        """The round dates from `low` to `high`, both included."""
        origin, seconds = origin_seconds(self.kind), step * self._unit
        first, last = (0.0, _DAY) if is_time(self.kind) else (DATES_BEGIN, DATES_END - 1.0)
        begin, end = max(low * self._unit + origin, first), min(high * self._unit + origin, last)
        if begin > end:
            return []
        found = _months(begin, end, round(seconds / _MONTH))
        if seconds < 0.9 * _MONTH:
            counts = range(ceil(begin / seconds), floor(end / seconds) + 1)
            found = [count * seconds for count in counts]
        return [(each - origin) / self._unit for each in found]

    def texts(self, marks: Sequence[float], step: float) -> list[str]:
        """What is written at the marks of a step: the year, its month, the day or the time."""
        if is_time(self.kind):
            return [_clock(mark * self._unit, step * self._unit) for mark in marks]
        dates = (date_at(self.kind, mark) for mark in marks)
        return ["" if date is None else _written(date, step * self._unit) for date in dates]


def _clock(seconds: float, step: float) -> str:
    """A time of day; the end of the day is not its beginning."""
    if seconds >= _DAY:
        return "24:00"
    return date_text(EPOCH + timedelta(seconds=seconds), step, day=False)


def _written(date: datetime, step: float) -> str:
    text = date_text(date, step)
    if step > 0.9 * _YEAR:
        return text[:4]
    return text[:7] if step > 0.9 * _MONTH else text


def _months(begin: float, end: float, step: int) -> list[float]:
    """When each month of a step begins, in seconds since the beginning of 1970."""
    if not step:
        return []
    first, last = (
        date.year * 12 + date.month - 1
        for date in (EPOCH + timedelta(seconds=begin), EPOCH + timedelta(seconds=end))
    )
    months = range(max(-(-first // step) * step, 12), last + 1, step)
    starts = (datetime(month // 12, month % 12 + 1, 1) for month in months)
    return [each for date in starts if begin <= (each := (date - EPOCH).total_seconds()) <= end]
