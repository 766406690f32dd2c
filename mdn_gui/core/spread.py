"""How far the values of a column spread, which of them stand alone, and by what they step."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_FEW_VALUES = 50  # a column of no more distinct values has steps
_ISOLATION = 5.0  # spreads between an isolated value and its neighbours
_MOST_ISOLATED = 0.3  # share of the rows
_FEWEST_ISOLATED = 2  # rows, of which both have the value
_MANY, _MOST_BINS = 10_000, 1e6
_QUARTILE_RANGE, _DECILE_RANGE = 1.349, 2.563  # of a Gaussian, in standard deviations
_LEAST_SPREAD = 1e-300  # of a column, so that sums over rows in units of it are finite


def spread(values: Floats) -> float:
    """A standard deviation that outliers do not widen.

    Args:
        values: One column, `(rows,)`.

    Returns:
        The lesser of what the quartiles and the outer deciles say of a Gaussian; the other where
        one is 0; the standard deviation where both are. 0 for a constant column only.
    """
    low, first, third, high = np.quantile(values, [0.1, 0.25, 0.75, 0.9])
    estimates = (third - first) / _QUARTILE_RANGE, (high - low) / _DECILE_RANGE
    positive = [estimate for estimate in estimates if estimate > 0]
    if positive:
        return float(min(positive))
    # Of equal values, the mean and with it the deviation may be off by rounding.
    return float(np.std(values)) if values.min() < values.max() else 0.0


def isolated_values(values: Floats) -> Floats:
    """Values that repeat and lie far from all others, such as a code -999 for a missing cell.

    Args:
        values: One column, `(rows,)`.

    Returns:
        Those that occur at least twice, in less than 30% of the rows, and more than five spreads
        from their neighbours; `(values,)`, increasing. None where all others are one value, as of
        a flag that is seldom set.
    """
    if len(values) < _FEWEST_ISOLATED:
        return values[:0]
    reach = _ISOLATION * spread(values)
    if len(values) > _MANY and not _may_stand_alone(values, reach):
        return values[:0]
    distinct, counts = np.unique(values, return_counts=True)
    rare = (counts >= 2) & (counts < _MOST_ISOLATED * len(values))
    if len(distinct) < 2 or not rare.any():
        return distinct[:0]
    gaps = np.diff(distinct)
    nearest = np.minimum(np.append(np.inf, gaps), np.append(gaps, np.inf))
    isolated: Floats = distinct[rare & (nearest > reach)]
    return isolated if len(distinct) > len(isolated) + 1 else isolated[:0]


def _may_stand_alone(values: Floats, reach: float) -> bool:
    """Whether any value may have no other within reach; quicker than sorting tells.

    Of bins half as wide, that of such a value stands between empty ones.
    """
    low, high = float(values.min()), float(values.max())
    bins = 2.0 * (high - low) / reach if reach > 0.0 else np.inf
    if not bins < _MOST_BINS:
        return True
    found = np.bincount(((values - low) * (2.0 / reach)).astype(np.int64), minlength=int(bins) + 1)
    filled = np.pad(found > 0, 1)
    return bool((filled[1:-1] & ~filled[:-2] & ~filled[2:]).any())


def step(values: Floats) -> float:
    """The median gap of a column of few distinct values; 0 of one of many."""
    distinct = np.unique(values)
    if not 1 < len(distinct) <= _FEW_VALUES:
        return 0.0
    return float(np.median(np.diff(distinct)))


def unit(values: Floats) -> float:
    """The spread of a column; where it has none its greatest magnitude, or else 1."""
    found = spread(values)
    # A constant column has one place only; what is near it is a matter of its magnitude.
    magnitude = float(np.abs(values).max())
    positive = found if found > 0 else magnitude if magnitude > 0 else 1.0
    return max(positive, _LEAST_SPREAD)
