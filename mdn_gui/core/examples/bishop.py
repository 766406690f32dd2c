"""Bishop's problem: a curve read sideways, with sharp edges."""

from functools import cached_property
from math import pi

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples.example import Curve, PlanarExample
from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.quadrature import gauss_legendre
from mdn_gui.core.text import say

_OWN_NOISE = 0.1


class Bishop(PlanarExample):
    """Bishop's inverse problem: the target t is uniform, and the input x a curve of t plus noise.

    t ~ Uniform(0, 1) and x = t + 0.3 sin(2 pi t) + Uniform(-0.1, 0.1), so p(t | x) is even over all
    t whose curve is within 0.1 of x: one interval or two, or three with less noise. There is no t,
    and the density is zero on the whole grid, where x is not above -0.1 and below 1.1. The noise
    multiplies the 0.1.

    Source: Bishop, "Mixture density networks", Aston University report NCRG/94/004 (1994),
    section 5.
    """

    name = "bishop"
    title = say("Bishop's inverse problem")
    summary = say(
        "The possible t fill one range or two, with sharp edges that Gaussians must imitate."
    )
    lesson = say("Ranges with sharp ends")
    rows = 1000
    display_range = (0.0, 1.0)

    @property
    def y_range(self) -> tuple[float, float]:
        """The range of t."""
        return 0.0, 1.0

    @cached_property
    def floor(self) -> float:
        """H(T | X), the mean logarithm of the length of all t that are possible at x, in nats."""
        breaks = np.sort(np.add.outer(_CURVE.turn_values, [-self._reach, self._reach]), axis=None)
        # The length begins and ends like a root at the breaks; in terms of angles it is smooth.
        angles, weights = gauss_legendre(np.linspace(0.0, pi, 9))
        middle, half = (breaks[1:] + breaks[:-1]) / 2, np.diff(breaks)[:, np.newaxis] / 2
        length = self._length(middle[:, np.newaxis] - half * np.cos(angles))
        return float((half * special.xlogy(length, length) @ (weights * np.sin(angles))).sum()) / (
            2 * self._reach
        )

    def dataset(self, rows: int, seed: int) -> Dataset:
        """Draw t, then x given t; see `Example.dataset`."""
        rng = np.random.default_rng(seed)
        t = rng.uniform(0.0, 1.0, rows)
        x = _curve(t) + self.noise * rng.uniform(-_OWN_NOISE, _OWN_NOISE, rows)
        return Dataset(x[:, None], t[:, None], ("x",), ("t",))

    def log_prob(self, x: Floats, y: Floats) -> Floats:
        """Evaluate p(t | x), even over all possible t; see `Conditional.log_prob`."""
        length = self._length(x)
        possible = (np.abs(x - _curve(y)) <= self._reach) & (y >= 0) & (y <= 1) & (length > 0)
        log_length = np.log(length, where=length > 0, out=np.zeros_like(length))
        return np.where(possible, -log_length, -np.inf)

    def _maxima(self, x: Floats) -> Floats:
        """The middles of the intervals."""
        low, high = self._intervals(x)
        # Where the curve turns within reach of x, the intervals of two pieces are one.
        for turn, value in enumerate(_CURVE.turn_values[1:-1]):
            joined = np.abs(x - value) <= self._reach
            low[joined, turn + 1] = low[joined, turn]
            high[joined, turn] = low[joined, turn]
        return np.where(high > low, (low + high) / 2, np.nan)

    @property
    def _reach(self) -> float:
        return self.noise * _OWN_NOISE

    def _length(self, x: Floats) -> Floats:
        """Length of all t that are possible at x, `(...)` to `(...)`."""
        low, high = self._intervals(x.ravel())
        return (high - low).sum(axis=-1).reshape(x.shape)

    def _intervals(self, x: Floats) -> tuple[Floats, Floats]:
        """The t of each piece of the curve that are possible at x `(n,)`: `(n, pieces)` twice."""
        ends = _CURVE.nearest(x - self._reach), _CURVE.nearest(x + self._reach)
        return np.minimum(*ends), np.maximum(*ends)


def _curve(t: Floats) -> Floats:
    """The mean of x given t."""
    return t + 0.3 * np.sin(2 * pi * t)


def _slope(t: Floats) -> Floats:
    return 1 + 0.6 * pi * np.cos(2 * pi * t)


_TURN = float(np.arccos(-1 / (0.6 * pi))) / (2 * pi)
_CURVE = Curve(_curve, _slope, np.array([0.0, _TURN, 1 - _TURN, 1.0]))
