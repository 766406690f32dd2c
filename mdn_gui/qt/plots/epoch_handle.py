"""A line at the epoch shown, with a grip to go through the epochs."""

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal

from mdn_gui.core.text import say
from mdn_gui.qt.plots.epoch_scale import EpochScale
from mdn_gui.qt.plots.lines import StraightLine
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.pane import Memory
from mdn_gui.session.session import Session

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
        """Take the colours of a theme."""
        self.setPen(theme.foreground, width=1)
        self.setHoverPen(theme.accent, width=3)
        self.label.setColor(theme.foreground)
        self.label.fill = pg.mkBrush(theme.panel + "c0")

    def _on_dragged(self) -> None:
        self.epoch_picked.emit(self._scale.epoch(self.value()))
