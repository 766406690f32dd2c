"""What the problems with one y for each x share: a mean, a scale and residuals."""

from __future__ import annotations

from abc import abstractmethod
from math import e, log, pi
from typing import ClassVar

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples.example import Example
from mdn_gui.core.maths.numerics import Floats


class Regression(Example):
    """y = mean(x) + noise * scale * residual; the residuals are standard normal.

    Subclasses give the mean, and whatever else is not as here: x uniform over `display_range`, one
    scale, normal residuals. The density goes on by its formula at every x, rows there or not.
    """

    _SCALE: ClassVar[float]
    _RESIDUAL_REACH: ClassVar[float] = 6.0

    @property
    def y_range(self) -> tuple[float, float]:
        """The y around the mean that the residuals reach within `display_range`."""
        x = np.linspace(*self.display_range, 201)
        mean, reach = self._mean(x), self._RESIDUAL_REACH * self._scale(x)
        return float((mean - reach).min()), float((mean + reach).max())

    @property
    def floor(self) -> float:
        """H(Y | X): the residual's entropy plus the expected logarithm of its factor, in nats."""
        return self._residual_entropy() + log(self.noise) + self._expected_log_scale()

    def dataset(self, rows: int, seed: int) -> Dataset:
        """Draw x, then y given x; see `Example.dataset`."""
        rng = np.random.default_rng(seed)
        x = self._draw_x(rng, rows)
        y = self._mean(x) + self._scale(x) * self._draw_residuals(rng, rows)
        return Dataset(x[:, None], y[:, None], ("x",), ("y",))

    def log_prob(self, x: Floats, y: Floats) -> Floats:
        """Evaluate the residual's density at (y - mean) / scale; see `Example.log_prob`."""
        scale = self._scale(x)
        return self._log_residual((y - self._mean(x)) / scale) - np.log(scale)

    def _maxima(self, x: Floats) -> Floats:
        return self._mean(x)[:, np.newaxis]

    @abstractmethod
    def _mean(self, x: Floats) -> Floats: ...

    def _scale(self, x: Floats) -> Floats:
        """What multiplies the residuals at x, the noise included."""
        return np.full(x.shape, self.noise * self._SCALE)

    def _expected_log_scale(self) -> float:
        """Expectation of the logarithm of the scale over x, without the noise."""
        return log(self._SCALE)

    def _draw_x(self, rng: np.random.Generator, rows: int) -> Floats:
        return rng.uniform(*self.display_range, rows)

    def _draw_residuals(self, rng: np.random.Generator, rows: int) -> Floats:
        return rng.normal(size=rows)

    def _log_residual(self, z: Floats) -> Floats:
        """Log-density of a residual."""
        return -0.5 * (z**2 + log(2 * pi))

    def _residual_entropy(self) -> float:
        """Entropy of a residual, in nats."""
        return 0.5 * log(2 * pi * e)
