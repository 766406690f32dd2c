"""Problems with one y for each x: a mean, a scale, and residuals."""

from __future__ import annotations

from abc import abstractmethod
from math import e, log, pi
from typing import ClassVar

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples.example import PlanarExample
from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.text import say, say_in


class Regression(PlanarExample):
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
        """Evaluate the residual's density at (y - mean) / scale; see `Conditional.log_prob`."""
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


class Step(Regression):
    """A jump in the mean, which no smooth network can follow.

    x ~ Uniform(-2, 2) and y = 0.3 x - 1 + Normal(0, 0.15) for x < 0, 0.3 x + 1 + Normal(0, 0.15)
    for x >= 0. The noise multiplies the standard deviation of 0.15. The density goes on beyond the
    rows by its formula.
    """

    name = "step"
    title = say_in("example", "Step")
    summary = say("The curve jumps at x = 0, where a network of smooth functions cannot follow.")
    lesson = say("A jump that smooth curves miss")
    rows = 1000
    display_range = (-2.0, 2.0)

    _SCALE = 0.15

    def _mean(self, x: Floats) -> Floats:
        return 0.3 * x + np.where(x < 0, -1.0, 1.0)


_EDGE = 1.0


class Gap(Regression):
    """Rows to the left and to the right of a gap, while the truth goes on through it.

    x is uniform on [-3, -1] and [1, 3], and y = cos(2 x) + Normal(0, 0.15). The noise multiplies
    the standard deviation of 0.15. The density goes on by its formula in the gap and beyond.
    """

    name = "gap"
    title = say("Gap")
    summary = say("No rows lie between x = −1 and 1, so what a network says there is a guess.")
    lesson = say("In the gap it only guesses")
    rows = 1000
    display_range = (-3.0, 3.0)

    _SCALE = 0.15

    def _mean(self, x: Floats) -> Floats:
        return np.cos(2 * x)

    def _draw_x(self, rng: np.random.Generator, rows: int) -> Floats:
        side = rng.choice([-1.0, 1.0], rows)
        return side * rng.uniform(_EDGE, self.display_range[1], rows)


class Heteroscedastic(Regression):
    """One smooth mean, and noise that grows twentyfold with x.

    x ~ Uniform(0, 10) and y = 2 sin(0.6 x) + Normal(0, 0.05 exp(0.3 x)). The noise multiplies the
    standard deviation 0.05 exp(0.3 x). The density goes on beyond the rows by its formula.
    """

    name = "heteroscedastic"
    title = say("Growing spread")
    summary = say(
        "The spread of y grows twentyfold with x, so one error bar cannot be right everywhere."
    )
    lesson = say("The spread grows twentyfold")
    display_range = (0.0, 10.0)

    _GROWTH = 0.3
    _SCALE = 0.05  # at x = 0

    def _mean(self, x: Floats) -> Floats:
        return 2 * np.sin(0.6 * x)

    def _scale(self, x: Floats) -> Floats:
        return self.noise * self._SCALE * np.exp(self._GROWTH * x)

    def _expected_log_scale(self) -> float:
        return log(self._SCALE) + self._GROWTH * float(np.mean(self.display_range))


_DEGREES = 3.0


class HeavyTails(Regression):
    """Student's t around a smooth mean.

    x ~ Uniform(-3, 3) and y = sin(1.5 x) + 0.2 T, where T has Student's t distribution with three
    degrees of freedom. The noise multiplies the scale 0.2. The density goes on beyond the rows by
    its formula.
    """

    name = "heavy-tails"
    title = say("Heavy tails")
    summary = say(
        "Now and then y lies far from all others, farther than one Gaussian's tails reach."
    )
    lesson = say("Now and then a row lies far off")
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
