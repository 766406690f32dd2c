"""What plots draw: images of the plane, and regions of a curve; as precise as a pixel, and fast."""

from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.text import say

Image = NDArray[np.float32]

NARROWEST = 0.7
"""Smallest scale that is drawn, in pixels: here the pixels still add up to the weight, while a
narrower component would fall between two of them. Curves use a grid of their own instead."""

_COLUMNS = 8  # that many columns of components x places stay in the cache
_FARTHEST = 1e18  # scales; its square is still a float32


def density_field(mixture: Mixture, y_edges: Floats) -> Image:
    """Density of y for each of a batch of mixtures, as the columns of an image.

    A component narrower than 0.7 pixels is drawn as wide as that, so that no spike falls between
    two pixels and every column that holds its whole mixture adds up to 1. Of transformed outputs
    it is the mean density of each pixel, with the same sum.

    Args:
        mixture: With batch shape `(columns,)` and one output.
        y_edges: Edges of the pixels, `(pixels + 1,)`, increasing and evenly spaced, in units of y.

    Returns:
        Densities at the centres of the pixels, `(columns, pixels)`, per unit of y.

    Raises:
        ValueError: If the mixture is no batch with one axis and one output, or the edges do not
            increase.
    """
    if len(mixture.batch_shape) != 1 or mixture.outputs != 1:
        raise ValueError(
            say(
                "an image needs mixtures of batch shape (columns,) with one output, but the "
                "batch shape is {batch_shape} and there are {outputs} outputs",
                batch_shape=mixture.batch_shape,
                outputs=mixture.outputs,
            )
        )
    pixels = len(y_edges) - 1
    if pixels < 1 or not y_edges[-1] > y_edges[0]:
        raise ValueError(say("y_edges must increase and enclose at least one pixel"))
    if mixture.transformed:
        return _mean_densities(mixture, y_edges)
    # In pixels from the first edge, a float32 is precise wherever the image lies.
    pixel = (y_edges[-1] - y_edges[0]) / pixels
    scales = np.maximum(mixture.scales[..., 0] / pixel, NARROWEST)
    means = (mixture.means[..., 0] - y_edges[0]) / pixel
    heights = mixture.weights / (scales * (sqrt(2 * pi) * pixel))
    return sum_of_bells(heights, means, scales, np.arange(pixels) + 0.5)


def _mean_densities(mixture: Mixture, y_edges: Floats) -> Image:
    """Mean density between edges `(pixels + 1,)`, `(columns, pixels)`."""
    columns = len(mixture.log_weights)
    image = np.empty((columns, len(y_edges) - 1), np.float32)
    for first in range(0, columns, _COLUMNS):
        block = slice(first, first + _COLUMNS)
        below = mixture[block].cdf(y_edges[:, np.newaxis])
        image[block] = np.diff(below, axis=0).T / np.diff(y_edges)
    return image


def sum_of_bells(
    heights: Floats, means: Floats, scales: Floats, places: NDArray[np.floating]
) -> Image:
    """Sum over components of height exp(-((place - mean) / scale)^2 / 2), in float32.

    Args:
        heights: `(columns, components)`.
        means: Likewise; as precise as a float32 is at the distance of the places from 0.
        scales: Likewise, 0.7 or more: all lengths are in units of about a pixel.
        places: `(places,)`, or each column's own, `(columns, places)`.

    Returns:
        `(columns, places)`.
    """
    columns, components = heights.shape
    steps = 1.0 / (sqrt(2.0) * scales)
    starts = np.clip(means * steps, -_FARTHEST, _FARTHEST).astype(np.float32)
    heights, steps = heights.astype(np.float32), steps.astype(np.float32)
    places = np.clip(places, -_FARTHEST, _FARTHEST).astype(np.float32)
    along = np.broadcast_to(places, (columns, places.shape[-1]))[:, np.newaxis]
    image = np.empty((columns, places.shape[-1]), np.float32)
    buffer = np.empty((_COLUMNS, components, places.shape[-1]), np.float32)
    for first in range(0, columns, _COLUMNS):
        block = slice(first, min(first + _COLUMNS, columns))
        bells = buffer[: block.stop - first]
        np.multiply(along[block], steps[block, :, np.newaxis], out=bells)
        bells -= starts[block, :, np.newaxis]
        np.multiply(bells, bells, out=bells)
        np.negative(bells, out=bells)
        np.exp(bells, out=bells)
        np.matmul(heights[block, np.newaxis], bells, out=image[block, np.newaxis])
    return image


def count_field(x: Floats, y: Floats, x_edges: Floats, y_edges: Floats) -> Image:
    """How many points lie in each pixel.

    Args:
        x: `(n,)`.
        y: `(n,)`.
        x_edges: Edges of the pixels, `(columns + 1,)`, increasing and evenly spaced.
        y_edges: Edges of the pixels, `(pixels + 1,)`, increasing and evenly spaced.

    Returns:
        Counts, `(columns, pixels)`; points beyond the edges are left out.
    """
    columns, pixels = len(x_edges) - 1, len(y_edges) - 1
    column, inside_x = _pixel(x, x_edges)
    row, inside_y = _pixel(y, y_edges)
    index = (column * pixels + row)[inside_x & inside_y]
    counts = np.bincount(index, minlength=columns * pixels)
    return counts.reshape(columns, pixels).astype(np.float32)


def _pixel(values: Floats, edges: Floats) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """The pixel of each value, and whether it is one of the image."""
    pixels = len(edges) - 1
    position = (values - edges[0]) * (pixels / (edges[-1] - edges[0]))
    inside = (position >= 0) & (position < pixels)
    return np.clip(position, 0, pixels).astype(np.int32), inside


def drawn_regions(y: Floats, density: Floats, cdf: Floats, mass: float) -> Floats:
    """Highest-density regions of a curve as it is drawn, with straight lines between its points.

    How much lies between two points is not read off the lines: where components of far different
    scales meet, the area under a line may be a million times what the density holds there.

    On the points of `Mixture.density_grid`, these are `Mixture.highest_density_regions` to within
    a few hundredths of a scale, in a twentieth of the time.

    Args:
        y: Increasing points, `(points,)`.
        density: Of y at these points, `(points,)`, not negative and somewhere positive.
        cdf: Probability of at most y at these points, `(points,)`.
        mass: Share to hold of the probability between the first and the last, above 0 and below 1.

    Returns:
        Separate intervals in increasing order, `(regions, 2)`.
    """
    masses = np.maximum(np.diff(cdf), 0.0)
    heights = masses / np.diff(y)
    highest_first = np.argsort(-heights)
    masses = masses[highest_first]
    held = np.cumsum(masses)
    level = np.interp(mass * held[-1], held - masses / 2, heights[highest_first])
    # The curve falls to zero at its ends, so that each region is closed.
    y, density = np.pad(y, 1, mode="edge"), np.pad(density, 1)
    above = density > level
    cell = np.flatnonzero(above[:-1] != above[1:])
    fraction = (level - density[cell]) / (density[cell + 1] - density[cell])
    edges: Floats = y[cell] + fraction * (y[cell + 1] - y[cell])
    return edges.reshape(-1, 2)
