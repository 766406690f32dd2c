"""Graphics items of our own: precise lines, outlines that are painted often, images made ready.

Qt writes six digits of each number into an SVG file. Of pixels that is more than can be seen; of
the data's units it is too little as soon as they are far from 0 or the view is a small part.
"""

from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from pyqtgraph import GraphicsObject
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QImage, QPaintEngine, QPainter, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.qt.guard import guarded, guarded_with


def in_pixels(painter: QPainter) -> QTransform:
    """Let a painter take pixels from now on; returns what maps the item's units to them."""
    to_pixels = painter.transform()
    painter.resetTransform()
    return to_pixels


class OverView(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """Lies over the whole view, however that moves, and takes the mouse; nothing is seen of it.

    Args:
        view_box: The view that it lies over.
    """

    def __init__(self, view_box: pg.ViewBox) -> None:
        super().__init__()
        self._view_box = view_box
        for changed in (view_box.sigRangeChanged, view_box.sigResized):
            changed.connect(self._on_view_changed)

    @guarded_with(QRectF())
    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Called by Qt: the whole view."""
        return QRectF(self._view_box.viewRect())

    @guarded
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Called by Qt: nothing is to be seen."""

    def _on_view_changed(self) -> None:
        self.prepareGeometryChange()


class Polyline(pg.PlotCurveItem):  # type: ignore[misc]  # pyqtgraph has no types
    """A curve through points, not filled."""

    @guarded
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Called by Qt: draw the curve."""
        pen = _flat(self.opts["pen"])
        into_file = painter.paintEngine().type() is QPaintEngine.Type.SVG
        if pen.style() is Qt.PenStyle.SolidLine and not into_file:
            # pyqtgraph draws the segments one by one, many times faster for wide lines; but
            # dashes would begin anew at each.
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
    currentPen: QPen  # noqa: N815 - likewise

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
        """Called by Qt: draw the line and its markers, from its middle outwards."""
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
        """Called by pyqtgraph: what the legend and an export call it."""
        return self._name

    def implements(self, interface: str | None = None) -> object:
        """Called by pyqtgraph: whether it can be exported as data."""
        return ["plotData"] if interface is None else interface == "plotData"

    def getData(self) -> tuple[Floats, Floats] | tuple[None, None]:  # noqa: N802 - pyqtgraph's name
        """Called by pyqtgraph: the points, x and y; None for none, which an export leaves out."""
        return (self._x, self._y) if self._pieces else (None, None)

    @guarded_with(QRectF())
    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Called by Qt: the part of the plane that holds the points."""
        return self._rect

    @guarded
    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Called by Qt: fill the areas, then draw the lines."""
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


class AlikePoints(pg.ScatterPlotItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Points with one symbol, size, pen and brush; pyqtgraph looks these up point by point."""

    def updateSpots(self, dataSet: NDArray[np.void] | None = None) -> None:  # noqa: N802, N803 - pyqtgraph's
        """Called by pyqtgraph: find the picture of each point that has none yet."""
        pictures = (self.data if dataSet is None else dataSet)["sourceRect"]
        lacking = pictures["w"] == 0
        if lacking.any():
            style = tuple(self.opts[each] for each in ("symbol", "size", "pen", "brush"))
            [pictures[lacking]] = self.fragmentAtlas[[style]]
            self.invalidate()
        super().updateSpots(dataSet)


Pixels = NDArray[np.uint32]
"""Premultiplied colours 0xAARRGGBB, `(pixels, columns)`, the first row on top."""


class Raster(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """An image over a part of the plane, painted as it is: nothing is computed on the way."""

    def __init__(self) -> None:
        super().__init__()
        self._pixels: Pixels | None = None  # kept alive: the image reads them
        self._image = QImage()
        self._rect = QRectF()

    def show_pixels(self, pixels: Pixels, rect: QRectF) -> None:
        """Show an image over a part of the plane.

        Args:
            pixels: Contiguous.
            rect: In the data's units; its top is the lowest y.
        """
        if rect.getRect() != self._rect.getRect():  # Qt's own comparison rounds
            self.prepareGeometryChange()
            self._rect = rect
        height, width = pixels.shape
        self._pixels = pixels
        self._image = QImage(
            pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied
        )
        self.setVisible(True)
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self.setVisible(False)
        self._pixels, self._image = None, QImage()

    @guarded_with(QRectF())
    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Called by Qt: the part of the plane that is covered."""
        return self._rect

    @guarded
    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Called by Qt: paint the image, the first row on top."""
        if self._image.isNull() or self._rect.isEmpty():
            return
        painter.translate(self._rect.left(), self._rect.bottom())
        painter.scale(
            self._rect.width() / self._image.width(), -self._rect.height() / self._image.height()
        )
        painter.drawImage(0, 0, self._image)
