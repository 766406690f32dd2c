"""Rows as a network sees them: in its units, inputs, targets and weights side by side."""

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.encoding import Encoding, check_values, is_plain
from mdn_gui.core.kinds import Number
from mdn_gui.core.maths.change_of_variables import log_slope, transformed
from mdn_gui.core.text import say

GREATEST = 1e150
"""Largest magnitude of a value to train on: the square of what a network predicts is a double."""

MOST_UNEQUAL = 1e30
"""How many times the mean a weight is at most, and the mean a weight: sums of products with losses
are single numbers."""

type Floats = NDArray[np.float64]


class Packing:
    """What makes of rows the arrays that are trained on.

    Args:
        training: The rows to take the scalings from.
        standardize: Whether to scale at all.
        mean_weight: Of all training rows; their packed weights have the mean 1.

    Attributes:
        encoding: Of x, to what the network sees of it.
        input_scaling: Of that, to the network's units.
        target_scaling: Of what the network sees of y.
        input_spread: Of each feature before it is scaled, (features,); 0 of those that are not.
        target_spread: Of what the network sees of each column of y, (outputs,).

    Raises:
        ValueError: A value cannot be encoded or transformed.
    """

    def __init__(self, training: Dataset, *, standardize: bool, mean_weight: float = 1.0) -> None:
        self._names = (*training.input_names, *training.target_names)
        self._standardize, self._mean_weight = standardize, mean_weight
        self._target_kinds = training.target_kinds
        kinds, weights = training.input_kinds, training.weights
        self.encoding = Encoding.of(kinds, training.inputs, weights)
        features = self.encoding(training.inputs, self._names)
        seen = self._seen(training.targets)
        inputs, targets = (Scaling.of(values, weights) for values in (features, seen))
        scaled = self.encoding.scaled
        self.input_spread = np.where(scaled, inputs.scale, 0.0)
        self.target_spread = targets.scale
        if not standardize:
            inputs, targets = map(Scaling.identity, (len(inputs.scale), len(targets.scale)))
        elif not scaled.all():
            inputs = Scaling(
                np.where(scaled, inputs.shift, 0.0), np.where(scaled, inputs.scale, 1.0)
            )
        self.input_scaling, self.target_scaling = inputs, targets

    def __call__(self, rows: Dataset) -> NDArray[np.float32]:
        """Pack rows.

        Args:
            rows: In the units of the data, with the columns of the training rows.

        Returns:
            (rows, features + outputs), and where the rows have weights these as one column more.

        Raises:
            ValueError: A value is too large to train on, or cannot be encoded or transformed; or a
                weight is too far from the mean.
        """
        given = rows.inputs.shape[1]
        # Each column in one stretch of memory: what is worked out along it takes half as long.
        values = np.empty((len(self._names), rows.rows)).T
        values[:, :given], values[:, given:] = rows.inputs, rows.targets
        features = self.encoding(values[:, :given], self._names)
        seen = self._seen(values[:, given:])
        if not self.encoding.plain:
            values = np.nan_to_num(values, nan=0.0)
        self._refuse(np.abs(values).max(axis=0, initial=0.0) > GREATEST, values, _TOO_LARGE)
        inputs, columns = features.shape[1], features.shape[1] + seen.shape[1]
        packed = np.empty((rows.rows, columns + rows.weighted), np.float32)
        with np.errstate(over="ignore"):
            packed[:, :inputs] = self.input_scaling.apply(features)
            packed[:, inputs:columns] = self.target_scaling.apply(seen)
        reason = _TOO_FAR_OUT if self._standardize else _NOT_SINGLE
        self._refuse(self._by_column(~np.isfinite(packed[:, :columns]).all(axis=0)), values, reason)
        if rows.weights is not None:
            packed[:, columns] = self._shares(rows.weights)
        return packed

    @property
    def log_unit(self) -> float:
        """The logarithm of |dt / dz|, z being the t that the network sees in its own units."""
        return float(np.log(self.target_scaling.scale).sum())

    def log_slopes(self, packed: NDArray[np.float32]) -> Floats:
        """The logarithm of dt/dy of each row, t being what the network sees of y.

        By so much the log-likelihood of y is more than that of t, in nats.

        Args:
            packed: (rows, columns), as packed.

        Returns:
            (rows,); () where t is y.
        """
        if self._plain_targets:
            return np.zeros(())
        inputs = self.encoding.features
        seen = packed[:, inputs : inputs + len(self._target_kinds)].astype(np.float64)
        seen_t = self.target_scaling.invert(seen)
        slopes = [
            log_slope(column, kind)
            for column, kind in zip(seen_t.T, self._target_kinds, strict=True)
            if isinstance(kind, Number)
        ]
        return np.sum(slopes, axis=0)

    def sums(self, packed: NDArray[np.float32], rows: NDArray[np.intp]) -> tuple[float, float]:
        """How many rows some rows stand for, and the sum of their log-slopes times that.

        Args:
            packed: (all rows, columns), as packed.
            rows: Which of them.
        """
        slopes = self.log_slopes(packed) if not self._plain_targets else None
        outputs = self.encoding.features + len(self._target_kinds)
        if packed.shape[1] == outputs:
            return float(len(rows)), 0.0 if slopes is None else float(slopes[rows].sum())
        weights = packed[rows, outputs].astype(np.float64)
        return float(weights.sum()), 0.0 if slopes is None else float(slopes[rows] @ weights)

    @property
    def _plain_targets(self) -> bool:
        return all(is_plain(kind) for kind in self._target_kinds)

    def _seen(self, targets: Floats) -> Floats:
        """What the network sees of targets, (rows, outputs)."""
        if self._plain_targets:
            return targets
        names = self._names[self.encoding.columns :]
        columns = []
        for y, kind, name in zip(targets.T, self._target_kinds, names, strict=True):
            check_values(y, kind, repr(name))
            columns.append(transformed(y, kind) if isinstance(kind, Number) else y)
        return np.array(columns).T

    def _shares(self, weights: Floats) -> Floats:
        """Weights (rows,) with the mean 1 over all training rows."""
        shares = weights / self._mean_weight
        bad = (shares > MOST_UNEQUAL) | (shares < 1 / MOST_UNEQUAL)
        if bad.any():
            raise ValueError(
                say(
                    "A weight of {weight:.3g} beside others of {mean:.3g} in the mean cannot be "
                    "counted in single precision, as training does; correct it, or leave its row "
                    "out.",
                    weight=weights[bad.argmax()],
                    mean=self._mean_weight,
                )
            )
        return shares

    def _by_column(self, bad: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which columns of the table have a bad one of what is packed of them."""
        if self.encoding.plain:
            return bad
        columns = np.zeros(len(self._names), np.bool_)
        inputs, of_inputs = self.encoding.columns, self.encoding.features
        columns[self.encoding.column_of[bad[:of_inputs]]] = True
        columns[inputs:] = bad[of_inputs:]
        return columns

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
