"""A regression problem as two arrays of numbers, and the scaling of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mdn_gui.core.copies import copies
from mdn_gui.core.frozen import remade
from mdn_gui.core.maths.numerics import mean_and_deviation, standardised
from mdn_gui.core.text import say


def _frozen(values: ArrayLike) -> NDArray[np.float64]:
    """Copy values into a contiguous float64 array that nobody can write to."""
    array = np.array(values, dtype=np.float64, order="C")
    array.setflags(write=False)
    return array


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows of inputs x and targets y, in the units of the data.

    The arrays are copied, read-only and finite.

    Args:
        inputs: x, `(rows, inputs)`.
        targets: y, `(rows, outputs)`.
        input_names: One name for each column of `inputs`.
        target_names: One name for each column of `targets`.

    Raises:
        ValueError: If the shapes do not fit each other or the names, if there is no row, or if a
            value is not finite.
    """

    inputs: NDArray[np.float64]
    targets: NDArray[np.float64]
    input_names: tuple[str, ...]
    target_names: tuple[str, ...]

    def __post_init__(self) -> None:
        for field in ("inputs", "targets"):
            object.__setattr__(self, field, _frozen(getattr(self, field)))
        for field in ("input_names", "target_names"):
            object.__setattr__(self, field, tuple(getattr(self, field)))
        _check_columns("inputs", self.inputs, self.input_names)
        _check_columns("targets", self.targets, self.target_names)
        if len(self.inputs) != len(self.targets):
            raise ValueError(
                say(
                    "inputs and targets must have equally many rows, but their shapes are {shape} "
                    "and {shape_2}.",
                    shape=self.inputs.shape,
                    shape_2=self.targets.shape,
                )
            )

    __reduce__ = remade

    @property
    def rows(self) -> int:
        """The number of rows."""
        return len(self.inputs)

    @property
    def distinct_rows(self) -> int:
        """The number of rows without the copies among them; see `core.copies`."""
        numbers = copies(self.inputs, self.targets)
        return self.rows if numbers is None else int(numbers.max()) + 1

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
        return Dataset(self.inputs[rows], self.targets[rows], self.input_names, self.target_names)

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
        training, validation = self.split_rows(validation_fraction, seed)
        return self.take(training), self.take(validation)

    def split_rows(
        self, validation_fraction: float, seed: int
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Tell which rows `split` puts where.

        Copies of a row (see `core.copies`) stay together: a validation row that is in the training
        part too would praise a network for what it knows by heart.

        Args:
            validation_fraction: Share of the rows for validation, between 0 and 1, both excluded.
                It is rounded to whole rows, of which each part gets at least one; copies may
                make it a little more.
            seed: Seed of the draw.

        Returns:
            Indices of the training rows, (rows of that part,), and of the validation rows, in the
            random order in which the parts hold them.

        Raises:
            ValueError: If the fraction is out of range or there are fewer than two rows.
        """
        if not 0 < validation_fraction < 1:
            raise ValueError(
                say(
                    "validation_fraction must lie between 0 and 1, but is {validation_fraction}.",
                    validation_fraction=validation_fraction,
                )
            )
        if self.rows < 2:
            raise ValueError(say("A dataset of 1 row cannot be split; add rows."))
        validation_rows = min(max(round(validation_fraction * self.rows), 1), self.rows - 1)
        rng = np.random.default_rng(seed)
        numbers = copies(self.inputs, self.targets)
        if numbers is None:
            order = rng.permutation(self.rows)
            return order[validation_rows:], order[:validation_rows]
        counts = np.bincount(numbers)
        order = rng.permutation(len(counts))
        enough = int(np.searchsorted(counts[order].cumsum(), validation_rows)) + 1
        held_out = np.isin(numbers, order[: min(enough, len(order) - 1)])
        shuffled = rng.permutation(self.rows)
        return shuffled[~held_out[shuffled]], shuffled[held_out[shuffled]]


def _check_columns(what: str, values: NDArray[np.float64], names: Sequence[str]) -> None:
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
                "{what} of shape {shape} need {shape_2} names, but {count} are given: {names}.",
                what=what,
                shape=values.shape,
                shape_2=values.shape[1],
                count=len(names),
                names=tuple(names),
            )
        )
    bad = np.argwhere(~np.isfinite(values))
    if len(bad):
        row, column = bad[0]
        raise ValueError(
            say(
                "{what} must be finite, but row {row}, column {names!r} is {values}; correct "
                "or remove it.",
                what=what,
                row=row,
                names=names[column],
                values=values[row, column],
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
                    "{shape} and {shape_2}.",
                    shape=self.shift.shape,
                    shape_2=self.scale.shape,
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
    def of(cls, values: NDArray[np.float64]) -> Scaling:
        """Standardise: the scaled columns have mean 0 and standard deviation 1.

        A few values far away from all others must not decide the units of the rest: values
        further from the median than three times the range of the middle 90% (ten standard
        deviations, of a Gaussian) count as if they lay at that distance. A constant column has no
        spread to divide by; its scale is its magnitude, or 1 for zeros.

        Args:
            values: `(rows, columns)`, at least one row.

        Returns:
            The mean and the standard deviation of each column.
        """
        shift, deviation = mean_and_deviation(_without_outliers(values))
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


def _without_outliers(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Draw in what is far from the rest of its column, (rows, columns)."""
    # Values of the column and none between them: of few rows, too, the outermost is left aside.
    low = np.quantile(values, 0.05, axis=0, method="higher")
    median = np.quantile(values, 0.5, axis=0, method="lower")
    high = np.quantile(values, 0.95, axis=0, method="lower")
    with np.errstate(over="ignore"):
        reach = 3 * (high - low)
        # A column of which nine tenths are one value has no middle range to compare others with.
        reach = np.where(reach > 0, reach, np.inf)
        return np.clip(values, median - reach, median + reach)
