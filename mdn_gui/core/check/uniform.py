"""Whether numbers between 0 and 1 are uniform: bands that hold all of a curve, and distances."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import numpy as np

from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats

POINTS = 100
"""Of a curve of shares, at which its band is told."""

_SIMULATIONS = 4_000
_MOST_SCORES = 300
_LEAST = 1e-15  # what normal scores are told of; less is at the end of the axis
_WHOLE = 5_000  # of more rows, the tail probabilities change no more with their number


@dataclass(frozen=True, eq=False)
class Uniformity:
    """How numbers differ from uniform ones.

    Attributes:
        points: Where the curve is told, `(POINTS,)`, between 0 and 1.
        difference: Share of the numbers up to each point, less the point, `(POINTS,)`.
        low: Lower end of the band that a curve of uniform numbers lies in with the confidence, all
            of it, `(POINTS,)`.
        high: The upper end.
        p_value: How often uniform numbers lie as far out at any point.
        kolmogorov_smirnov: Greatest difference anywhere.
        cramer_von_mises: The statistic n W^2 divided by n, so that it does not grow with rows.
        anderson_darling: The same of A^2, which looks at the ends more.
        scores: Normal scores of some of the numbers, increasing: those that uniform numbers would
            have, and their own, `(2, some)`.
    """

    points: Floats
    difference: Floats
    low: Floats
    high: Floats
    p_value: float
    kolmogorov_smirnov: float
    cramer_von_mises: float
    anderson_darling: float
    scores: Floats

    @property
    def largest(self) -> float:
        """The greatest difference at a point, without its sign."""
        return float(np.abs(self.difference).max())


def uniformity(
    values: Floats, shares: Floats, effective: float, confidence: float = 0.95
) -> Uniformity:
    """Compare numbers with uniform ones.

    Args:
        values: Between 0 and 1, `(rows,)`.
        shares: What each row counts, `(rows,)`, adding up to 1.
        effective: How many independent rows tell as much.
        confidence: Of the band.

    Source:
        Säilynoja, Bürkner and Vehtari, "Graphical test for discrete uniformity and its applications
        in goodness-of-fit evaluation and multiple sample comparison" (2022), section 2: the band is
        that of binomials at each point, at the level at which all of a uniform curve keeps to it.
        Stephens, "EDF statistics for goodness of fit" (1974), for the distances.
    """
    points = _points()
    order = np.argsort(values)
    reached = np.cumsum(shares[order])
    below = np.append(0.0, reached)[np.searchsorted(values[order], points, side="right")]
    rows = max(1, round(effective))
    level, least = tail_at(rows, 1.0 - confidence), float(least_tails(rows, np.round(rows * below)))
    low, high = _bounds(rows, level)
    steps = np.clip(values[order], 1e-12, 1 - 1e-12)
    return Uniformity(
        points,
        below - points,
        low - points,
        high - points,
        float((_simulated(rows) <= least).mean()),
        *_distances(steps, reached, shares[order]),
        _scores(values[order], reached - 0.5 * shares[order]),
    )


def _scores(values: Floats, places: Floats) -> Floats:
    """Normal scores of where increasing numbers should be, and of the numbers; of many, some.

    Args:
        values: `(rows,)`.
        places: The middle of the share of the rows that each ends, `(rows,)`.
    """
    expected = special.ndtri(np.clip(places, _LEAST, 1.0 - _LEAST))
    if len(values) > _MOST_SCORES:
        asked = np.linspace(expected[0], expected[-1], _MOST_SCORES)
        some = np.unique(np.searchsorted(expected, asked).clip(max=len(values) - 1))
        expected, values = expected[some], values[some]
    return np.stack([expected, special.ndtri(np.clip(values, _LEAST, 1.0 - _LEAST))])


def _distances(values: Floats, reached: Floats, shares: Floats) -> tuple[float, float, float]:
    """Distances of the curve of sorted values from a straight line, by integrals over its steps."""
    before = reached - shares
    greatest = float(np.maximum(np.abs(reached - values), np.abs(before - values)).max())
    # Between values the curve is constant: c. The integral of (c - u)^2 is a difference of cubes,
    # and that of (c - u)^2 / (u (1 - u)) is c^2 log u - (1 - c)^2 log(1 - u) - u.
    edges = np.concatenate([[0.0], values, [1.0]])
    level = np.concatenate([[0.0], reached])
    squares = ((edges[1:] - level) ** 3 - (edges[:-1] - level) ** 3) / 3
    low, high = np.log(np.maximum(edges, 1e-300)), np.log(np.maximum(1.0 - edges, 1e-300))
    inner = level**2 * np.diff(low) - (1 - level) ** 2 * np.diff(high) - np.diff(edges)
    inner[0] = -high[1] - edges[1]
    inner[-1] = -low[-2] - (1.0 - edges[-2])
    return greatest, float(squares.sum()), float(inner.sum())


def _points() -> Floats:
    return np.arange(1, POINTS + 1) / (POINTS + 1)


@lru_cache(maxsize=64)
def _simulated(rows: int) -> Floats:
    """Least tail probabilities of curves of uniform numbers, sorted, `(simulations,)`."""
    rows = min(rows, _WHOLE)
    rng = np.random.default_rng(0)
    counts = rng.multinomial(rows, np.full(POINTS + 1, 1 / (POINTS + 1)), size=_SIMULATIONS)
    below = np.cumsum(counts, axis=1)[:, :-1].astype(np.float64)
    return np.sort(_tails(rows, below).min(axis=1))


def tail_at(rows: int, share: float) -> float:
    """The least tail probability below which this share of curves of uniform numbers comes."""
    return float(np.quantile(_simulated(rows), share, method="lower"))


def least_tails(rows: int, below: Floats) -> Floats:
    """How far out curves come: the least probability at any point of counts as extreme.

    Args:
        rows: How many numbers there are.
        below: How many are up to each point, `(..., POINTS)`.

    Returns:
        `(...)`.
    """
    least: Floats = _tails(rows, below).min(axis=-1)
    return least


def _tails(rows: int, below: Floats) -> Floats:
    """Probability of counts at each point that are as extreme, `(..., POINTS)`: twice a tail."""
    points = _points()
    lower = special.bdtr(below, rows, points)
    upper = special.bdtrc(below - 1, rows, points)
    tails: Floats = np.minimum(1.0, 2 * np.minimum(lower, np.where(below > 0, upper, 1.0)))
    return tails


@lru_cache(maxsize=64)
def _bounds(rows: int, level: float) -> tuple[Floats, Floats]:
    """Least and greatest shares whose tails are above a level at each point."""
    points = _points()
    low, high = np.empty(POINTS), np.empty(POINTS)
    for at, point in enumerate(points):
        reach = 8 * sqrt(rows * point * (1 - point)) + 8
        counts = np.arange(
            max(0, int(rows * point - reach)), min(rows, int(rows * point + reach)) + 1
        )
        lower = special.bdtr(counts, rows, point)
        upper = np.where(counts > 0, special.bdtrc(counts - 1, rows, point), 1.0)
        inside = counts[2 * np.minimum(lower, upper) > level]
        low[at], high[at] = inside[0] / rows, inside[-1] / rows
    return low, high
