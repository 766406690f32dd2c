"""How many rows regions hold, beside how many they should."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats

MASSES = (0.5, 0.8, 0.9, 0.95, 0.99)
"""Probabilities that regions are to hold."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one kind of region and one probability.

    Attributes:
        mass: The probability that the region is to hold.
        observed: The share of the rows that it holds.
        interval: What the true share lies between with 95%, whatever it is.
        expected: What the observed share lies between with 95% where the density is right.
        p_value: How often the share of a right density is as far off.
        rows: How many independent rows tell it.
    """

    mass: float
    observed: float
    interval: tuple[float, float]
    expected: tuple[float, float]
    p_value: float
    rows: float

    @property
    def off(self) -> float:
        """The observed share less the one that should be."""
        return self.observed - self.mass


def coverage(mass: float, inside: float, rows: float) -> Coverage:
    """Compare an observed share with the one that should be.

    Args:
        mass: The probability that regions are to hold.
        inside: The share of the rows that theirs hold.
        rows: How many independent rows tell it, above 0; need not be whole.

    Source:
        Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of
        the binomial" (1934), with beta quantiles, which rows that are no whole number have too.
    """
    count = rows * inside
    low = float(special.betaincinv(count, rows - count + 1, 0.025)) if count > 0 else 0.0
    high = float(special.betaincinv(count + 1, rows - count, 0.975)) if count < rows else 1.0
    whole = max(1, round(rows))
    return Coverage(
        mass, inside, (low, high), expected(mass, whole), float(two_sided(count, rows, mass)), rows
    )


def two_sided(counts: Floats | float, rows: Floats | float, mass: Floats | float) -> Floats:
    """How often binomial counts are as far out: twice the smaller tail, at most 1.

    Args:
        counts: Broadcasts against the others; whole numbers are meant.
        rows: Of each count.
        mass: Probability of one.
    """
    whole = np.maximum(1.0, np.round(rows))
    k = np.clip(np.round(np.asarray(counts) * whole / np.maximum(rows, 1e-9)), 0, whole)
    n = np.asarray(whole, np.intp)
    lower = special.bdtr(k, n, mass)
    upper = np.where(k > 0, special.bdtrc(np.maximum(k - 1, 0), n, mass), 1.0)
    tails: Floats = np.minimum(1.0, 2 * np.minimum(lower, upper))
    return tails


def expected(mass: float, rows: int, outside: float = 0.05) -> tuple[float, float]:
    """Shares that so many rows of a right density lie between, but for this share of the cases."""
    counts = np.arange(rows + 1)
    below = special.bdtr(counts, rows, mass)
    low = int(np.searchsorted(below, 0.5 * outside))
    return low / rows, int(np.searchsorted(below, 1 - 0.5 * outside)) / rows
