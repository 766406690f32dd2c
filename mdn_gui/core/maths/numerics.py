"""What the mixtures rest on: standardised distances, sums in log space and bracketed roots."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Indices = NDArray[np.intp]

EPSILON = float(np.finfo(np.float64).eps)
_MOST_STEPS = 2200  # as many halvings leave adjacent doubles of any bracket


def standardised(values: Floats, centres: Floats, scales: Floats) -> Floats:
    """Distance of values from centres, in scales, where the plain difference overflows too.

    Args:
        values: Of any shape that broadcasts against the others.
        centres: Finite, in the units of the values.
        scales: Positive and finite, in the units of the values.

    Returns:
        Of the common shape; infinite where a value is, or where the distance is beyond doubles.
    """
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        z: Floats = (values - centres) / scales
        finite = np.isfinite(z)
        if not finite.all():
            halves = (0.5 * values - 0.5 * centres) / (0.5 * scales)
            z = np.where(finite, z, halves)
    return z


def mean_and_deviation(values: Floats, weights: Floats | None = None) -> tuple[Floats, Floats]:
    """Mean and standard deviation of columns, whatever their magnitude.

    Args:
        values: `(rows, columns)`, finite, at least one row.
        weights: How many rows each stands for, `(rows,)`; None if each is one.

    Returns:
        The means, `(columns,)`, and the standard deviations, `(columns,)`; of a constant column
        its value and 0, exactly.
    """
    low, high = values.min(axis=0), values.max(axis=0)
    # Statistics of offsets from the middle, in units of half the range, neither lose their digits
    # to a large offset nor overflow or underflow when squared.
    middle, half_range = low / 2 + high / 2, high / 2 - low / 2
    varies = half_range > 0
    unit = np.where(varies, half_range, 1.0)
    offsets = np.where(varies, (values - middle) / unit, 0.0)
    if weights is None:
        shift, deviation = offsets.mean(axis=0), offsets.std(axis=0)
    else:
        shares = weights[:, np.newaxis] / weights.sum()
        shift = (shares * offsets).sum(axis=0)
        deviation = np.sqrt((shares * (offsets - shift) ** 2).sum(axis=0))
    mean = np.where(varies, middle + unit * shift, low)
    return mean, unit * deviation


def log_sum_exp(terms: Floats) -> Floats:
    """Logarithm of the sum of exponentials over the last axis.

    Args:
        terms: Logarithms, `(..., terms)`; `-inf` stands for zero.

    Returns:
        `(...)`; `-inf` where every term is.
    """
    largest = terms.max(axis=-1, keepdims=True)
    top = np.where(largest > -np.inf, largest, 0.0)
    with np.errstate(divide="ignore"):
        total: Floats = top[..., 0] + np.log(np.exp(terms - top).sum(axis=-1))
    return total


def increasing_roots(
    function: Callable[[Floats, Indices], tuple[Floats, Floats]],
    low: Floats,
    high: Floats,
    start: Floats,
    resolution: Floats | float,
) -> Floats:
    """Roots of many increasing functions at once: Newton's method inside a shrinking bracket.

    A Newton step is taken where it stays in the bracket and at least halves the step before it;
    otherwise the bracket is halved.

    Args:
        function: Takes points `(active,)` and the indices `(active,)` of the roots they belong to;
            returns the values and the slopes there.
        low: Lower ends of the brackets, `(roots,)`.
        high: Upper ends of the brackets, `(roots,)`.
        start: First points, inside the brackets, `(roots,)`.
        resolution: Steps at or below it end the search, `(roots,)` or one for all; as does a step
            within the rounding of the point itself.

    Returns:
        The roots, `(roots,)`; where a function has no sign change, the end of its bracket.

    Source:
        Press et al., Numerical Recipes, 3rd edition, section 9.4 (the safeguarded Newton method).
    """
    low, high, root = low.copy(), high.copy(), start.copy()
    resolution = np.broadcast_to(resolution, root.shape)
    with np.errstate(over="ignore"):
        stride = high - low
    active = np.arange(root.size)
    for _ in range(_MOST_STEPS):
        point = root[active]
        value, slope = function(point, active)
        lower = np.where(value <= 0.0, point, low[active])
        upper = np.where(value >= 0.0, point, high[active])
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            step = -value / slope
            newton = point + step
        trusted = (lower <= newton) & (newton <= upper) & (np.abs(step) <= 0.5 * stride[active])
        # Halves of the ends: their difference may be beyond doubles.
        target = np.where(trusted, newton, lower + (0.5 * upper - 0.5 * lower))
        move = np.abs(target - point)
        low[active], high[active], root[active], stride[active] = lower, upper, target, move
        active = active[move > np.maximum(resolution[active], 2 * EPSILON * np.abs(target))]
        if not active.size:
            break
    return root
