"""An image that comes ready to be painted."""

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from mdn_gui.qt.guard import guarded, guarded_with

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
        """What Qt asks: the part of the plane that is covered."""
        return self._rect

    @guarded
    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """What Qt asks: paint the image, the first row on top."""
        if self._image.isNull() or self._rect.isEmpty():
            return
        painter.translate(self._rect.left(), self._rect.bottom())
        painter.scale(
            self._rect.width() / self._image.width(), -self._rect.height() / self._image.height()
        )
        painter.drawImage(0, 0, self._image)
