"""Rows as a network sees them: in its units, inputs and targets side by side."""

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset, Scaling

type Floats = NDArray[np.float64]


class Packing:
    """What makes of rows the arrays that are trained on.

    Args:
        training: The rows to take the scalings from.
        standardize: Whether to scale at all.

    Attributes:
        input_scaling: Of x, to the network's units.
        target_scaling: Of y.
        input_spread: Of each column of x in its own units, (inputs,).
        target_spread: Of each column of y, (outputs,).
    """

    def __init__(self, training: Dataset, *, standardize: bool) -> None:
        inputs, targets = Scaling.of(training.inputs), Scaling.of(training.targets)
        self.input_spread, self.target_spread = inputs.scale, targets.scale
        if not standardize:
            inputs, targets = map(Scaling.identity, (len(inputs.scale), len(targets.scale)))
        self.input_scaling, self.target_scaling = inputs, targets

    def __call__(self, inputs: Floats, targets: Floats) -> NDArray[np.float32]:
        """Pack rows.

        Args:
            inputs: (rows, inputs), in the units of the data.
            targets: (rows, outputs).

        Returns:
            (rows, inputs + outputs).

        Raises:
            ValueError: A value is too large for single precision.
        """
        packed = np.empty((len(inputs), inputs.shape[1] + targets.shape[1]), np.float32)
        packed[:, : inputs.shape[1]] = _single("inputs", self.input_scaling.apply(inputs))
        packed[:, inputs.shape[1] :] = _single("targets", self.target_scaling.apply(targets))
        return packed


def _single(what: str, values: Floats) -> NDArray[np.float32]:
    with np.errstate(over="ignore"):
        single = values.astype(np.float32)
    if not np.isfinite(single).all():
        raise ValueError(
            f"The {what} reach {np.abs(values).max():.3g}, but training counts in single "
            "precision, up to 3.4e38; standardize them."
        )
    return single
