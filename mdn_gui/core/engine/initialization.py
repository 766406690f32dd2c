"""The weights a run starts from."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.layout import Layout
from mdn_gui.core.maths.weighted import quantiles

Floats = NDArray[np.float32]


def glorot(layout: Layout, rngs: Iterable[np.random.Generator]) -> Floats:
    """Uniform kernels (Glorot and Bengio 2010, equation 16), biases zero: (members, size).

    Args:
        layout: Which parameter is what.
        rngs: One for each member.
    """
    parameters = np.zeros((layout.members, layout.size), np.float32)
    for own, rng in zip(parameters, rngs, strict=True):
        for kernel, _ in layout.slices:
            limit = np.sqrt(6.0 / sum(kernel.shape))
            own[kernel.part] = rng.uniform(-limit, limit, own[kernel.part].shape)
    return parameters


def spread_means(
    parameters: Floats,
    layout: Layout,
    y: Floats,
    weights: NDArray[np.float64] | None = None,
) -> Floats:
    """Start each component's mean at its own quantile of the targets, so that none starves.

    Args:
        parameters: (members, size).
        layout: Which of them is what.
        y: Training targets as the network sees them, (rows, outputs).
        weights: How many rows each of these stands for, (rows,); None if each is one.

    Returns:
        A copy of `parameters` whose last layer's mean biases are the quantiles
        (k + 1/2) / K of each target, and whose means hardly depend on x at first.
    """
    components, outputs = layout.components, layout.outputs
    levels = (np.arange(components) + 0.5) / components
    started = parameters.copy()
    kernel, bias = layout.unpack(started)[-1]
    means = slice(components, components * (1 + outputs))
    kernel[..., means] *= 0.1
    bias[:, means] = quantiles(y, levels, "linear", weights).ravel()
    return started
