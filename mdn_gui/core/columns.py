"""Columns that are not what they seem: identifiers, values far from others, copies of columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kinds import Category
from mdn_gui.core.maths.numerics import EPSILON, Floats, mean_and_deviation, standardised

LOOKED_AT = 5_000
"""Rows that are looked at; of a larger table these, drawn at random."""

FAR = 1_000.0
"""A value is far out from so many times the distance within which nine tenths of others lie."""

FEWEST_ROWS = 10
"""With fewer rows, any two columns may be alike by chance."""

_NAMED = re.compile(r"(?i:(?:^|[\W_])(?:id|nr|no|key)\.?)$|[a-z]I[dD]$")
_FEWEST_COUNTED = 3
_FIRST = 1_000

_ALIKE = 1e-9  # in standard deviations: nearer, two columns differ by rounding alone
_DIGITS_LEFT = 1e-6  # in standard deviations: a coarser column is too coarse to be compared
_COLUMNS_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class FarValue:
    """A value far from all others of its column.

    Attributes:
        column: Name of the column.
        value: The farthest, in the column's units.
        row: The number of its row in the table, from 1.
        times: Its distance from the median over that within which nine tenths of those lie that
            differ from the median.
        count: How many values of the column are far out.
    """

    column: str
    value: float
    row: int
    times: float
    count: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A column whose values follow from another's by a straight line, to the last digits.

    Attributes:
        column: Name of the column.
        original: Name of the first column that it follows from.
        equal: Whether both hold the same numbers.
        of_target: Whether the column is a target and the original an input.
    """

    column: str
    original: str
    equal: bool
    of_target: bool


def identifies(name: str, values: Floats) -> bool:
    """Whether numbers measure nothing, but count rows or name things, as far as can be told.

    They are whole and all different, and they count the rows from 0 or 1, or the name of the column
    says it, such as "id" or "Sample no.".

    Args:
        name: Of the column.
        values: One a row, `(rows,)`; NaN where it is missing, which no identifier is.
    """
    if not len(values) or not all(map(_whole, (values[:_FIRST], values))):  # most at first sight
        return False
    counts = len(values) >= _FEWEST_COUNTED and values[0] in (0.0, 1.0)
    if counts and (np.diff(values) == 1.0).all():
        return True
    return bool(_NAMED.search(name)) and len(np.unique(values)) == len(values)


def _whole(values: Floats) -> bool:
    return bool((np.isfinite(values) & (values % 1 == 0)).all())


def sample(dataset: Dataset) -> Dataset:
    """At most `LOOKED_AT` rows, drawn at random, the same each time."""
    if dataset.rows <= LOOKED_AT:
        return dataset
    rows = np.random.default_rng(0).choice(dataset.rows, LOOKED_AT, replace=False)
    return dataset.take(rows)


