"""The density or the CDF at x at three temperatures, over each other, each with its name."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.rounding import exact
from mdn_gui.core.text import say
from mdn_gui.qt.plots.items import Polyline
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.plots.profile import Profile
from mdn_gui.qt.theme import Theme
from mdn_gui.session.view import COMPARED_TEMPERATURES

_POINTS = 500  # of y, among which the place of a name is sought
_APART = 16  # pixels between two names
_WIDTH = 2  # pixels of a line
_TOP = 0.6  # share of its highest value above which a curve is about at its end


class TemperatureCurves(QObject):
    """A line for each temperature: the low one cold, the high one warm, that of 1 in ink.

    Args:
        plot: Where they are drawn.
        z: Above all of a lower one.
    """

    def __init__(self, plot: Plot, z: float) -> None:
        super().__init__(plot)
        self._plot = plot
        names = [say("T {value}", value=exact(each)) for each in COMPARED_TEMPERATURES]
        self._lines = [Polyline(antialias=True, name=name) for name in names]
        self._names = [pg.TextItem(name, anchor=(0.0, 0.5)) for name in names]
        for line, name in zip(self._lines, self._names, strict=True):
            plot.add(line, z)
            plot.add(name, z + 1)
        self.draw(())

    def draw(self, profiles: Sequence[Profile]) -> None:
        """Draw the curve of each temperature, in their order; nothing for none."""
        for line, name in zip(self._lines, self._names, strict=True):
            line.setData([], [])
            name.setVisible(False)
        _, height = self._plot.view_box.viewPixelSize()
        places = _places(profiles, _APART * height) if profiles else ()
        named = zip(self._lines, self._names, profiles, places, strict=False)
        for line, name, profile, place in named:
            line.setData(profile.values, profile.y)
            name.setPos(*place)
            name.setVisible(True)

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        colours = theme.accent, theme.foreground, theme.warning
        for line, name, colour in zip(self._lines, self._names, colours, strict=True):
            line.setPen(colour, width=_WIDTH)
            name.setColor(colour)
            name.fill = pg.mkBrush(theme.background + "c0")


def _places(profiles: Sequence[Profile], apart: float) -> Sequence[tuple[float, float]]:
    """Where each curve is named: near its end, as far from the others as it comes there.

    Args:
        profiles: Of the temperatures.
        apart: The least distance of two names, in units of y.
    """
    y = np.linspace(
        min(profile.y[0] for profile in profiles),
        max(profile.y[-1] for profile in profiles),
        _POINTS,
    )
    values = np.stack([np.interp(y, each.y, each.values) for each in profiles])
    free = np.ones(len(y), np.bool_)
    places = []
    for number, curve in enumerate(values):
        gaps: Floats = np.abs(np.delete(values, number, axis=0) - curve).min(axis=0)
        wished = free & (curve >= _TOP * curve.max())
        best = int(np.where(wished if wished.any() else free, gaps, -1.0).argmax())
        places.append((float(curve[best]), float(y[best])))
        free &= np.abs(y - y[best]) >= apart
    return places
