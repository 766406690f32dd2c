"""Lines, outlines and images as they are painted."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from mdn_gui.qt.plots.items import LongPolyline, Outline, Polyline, Raster, StraightLine
from mdn_gui.qt.plots.plot import Plot
from tests.plots import blank, colour, curve, export, show, shows

FAR = 1.7e12
PEN = pg.mkPen("#12ab34", width=1)


def drawn(plot: Plot, folder: Path) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The corners of what is green in the SVG of a plot, x and y in pixels."""
    svg = export(plot, folder)["svg"]
    [group] = re.findall(r'<g [^>]*stroke="#12ab34".*?</g>', svg, re.DOTALL)
    [path] = re.findall(r'(?: d|points)="([^"]*)"', group)
    return np.array([pair.split(",") for pair in re.findall(r"[\d.e+-]+,[\d.e+-]+", path)], float)


@pytest.mark.parametrize("kind", [Polyline, LongPolyline])
@pytest.mark.parametrize("far", [(0.0, 0.0), (FAR, 0.0), (0.0, -FAR)])
def test_a_drawing_has_the_points_where_the_screen_has_them(
    qtbot: QtBot,
    tmp_path: Path,
    kind: Callable[[], Polyline | LongPolyline],
    far: tuple[float, float],
) -> None:
    plot = blank(qtbot, (far[0], far[0] + 20.0), (far[1], far[1] + 20.0))
    line = kind()
    line.setPen(PEN)
    plot.add(line, 0)
    x, y = np.arange(1.0, 20.0) + far[0], 10.0 + 8.0 * np.sin(np.arange(1.0, 20.0)) + far[1]
    line.setData(x, y)
    expected = [plot.view_box.mapViewToScene(QPointF(*point)) for point in zip(x, y, strict=True)]
    found = drawn(plot, tmp_path)
    np.testing.assert_allclose(found, [point.toTuple() for point in expected], atol=0.02)


@pytest.mark.parametrize("angle", [0, 90])
def test_a_straight_line_crosses_the_drawing_where_it_crosses_the_screen(
    qtbot: QtBot, tmp_path: Path, angle: int
) -> None:
    plot = blank(qtbot, (FAR, FAR + 20.0), (FAR, FAR + 20.0))
    line = StraightLine(angle=angle, pen=PEN)
    plot.add(line, 0)
    line.setValue(FAR + 5.0)
    across = plot.view_box.mapViewToScene(QPointF(FAR + 5.0, FAR + 5.0)).toTuple()
    view = plot.view_box.sceneBoundingRect()
    found = drawn(plot, tmp_path)
    fixed, along = (1, 0) if angle == 0 else (0, 1)
    np.testing.assert_allclose(found[:, fixed], across[fixed], atol=0.02)
    ends = [(view.left(), view.right()), (view.top(), view.bottom())][along]
    np.testing.assert_allclose(sorted(found[:, along]), ends, atol=1.0)


def test_a_straight_line_goes_as_far_as_it_is_moved(qtbot: QtBot) -> None:
    plot = blank(qtbot, (FAR, FAR + 1.0), (0.0, 1.0))
    line = StraightLine(pen=pg.mkPen("#ff0000", width=3))
    plot.add(line, 0)
    for share in (0.25, 0.5, 0.75):
        line.setValue(FAR + share)
        assert shows(plot, FAR + share, 0.5, "#ff0000")


def test_the_dashes_of_a_curve_of_many_points_are_seen(qtbot: QtBot, tmp_path: Path) -> None:
    plot = blank(qtbot, (0.0, 1.0), (0.0, 1.0))
    line = Polyline()
    line.setSegmentedLineMode("on")
    line.setPen(pg.mkPen("#ff0000", width=2, style=Qt.PenStyle.DashLine))
    plot.add(line, 0)
    line.setData(np.linspace(0.0, 1.0, 1200), np.full(1200, 0.5))
    row = round(plot.view_box.mapViewToScene(QPointF(0.0, 0.5)).y())
    left, right = plot.view_box.sceneBoundingRect().left(), plot.width() - 2
    image = plot.viewport().grab().toImage()
    red = [
        image.pixelColor(column, row).green() < QColor("white").green() // 2
        for column in range(int(left) + 2, int(right))
    ]
    assert 0.5 < np.mean(red) < 0.8
    assert export(plot, tmp_path)["svg"].count("<polyline") < 100


