"""Lines over the plane: medians, components as ribbons, outlines of highest-density regions.

Each ribbon is a layer of its own optical depth, minus the logarithm of the light that it lets
through. The depths of all add up, and what they add is coloured by their depth-weighted mean, so
that no ribbon lies above another.

In each column a region is where the density is at least one level. What is drawn is the line of
equal density and level, so that regions that part or join as x changes are followed.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import log, pi, sqrt
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.drawing.images import SLACK, Argb
from mdn_gui.core.field import Image, sum_of_bells
from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats, Indices, increasing_roots
from mdn_gui.core.mixture import Mixture


def drawn_median(mixture: Mixture, precision: float) -> Floats:
    """The medians of a batch of mixtures, in a tenth of the time of `Mixture.quantile`.

    Args:
        mixture: With batch shape `(n,)` and one output.
        precision: Distance in y that does not matter, above 0.

    Returns:
        `(n,)`, where the probability below passes one half to within that distance.
    """
    if mixture.transformed:
        return mixture.quantile(0.5)
    weights, means, scales = mixture.weights, mixture.means[..., 0], mixture.scales[..., 0]
    heights = weights / (scales * sqrt(2 * pi))

    def excess(y: Floats, index: Indices) -> tuple[Floats, Floats]:
        with np.errstate(over="ignore"):
            z = (y[:, np.newaxis] - means[index]) / scales[index]
            slope = (heights[index] * np.exp(-0.5 * z**2)).sum(axis=-1)
        return (weights[index] * special.ndtr(z)).sum(axis=-1) - 0.5, slope

    # The median lies between the lowest and the highest of the components'.
    low = means.min(axis=-1, where=weights > 0.0, initial=np.inf)
    high = means.max(axis=-1, where=weights > 0.0, initial=-np.inf)
    start = np.clip((weights * means).sum(axis=-1), low, high)
    return increasing_roots(excess, low, high, start, precision)


LEAST_WEIGHT = 1e-3
"""Components below this weight are not drawn."""

_TOLD_APART = 8  # components, by their colours


def heaviest(weights: Floats) -> frozenset[int]:
    """The components of one mixture that have colours of their own: of many, the eight heaviest.

    Args:
        weights: `(components,)`.

    Returns:
        Their numbers, from 0.
    """
    return frozenset(np.argsort(-weights, kind="stable")[:_TOLD_APART].tolist())


BAND_OPACITY, CORE_OPACITY = 0.5, 0.9
"""At weight 1; they fall with the root of the weight, so that small components can be seen."""

FADED = 0.2
"""Share of their opacity that the others keep while one component is emphasised."""

_OPAQUE = 255.0
_LEAST_DEPTH = 1e-6  # far below what changes a byte
_ROWS = 32  # of an image that stay in the cache


def over(
    image: Argb,
    mixture: Mixture,
    y_edges: Floats,
    colours: NDArray[np.uint8],
    selected: int | None,
) -> Argb:
    """Lay the components over an image.

    Args:
        image: Premultiplied, 0xAARRGGBB, `(pixels, columns)`, the largest y in the first row.
        mixture: Of each column, batch shape `(columns,)`, with one output.
        y_edges: Edges of the pixels, `(pixels + 1,)`, increasing and evenly spaced, in units of y.
        colours: Red, green and blue, `(n, 3)`; component k has colour k modulo n.
        selected: The emphasised component; None, or one that is not there, for none.

    Returns:
        A new image, of the same kind.
    """
    rows = len(image)
    pixel = (y_edges[-1] - y_edges[0]) / rows
    centres = (y_edges[-1] - mixture.means[..., 0]) / pixel
    halves = np.stack([mixture.scales[..., 0] / pixel, _core_halves(centres)])
    ends = np.clip(np.stack([centres - halves, centres + halves]), 0.0, rows)
    # As the bytes of a colour lie in memory, the opacity last.
    bgra = np.full((4, mixture.components), _OPAQUE)
    bgra[:3] = colours[np.arange(mixture.components) % len(colours), ::-1].T
    filled = _filled(ends, _depths(mixture.weights, selected), bgra, rows)
    result = np.empty_like(image)
    for first in range(0, rows, _ROWS):
        block = slice(first, first + _ROWS)
        result[block] = _blended(image[block], filled[block])
    return result


def _core_halves(centres: Floats) -> Floats:
    """Half the height of each core, in pixels: a steep one must not fall apart into dots."""
    if len(centres) < 2:
        return np.full_like(centres, 0.5)
    return np.maximum(0.5 * np.abs(np.gradient(centres, axis=0)), 0.5)


def _depths(weights: Floats, selected: int | None) -> Floats:
    """Optical depths of bands and cores, `(2, columns, components)`."""
    components = weights.shape[1]
    strength = np.where(weights < LEAST_WEIGHT, 0.0, np.sqrt(weights))
    if selected is not None and selected < components:
        strength *= np.where(np.arange(components) == selected, 1.0, FADED)
    depths: Floats = -np.log1p(-np.stack([BAND_OPACITY * strength, CORE_OPACITY * strength]))
    return depths


def _filled(ends: Floats, depths: Floats, bgra: Floats, rows: int) -> Image:
    """Sum over ribbons of their colours times depth, where they cover a pixel.

    Only the ends of the ribbons are written; running sums down the rows fill them.

    Args:
        ends: Where ribbons begin and end, in rows from the first, within the image,
            `(2, 2, columns, components)`: ends, then bands and cores.
        depths: `(2, columns, components)`.
        bgra: `(4, components)`.
        rows: Of the image.

    Returns:
        `(rows, 4, columns)`.
    """
    columns = depths.shape[1]
    row = ends.astype(np.intp)
    # A ribbon that covers a part of a pixel has that part of its depth there.
    steps = depths * np.array([1.0, -1.0])[:, None, None, None]
    later = steps * (ends - row)
    parts = np.stack([steps - later, later])
    places = np.stack([row, row + 1]) * 4 * columns + np.arange(columns)[:, None]
    filled = np.zeros((rows + 2, 4, columns), np.float32)
    for channel, value in enumerate(bgra):
        here = (places + channel * columns).ravel()
        np.add.at(filled.reshape(-1), here, (parts * value).astype(np.float32).ravel())
    # numpy.cumsum down the rows takes four times as long.
    for row_above, this_row in pairwise(filled):
        np.add(row_above, this_row, out=this_row)
    return filled[:rows]


def _blended(image: Argb, light: Image) -> Argb:
    """The image behind the light `(pixels, 4, columns)`: bytes of the colours times depth."""
    depth = light[:, 3] / np.float32(_OPAQUE)
    passing = np.exp(-depth)
    # What a pixel shows of its ribbons' colours times depth; it tends to 1 where they are thin.
    shown = (1.0 - passing) / np.maximum(depth, _LEAST_DEPTH)
    behind = image.view(np.uint8).reshape(*image.shape, 4)
    result = np.empty_like(behind)
    for channel in range(4):
        value: Image = np.multiply(behind[..., channel], passing, dtype=np.float32)
        value += light[:, channel] * shown
        value += 0.5
        result[..., channel] = value
    return result.view(np.uint32)[..., 0]


MASSES = (0.5, 0.9)
"""Probabilities of the regions that are outlined."""

_MOST_COLUMNS = 200  # that lines are drawn through
_MOST_POINTS = 1024  # of each mixture
_LEAST_SHARE = 1e-12  # of the whole, so that none is divided by 0
_LEAST_DENSITY = np.finfo(np.float32).tiny
_NOWHERE = -700.0  # nats below the top; the exponential of less is no number
_STEEPEST = 5.0  # nats from a level to where there is no density at all
_EVENED = 0.4  # power of a component's weight that its number of points is in proportion to
_WIDER = 1.5  # times its scale, of what the points of a component are drawn from
_TABLE = 8192  # quantiles of a normal distribution


class Precision(NamedTuple):
    """How precise the levels of a picture are.

    Attributes:
        columns: That they are worked out at, at most.
        apart: How many columns of the picture lie between two of these at least.
        points: Of each of these mixtures that they are found from.
        each: Points for each component at least, so that a narrow one is not missed.
    """

    columns: int
    apart: int
    points: int
    each: int


QUICK, TONES, LINES = (
    Precision(20, 12, 256, 3),
    Precision(48, 4, 256, 8),
    Precision(200, 1, 1024, 8),
)
"""For tones while one picture follows another, for tones, and for lines."""


class Band(NamedTuple):
    """The highest-density regions of one probability, over the plane.

    Attributes:
        mass: The probability that the regions hold at each x.
        outlines: Their edges as separate lines, each `(points, 2)`, x and y.
    """

    mass: float
    outlines: tuple[Floats, ...]


def band_outlines(
    density: Image, levels: Floats, x: Floats, y_edges: Floats, masses: Sequence[float] = MASSES
) -> tuple[Band, ...]:
    """Outlines of the highest-density regions of mixtures along x.

    Args:
        density: As drawn by `field.density_field`, `(columns, pixels)`, per unit of y.
        levels: Logarithms of the densities that the regions are above, `(masses, columns)`.
        x: Of the columns, increasing, `(columns,)`.
        y_edges: Edges of the pixels, `(pixels + 1,)`.
        masses: Probabilities that the regions hold.

    Returns:
        A band for each mass; without lines where there is but one column or one pixel.
    """
    if min(density.shape) < 2:
        return tuple(Band(mass, ()) for mass in masses)
    some = slice(None, None, -(-len(x) // _MOST_COLUMNS))
    log_density = np.log(np.maximum(density[some], _LEAST_DENSITY))
    y = (y_edges[:-1] + y_edges[1:]) / 2
    return _bands(log_density, levels[:, some], x[some], y, masses)


def drawn_levels(
    mixture: Mixture,
    masses: Sequence[float],
    narrowest: float,
    precision: Precision,
    pictures: int = 1,
) -> Floats:
    """`log_levels` as precise as a picture needs them: worked out at some columns only.

    Args:
        mixture: With batch shape `(columns,)` and one output.
        masses: Probabilities to hold, `(masses,)`.
        narrowest: Components are taken to have at least this scale, in units of y.
        precision: How precise they are to be.
        pictures: So many, of as many columns each, stand side by side.

    Returns:
        Logarithms of the levels, `(masses, columns)`; between the columns that they are worked out
        at, a few pixels apart, on straight lines.
    """
    columns = np.arange(len(mixture.log_weights))
    some = np.concatenate(
        [_some_columns(each, precision) for each in columns.reshape(pictures, -1)]
    )
    if mixture.transformed:
        levels = _transformed_levels(mixture[some], masses, precision)
        return np.stack([np.interp(columns, some, level) for level in levels])
    # Where the scales alone change, the levels are these numbers and a constant.
    weights, scales = mixture.weights, np.maximum(mixture.scales[..., 0], narrowest)
    concentration = (weights * np.log(np.maximum(weights, _LEAST_SHARE) / scales)).sum(axis=-1)
    levels = log_levels(mixture[some], masses, narrowest, precision) - concentration[some]
    between: Floats = np.stack([np.interp(columns, some, level) for level in levels])
    return between + concentration


def _some_columns(columns: NDArray[np.intp], precision: Precision) -> NDArray[np.intp]:
    """Those of a picture that levels are worked out at, the first and the last among them."""
    most = min(precision.columns, max(len(columns) // precision.apart, 1))
    return np.append(columns[: -1 : -(-len(columns) // most)], columns[-1:])


def log_levels(
    mixture: Mixture, masses: Sequence[float], narrowest: float, precision: Precision = LINES
) -> Floats:
    """The density that the highest-density regions are above, wherever they lie.

    It is the quantile of p(Y) at 1 - mass for Y drawn from p. In place of random draws stand points
    at even steps of probability, so that the levels move no faster than the mixtures do; they are
    drawn from a wider mixture and weighted for it, so that few of them tell of the tails too.

    Args:
        mixture: With batch shape `(columns,)` and one output.
        masses: Probabilities to hold, `(masses,)`.
        narrowest: Components are taken to have at least this scale, in units of y.
        precision: How many points of each mixture its levels are found from.

    Returns:
        Logarithms of the levels, `(masses, columns)`, of densities per unit of y.

    Source:
        Hyndman, "Computing and graphing highest density regions", The American Statistician 50
        (1996), pages 120-126: the level as a quantile of the density.
    """
    weights, means = mixture.weights, mixture.means[..., 0]
    # About their middle, a float32 is precise however far the means are from 0.
    means = (means - (weights * means).sum(axis=-1, keepdims=True)) / narrowest
    scales = np.maximum(mixture.scales[..., 0] / narrowest, 1.0)
    places, shares = _stand_ins(weights, means, scales, precision)
    heights = weights / (scales * sqrt(2 * pi))
    densities = np.maximum(sum_of_bells(heights, means, scales, places), _LEAST_DENSITY)
    return levels_holding(np.log(densities) - log(narrowest), shares, masses)


def _transformed_levels(mixture: Mixture, masses: Sequence[float], precision: Precision) -> Floats:
    """`log_levels` of transformed outputs, of which a narrow component is as narrow as it is."""
    weights, gaussian = mixture.weights, mixture.gaussian
    means, scales = gaussian.means[..., 0], gaussian.scales[..., 0]
    places, shares = _stand_ins(weights, means, scales, precision)
    # The density of what is Gaussian, in the narrowest scale: a thirtieth of the time of log_prob.
    middle = (weights * means).sum(axis=-1, keepdims=True)
    unit = scales.min(axis=-1, keepdims=True)
    densities = sum_of_bells(
        weights * unit / (scales * sqrt(2 * pi)),
        (means - middle) / unit,
        scales / unit,
        (places - middle) / unit,
    )
    log_densities = np.log(np.maximum(densities, _LEAST_DENSITY)) - np.log(unit)
    log_densities += mixture.log_slope(places[..., np.newaxis])[..., 0]
    return levels_holding(np.maximum(log_densities, _NOWHERE), shares, masses)


def _stand_ins(
    weights: Floats, means: Floats, scales: Floats, precision: Precision
) -> tuple[Floats, Floats]:
    """Points that stand for mixtures `(columns, components)`, and for how much of them.

    The components' probabilities stand in a row, one after the other; the points lie at the middles
    of even steps along it. Small components have more of the row than their due, and each is wider
    than it is.

    Returns:
        Twice `(columns, points)`; the shares are up to a constant.
    """
    columns, components = weights.shape
    points = min(max(precision.points, precision.each * components), _MOST_POINTS)
    due = weights**_EVENED
    due /= due.sum(axis=-1, keepdims=True)
    up_to = points * np.cumsum(due, axis=-1)
    last = np.rint(up_to).astype(np.intp)
    last[:, -1] = points
    counts = np.diff(last, axis=-1, prepend=0).ravel().astype(np.intp)
    due = np.maximum(due, _LEAST_SHARE)
    # How far into its component each point is, as a place in the table of quantiles.
    pace = _TABLE / (points * due)
    start = _TABLE - (up_to - 0.5) * pace
    of_component = np.stack([start, pace, means, scales, weights / due]).reshape(5, -1)
    start, pace, means, scales, shares = np.repeat(of_component, counts, axis=1).reshape(
        5, columns, points
    )
    within = np.clip(start + pace * np.arange(points), 0, _TABLE - 1).astype(np.intp)
    quantiles, shares_there = _widened_quantiles()
    places: Floats = means + scales * quantiles[within]
    shares *= shares_there[within]
    return places, shares


@cache
def _widened_quantiles() -> tuple[Floats, Floats]:
    """Quantiles of the wider normal distribution, and the shares of the points there, `(table,)`.

    Looking one up takes a tenth of the time of working it out.
    """
    quantiles = special.ndtri((np.arange(_TABLE) + 0.5) / _TABLE)
    widened = _WIDER * quantiles
    return widened, np.exp(-0.5 * (widened**2 - quantiles**2))


def levels_holding(
    log_densities: NDArray[np.floating], shares: Floats, masses: Sequence[float]
) -> Floats:
    """Where the highest densities have added up to each mass.

    Args:
        log_densities: Of points, `(columns, points)`.
        shares: How much of the whole each point stands for, up to a constant, likewise.
        masses: `(masses,)`.

    Returns:
        Logarithms of densities, `(masses, columns)`.
    """
    rows = np.arange(len(log_densities))
    highest_first = np.argsort(-log_densities, axis=-1)
    falling = log_densities[rows[:, np.newaxis], highest_first]
    held = np.cumsum(shares[rows[:, np.newaxis], highest_first], axis=-1)
    whole = held[:, -1:].copy()
    held -= np.diff(held, axis=-1, prepend=0.0) / 2
    held /= whole
    levels = []
    for mass in masses:
        after = np.clip((held < mass).sum(axis=-1), 1, held.shape[1] - 1)
        low, high = held[rows, after - 1], held[rows, after]
        fraction = np.clip((mass - low) / np.maximum(high - low, _LEAST_SHARE), 0.0, 1.0)
        before, then = falling[rows, after - 1], falling[rows, after]
        levels.append(before + fraction * (then - before))
    return np.stack(levels)


def truth_contours(
    log_density: Floats, x: Floats, y: Floats, masses: Sequence[float] = MASSES
) -> tuple[Band, ...]:
    """Outlines of the highest-density regions of a known density, to compare with a network's.

    The level of each column is found on the grid itself, which should therefore hold nearly all
    of the density.

    Args:
        log_density: In nats, `(columns, points)`; `-inf` where the density is 0. Columns that are
            so everywhere, or hold what is not a number, are left out.
        x: Of the columns, increasing, `(columns,)`.
        y: Of the points, increasing, `(points,)`.
        masses: Probabilities to hold, above 0 and below 1.

    Returns:
        A band for each mass; without lines where there is but one column or one point.
    """
    if min(log_density.shape) < 2:
        return tuple(Band(mass, ()) for mass in masses)
    highest = log_density.max(axis=1, keepdims=True)
    known = np.isfinite(highest)
    below_top = np.where(known, log_density - np.where(known, highest, 0.0), np.nan)
    below_top = np.maximum(below_top, _NOWHERE)  # no infinity, for levels lie between two of them
    shares = np.exp(below_top) * np.gradient(y)
    levels = levels_holding(below_top, shares, masses)
    return _bands(below_top, levels, x, y, masses)


def _bands(
    log_density: NDArray[np.floating],
    log_levels: Floats,
    x: Floats,
    y: Floats,
    masses: Sequence[float],
) -> tuple[Band, ...]:
    # Imported with the first lines, for a window that draws none yet is to be seen at once.
    from contourpy import LineType, contour_generator  # noqa: PLC0415 - for the reason above

    bands = []
    for mass, level in zip(masses, log_levels, strict=True):
        # Bounded, for a line is sought between points at a share of their heights.
        above = np.clip(log_density - level[:, np.newaxis], -_STEEPEST, _STEEPEST)
        lines = contour_generator(x, y, above.T, line_type=LineType.Separate).lines(-SLACK)
        bands.append(Band(mass, tuple(cast("list[Floats]", lines))))  # Separate makes lists
    return tuple(bands)
