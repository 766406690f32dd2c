"""Where along the inputs a density is off: bins of each input, and the worst range of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.check.coverage import expected, two_sided
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kinds import Category
from mdn_gui.core.maths.numerics import Floats

MOST_BINS = 20
"""Of one input."""

FEWEST_ROWS = 30
"""A range of fewer rows is not judged."""

LEAST_SHARE = 0.05
"""Nor is one of a smaller share of the rows."""

_WIDTHS = (1, 2, 3, 5, 7, 10, 14)  # of ranges, in bins: nearly as good as all, and fewer to look at


@dataclass(frozen=True, eq=False)
class Bins:
    """Rows in bins along one input, in the order of its values; missing cells are the last bin.

    Attributes:
        column: Number of the input, from 0.
        low: Least value in each bin, `(bins,)`; NaN for missing cells.
        high: The greatest.
        number: The bin of each row, `(rows,)`.
        ordered: Whether neighbouring bins may be joined: not of levels, nor with missing cells.
    """

    column: int
    low: Floats
    high: Floats
    number: NDArray[np.intp]
    ordered: bool

    def __len__(self) -> int:
        return len(self.low)

    def ranges(self) -> Iterator[tuple[int, int]]:
        """Bins that may be joined, each as the first and the one behind the last."""
        joinable = len(self) - bool(np.isnan(self.low[-1])) if self.ordered else 0
        for width in _WIDTHS if self.ordered else (1,):
            for first in range(max(0, joinable - width + 1) if self.ordered else len(self)):
                yield first, first + width
        if self.ordered and joinable < len(self):
            yield joinable, len(self)


@dataclass(frozen=True, slots=True)
class Range:
    """Rows of one range of an input, and how far they are off.

    Attributes:
        column: Number of the input, from 0.
        low: The least value; NaN for missing cells.
        high: The greatest.
        measure: Number of the measure, in the order that they were given in.
        rows: How many there are.
        observed: The share of them for which the measure holds.
        mass: The share that should be.
        expected: What the share lies between with 95% where the density is right.
        p_value: How often one of all ranges and measures of a right density is as far off, at most.
    """

    column: int
    low: float
    high: float
    measure: int
    rows: int
    observed: float
    mass: float
    expected: tuple[float, float]
    p_value: float

    @property
    def off(self) -> float:
        """The observed share less the one that should be."""
        return self.observed - self.mass


def bins_of(test: Dataset, column: int, most: int = MOST_BINS) -> Bins:
    """Put rows into bins of about as many rows along an input.

    Args:
        test: The rows.
        column: Number of the input.
        most: So many bins at most, but for a category, whose levels are its bins.
    """
    values, kind = test.inputs[:, column], test.input_kinds[column]
    missing = np.isnan(values)
    present = values[~missing]
    if isinstance(kind, Category) or len(np.unique(present)) <= most:
        edges = np.unique(present)[1:]
    else:
        edges = np.unique(np.quantile(present, np.arange(1, most) / most, method="higher"))
        edges = edges[edges > present.min()] if len(present) else edges
    number = np.where(missing, len(edges) + 1, np.searchsorted(edges, values, side="right"))
    used, number = np.unique(number, return_inverse=True)
    order = np.argsort(number, kind="stable")
    starts = np.searchsorted(number[order], np.arange(len(used)))
    low = np.minimum.reduceat(values[order], starts)
    high = np.maximum.reduceat(values[order], starts)
    return Bins(column, low, high, number, ordered=not isinstance(kind, Category))


def worst_range(
    test: Dataset,
    measures: Sequence[tuple[float, NDArray[np.bool_]]],
    weights: Floats | None,
    effect: float,
) -> Range | None:
    """The range that chance explains least, of those that are off by enough to matter.

    All ranges of all inputs are looked at, so that the probability of the least likely one is told
    times their number (Bonferroni's bound, which holds however they overlap).

    Args:
        test: The rows.
        measures: Shares that should be, and for which rows each measure holds, `(rows,)`.
        weights: What rows count beside others, `(rows,)`; None for all the same.
        effect: From which difference of shares on a range matters.

    Returns:
        The range; None if none is off by that much.
    """
    found: Range | None = None
    looks, counts = 0, np.ones(test.rows) if weights is None else weights
    for column in range(len(test.input_names)):
        bins = bins_of(test, column)
        rows = np.bincount(bins.number, minlength=len(bins))
        heavy = np.bincount(bins.number, counts, minlength=len(bins))
        squares = np.bincount(bins.number, counts**2, minlength=len(bins))
        ends = np.array(list(bins.ranges()), np.intp).reshape(-1, 2)
        total, weight, square = (_between(each, ends) for each in (rows, heavy, squares))
        judged = (total >= max(FEWEST_ROWS, LEAST_SHARE * test.rows)) & (total < test.rows)
        ends, total, weight = ends[judged], total[judged], weight[judged]
        effective = weight**2 / square[judged]
        looks += len(ends) * len(measures)
        for number, (mass, holds) in enumerate(measures):
            inside = np.bincount(bins.number, counts * holds, minlength=len(bins))
            share = _between(inside, ends) / weight
            off = np.flatnonzero(np.abs(share - mass) >= effect)
            if not off.size:
                continue
            tails = two_sided(share[off] * effective[off], effective[off], mass)
            least = int(np.lexsort((-np.abs(share[off] - mass), tails))[0])
            at = off[least]
            if found is None or tails[least] < found.p_value:
                first, last = ends[at]
                found = Range(
                    column,
                    float(bins.low[first]),
                    float(bins.high[last - 1]),
                    number,
                    int(total[at]),
                    float(share[at]),
                    mass,
                    expected(mass, max(1, round(float(effective[at])))),
                    float(tails[least]),
                )
    return found and replace(found, p_value=min(1.0, found.p_value * looks))


def _between(values: Floats | NDArray[np.intp], ends: NDArray[np.intp]) -> Floats:
    """Sums over ranges of bins, `(ranges,)`."""
    sums = np.append(0.0, np.cumsum(values))
    between: Floats = sums[ends[:, 1]] - sums[ends[:, 0]]
    return between
