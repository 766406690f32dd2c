"""Where an epoch stands on the axis of a plot, linear or logarithmic."""

from math import log10
from typing import NamedTuple

from mdn_gui.qt.plots.plot import Span

_MARGIN = 0.02
_FARTHEST = 300.0  # powers of ten; a view that has just changed its scale may look beyond


class EpochScale(NamedTuple):
    """The axis of the epochs, which are counted from 1.

    Attributes:
        log: Whether it is logarithmic: its positions are then powers of ten.
    """

    log: bool = False

    def position(self, epoch: float) -> float:
        """Where an epoch above 0 stands."""
        return log10(epoch) if self.log else float(epoch)

    def epoch(self, position: float) -> float:
        """Which epoch stands there; a fraction between two."""
        return float(10.0 ** min(position, _FARTHEST)) if self.log else position

    def extent(self, last: int) -> Span:
        """Positions that hold the first to the last epoch, with some room.

        Args:
            last: The last epoch, from 2 on.
        """
        end = self.position(last)
        return (-_MARGIN * end if self.log else 0.0), (1.0 + _MARGIN) * end
