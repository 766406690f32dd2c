"""Lines of a plot, which an exported drawing shows as precisely as the screen.

Qt writes six digits of each number into an SVG file. Of pixels that is more than can be seen; of
the data's units it is too little as soon as they are far from 0 or the view is a small part.
"""

import pyqtgraph as pg
from pyqtgraph import GraphicsObject
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from mdn_gui.qt.guard import guarded


def in_pixels(painter: QPainter) -> QTransform:
    """Let a painter take pixels from now on; returns what maps the item's units to them."""
    to_pixels = painter.transform()
    painter.resetTransform()
    return to_pixels


class Polyline(pg.PlotCurveItem):  # type: ignore[misc]  # pyqtgraph has no types
    """A curve through points, not filled."""

    @guarded
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """What Qt asks: draw the curve."""
        pen = _flat(self.opts["pen"])
        into_file = painter.paintEngine().type() is QPaintEngine.Type.SVG
        if pen.style() is Qt.PenStyle.SolidLine and not into_file:
            # Piece by piece, many times faster; but dashes would begin anew at each.
            super().paint(painter, option, widget)
        elif self.xData is not None and self.xData.size:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(pen)
            # Lines apart from each other one by one: where they meet, they are less transparent.
            for piece in in_pixels(painter).map(self.getPath()).toSubpathPolygons():
                painter.drawPolyline(piece)


class LongPolyline(pg.PlotDataItem):  # type: ignore[misc]  # pyqtgraph has no types
    """A curve through more points than there are pixels, which are thinned out."""

    curve: Polyline

    def __init__(self, name: str | None = None) -> None:
        super().__init__(name=name, antialias=True)
        self.curve.setParentItem(None)  # pyqtgraph's own
        self.curve = Polyline()
        self.curve.setParentItem(self)


class StraightLine(pg.InfiniteLine):  # type: ignore[misc]  # pyqtgraph has no types
    """A straight line across the view, upright or level."""

    _endPoints: tuple[float, float]  # noqa: N815 - pyqtgraph's: along the line, in its units
    currentPen: QPen  # noqa: N815

    def setPos(self, place: float | QPointF) -> None:  # noqa: N802 - pyqtgraph's name
        """Move the line there."""
        super().setPos(place)
        x, y = self.p
        if (self.x(), self.y()) != (x, y):
            # Qt takes places within a trillionth of each other for the same and stays.
            GraphicsObject.setPos(self, QPointF(x + abs(x) + 1.0, y + abs(y) + 1.0))
            GraphicsObject.setPos(self, QPointF(x, y))

    @guarded
    def paint(self, painter: QPainter, *_: object) -> None:
        """What Qt asks: draw the line and its markers, from its middle outwards."""
        self.currentPen = _flat(self.currentPen)
        ends = self._endPoints
        middle = (ends[0] + ends[1]) / 2.0
        painter.translate(middle, 0.0)
        self._endPoints = ends[0] - middle, ends[1] - middle
        super().paint(painter)
        self._endPoints = ends


def _flat(pen: QPen) -> QPen:
    """A pen whose dashes end where they should; square ends fill the gaps of a drawing."""
    flat = QPen(pen)
    flat.setCapStyle(Qt.PenCapStyle.FlatCap)
    return flat
