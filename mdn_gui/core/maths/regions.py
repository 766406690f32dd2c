"""The shape of one univariate density: its modes, its highest-density regions and its entropy."""

from math import e, log, pi
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import EPSILON, Floats, Indices, increasing_roots, log_sum_exp
from mdn_gui.core.maths.quadrature import gauss_legendre
from mdn_gui.core.maths.univariate import Components, interval_probability

# In scales. Beyond the last, a component holds 4e-10 of its probability; between two, its share of
# the density is so smooth that a few points are precise to 1e-7, and still are where breaks this
# close to those of other components are left out.
_BREAKS = np.linspace(-6.25, 6.25, 11)
_CLOSEST_BREAK = 0.6


def entropy(components: Components) -> float:
    """Differential entropy of y, by the chain rule over y and the component K that y comes from.

    H(Y) = H(K) + H(Y | K) - H(K | Y). The first two terms are closed forms; the last, from 0
    where no components overlap to log K, is integrated.

    Args:
        components: Of one mixture, `(components,)`.

    Returns:
        In nats of y in its own units, to within 1e-6 as long as no scale is below the rounding of
        the means.

    Source:
        Cover and Thomas, "Elements of Information Theory", 2nd edition (2006), theorem 2.2.1 and
        example 8.1.2.
    """
    components = components.alive()
    weights = np.exp(components.log_weights)
    within = weights @ (np.log(components.scales) + 0.5 * log(2 * pi * e))
    return float(special.entr(weights).sum() + within - _equivocation(components))


def _equivocation(components: Components) -> float:
    """H(K | Y): what y leaves open about the component that it comes from, in nats."""
    # Points near 0 are the more precise ones, and the narrowest component needs them most.
    components = components._replace(
        means=components.means - components.means[components.scales.argmin()]
    )
    y, widths = gauss_legendre(components.around(_BREAKS, _CLOSEST_BREAK))
    log_heights = components.log_weights - np.log(components.scales) - 0.5 * log(2 * pi)
    with np.errstate(over="ignore"):
        densities = np.exp(log_heights - 0.5 * components.standardised(y) ** 2)
    losses = special.rel_entr(densities, densities.sum(axis=-1, keepdims=True)).sum(axis=-1)
    return -float(widths @ losses)


_DRAWN_OFFSETS = np.array([0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0])
_ONE_SIDE = np.concatenate([np.arange(0.0, 4.0, 0.25), [4, 5, 6, 8, 12, 20, 40]])
_SEARCHED_OFFSETS = np.concatenate([-_ONE_SIDE[:0:-1], _ONE_SIDE])
_REFINEMENTS = 4
_CLOSEST = 0.1  # scales between two points of the search
# The dip between two modes falls with the fourth power of their distance: closer than this many
# of the smallest scale, it is below the rounding of the density.
_SMALLEST_GAP = 1e-4
# Newton steps this small leave errors of their square.
_RESOLUTION = 1e-9


class _Shape(NamedTuple):
    """Log-density at points, and its first two derivatives, each `(points,)`."""

    log_density: Floats
    slope: Floats
    curvature: Floats


def _shape(y: Floats, components: Components) -> _Shape:
    log_weights, _, scales = components
    z = components.standardised(y)
    with np.errstate(over="ignore", invalid="ignore"):
        log_joint = log_weights - 0.5 * z**2 - np.log(scales) - 0.5 * log(2 * pi)
        log_density = log_sum_exp(log_joint)
        responsibility = np.exp(log_joint - log_density[:, np.newaxis])
        pull = np.where(responsibility > 0.0, -z / scales, 0.0)
        slope = (responsibility * pull).sum(axis=-1)
        curvature = (responsibility * (pull**2 - scales**-2)).sum(axis=-1) - slope**2
    return _Shape(log_density, slope, curvature)


def _around(components: Components, offsets: Floats) -> Floats:
    steps = components.scales[:, np.newaxis] * np.concatenate([-offsets, offsets])
    return np.unique(components.means[:, np.newaxis] + steps)


def density_grid(points: int, components: Components) -> Floats:
    """Points at which to draw a density: around every component, over an even background.

    Args:
        points: Number of points of the background.
        components: Of one mixture, `(components,)`.

    Returns:
        Increasing values of y, `(n,)`: each mean; a background that reaches four scales beyond all
        of them; and as far around each, half a scale apart, where it is not as dense itself.
    """
    components = components.alive()
    reach = _DRAWN_OFFSETS[-1] * components.scales
    low, high = (components.means - reach).min(), (components.means + reach).max()
    background, step = np.linspace(low, high, points, retstep=True)
    narrow = components.scales < 2.0 * step
    around = _around(Components(*(each[narrow] for each in components)), _DRAWN_OFFSETS)
    return np.union1d(np.concatenate([around, components.means]), background)


def _search(components: Components) -> tuple[Floats, _Shape]:
    """A grid that no pair of a mode and an antimode slips through, and the shape on it."""
    grid = components.around(_SEARCHED_OFFSETS, _CLOSEST)
    shape = _shape(grid, components)
    for _ in range(_REFINEMENTS):
        # A cell that hides such a pair holds the extreme slope between them: look there too.
        rising, convex = shape.slope > 0.0, shape.curvature > 0.0
        cell = np.flatnonzero((rising[:-1] == rising[1:]) & (convex[:-1] != convex[1:]))
        before, after = shape.curvature[cell], shape.curvature[cell + 1]
        # The bounds make the cell shrink from both ends, however bent the curvature is.
        fraction = np.clip(before / (before - after), 0.2, 0.8)
        extra = grid[cell] + fraction * (grid[cell + 1] - grid[cell])
        grid, shape = _inserted(grid, shape, cell + 1, extra, components)
    return grid, shape


