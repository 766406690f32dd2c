"""The true density of a built-in problem, over what a network makes of it."""

from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from mdn_gui.core.drawing.curves import MASSES, Band, truth_contours
from mdn_gui.core.examples.conditional import Conditional, density_and_cdf
from mdn_gui.core.field import drawn_regions
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.text import say
from mdn_gui.qt.plots.items import Polyline
from mdn_gui.qt.plots.line_layer import LineLayer
from mdn_gui.qt.plots.plot import Plot, joined, set_kept_data
from mdn_gui.qt.theme import LIGHT, Theme
from mdn_gui.session.session import Session
from mdn_gui.session.view import Layer

_COLUMNS, _POINTS = 240, 1001  # where the noise is the problem's own
_LEAST_NOISE = 0.2  # below it, no finer: a region is then hardly higher than its line
_FINEST = 1 / 500  # of the plane: more points than one in that distance take long to draw
_WIDTH, _HALO = 1.5, 1.0  # pixels of a line, and of the ground on each side of it
_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DotLine)


class _Picture(NamedTuple):
    bands: tuple[Band, ...]
    modes: tuple[Floats, Floats]


class TruthLayer(LineLayer):
    """Outlines of the true 50% and 90% regions, and the true modes.

    Args:
        plot: Where it is drawn.
        z: Above all of a lower one.
    """

    def __init__(self, plot: Plot, z: float) -> None:
        super().__init__(plot, _paint)
        names = (say("true 50% region"), say("true 90% region"))
        self._bands = [Polyline(name=name, antialias=True) for name in names]
        self._halos = [Polyline(antialias=True) for _ in names]
        # Solid lines of more than a pixel are drawn many times faster piece by piece.
        for item in (*self._halos, self._bands[0]):
            item.setSegmentedLineMode("on")
        self._modes = pg.ScatterPlotItem(size=5, pxMode=True, name=say("true modes"))
        for item in (*self._halos, *self._bands, self._modes):
            plot.add(item, z)
        self.set_theme(LIGHT)

    def entries(self) -> tuple[pg.GraphicsObject, ...]:
        """What the legend lists."""
        return (*self._bands, self._modes)

    def show_session(self, session: Session) -> None:
        """Draw the truth of a session's problem, if there is one and a person wants to see it."""
        self._ask(session.truth if Layer.TRUTH in session.layers else None)

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        for item, style in zip(self._bands, _STYLES, strict=True):
            item.setPen(theme.truth, width=_WIDTH, style=style)
        for item in self._halos:
            item.setPen(theme.background, width=_WIDTH + 2 * _HALO)
        self._modes.setBrush(theme.truth)
        self._modes.setPen(theme.background, width=_HALO)

    def _erase(self) -> None:
        for item in (*self._halos, *self.entries()):
            set_kept_data(item, np.empty(0), np.empty(0))

    def _draw(self, picture: _Picture) -> None:
        for halo, item, band in zip(self._halos, self._bands, picture.bands, strict=True):
            for line in (halo, item):
                # Each painting takes 20 ms.
                set_kept_data(line, *joined(band.outlines), connect="finite")
        set_kept_data(self._modes, *picture.modes)


def _paint(truth: Conditional) -> _Picture:
    if truth.levels:
        return _at_levels(truth)
    # A narrow region moves by more than its height from one column to the next.
    finer = 1.0 / min(max(truth.noise, _LEAST_NOISE), 1.0)
    x = np.linspace(*truth.display_range, round(finer * _COLUMNS))
    grid = truth.truth(x, np.linspace(*truth.y_range, round(finer * _POINTS)))
    size = np.array([x[-1] - x[0], grid.y[-1] - grid.y[0]])
    bands = tuple(
        Band(band.mass, tuple(_thinned(line, size * _FINEST) for line in band.outlines))
        for band in truth_contours(grid.log_density, x, grid.y)
    )
    return _Picture(bands, truth.modes(x))


def _at_levels(truth: Conditional) -> _Picture:
    """Regions as lines up and down at each level of a category: between them there are no y."""
    grid = truth.truth(truth.levels, np.linspace(*truth.y_range, _POINTS))
    bands = []
    for mass in MASSES:
        outlines = [
            np.column_stack([np.full(2, x), region])
            for x, log_density in zip(truth.levels, grid.log_density, strict=True)
            for region in drawn_regions(grid.y, *density_and_cdf(grid.y, log_density), mass)
        ]
        bands.append(Band(mass, tuple(outlines)))
    return _Picture(tuple(bands), truth.modes(truth.levels))


def _thinned(line: Floats, step: Floats) -> Floats:
    """A line `(points, 2)` with no more points than one a step `(2,)` of x and y."""
    along = np.cumsum(np.hypot(*(np.diff(line, axis=0, prepend=line[:1]) / step).T))
    points = int(along[-1]) + 2
    if points >= len(line):
        return line
    evenly = np.linspace(0.0, along[-1], points)
    return np.column_stack([np.interp(evenly, along, axis) for axis in line.T])
