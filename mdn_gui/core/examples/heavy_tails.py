"""Residuals that a Gaussian's tails are too thin for."""

from __future__ import annotations

from math import log, pi

import numpy as np

from mdn_gui.core.examples.regression import Regression
from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats

_DEGREES = 3.0


class HeavyTails(Regression):
    """Student's t around a smooth mean.

    x ~ Uniform(-3, 3) and y = sin(1.5 x) + 0.2 T, where T has Student's t distribution with three
    degrees of freedom. The noise multiplies the scale 0.2. The density goes on beyond the rows by
    its formula.
    """

    name = "heavy-tails"
    title = "Heavy tails"
    summary = "Now and then y lies far from all others, farther than one Gaussian's tails reach."
    display_range = (-3.0, 3.0)

    _SCALE = 0.2
    _RESIDUAL_REACH = 25.0

    def _mean(self, x: Floats) -> Floats:
        return np.sin(1.5 * x)

    def _draw_residuals(self, rng: np.random.Generator, rows: int) -> Floats:
        return rng.standard_t(_DEGREES, rows)

    def _log_residual(self, z: Floats) -> Floats:
        # Student's t with three degrees of freedom: 2 / (pi sqrt(3) (1 + z^2 / 3)^2).
        return log(2 / (pi * _DEGREES**0.5)) - 2 * np.log1p(z**2 / _DEGREES)

    def _residual_entropy(self) -> float:
        half = _DEGREES / 2
        tail = (half + 0.5) * (special.psi(half + 0.5) - special.psi(half))
        return float(tail + 0.5 * log(_DEGREES) + special.betaln(half, 0.5))
