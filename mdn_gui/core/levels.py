"""Which levels rows of inputs have: those of categories, and whether a number is there or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mdn_gui.core.kinds import NUMBER, Category, Kind

Floats = NDArray[np.float64]

BAND = 0.8
"""How wide the band of a level is drawn along an axis, where levels are 1 apart."""

_SPREAD = 0.6  # of the rows of a level, along an axis
_GOLDEN = (5.0**0.5 - 1.0) / 2.0  # its multiples fill an interval evenly, however rows are picked


def nearest_levels(values: ArrayLike, levels: int) -> Floats:
    """Of so many levels the one whose band values along an axis are in, or nearest to."""
    values = np.asarray(values, np.float64)
    return np.clip(np.floor(values + 0.5), 0.0, levels - 1.0)


def sideways(rows: int) -> Floats:
    """How far beside its level each of so many rows is drawn, or all would lie on each other.

    Returns:
        `(rows,)`, within the band of a level; a row's own, whatever the others are.
    """
    fixed: Floats = _SPREAD * (np.arange(float(rows)) * _GOLDEN % 1.0 - 0.5)
    return fixed


def finite(values: Floats, kinds: Sequence[Kind]) -> bool:
    """Whether rows `(rows, columns)` hold numbers, but for cells that may be missing."""
    good = np.isfinite(values)
    if not good.all() and any(kind.missing for kind in kinds):
        good |= np.isnan(values) & np.array([kind.missing for kind in kinds])
    return bool(good.all())


def level_counts(kind: Category, codes: Floats) -> dict[str, int]:
    """How many rows have each level; those that none has are not there.

    Args:
        kind: The levels.
        codes: The index of each row's level, `(rows,)`; NaN where it is missing.
    """
    given = codes[np.isfinite(codes)].astype(np.intp)
    counts = np.bincount(given, minlength=len(kind.levels)).tolist()
    return {name: count for name, count in zip(kind.levels, counts, strict=True) if count}


@dataclass(frozen=True)
class Levels:
    """The levels of inputs.

    Attributes:
        kinds: Of the inputs.
        numbers: Which inputs are numbers or dates.
        columns: Which inputs have levels: categories, and numbers that may be missing.
    """

    kinds: tuple[Kind, ...]
    numbers: tuple[int, ...]
    columns: tuple[int, ...]

    @classmethod
    def of(cls, kinds: Sequence[Kind], inputs: int) -> Levels:
        """Those of so many inputs, which are numbers if no kinds are given."""
        kinds = tuple(kinds) or (NUMBER,) * inputs
        categories = [isinstance(kind, Category) for kind in kinds]
        leveled = [one or kind.missing for one, kind in zip(categories, kinds, strict=True)]
        columns = range(len(kinds))
        return cls(
            kinds,
            tuple(column for column in columns if not categories[column]),
            tuple(column for column in columns if leveled[column]),
        )

    @property
    def any(self) -> bool:
        """Whether there are inputs with levels."""
        return bool(self.columns)

    def differing(self, places: Floats, rows: Floats) -> NDArray[np.intp]:
        """In how many levels places `(n, inputs)` differ from rows; `(n, rows)`."""
        count = np.zeros((len(places), len(rows)), np.intp)
        for one, other in zip(self._of(places), self._of(rows), strict=True):
            count += one[:, np.newaxis] != other
        return count

    def seen(self, places: Floats, rows: Floats) -> NDArray[np.bool_]:
        """Whether some row has each of the levels of places `(n, inputs)`; `(n,)`."""
        seen = np.ones(len(places), np.bool_)
        for one, other in zip(self._of(places), self._of(rows), strict=True):
            seen &= np.isin(one, other)
        return seen

    def _of(self, x: Floats) -> list[Floats]:
        """The levels of each input that has some, `(rows,)`; -1 stands for a missing cell."""
        return [
            np.where(np.isnan(x[:, column]), -1.0, x[:, column])
            if column not in self.numbers
            else -np.isnan(x[:, column]).astype(np.float64)
            for column in self.columns
        ]
