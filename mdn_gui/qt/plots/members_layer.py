"""The median of each member of the network shown, along x."""

from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, Signal, Slot

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.predictor import Line
from mdn_gui.qt.plots.items import Polyline
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.renderer import Renderer
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.pane import Memory
from mdn_gui.session.session import Held, Session

_COLUMNS = 150  # at which a median is worked out


class _Request(NamedTuple):
    line: Line
    x_range: tuple[float, float]


class _Picture(NamedTuple):
    x: Floats
    medians: Floats  # of each member, `(members, columns)`


class MembersLayer(QObject):
    """A thin line for each member, while a person asks for them.

    Signals:
        rested: What was asked for is drawn.

    Args:
        plot: Where it is drawn.
        z: Above all of a lower one.
    """

    rested = Signal()

    def __init__(self, plot: Plot, z: float) -> None:
        super().__init__(plot)
        self._plot, self._z = plot, z
        self._lines: list[Polyline] = []
        self._colour = "#000000"
        self._memory = Memory()
        self._renderer = Renderer(_paint, self)
        self._renderer.rendered.connect(self._on_rendered)
        self._renderer.rested.connect(self.rested)

    @property
    def busy(self) -> bool:
        """Whether what was asked for is not drawn yet."""
        return self._renderer.busy

    def show_session(self, session: Session) -> None:
        """Draw the members of the network shown, if a person wants to see them."""
        request = None
        if session.status.held is Held.MEMBERS and session.line is not None:
            request = _Request(session.line, session.resolved.x_range)
        if not self._memory.changed("members", request):
            return
        self._renderer.cancel()
        if request is not None:
            self._renderer.request(request)
        else:
            self._show(np.empty(0), np.empty((0, 0)))

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        self._colour = theme.foreground
        for line in self._lines:
            line.setPen(self._colour, width=1)

    @Slot(object, object)
    def _on_rendered(self, picture: _Picture, _request: _Request) -> None:
        self._show(*picture)

    def _show(self, x: Floats, medians: Floats) -> None:
        while len(self._lines) < len(medians):
            line = Polyline(antialias=True)
            line.setPen(pg.mkPen(self._colour, width=1))
            self._plot.add(line, self._z)
            self._lines.append(line)
        for line, median in zip(self._lines, medians, strict=False):
            line.setData(x, median)
        for line in self._lines[len(medians) :]:
            line.setData([], [])


def _paint(request: _Request) -> _Picture:
    line, x_range = request
    x = np.linspace(*x_range, _COLUMNS)
    members = line.predictor.apart(line.places(x)).marginal(line.output)
    medians = members.quantile(0.5).T
    return _Picture(x, medians[line.predictor.network.shares > 0.0])
