"""Three temperatures side by side."""

from dataclasses import replace

import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdn_gui.core.session import Session
from mdn_gui.qt.plots.temperatures_view import TemperaturesView
from mdn_gui.qt.widgets.number_field import NumberField
from tests.networks import known_network, loaded
from tests.plots import curve, show
from tests.widgets import find

TWO = replace(loaded(), network=known_network([0.7, 0.3], [-3.0, 3.0], [0.5, 0.5]), x=0.0)


def heights(view: TemperaturesView) -> list[float]:
    """The density of the lighter component's peak, by temperature."""
    found = []
    for plot in view.findChildren(pg.PlotWidget):
        density, y = curve(plot, "density")
        found.append(float(density[abs(y - 3.0).argmin()]))
    return found


def test_each_plot_shows_its_own_temperature(qtbot: QtBot) -> None:
    view = TemperaturesView()
    show(qtbot, view)
    view.show_session(TWO)
    titles = [plot.plotItem.titleLabel.text for plot in view.findChildren(pg.PlotWidget)]
    assert titles == ["temperature 0.2", "temperature 1", "temperature 5"]
    cold, own, hot = heights(view)
    assert cold < own < hot
    assert own == pytest.approx(0.3 * 0.7979, rel=0.02)


def test_all_have_the_same_axes(qtbot: QtBot) -> None:
    view = TemperaturesView()
    show(qtbot, view)
    view.show_session(TWO)
    ranges = [plot.view_box.viewRange() for plot in view.findChildren(pg.PlotWidget)]
    assert ranges[0] == ranges[1] == ranges[2]


def test_a_temperature_is_typed(qtbot: QtBot) -> None:
    view = TemperaturesView()
    show(qtbot, view)
    view.show_session(TWO)
    field = find(view, NumberField, "temperature_1")
    field.selectAll()
    QTest.keyClicks(field, "0.5")
    with qtbot.waitSignal(view.temperatures_changed) as told:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert told.args == [(0.5, 1.0, 5.0)]


def test_without_a_network_it_says_what_to_do(qtbot: QtBot) -> None:
    view = TemperaturesView()
    show(qtbot, view)
    view.show_session(TWO)
    view.show_session(Session())
    heading = find(view, QLabel, "temperatures_heading")
    assert heading.text().startswith("Train a network")
    assert curve(view.findChildren(pg.PlotWidget)[0], "density")[0].size == 0


def test_hidden_it_works_nothing_out_and_catches_up(qtbot: QtBot) -> None:
    view = TemperaturesView()
    show(qtbot, view)
    view.hide()
    view.show_session(TWO)
    assert curve(view.findChildren(pg.PlotWidget)[0], "density")[0].size == 0
    view.show()
    assert curve(view.findChildren(pg.PlotWidget)[0], "density")[0].size
