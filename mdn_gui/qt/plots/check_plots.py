"""Plots of a density that was checked: how its PIT values and levels lie, and what regions hold."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from mdn_gui.core.answer import AGREE, DISAGREE
from mdn_gui.core.check.coverage import Coverage
from mdn_gui.core.check.ranges import Bins
from mdn_gui.core.check.uniform import Uniformity
from mdn_gui.core.kinds import NUMBER, Kind
from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.text import say
from mdn_gui.qt.plots.items import AlikePoints, Outline, Polyline
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.controls import describe

_HEIGHT = 240  # pixels
_ROOM = 1.1  # times what is drawn
_CURVE, _BAND, _POINTS, _LINE = 3, 1, 4, 2  # z values
_FAINT = "40"  # opacity of a band
_CORNER = 8  # pixels
_APART = 0.004  # between two marks at one probability
_END = 5.0  # normal scores: the farthest that is drawn


class CheckPlot(Plot):
    """A plot that stands in a page: the wheel scrolls the page.

    Args:
        name: Its object name.
        title: What stands above it.
        tip: What it shows.
        parent: The widget around it.
    """

    def __init__(self, name: str, title: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFixedHeight(_HEIGHT)
        self.set_legend({})
        self.write_title(title)
        self.stand_still()
        describe(self, title, tip)


class UniformityPlot(CheckPlot):
    """Shares of numbers up to each point less the point, in the band that uniform ones keep to.

    Args:
        name: Its object name.
        title: What stands above it.
        axis: What the numbers are called.
    """

    def __init__(self, name: str, title: str, axis: str) -> None:
        tip = say(
            "The share of the rows up to each value, less the share that should be. A curve that "
            "leaves the band anywhere is not that of a right density, with 95% confidence for all "
            "of the curve together."
        )
        super().__init__(name, title, tip)
        self.name_axes(axis, say("share less what should be"))
        self._band = Outline(say("95% band"))
        self._zero, self._curve = Polyline(name="0"), Polyline(antialias=True, name=title)
        for item, z in ((self._band, _BAND), (self._zero, _LINE), (self._curve, _CURVE)):
            self.add(item, z)

    def draw(self, found: Uniformity) -> None:
        """Draw how numbers differ from uniform ones."""
        x = np.concatenate([[0.0], found.points, [1.0]])
        low, high, curve = (np.pad(each, 1) for each in (found.low, found.high, found.difference))
        self._band.set_points(np.append(x, x[::-1]), np.append(high, low[::-1]))
        self._zero.setData([0.0, 1.0], [0.0, 0.0])
        self._curve.setData(x, curve)
        most = _ROOM * max(float(np.abs(each).max()) for each in (low, high, curve))
        self.set_extent((0.0, 1.0), (-most, most))
        self.settle()

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        self._band.set_colours(pg.mkPen(None), pg.mkBrush(theme.muted + _FAINT))
        self._zero.setPen(theme.muted, width=1)
        self._curve.setPen(theme.accent, width=2)


class ScoresPlot(CheckPlot):
    """Normal scores of PIT values against those that they should have (a QQ plot)."""

    def __init__(self) -> None:
        tip = say(
            "Each point is a PIT value as a normal score, over the score that it should have. "
            "Steeper than the line: the density is too narrow; flatter: too wide; above: it is too "
            "low, below: too high. The band is that of the curve beside."
        )
        super().__init__("qq", say("QQ plot of PIT values"), tip)
        self.name_axes(say("normal score that should be"), say("normal score"))
        self._band = Outline(say("95% band"))
        self._line = Polyline(name=say("as it should be"))
        self._points = AlikePoints(size=4, pxMode=True, name=say("PIT values"))
        for item, z in ((self._band, _BAND), (self._line, _LINE), (self._points, _POINTS)):
            self.add(item, z)

    def draw(self, found: Uniformity) -> None:
        """Draw the normal scores of numbers."""
        expected, own = (np.clip(each, -_END, _END) for each in found.scores)
        self._points.setData(expected, own)
        end = _ROOM * float(min(_END, max(np.abs(expected).max(), np.abs(own).max(), 1.0)))
        self._line.setData([-end, end], [-end, end])
        ends = special.ndtri(found.points)
        low, high = (
            np.clip(special.ndtri(np.clip(found.points + each, 0.0, 1.0)), -2 * _END, 2 * _END)
            for each in (found.low, found.high)
        )
        self._band.set_points(np.append(low, high[::-1]), np.append(ends, ends[::-1]))
        self.set_extent((-end, end), (-end, end))
        self.settle()

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        self._band.set_colours(pg.mkPen(None), pg.mkBrush(theme.muted + _FAINT))
        self._line.setPen(theme.muted, width=1)
        self._points.setPen(None)
        self._points.setBrush(pg.mkBrush(theme.accent))


class CoveragePlot(CheckPlot):
    """What regions hold against what they should, with 95% intervals."""

    def __init__(self) -> None:
        tip = say(
            "How many of the rows the regions of 50, 80, 90, 95 and 99% hold: dots are central "
            "intervals, squares highest-density regions, each with the 95% interval of its true "
            "share. Below the line: too narrow; above: too wide."
        )
        super().__init__("coverage_plot", say("Coverage"), tip)
        self.name_axes(say("probability that should be"), say("share of the rows"))
        self._line = Polyline(name=say("as it should be"))
        names = say("central intervals"), say("highest-density regions")
        self._points = [
            AlikePoints(size=8, pxMode=True, symbol=symbol, name=name)
            for symbol, name in zip("os", names, strict=True)
        ]
        self._bars = [pg.ErrorBarItem(beam=0.0) for _ in names]
        self.add(self._line, _LINE)
        for bar, points in zip(self._bars, self._points, strict=True):
            self.add(bar, _CURVE)
            self.add(points, _POINTS)
        self.legend.setOffset((-_CORNER, -_CORNER))  # for the marks end in the upper corner
        self._list()

    def draw(self, central: Sequence[Coverage], regions: Sequence[Coverage]) -> None:
        """Draw what central intervals of a target hold, and regions of all together."""
        ends = [0.5, 1.0]
        kinds = zip(self._points, self._bars, (central, regions), (-_APART, _APART), strict=True)
        for points, bar, found, aside in kinds:
            x = np.array([each.mass for each in found]) + aside
            y = np.array([each.observed for each in found])
            low, high = np.array([each.interval for each in found]).T
            points.setData(x, y)
            bar.setData(x=x, y=y, top=high - y, bottom=y - low)
            ends += [*low.tolist(), *high.tolist()]
        least = max(0.0, min(ends) - 0.02)
        self._line.setData([least, 1.0], [least, 1.0])
        self.set_extent((0.48, 1.01), (least, 1.01))
        self.settle()

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        self._line.setPen(theme.muted, width=1)
        colours = theme.accent, theme.foreground
        for points, bar, colour in zip(self._points, self._bars, colours, strict=True):
            points.setPen(None)
            points.setBrush(pg.mkBrush(colour))
            bar.setData(pen=pg.mkPen(colour, width=1.5))
        self._list()

    def _list(self) -> None:
        self.set_legend({each.name(): each for each in self._points})


class ApartPlot(CheckPlot):
    """How far the members of a network lie apart along an input."""

    def __init__(self) -> None:
        tip = say(
            "How far the members' distributions of y lie from their common one at test rows, in "
            "points of probability: the mean of the rows in each range of the input. Up to the "
            "lower line they agree, above the upper one they disagree: more rows there would help."
        )
        super().__init__("members_apart", say("Disagreement of members"), tip)
        self._lines = Polyline(name=say("limits"))
        self._ranges = Polyline(name=say("ranges"))
        self._points = AlikePoints(size=7, pxMode=True, name=say("disagreement of members"))
        for item, z in ((self._lines, _LINE), (self._ranges, _CURVE), (self._points, _POINTS)):
            self.add(item, z)

    def draw(self, name: str, kind: Kind, bins: Bins, distances: Floats) -> None:
        """Draw the mean distance in each range of an input.

        Args:
            name: Of the input.
            kind: What its numbers stand for.
            bins: The ranges; that of missing cells is left out, for it is nowhere along the axis.
            distances: From 0 to 1, `(bins,)`.
        """
        self.name_axes(name, say("points of probability"), (kind, NUMBER))
        there = ~np.isnan(bins.low)
        low, high, y = bins.low[there], bins.high[there], 100 * distances[there]
        self._points.setData(0.5 * low + 0.5 * high, y)
        self._ranges.setData(np.stack([low, high], 1).ravel(), np.repeat(y, 2), connect="pairs")
        least, most = (float(low.min()), float(high.max())) if len(low) else (0.0, 1.0)
        aside = 0.03 * (most - least) or 0.5
        limits = np.repeat([100 * AGREE, 100 * DISAGREE], 2)
        ends = least - aside, most + aside
        self._lines.setData(np.tile(ends, 2), limits, connect="pairs")
        highest = max(100 * DISAGREE, float(y.max(initial=0.0)))
        self.set_extent(ends, (0.0, _ROOM * highest))
        self.settle()

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        self._lines.setPen(theme.muted, width=1)
        self._ranges.setPen(theme.accent, width=2)
        self._points.setPen(None)
        self._points.setBrush(pg.mkBrush(theme.accent))
