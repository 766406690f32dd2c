"""What every built-in problem can be asked, and the problems that are a curve read backwards."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, Self

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples.conditional import Conditional
from mdn_gui.core.maths.numerics import Floats, Indices, increasing_roots
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.text import say

NOISE_RANGE = (0.1, 5.0)
"""The least and the most noise that a problem may have, in times its own."""


@dataclass(frozen=True)
class Example(ABC):
    """A problem whose true conditional density is known.

    Each can be asked for its density anywhere. Where none of its rows can lie, a problem either
    goes on by its formula or has no y at all; its class says which.

    Args:
        noise: How much noise, in times the problem's own. Each class says what it multiplies.

    Attributes:
        name: Key in `EXAMPLES` and on the command line.
        title: What a menu shows.
        summary: One sentence: what the problem teaches.
        lesson: The same in a few words, for a card.
        rows: How many rows a person gets unless they ask for another number.

    Raises:
        ValueError: If the noise is out of `NOISE_RANGE`.
    """

    noise: float = 1.0

    name: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    lesson: ClassVar[str]
    rows: ClassVar[int] = 3000

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
    def input_ranges(self) -> tuple[tuple[float, float], ...]:
        """The values of each input between which the problem is shown."""

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
            The rows drawn.
        """

    @abstractmethod
    def along(self, place: Sequence[float], column: int, output: int) -> Conditional:
        """The true density of one target along one input, the others held.

        Args:
            place: A value for each input; that of `column` counts for nothing.
            column: The input that varies, from 0.
            output: The target, from 0.

        Returns:
            Equal to another of the same problem, noise and plane.
        """

    def jointly(self, place: Sequence[float], outputs: tuple[int, int]) -> Mixture | None:
        """The true density of two targets at a place.

        Args:
            place: A value for each input.
            outputs: Both targets, from 0.

        Returns:
            A single mixture of both; None where there can be no targets, or where the problem has
            but one.
        """
        del self, place, outputs
        return None


class PlanarExample(Example, Conditional):
    """A problem with one input and one target.

    Attributes:
        display_range: The x between which the problem is shown.
    """

    display_range: ClassVar[tuple[float, float]]

    @property
    def input_ranges(self) -> tuple[tuple[float, float], ...]:
        """That of x."""
        return (self.display_range,)

    def along(self, place: Sequence[float], column: int, output: int) -> Conditional:
        """The problem itself: it has but one plane."""
        del place, column, output
        return self


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
