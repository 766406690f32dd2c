"""Two numerical tools that the mixtures rest on: sums in log space and bracketed roots."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Indices = NDArray[np.intp]

EPSILON = float(np.finfo(np.float64).eps)
_MOST_STEPS = 2200  # as many halvings leave adjacent doubles of any bracket


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
        target = np.where(trusted, newton, lower + 0.5 * (upper - lower))
        move = np.abs(target - point)
        low[active], high[active], root[active], stride[active] = lower, upper, target, move
        active = active[move > np.maximum(resolution[active], 2 * EPSILON * np.abs(target))]
        if not active.size:
            break
    return root
