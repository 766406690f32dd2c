"""Marks of the pinned places in the main plot."""

import pyqtgraph as pg

from mdn_gui.core.text import say
from mdn_gui.qt.plots.items import StraightLine
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import LIGHT, Theme
from mdn_gui.qt.widgets.pane import Memory
from mdn_gui.session.session import Session

_TICK = (0.94, 1.0)  # of the height of the view
_WIDTH = 3  # pixels


class PlaceMarks:
    """A tick at the top of a plot for each pinned place in the section that is drawn.

    Args:
        plot: Where they are drawn.
        z: How far above other items.
    """

    def __init__(self, plot: Plot, z: float) -> None:
        self._plot, self._z, self._theme = plot, z, LIGHT
        self._memory = Memory()
        self._ticks: list[StraightLine] = []

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme; the session is shown in them afterwards."""
        self._theme = theme

    def show_session(self, session: Session) -> None:
        """Mark the places whose inputs, but that along x, are those where one stands."""
        seen, places = session.resolved, session.view.places
        if not self._memory.changed("ticks", places, seen.held, seen.across, self._theme):
            return
        for tick in self._ticks:
            self._plot.removeItem(tick)
        self._ticks = []
        for place in places:
            x = place.values[seen.across]
            if seen.moved(x) == place.values:
                colour = self._theme.place_colours[place.number]
                at = x if seen.missing is None else seen.missing.position(x)
                tick = StraightLine(at, pen=pg.mkPen(colour, width=_WIDTH), span=_TICK)
                tick.setToolTip(say("Pinned: {name}", name=place.name))
                self._plot.add(tick, self._z)
                self._ticks.append(tick)
