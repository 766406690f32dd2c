"""A circle: two y for one x."""

from functools import cached_property
from math import ceil, log, pi

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples.example import PlanarExample
from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats, Indices, increasing_roots, log_sum_exp
from mdn_gui.core.maths.quadrature import gauss_legendre
from mdn_gui.core.text import say

_OWN_SCALE = 0.1
_ANGLES = 512
_RESOLUTION = 1e-14


class Circle(PlanarExample):
    """Points all around the unit circle, with noise.

    (x, y) is a point of the circle, uniform in its angle, plus Normal(0, 0.1) in both coordinates:
    far more rows lie near x = -1 and 1 than between. The noise multiplies the standard deviation of
    0.1. The density goes on outside the circle by its formula, closing in on y = 0.
    """

    name = "circle"
    title = say("Circle")
    summary = say("Most x have one y above and one below, and their mean lies where no row is.")
    lesson = say("Two answers, nothing between")
    display_range = (-1.2, 1.2)

    @property
    def y_range(self) -> tuple[float, float]:
        """The circle and five standard deviations around it."""
        reach = 1 + 5 * self._scale
        return -reach, reach

    @cached_property
    def floor(self) -> float:
        """H(Y | X) = H(X, Y) - H(X), in nats: integrals over the radius and over x."""
        low, high = max(0.0, 1 - 10 * self._scale), 1 + 10 * self._scale
        radius, weights = gauss_legendre(np.linspace(low, high, 33))
        joint = special.entr(np.exp(self._log_joint(radius))) @ (2 * pi * radius * weights)
        x, weights = gauss_legendre(np.linspace(0.0, high, 1 + ceil(high / self._scale)))
        marginal = 2 * special.entr(np.exp(self._log_evidence(x))) @ weights
        return float(joint - marginal)

    def dataset(self, rows: int, seed: int) -> Dataset:
        """Draw the angle, then x and y; see `Example.dataset`."""
        rng = np.random.default_rng(seed)
        angle = rng.uniform(0.0, 2 * pi, rows)
        x = np.cos(angle) + self._scale * rng.normal(size=rows)
        y = np.sin(angle) + self._scale * rng.normal(size=rows)
        return Dataset(x[:, None], y[:, None], ("x",), ("y",))

    def log_prob(self, x: Floats, y: Floats) -> Floats:
        """Evaluate p(x, y) / p(x); see `Conditional.log_prob`."""
        return self._log_joint(np.hypot(x, y)) - self._log_evidence(x)

    def _maxima(self, x: Floats) -> Floats:
        """The points of the ridge, a circle within the circle, or y = 0 outside it."""
        height = np.sqrt(np.maximum(self._ridge**2 - x**2, 0.0))
        return np.column_stack([-height, np.where(height > 0, height, np.nan)])

    @property
    def _scale(self) -> float:
        return self.noise * _OWN_SCALE

    @cached_property
    def _ridge(self) -> float:
        """The radius of the highest p(x, y): the positive root of r - I1(r / s^2) / I0(r / s^2)."""
        variance = self._scale**2

        def descent(radius: Floats, _: Indices) -> tuple[Floats, Floats]:
            ratio = special.i1e(radius / variance) / special.i0e(radius / variance)
            return radius - ratio, 1 - (1 - ratio * variance / radius - ratio**2) / variance

        # There is one as long as s^2 < 1/2, and the range of the noise keeps s^2 to 1/4.
        low, high = np.array([1e-2]), np.array([1.0])
        return float(increasing_roots(descent, low, high, high, _RESOLUTION)[0])

    def _log_joint(self, radius: Floats) -> Floats:
        """The logarithm of p(x, y) at this distance from the centre.

        Source:
            Abramowitz and Stegun, "Handbook of Mathematical Functions" (1964), equation 9.6.16,
            for the mean over the angle.
        """
        variance = self._scale**2
        ridge = -0.5 * (radius - 1) ** 2 / variance
        return ridge + np.log(special.i0e(radius / variance)) - log(2 * pi * variance)

    def _log_evidence(self, x: Floats) -> Floats:
        """The mean of Normal(x; cos(angle), s) over the angle, `(...)` to `(...)`."""
        # Even steps are as precise as any rule for what is periodic and smooth.
        cosines = np.cos(pi * (np.arange(_ANGLES) + 0.5) / _ANGLES)
        z = (x[..., np.newaxis] - cosines) / self._scale
        return log_sum_exp(-0.5 * z**2) - log(_ANGLES * self._scale) - 0.5 * log(2 * pi)
