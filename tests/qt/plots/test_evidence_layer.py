"""Where there are no rows the plane is hatched and faded; a ribbon tells how many there are."""

import numpy as np
import pytest
from numpy.typing import NDArray
from pyqtgraph.exporters import SVGExporter
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from mdn_gui.core.evidence import Evidence
from mdn_gui.core.section import at_levels
from mdn_gui.qt.plots.evidence_layer import EvidenceLayer
from mdn_gui.qt.plots.items import Raster
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import DARK, LIGHT, Theme
from tests.plots import blank, pixel

GAP = Evidence.of(np.concatenate([np.linspace(-3, -1, 200), np.linspace(1, 3, 200)])[:, None])


def pixels(plot: Plot, low: float, high: float) -> NDArray[np.int64]:
    """The pixels between two x, over the middle of y, as (rows, columns, channels)."""
    image = plot.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    left, right = pixel(plot, low, 1.0), pixel(plot, high, 3.0)
    return raw[right.y() : left.y(), left.x() : right.x(), :3][..., ::-1].astype(np.int64)


def filled(qtbot: QtBot, theme: Theme, colour: int) -> tuple[Plot, EvidenceLayer]:
    """A plot whose image has one colour, over x from -3 to 3."""
    plot = blank(qtbot, (-3.0, 3.0), (0.0, 4.0))
    plot.set_theme(theme)
    raster = Raster()
    plot.add(raster, -6)
    raster.show_pixels(np.full((2, 2), colour, np.uint32), QRectF(-3.0, 0.0, 6.0, 4.0))
    layer = EvidenceLayer(plot, -5)
    layer.set_theme(theme)
    return plot, layer


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_in_the_gap_the_density_fades_and_lines_cross_it(qtbot: QtBot, theme: Theme) -> None:
    plot, layer = filled(qtbot, theme, 0xFF0F4C86)
    clean = pixels(plot, -0.3, 0.3)
    layer.show_section(GAP.along([0.0]))
    hatched = pixels(plot, -0.3, 0.3)
    ground = QColor(theme.background)
    faded = 0.45 * clean[0, 0] + 0.55 * np.array([ground.red(), ground.green(), ground.blue()])
    between = (np.abs(hatched - faded) <= 3).all(axis=2)
    # Lines of one pixel every eight: most of the rest is the faded density alone.
    assert 0.6 < between.mean() < 0.95
    along = between[len(between) // 2]
    assert 6 <= np.diff(np.flatnonzero(along[:-1] & ~along[1:])).mean() <= 10
    assert (pixels(plot, -2.8, -1.2) == clean[0, 0]).all()


def test_the_hatch_begins_softly_and_follows_the_view(qtbot: QtBot) -> None:
    plot, layer = filled(qtbot, LIGHT, 0xFF000000)
    layer.show_section(GAP.along([0.0]))
    low = GAP.along([0.0]).guesses[1, 0]
    brightness = np.median(pixels(plot, low - 0.2, 0.0).mean(axis=2), axis=0)
    assert brightness[0] == 0.0
    assert brightness[-1] > 100
    assert (np.diff(brightness) > 0).sum() >= 3
    plot.view_box.setRange(xRange=(5.0, 11.0), yRange=(0.0, 4.0), padding=0.0)
    assert (pixels(plot, 6.0, 10.0) < 230).any()


def test_nothing_is_drawn_where_nothing_is_known(qtbot: QtBot) -> None:
    plot, layer = filled(qtbot, LIGHT, 0xFF0F4C86)
    layer.show_section(GAP.along([0.0]))
    layer.show_section(None)
    shown = pixels(plot, -2.9, 2.9)
    assert (shown == shown[0, 0]).all()


def test_the_ribbon_is_darkest_where_rows_are(qtbot: QtBot) -> None:
    plot, layer = filled(qtbot, LIGHT, 0xFFFFFFFF)
    layer.show_section(GAP.along([0.0]))
    image = plot.viewport().grab().toImage()
    below = pixel(plot, 0.0, 0.0).y() + 4
    shade = {
        x: QColor(image.pixel(pixel(plot, x, 0.0).x(), below)).lightness() for x in (-2.05, 0.05)
    }
    assert shade[-2.05] < 150
    assert shade[0.05] == 255


def test_where_no_row_is_near_the_ribbon_is_empty(qtbot: QtBot) -> None:
    plot, layer = filled(qtbot, LIGHT, 0xFFFFFFFF)
    layer.show_section(at_levels(np.zeros(3), np.ones(3, np.bool_)))
    image = plot.viewport().grab().toImage()
    below = pixel(plot, 0.0, 0.0).y() + 4
    assert QColor(image.pixel(pixel(plot, 0.05, 0.0).x(), below)).lightness() == 255


def test_an_exported_svg_has_the_lines(qtbot: QtBot) -> None:
    plot, layer = filled(qtbot, LIGHT, 0xFFFFFFFF)
    before = SVGExporter(plot.plotItem).export(toBytes=True).count(b"<polyline")
    layer.show_section(GAP.along([0.0]))
    assert SVGExporter(plot.plotItem).export(toBytes=True).count(b"<polyline") > before + 50
