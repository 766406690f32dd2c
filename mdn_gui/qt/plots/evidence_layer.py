"""Where a prediction is a guess: hatched over all of y, and a ribbon of the rows near under x."""

from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.section import Section
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.plots.items import in_pixels
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import LIGHT, Theme

EVERYWHERE = np.array([[-np.inf, np.inf]])
NOWHERE = np.empty((0, 2))

UNDER_RIBBON = 8
"""Pixels from an axis to its numbers, between which the ribbon is; of a plot beside it too."""

_FADED = 0.55  # share of the ground in the density's colour
_INK = 0.35
_SPACING, _FADE, _STEPS = 8, 12.0, 4  # pixels; steps that the fade is made of
_ROUNDING = 1e-3  # of a pixel
_TILE = 64 * _SPACING  # pixels: Qt blends a row of a tile at once, and narrow ones 30 times slower
_RIBBON = 6  # pixels


class _Strip(NamedTuple):
    """A part of an interval that is hatched alike: its ends, in pixels of the view."""

    left: float
    right: float
    strength: float


class Hatch(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """Lines at 45 degrees over all of y, and what is below them faded towards the ground.

    Lines and not a brush pattern, which exports do not know.
    """

    def __init__(self) -> None:
        super().__init__()
        self._spans = NOWHERE
        self._tiles: dict[int, QPixmap] = {}  # by strength, in hundredths
        self.set_theme(LIGHT)

    def show_spans(self, spans: Floats) -> None:
        """Hatch intervals of x, `(n, 2)`, increasing, which may be infinite."""
        self._spans = spans
        self.setVisible(len(spans) > 0)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        self._ground, self._ink = QColor(theme.background), QColor(theme.foreground)
        self._tiles.clear()
        self.update()

    @guarded
    def viewTransformChanged(self, *_view: object) -> None:  # noqa: N802 - pyqtgraph's name
        """The view moved: the hatch fills it again."""
        super().viewTransformChanged()
        self.prepareGeometryChange()
        self.update()

    @guarded_with(QRectF())
    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Called by Qt: the hatch fills the view."""
        return QRectF(self.viewRect() or QRectF())

    @guarded
    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Called by Qt: paint what of the intervals is in the view."""
        view, box = self.boundingRect(), self.getViewBox()
        if view.isEmpty() or box is None or box.width() < 1.0:
            return
        rect = in_pixels(painter).mapRect(view)
        pixel = rect.width() / box.width()  # more than one of the screen's or a picture's
        # Ten transparent rectangles and two hundred lines would take 2.5 ms of every frame.
        vector = painter.paintEngine().type() is QPaintEngine.Type.SVG
        paint = self._paint_lines if vector or abs(pixel - 1.0) > _ROUNDING else self._paint_tiles
        for low, high in (self._spans - view.left()) * (box.width() / view.width()):
            for strip in _strips(low, high, box.width()):
                paint(painter, rect, pixel, strip)

    def _paint_tiles(self, painter: QPainter, rect: QRectF, _pixel: float, strip: _Strip) -> None:
        left, right = round(rect.left() + strip.left), round(rect.left() + strip.right)
        area = QRect(left, round(rect.top()), right - left, round(rect.height()))
        phase = (left - round(rect.left())) % _SPACING
        painter.drawTiledPixmap(area, self._tile(strip.strength), QPoint(phase, 0))

    def _tile(self, strength: float) -> QPixmap:
        """What is repeated."""
        key = round(100 * strength)
        if key not in self._tiles:
            tile = QPixmap(_TILE, _SPACING)
            tile.fill(Qt.GlobalColor.transparent)
            with QPainter(tile) as painter:
                area = QRectF(-_SPACING, 0.0, _TILE + 2 * _SPACING, _SPACING)  # a line has a width
                self._paint_lines(painter, area, 1.0, _Strip(0.0, area.width(), key / 100))
            self._tiles[key] = tile
        return self._tiles[key]

    def _paint_lines(self, painter: QPainter, rect: QRectF, pixel: float, strip: _Strip) -> None:
        ground, ink = QColor(self._ground), QColor(self._ink)
        ground.setAlphaF(_FADED * strip.strength)
        ink.setAlphaF(_INK * strip.strength)
        left, breadth = rect.left() + strip.left * pixel, (strip.right - strip.left) * pixel
        painter.fillRect(QRectF(left, rect.top(), breadth, rect.height()), ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, pixel))
        lines = pixel * _lines(strip.left, strip.right, rect.height() / pixel)
        lines += [rect.left(), rect.top()] * 2
        painter.drawLines([QLineF(*line) for line in lines.tolist()])


