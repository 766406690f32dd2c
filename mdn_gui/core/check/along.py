"""Coverage, CRPS and width along one input."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mdn_gui.core.check.coverage import MASSES, expected, two_sided
from mdn_gui.core.check.ranges import FEWEST_ROWS, Bins, bins_of
from mdn_gui.core.check.scores import Judged
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.maths.numerics import Floats

MASS = 0.9
"""Of the regions whose coverage is told along an input."""

_MOST_BINS = 12
_CONFIDENCE = 0.05


@dataclass(frozen=True, eq=False)
class Along:
    """Means of the rows in each bin of an input.

    Attributes:
        bins: Of the rows.
        rows: How many are in each, `(bins,)`.
        coverage: Share of them in the central interval of mass `MASS`, `(bins,)`.
        low: Least share that is expected of a right density, at 95% for all bins together.
        high: The greatest.
        off: Which bins are too far off, of those of enough rows, `(bins,)`.
        crps: Mean CRPS, `(bins,)`; NaN of bins without a row that was looked at.
        width: Mean width of the interval, `(bins,)`; likewise.
    """

    bins: Bins
    rows: Floats
    coverage: Floats
    low: Floats
    high: Floats
    off: np.ndarray[tuple[int], np.dtype[np.bool_]]
    crps: Floats
    width: Floats


def along(judged: Judged, column: int, target: int) -> Along:
    """Look along an input.

    Args:
        judged: What a density made of the rows.
        column: Number of the input, from 0.
        target: Number of the target.
    """
    test = judged.test
    enough = max(1, min(_MOST_BINS, test.rows // FEWEST_ROWS))
    bins = bins_of(test, column, enough)
    count = len(bins)
    rows = np.bincount(bins.number, minlength=count)
    weight = np.bincount(bins.number, judged.weights, minlength=count)
    effective = weight**2 / np.bincount(bins.number, judged.weights**2, minlength=count)
    inside = np.bincount(bins.number, judged.weights * judged.inside(MASS, target), minlength=count)
    share = inside / weight
    tails = two_sided(share * effective, effective, MASS)
    ends = np.array(
        [expected(MASS, max(1, round(float(n))), _CONFIDENCE / count) for n in effective]
    )
    looked_at = bins.number[judged.looked_at]
    some = np.bincount(looked_at, judged.some, minlength=count)
    at = MASSES.index(MASS)
    width = judged.interval_ends[at, 1, :, target] - judged.interval_ends[at, 0, :, target]
    with np.errstate(invalid="ignore"):
        crps, widths = (
            np.bincount(looked_at, judged.some * values, minlength=count) / some
            for values in (judged.crps[:, target], width)
        )
    off = (rows >= FEWEST_ROWS) & (tails <= _CONFIDENCE / count)
    return Along(bins, rows.astype(np.float64), share, ends[:, 0], ends[:, 1], off, crps, widths)


def mean_along(test: Dataset, column: int, values: Floats) -> tuple[Bins, Floats]:
    """Mean of a number of each row in bins of an input.

    Args:
        test: The rows.
        column: Number of the input, from 0.
        values: `(rows,)`.

    Returns:
        The bins, and the mean in each, `(bins,)`.
    """
    bins = bins_of(test, column, max(1, min(_MOST_BINS, test.rows // FEWEST_ROWS)))
    count = len(bins)
    sums = np.bincount(bins.number, values, minlength=count)
    means: Floats = sums / np.bincount(bins.number, minlength=count)
    return bins, means
