"""The median of each member of the network shown, along x."""

from typing import NamedTuple

import numpy as np
import pyqtgraph as pg

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.predictor import Line
from mdn_gui.qt.plots.items import Polyline
from mdn_gui.qt.plots.line_layer import LineLayer
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import Theme
from mdn_gui.session.session import Held, Session

_COLUMNS = 150  # at which a median is worked out


class _Request(NamedTuple):
    line: Line
    x_range: tuple[float, float]


class _Picture(NamedTuple):
    x: Floats
    medians: Floats  # of each member, `(members, columns)`


class MembersLayer(LineLayer):
    """A thin line for each member, while a person asks for them.

    Args:
        plot: Where it is drawn.
        z: Above all of a lower one.
    """

    def __init__(self, plot: Plot, z: float) -> None:
        super().__init__(plot, _paint)
        self._plot, self._z = plot, z
        self._lines: list[Polyline] = []
        self._colour = "#000000"

    def show_session(self, session: Session) -> None:
        """Draw the members of the network shown, if a person wants to see them."""
        request = None
        if session.status.held is Held.MEMBERS and session.line is not None:
            request = _Request(session.line, session.resolved.x_range)
        self._ask(request)

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        self._colour = theme.foreground
        for line in self._lines:
            line.setPen(self._colour, width=1)

    def _erase(self) -> None:
        self._draw(_Picture(np.empty(0), np.empty((0, 0))))

    def _draw(self, picture: _Picture) -> None:
        x, medians = picture
        while len(self._lines) < len(medians):
            line = Polyline(antialias=True)
            line.setPen(pg.mkPen(self._colour, width=1))
            self._plot.add(line, self._z)
            self._lines.append(line)
        for line, median in zip(self._lines, medians, strict=False):
            line.setData(x, median, connect="finite")
        for line in self._lines[len(medians) :]:
            line.setData([], [])


def _paint(request: _Request) -> _Picture:
    line, x_range = request
    x = np.linspace(*x_range, _COLUMNS)
    members = line.predictor.apart(line.places(x)).marginal(line.output)
    medians = members.quantile(0.5).T
    shown = np.zeros(_COLUMNS, np.bool_)
    for part in line.parts(x):
        shown[part.start : part.stop - 1] = True  # or a line would go on from part to part
    if line.levels:
        shown &= np.diff(line.snapped(x), append=np.inf) < 1.0
    x = np.where(shown, x, np.nan)
    return _Picture(x, medians[line.predictor.network.shares > 0.0])
