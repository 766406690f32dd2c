"""Rows as a network sees them: in its units, inputs, targets and weights side by side."""

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.text import say

GREATEST = 1e150
"""Largest magnitude of a value to train on: the square of what a network predicts is a double."""

type Floats = NDArray[np.float64]


class Packing:
    """What makes of rows the arrays that are trained on.

    Args:
        training: The rows to take the scalings from.
        standardize: Whether to scale at all.
        mean_weight: Of all training rows; their packed weights have the mean 1.

    Attributes:
        input_scaling: Of x, to the network's units.
        target_scaling: Of y.
        input_spread: Of each column of x in its own units, (inputs,).
        target_spread: Of each column of y, (outputs,).
    """

    def __init__(self, training: Dataset, *, standardize: bool, mean_weight: float = 1.0) -> None:
        inputs, targets = (
            Scaling.of(values, training.weights) for values in (training.inputs, training.targets)
        )
        self.input_spread, self.target_spread = inputs.scale, targets.scale
        if not standardize:
            inputs, targets = map(Scaling.identity, (len(inputs.scale), len(targets.scale)))
        self.input_scaling, self.target_scaling = inputs, targets
        self._names = (*training.input_names, *training.target_names)
        self._standardize, self._mean_weight = standardize, mean_weight

    def __call__(self, rows: Dataset) -> NDArray[np.float32]:
        """Pack rows.

        Args:
            rows: In the units of the data, with the columns of the training rows.

        Returns:
            (rows, inputs + outputs), and where the rows have weights these as one column more.

        Raises:
            ValueError: A value is too large to train on.
        """
        inputs, columns = rows.inputs.shape[1], len(self._names)
        # Each column in one stretch of memory: what is worked out along it takes half as long.
        values = np.empty((columns, rows.rows)).T
        values[:, :inputs], values[:, inputs:] = rows.inputs, rows.targets
        self._refuse(np.abs(values).max(axis=0, initial=0.0) > GREATEST, values, _TOO_LARGE)
        packed = np.empty((rows.rows, columns + rows.weighted), np.float32)
        with np.errstate(over="ignore"):
            packed[:, :inputs] = self.input_scaling.apply(values[:, :inputs])
            packed[:, inputs:columns] = self.target_scaling.apply(values[:, inputs:])
        reason = _TOO_FAR_OUT if self._standardize else _NOT_SINGLE
        self._refuse(~np.isfinite(packed[:, :columns]).all(axis=0), values, reason)
        if rows.weights is not None:
            packed[:, columns] = rows.weights / self._mean_weight
        return packed

    def _refuse(self, bad: NDArray[np.bool_], values: Floats, reason: str) -> None:
        """Raise for the first of the bad columns, if there is one."""
        if bad.any():
            column = int(bad.argmax())
            greatest = values[np.abs(values[:, column]).argmax(), column]
            name = self._names[column]
            raise ValueError(reason.format(column=name, greatest=greatest, most=GREATEST))


_TOO_LARGE = say(
    "Column {column!r} reaches {greatest:.3g}, but values to train on may be {most:.0e} at most; "
    "correct the value, or give the column in larger units."
)
_NOT_SINGLE = say(
    "Column {column!r} reaches {greatest:.3g}, but training counts in single precision, up to "
    "3.4e38; standardize inputs and targets, or give the column in larger units."
)
_TOO_FAR_OUT = say(
    "Column {column!r} reaches {greatest:.3g}, too far from its other values for training, which "
    "counts in single precision; correct the value, or remove its row."
)
