"""Where rows lie in the densities predicted for them: PIT values, and levels of regions.

Of a right density both are uniform between 0 and 1, whatever its shape: that is what calibration
means, and all tests of it here are tests of these numbers.
"""

from __future__ import annotations

from math import log, pi

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture

DRAWS = 199
"""Draws of each density that its regions are told by."""

_AT_ONCE = 2**15  # numbers, so that they stay in the cache
_LEAST_EXPONENT, _LEAST_HEIGHT = -85.0, 1e-28  # beside the highest; single precision has 1e-38
_MOST_CELLS = 1e7  # in the range of a column that is rounded
_ROUNDING = 1e-3  # of a cell: so far may values lie from its multiples


def cell_width(column: Floats) -> float:
    """How widely the values of a column are rounded; 0 where they are not.

    Args:
        column: `(rows,)`, finite.

    Returns:
        The least distance of two values, if all distances are multiples of it.
    """
    values = np.unique(column)
    gaps = np.diff(values)
    if len(gaps) < 2:
        return 0.0
    width = float(gaps.min())
    steps = (values - values[0]) / width
    if not steps[-1] <= _MOST_CELLS:
        return 0.0
    return width if np.abs(steps - np.round(steps)).max() < _ROUNDING else 0.0


def spread_in_cells(test: Dataset, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Where in its cell each target may have been before it was rounded.

    Args:
        test: The rows.
        rng: Draws a place within the cell.

    Returns:
        The lower ends of the cells, their upper ends, and the share of the cell that lies below the
        place, each `(rows, outputs)`; both ends are the value itself where it is not rounded.
    """
    widths = np.array([cell_width(column) for column in test.targets.T])
    share = rng.random(test.targets.shape)
    return test.targets - 0.5 * widths, test.targets + 0.5 * widths, share


def pit_values(mixture: Mixture, low: Floats, high: Floats, share: Floats) -> Floats:
    """PIT value of each target: the probability of less.

    Args:
        mixture: Of each row.
        low: Lower ends of the cells of `spread_in_cells`, `(rows, outputs)`.
        high: Upper ends.
        share: The share of the cell's probability that counts as below.

    Returns:
        `(rows, outputs)`, uniform where the density is right, whether or not values are rounded.

    Source:
        Dawid (1984); Czado, Gneiting and Held, "Predictive model assessment for count data" (2009),
        for values on a grid.
    """
    found = np.empty_like(low)
    for output in range(low.shape[1]):
        marginal = mixture.marginal(output)
        below = marginal.cdf(low[:, output])
        if (high[:, output] > low[:, output]).any():
            below = below + share[:, output] * (marginal.cdf(high[:, output]) - below)
        found[:, output] = below
    return found


def region_levels(
    mixture: Mixture, y: Floats, rng: np.random.Generator, masses: Floats
) -> tuple[Floats, Floats, Floats]:
    """Probability of the smallest region that holds each row, by draws of its density.

    The row and the draws are ranked by their density. Where that is right they are exchangeable, so
    that the level is uniform exactly, however few draws there are.

    Args:
        mixture: Of each row, batch shape `(rows,)`.
        y: `(rows, outputs)`.
        rng: Makes the draws.
        masses: Probabilities of regions whose sizes are asked for, `(masses,)`.

    Returns:
        Levels, `(rows,)`; sizes of the regions of these masses (a length, an area, ...),
        `(masses, rows)`; and the mean distance of the row from the draws less half that of two
        draws, `(rows,)`, which is the energy score as draws tell it.

    Source:
        Hyndman, "Computing and graphing highest density regions" (1996), for regions by ranks of
        densities.
    """
    rows = len(y)
    levels, scores, sizes = np.empty(rows), np.empty(rows), np.empty((len(masses), rows))
    ties = rng.random(rows)
    size = max(1, _AT_ONCE // DRAWS)
    ranks = np.round(masses * (DRAWS + 1)).astype(np.intp) - 1
    for start in range(0, rows, size):
        block = slice(start, start + size)
        part = mixture[block]
        draws = part.sample(DRAWS, rng)
        heights = log_heights(part, np.concatenate([draws, y[np.newaxis, block]]))
        heights, own = heights[:-1], heights[-1]
        above = (heights > own).sum(axis=0)
        levels[block] = (above + ties[block]) / (DRAWS + 1)
        order = np.sort(-heights.T, axis=1).T
        with np.errstate(over="ignore"):
            inverse = np.exp(order) / (DRAWS + 1)
        # Between two ranks lies the same mass, over heights that are about the mean of both.
        sizes[:, block] = (np.cumsum(inverse, axis=0) - 0.5 * inverse)[ranks]
        distances = _lengths(draws - y[block]).mean(axis=0)
        half = DRAWS // 2
        scores[block] = distances - 0.5 * _lengths(draws[:half] - draws[half : 2 * half]).mean(
            axis=0
        )
    return levels, sizes, scores


def log_heights(mixture: Mixture, y: Floats) -> Floats:
    """`mixture.log_prob(y)` of many points of each row, to six digits, to rank them by.

    Component by component, so that all stays in the cache, and with exponentials in single
    precision: a fifth of the time. Where all components are far, `log_prob` itself is asked.

    Args:
        mixture: Of each row, batch shape `(rows,)`.
        y: `(n, rows, outputs)`.

    Returns:
        `(n, rows)`.
    """
    gaussian, t = mixture.gaussian, mixture.seen(y)
    log_tops = gaussian.log_weights - np.log(gaussian.scales).sum(axis=-1)
    highest = log_tops.max(axis=-1)
    total = np.zeros(t.shape[:-1], np.float32)
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        for component in range(gaussian.components):
            z = (t - gaussian.means[:, component]) / gaussian.scales[:, component]
            z *= z
            squares = z[..., 0] if z.shape[-1] == 1 else z.sum(axis=-1)
            squares *= -0.5
            squares += log_tops[:, component] - highest
            np.maximum(squares, _LEAST_EXPONENT, out=squares)
            total += np.exp(squares.astype(np.float32))
    heights: Floats = np.log(total.astype(np.float64))
    heights += highest - 0.5 * gaussian.outputs * log(2 * pi)
    if mixture.transformed:
        heights += mixture.log_slope(t).sum(axis=-1)
    point, row = np.nonzero(~(total > _LEAST_HEIGHT))
    if row.size:
        heights[point, row] = mixture[row].log_prob(y[point, row])
    return heights


def _lengths(vectors: Floats) -> Floats:
    if vectors.shape[-1] == 1:
        return np.abs(vectors[..., 0])
    lengths: Floats = np.sqrt((vectors**2).sum(axis=-1))
    return lengths
