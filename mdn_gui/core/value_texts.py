"""Values of a column as text, and texts as values: numbers, yes or no, levels, dates and times."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from math import isfinite, isnan

from mdn_gui.core.kinds import (
    EPOCH,
    UNIT_SECONDS,
    Category,
    Date,
    Kind,
    Number,
    cells,
    date_at,
    origin_seconds,
)
from mdn_gui.core.levels import nearest_levels
from mdn_gui.core.maths.rounding import exact, rounded
from mdn_gui.core.text import say

_DAY, _MINUTE = UNIT_SECONDS["days"], UNIT_SECONDS["minutes"]
_FINER = 10.0  # times as fine as the scale


def cell_text(kind: Kind, value: float, spread: float) -> str:
    """A value as its table has it; a number that was drawn with a few digits.

    Args:
        kind: What the number stands for.
        value: The number; a missing one is "".
        spread: See `rounded`.
    """
    if isinstance(kind, Number) and kind.yes_or_no and not isnan(value):
        return say("yes") if value else say("no")
    [written] = cells(kind, [value])
    if isinstance(written, str):
        return written.replace("T", " ") if isinstance(kind, Date) else written
    return min(exact(value), rounded(value, spread), key=len)


def cell_or_missing(kind: Kind, value: float, spread: float) -> str:
    """`cell_text` for a sentence or beside a name, where nothing would not be read."""
    return say("missing") if isnan(value) else cell_text(kind, value, spread)


def value_text(kind: Kind, value: float, scale: float) -> str:
    """A place along an axis, as fine as its scale makes meaningful.

    Args:
        kind: What the number stands for.
        value: The number, anywhere between those of rows and beyond.
        scale: A tenth of the axis, in the units of the value; see `rounded`.

    Returns:
        Of a category the level that is nearest; of dates the day, with the time where a tenth of
        the scale is less; of times of day hours and minutes; else the number. Where a value may be
        missing, a word for that.
    """
    if isnan(value) and kind.missing:
        return say("missing")
    if isinstance(kind, Category) and isfinite(value):
        return kind.levels[int(nearest_levels(value, len(kind.levels)))]
    if not isfinite(value) or not isinstance(kind, Date):
        return rounded(value, scale)
    fineness = scale * UNIT_SECONDS[kind.unit] / _FINER
    date = date_at(kind, value)
    if date is not None:
        return date_text(date, fineness)
    if is_time(kind) and 0.0 <= value < 24.0:
        return date_text(EPOCH + timedelta(hours=value), fineness, day=False)
    return rounded(value, scale)


def date_text(date: datetime, fineness: float, *, day: bool = True) -> str:
    """A date as ISO 8601 has it, with its time where that matters.

    Args:
        date: The date, in UTC.
        fineness: What matters, in seconds.
        day: Whether the day is told; else the time alone.
    """
    if fineness >= 1.0 and date < datetime.max - timedelta(seconds=1):
        date = (date + timedelta(seconds=0.5)).replace(microsecond=0)
    if day and (fineness >= _DAY or date.time() == time()):
        return date.date().isoformat()
    spec = "minutes" if fineness >= _MINUTE else "seconds" if fineness >= 1.0 else "milliseconds"
    return date.isoformat(" ", spec) if day else date.time().isoformat(spec)


def value_of(kind: Kind, text: str) -> float | None:
    """Read a date or a time of day of a column, such as "2024-05-11 08:30" or "08:30".

    Returns:
        The number that stands for it; None where it is none, or the column holds none.
    """
    if not isinstance(kind, Date):
        return None
    try:
        if kind.origin:
            date = datetime.fromisoformat(text.strip())
            date = date.astimezone(UTC).replace(tzinfo=None) if date.tzinfo else date
            seconds = (date - EPOCH).total_seconds() - origin_seconds(kind)
            return seconds / UNIT_SECONDS[kind.unit]
        if is_time(kind) and ":" in text:
            clock = time.fromisoformat(text.strip())
            return (datetime.combine(EPOCH, clock) - EPOCH) / timedelta(hours=1)
    except (ValueError, OverflowError):
        return None
    return None


def is_time(kind: Date) -> bool:
    """Whether a column holds times of day: what else has no origin are durations."""
    return kind.unit == "hours" and not kind.origin
