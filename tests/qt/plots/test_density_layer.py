"""The density and what is drawn over it, coarse and fine."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from mdn_gui.core.colour import Colour
from mdn_gui.qt.plots.density_layer import COARSE, FINE, DensityLayer, Fineness
from mdn_gui.qt.theme import DARK, LIGHT, Theme
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from mdn_gui.session.view import Layer
from tests.networks import known_network, loaded, trained_like
from tests.plots import blank, colour, curve, pixel, shows
from tests.sessions import changed, session_of

SESSION = trained_like(loaded())


def test_a_picture_after_a_rest_is_fine(qtbot: QtBot) -> None:
    del qtbot  # there must be an application
    fineness = Fineness()
    assert fineness.of(SESSION) == FINE
    assert fineness.of(SESSION) == FINE, "nothing that it shows has changed"
    assert not fineness.unsettled


def test_of_pictures_that_follow_fast_the_last_becomes_fine(qtbot: QtBot) -> None:
    fineness = Fineness()
    hot = changed(SESSION, temperature=2.0)
    with qtbot.waitSignal(fineness.rested):
        fineness.of(SESSION)
        assert fineness.of(hot) == COARSE
        assert fineness.of(changed(hot, x=1.0)) == COARSE
        assert fineness.unsettled
    assert fineness.of(hot) == FINE
    assert not fineness.unsettled


def test_while_a_run_goes_or_is_played_back_pictures_are_coarse(qtbot: QtBot) -> None:
    del qtbot
    fineness = Fineness()
    assert fineness.of(changed(SESSION, phase=Phase.TRAINING)) == COARSE
    assert fineness.of(changed(SESSION, playing=True)) == COARSE
    assert not fineness.unsettled
    assert fineness.of(SESSION) == FINE


def test_the_time_that_a_picture_takes_is_no_rest(qtbot: QtBot) -> None:
    fineness = Fineness()
    with qtbot.waitSignal(fineness.rested):
        fineness.of(SESSION)
        fineness.of(changed(SESSION, temperature=2.0))
    fineness.begin_rest()
    assert fineness.of(changed(SESSION, temperature=3.0)) == COARSE


WEIGHTS = [0.2126, 0.7152, 0.0722]
EDGES = np.linspace(-4.0, 4.0, 81), np.linspace(-4.0, 4.0, 81)
ONE = session_of(network=known_network([1.0], [0.0], [0.5], slope=0.5))
TWO = session_of(network=known_network([0.5, 0.5], [-2.0, 2.0], [0.3, 0.6]))


def draw(qtbot: QtBot, layer: DensityLayer, session: Session, *layers: Layer) -> None:
    layer.show_session(changed(session, layers=frozenset(layers)), EDGES)
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
    draw(qtbot, layer, changed(TWO, colour=Colour.DENSITY), Layer.DENSITY)
    assert shows(plot, 1.05, -2.05, LIGHT.density[-1])
    assert not shows(plot, 1.05, 2.05, LIGHT.density[-1])
    draw(qtbot, layer, changed(ONE, colour=Colour.DENSITY, per_column=True), Layer.DENSITY)
    for x in (-3.05, 0.05, 3.05):
        assert shows(plot, x, x / 2, LIGHT.density[-1])


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("chosen", [Colour.PROBABILITY, Colour.LOG_DENSITY])
def test_a_branch_of_a_tenth_is_plainly_seen(qtbot: QtBot, theme: Theme, chosen: Colour) -> None:
    plot = blank(qtbot, (-4.0, 4.0), (-4.0, 4.0))
    plot.set_theme(theme)
    layer = DensityLayer(plot, -5)
    layer.set_theme(theme)
    small = session_of(network=known_network([0.9, 0.1], [-2.0, 1.5], [0.05, 0.5]), colour=chosen)
    draw(qtbot, layer, small, Layer.DENSITY)
    for y, least in ((1.5, 1.8), (2.2, 1.25), (0.8, 1.25)):
        assert contrast(colour(plot, 0.05, y), QColor(theme.background)) > least
    draw(qtbot, layer, changed(small, colour=Colour.DENSITY), Layer.DENSITY)
    assert contrast(colour(plot, 0.05, 1.5), QColor(theme.background)) < 1.1


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio as in the Web Content Accessibility Guidelines 2.2."""
    dark, bright = sorted(luminance(colour) for colour in (one, other))
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: QColor) -> float:
    rgb = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return float(np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4) @ WEIGHTS)


def test_the_median_is_dashed_and_the_mean_is_not(qtbot: QtBot) -> None:
    plot = blank(qtbot, (-4.0, 4.0), (-4.0, 4.0))
    layer = DensityLayer(plot, -5)
    for shown, expected in ((Layer.MEAN, range(1)), (Layer.MEDIAN, range(20, 80))):
        draw(qtbot, layer, ONE, shown)
        x, y = curve(plot, shown.name.lower())
        inside = np.abs(x) < 3.9
        start, end = (pixel(plot, x[inside][at], y[inside][at]) for at in (0, -1))
        image = plot.viewport().grab().toImage()
        places = np.linspace(0.0, 1.0, 2000)
        along = [start + (end - start) * float(place) for place in places]
        inked = [image.pixelColor(at) != QColor(LIGHT.background) for at in along]
        gaps = int(np.count_nonzero(np.diff(np.array(inked, int)) == -1))
        assert gaps in expected


def test_components_have_their_colours_and_the_chosen_one_stands_out(qtbot: QtBot) -> None:
    plot = blank(qtbot, (-4.0, 4.0), (-4.0, 4.0))
    layer = DensityLayer(plot, -5)
    draw(qtbot, layer, TWO, Layer.COMPONENTS)
    seen = [colour(plot, 0.05, y) for y in (-2.05, 2.05)]
    for found, component in zip(seen, (0, 1), strict=True):
        assert found.hue() == pytest.approx(QColor(LIGHT.component_colour(component)).hue(), abs=8)
    draw(qtbot, layer, changed(TWO, component=1), Layer.COMPONENTS)
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
    lost = changed(ONE, network=known_network([1.0], [np.nan], [0.5]))
    draw(qtbot, layer, lost, Layer.DENSITY, Layer.MEAN, Layer.BANDS)
    assert curve(plot, "mean")[0].size == 0


def test_a_picked_component_is_seen_whatever_else_is_drawn(qtbot: QtBot) -> None:
    plot = blank(qtbot, (-4.0, 4.0), (-4.0, 4.0))
    layer = DensityLayer(plot, -5)
    for layers in ((), (Layer.DENSITY,), (Layer.COMPONENTS,)):
        draw(qtbot, layer, changed(TWO, component=1), *layers)
        for part, expected in (("mean − scale", 1.4), ("mean", 2.0), ("mean + scale", 2.6)):
            x, y = curve(plot, f"{part} of the picked component")
            assert x.size
            assert_allclose(y, expected, atol=1e-6)
        assert shows(plot, 0.05, 2.0, LIGHT.component_colour(1))
    draw(qtbot, layer, TWO, Layer.DENSITY)
    assert curve(plot, "mean of the picked component")[0].size == 0
    draw(qtbot, layer, changed(TWO, component=7), Layer.DENSITY)
    assert curve(plot, "mean of the picked component")[0].size == 0, "there is no such component"
