"""A curve that rises and falls, read backwards."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mdn_gui.core.maths.numerics import Floats, Indices, increasing_roots

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
