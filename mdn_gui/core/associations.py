"""Inputs that go together, so that one of them alone tells little."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import NamedTuple, Self

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

_ROUNDED = 1e-10
"""A variance that is no larger part of the mean square than this is what rounding leaves of 0."""


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

    Numbers are ranked once, among all rows that have them.

    Args:
        rows: At most some thousands.

    Yields:
        In the order of the columns.

    Source:
        Kelley, "An unbiased correlation ratio measure", Proceedings of the National Academy of
        Sciences 21 (1935); Bergsma, "A bias-correction for Cramér's V and Tschuprow's T", Journal
        of the Korean Statistical Society 42 (2013): as they are for few rows of many levels.
    """
    names = rows.input_names
    levels = [isinstance(kind, Category) for kind in rows.input_kinds]
    of_levels = np.flatnonzero(levels).tolist()
    of_numbers = np.flatnonzero(np.logical_not(levels)).tolist()
    numbers = rows.inputs[:, of_numbers]
    categories = [_Levels.of(rows.inputs[:, column]) for column in of_levels]
    by_value = np.zeros((len(names), len(names)))
    by_rank = by_value.copy()
    by_value[np.ix_(of_numbers, of_numbers)] = _correlations(numbers)
    ranks = np.empty_like(numbers)
    for column, values in enumerate(numbers.T):
        ranks[:, column] = _ranks(values)
    by_rank[np.ix_(of_numbers, of_numbers)] = _correlations(ranks)
    for column, category in zip(of_levels, categories, strict=True):
        ratios = _correlation_ratios(category, numbers)
        by_value[column, of_numbers] = by_value[of_numbers, column] = ratios
    for (one, first), (other, second) in combinations(zip(of_levels, categories, strict=True), 2):
        by_value[one, other] = _cramers_v(first, second)
    ranked = np.abs(by_rank) > np.abs(by_value)
    coefficients = np.triu(np.where(ranked, by_rank, by_value), 1)
    for one, other in np.argwhere(np.abs(coefficients) > STRONG).tolist():
        measure = say("correlation of ranks") if ranked[one, other] else say("correlation")
        if levels[one] or levels[other]:
            both = levels[one] and levels[other]
            measure = say("Cramér's V") if both else say("correlation ratio")
        yield Association((names[one], names[other]), float(coefficients[one, other]), measure)


def _in_units(values: Floats) -> Floats:
    """About 0, where squares are doubles whatever the numbers are; 0 where one is missing."""
    known = ~np.isnan(values)
    largest = np.abs(values).max(axis=0, initial=0.0, where=known)
    scaled = np.where(known, values / np.where(largest > 0.0, largest, 1.0), 0.0)
    means = scaled.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known, scaled - means, 0.0)


def _correlations(values: Floats) -> Floats:
    """Of each column with each, `(columns, columns)`, on the rows that have both.

    0 where these are too few, or one of both is constant in them.
    """
    z, known = _in_units(values), (~np.isnan(values)).astype(float)
    rows = known.T @ known
    enough = np.maximum(rows, 1.0)
    sums, squares = z.T @ known, (z * z).T @ known
    variances = squares - sums**2 / enough
    varies = variances > _ROUNDED * squares
    clear = varies & varies.T & (rows >= FEWEST_ROWS)
    unit = np.sqrt(np.where(clear, variances * variances.T, 1.0))
    return np.where(clear, (z.T @ z - sums * sums.T / enough) / unit, 0.0)


def _ranks(values: Floats) -> Floats:
    """From 0; equal values share their mean rank, and what is missing has none."""
    ranks, known = np.full(len(values), np.nan), ~np.isnan(values)
    _, place, counts = np.unique(values[known], return_inverse=True, return_counts=True)
    ranks[known] = (np.cumsum(counts) - (counts + 1) / 2)[place]
    return ranks


class _Levels(NamedTuple):
    """Levels of rows.

    Attributes:
        place: The number of each row's, -1 where it is missing.
        distinct: How many there are.
    """

    place: NDArray[np.intp]
    distinct: int

    @classmethod
    def of(cls, values: Floats) -> Self:
        """Number the distinct values of a column."""
        known = ~np.isnan(values)
        distinct, place = np.unique(values[known], return_inverse=True)
        found = np.full(len(values), -1)
        found[known] = place
        return cls(found, len(distinct))


def _correlation_ratios(levels: _Levels, numbers: Floats) -> Floats:
    """Root of the share of each number's variance that lies between levels, were there all rows."""
    own = (levels.place == np.arange(levels.distinct)[:, np.newaxis]).astype(float)
    with_level = np.where((levels.place >= 0)[:, np.newaxis], numbers, np.nan)
    z, known = _in_units(with_level), (~np.isnan(with_level)).astype(float)
    counts, sums, squares = own @ known, own @ z, (z * z).sum(axis=0)
    within = squares - (sums**2 / np.maximum(counts, 1.0)).sum(axis=0)
    rows, there = counts.sum(axis=0), (counts > 0.0).sum(axis=0)
    clear = (rows >= FEWEST_ROWS) & (there > 1) & (rows > there) & (squares > 0.0)
    left = np.where(clear, within / np.where(clear, squares, 1.0), 1.0)
    left *= (rows - 1) / np.where(clear, rows - there, 1.0)
    return np.sqrt(np.where(clear, np.maximum(0.0, 1.0 - left), 0.0))


def _cramers_v(first: _Levels, second: _Levels) -> float:
    known = (first.place >= 0) & (second.place >= 0)
    cells = first.place[known] * second.distinct + second.place[known]
    counts = np.bincount(cells, minlength=first.distinct * second.distinct)
    table = counts.reshape(first.distinct, second.distinct)
    table = table[table.any(axis=1)][:, table.any(axis=0)]
    rows, shape = int(known.sum()), np.array(table.shape) - 1
    if rows < FEWEST_ROWS or not shape.all():
        return 0.0
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / rows
    square = float(((table - expected) ** 2 / expected).sum()) / rows
    left = max(0.0, square - shape.prod() / (rows - 1))
    corrected = shape - shape**2 / (rows - 1)
    return sqrt(left / float(corrected.min())) if corrected.min() > 0 else 0.0
