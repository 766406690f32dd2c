"""A curve or an area that is painted many times a second."""

from typing import Any

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.plots.lines import in_pixels


class Outline(QGraphicsItem):
    """Points joined by a line, the area within them filled; pyqtgraph exports it as data.

    Twenty of pyqtgraph's own curves took 7 ms a painting, for each works out its bounds and listens
    to every change of the view.

    Args:
        name: What the legend and an export call it.

    Attributes:
        opts: How it is drawn, for the legend.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._x = self._y = np.empty(0)
        self._pieces: list[QPolygonF] = []
        self._rect = QRectF()
        self.opts: dict[str, Any] = {}
        self.set_colours(QPen(Qt.PenStyle.NoPen), QBrush(Qt.BrushStyle.NoBrush))
        self.setVisible(False)

    def set_points(self, x: Floats, y: Floats) -> None:
        """Draw these points.

        Args:
            x: `(points,)`; what is no number ends a piece, and the next one begins after it.
            y: `(points,)`, no number where x is none.
        """
        self.prepareGeometryChange()
        self._x, self._y = x, y
        self._pieces = [arrayToQPolygonF(*piece) for piece in _pieces(x, y)]
        self._rect = _bounds(x, y) if self._pieces else QRectF()
        self.setVisible(bool(self._pieces))
        self.update()

    def clear(self) -> None:
        """Draw nothing, and leave nothing behind for an export."""
        if self._pieces:
            self.set_points(np.empty(0), np.empty(0))

    def set_colours(self, pen: QPen, brush: QBrush) -> None:
        """Draw the line with a pen, and fill the area with a brush."""
        self._pen, self._brush = pen, brush
        self.opts = {"pen": pen, "fillBrush": brush, "fillLevel": 0.0}
        self.update()

    def name(self) -> str:
        """What pyqtgraph asks: what the legend and an export call it."""
        return self._name

    def implements(self, interface: str | None = None) -> object:
        """What pyqtgraph asks: whether it can be exported as data."""
        return ["plotData"] if interface is None else interface == "plotData"

    def getData(self) -> tuple[Floats, Floats] | tuple[None, None]:  # noqa: N802 - pyqtgraph's name
        """What pyqtgraph asks: the points, x and y; None for none, which an export leaves out."""
        return (self._x, self._y) if self._pieces else (None, None)

    @guarded_with(QRectF())
    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """What Qt asks: the part of the plane that holds the points."""
        return self._rect

    @guarded
    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """What Qt asks: fill the areas, then draw the lines."""
        to_pixels = in_pixels(painter)
        pieces = [to_pixels.map(piece) for piece in self._pieces]
        if self._brush.style() is not Qt.BrushStyle.NoBrush:
            # Smooth edges cost four times as much; the line over them is smooth.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._brush)
            for piece in pieces:
                painter.drawPolygon(piece)
        if self._pen.style() is not Qt.PenStyle.NoPen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._pen)
            for piece in pieces:
                painter.drawPolyline(piece)


def _pieces(x: Floats, y: Floats) -> list[tuple[Floats, Floats]]:
    gaps = np.flatnonzero(np.isnan(x))
    if not gaps.size:
        return [(x, y)] if x.size else []
    ends = zip(np.append(-1, gaps), np.append(gaps, x.size), strict=True)
    return [(x[gap + 1 : end], y[gap + 1 : end]) for gap, end in ends if end > gap + 1]


def _bounds(x: Floats, y: Floats) -> QRectF:
    left, bottom = np.fmin.reduce(x), np.fmin.reduce(y)
    return QRectF(left, bottom, np.fmax.reduce(x) - left, np.fmax.reduce(y) - bottom)
