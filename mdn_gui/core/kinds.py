"""What the numbers of a column stand for: measured numbers, levels of a category, or dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf, isnan
from typing import Final, Literal

from mdn_gui.core.text import say

type Transform = Literal["none", "log", "logit"]
type DateUnit = Literal["days", "hours", "minutes", "seconds"]
type DatePart = Literal["hour", "weekday", "month"]

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


def _date(kind: Date, value: float) -> float | str:
    """A date as ISO 8601 has it; the number itself beyond the years 1 to 9999."""
    try:
        date = datetime.fromisoformat(kind.origin) + timedelta(**{kind.unit: value})
    except OverflowError:
        return value
    whole = kind.unit == "days" and value.is_integer()
    return date.date().isoformat() if whole else date.isoformat()


NUMBER: Final = Number()
"""A column of numbers that a network sees as they are."""
