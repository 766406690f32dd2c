"""How near is near: the radius within which rows count as evidence, found from the rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mdn_gui.core.levels import Levels
from mdn_gui.core.section import ROUNDING, Floats, trapezoids

AT_ONCE = 1_000_000
"""Distances held in memory at once."""

_LEAST_RADIUS = 0.2  # spreads of a column
_NEIGHBOURS = 30.0  # that the median training row has within the radius
_LEAST_SHARE = 0.1  # of the rows of a small table, instead
_LONELIEST = 0.05  # share of the training rows that a guess may touch
_FACTORS = (0.0, 0.25, 0.5)  # what a row counts for each level that it differs in
_WIDE, _MOST_WIDENED = 0.5, 2.0  # spreads; times what the numbers alone say
_MOST_LONELY = 3.0  # rows near; more is no guess
_QUERIES = 500  # rows that the radius of several inputs is found from
_LARGEST_RADIUS, _RADIUS_PRECISION = 1e6, 1e-3  # spreads; a share of the radius


def others_near(
    rows: Floats, spreads: Floats, steps: Floats, levels: Levels, factor: float
) -> Callable[[float], Floats]:
    """How many other rows lie near rows `(rows, inputs)`, as a function of the radius.

    Of one input it counts at every row, of several at some hundred of them.
    """
    if rows.shape[1] == 1 and not levels.any:
        spread, least = float(spreads[0]), float(steps[0])
        return lambda radius: counted(rows, rows, np.array([max(radius * spread, least)])) - 1.0
    queries = rows[:: -(-len(rows) // _QUERIES)]
    # Distances in spreads; those of columns without steps worth minding are one matrix.
    merged = np.zeros((len(queries), len(rows)), np.float32)
    stepped = []
    for column in levels.numbers:
        spread, least = spreads[column], steps[column]
        apart = np.abs(queries[:, None, column] - rows[:, column]) / spread
        if levels.any:
            apart = np.nan_to_num(apart, nan=0.0)
        if least > _LEAST_RADIUS * spread:
            stepped.append((apart.astype(np.float32), least / spread))
        else:
            np.maximum(merged, apart, out=merged)
    shares = factor ** levels.differing(queries, rows) if levels.any else None

    def near(radius: float) -> Floats:
        distances = merged / np.float32(radius)
        for apart, least in stepped:
            np.maximum(distances, apart / np.float32(max(radius, least)), out=distances)
        counts = np.maximum(0.0, 1.0 - distances)
        if shares is not None:
            counts = counts * shares
        total: Floats = counts.sum(axis=1, dtype=np.float64)
        return total - 1.0

    return near


def _least_radius(suffices: Callable[[float], bool]) -> float:
    """The least radius that suffices, to a thousandth; one that is too small does not."""
    high = _LEAST_RADIUS
    if suffices(high):
        return high
    while not suffices(high) and high < _LARGEST_RADIUS:
        high *= 2
    low = high / 2
    while high - low > _RADIUS_PRECISION * high:
        middle = (low + high) / 2
        low, high = (low, middle) if suffices(middle) else (middle, high)
    return high


def neighbourhood(
    rows: Floats, spreads: Floats, steps: Floats, levels: Levels, weight: float
) -> tuple[float, float, float]:
    """Find what counts as near among rows.

    At the radius, the median row has 30 others near, or 10% of the rows of a small table. The
    factor is the least at which few rows are alone.

    Rows enough of the same levels may be found far away only: such a radius would blind to gaps in
    the numbers. So levels may widen the radius of the numbers alone to twice at most, or to half a
    spread; the gap of the built-in problem is two thirds of one wide. Where no factor makes that
    suffice, the numbers alone tell the radius, and the levels make rows fewer.

    Args:
        rows: `(rows, inputs)`.
        spreads: Of the columns, `(inputs,)`.
        steps: The least reach in each column, `(inputs,)`.
        levels: Of the inputs.
        weight: How many training rows each row stands for.

    Returns:
        The radius in spreads; how many rows near make a guess at most; and what a row counts for
        each level that it differs in.
    """
    enough = min(_NEIGHBOURS / weight, _LEAST_SHARE * len(rows))

    def least_radius(factor: float) -> tuple[float, Callable[[float], Floats]]:
        near = others_near(rows, spreads, steps, levels, factor)
        return _least_radius(lambda radius: bool(np.median(near(radius)) >= enough)), near

    if not levels.any:
        radius, near = least_radius(_FACTORS[0])
        return radius, guess_threshold(near(radius), weight), _FACTORS[0]
    alone, _ = least_radius(1.0)
    for factor in _FACTORS:
        radius, near = least_radius(factor)
        others = near(radius)
        most = guess_threshold(others, weight)
        lonely = (weight * others <= most + ROUNDING).mean()
        few = lonely <= _LONELIEST + 1.0 / len(others)
        if few and radius <= max(_WIDE, _MOST_WIDENED * alone):
            return radius, most, factor
    return alone, guess_threshold(near(alone), weight), factor


def guess_threshold(others_near: Floats, weight: float) -> float:
    """The most rows near a guess, from how many others are near some training rows."""
    loneliest = weight * max(0.0, float(np.quantile(others_near, _LONELIEST)))
    return min(_MOST_LONELY, loneliest)


def counted(places: Floats, rows: Floats, reach: Floats) -> Floats:
    """Rows `(rows, inputs)` near each place `(n, inputs)`, by how near they are; `(n,)`."""
    if rows.shape[1] == 1:
        x, counts = trapezoids(rows[:, 0], np.zeros(len(rows)), float(reach[0]))
        near: Floats = np.interp(places[:, 0], x, counts)
        return near
    near = np.empty(len(places))
    size = max(1, AT_ONCE // len(rows))
    for start in range(0, len(places), size):
        block = places[start : start + size, None]
        distances = np.zeros((block.shape[0], len(rows)))
        for column, length in enumerate(reach):
            apart = np.abs(block[..., column] - rows[:, column]) / length
            np.maximum(distances, apart, out=distances)
        near[start : start + size] = np.maximum(0.0, 1.0 - distances).sum(axis=1)
    return near
