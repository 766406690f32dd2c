"""Two branches, the likelier of which changes with x."""

from functools import cached_property
from math import ceil, log, pi

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples.example import PlanarExample
from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats, Indices, increasing_roots
from mdn_gui.core.maths.quadrature import gauss_legendre
from mdn_gui.core.text import say

_OWN_SCALE = 0.25
_STEEPNESS = 1.2
_RESOLUTION = 1e-12


class ChangingWeights(PlanarExample):
    """Two parallel branches whose weights cross over: a mixture of two Gaussians.

    x ~ Uniform(-3, 3) and y = 0.5 sin(x) + B + Normal(0, 0.25), where B = 1 with the probability
    1 / (1 + exp(-1.2 x)) and -1 otherwise. The noise multiplies the standard deviation of 0.25. The
    density goes on beyond the rows by its formula.
    """

    name = "changing-weights"
    title = say("Changing weights")
    summary = say(
        "Two y are possible at every x, and which of them is the likelier changes with x."
    )
    lesson = say("Which of two is likelier changes")
    display_range = (-3.0, 3.0)

    @property
    def y_range(self) -> tuple[float, float]:
        """Both branches and six standard deviations beyond."""
        reach = 1.5 + 6 * self._scale
        return -reach, reach

    @cached_property
    def floor(self) -> float:
        """H(Y | X), in nats: the integral over y and the mean over x of -p log p."""
        x, x_weights = gauss_legendre(np.linspace(*self.display_range, 13))
        reach = 1 + 10 * self._scale
        u, u_weights = gauss_legendre(np.linspace(-reach, reach, ceil(2 * reach / self._scale)))
        entropies = special.entr(np.exp(self._log_density(x[:, np.newaxis], u))) @ u_weights
        return float(entropies @ x_weights / x_weights.sum())

    def dataset(self, rows: int, seed: int) -> Dataset:
        """Draw x, then the branch, then y; see `Example.dataset`."""
        rng = np.random.default_rng(seed)
        x = rng.uniform(*self.display_range, rows)
        branch = np.where(rng.uniform(size=rows) < special.expit(_STEEPNESS * x), 1.0, -1.0)
        y = _middle(x) + branch + self._scale * rng.normal(size=rows)
        return Dataset(x[:, None], y[:, None], ("x",), ("y",))

    def log_prob(self, x: Floats, y: Floats) -> Floats:
        """Evaluate the mixture of the two branches; see `Conditional.log_prob`."""
        return self._log_density(x, y - _middle(x))

    def _log_density(self, x: Floats, u: Floats) -> Floats:
        """The logarithm of p(u | x), where u = y - middle(x) and only the weights depend on x."""
        up = special.log_expit(_STEEPNESS * x) - 0.5 * ((u - 1) / self._scale) ** 2
        down = special.log_expit(-_STEEPNESS * x) - 0.5 * ((u + 1) / self._scale) ** 2
        return np.logaddexp(up, down) - log(self._scale) - 0.5 * log(2 * pi)

    def _maxima(self, x: Floats) -> Floats:
        """The points at which log p falls after rising, at most one to each side of its dip.

        In terms of u = y - middle(x), the slope of log p is proportional to
        tanh(u / scale^2 + 0.6 x) - u, which falls, rises between its two turning points if it has
        any, and falls again; it is zero in [-1, 1] only.
        """
        half_log_odds = _STEEPNESS * x / 2
        turn = np.arccosh(1 / min(self._scale, 1.0))
        first, second = (
            np.clip(self._scale**2 * (side * turn - half_log_odds), -1.0, 1.0) for side in (-1, 1)
        )

        def falling_slope(u: Floats, index: Indices) -> tuple[Floats, Floats]:
            tanh = np.tanh(u / self._scale**2 + half_log_odds[index])
            return u - tanh, 1 - (1 - tanh**2) / self._scale**2

        everywhere = np.arange(len(x))
        lower = increasing_roots(falling_slope, -np.ones_like(x), first, first, _RESOLUTION)
        upper = increasing_roots(falling_slope, second, np.ones_like(x), second, _RESOLUTION)
        is_mode = (
            falling_slope(first, everywhere)[0] >= 0,
            falling_slope(second, everywhere)[0] < 0,
        )
        u = np.where(np.column_stack(is_mode), np.column_stack([lower, upper]), np.nan)
        return _middle(x)[:, np.newaxis] + u

    @property
    def _scale(self) -> float:
        return self.noise * _OWN_SCALE


def _middle(x: Floats) -> Floats:
    """What lies half-way between the branches."""
    return 0.5 * np.sin(x)
