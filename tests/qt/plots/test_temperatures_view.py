"""The density at three temperatures."""

from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdn_gui.core.histogram import histograms
from mdn_gui.qt.plots.profile import Profile
from mdn_gui.qt.plots.temperatures_view import TemperaturesView, TemperedPlot
from mdn_gui.qt.theme import DARK, LIGHT
from mdn_gui.qt.widgets.number_field import NumberField
from mdn_gui.session.session import Session
from mdn_gui.session.view import Curve, Interval
from tests.networks import known_network, loaded
from tests.panes import told
from tests.plots import curve, drag, export, show, shows, wheel
from tests.sessions import changed
from tests.widgets import find


def test_it_draws_curve_and_bars_and_nothing_again(qtbot: QtBot) -> None:
    mixture = known_network([1.0], [2.0], [0.5])(np.zeros(1))[0]
    [bars] = histograms(mixture.sample(1000, np.random.default_rng(0)).T, Interval(0.0, 4.0))
    plot = TemperedPlot()
    show(qtbot, plot)
    plot.set_theme(LIGHT)
    plot.set_names("temperature 0.2", "age")
    plot.draw(Profile.of(mixture, Curve.DENSITY), bars)
    plot.set_extent((0.0, 1.0), (0.0, 4.0))
    density, y = curve(plot, "density")
    assert abs(y[density.argmax()] - 2.0) < 0.05
    assert not shows(plot, 0.3, 2.0, LIGHT.background), "a bar"
    assert "temperature 0.2" in plot.accessibleName()
    assert plot.plotItem.titleLabel.text == "temperature 0.2"
    plot.draw_nothing()
    assert curve(plot, "density")[0].size == 0
    assert shows(plot, 0.3, 2.0, LIGHT.background)


TWO = changed(loaded(), network=known_network([0.7, 0.3], [-3.0, 3.0], [0.5, 0.5]), x=0.0)


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
    temperatures = told(view, TWO, lambda session: session.view.compared_temperatures)
    field.selectAll()
    QTest.keyClicks(field, "0.5")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert temperatures[-1] == (0.5, 1.0, 5.0)


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


def test_the_mouse_moves_all_of_them_and_the_button_brings_all_back(qtbot: QtBot) -> None:
    view = TemperaturesView()
    show(qtbot, view)
    view.show_session(TWO)
    plots = view.findChildren(pg.PlotWidget)
    whole = plots[0].view_box.viewRange()
    middle = plots[1].viewport().rect().center()
    wheel(plots[1], middle, 3)
    drag(plots[2], middle, middle + QPoint(8, 12))
    ranges = [plot.view_box.viewRange() for plot in plots]
    assert ranges[0] == ranges[1] == ranges[2] != whole
    plots[1].plotItem.autoBtn.clicked.emit(plots[1].plotItem.autoBtn)
    # pyqtgraph works out the automatic view when it paints.
    qtbot.waitUntil(lambda: all(plot.view_box.viewRange() == whole for plot in plots))


def test_moved_plots_stay_where_they_are_while_x_moves(qtbot: QtBot) -> None:
    view = TemperaturesView()
    show(qtbot, view)
    view.show_session(TWO)
    plots = view.findChildren(pg.PlotWidget)
    wheel(plots[0], plots[0].viewport().rect().center(), 3)
    moved = plots[0].view_box.viewRange()
    view.show_session(changed(TWO, x=1.0))
    assert [plot.view_box.viewRange() for plot in plots] == [moved] * 3


def test_a_spike_leaves_the_bars_readable_and_is_exported_whole(
    qtbot: QtBot, tmp_path: Path
) -> None:
    spiky = known_network([0.7, 0.3], [-3.0, 3.0], [0.5, 1e-6])
    view = TemperaturesView()
    show(qtbot, view)
    view.show_session(changed(TWO, network=spiky))
    plot = view.findChildren(pg.PlotWidget)[1]
    density, _ = curve(plot, "density")
    bars, _ = curve(plot, "samples")
    width = plot.view_box.viewRange()[0][1]
    assert density.max() > 1e4
    assert bars.max() < width < 10 * bars.max()
    assert "density_x" in export(plot, tmp_path)["csv"].splitlines()[0]


