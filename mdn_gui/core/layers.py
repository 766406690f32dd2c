"""The layers of a network's members, in NumPy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.layout import Layout
from mdn_gui.core.maths import special

type Values = NDArray[np.floating]
"""In single or in double precision."""


def _silu(values: Values) -> Values:
    """`values * expit(values)`, in a third of the time."""
    with np.errstate(over="ignore"):  # of a value far below 0, which is divided by infinity
        slow = np.exp(-values)
    result: Values = values / (1.0 + slow)
    return result


_ACTIVATIONS: Mapping[str, Callable[[Values], Values]] = {
    "relu": lambda values: np.maximum(values, 0.0),
    "silu": _silu,
    "tanh": np.tanh,
    "gelu": lambda values: values * special.ndtr(values),
}


@dataclass(frozen=True, eq=False)
class Layers:
    """The layers of all members; calling them gives what the last one says.

    Attributes:
        weights: Kernel `(members, from, to)` and bias `(members, 1, to)` of each layer.
        activation: The nonlinearity after each but the last.
    """

    weights: tuple[tuple[Values, Values], ...]
    activation: Callable[[Values], Values]

    @classmethod
    def of(
        cls, layout: Layout, parameters: NDArray[np.float32], activation: str, *, single: bool
    ) -> Layers:
        """Take weights apart.

        Args:
            layout: The architecture.
            parameters: `(members, layout.size)`.
            activation: The nonlinearity's name.
            single: Whether to compute in single precision.
        """
        precision = np.float32 if single else np.float64
        weights = tuple(
            (np.asarray(kernel, precision), np.asarray(bias, precision)[:, None])
            for kernel, bias in layout.unpack(parameters)
        )
        return cls(weights, _ACTIVATIONS[activation])

    def __call__(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the last layer says of features `(n, inputs)`: `(members, n, layer)`."""
        *hidden, (kernel, bias) = self.weights
        values: Values = x[None].astype(kernel.dtype, copy=False)
        for inner, offset in hidden:
            values = self.activation(values @ inner + offset)
        return (values @ kernel + bias).astype(np.float64, copy=False)
