"""The axis of the epochs, linear or logarithmic, and a line at one of them that is dragged."""

from collections.abc import Sequence
from math import log10
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.text import say
from mdn_gui.qt.plots.axis import Axis, Ticks
from mdn_gui.qt.plots.items import StraightLine
from mdn_gui.qt.plots.plot import Span
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.pane import Memory
from mdn_gui.session.session import Session

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


_LEAST_MARKS = 3
_ROOM = 45.0  # pixels for the number at a mark


class EpochAxis(Axis):
    """The bottom axis of a plot over epochs."""

    def __init__(self) -> None:
        super().__init__("bottom")

    def logTickValues(self, low: float, high: float, size: float, _usual: Ticks) -> Ticks:  # noqa: N802 - pyqtgraph's name
        """Called by pyqtgraph: where to write numbers between two powers of ten."""
        first, last = 10.0 ** max(low, 0.0), 10.0**high
        if first >= last:
            return []
        marks = _round_numbers(first, last, size)
        if marks.size < _LEAST_MARKS:
            distance = max(1.0, self.tickSpacing(first, last, size)[0][0])
            marks = np.arange(np.ceil(first / distance), last / distance + 1e-9) * distance
        return [(None, np.log10(marks).tolist())]

    def logTickStrings(self, values: Sequence[float], *_: object) -> list[str]:  # noqa: N802 - pyqtgraph's name
        """Called by pyqtgraph: the numbers there."""
        return [f"{10.0**value:.0f}" for value in values]


def _round_numbers(first: float, last: float, size: float) -> Floats:
    """1, 2, 5, 10, ... between two epochs; 1, 10, 100 where there is no room for more."""
    decades = np.arange(int(log10(first)), int(log10(last)) + 1)
    roomy = size > 3.0 * _ROOM * log10(last / first)
    numbers = np.multiply.outer(10.0**decades, (1.0, 2.0, 5.0) if roomy else (1.0,)).ravel()
    found: Floats = numbers[(numbers >= first) & (numbers <= last)]
    return found


_GRIP = 18  # pixels wide
_LABEL_HEIGHT = 0.6  # of the plot: below the legend, above the losses of a run that learnt


class EpochHandle(StraightLine):
    """Stands at the epoch shown; dragged, it tells where to.

    Signals:
        epoch_picked(float): A person dragged the line to this epoch, or between two.
    """

    epoch_picked = Signal(float)

    def __init__(self) -> None:
        super().__init__(
            movable=True,
            label="",
            labelOpts={"position": _LABEL_HEIGHT, "movable": False},
            markers=[("^", 0.0, _GRIP)],
        )
        self._memory = Memory()
        self._scale = EpochScale()
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.sigDragged.connect(self._on_dragged)

    def show_session(self, session: Session, scale: EpochScale) -> None:
        """Stand at the epoch shown; the epochs that ended are as far as one can go."""
        run = session.run
        self._scale = scale
        epoch = session.epoch_shown
        self.setVisible(epoch is not None)
        if epoch is None:
            return
        frames = run.recording.frames
        ends = frames[0].epoch, frames[-1].epoch
        if self._memory.changed("ends", ends, scale):
            self.setBounds(tuple(map(scale.position, ends)))
        # Without memory: the mouse has moved it meanwhile.
        self.setValue(scale.position(epoch))
        best = run.best is not None and epoch == run.best.epoch
        if self._memory.changed("epoch", epoch, best):
            # The best epoch is named beside its loss.
            self.label.setVisible(not best)
            self.label.setFormat(say("epoch {epoch}", epoch=epoch))

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        self.setPen(theme.foreground, width=1)
        self.setHoverPen(theme.accent, width=3)
        self.label.setColor(theme.foreground)
        self.label.fill = pg.mkBrush(theme.panel + "c0")

    def _on_dragged(self) -> None:
        self.epoch_picked.emit(self._scale.epoch(self.value()))
