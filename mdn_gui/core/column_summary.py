"""What the values of a column are like as a whole: how many differ, from where to where, how often.

A column is sorted once, from which all else follows. A million numbers take 55 ms, nearly all of it
in `numpy.sort`, which leaves Python's lock alone: several columns are sorted on several threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.kinds import Category, Kind
from mdn_gui.core.levels import level_counts

type Floats = NDArray[np.float64]

MOST_BINS = 24
"""Of a histogram; there are no more than there are different values."""

_MANY_VALUES = 100_000  # in all columns: starting threads pays from about here


@dataclass(frozen=True)
class ColumnSummary:
    """What the values of a column are like.

    Attributes:
        distinct: How many different values there are.
        low: The least value; NaN of levels, and where there is no value.
        high: The greatest value; likewise.
        counts: How many values lie in each of some bins of equal width from `low` to `high`, the
            last with its upper end; of a category how many rows each level has.
        levels: The levels, the most frequent first; nothing of numbers and dates.
    """

    distinct: int = 0
    low: float = np.nan
    high: float = np.nan
    counts: tuple[int, ...] = ()
    levels: tuple[str, ...] = ()


NO_SUMMARY = ColumnSummary()
"""Of a column without values."""


def summaries(columns: Sequence[tuple[Kind | None, Floats]]) -> list[ColumnSummary]:
    """Summarise columns.

    Args:
        columns: The kind of each, None if it cannot be used, and its values, `(rows,)`; NaN where
            there is none.

    Returns:
        The summary of each.
    """
    kinds, values = [kind for kind, _ in columns], [each for _, each in columns]
    if sum(map(len, values)) < _MANY_VALUES:
        return list(map(summary, kinds, values))
    with ThreadPoolExecutor(min(len(columns), os.cpu_count() or 1)) as pool:
        return list(pool.map(summary, kinds, values))


def summary(kind: Kind | None, values: Floats) -> ColumnSummary:
    """Summarise a column; see `summaries`."""
    if kind is None:
        return NO_SUMMARY
    if isinstance(kind, Category):
        ranked = sorted(level_counts(kind, values).items(), key=lambda each: -each[1])
        names, counts = (name for name, _ in ranked), (count for _, count in ranked)
        return ColumnSummary(len(ranked), counts=tuple(counts), levels=tuple(names))
    ordered = np.sort(values[np.isfinite(values)])
    if not len(ordered):
        return NO_SUMMARY
    low, high = float(ordered[0]), float(ordered[-1])
    distinct = 1 + int(np.count_nonzero(ordered[1:] != ordered[:-1]))
    return ColumnSummary(distinct, low, high, _histogram(ordered, min(MOST_BINS, distinct)))


def ends(values: Floats, row_number: Callable[[int], int]) -> tuple[int, int]:
    """The rows of the least and of the greatest of some numbers, as a spreadsheet counts.

    Args:
        values: The numbers, `(rows,)`, at least one of them; NaN where there is none.
        row_number: Tells the row of a number, counted from 0, as a spreadsheet counts.
    """
    return row_number(int(np.nanargmin(values))), row_number(int(np.nanargmax(values)))


def _histogram(ordered: Floats, bins: int) -> tuple[int, ...]:
    """How many of some values in order lie in each of so many bins."""
    low, high = ordered[0], ordered[-1]
    shares = np.arange(1, bins) / bins
    edges = low * (1.0 - shares) + high * shares  # their difference might overflow
    places = [0, *np.searchsorted(ordered, edges).tolist(), len(ordered)]
    return tuple(np.diff(places).tolist())