def as_numbers(dataset: Dataset) -> Dataset:
    """The same rows with numbers alone, for what is only to be said of numbers.

    A category is one value, and a missing cell the middle value of its column.
    """
    if not any(isinstance(kind, Category) or kind.missing for kind in dataset.input_kinds):
        return dataset
    inputs = dataset.inputs.copy()
    for column, kind in zip(inputs.T, dataset.input_kinds, strict=True):
        present = np.sort(column[~np.isnan(column)])
        middle = present[len(present) // 2] if len(present) else 0.0
        column[:] = (
            0.0 if isinstance(kind, Category) else np.where(np.isnan(column), middle, column)
        )
    return replace(dataset, inputs=inputs, input_kinds=())


def far_values(dataset: Dataset) -> tuple[FarValue, ...]:
    """Find values that are far from all others of their column, such as -999 for a missing one.

    What is far is told from a `sample`, which values are far from all rows.

    Args:
        dataset: Rows.

    Returns:
        One for each column that has any, inputs first.
    """
    looked_at = sample(dataset)
    found = []
    for names, part, whole in zip(
        _names(dataset), _blocks(looked_at), _blocks(dataset), strict=True
    ):
        middle = np.quantile(part, 0.5, axis=0, method="lower")
        reach = _reach(np.abs(part / 2 - middle / 2))
        for column in np.flatnonzero(np.isfinite(reach)):
            distances = np.abs(whole[:, column] / 2 - middle[column] / 2)
            with np.errstate(over="ignore"):
                count = int((distances > FAR * reach[column]).sum())
            if count:
                row = int(distances.argmax())
                times = float(distances[row] / reach[column])
                value, number = float(whole[row, column]), dataset.row_number(row)
                found.append(FarValue(names[column], value, number, times, count))
    return tuple(found)


def _reach(distances: Floats) -> Floats:
    """What nine tenths of the distances above 0 are at most, of each column; infinite for none."""
    ordered = np.sort(distances, axis=0)
    rows, zeros = len(ordered), (ordered == 0.0).sum(axis=0)
    place = np.minimum(zeros + (9 * (rows - zeros - 1)) // 10, rows - 1)
    reach: Floats = np.take_along_axis(ordered, place[np.newaxis], axis=0)[0]
    return np.where(reach > 0.0, reach, np.inf)


def copied_columns(dataset: Dataset) -> tuple[Copy, ...]:
    """Find columns that are others in the same or in other units, such as °F beside °C.

    Args:
        dataset: Rows, of which a `sample` is looked at.

    Returns:
        In the order of the columns, inputs first; columns of one value are left out.
    """
    looked_at = sample(dataset)
    if looked_at.rows < FEWEST_ROWS:
        return ()
    columns = np.concatenate([looked_at.inputs, looked_at.targets], axis=1).T
    names = (*dataset.input_names, *dataset.target_names)
    inputs = len(dataset.input_names)
    found = [
        Copy(
            names[copy],
            names[original],
            equal=bool(np.array_equal(columns[copy], columns[original])),
            of_target=original < inputs <= copy,
        )
        for copy, original in sorted(_alike(columns))
    ]
    return tuple(found)


def _alike(columns: Floats) -> Iterator[tuple[int, int]]:
    """Pairs of a column and the first that it follows from, of columns (columns, rows)."""
    shadows, coarseness = _shadows(columns)
    kept = np.flatnonzero(coarseness < _DIGITS_LEFT)
    order = kept[np.argsort(shadows[kept], kind="stable")]
    apart = np.sqrt(columns.shape[1]) * (_ALIKE + 2 * coarseness[order])
    # Where alike columns stand next to each other in this order, others may stand between them.
    ends = np.flatnonzero(np.diff(shadows[order]) > apart[1:] + apart[:-1]) + 1
    for start, end in pairwise((0, *ends.tolist(), len(order))):
        group = sorted(order[start:end].tolist())
        while len(group) > 1:
            original, *others = group
            copies = [each for each in others if _follows(columns, each, original, coarseness)]
            yield from ((copy, original) for copy in copies)
            group = [each for each in others if each not in copies]


def _shadows(columns: Floats) -> tuple[Floats, Floats]:
    """A number for each column, the same for those alike, and how coarse it is, (columns,) each.

    The number is the length of the standardised column along one random direction; what a column's
    rounding amounts to is in its standard deviations, infinite for a column of one value.
    """
    direction = np.random.default_rng(0).normal(size=columns.shape[1])
    direction /= np.linalg.norm(direction)
    shadows, coarseness = np.empty(len(columns)), np.empty(len(columns))
    for start in range(0, len(columns), _COLUMNS_AT_ONCE):
        part = slice(start, start + _COLUMNS_AT_ONCE)
        units, coarseness[part] = _standardised(columns[part])
        shadows[part] = np.abs(units @ direction)
    return shadows, coarseness


def _standardised(columns: Floats) -> tuple[Floats, Floats]:
    """Columns (columns, rows) with mean 0 and standard deviation 1, and their coarseness."""
    mean, deviation = mean_and_deviation(columns.T)
    varies = deviation > 0.0
    scale = np.where(varies, deviation, 1.0)
    with np.errstate(over="ignore"):
        coarseness = 4 * EPSILON * (np.abs(columns).max(axis=1) / scale)
    units = standardised(columns, mean[:, np.newaxis], scale[:, np.newaxis])
    return units, np.where(varies, coarseness, np.inf)


def _follows(columns: Floats, copy: int, original: int, coarseness: Floats) -> bool:
    units, _ = _standardised(columns[[copy, original]])
    side = np.sign(units[0] @ units[1])
    difference = float(np.abs(units[0] - side * units[1]).max())
    return difference <= _ALIKE + float(coarseness[copy] + coarseness[original])


def _blocks(dataset: Dataset) -> Iterator[Floats]:
    """Some columns at a time, (rows, columns): inputs, then targets."""
    for values in (dataset.inputs, dataset.targets):
        for start in range(0, values.shape[1], _COLUMNS_AT_ONCE):
            yield values[:, start : start + _COLUMNS_AT_ONCE]


def _names(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """Their names."""
    for names in (dataset.input_names, dataset.target_names):
        for start in range(0, len(names), _COLUMNS_AT_ONCE):
            yield names[start : start + _COLUMNS_AT_ONCE]
