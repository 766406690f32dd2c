"""A curve or an area, as it looks on the screen and in files."""

from pathlib import Path

import numpy as np
import pyqtgraph as pg
from pytestqt.qtbot import QtBot

from mdn_gui.qt.plots.items import Outline
from mdn_gui.qt.plots.plot import Plot
from tests.plots import colour, curve, export, show, shows

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
