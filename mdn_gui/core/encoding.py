"""What a network sees of a table's inputs: columns in the data's terms to features, all numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.kinds import (
    NUMBER,
    UNIT_SECONDS,
    Category,
    Date,
    DatePart,
    Kind,
    Number,
    origin_seconds,
)
from mdn_gui.core.maths.change_of_variables import inside, transformed
from mdn_gui.core.text import say

type Floats = NDArray[np.float64]

_WIDTHS: Final = {"hour": 2, "weekday": 7, "month": 2}
_FARTHEST = 1e15  # seconds: 30 million years, which dates of NumPy reach
_FIRST_WEEKDAY = 3  # the first day of 1970 was a Thursday, and Mondays are 0


def is_plain(kind: Kind) -> bool:
    """Whether a network sees the values of a column as they are."""
    if isinstance(kind, Number):
        return kind.transform == "none" and not kind.missing
    return isinstance(kind, Date) and not kind.parts and not kind.missing


def feature_count(kinds: Sequence[Kind]) -> int:
    """How many features a network sees of columns of these kinds."""
    return sum(map(_width, kinds))


def _width(kind: Kind) -> int:
    """How many features a column has."""
    if isinstance(kind, Category):
        return len(kind.levels) + kind.missing
    parts = sum(_WIDTHS[part] for part in kind.parts) if isinstance(kind, Date) else 0
    return (parts or 1) + kind.missing


def check_origins(kinds: Sequence[Kind]) -> None:
    """Refuse dates that are counted from none.

    Args:
        kinds: Of columns.

    Raises:
        ValueError: An origin is no date of ISO 8601.
    """
    for kind in kinds:
        if isinstance(kind, Date):
            origin_seconds(kind)


@dataclass(frozen=True)
class Encoding:
    """From columns in the data's terms to the features that a network sees.

    A number is seen as it is, or as its logarithm or logit, and a date as a number or as its
    parts: hour and month as the sine and cosine of the time of day and of year, the weekday as one
    feature for each of seven. A category has one feature for each level, 1 for the one that it is
    and else 0. Where cells may be missing, one feature more is 1 for a missing cell; in the place
    of a missing number stands the mean of those present, and all features of a missing level or
    of the parts of a missing date are 0.

    Attributes:
        kinds: Of the columns.
        fills: What stands in the place of a missing cell of each column, as a network sees it; 0
            if nothing is given.

    Raises:
        ValueError: There are not as many fills as columns, one is not finite, or the origin of a
            date is none.
    """

    kinds: tuple[Kind, ...]
    fills: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "kinds", tuple(self.kinds))
        object.__setattr__(self, "fills", tuple(self.fills) or (0.0,) * len(self.kinds))
        if len(self.fills) != len(self.kinds) or not np.isfinite(self.fills).all():
            raise ValueError(
                say(
                    "An encoding of {columns} columns needs as many finite numbers for missing "
                    "cells, but has {fills}.",
                    columns=len(self.kinds),
                    fills=self.fills,
                )
            )
        check_origins(self.kinds)

    @classmethod
    def of_numbers(cls, columns: int) -> Encoding:
        """That of so many columns of numbers, which are seen as they are."""
        return cls((NUMBER,) * columns)

    @classmethod
    def of(cls, kinds: Sequence[Kind], inputs: Floats, weights: Floats | None = None) -> Encoding:
        """Learn from training rows what to put in the place of missing cells.

        Args:
            kinds: Of the columns.
            inputs: `(rows, columns)`, in the data's terms.
            weights: How many rows each of these stands for, `(rows,)`; None if each is one.
        """
        fills = [
            _mean(_seen(inputs[:, column], kind), weights)
            if kind.missing and _is_number(kind)
            else 0.0
            for column, kind in enumerate(kinds)
        ]
        return cls(tuple(kinds), tuple(fills))

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.kinds)

    @cached_property
    def features(self) -> int:
        """How many features they have."""
        return feature_count(self.kinds)

    @cached_property
    def plain(self) -> bool:
        """Whether the features are the columns as they are."""
        return all(map(is_plain, self.kinds))

    @cached_property
    def column_of(self) -> NDArray[np.intp]:
        """The column that each feature is of, `(features,)`."""
        return np.repeat(np.arange(self.columns), [_width(kind) for kind in self.kinds])

    @cached_property
    def scaled(self) -> NDArray[np.bool_]:
        """Which features are numbers to scale, `(features,)`: the others are within -1 to 1."""
        first = np.append(True, np.diff(self.column_of) > 0)
        numbers = np.array([_is_number(kind) for kind in self.kinds], np.bool_)
        scaled: NDArray[np.bool_] = first & numbers[self.column_of]
        return scaled

    def __call__(self, x: Floats, names: Sequence[str] = ()) -> Floats:
        """Encode rows.

        Args:
            x: `(rows, columns)`, in the data's terms.
            names: What to call the columns where one is refused; by default by number.

        Returns:
            `(rows, features)`; `x` itself where all columns are seen as they are.

        Raises:
            ValueError: A cell is missing where none was in training, is no level of its column, or
                has no logarithm or logit.
        """
        missing = np.isnan(x)
        if self.plain and not missing.any():
            return x
        self._check(x, missing.any(axis=0), names)
        features = np.empty((self.features, len(x))).T
        start = 0
        for column, (kind, fill) in enumerate(zip(self.kinds, self.fills, strict=True)):
            stop = start + _width(kind)
            _encode(x[:, column], kind, fill, features[:, start:stop])
            start = stop
        return features

    def _check(self, x: Floats, missing: NDArray[np.bool_], names: Sequence[str]) -> None:
        for column, kind in enumerate(self.kinds):
            if not missing[column] and is_plain(kind):
                continue
            name = repr(names[column]) if names else say("number {number}", number=column + 1)
            if missing[column] and not kind.missing:
                raise ValueError(
                    say(
                        "Column {column} has a missing cell, and in training none was missing; "
                        "fill it in, or leave its row out.",
                        column=name,
                    )
                )
            check_values(x[:, column], kind, name)


PLAIN: Final = Encoding(())
"""Of a network that sees its columns, however many, as they are."""


def check_values(values: Floats, kind: Kind, name: str) -> None:
    """Refuse values that a network cannot see; missing ones, NaN, are left alone.

    Args:
        values: Of a column, `(rows,)`, in the data's terms.
        kind: Of the column.
        name: What to call it.

    Raises:
        ValueError: A value is no level of its column, or has no logarithm or logit.
    """
    if isinstance(kind, Category):
        levels = len(kind.levels)
        good = (values >= 0) & (values < levels) & (values == np.floor(values))
        need = say("it has {count:,} levels, numbered from 0", count=levels)
    elif isinstance(kind, Number):
        good = inside(values, kind)
        need = {
            "none": say("a network needs finite numbers"),
            "log": say("its logarithm needs values above 0"),
            "logit": say(
                "its logit needs values between {low:g} and {high:g}", low=kind.low, high=kind.high
            ),
        }[kind.transform]
    else:
        good, need = np.isfinite(values), say("a network needs finite numbers")
    bad = ~(good | np.isnan(values))
    if bad.any():
        raise ValueError(
            say(
                "Column {column} holds {value:g}, but {need}; correct the value, or leave its row "
                "out.",
                column=name,
                value=values[bad][0],
                need=need,
            )
        )


def _is_number(kind: Kind) -> bool:
    """Whether a network sees a number."""
    return isinstance(kind, Number) or (isinstance(kind, Date) and not kind.parts)


def _seen(values: Floats, kind: Kind) -> Floats:
    """A column as a network sees it, but for what is missing."""
    return transformed(values, kind) if isinstance(kind, Number) else values


def _mean(values: Floats, weights: Floats | None) -> float:
    """Of the values that are present; 0 if none is."""
    present = ~np.isnan(values)
    if not present.any():
        return 0.0
    shares = np.ones(len(values)) if weights is None else weights
    return float(values[present] @ (shares[present] / shares[present].sum()))


def _encode(values: Floats, kind: Kind, fill: float, features: Floats) -> None:
    """Write the features of a column `(rows, width)`."""
    gone = np.isnan(values)
    if kind.missing:
        features[:, -1] = gone
    if isinstance(kind, Category):
        features[:, : len(kind.levels)] = 0.0
        rows = np.flatnonzero(~gone)
        features[rows, values[rows].astype(np.intp)] = 1.0
    elif isinstance(kind, Date) and kind.parts:
        parts = _parts(np.where(gone, 0.0, values), kind)
        for place, part in enumerate(parts):
            features[:, place] = np.where(gone, 0.0, part)
    else:
        seen = _seen(values, kind)
        features[:, 0] = np.where(gone, fill, seen) if kind.missing else seen


def _parts(values: Floats, kind: Date) -> Iterator[Floats]:
    """The features of a date's parts, each `(rows,)`."""
    seconds = origin_seconds(kind) + values * UNIT_SECONDS[kind.unit]
    seconds = np.clip(seconds, -_FARTHEST, _FARTHEST)
    for part in kind.parts:
        if part == "weekday":
            day = (np.floor(seconds / UNIT_SECONDS["days"]) + _FIRST_WEEKDAY) % 7
            yield from ((day == number).astype(np.float64) for number in range(7))
        else:
            angle = 2 * np.pi * _share(seconds, part)
            yield from (np.sin(angle), np.cos(angle))


def _share(seconds: Floats, part: DatePart) -> Floats:
    """How much of the day or of the year is over, from 0 to 1."""
    if part == "hour":
        day = UNIT_SECONDS["days"]
        return (seconds % day) / day
    year = np.floor(seconds).astype("datetime64[s]").astype("datetime64[Y]")
    start, end = (
        each.astype("datetime64[s]").astype(np.float64)
        for each in (year, year + np.timedelta64(1, "Y"))
    )
    share: Floats = (seconds - start) / (end - start)
    return share
