"""How much evidence there is along one input, and where a prediction is a guess there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mdn_gui.core.missing import MissingBand

Floats = NDArray[np.float64]

ROUNDING = 1e-9
"""Rows near, in sums over thousands of them."""


@dataclass(frozen=True, eq=False)
class Section:
    """Evidence along one input while the others are held: linear between the knots.

    Along it, x is a position on the axis of the input: a value, or within the band of missing ones.

    Attributes:
        x: The knots, increasing, `(knots,)`, in units of the input.
        rows_near: Evidence there, `(knots,)`; there is none beyond the knots.
        guesses: Separate intervals of x where a prediction is a guess, `(n, 2)`, increasing; the
            first begins at minus infinity and the last ends at infinity.
    """

    x: Floats
    rows_near: Floats
    guesses: Floats

    def at(self, x: ArrayLike) -> Floats:
        """Evidence at values of the input, of any shape."""
        places = np.asarray(x, np.float64)
        if not self.x.size:  # the held inputs are far from all rows
            return np.zeros(places.shape)
        near: Floats = np.interp(places, self.x, self.rows_near)
        return near

    def guessed(self, x: ArrayLike) -> NDArray[np.bool_]:
        """Whether a prediction at values of the input, of any shape, is a guess."""
        edges = self.guesses.ravel()
        before, after = np.searchsorted(edges, x), np.searchsorted(edges, x, side="right")
        # On an edge, where there is one place with rows alone, it is none.
        guessed: NDArray[np.bool_] = (before == after) & (before % 2 == 1)
        return guessed


def at_levels(near: Floats, guessed: NDArray[np.bool_]) -> Section:
    """Evidence along a category: within half a level of each what it is there, beyond all none.

    Where a missing level is drawn, it is the last.

    Args:
        near: Evidence at each level, `(levels,)`.
        guessed: Whether a prediction there is a guess, `(levels,)`.
    """
    levels = np.arange(float(len(near)))
    ends = np.column_stack([levels - 0.5, np.nextafter(levels + 0.5, -np.inf)]).ravel()
    x = np.concatenate([[np.nextafter(-0.5, -np.inf)], ends, [len(near) - 0.5]])
    known = levels[~guessed]
    first = np.diff(known, prepend=-np.inf) > 1.0
    last = np.diff(known, append=np.inf) > 1.0
    supported = np.column_stack([known[first] - 0.5, known[last] + 0.5]).ravel()
    edges = np.concatenate([[-np.inf], supported, [np.inf]])
    return Section(x, np.pad(np.repeat(near, 2), 1), edges.reshape(-1, 2))


def beside_missing(values: Section, band: MissingBand, near: float, *, guessed: bool) -> Section:
    """Evidence along the axis of an input whose missing values are drawn in a band at its end.

    Args:
        values: Evidence along its values.
        band: Where the missing ones are drawn.
        near: Evidence where the value is missing.
        guessed: Whether a prediction there is a guess.
    """
    kept = values.x < band.begins
    beyond = [np.nextafter(each, np.inf) for each in (band.begins, band.ends)]
    x = np.concatenate([values.x[kept], [band.begins, beyond[0], band.ends, beyond[1]]])
    last = float(values.at(band.begins))
    rows_near = np.concatenate([values.rows_near[kept], [last, near, near, 0.0]])
    supported = np.minimum(values.guesses.ravel()[1:-1], band.begins).reshape(-1, 2)
    supported = supported[supported[:, 0] < band.begins]
    if not guessed:
        supported = np.concatenate([supported, [[beyond[0], band.ends]]])
    edges = np.concatenate([[-np.inf], supported.ravel(), [np.inf]])
    return Section(x, rows_near, edges.reshape(-1, 2))


def trapezoids(
    centres: Floats, far: Floats, reach: float, shares: Floats | None = None
) -> tuple[Floats, Floats]:
    """The sum over rows of max(0, 1 - max(far, |x - centre| / reach)), as knots and values.

    Each row adds a trapezoid, so the sum is linear between their corners.

    Args:
        centres: Of the rows, `(rows,)`.
        far: Their distances in the other inputs, `(rows,)`.
        reach: In units of the centres.
        shares: What each row counts, `(rows,)`; None if each counts as one.

    Returns:
        Increasing corners, `(knots,)`, and the sums there; the sum is 0 beyond them.
    """
    near = far < 1.0
    centres, flat = centres[near], far[near] * reach
    if not len(centres):
        return np.empty(0), np.empty(0)
    # About one of them, sums of slopes keep their digits however far the rows are from 0.
    one = float(centres[len(centres) // 2])
    offsets = centres - one
    corners = np.concatenate([offsets - reach, offsets - flat, offsets + flat, offsets + reach])
    turns = np.repeat([1.0, -1.0, -1.0, 1.0], len(offsets)) / reach
    if shares is not None:
        turns *= np.tile(shares[near], 4)
    order = np.argsort(corners, kind="stable")
    corners, slopes = corners[order], np.cumsum(turns[order])
    rises = np.append(0.0, slopes[:-1] * np.diff(corners))
    sums = np.maximum(0.0, np.cumsum(rises))
    sums[-1] = 0.0  # but for rounding
    return corners + one, sums


def guesses(x: Floats, excess: Floats, ends: tuple[float, float]) -> Floats:
    """Intervals of x where a line through knots is not above 0, or x is not within the ends."""
    low, high = ends
    above = excess > ROUNDING
    crossings = np.flatnonzero(above[1:] != above[:-1])
    left, right = excess[crossings], excess[crossings + 1]
    width = x[crossings + 1] - x[crossings]
    at = x[crossings] + width * (left / (left - right))
    # There is no evidence before the first knot and after the last: rises and falls take turns.
    supported = at.reshape(-1, 2)
    supported = supported[(supported[:, 1] >= low) & (supported[:, 0] <= high)]
    edges = np.concatenate([[-np.inf], np.clip(supported, low, high).ravel(), [np.inf]])
    return edges.reshape(-1, 2)