def _strips(low: float, high: float, width: float) -> list[_Strip]:
    """What is hatched of an interval of pixels in a view, from left to right.

    Its own ends are faded, those of the view are not.
    """
    edges = [max(low, 0.0), min(high, width)]
    if edges[0] >= edges[1]:
        return []
    reach = min(_FADE, (high - low) / 2)
    steps = reach * np.arange(1, _STEPS + 1) / _STEPS
    inner = np.concatenate([low + steps, high - steps])
    cuts = np.unique(np.clip(np.append(edges, inner[np.isfinite(inner)]), edges[0], edges[1]))
    middles = (cuts[1:] + cuts[:-1]) / 2
    depth = np.minimum(middles - low, high - middles)
    strength = np.minimum(1.0, depth / _FADE)
    ends = cuts[:-1].tolist(), cuts[1:].tolist()
    return [_Strip(*each) for each in zip(*ends, strength.tolist(), strict=True)]


def _lines(left: float, right: float, height: float) -> Floats:
    """Lines at 45 degrees through a strip from y = 0 to its height, `(n, 4)`: x, y, x, y."""
    first, last = np.floor((left - height) / _SPACING), np.ceil(right / _SPACING)
    crossings = _SPACING * np.arange(first, last + 1)  # of the lower edge
    start = np.maximum(left, crossings)
    end = np.minimum(right, crossings + height)
    lines = np.column_stack([start, start - crossings, end, end - crossings])
    shown: Floats = lines[end > start]
    return shown


class _Ribbon(QGraphicsItem):
    """Grey in proportion to the logarithm of the rows near, between the axis and its numbers."""

    _axis: pg.AxisItem | None = None  # once Python ends, while Qt still asks for bounds

    def __init__(self, axis: pg.AxisItem, view_box: pg.ViewBox) -> None:
        super().__init__(axis)
        self._axis, self._view_box = axis, view_box
        self._section: Section | None = None
        self.set_theme(LIGHT)
        self.setVisible(False)

    def show_section(self, section: Section | None) -> None:
        self._section = section
        self.setVisible(section is not None)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._colour = QColor(theme.foreground)
        self.update()

    @guarded_with(QRectF())
    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        width = 0.0 if self._axis is None else self._axis.size().width()
        return QRectF(0.0, 1.0, width, _RIBBON)

    @guarded
    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        rect, section = self.boundingRect(), self._section
        columns = int(rect.width())
        if section is None or columns < 1 or not len(section.x):
            return
        left, right = self._view_box.viewRange()[0]
        x = left + (np.arange(columns) + 0.5) / columns * (right - left)
        most = max(float(section.rows_near.max()), 1.0)  # or where none is near, 0 by 0
        shade = np.log1p(section.at(x)) / np.log1p(most)
        pixels = _grey(shade, self._colour)
        image = QImage(pixels.data, columns, 1, 4 * columns, QImage.Format.Format_ARGB32)
        painter.drawImage(rect, image)


def _grey(shade: Floats, colour: QColor) -> NDArray[np.uint32]:
    """A colour of some opacity for each share from 0 to 1, as 0xAARRGGBB, contiguous."""
    alpha = np.rint(160 * np.clip(shade, 0.0, 1.0)).astype(np.uint32)
    return np.ascontiguousarray(alpha << 24 | np.uint32(colour.rgb() & 0xFFFFFF))


class EvidenceLayer:
    """Hatch and ribbon of a plot whose x axis is an input.

    Args:
        plot: Where they are drawn.
        z: Of the hatch: above the density, below everything else.
    """

    def __init__(self, plot: Plot, z: float) -> None:
        self._hatch = Hatch()
        plot.add(self._hatch, z)
        axis = plot.getAxis("bottom")
        axis.setStyle(tickTextOffset=UNDER_RIBBON)
        self._ribbon = _Ribbon(axis, plot.view_box)
        plot.view_box.sigXRangeChanged.connect(self._on_range_changed)

    def show_section(self, section: Section | None) -> None:
        """Show where along x there are rows; None where that is not known."""
        self._hatch.show_spans(NOWHERE if section is None else section.guesses)
        self._ribbon.show_section(section)

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        self._hatch.set_theme(theme)
        self._ribbon.set_theme(theme)

    def _on_range_changed(self) -> None:
        self._ribbon.update()
