"""One measure of a check in the bins along an input, beside what is expected of a right density."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from mdn_gui.core.kinds import NUMBER, Category, Kind
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.missing import MissingBand
from mdn_gui.qt.plots.items import Polyline
from mdn_gui.qt.plots.plot import Plot, Span, joined
from mdn_gui.qt.theme import LIGHT, Theme

_LEVEL = 0.4  # of the distance of two levels: from its middle to the edge of a bin
_FAINT = 0.25
_ABOVE = 1.08  # times the highest value


class Bars(NamedTuple):
    """What is drawn of each bin.

    Attributes:
        edges: Where it begins and ends along the axis, `(bins, 2)`.
        values: `(bins,)`; NaN for none.
        off: Which are too far off, `(bins,)`.
        expected: From where to where a right density's lie, `(bins, 2)`; None where unknown.
        wanted: What all bins should have; None where that is not known.
        picked: The bin that stands out; None for none.
    """

    edges: Floats
    values: Floats
    off: NDArray[np.bool_]
    expected: Floats | None = None
    wanted: float | None = None
    picked: int | None = None


def edges_of(low: Floats, high: Floats, kind: Kind, missing: MissingBand | None) -> Floats:
    """Where bins begin and end along the axis of an input: side by side, without gaps.

    Args:
        low: Least value in each, `(bins,)`; NaN, of the last one, for missing cells.
        high: The greatest.
        kind: What the values stand for.
        missing: Where missing cells are drawn.

    Returns:
        `(bins, 2)`.
    """
    if isinstance(kind, Category):
        edges = np.stack([low - _LEVEL, high + _LEVEL], axis=1)
    else:
        known = ~np.isnan(low)
        edges = np.stack([low, high], axis=1)
        ends = (high[known][:-1] + low[known][1:]) / 2
        edges[1 : known.sum(), 0] = ends
        edges[: known.sum() - 1, 1] = ends
        if known.sum() == 1 and edges[0, 0] == edges[0, 1]:
            edges[0] += [-_LEVEL, _LEVEL]
    if np.isnan(low[-1]):
        middle = (float(np.nanmax(high)) + 1.0) if missing is None else missing.centre
        half = _LEVEL if missing is None else (missing.ends - missing.begins) * _LEVEL
        edges[-1] = middle - half, middle + half
    return edges


class AlongPlot(Plot):
    """A step for each bin, those too far off in another colour and wider; a click picks a bin.

    Signals:
        picked(bin): A click on a bin, by its number from 0.

    Args:
        parent: The widget around it.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: Bars | None = None
        self._expected = [Polyline(), Polyline()]
        self._between = pg.FillBetweenItem(*self._expected)
        self._lines, self._off, self._picked, self._wanted = (Polyline() for _ in range(4))
        marks = self._wanted, self._picked
        items = (self._between, *self._expected, *marks, self._lines, self._off)
        for z, item in enumerate(items):
            self.add(item, z)
        self.set_legend({})
        self.stand_still()
        self.scene().sigMouseClicked.connect(self._on_scene_clicked)
        self.set_theme(LIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        faint = QColor(theme.muted)
        faint.setAlphaF(_FAINT)
        self._between.setBrush(pg.mkBrush(faint))
        for line in self._expected:
            line.setPen(pg.mkPen(None))
        self._lines.setPen(pg.mkPen(theme.accent, width=2))
        self._off.setPen(pg.mkPen(theme.bad, width=4))
        self._wanted.setPen(pg.mkPen(theme.muted, width=1))
        self._picked.setPen(pg.mkPen(theme.foreground, width=1, style=Qt.PenStyle.DashLine))

    def draw(
        self,
        names: tuple[str, str],
        kind: Kind,
        missing: MissingBand | None,
        bars: Bars,
        y: Span | None = None,
    ) -> None:
        """Draw a measure.

        Args:
            names: Of the input, and of the measure.
            kind: What values of the input stand for.
            missing: Where missing cells are drawn.
            bars: Of the bins.
            y: The ends of the axis of the measure; None for from 0 to a little above the highest.
        """
        self._bars = bars
        self.name_axes(*names, (kind, NUMBER), missing)
        highest = float(np.nanmax(bars.values, initial=0.0)) or 1.0
        span = y or (0.0, _ABOVE * highest)
        ends = float(np.nanmin(bars.edges)), float(np.nanmax(bars.edges))
        self.set_extent(ends, span)
        there = np.isfinite(bars.values)
        for line, which in ((self._lines, there & ~bars.off), (self._off, there & bars.off)):
            line.setData(*_steps(bars.edges[which], bars.values[which]), connect="finite")
        if bars.expected is not None:
            flat = bars.edges.ravel()
            for line, bound in zip(self._expected, bars.expected.T, strict=True):
                line.setData(flat, np.repeat(bound, 2))
        self._between.setVisible(bars.expected is not None)
        if bars.wanted is not None:
            self._wanted.setData(np.array(ends), np.full(2, bars.wanted))
        self._draw_picked(bars, span)
        self.settle()

    def _draw_picked(self, bars: Bars, span: Span) -> None:
        if bars.picked is None:
            self._picked.setData([], [])
            return
        left, right = bars.edges[bars.picked]
        bottom, top = span
        outline = [(left, bottom), (left, top), (right, top), (right, bottom), (left, bottom)]
        self._picked.setData(*np.array(outline).T)

    def _on_scene_clicked(self, event: MouseClickEvent) -> None:
        place = event.scenePos()
        inside = self.view_box.sceneBoundingRect().contains(place)
        if self._bars is None or not inside or event.button() is not Qt.MouseButton.LeftButton:
            return
        x = self.view_box.mapSceneToView(place).x()
        low, high = self._bars.edges.T
        found = np.flatnonzero((low <= x) & (x <= high))
        if found.size:
            self.picked.emit(int(found[0]))


def _steps(edges: Floats, values: Floats) -> tuple[Floats, Floats]:
    """A level line over each bin."""
    return joined(
        [np.column_stack([each, (value, value)]) for each, value in zip(edges, values, strict=True)]
    )
