"""What every built-in problem can be asked, and the problems that are a curve read backwards."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from math import log
from typing import ClassVar, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.maths.numerics import Floats, Indices, increasing_roots
from mdn_gui.core.text import say

NOISE_RANGE = (0.1, 5.0)
"""The least and the most noise that a problem may have, in times its own."""

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


class Modes(NamedTuple):
    """Local maxima of the true density: x `(modes,)` and y `(modes,)`, in the data's units."""

    x: Floats
    y: Floats


@dataclass(frozen=True)
class Example(ABC):
    """A problem with one input, one target and a known conditional density.

    Each can be asked for its density at any x. Where none of its rows can lie, a problem either
    goes on by its formula or has no y at all; its class says which.

    Args:
        noise: How much noise, in times the problem's own. Each class says what it multiplies.

    Attributes:
        name: Key in `EXAMPLES` and on the command line.
        title: What a menu shows.
        summary: One sentence: what the problem teaches.
        rows: How many rows a person gets unless they ask for another number.
        display_range: The x between which the problem is shown.

    Raises:
        ValueError: If the noise is out of `NOISE_RANGE`.
    """

    noise: float = 1.0

    name: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    rows: ClassVar[int] = 3000
    display_range: ClassVar[tuple[float, float]]

    def __post_init__(self) -> None:
        low, high = NOISE_RANGE
        if not low <= self.noise <= high:
            raise ValueError(
                say(
                    "The noise must lie between {low:g} and {high:g} times the problem's own, but "
                    "is {noise:g}.",
                    low=low,
                    high=high,
                    noise=self.noise,
                )
            )

    def with_noise(self, noise: float) -> Self:
        """The same problem with more or less noise.

        Args:
            noise: In times the problem's own, within `NOISE_RANGE`.

        Returns:
            A problem whose rows, density, modes and floor follow.

        Raises:
            ValueError: If the noise is out of range.
        """
        return replace(self, noise=noise)

    @property
    @abstractmethod
    def y_range(self) -> tuple[float, float]:
        """The y between which lie all rows but, at most, a few in a thousand."""

    @property
    @abstractmethod
    def floor(self) -> float:
        """The best expected negative log-likelihood of any model, H(Y | X), in nats.

        Source:
            Cover and Thomas, "Elements of Information Theory", 2nd edition (2006), section 8.4.
        """

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


_RESOLUTION = 1e-13


@dataclass(frozen=True, eq=False)
class Curve:
    """A smooth function of y on an interval, as pieces that only rise or only fall.

    Args:
        value: The function; takes and returns `(...)`.
        slope: Its derivative, the same way.
        turns: The two ends of the interval and all turning points between, increasing,
            `(pieces + 1,)`.
    """

    value: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]
    turns: Floats

    @cached_property
    def turn_values(self) -> Floats:
        """The function at `turns`, `(pieces + 1,)`."""
        return self.value(self.turns)

    def nearest(self, x: Floats) -> Floats:
        """Find where each piece comes closest to x.

        Args:
            x: `(n,)`.

        Returns:
            y of each piece, `(n, pieces)`: where the function is x, or else exactly the end of the
            piece that is closer.
        """
        start, end = self.turn_values[:-1], self.turn_values[1:]
        sign = np.sign(end - start)
        x = x[:, np.newaxis]
        y = np.where(sign * (x - start) <= 0, self.turns[:-1], self.turns[1:])
        crossed = (sign * (x - start) > 0) & (sign * (x - end) < 0)
        which, piece = np.nonzero(crossed)
        y[crossed] = self._crossings(x[which, 0], piece, sign[piece])
        return y

    def _crossings(self, x: Floats, piece: Indices, sign: Floats) -> Floats:
        def height(y: Floats, index: Indices) -> tuple[Floats, Floats]:
            return sign[index] * (self.value(y) - x[index]), sign[index] * self.slope(y)

        low, high = self.turns[piece], self.turns[piece + 1]
        return increasing_roots(height, low, high, 0.5 * (low + high), _RESOLUTION)
