"""The value of an input that is missing, and where along the axis of the input it is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isnan, nan
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mdn_gui.core.kinds import Category, Kind
from mdn_gui.core.levels import BAND

type Floats = NDArray[np.float64]

MISSING: Final = nan
"""In a place, a missing value is always this object. NaN equals nothing; but tuples, and with them
frozen values, hold the same object to be equal, so that a place equals itself."""

_LENGTH = 0.12  # of the band of an input of numbers, in times the range that is looked at


def placed(values: Iterable[float]) -> tuple[float, ...]:
    """Values of inputs as a place, in which a missing one is `MISSING`."""
    return tuple(MISSING if isnan(value) else float(value) for value in values)


@dataclass(frozen=True)
class MissingBand:
    """The part at the end of an axis where rows are drawn that lack a value of that input.

    A position on the axis is a value, or anywhere beyond the beginning of the band.

    Attributes:
        begins: The last position that is a value.
        ends: The last position in the band.
    """

    begins: float
    ends: float

    @classmethod
    def beside(cls, low: float, high: float, kind: Kind) -> MissingBand:
        """The band of an input whose values are looked at in a range; of a category, one level."""
        return cls(high, high + (1.0 if isinstance(kind, Category) else _LENGTH * (high - low)))

    @property
    def centre(self) -> float:
        """Where a missing value stands."""
        return self.begins / 2 + self.ends / 2

    @property
    def span(self) -> tuple[float, float]:
        """From where to where the band is drawn, with a gap beside it."""
        reach = BAND / 2 * (self.ends - self.begins)
        return self.centre - reach, self.centre + reach

    def within(self, shares: ArrayLike) -> Floats:
        """Positions so many lengths of the band beside its centre, from -1/2 to 1/2."""
        return self.centre + (self.ends - self.begins) * np.asarray(shares, np.float64)

    def drawn(self, positions: Floats) -> Floats:
        """Positions, of which those beyond the beginning lie within what is drawn of the band."""
        narrowed = self.centre + BAND * (positions - self.centre)
        return np.where(positions > self.begins, narrowed, positions)

    def position(self, value: float) -> float:
        """Where a value is on the axis."""
        return self.centre if isnan(value) else value

    def value(self, position: float) -> float:
        """What a position on the axis stands for."""
        return MISSING if position > self.begins else position

    def values(self, positions: Floats) -> Floats:
        """What positions on the axis stand for; NaN where that is missing."""
        return np.where(positions > self.begins, np.nan, positions)
