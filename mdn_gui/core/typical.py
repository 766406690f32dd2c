"""The row that is most like all others: where a person stands first."""

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.kinds import Category, Kind
from mdn_gui.core.spread import unit

type Floats = NDArray[np.float64]


def most_typical(inputs: Floats, kinds: tuple[Kind, ...]) -> int:
    """Find the medoid: the row from which the others lie least far, on the whole.

    Unlike the median of each column by itself it is a row that there is, so that what is shown of
    its place rests on data. The distance between two rows is the sum over columns of how far their
    numbers lie apart, in spreads, and of 1 for each level that they differ in.

    Args:
        inputs: Of at least one row, `(rows, inputs)`.
        kinds: What the columns hold.

    Returns:
        Its number, from 0; of equals, one.

    Source:
        Kaufman and Rousseeuw, "Clustering by means of medoids", 1987; the distance is that of
        Gower, "A general coefficient of similarity", Biometrics 27 (1971), but for the unit. As a
        sum over columns it needs no pairs of rows.
    """
    total = np.zeros(len(inputs))
    for values, kind in zip(inputs.T, kinds, strict=True):
        total += _differing(values) if isinstance(kind, Category) else _apart(values)
    return int(np.argmin(total))


def _differing(levels: Floats) -> Floats:
    """How many rows have another level than each, `(rows,)`; those of none are alike."""
    _, place, counts = np.unique(levels, return_inverse=True, return_counts=True)
    others: Floats = len(levels) - counts[place].astype(np.float64)
    return others


def _apart(values: Floats) -> Floats:
    """Sum of the distances of each number to all others, in spreads, `(rows,)`.

    A missing value lies as far away as the number that lies farthest.
    """
    total = np.zeros(len(values))
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return total
    known = known[np.argsort(values[known])]
    increasing = (values[known] - values[known[0]]) / unit(values[known])
    below = np.arange(len(known))
    above = below[::-1]
    before = np.cumsum(increasing) - increasing
    after = increasing.sum() - before - increasing
    sums = increasing * below - before + after - increasing * above
    total[:] = sums.max()
    total[known] = sums
    return total
