"""The true conditional density of one target along one input."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mdn_gui.core.maths.numerics import Floats

_GRID = 1001
_LEAST_MODE = 0.01  # of the highest one's density; below, a mode is a ripple nobody would see


@dataclass(frozen=True, eq=False)
class Truth:
    """The true conditional density of a problem on a grid; the arrays are read-only.

    Args:
        y: The grid, `(grid,)`.
        log_density: log p(y | x), `(n, grid)`, in nats; -inf where p(y | x) = 0, and on the whole
            grid where a problem has no y at that x.
    """

    y: NDArray[np.float64]
    log_density: NDArray[np.float64]

    def __post_init__(self) -> None:
        for array in (self.y, self.log_density):
            array.setflags(write=False)


def density_and_cdf(y: Floats, log_density: Floats) -> tuple[Floats, Floats]:
    """Those on a grid `(points,)`, each `(points,)`."""
    density = np.exp(log_density)
    steps = np.diff(y) * (density[1:] + density[:-1]) / 2
    return density, np.concatenate([[0.0], np.cumsum(steps)])


class Modes(NamedTuple):
    """Local maxima of the true density: x `(modes,)` and y `(modes,)`, in the data's units."""

    x: Floats
    y: Floats


class Conditional(ABC):
    """The true p(y | x) of one target along one input; other inputs, if there are any, are held."""

    @property
    @abstractmethod
    def display_range(self) -> tuple[float, float]:
        """The x between which the problem is shown."""

    @property
    @abstractmethod
    def y_range(self) -> tuple[float, float]:
        """The y between which lie all rows but, at most, a few in a thousand."""

    @property
    @abstractmethod
    def noise(self) -> float:
        """How much noise, in times the problem's own: with less, the density changes faster."""

    @property
    def levels(self) -> tuple[float, ...]:
        """The only x that there are, if x is a category; else nothing."""
        return ()

    @abstractmethod
    def log_prob(self, x: Floats, y: Floats) -> Floats:
        """Evaluate the true conditional density.

        Args:
            x: Where to condition, `(...)`.
            y: `(...)`; broadcast against x.

        Returns:
            log p(y | x), `(...)`, in nats; -inf where the density is zero.
        """

    def truth(self, x: ArrayLike, y: ArrayLike | None = None) -> Truth:
        """Evaluate the true conditional density on a grid.

        Args:
            x: Where to condition, `(n,)`.
            y: The grid, `(grid,)`; one that covers `y_range` evenly if None.

        Returns:
            log p(y | x) on the grid.
        """
        grid = np.linspace(*self.y_range, _GRID) if y is None else _line(y)
        return Truth(grid, self.log_prob(_line(x)[:, np.newaxis], grid))

    def modes(self, x: ArrayLike) -> Modes:
        """Find the local maxima of the true density.

        Args:
            x: Where to condition, `(n,)`.

        Returns:
            None, one or several at each x, in the order of x and there of y, without those whose
            density is less than a hundredth of the highest one's. An end of the y that are
            possible counts if the density rises up to it; of a flat top it is the middle.
        """
        conditions = _line(x)
        y = self._maxima(conditions)
        with np.errstate(invalid="ignore"):
            log_density = self.log_prob(conditions[:, np.newaxis], y)
        highest = np.fmax.reduce(log_density, axis=-1, keepdims=True)
        high = ~np.isnan(y) & (log_density >= highest + log(_LEAST_MODE))
        return Modes(conditions[np.nonzero(high)[0]], y[high])

    @abstractmethod
    def _maxima(self, x: Floats) -> Floats:
        """Find all local maxima, high or low, for x `(n,)`.

        Returns:
            y, `(n, most)`, increasing at each x; not a number in places that are left over.
        """


def _line(values: ArrayLike) -> Floats:
    return np.array(values, dtype=np.float64).ravel()
