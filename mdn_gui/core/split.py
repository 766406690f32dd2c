"""Which rows of a table a run holds out, told from what they contain; and rows that are copies.

A row's hash, made of its values and a seed, decides: the rows of the smallest hashes are for test,
those that follow for validation, all others for training. So copies of a row stay together, and the
order of the rows, or whether they are in memory, makes no difference.

A row of weight 5 is five copies of it that stay together: the weight of the rows is divided as
their number would be. Weights are no part of a row's content, so that a row which is repeated with
another weight is a copy all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.holdout import MOST_ROWS, Holdout
from mdn_gui.core.maths.weighted import reached, row_unit, rows_of
from mdn_gui.core.text import say, say_count

FEWEST_DISTINCT = 10
"""With fewer distinct rows there is no telling copies from values that happen to be equal."""

LOOKED_AT = 2**18
"""So many rows at most are looked at to tell whether equal rows are copies."""

type Hashes = NDArray[np.uint64]

_GOLDEN_GAMMA = np.uint64(0x9E3779B97F4A7C15)


def hashed(numbers: Hashes, seed: int) -> Hashes:
    """Hash numbers: n becomes the n-th number of the generator SplitMix64.

    Args:
        numbers: `(n,)`, counted from 0.
        seed: Where the generator starts.

    Returns:
        `(n,)`, like independent draws from all numbers of 64 bits.

    Source:
        Steele, Lea and Flood (2014), "Fast splittable pseudorandom number generators"; the mixing
        function is Stafford's 13th variant.
    """
    mixed = (numbers + np.uint64(1)) * _GOLDEN_GAMMA + np.uint64(seed)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return mixed


def row_keys(columns: Iterable[NDArray[np.float64]]) -> Hashes:
    """A number for each row, equal for equal rows and, but for 1 pair in 2^64, for no others.

    Args:
        columns: Of the inputs, then of the targets, at least one, each `(rows,)`.

    Returns:
        `(rows,)`, like independent draws from all numbers of 64 bits.
    """
    keys = np.zeros(1, np.uint64)
    for column in columns:
        same = np.where(np.isnan(column), np.nan, column + 0.0)  # one NaN, and -0 is 0
        keys = hashed(keys ^ same.view(np.uint64), seed=0)
    return keys


def equal_means_copy(keys: Hashes, targets: NDArray[np.float64]) -> bool:
    """Tell whether equal rows are copies of each other, by an accident.

    Where inputs and targets are codes or counts, equal rows are what one expects. So rows count as
    copies only where the first target tells most distinct rows apart, as measured numbers do. Of
    a table of more than `LOOKED_AT` rows, those of the smallest keys tell: all copies of a row
    are among them, or none.

    Args:
        keys: Of each row, see `row_keys`, (rows,); or the `LOOKED_AT` smallest of them.
        targets: The first target of these rows, (rows,).

    Returns:
        Whether equal rows, if there are any, are copies.
    """
    if len(keys) > LOOKED_AT:
        smallest = np.argpartition(keys, LOOKED_AT - 1)[:LOOKED_AT]
        keys, targets = keys[smallest], targets[smallest]
    distinct = len(np.unique(keys))
    if distinct == len(keys):
        return True
    return FEWEST_DISTINCT <= distinct <= 2 * len(np.unique(targets))


def copies(inputs: NDArray[np.float64], targets: NDArray[np.float64]) -> NDArray[np.intp] | None:
    """Tell which rows are copies of each other, if it is an accident that they are.

    Args:
        inputs: (rows, inputs).
        targets: (rows, outputs).

    Returns:
        The number of each row's distinct row, from 0, (rows,); None where there are no copies, see
        `equal_means_copy`.
    """
    keys = row_keys([*inputs.T, *targets.T])
    if not equal_means_copy(keys, targets[:, 0]):
        return None
    distinct, numbers = np.unique(keys, return_inverse=True)
    return numbers if len(distinct) < len(keys) else None


type Indices = NDArray[np.intp]


class Parts(NamedTuple):
    """Rows of a table as indices from 0: each part in the order of the rows' hashes.

    Attributes:
        training: What is trained on; by folds, all rows but those for test.
        validation: What is held out; by folds, the first ones of these.
        test: What neither trains nor picks the epoch.
        folds: The fold of each training row, from 0, `(training rows,)`, and -1 of those that no
            member holds out, which are the last ones; None without folds.
    """

    training: Indices
    validation: Indices
    test: Indices
    folds: Indices | None = None

    def part_of(self, row: int) -> Literal["training", "validation", "test", "fold"]:
        """In which part a row is; "fold" where members take turns to hold it out."""
        if row in self.test:
            return "test"
        if row in self.validation:
            return "validation" if self.folds is None else "fold"
        return "training"


class Cut(NamedTuple):
    """Where the rows, in the order of their hashes, are divided.

    Attributes:
        test: So many are for test.
        held_out: So many are for test or for validation; the rest are for training.
    """

    test: int
    held_out: int


def kept(rows: int, holdout: Holdout) -> int:
    """How many of the smallest hashes of so many rows tell where to cut."""
    return min(rows, holdout.wanted(rows)[1] + MOST_ROWS)


def row_hashes(keys: Hashes, holdout: Holdout, first_row: int | None = None) -> Hashes:
    """The hashes that decide.

    Args:
        keys: Of each row's content, see `row_keys`, (rows,).
        holdout: Its seed counts.
        first_row: The number of the first row, where equal rows are not to stay together.

    Returns:
        (rows,).
    """
    if first_row is not None:
        numbers = np.arange(first_row, first_row + len(keys), dtype=np.uint64)
        keys = keys ^ hashed(numbers, seed=0)
    return hashed(keys, holdout.seed)


class Weighing(NamedTuple):
    """The weights of a table's rows, as far as they tell where to cut.

    Attributes:
        smallest: Of the rows of the smallest hashes, in their order, (n,).
        total: Sum over all rows.
        least: Of all rows.
    """

    smallest: NDArray[np.float64]
    total: float
    least: float


def cut(
    hashes: Hashes, rows: int, holdout: Holdout, weighing: Weighing | None = None
) -> Cut | None:
    """Find where to cut, so that rows of equal hashes stay together.

    Args:
        hashes: The smallest ones, increasing, as many as `kept` says, (n,).
        rows: How many rows there are.
        holdout: How much is held out.
        weighing: Their weights; None if each row is one.

    Returns:
        The parts' sizes. A part that would end within the copies of a row takes all of them, at the
        cost of training. None where so many copies are held out that they come to half of the table
        more than wanted, or go on beyond the given hashes.
    """
    total, cumulated = float(rows), np.arange(1.0, len(hashes) + 1)
    if weighing is not None:
        unit = row_unit(weighing.total, weighing.least)
        total, cumulated = rows_of(weighing.total / unit), np.cumsum(weighing.smallest / unit)

    def end(amount: float) -> int:
        last = hashes[reached(cumulated, np.array(amount))]
        return int(np.searchsorted(hashes, last, side="right"))

    test, wanted = holdout.wanted(rows, total)
    validation = wanted - test
    test = end(test) if test else 0
    held_out = end(validation + (cumulated[test - 1] if test else 0.0))
    if 2 * (cumulated[held_out - 1] - wanted) > total:
        return None
    if held_out < len(hashes):
        return Cut(test, held_out)
    if len(hashes) < rows:
        return None
    # The last rows are left for training, and those before them for validation.
    held_out = int(np.searchsorted(hashes, hashes[-1]))
    if test >= held_out > 0:
        test = int(np.searchsorted(hashes, hashes[held_out - 1]))
    return Cut(test, held_out) if held_out else None


def divided(
    inputs: NDArray[np.float64],
    targets: NDArray[np.float64],
    holdout: Holdout,
    weights: NDArray[np.float64] | None = None,
) -> Parts:
    """Divide a table that is in memory.

    Copies of a row (see `copies`) stay together: a validation row that is also in the training part
    would reward a network for memorizing it. Where equal rows are no copies, or a row has so many
    that they do not fit into a part (see `cut`), a row's number counts too.

    Args:
        inputs: (rows, inputs).
        targets: (rows, outputs).
        holdout: How much is held out.
        weights: How many rows each row stands for, (rows,); None if each is one.

    Raises:
        ValueError: There are too few rows.
    """
    keys, rows = row_keys([*inputs.T, *targets.T]), len(inputs)
    together = equal_means_copy(keys, targets[:, 0])
    for first_row in (None, 0) if together else (0,):
        hashes = row_hashes(keys, holdout, first_row)
        order = np.argsort(hashes, kind="stable")
        smallest, weighing = order[: kept(rows, holdout)], None
        if weights is not None:
            weighing = Weighing(weights[smallest], float(weights.sum()), float(weights.min()))
        found = cut(hashes[smallest], rows, holdout, weighing)
        if found is not None:
            break
    test, held_out = found or Cut(*holdout.wanted(rows))
    order.setflags(write=False)
    if holdout.folds > 1:
        rest = order[test:]
        of_content = row_hashes(keys, holdout, None if together else 0)
        share = holdout.validation_fraction * rows / len(rest)
        folds = _folds(of_content[rest], holdout.folds, share)
        first = np.argsort(folds < 0, kind="stable")
        rest, folds = rest[first], folds[first]
        rest.setflags(write=False)
        folds.setflags(write=False)
        return Parts(rest, rest[: np.count_nonzero(folds >= 0)], order[:test], folds)
    return Parts(order[held_out:], order[test:held_out], order[:test])


def _folds(hashes: Hashes, folds: int, share: float) -> Indices:
    """Choose folds of as many distinct rows each, so that copies stay together.

    Folds take turns in the order of the hashes, so that the first of many rows are a sample of all
    folds.

    Args:
        hashes: Equal for rows that stay together, `(rows,)`.
        folds: How many.
        share: Of all rows, in each of them; where that is more than there are, all are in folds.

    Returns:
        The fold of each row, from 0, `(rows,)`; -1 of those with the largest hashes, which are in
        none.

    Raises:
        ValueError: There are fewer distinct rows than folds.
    """
    distinct, group = np.unique(hashes, return_inverse=True)
    groups = len(distinct)
    if groups < folds:
        raise ValueError(
            say(
                "{rows} cannot be divided into {folds} folds; choose fewer folds.",
                rows=say_count("{count} distinct row", "{count:,} distinct rows", groups),
                folds=folds,
            )
        )
    chosen = folds * Holdout.fold_size(share * groups)
    return np.where(group < chosen, group % folds, -1)


class Smallest:
    """The rows of the smallest hashes of a table that is read block by block.

    Args:
        count: How many rows to keep.
    """

    def __init__(self, count: int) -> None:
        self._count, self._rows = count, 0
        self._hashes: list[Hashes] = []
        self._values: list[NDArray[np.float64]] = []
        self._greatest = np.iinfo(np.uint64).max

    def add(self, hashes: Hashes, values: NDArray[np.float64]) -> None:
        """Take in a block of rows.

        Args:
            hashes: (rows,).
            values: (columns, rows).
        """
        small = hashes <= self._greatest
        self._hashes.append(hashes[small])
        self._values.append(values.compress(small, axis=1))
        self._rows += len(self._hashes[-1])
        if self._rows > 1.5 * self._count:
            hashes, values = self._joined()
            order = np.argpartition(hashes, self._count - 1)[: self._count]
            self._hashes, self._values = [hashes[order]], [values[:, order]]
            self._rows, self._greatest = self._count, int(self._hashes[0].max())

    def in_order(self) -> tuple[Hashes, NDArray[np.float64]]:
        """The hashes, increasing, (n,), and the values, (columns, n), of the rows kept."""
        hashes, values = self._joined()
        order = np.argsort(hashes, kind="stable")[: self._count]
        return hashes[order], values[:, order]

    def _joined(self) -> tuple[Hashes, NDArray[np.float64]]:
        return np.concatenate(self._hashes), np.concatenate(self._values, axis=1)
