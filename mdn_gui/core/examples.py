"""Built-in problems whose true conditional density is known."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import logsumexp

from mdn_gui.core.dataset import Dataset


@dataclass(frozen=True, eq=False)
class Truth:
    """The true conditional density of a problem on a grid; the arrays are read-only.

    Args:
        y: The grid, `(grid,)`.
        log_density: log p(y | x), `(n, grid)`; -inf where p(y | x) = 0.
    """

    y: NDArray[np.float64]
    log_density: NDArray[np.float64]

    def __post_init__(self) -> None:
        for array in (self.y, self.log_density):
            array.setflags(write=False)


class Example(ABC):
    """A problem with one input, one target and a known conditional density.

    Attributes:
        name: Key in `EXAMPLES` and on the command line.
        title: What a menu shows.
        summary: One sentence: what the problem teaches.
        rows: How many rows a person gets unless they ask for another number.
        display_range: The x between which the problem is shown.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    rows: ClassVar[int] = 3000
    display_range: ClassVar[tuple[float, float]]

    @property
    @abstractmethod
    def floor(self) -> float:
        """The best expected negative log-likelihood of any model, H(Y | X), in nats."""

    @abstractmethod
    def dataset(self, rows: int, seed: int) -> Dataset:
        """Draw rows from the problem.

        Args:
            rows: How many, at least one.
            seed: Seed of the draw; the same seed gives the same rows.

        Returns:
            The rows drawn, with one input and one target.
        """

    @abstractmethod
    def truth(self, x: ArrayLike, y: ArrayLike | None = None) -> Truth:
        """Evaluate the true conditional density.

        Args:
            x: Where to condition, `(n,)`.
            y: The grid, `(grid,)`; one that covers the problem's whole range if None.

        Returns:
            log p(y | x) on the grid.
        """


class InverseSine(Example):
    """A wavy curve read sideways: y is uniform, and x is a wave of y plus noise.

    y ~ Uniform(-10.5, 10.5) and x = 7 sin(0.75 y) + 0.5 y + Normal(0, 1), so by Bayes's rule
    p(y | x) is proportional to Normal(x; 7 sin(0.75 y) + 0.5 y, 1) on [-10.5, 10.5].

    Source: the inverse problem of Bishop (1994), "Mixture Density Networks", section 5, with a
    longer wave.
    """

    name = "inverse-sine"
    title = "Inverse sine"
    summary = "One x has up to five likely y, so a single predicted value falls between them."
    display_range = (-15.0, 15.0)

    _HALF_WIDTH = 10.5
    _PANELS, _NODES = 256, 8

    @cached_property
    def floor(self) -> float:
        """H(Y | X) = H(Y) + H(X | Y) - H(X), in nats."""
        # Ten standard deviations beyond the curve's ends, where p(x) no longer matters.
        x = np.linspace(-23.0, 23.0, 2001)
        log_p = self._log_evidence(x) - np.log(2 * self._HALF_WIDTH)
        entropy_x = -np.trapezoid(np.exp(log_p) * log_p, x)
        entropy_noise = 0.5 * np.log(2 * np.pi * np.e)
        return float(np.log(2 * self._HALF_WIDTH) + entropy_noise - entropy_x)

    def dataset(self, rows: int, seed: int) -> Dataset:
        """Draw y, then x given y; see `Example.dataset`."""
        rng = np.random.default_rng(seed)
        y = rng.uniform(-self._HALF_WIDTH, self._HALF_WIDTH, rows)
        x = _wave(y) + rng.normal(size=rows)
        return Dataset(x[:, None], y[:, None], ("x",), ("y",))

    def truth(self, x: ArrayLike, y: ArrayLike | None = None) -> Truth:
        """Evaluate p(y | x) = Normal(x; wave(y), 1) / integral over y; see `Example.truth`."""
        conditions = np.array(x, dtype=np.float64).ravel()
        if y is None:
            y = np.linspace(-self._HALF_WIDTH, self._HALF_WIDTH, 1001)
        grid = np.array(y, dtype=np.float64).ravel()
        log_density = _log_normal(conditions[:, None] - _wave(grid))
        log_density -= self._log_evidence(conditions)[:, None]
        log_density[:, np.abs(grid) > self._HALF_WIDTH] = -np.inf
        return Truth(grid, log_density)

    def _log_evidence(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Integrate Normal(x; wave(y), 1) over y, `(n,)` to `(n,)`, by Gauss and Legendre.

        The error is below 1e-8 for |x| <= 100, far outside the rows; it grows with |x|.
        """
        nodes, weights = np.polynomial.legendre.leggauss(self._NODES)
        edges = np.linspace(-self._HALF_WIDTH, self._HALF_WIDTH, self._PANELS + 1)
        half = self._HALF_WIDTH / self._PANELS
        y = ((edges[:-1] + half)[:, None] + half * nodes).ravel()
        log_weights = np.log(np.tile(half * weights, self._PANELS))
        return np.array([logsumexp(_log_normal(value - _wave(y)) + log_weights) for value in x])


def _wave(y: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of x given y."""
    return 7 * np.sin(0.75 * y) + 0.5 * y


def _log_normal(deviations: NDArray[np.float64]) -> NDArray[np.float64]:
    """The log-density of the standard normal distribution."""
    return -0.5 * (deviations**2 + math.log(2 * math.pi))


_ALL: tuple[Example, ...] = (InverseSine(),)

EXAMPLES: Mapping[str, Example] = MappingProxyType({example.name: example for example in _ALL})
"""Every built-in problem by its name, in the order of the menu."""