def test_far_from_the_data_the_curve_is_still_drawn(qtbot: QtBot) -> None:
    view = TemperaturesView()
    show(qtbot, view)
    view.show_session(changed(TWO, network=known_network([1.0], [1e6], [0.5])))
    for plot in view.findChildren(pg.PlotWidget):
        assert curve(plot, "density")[0].max() > 0.7
        assert np.isfinite(plot.view_box.viewRange()).all()


def test_the_spread_and_the_place_are_written_and_the_windows_temperature_is_not(
    qtbot: QtBot,
) -> None:
    view = TemperaturesView()
    show(qtbot, view)
    view.show_session(changed(TWO, variance_factor=4.0, temperature=0.5))
    heading = find(view, QLabel, "temperatures_heading").text()
    assert heading == "y at x = 0.00, width factor 4: density, and 1,000 samples as bars"


def test_each_temperature_is_told_by_itself(qtbot: QtBot) -> None:
    view = TemperaturesView()
    show(qtbot, view)
    view.show_session(TWO)
    temperatures = told(view, TWO, lambda session: session.view.compared_temperatures)
    for name in ("temperature_2", "temperature_3"):
        QTest.keyClick(find(view, NumberField, name), Qt.Key.Key_Up)
    assert temperatures == [(0.2, 1.1, 5.0), (0.2, 1.1, 5.1)]


def test_what_is_the_same_is_not_drawn_again(qtbot: QtBot) -> None:
    view = TemperaturesView()
    show(qtbot, view)
    view.show_session(TWO)
    plot = view.findChildren(pg.PlotWidget)[0]
    before = curve(plot, "samples")[0]
    view.show_session(changed(TWO, progress=3.0, message="Training.", temperature=0.5))
    assert curve(plot, "samples")[0] is before
    view.show_session(changed(TWO, sampling_seed=1))
    assert curve(plot, "samples")[0] is not before


def test_every_part_has_a_name_and_a_theme(qtbot: QtBot) -> None:
    view = TemperaturesView()
    show(qtbot, view)
    view.show_session(TWO)
    view.set_theme(DARK)
    plots = view.findChildren(pg.PlotWidget)
    for plot in plots:
        assert plot.backgroundBrush().color().name() == DARK.background
    for part in (*plots, *view.findChildren(NumberField)):
        assert part.accessibleName()
        assert part.toolTip()


def test_of_branches_one_of_two_parts_stays_and_the_titles_say_so(qtbot: QtBot) -> None:
    network = known_network([0.4, 0.3, 0.3], [-3.0, 3.0, 3.0], [0.5] * 3)
    view = TemperaturesView()
    show(qtbot, view)
    view.show_session(changed(loaded(), network=network, x=0.0))
    of_components = heights(view)
    view.show_session(changed(loaded(), network=network, x=0.0, tempers_branches=True))
    cold, plain, hot = heights(view)
    assert cold > plain > hot
    assert of_components[0] < of_components[1] == pytest.approx(plain)
    titles = [plot.plotItem.titleLabel.text for plot in view.findChildren(pg.PlotWidget)]
    assert titles[0] == "branch temperature 0.2"


@pytest.mark.parametrize("branches", [False, True])
@pytest.mark.parametrize("width", [380, 400, 900])
def test_the_titles_fit_into_narrow_plots(qtbot: QtBot, width: int, *, branches: bool) -> None:
    view = TemperaturesView()
    show(qtbot, view, width, 220)
    view.show_session(
        changed(TWO, compared_temperatures=(0.25, 1.0, 12.5), tempers_branches=branches)
    )
    assert view.width() == width
    for plot in view.findChildren(pg.PlotWidget):
        title = plot.plotItem.titleLabel
        text = title.item.mapRectToScene(title.item.boundingRect())
        assert plot.viewport().rect().contains(plot.mapFromScene(text).boundingRect())
