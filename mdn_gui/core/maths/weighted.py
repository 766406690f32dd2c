"""Quantiles of rows that each stand for some number of rows, their weight.

Weights matter relative to each other alone. Where a statistic depends on how many rows there are,
the least weight counts as one row: whole weights of which the least is 1 give what the repeated
rows would.
"""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

type Weights = NDArray[np.float64]

MOST_ROWS = 1e15
"""So many rows at most do weights stand for: doubles tell rows apart up to there."""

_ROUNDING = 1e-9  # of a sum of weights, relative: nearer, two are the same


def row_unit(total: float, least: float) -> float:
    """The weight that counts as one row.

    Args:
        total: Sum of all weights.
        least: The least of them.
    """
    return max(least, total / MOST_ROWS)


def rows_of(amount: float) -> float:
    """A number of rows without what the order of adding up their weights left of rounding."""
    return float(f"{amount:.12g}")


def weighted_mean(values: NDArray[np.float64], weights: Weights | None) -> NDArray[np.float64]:
    """Mean of the rows of values (rows, ...), each as often as its weight says; (...).

    In units of the greatest weight: products with a very small one would have no digits.
    """
    shares = None if weights is None else weights / weights.max()
    mean: NDArray[np.float64] = np.average(values, axis=0, weights=shares)
    return mean


def effective_rows(weights: Weights) -> float:
    """How many rows of one weight tell as much of a mean as these, (rows,).

    Source:
        Kish, "Survey Sampling" (1965), section 11.2: the square of the sum over the sum of squares.
    """
    shares = weights / weights.sum()
    return float(1 / (shares**2).sum())


def reached(cumulated: NDArray[np.float64], amounts: NDArray[np.float64]) -> NDArray[np.intp]:
    """Where sums come to amounts.

    Args:
        cumulated: Sums of weights, increasing, (rows,).
        amounts: Of any shape.

    Returns:
        The first place at which a sum is at least each amount; the last place, if none is.
    """
    target = amounts * (1 - _ROUNDING)
    return np.minimum(np.searchsorted(cumulated, target), len(cumulated) - 1)


def quantiles(
    values: NDArray[Any],
    levels: NDArray[np.float64],
    method: Literal["linear", "lower", "higher"],
    weights: Weights | None,
) -> NDArray[Any]:
    """Quantiles of columns, those of `numpy.quantile` of the repeated rows.

    Args:
        values: (rows, columns).
        levels: Between 0 and 1, (levels,).
        method: What lies between two values: a line, the lower or the higher one.
        weights: (rows,); None if each row is one.

    Returns:
        (levels, columns).
    """
    if weights is None:
        plain: NDArray[Any] = np.quantile(values, levels, axis=0, method=method)
        return plain
    order = np.argsort(values, axis=0)
    unit = row_unit(float(weights.sum()), float(weights.min()))
    found = []
    for column, places in zip(values.T, order.T, strict=True):
        cumulated = np.cumsum(weights[places] / unit)
        at = levels * (rows_of(float(cumulated[-1])) - 1)
        below, above = (
            column[places[reached(cumulated, end(at) + 1)]] for end in (np.floor, np.ceil)
        )
        if method == "linear":
            found.append(below + (at - np.floor(at)) * (above - below))
        else:
            found.append(below if method == "lower" else above)
    return np.stack(found, axis=1)
