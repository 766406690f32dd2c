"""An image is painted where it lies, the first row on top."""

import numpy as np
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from mdn_gui.qt.plots.items import Raster
from tests.plots import blank, colour, shows

RED, GREEN, BLUE, CLEAR = 0xFFFF0000, 0xFF00FF00, 0xFF0000FF, 0
CORNERS = np.array([[RED, GREEN], [BLUE, CLEAR]], np.uint32)


def test_each_pixel_has_its_colour_and_place(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    raster = Raster()
    plot.add(raster, 0)
    raster.show_pixels(CORNERS, QRectF(1.0, 1.0, 2.0, 2.0))
    assert shows(plot, 1.5, 2.5, "#ff0000")
    assert shows(plot, 2.5, 2.5, "#00ff00")
    assert shows(plot, 1.5, 1.5, "#0000ff")
    background = colour(plot, 0.5, 0.5).name()
    assert shows(plot, 2.5, 1.5, background)


def test_it_moves_and_goes(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    raster = Raster()
    plot.add(raster, 0)
    background = colour(plot, 0.5, 0.5).name()
    raster.show_pixels(CORNERS, QRectF(1.0, 1.0, 2.0, 2.0))
    raster.show_pixels(CORNERS, QRectF(0.0, 0.0, 1.0, 1.0))
    assert shows(plot, 0.25, 0.75, "#ff0000")
    assert shows(plot, 1.5, 2.5, background)
    raster.clear()
    assert shows(plot, 0.25, 0.75, background)


def test_what_made_the_image_may_be_gone(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    raster = Raster()
    plot.add(raster, 0)
    raster.show_pixels(np.full((50, 50), RED, np.uint32), QRectF(0.0, 0.0, 4.0, 4.0))
    assert shows(plot, 2.0, 2.0, "#ff0000")
