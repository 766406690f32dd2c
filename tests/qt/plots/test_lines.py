"""Curves and straight lines, as they look on the screen and in files."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from mdn_gui.qt.plots.items import LongPolyline, Polyline, StraightLine
from mdn_gui.qt.plots.plot import Plot
from tests.plots import blank, curve, export, shows

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
