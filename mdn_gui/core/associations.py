"""Inputs that go together, so that one of them alone tells little."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kinds import Category
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.text import say

STRONG = 0.8
"""Inputs whose coefficient is above that, whatever its sign, go together."""

FEWEST_ROWS = 10
"""Of fewer rows, any two columns may go together by chance."""


@dataclass(frozen=True, slots=True)
class Association:
    """Two inputs that go together.

    Attributes:
        names: Of both.
        coefficient: Of two numbers the greater one of their correlation and the correlation of
            their ranks, from -1 to 1; else from 0 to 1, of a category and a number the correlation
            ratio, of two categories Cramér's V.
        measure: What it is called.
    """

    names: tuple[str, str]
    coefficient: float
    measure: str

    def __str__(self) -> str:
        """What to know of it where one of both is permuted, as a sentence."""
        one, other = self.names
        return say(
            "{one} and {other} go together ({measure} {coefficient:.2f}): permuting one leaves the "
            "data, so read both with care.",
            one=one,
            other=other,
            measure=self.measure,
            coefficient=self.coefficient,
        )


def associations(rows: Dataset) -> Iterator[Association]:
    """Find the inputs that go together; rows in which one of two is missing tell nothing of them.

    Args:
        rows: At most some thousands, for each pair of inputs is looked at.

    Yields:
        In the order of the columns.

    Source:
        Kelley, "An unbiased correlation ratio measure", Proceedings of the National Academy of
        Sciences 21 (1935); Bergsma, "A bias-correction for Cramér's V and Tschuprow's T", Journal
        of the Korean Statistical Society 42 (2013): as they are for few rows of many levels.
    """
    names, kinds = rows.input_names, rows.input_kinds
    for one, other in combinations(range(len(names)), 2):
        values = rows.inputs[:, [one, other]]
        first, second = values[~np.isnan(values).any(axis=1)].T
        if len(first) < FEWEST_ROWS or np.ptp(first) == 0 or np.ptp(second) == 0:
            continue
        match isinstance(kinds[one], Category), isinstance(kinds[other], Category):
            case False, False:
                coefficient, measure = _correlation(first, second)
            case True, True:
                coefficient, measure = _cramers_v(first, second), say("Cramér's V")
            case is_level, _:
                pair = (first, second) if is_level else (second, first)
                coefficient, measure = _correlation_ratio(*pair), say("correlation ratio")
        if abs(coefficient) > STRONG:
            yield Association((names[one], names[other]), coefficient, measure)


def _correlation(first: Floats, second: Floats) -> tuple[float, str]:
    of_values = float(np.corrcoef(_in_units(first), _in_units(second))[0, 1])
    of_ranks = float(np.corrcoef(_ranks(first), _ranks(second))[0, 1])
    if abs(of_ranks) > abs(of_values):
        return of_ranks, say("correlation of ranks")
    return of_values, say("correlation")


def _in_units(values: Floats) -> Floats:
    """Where squares are doubles, whatever the numbers are."""
    scaled: Floats = values / np.abs(values).max()
    return scaled - scaled.mean()


def _ranks(values: Floats) -> Floats:
    """From 0; equal values share their mean rank."""
    place, counts = _numbered(values)
    return (np.cumsum(counts) - (counts + 1) / 2)[place]


def _numbered(values: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The number of each value among the distinct ones, increasing, and how often each is there."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    return place, counts


def _correlation_ratio(levels: Floats, numbers: Floats) -> float:
    """Root of the share of a number's variance that lies between levels, were there all rows."""
    place, counts = _numbered(levels)
    y, rows = _in_units(numbers), len(numbers)
    if rows == len(counts):
        return 0.0
    means = np.bincount(place, y) / counts
    within = float(((y - means[place]) ** 2).sum() / (y**2).sum())
    return sqrt(max(0.0, 1 - within * (rows - 1) / (rows - len(counts))))


def _cramers_v(first: Floats, second: Floats) -> float:
    (rows_of, first_counts), (columns_of, second_counts) = _numbered(first), _numbered(second)
    table = np.zeros((len(first_counts), len(second_counts)))
    np.add.at(table, (rows_of, columns_of), 1.0)
    rows, shape = len(first), np.array(table.shape) - 1
    expected = np.outer(first_counts, second_counts) / rows
    square = float(((table - expected) ** 2 / expected).sum()) / rows
    left = max(0.0, square - shape.prod() / (rows - 1))
    corrected = shape - shape**2 / (rows - 1)
    return sqrt(left / float(corrected.min())) if corrected.min() > 0 else 0.0
