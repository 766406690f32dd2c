"""The row that is most like all others: where a person stands first."""

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.kinds import Category, Kind
from mdn_gui.core.spread import unit

type Floats = NDArray[np.float64]


MOST_CANDIDATES = 20_000
"""Of a table of more rows, the most typical is found among so many, drawn at random."""


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
    rows = np.arange(len(inputs))
    if len(rows) > MOST_CANDIDATES:
        rows = np.random.default_rng(0).choice(rows, MOST_CANDIDATES, replace=False)
    total = np.zeros(len(rows))
    for values, kind in zip(inputs.T, kinds, strict=True):
        apart = _differing if isinstance(kind, Category) else _apart
        total += apart(values[rows], values)
    return int(rows[np.argmin(total)])


def _differing(candidates: Floats, levels: Floats) -> Floats:
    """How many rows have another level than each candidate; a missing one is like none."""
    distinct, counts = np.unique(levels, return_counts=True)
    others: Floats = len(levels) - counts[np.searchsorted(distinct, candidates)].astype(np.float64)
    return np.where(np.isnan(candidates), len(levels), others)


def _apart(candidates: Floats, values: Floats) -> Floats:
    """Sum of the distances of each candidate to all numbers, in spreads.

    A missing value lies as far away as the number that lies farthest.
    """
    known = np.sort(values[np.isfinite(values)])
    if not len(known):
        return np.zeros(len(candidates))
    increasing = (known - known[0]) / unit(known)
    sums = np.append(0.0, np.cumsum(increasing))
    place = np.searchsorted(known, np.where(np.isfinite(candidates), candidates, known[0]))
    own, below = increasing[place], place
    apart = own * below - sums[below] + (sums[-1] - sums[below]) - own * (len(known) - below)
    ends = sums[-1], increasing[-1] * len(known) - sums[-1]  # of the least and the greatest
    farthest: Floats = np.where(np.isfinite(candidates), apart, max(ends))
    return farthest
