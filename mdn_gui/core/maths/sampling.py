"""Draws from mixtures, and the components that they come from."""

# Else the annotation np.random.Generator would import numpy.random, and with it OpenSSL, at the
# start of the program; likewise in other modules that have it.
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mdn_gui.core.maths.mixture_parameters import MixtureParameters
from mdn_gui.core.maths.numerics import Floats, Indices
from mdn_gui.core.text import say


class Draws(NamedTuple):
    """Draws from a batch of mixtures.

    Attributes:
        y: `(n, ..., outputs)`, in the units of y.
        component: Number of the component that each comes from, `(n, ...)`.
    """

    y: Floats
    component: Indices


def draw(n: int, mixture: MixtureParameters, rng: np.random.Generator) -> Draws:
    """Draw a component and then y from it.

    Args:
        n: Number of draws from every mixture of the batch.
        mixture: Of batch shape `(...)`.
        rng: Source of randomness; one in the same state draws the same.

    Returns:
        The draws, `n` from every mixture.

    Raises:
        ValueError: If n is negative.
    """
    if n < 0:
        raise ValueError(say("the number of draws must be 0 or more, but it is {n}", n=n))
    component = _components(n, mixture, rng)
    rows = np.arange(mixture.log_weights[..., 0].size).reshape(mixture.batch_shape)
    place = component + mixture.components * rows
    y = rng.standard_normal((*component.shape, mixture.outputs))
    y *= mixture.scales.reshape(-1, mixture.outputs).take(place, axis=0)
    y += mixture.means.reshape(-1, mixture.outputs).take(place, axis=0)
    return Draws(y, component)


def _components(n: int, mixture: MixtureParameters, rng: np.random.Generator) -> Indices:
    """Components drawn by their weights, `(n, ...)`."""
    cumulative = np.cumsum(mixture.weights, axis=-1)
    uniform = rng.random((n, *mixture.batch_shape))
    component = np.zeros(uniform.shape, dtype=np.intp)
    for k in range(mixture.components - 1):
        # Divided by the last, a sum that rounding left below 1 picks no dead component.
        component += uniform >= cumulative[..., k] / cumulative[..., -1]
    return component
