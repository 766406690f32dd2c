"""The density at one temperature over a histogram."""

import numpy as np
from pytestqt.qtbot import QtBot

from mdn_gui.core.histogram import histograms
from mdn_gui.qt.plots.profile import Profile
from mdn_gui.qt.plots.temperatures_view import TemperedPlot
from mdn_gui.qt.theme import LIGHT
from mdn_gui.session.view import Curve, Interval
from tests.networks import known_network
from tests.plots import curve, show, shows


def test_it_draws_curve_and_bars_and_nothing_again(qtbot: QtBot) -> None:
    mixture = known_network([1.0], [2.0], [0.5])(np.zeros(1))[0]
    [bars] = histograms(mixture.sample(1000, np.random.default_rng(0)).T, Interval(0.0, 4.0))
    plot = TemperedPlot()
    show(qtbot, plot)
    plot.set_theme(LIGHT)
    plot.set_names(0.2, "age")
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
