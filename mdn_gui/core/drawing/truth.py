"""The true density of a built-in problem as pictures show it."""

from collections.abc import Sequence

import numpy as np

from mdn_gui.core.drawing.curves import levels_holding
from mdn_gui.core.examples.conditional import Conditional
from mdn_gui.core.field import Image
from mdn_gui.core.maths.numerics import Floats

_CELLS = 500  # of the y that there are: within one the density hardly changes, at its own noise
_LEAST_NOISE = 0.2  # below it, no finer: that many more densities take long
_MOST_PARTS = 8  # of a pixel, likewise
_LEAST_DENSITY = np.finfo(np.float32).tiny


def known_density(truth: Conditional, x: Floats, y_edges: Floats) -> Image:
    """Mean true density of each pixel, as the columns of an image.

    Args:
        truth: What is drawn; along a category, each column has the density of its nearest level.
        x: Of the columns, `(columns,)`.
        y_edges: Edges of the pixels, `(pixels + 1,)`, increasing and evenly spaced.

    Returns:
        `(columns, pixels)`, per unit of y; 0 where there is none.
    """
    pixels = len(y_edges) - 1
    pixel = (y_edges[-1] - y_edges[0]) / pixels
    parts = min(max(round(pixel / _finest(truth)), 1), _MOST_PARTS)
    edges = np.linspace(y_edges[0], y_edges[-1], pixels * parts + 1)
    if truth.levels:
        levels = np.array(truth.levels)
        x = levels[np.abs(x[:, np.newaxis] - levels).argmin(axis=1)]
    density = np.exp(truth.truth(x, (edges[1:] + edges[:-1]) / 2).log_density)
    return density.reshape(len(x), pixels, parts).mean(axis=-1).astype(np.float32)


def known_levels(
    truth: Conditional, x: Floats, y_edges: Floats, density: Image, masses: Sequence[float]
) -> Floats:
    """The true densities that the highest-density regions are above, wherever they lie.

    Args:
        truth: As of `known_density`.
        x: Likewise.
        y_edges: Likewise.
        density: What it returned.
        masses: Probabilities to hold, `(masses,)`.

    Returns:
        Logarithms of the levels, `(masses, columns)`; infinite where there is no density.
    """
    low, high = truth.y_range
    if not (y_edges[0] <= low and high <= y_edges[-1]):
        # What is narrower than a pixel is as wide as it is drawn.
        pixels = (high - low) / (y_edges[1] - y_edges[0])
        cells = round(min(max(pixels, 2.0), (high - low) / _finest(truth)))
        density = known_density(truth, x, np.linspace(low, high, cells + 1))
    shares = np.maximum(density, _LEAST_DENSITY)
    levels = levels_holding(np.log(shares), shares.astype(np.float64), masses)
    levels[:, ~density.any(axis=1)] = np.inf
    return levels


def _finest(truth: Conditional) -> float:
    """A height, in units of y, within which the density hardly changes."""
    low, high = truth.y_range
    return (high - low) * min(max(truth.noise, _LEAST_NOISE), 1.0) / _CELLS
