"""The axis of the epochs, whose marks are whole epochs where it is logarithmic too."""

from collections.abc import Sequence
from math import log10

import numpy as np

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.qt.plots.axis import Axis, Ticks

_LEAST_MARKS = 3
_ROOM = 45.0  # pixels for the number at a mark


class EpochAxis(Axis):
    """The bottom axis of a plot over epochs."""

    def __init__(self) -> None:
        super().__init__("bottom")

    def logTickValues(self, low: float, high: float, size: float, _usual: Ticks) -> Ticks:  # noqa: N802 - pyqtgraph's name
        """What pyqtgraph asks: where to write numbers between two powers of ten."""
        first, last = 10.0 ** max(low, 0.0), 10.0**high
        if first >= last:
            return []
        marks = _round_numbers(first, last, size)
        if marks.size < _LEAST_MARKS:
            distance = max(1.0, self.tickSpacing(first, last, size)[0][0])
            marks = np.arange(np.ceil(first / distance), last / distance + 1e-9) * distance
        return [(None, np.log10(marks).tolist())]

    def logTickStrings(self, values: Sequence[float], *_: object) -> list[str]:  # noqa: N802 - pyqtgraph's name
        """What pyqtgraph asks: the numbers there."""
        return [f"{10.0**value:.0f}" for value in values]


def _round_numbers(first: float, last: float, size: float) -> Floats:
    """1, 2, 5, 10, ... between two epochs; 1, 10, 100 where there is no room for more."""
    decades = np.arange(int(log10(first)), int(log10(last)) + 1)
    roomy = size > 3.0 * _ROOM * log10(last / first)
    numbers = np.multiply.outer(10.0**decades, (1.0, 2.0, 5.0) if roomy else (1.0,)).ravel()
    found: Floats = numbers[(numbers >= first) & (numbers <= last)]
    return found
