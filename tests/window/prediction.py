"""What a made-up network says of y at one x, worked out with SciPy alone, to hold the window to."""

import re

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.special import ndtr

from tests.networks import random_network

Floats = NDArray[np.float64]


class Prediction:
    """The mixture at an x of `random_network(seed)`, which is the network of the epoch `seed`.

    Args:
        seed: Of the network.
        x: Where to predict.
        temperature: The weights are raised to one over that.
        variance_factor: The variances are multiplied by that.
    """

    def __init__(
        self, seed: int, x: float, temperature: float = 1.0, variance_factor: float = 1.0
    ) -> None:
        mixture = random_network(seed=seed)(np.array([x]))[0]
        powers = mixture.weights ** (1.0 / temperature)
        self.weights: Floats = powers / powers.sum()
        self.means: Floats = mixture.means[:, 0]
        self.scales: Floats = mixture.scales[:, 0] * np.sqrt(variance_factor)
        ends = np.linspace(-10.0, 10.0, 2001)
        self._grid: Floats = np.unique(self.means[:, None] + self.scales[:, None] * ends)

    def temper_branches(self, temperature: float) -> None:
        """Raise the weights of branches, between two dips of the density, to one over that."""
        density = self.pdf(self._grid)
        lower = (density[1:-1] < density[:-2]) & (density[1:-1] <= density[2:])
        branch = np.searchsorted(self._grid[1:-1][lower], self.means)
        sums = np.bincount(branch, self.weights)[branch]
        powers = self.weights / sums * sums ** (1.0 / temperature)
        self.weights = powers / powers.sum()

    def parts(self, y: ArrayLike) -> Floats:
        """Density of each component times its weight, `(..., components)`."""
        z = self._standardised(y)
        found: Floats = self.weights * np.exp(-0.5 * z**2) / (np.sqrt(2 * np.pi) * self.scales)
        return found

    def pdf(self, y: ArrayLike) -> Floats:
        """Density at y."""
        found: Floats = self.parts(y).sum(axis=-1)
        return found

    def cdf(self, y: ArrayLike) -> Floats:
        """Probability of at most y."""
        found: Floats = (self.weights * ndtr(self._standardised(y))).sum(axis=-1)
        return found

    def _standardised(self, y: ArrayLike) -> Floats:
        found: Floats = (np.asarray(y, np.float64)[..., np.newaxis] - self.means) / self.scales
        return found

    @property
    def mean(self) -> float:
        """The mean of y."""
        return float(self.weights @ self.means)

    @property
    def deviation(self) -> float:
        """The standard deviation of y."""
        second = self.weights @ (self.scales**2 + self.means**2)
        return float(np.sqrt(second - self.mean**2))

    @property
    def entropy(self) -> float:
        """In nats."""
        density = self.pdf(self._grid)
        return float(np.trapezoid(-density * np.log(np.maximum(density, 1e-300)), self._grid))

    def quantile(self, p: float) -> float:
        """The y below which lies p."""
        low, high = self._grid[0], self._grid[-1]
        return float(brentq(lambda y: float(self.cdf(y)) - p, low, high, xtol=1e-12))

    def modes(self, least: float = 0.01) -> list[float]:
        """Local maxima at least that share as high as the highest, increasing."""
        density = self.pdf(self._grid)
        inner = density[1:-1]
        places = 1 + np.flatnonzero((inner > density[:-2]) & (inner >= density[2:]))
        near = [self._grid[place - 1 : place + 2 : 2] for place in places]
        found = [minimize_scalar(lambda y: -float(self.pdf(y)), bounds=ends).x for ends in near]
        return [float(y) for y in found if self.pdf(y) >= least * density.max()]

    def likely_modes(self) -> list[float]:
        """Those of them that hold at least 2% above the dip beside them, increasing."""
        return self._likely(self.modes(least=0.0), -np.inf, np.inf)

    def _likely(self, modes: list[float], low: float, high: float) -> list[float]:
        """Those of all modes between two y, the lowest points there but for the ends."""
        if len(modes) == 1:
            return modes
        inner = self._grid[(self._grid > modes[0]) & (self._grid < modes[-1])]
        dip = float(inner[self.pdf(inner).argmin()])

        def excess(low: float, high: float) -> float:
            y = self._grid[(self._grid >= low) & (self._grid <= high)]
            return float(np.trapezoid(np.maximum(self.pdf(y) - self.pdf(dip), 0.0), y))

        above = excess(low, dip), excess(dip, high)
        parts = (
            self._likely([mode for mode in modes if mode < dip], low, dip),
            self._likely([mode for mode in modes if mode > dip], dip, high),
        )
        least = min(0.02, max(above))
        return [
            mode for part, own in zip(parts, above, strict=True) if own >= least for mode in part
        ]

    def regions(self, mass: float) -> list[tuple[float, float]]:
        """The smallest set of y that holds a share of the probability, as intervals."""
        highest = float(self.pdf(self._grid).max())

        def excess(level: float) -> float:
            low, high = np.transpose(self._above(level))
            return float((self.cdf(high) - self.cdf(low)).sum()) - mass

        return self._above(brentq(excess, 1e-9 * highest, (1 - 1e-9) * highest, xtol=1e-12))

    def _above(self, level: float) -> list[tuple[float, float]]:
        """Where the density is higher than that."""
        over = self.pdf(self._grid) > level
        ends = [
            brentq(lambda y: float(self.pdf(y)) - level, *self._grid[place : place + 2])
            for place in np.flatnonzero(over[:-1] != over[1:])
        ]
        return list(zip(ends[::2], ends[1::2], strict=True))


def agrees(text: str, value: float, least: float = 0.0) -> bool:
    """Whether a number as it is written stands for a value, to its last digit or to `least`."""
    digits, _, power = text.partition("e")
    decimals = len(digits.partition(".")[2]) - int(power or 0)
    return abs(float(text) - value) <= max(0.5001 * 10.0**-decimals, least)


def numbers_in(text: str) -> list[str]:
    """The numbers in a text, as they are written."""
    return re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text)
