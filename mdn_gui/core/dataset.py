"""A regression problem as two arrays of numbers, and the scaling of their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from mmap import mmap
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mdn_gui.core.frozen import remade
from mdn_gui.core.holdout import Holdout
from mdn_gui.core.kinds import NUMBER, Category, Date, Kind
from mdn_gui.core.maths.numerics import mean_and_deviation, standardised
from mdn_gui.core.maths.weighted import quantiles
from mdn_gui.core.reading import Reading
from mdn_gui.core.split import Parts, copies, divided
from mdn_gui.core.text import say

ROWS_AT_ONCE = 10_000
"""The most rows of a block."""

GREATEST_WEIGHT = 1e100
"""More rows than this no row stands for: sums of weights are doubles."""

RUN = 64
"""Rows of a long table that stay together on their way into a window."""

type Pack = Callable[[Dataset], NDArray[np.float32]]
"""Some rows to what a network trains on, one array (rows, columns); see `engine.packing`."""


def _frozen(values: ArrayLike) -> NDArray[np.float64]:
    """Values as a contiguous float64 array that nobody can write to; a copy, if need be."""
    array = np.asarray(values, dtype=np.float64, order="C")
    given_up = array.base is None and not array.flags.writeable  # by whoever made it
    if not given_up and not _is_mapped(array):
        copied = isinstance(values, np.ndarray) and not np.may_share_memory(array, values)
        array = array if copied else np.array(array)
        array.setflags(write=False)
    return array


def _is_mapped(array: NDArray[np.float64]) -> bool:
    """Whether an array only shows a file that is mapped for reading.

    Other memory that cannot be written to through the array may have another owner who can.
    """
    base: Any = array
    while isinstance(base, np.ndarray):
        base = base.base
    return isinstance(base, mmap) and memoryview(base).readonly


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows of inputs x and targets y, in the units of the data.

    The arrays are read-only and finite, but for missing inputs, which are NaN; they are copies, but
    of a read-only memory map, and of an array that owns its memory and was made read-only.

    Args:
        inputs: x, `(rows, inputs)`.
        targets: y, `(rows, outputs)`.
        input_names: One name for each column of `inputs`.
        target_names: One name for each column of `targets`.
        input_kinds: What each column of `inputs` stands for; numbers if nothing is given.
        target_kinds: The same of `targets`, which are numbers: dates lose their parts, for no
            network predicts these.
        weights: How many rows each row stands for, above 0, `(rows,)`; None if each is one.
        left_out: How many rows of the table are not among these.
        notes: Why they are left out, and what else a person should know; each a sentence.
        reading: How the table was understood, if they are from one.
        numbers: The row of each in its file, as a spreadsheet counts, `(rows,)`; None if they are
            from no file.

    Raises:
        ValueError: If the shapes do not fit each other or the names, if there is no row, or if a
            value is not finite, a level is not one of its column's, or a weight is not above 0.
    """

    inputs: NDArray[np.float64]
    targets: NDArray[np.float64]
    input_names: tuple[str, ...]
    target_names: tuple[str, ...]
    input_kinds: tuple[Kind, ...] = ()
    target_kinds: tuple[Kind, ...] = ()
    weights: NDArray[np.float64] | None = None
    left_out: int = 0
    notes: tuple[str, ...] = ()
    reading: Reading | None = None
    numbers: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        for name in ("inputs", "targets", "weights", "numbers"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, _frozen(getattr(self, name)))
        for name in ("input_names", "target_names", "input_kinds", "target_kinds", "notes"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        for name, names in (("input_kinds", self.input_names), ("target_kinds", self.target_names)):
            if not getattr(self, name):
                object.__setattr__(self, name, (NUMBER,) * len(names))
        kinds = [
            replace(kind, parts=()) if isinstance(kind, Date) else kind
            for kind in self.target_kinds
        ]
        object.__setattr__(self, "target_kinds", tuple(kinds))
        _check_columns("inputs", self.inputs, self.input_names, self.input_kinds)
        _check_columns("targets", self.targets, self.target_names, self.target_kinds)
        _check_weights(self.weights, len(self.inputs))
        if len(self.inputs) != len(self.targets):
            raise ValueError(
                say(
                    "inputs and targets must have equally many rows, but their shapes are {inputs} "
                    "and {targets}.",
                    inputs=self.inputs.shape,
                    targets=self.targets.shape,
                )
            )

    __reduce__ = remade

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.inputs)

    @property
    def weighted(self) -> bool:
        """Whether the rows have weights."""
        return self.weights is not None

    @property
    def rows_in_memory(self) -> int:
        """All of them."""
        return self.rows

    @property
    def distinct_rows(self) -> int:
        """The number of rows without the copies among them; see `core.split.copies`."""
        numbers = copies(self.inputs, self.targets)
        return self.rows if numbers is None else int(numbers.max()) + 1

    def row_numbers(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """What a person calls rows: as a spreadsheet counts those of their file, else from 1.

        Args:
            rows: Indices of the rows, counted from 0.
        """
        return rows + 1 if self.numbers is None else self.numbers[rows].astype(np.intp)

    def row_number(self, row: int) -> int:
        """What a person calls a row; see `row_numbers`."""
        return int(self.row_numbers(np.array([row]))[0])

    def take(self, rows: NDArray[np.intp]) -> Dataset:
        """Pick rows.

        Args:
            rows: Indices of the rows, counted from 0, in the order in which they are wanted.

        Returns:
            A dataset of these rows.

        Raises:
            ValueError: If `rows` is empty.
            IndexError: If a row does not exist.
        """
        weights, numbers = (
            None if each is None else each[rows] for each in (self.weights, self.numbers)
        )
        return replace(
            self,
            inputs=self.inputs[rows],
            targets=self.targets[rows],
            weights=weights,
            numbers=numbers,
        )

    def blocks(self) -> Iterator[Dataset]:
        """All rows in order, in blocks of much the same size; see `Table.blocks`.

        Memory for what is worked out of a block does not grow with the rows.
        """
        count = -(-self.rows // ROWS_AT_ONCE)
        for rows in np.array_split(np.arange(self.rows), count):
            yield self if count == 1 else self.take(rows)

    def split(self, validation_fraction: float, seed: int) -> tuple[Dataset, Dataset]:
        """Divide the rows at random into a training and a validation part.

        Args:
            validation_fraction: Share of the rows for validation; see `split_rows`.
            seed: Seed of the draw; the same seed gives the same parts.

        Returns:
            The training part and the validation part; together they hold each row once.

        Raises:
            ValueError: If the fraction is out of range or there are fewer than two rows.
        """
        parts = self.split_rows(Holdout(validation_fraction, seed=seed))
        return self.take(parts.training), self.take(parts.validation)

    def split_rows(self, holdout: Holdout) -> Parts:
        """Tell which rows a run with these fractions and this seed holds out.

        Args:
            holdout: How much is held out, of the weight of the rows where they have one. The
                fractions are rounded to whole rows, of which each part gets at least one; copies,
                which stay together, may make a part larger.

        Returns:
            Indices of the rows of each part, in the random order of their hashes.

        Raises:
            ValueError: If there are too few rows.
        """
        parts = self._last_split.get(holdout)
        if parts is None:
            parts = divided(self.inputs, self.targets, holdout, self.weights)
            self._last_split.clear()
            self._last_split[holdout] = parts
        return parts

    @cached_property
    def _last_split(self) -> dict[Holdout, Parts]:
        """What was told last: of a million rows it takes 0.2 s, and is asked for again."""
        return {}

    def source(self, holdout: Holdout) -> MemorySource:
        """Divide the rows for a run; see `Table.source`."""
        return MemorySource(self, holdout)


class MemorySource:
    """The rows of a run, in memory; see `table.Source`.

    Args:
        dataset: All rows.
        holdout: How much of them is held out.

    Raises:
        ValueError: There are too few rows.
    """

    def __init__(self, dataset: Dataset, holdout: Holdout) -> None:
        training, validation, test, self.folds = dataset.split_rows(holdout)
        self.training = dataset.take(training)
        alike = self.folds is not None and len(validation) == len(training)
        self.validation = self.training if alike else dataset.take(validation)
        self.test = dataset.take(test) if len(test) else None
        self.rows = self.training.rows
        weights = self.training.weights
        self.mean_weight = 1.0 if weights is None else float(weights.mean())
        self._packed: NDArray[np.float32] | None = None

    def windows(
        self, pack: Pack, size: int, rng: np.random.Generator
    ) -> Iterator[NDArray[np.float32]]:
        """All training rows; see `table.Source.windows`.

        A long table comes in pieces too, made of short runs of rows from all over it: shuffling
        within a piece stays in the processor's cache. The split has put the rows in a random
        order already, so a run holds no more alike rows than any other choice.
        """
        if self._packed is None:
            self._packed = pack(self.training)
        if self.rows <= size or self.folds is not None:
            yield self._packed
            return
        runs = rng.permutation(-(-self.rows // RUN))
        left = np.empty(0, np.intp)
        while len(runs) or len(left):
            # Enough runs for a piece, though one of them may be the short last one.
            taken, runs = np.split(runs, [-(-size // RUN) + 1])
            rows = (taken[:, None] * RUN + np.arange(RUN)).ravel()
            order = np.concatenate([left, rows[rows < self.rows]])
            left = order[size:]
            yield self._packed.take(order[:size], axis=0)


def _check_columns(
    what: str, values: NDArray[np.float64], names: Sequence[str], kinds: Sequence[Kind]
) -> None:
    """Refuse an array that is not a table of finite numbers with these column names."""
    if values.ndim != 2 or 0 in values.shape:
        raise ValueError(
            say(
                "{what} must have the shape (rows, columns) with at least one of each, but the "
                "shape is {shape}.",
                what=what,
                shape=values.shape,
            )
        )
    if len(names) != values.shape[1]:
        raise ValueError(
            say(
                "{what} of shape {shape} need {columns} names, but {count} are given: {names}.",
                what=what,
                shape=values.shape,
                columns=values.shape[1],
                count=len(names),
                names=tuple(names),
            )
        )
    if len(kinds) != len(names):
        raise ValueError(
            say(
                "{what} of {columns} columns need as many kinds, but {count} are given.",
                what=what,
                columns=len(names),
                count=len(kinds),
            )
        )
    good = np.isfinite(values)
    for column, kind in enumerate(kinds):
        if kind.missing and what == "inputs":
            good[:, column] |= np.isnan(values[:, column])
        if isinstance(kind, Category):
            _check_levels(values[:, column], names[column], kind)
    if not good.all():
        row, column = np.argwhere(~good)[0]
        raise ValueError(
            say(
                "{what} must be finite, but row {row}, column {column!r} is {value}; correct "
                "or remove it.",
                what=what,
                row=row,
                column=names[column],
                value=values[row, column],
            )
        )


def _check_levels(values: NDArray[np.float64], name: str, kind: Category) -> None:
    """Refuse values that are no index of a level of their column."""
    given = values[~np.isnan(values)]
    bad = (given != np.floor(given)) | (given < 0) | (given >= len(kind.levels))
    if bad.any():
        raise ValueError(
            say(
                "Column {column!r} has {count:,} levels, numbered from 0, but holds {value:g}; "
                "correct it.",
                column=name,
                count=len(kind.levels),
                value=given[bad][0],
            )
        )


def usable_weights(weights: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which numbers are weights: above 0 and at most `GREATEST_WEIGHT`, (rows,)."""
    with np.errstate(invalid="ignore"):
        return (weights > 0) & (weights <= GREATEST_WEIGHT)


def _check_weights(weights: NDArray[np.float64] | None, rows: int) -> None:
    """Refuse weights that are not one positive number for each row."""
    if weights is None:
        return
    if weights.shape != (rows,):
        raise ValueError(
            say(
                "weights must have the shape ({rows},), but theirs is {shape}.",
                rows=rows,
                shape=weights.shape,
            )
        )
    bad = ~usable_weights(weights)
    if bad.any():
        row = int(bad.argmax())
        raise ValueError(
            say(
                "weights must be above 0 and at most {most:.0e}, but that of row {row} is {value}; "
                "correct or remove it.",
                most=GREATEST_WEIGHT,
                row=row,
                value=weights[row],
            )
        )


@dataclass(frozen=True, eq=False)
class Scaling:
    """An affine change of units for each column: scaled = (value - shift) / scale.

    Args:
        shift: What becomes 0, `(columns,)`, in the units of the data.
        scale: What becomes 1 above the shift, `(columns,)`, in the units of the data.

    Raises:
        ValueError: If the shapes differ, a value is not finite, or a scale is not positive.
    """

    shift: NDArray[np.float64]
    scale: NDArray[np.float64]

    def __post_init__(self) -> None:
        object.__setattr__(self, "shift", _frozen(self.shift))
        object.__setattr__(self, "scale", _frozen(self.scale))
        if self.shift.ndim != 1 or self.shift.shape != self.scale.shape:
            raise ValueError(
                say(
                    "shift and scale must both have the shape (columns,), but their shapes are "
                    "{shift} and {scale}.",
                    shift=self.shift.shape,
                    scale=self.scale.shape,
                )
            )
        if not np.isfinite([self.shift, self.scale]).all() or not (self.scale > 0).all():
            raise ValueError(
                say(
                    "shift must be finite and scale finite and positive, but they are {shift} and "
                    "{scale}.",
                    shift=self.shift,
                    scale=self.scale,
                )
            )

    __reduce__ = remade

    @classmethod
    def of(cls, values: NDArray[np.float64], weights: NDArray[np.float64] | None = None) -> Scaling:
        """Standardise: the scaled columns have mean 0 and standard deviation 1.

        A few values far away from all others must not decide the units of the rest: values
        further from the median than three times the range of the middle 90% (ten standard
        deviations, of a Gaussian) count as if they lay at that distance. A constant column has no
        spread to divide by; its scale is its magnitude, or 1 for zeros.

        Args:
            values: `(rows, columns)`, at least one row.
            weights: How many rows each stands for, `(rows,)`; None if each is one.

        Returns:
            The mean and the standard deviation of each column.
        """
        shift, deviation = mean_and_deviation(_without_outliers(values, weights), weights)
        magnitude = np.where(shift == 0, 1.0, np.abs(shift))
        return cls(shift, np.where(deviation > 0, deviation, magnitude))

    @classmethod
    def identity(cls, columns: int) -> Scaling:
        """Leave the units as they are.

        Args:
            columns: The number of columns.

        Returns:
            Shift 0 and scale 1 for each column.
        """
        return cls(np.zeros(columns), np.ones(columns))

    def apply(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Go from the units of the data to scaled ones.

        Args:
            values: `(..., columns)`, in the units of the data.

        Returns:
            The scaled values, `(..., columns)`.
        """
        return standardised(values, self.shift, self.scale)

    def invert(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Go from scaled units back to those of the data.

        Args:
            values: `(..., columns)`, scaled.

        Returns:
            The values in the units of the data, `(..., columns)`.
        """
        return values * self.scale + self.shift


def _without_outliers(
    values: NDArray[np.float64], weights: NDArray[np.float64] | None
) -> NDArray[np.float64]:
    """Draw in what is far from the rest of its column, (rows, columns)."""
    # Values of the column and none between them: of few rows, too, the outermost is left aside.
    (low,) = quantiles(values, np.array([0.05]), "higher", weights)
    median, high = quantiles(values, np.array([0.5, 0.95]), "lower", weights)
    with np.errstate(over="ignore"):
        reach = 3 * (high - low)
        # A column of which nine tenths are one value has no middle range to compare others with.
        reach = np.where(reach > 0, reach, np.inf)
        return np.clip(values, median - reach, median + reach)
