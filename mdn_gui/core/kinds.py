"""What the numbers of a column stand for: measured numbers, levels of a category, or dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf, isnan
from typing import Final, Literal

from mdn_gui.core.text import Sentence, say

type Transform = Literal["none", "log", "logit"]
type DateUnit = Literal["days", "hours", "minutes", "seconds"]
type DatePart = Literal["hour", "weekday", "month"]

UNIT_SECONDS: Final[Mapping[DateUnit, float]] = {
    "days": 86_400.0,
    "hours": 3_600.0,
    "minutes": 60.0,
    "seconds": 1.0,
}

UNIT_NAMES: Final[Mapping[DateUnit, Sentence]] = {
    "days": say("days"),
    "hours": say("hours"),
    "minutes": say("minutes"),
    "seconds": say("seconds"),
}

EPOCH: Final = datetime(1970, 1, 1)
"""What seconds are counted from; in UTC, as all origins are."""

DATES_BEGIN: Final = (datetime.min - EPOCH).total_seconds()
"""When the year 1 begins, in seconds since the beginning of 1970; no date is before."""

DATES_END: Final = (datetime(9999, 12, 31) - EPOCH + timedelta(days=1)).total_seconds()
"""When the year 9999 ends; no date is then or later."""

OTHER: Final = "other"
"""What the level is called that stands for rare levels, and for those that training did not see."""


@dataclass(frozen=True)
class Number:
    """A column of numbers; a missing one is NaN.

    Attributes:
        transform: What a network sees of a value v: v itself, log v, or the logit
            log((v - low) / (high - v)).
        low: Lower bound of the values, of a logit.
        high: Upper bound of the values, of a logit.
        unit: What the table says that the values are in, such as "m/s"; else "".
        missing: Whether cells may be missing. Then a network sees whether one is.
        yes_or_no: Whether 1 stands for yes and 0 for no.

    Raises:
        ValueError: The lower bound is not below the upper one, or one is not finite.
    """

    transform: Transform = "none"
    low: float = 0.0
    high: float = 1.0
    unit: str = ""
    missing: bool = False
    yes_or_no: bool = False

    def __post_init__(self) -> None:
        if not 0.0 < self.high - self.low < inf:
            raise ValueError(
                say(
                    "The lower bound, {low:g}, must be below the upper bound, {high:g}, and both "
                    "finite.",
                    low=self.low,
                    high=self.high,
                )
            )

    @property
    def bounds(self) -> tuple[float, float]:
        """Between which numbers all values lie; neither has a logarithm or logit itself."""
        low = {"none": -inf, "log": 0.0, "logit": self.low}[self.transform]
        return low, self.high if self.transform == "logit" else inf


@dataclass(frozen=True)
class Category:
    """A column of levels; a value is the index of its level, from 0, and a missing one is NaN.

    Attributes:
        levels: Their names, as the table has them.
        other: Whether the last level stands for all that have no level of their own.
        missing: Whether cells may be missing. Then that is one more level to a network.

    Raises:
        ValueError: There is no level, or one is there twice.
    """

    levels: tuple[str, ...]
    other: bool = False
    missing: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "levels", tuple(self.levels))
        if not self.levels or len(set(self.levels)) < len(self.levels):
            raise ValueError(
                say("A category needs levels, each once, but has {levels}.", levels=self.levels)
            )


@dataclass(frozen=True)
class Date:
    """A column of dates, times or durations as numbers; a missing one is NaN.

    Attributes:
        unit: What is counted.
        origin: The date that is 0, as ISO 8601 has it, in UTC where cells state a time zone; "" of
            times of day and of durations, which are counted from 0.
        parts: What a network sees of each: these parts of it; none for the number itself.
        missing: Whether cells may be missing. Then a network sees whether one is.
    """

    unit: DateUnit
    origin: str = ""
    parts: tuple[DatePart, ...] = ()
    missing: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(self.parts))


type Kind = Number | Category | Date


def origin_seconds(kind: Date) -> float:
    """The origin of dates, in seconds since the beginning of 1970; 0 of times and durations.

    Raises:
        ValueError: It is no date of ISO 8601.
    """
    return (_origin(kind) - EPOCH).total_seconds() if kind.origin else 0.0


def _origin(kind: Date) -> datetime:
    """The origin in UTC."""
    try:
        date = datetime.fromisoformat(kind.origin)
        return date.astimezone(UTC).replace(tzinfo=None) if date.tzinfo else date
    except (ValueError, OverflowError) as error:
        raise ValueError(say("{origin!r} is no date of ISO 8601.", origin=kind.origin)) from error


def cells(kind: Kind, values: Sequence[float]) -> list[float | str]:
    """Write the numbers of a column as a table has them.

    Args:
        kind: What they stand for.
        values: The numbers.

    Returns:
        Names of levels, dates as ISO 8601 has them, times of day as hh:mm:ss, else the numbers
        themselves; nothing, "", for a missing one.
    """
    if isinstance(kind, Number) and not kind.missing:
        return list(values)
    return ["" if isnan(value) else _cell(kind, value) for value in values]


def _cell(kind: Kind, value: float) -> float | str:
    if isinstance(kind, Category):
        return kind.levels[int(value)]
    if isinstance(kind, Date) and kind.origin:
        return _date(kind, value)
    if isinstance(kind, Date) and kind.unit == "hours" and 0.0 <= value < 24.0:
        whole, fraction = divmod(round(value * 3_600_000), 1000)
        clock = f"{whole // 3600 % 24:02}:{whole // 60 % 60:02}:{whole % 60:02}"
        return f"{clock}.{fraction:03}" if fraction else clock
    return value


def date_at(kind: Date, value: float) -> datetime | None:
    """The date in UTC that a number stands for.

    Args:
        kind: Dates, times or durations.
        value: The number.

    Returns:
        None beyond the years 1 to 9999, and where the column has no origin.
    """
    try:
        return _origin(kind) + timedelta(**{kind.unit: value}) if kind.origin else None
    except OverflowError:
        return None


def _date(kind: Date, value: float) -> float | str:
    """A date as ISO 8601 has it; the number itself where it is none."""
    date = date_at(kind, value)
    if date is None:
        return value
    whole = kind.unit == "days" and value.is_integer()
    return date.date().isoformat() if whole else date.isoformat()


NUMBER: Final = Number()
"""A column of numbers that a network sees as they are."""
