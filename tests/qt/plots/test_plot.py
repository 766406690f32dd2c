"""What all plots share."""

import numpy as np
import pytest
from pyqtgraph.exporters import listExporters
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.qt.plots import exporters
from mdn_gui.qt.plots.plot import Plot, extent
from mdn_gui.qt.theme import DARK, LIGHT, Theme
from mdn_gui.session.session import Session
from tests.plots import pixel, show, shows, wheel
from tests.sessions import session_of


def test_the_view_is_the_extent_until_the_wheel_turns(qtbot: QtBot) -> None:
    plot = Plot()
    show(qtbot, plot)
    plot.set_extent((0.0, 4.0), (10.0, 20.0))
    assert plot.view_box.viewRange() == [[0.0, 4.0], [10.0, 20.0]]
    wheel(plot, pixel(plot, 2.0, 15.0), notches=2)
    zoomed = plot.view_box.viewRange()
    plot.set_extent((0.0, 5.0), (10.0, 20.0))
    assert plot.view_box.viewRange() == zoomed != [[0.0, 4.0], [10.0, 20.0]]
    plot.view_extent()
    assert plot.view_box.viewRange() == [[0.0, 5.0], [10.0, 20.0]]


def test_nobody_gets_lost(qtbot: QtBot) -> None:
    plot = Plot()
    show(qtbot, plot)
    plot.set_extent((0.0, 1.0), (0.0, 1.0))
    wheel(plot, pixel(plot, 0.5, 0.5), notches=-200)
    for low, high in plot.view_box.viewRange():
        assert low >= -10.0
        assert high <= 11.0


@pytest.mark.parametrize("width", [500, 250, 800])
def test_a_long_title_ends_where_the_plot_does(qtbot: QtBot, width: int) -> None:
    plot = Plot()
    show(qtbot, plot)
    title = "at a name & one <more> = 3.20, temperature 0.3, width factor 4, " * 2
    plot.write_title(title)
    plot.resize(width, 300)

    def right() -> int:
        return int(plot.mapFromScene(plot.view_box.sceneBoundingRect().topRight()).x())

    qtbot.waitUntil(lambda: width - 20 <= right() <= width)
    shown = plot.plotItem.titleLabel.item.toPlainText()
    assert shown.startswith("at a name & one <more>"[: width // 20])
    plot.write_title("short")
    assert plot.plotItem.titleLabel.item.toPlainText() == "short"


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_it_takes_the_colours_of_a_theme(qtbot: QtBot, theme: Theme) -> None:
    plot = Plot()
    show(qtbot, plot)
    plot.write_title("title")
    plot.set_theme(theme)
    assert shows(plot, 0.5, 0.5, theme.background)
    assert plot.getAxis("left").textPen().color() == QColor(theme.foreground)
    assert theme.foreground in plot.plotItem.titleLabel.item.toHtml()


def test_the_extent_holds_rows_and_sampled_range() -> None:
    dataset = Dataset(np.array([[0.0], [20.0]]), np.array([[1.0], [2.0]]), ("dose",), ("effect",))
    session = session_of(dataset=dataset, sampled_range=(-5.0, 10.0))
    x, y = extent(session)
    assert x == (-5.0, 20.0)
    assert y == pytest.approx((0.9, 2.1))
    assert session.resolved.axis_names == ("dose", "effect")
    assert Session().resolved.axis_names == ("x", "y")


def test_pictures_drawings_and_tables_can_be_exported() -> None:
    exporters.offer()
    names = [exporter.Name for exporter in listExporters()]
    assert [name.split(" (")[0] for name in names] == [
        *("Image File", "Scalable Vector Graphics", "CSV of original plot data")
    ]