def test_a_table_of_what_is_drawn_has_the_datas_own_numbers(qtbot: QtBot, tmp_path: Path) -> None:
    plot = blank(qtbot, (FAR, FAR + 1.0), (0.0, 1e-12))
    line = Polyline(name="curve")
    plot.add(line, 0)
    x, y = np.array([FAR + 0.25, FAR + 0.75]), np.array([1.25e-13, 7.5e-300])
    line.setData(x, y)
    assert curve(plot, "curve")[0].tolist() == x.tolist()
    _, *rows = export(plot, tmp_path)["csv"].splitlines()
    assert [tuple(map(float, row.split(","))) for row in rows] == list(zip(x, y, strict=True))


NOTHING = pg.mkPen(None)


def plot_with(qtbot: QtBot, outline: Outline) -> Plot:
    plot = Plot()
    show(qtbot, plot)
    plot.set_extent((0.0, 10.0), (0.0, 10.0))
    plot.setBackground("#ffffff")
    plot.add(outline, 0)
    return plot


def test_an_area_is_filled_and_a_gap_is_not(qtbot: QtBot) -> None:
    outline = Outline("boxes")
    plot = plot_with(qtbot, outline)
    outline.set_colours(NOTHING, pg.mkBrush("#0000ff"))
    gap = np.nan
    x = np.array([1.0, 9.0, 9.0, 1.0, gap, 1.0, 9.0, 9.0, 1.0, gap])
    outline.set_points(x, np.array([1.0, 1.0, 3.0, 3.0, gap, 6.0, 6.0, 8.0, 8.0, gap]))
    assert shows(plot, 5.0, 2.0, "#0000ff")
    assert shows(plot, 5.0, 7.0, "#0000ff")
    assert shows(plot, 5.0, 4.5, "#ffffff")


def test_a_line_runs_from_point_to_point_and_does_not_close(qtbot: QtBot) -> None:
    outline = Outline("line")
    plot = plot_with(qtbot, outline)
    outline.set_colours(pg.mkPen("#ff0000", width=4), pg.mkBrush(None))
    outline.set_points(np.array([1.0, 9.0, 9.0]), np.array([2.0, 2.0, 8.0]))
    assert shows(plot, 5.0, 2.0, "#ff0000")
    assert shows(plot, 9.0, 5.0, "#ff0000")
    assert shows(plot, 5.0, 5.0, "#ffffff")


def test_new_points_leave_no_trace_of_the_old_ones(qtbot: QtBot) -> None:
    outline = Outline("line")
    plot = plot_with(qtbot, outline)
    outline.set_colours(pg.mkPen("#ff0000", width=4), pg.mkBrush(None))
    for height in (2.0, 8.0):
        outline.set_points(np.array([1.0, 9.0]), np.array([height, height]))
        assert shows(plot, 5.0, height, "#ff0000")
    assert shows(plot, 5.0, 2.0, "#ffffff")


def test_it_is_exported_under_its_name(qtbot: QtBot, tmp_path: Path) -> None:
    outline = Outline("bell")
    plot = plot_with(qtbot, outline)
    outline.set_colours(pg.mkPen("#12ab34"), pg.mkBrush(None))
    outline.set_points(np.array([1.5, 2.5]), np.array([3.5, 4.5]))
    texts = export(plot, tmp_path)
    assert texts["csv"].splitlines() == ["bell_x,bell_y", "1.5,3.5", "2.5,4.5"]
    assert "#12ab34" in texts["svg"]


def test_what_is_cleared_is_neither_seen_nor_exported(qtbot: QtBot, tmp_path: Path) -> None:
    outline = Outline("bell")
    plot = plot_with(qtbot, outline)
    before = colour(plot, 5.0, 5.0)
    outline.set_colours(NOTHING, pg.mkBrush("#0000ff"))
    outline.set_points(np.array([1.0, 9.0, 9.0, 1.0]), np.array([1.0, 1.0, 9.0, 9.0]))
    assert colour(plot, 5.0, 5.0) != before
    outline.clear()
    assert colour(plot, 5.0, 5.0) == before
    assert curve(plot, "bell")[0].size == 0
    assert "bell" not in export(plot, tmp_path)["csv"]


def test_the_legend_can_name_it(qtbot: QtBot) -> None:
    outline = Outline("area")
    plot = plot_with(qtbot, outline)
    outline.set_colours(NOTHING, pg.mkBrush("#0000ff"))
    outline.set_points(np.array([0.0, 1.0, 1.0]), np.array([0.0, 0.0, 1.0]))
    plot.set_legend({"area": outline})
    picture = plot.legend.mapRectToScene(plot.legend.boundingRect()).toRect()
    image = plot.grab(picture).toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }
    assert "#0000ff" in colours


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
