"""What is shown of a network: colours and lines at the right places."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from mdn_gui.core.session import Layer, Session
from mdn_gui.qt.plots.density_layer import DensityLayer
from mdn_gui.qt.theme import DARK, LIGHT
from tests.networks import known_network
from tests.plots import blank, colour, curve, shows

EDGES = np.linspace(-4.0, 4.0, 81), np.linspace(-4.0, 4.0, 81)
ONE = Session(network=known_network([1.0], [0.0], [0.5], slope=0.5))
TWO = Session(network=known_network([0.5, 0.5], [-2.0, 2.0], [0.3, 0.6]))


def draw(qtbot: QtBot, layer: DensityLayer, session: Session, *layers: Layer) -> None:
    layer.show_session(replace(session, layers=frozenset(layers)), EDGES)
    qtbot.waitUntil(lambda: not layer.busy)


def test_lines_run_where_the_mixture_has_them(qtbot: QtBot) -> None:
    plot = blank(qtbot, (-4.0, 4.0), (-4.0, 4.0))
    layer = DensityLayer(plot, -5)
    draw(qtbot, layer, ONE, Layer.MEAN, Layer.MEDIAN, Layer.BANDS)
    for name in ("mean", "median"):
        x, y = curve(plot, name)
        assert_allclose(y, x / 2, atol=0.01)
    for name, half in (("50% region", 0.6745 * 0.5), ("90% region", 1.6449 * 0.5)):
        x, y = curve(plot, name)
        inside = np.isfinite(x) & (np.abs(x) < 3)
        assert_allclose(np.abs(y - x / 2)[inside], half, atol=0.06)


def test_scaled_by_column_every_mode_is_strong(qtbot: QtBot) -> None:
    plot = blank(qtbot, (-4.0, 4.0), (-4.0, 4.0))
    layer = DensityLayer(plot, -5)
    draw(qtbot, layer, TWO, Layer.DENSITY)
    assert shows(plot, 1.05, -2.05, LIGHT.density[-1])
    assert not shows(plot, 1.05, 2.05, LIGHT.density[-1])
    draw(qtbot, layer, replace(ONE, per_column=True), Layer.DENSITY)
    for x in (-3.05, 0.05, 3.05):
        assert shows(plot, x, x / 2, LIGHT.density[-1])


def test_components_have_their_colours_and_the_chosen_one_stands_out(qtbot: QtBot) -> None:
    plot = blank(qtbot, (-4.0, 4.0), (-4.0, 4.0))
    layer = DensityLayer(plot, -5)
    draw(qtbot, layer, TWO, Layer.COMPONENTS)
    seen = [colour(plot, 0.05, y) for y in (-2.05, 2.05)]
    for found, component in zip(seen, (0, 1), strict=True):
        assert found.hue() == pytest.approx(QColor(LIGHT.component_colour(component)).hue(), abs=8)
    draw(qtbot, layer, replace(TWO, component=1), Layer.COMPONENTS)
    faded, chosen = (colour(plot, 0.05, y) for y in (-2.05, 2.05))
    assert faded.saturation() < seen[0].saturation()
    assert chosen.saturation() >= seen[1].saturation()


def test_it_follows_the_theme_and_leaves_nothing_behind(qtbot: QtBot) -> None:
    plot = blank(qtbot, (-4.0, 4.0), (-4.0, 4.0))
    layer = DensityLayer(plot, -5)
    draw(qtbot, layer, ONE, Layer.DENSITY, Layer.MEAN)
    layer.set_theme(DARK)
    draw(qtbot, layer, ONE, Layer.DENSITY, Layer.MEAN)
    assert curve(plot, "mean")[0].size
    draw(qtbot, layer, ONE, Layer.DENSITY)
    assert shows(plot, 3.05, 1.55, DARK.density[-1])
    draw(qtbot, layer, Session(), Layer.DENSITY, Layer.MEAN)
    assert curve(plot, "mean")[0].size == 0
    lost = replace(ONE, network=known_network([1.0], [np.nan], [0.5]))
    draw(qtbot, layer, lost, Layer.DENSITY, Layer.MEAN, Layer.BANDS)
    assert curve(plot, "mean")[0].size == 0


def test_a_picked_component_is_seen_whatever_else_is_drawn(qtbot: QtBot) -> None:
    plot = blank(qtbot, (-4.0, 4.0), (-4.0, 4.0))
    layer = DensityLayer(plot, -5)
    for layers in ((), (Layer.DENSITY,), (Layer.COMPONENTS,)):
        draw(qtbot, layer, replace(TWO, component=1), *layers)
        for part, expected in (("mean − scale", 1.4), ("mean", 2.0), ("mean + scale", 2.6)):
            x, y = curve(plot, f"{part} of the picked component")
            assert x.size
            assert_allclose(y, expected, atol=1e-6)
        assert shows(plot, 0.05, 2.0, LIGHT.component_colour(1))
    draw(qtbot, layer, TWO, Layer.DENSITY)
    assert curve(plot, "mean of the picked component")[0].size == 0
    draw(qtbot, layer, replace(TWO, component=7), Layer.DENSITY)
    assert curve(plot, "mean of the picked component")[0].size == 0, "there is no such component"
