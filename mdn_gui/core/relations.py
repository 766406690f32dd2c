"""Columns that follow from others: copies, changes of unit, sums."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kinds import Category
from mdn_gui.core.text import say

MOST_ROWS, MOST_COLUMNS = 2_000, 30
"""So many rows and columns are looked at; a relation must hold in all of these rows."""

GREATEST = 1e150
"""Of larger numbers no squares can be taken, so no relation is looked for."""

_PRECISION = 1e-9  # of a column's standard deviation
_FEWEST_ROWS = 10  # with as many terms as rows, everything is a sum

type Floats = NDArray[np.float64]


def relations(dataset: Dataset) -> Iterator[str]:
    """Say which columns are a linear function of others; each a sentence.

    Args:
        dataset: The rows.

    Yields:
        A target that follows from inputs, or an input from those before it.
    """
    step = -(-dataset.rows // MOST_ROWS)
    numbers = [not isinstance(kind, Category) for kind in dataset.input_kinds]
    names = [name for name, number in zip(dataset.input_names, numbers, strict=True) if number]
    columns = dataset.inputs[::step, numbers].T
    names, columns = names[:MOST_COLUMNS], columns[:MOST_COLUMNS]
    for index, name in enumerate(names):
        if told := _sum_of(columns[index], columns[:index], names[:index]):
            yield say(
                "Input {column!r} is {terms} in every row, so it tells the network nothing more.",
                column=name,
                terms=told,
            )
    for name, target in zip(dataset.target_names, dataset.targets[::step].T, strict=True):
        if told := _sum_of(target, columns, names):
            yield say(
                "Target {column!r} is {terms} in every row; if that is how it was worked out, "
                "leave out what is not known beforehand.",
                column=name,
                terms=told,
            )


def _sum_of(target: Floats, columns: Floats, names: list[str]) -> str:
    """A column as a sum of others, in words; nothing if it is none."""
    rows = np.isfinite(target) & np.isfinite(columns).all(axis=0)
    largest = max(np.abs(values[rows]).max(initial=0.0) for values in (target, *columns))
    if (
        largest > GREATEST
        or not len(columns)
        or np.count_nonzero(rows) < _FEWEST_ROWS + 2 * len(columns)
    ):
        return ""
    y = target[rows] - target[rows].mean()
    x = columns[:, rows] - columns[:, rows].mean(axis=1, keepdims=True)
    size, spread = np.abs(x).max(axis=1), np.abs(y).max()
    if not spread > _PRECISION * np.abs(target[rows]).max():
        return ""
    x = x[size > 0] / size[size > 0, None]
    names = [name for name, extent in zip(names, size, strict=True) if extent > 0]
    factors, *_ = np.linalg.lstsq(x.T, y / spread, rcond=1e-12)
    if not len(factors) or np.abs(factors @ x - y / spread).max() > _PRECISION:
        return ""
    terms = [name for name, factor in zip(names, factors, strict=True) if abs(factor) > 1e-6]
    if len(terms) == 1:
        return say("a multiple of {column!r}, perhaps shifted,", column=terms[0])
    return say("a sum of multiples of {columns}", columns=", ".join(map(repr, terms)))