def _inserted(
    grid: Floats, shape: _Shape, index: Indices, extra: Floats, components: Components
) -> tuple[Floats, _Shape]:
    parts = zip(shape, _shape(extra, components), strict=True)
    merged = _Shape(*(np.insert(old, index, new) for old, new in parts))
    return np.insert(grid, index, extra), merged


def _turning_points(
    grid: Floats, shape: _Shape, components: Components
) -> tuple[Floats, Indices, NDArray[np.bool_]]:
    """Modes and antimodes, the cells of the grid that they lie in, and which are modes."""
    rising = shape.slope > 0.0
    cell = np.flatnonzero(rising[:-1] != rising[1:])
    is_mode = rising[cell]
    sign = np.where(is_mode, -1.0, 1.0)

    def signed_slope(y: Floats, index: Indices) -> tuple[Floats, Floats]:
        there = _shape(y, components)
        return sign[index] * there.slope, sign[index] * there.curvature

    low, high = grid[cell], grid[cell + 1]
    resolution = EPSILON * components.scales.min()
    points = increasing_roots(signed_slope, low, high, 0.5 * (low + high), resolution)
    return points, cell, is_mode


class Landscape(NamedTuple):
    """Where a mixture's density rises and falls: what modes and regions are found from.

    Attributes:
        components: Those with a weight, of one mixture, `(components,)`.
        grid: Increasing values of y, `(grid,)`, all modes and antimodes among them.
        log_density: On the grid, `(grid,)`.
        modes: Positions of the local maxima, increasing, `(modes,)`.
    """

    components: Components
    grid: Floats
    log_density: Floats
    modes: Floats


def survey(components: Components) -> Landscape:
    """Find every mode and antimode of a mixture `(components,)`."""
    components = components.alive()
    grid, shape = _search(components)
    points, cell, is_mode = _turning_points(grid, shape, components)
    grid, (log_density, *_) = _inserted(grid, shape, cell + 1, points, components)
    return Landscape(components, grid, log_density, points[is_mode])


def modes(landscape: Landscape) -> tuple[Floats, Floats]:
    """Local maxima of the density.

    Args:
        landscape: Of one mixture.

    Returns:
        Positions in increasing order and the densities there, each `(modes,)`; a mode whose
        density is below the least double is left out.
    """
    components = landscape.components
    gaps = np.diff(landscape.modes, prepend=-np.inf)
    positions = landscape.modes[gaps > _SMALLEST_GAP * components.scales.min()]
    densities = np.exp(_shape(positions, components).log_density)
    return positions[densities > 0.0], densities[densities > 0.0]


def highest_density_regions(
    mass: float, landscape: Landscape, measure: Components | None = None
) -> Floats:
    """Smallest set of intervals that holds a given probability.

    The density is at or above one level inside and below it outside; the level is the root of the
    probability above it, less the mass.

    Args:
        mass: Probability to hold, in (0, 1).
        landscape: Of one mixture.
        measure: The mixture `(components,)` that the probability is of, where that is not the one
            of the landscape.

    Returns:
        Separate intervals in increasing order, `(regions, 2)`.

    Source:
        Hyndman, "Computing and graphing highest density regions", The American Statistician 50
        (1996), section 2.
    """
    components, grid, log_density, _ = landscape

    def missing_mass(level: Floats, _: Indices) -> tuple[Floats, Floats]:
        edges = _crossings(level, grid, log_density, components)
        held = interval_probability(edges[::2], edges[1::2], measure or components).sum()
        slopes = np.abs(_shape(edges, components).slope)
        if measure is None:
            growth = np.exp(level) * np.sum(1.0 / slopes)
        else:
            growth = np.sum(np.exp(_shape(edges, measure).log_density) / slopes, keepdims=True)
        return np.array([mass - held]), growth

    low = np.array([max(log_density[0], log_density[-1])])
    high = np.array([log_density.max()])
    start = np.clip(_rough_level(mass, grid, log_density, measure), low, high)
    level = increasing_roots(missing_mass, low, high, start, _RESOLUTION)
    return _crossings(level, grid, log_density, components).reshape(-1, 2)


def _rough_level(
    mass: float, grid: Floats, log_density: Floats, measure: Components | None
) -> float:
    """Log-density at which the highest cells of the grid have added up to the mass."""
    heights = 0.5 * (log_density[:-1] + log_density[1:])
    highest_first = np.argsort(-heights)
    if measure is None:
        masses = (np.exp(heights) * np.diff(grid))[highest_first]
    else:
        masses = interval_probability(grid[:-1], grid[1:], measure)[highest_first]
    missing = int(np.count_nonzero(np.cumsum(masses) < mass))
    return float(heights[highest_first][min(missing, heights.size - 1)])


def _crossings(level: Floats, grid: Floats, log_density: Floats, components: Components) -> Floats:
    """Where the log-density crosses a level: upwards and downwards in turn."""
    above = log_density > level
    cell = np.flatnonzero(above[:-1] != above[1:])
    sign = np.where(above[cell], -1.0, 1.0)

    def signed_height(y: Floats, index: Indices) -> tuple[Floats, Floats]:
        shape = _shape(y, components)
        return sign[index] * (shape.log_density - level), sign[index] * shape.slope

    low, high = grid[cell], grid[cell + 1]
    fraction = (level - log_density[cell]) / (log_density[cell + 1] - log_density[cell])
    resolution = _RESOLUTION * components.scales.min()
    return increasing_roots(signed_height, low, high, low + fraction * (high - low), resolution)
