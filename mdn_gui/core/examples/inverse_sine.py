"""The tutorial's problem: a wave read sideways."""

from functools import cached_property
from math import ceil, e, log, pi

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples.example import Curve, PlanarExample
from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats, log_sum_exp
from mdn_gui.core.maths.quadrature import gauss_legendre
from mdn_gui.core.text import say

_HALF_WIDTH = 10.5


class InverseSine(PlanarExample):
    """A wavy curve read sideways: y is uniform, and x is a wave of y plus noise.

    y ~ Uniform(-10.5, 10.5) and x = 7 sin(0.75 y) + 0.5 y + Normal(0, 1), so by Bayes's rule
    p(y | x) is proportional to Normal(x; 7 sin(0.75 y) + 0.5 y, 1) on [-10.5, 10.5], at every x.
    The noise multiplies the standard deviation of 1.

    Source: the inverse problem of Bishop (1994), "Mixture Density Networks", section 5, with a
    longer wave.
    """

    name = "inverse-sine"
    title = say("Inverse sine")
    summary = say("One x has up to five likely y, so a single predicted value falls between them.")
    lesson = say("Five answers; a mean is none")
    display_range = (-15.0, 15.0)

    @property
    def y_range(self) -> tuple[float, float]:
        """The range of the uniform distribution."""
        return -_HALF_WIDTH, _HALF_WIDTH

    @cached_property
    def floor(self) -> float:
        """H(Y | X) = H(Y) + H(X | Y) - H(X), in nats."""
        # Ten standard deviations beyond the curve's ends, where p(x) no longer matters.
        reach = _WAVE.turn_values[-1] + 10 * self.noise
        # p(x) is even, and so smooth that four points a standard deviation are precise to 1e-10.
        x = np.linspace(0.0, reach, ceil(4 * reach / self.noise))
        density = np.exp(self._log_evidence(x)) / (2 * _HALF_WIDTH)
        entropy_x = 2 * np.trapezoid(special.entr(density), x)
        entropy_noise = 0.5 * log(2 * pi * e) + log(self.noise)
        return float(log(2 * _HALF_WIDTH) + entropy_noise - entropy_x)

    def dataset(self, rows: int, seed: int) -> Dataset:
        """Draw y, then x given y; see `Example.dataset`."""
        rng = np.random.default_rng(seed)
        y = rng.uniform(-_HALF_WIDTH, _HALF_WIDTH, rows)
        x = _wave(y) + self.noise * rng.normal(size=rows)
        return Dataset(x[:, None], y[:, None], ("x",), ("y",))

    def log_prob(self, x: Floats, y: Floats) -> Floats:
        """Evaluate p(y | x) = Normal(x; wave(y), noise) / integral; `Conditional.log_prob`."""
        log_density = self._log_likelihood(x - _wave(y)) - self._log_evidence(x)
        return np.where(np.abs(y) <= _HALF_WIDTH, log_density, -np.inf)

    def _maxima(self, x: Floats) -> Floats:
        """Where the wave comes closest to x, locally."""
        nearest = _WAVE.nearest(x)
        # At a turning point that x lies beyond, two pieces have their closest point in common.
        return np.where(np.diff(nearest, prepend=-np.inf) > 0, nearest, np.nan)

    def _log_likelihood(self, deviations: Floats) -> Floats:
        return -0.5 * (deviations / self.noise) ** 2 - log(self.noise) - 0.5 * log(2 * pi)

    def _log_evidence(self, x: Floats) -> Floats:
        """Integrate Normal(x; wave(y), noise) over y, `(...)` to `(...)`.

        The error is below 1e-8 for |x| <= 20, beyond all rows if the noise is 1; it grows with |x|.
        """
        wave, log_weights = self._nodes
        integrals = [log_sum_exp(self._log_likelihood(at - wave) + log_weights) for at in x.flat]
        return np.reshape(integrals, x.shape)

    @cached_property
    def _nodes(self) -> tuple[Floats, Floats]:
        """The wave and the logarithms of the weights at the points of the integral over y."""
        panels = ceil(48 / min(self.noise, 1.0))
        y, weights = gauss_legendre(np.linspace(-_HALF_WIDTH, _HALF_WIDTH, panels + 1))
        return _wave(y), np.log(weights)


def _wave(y: Floats) -> Floats:
    """The mean of x given y."""
    return 7 * np.sin(0.75 * y) + 0.5 * y


def _slope(y: Floats) -> Floats:
    return 5.25 * np.cos(0.75 * y) + 0.5


def _turns() -> Floats:
    """The ends of the wave and the four points between where its slope is zero."""
    first = np.arccos(-0.5 / 5.25) / 0.75
    second = 2 * pi / 0.75 - first
    return np.array([-_HALF_WIDTH, -second, -first, first, second, _HALF_WIDTH])


_WAVE = Curve(_wave, _slope, _turns())
