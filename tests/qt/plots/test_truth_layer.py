"""The truth of a built-in problem, where it is."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot
from scipy.stats import norm

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.qt.plots.truth_layer import TruthLayer
from mdn_gui.session.session import Session
from mdn_gui.session.view import Layer
from tests.networks import loaded
from tests.plots import blank, curve, pixel
from tests.sessions import changed

LAYERS = frozenset({Layer.TRUTH})

UNHURRIED_MS = 30_000  # of a machine that others use too


def draw(qtbot: QtBot, layer: TruthLayer, session: Session) -> None:
    layer.show_session(session)
    qtbot.waitUntil(lambda: not layer.busy, timeout=UNHURRIED_MS)


def test_outlines_and_modes_are_those_of_the_problem(qtbot: QtBot) -> None:
    plot = blank(qtbot, (-3.0, 3.0), (-3.0, 3.0))
    layer, example = TruthLayer(plot, 0), EXAMPLES["heteroscedastic"]
    draw(qtbot, layer, changed(loaded(), example=example, layers=LAYERS))
    x, mode = curve(plot, "true modes")
    expected = example.modes(x)[1]
    np.testing.assert_allclose(mode, expected)
    outline_x, outline_y = curve(plot, "true 90% region")
    middle = np.nanargmin(np.abs(outline_x - x[len(x) // 2]))
    truth = example.truth(outline_x[middle : middle + 1])
    peak = truth.log_density.max()
    at_outline = np.interp(outline_y[middle], truth.y, truth.log_density[0])
    assert peak - at_outline == pytest.approx(norm.ppf(0.95) ** 2 / 2, rel=0.05)


def test_without_a_problem_or_the_layer_there_is_nothing(qtbot: QtBot) -> None:
    plot = blank(qtbot, (-3.0, 3.0), (-3.0, 3.0))
    layer = TruthLayer(plot, 0)
    shown = changed(loaded(), layers=LAYERS)
    draw(qtbot, layer, shown)
    assert curve(plot, "true modes")[0].size
    draw(qtbot, layer, changed(shown, layers=frozenset()))
    assert not curve(plot, "true modes")[0].size
    draw(qtbot, layer, shown)
    draw(qtbot, layer, changed(shown, example=None))
    assert not curve(plot, "true 50% region")[0].size


def test_more_noise_widens_the_regions(qtbot: QtBot) -> None:
    plot = blank(qtbot, (-3.0, 3.0), (-3.0, 3.0))
    layer, widths = TruthLayer(plot, 0), []
    for noise in (0.5, 2.0):
        example = EXAMPLES["heteroscedastic"].with_noise(noise)
        draw(qtbot, layer, changed(loaded(), example=example, layers=LAYERS))
        widths.append(float(np.ptp(np.nan_to_num(curve(plot, "true 90% region")[1]))))
    assert widths[1] > widths[0]


@pytest.mark.parametrize("name", EXAMPLES)
def test_with_little_noise_the_regions_are_still_whole(qtbot: QtBot, name: str) -> None:
    plot = blank(qtbot, (0.0, 1.0), (0.0, 1.0))
    layer = TruthLayer(plot, 1)
    example = EXAMPLES[name].with_noise(0.2)
    layer.show_session(changed(loaded(), example=example, layers=frozenset({Layer.TRUTH})))
    qtbot.waitUntil(lambda: not layer.busy, timeout=UNHURRIED_MS)
    for region in ("true 50% region", "true 90% region"):
        x, _ = curve(plot, region)
        assert 1 <= np.isnan(x).sum() <= 3, "each line ends with a gap"


def test_a_line_of_the_ground_is_on_both_sides_of_the_truth(qtbot: QtBot) -> None:
    plot = blank(qtbot, (-3.0, 3.0), (-3.0, 3.0))
    plot.setBackground("#0f4c86")
    layer = TruthLayer(plot, 0)
    draw(qtbot, layer, changed(loaded(), example=EXAMPLES["heteroscedastic"], layers=LAYERS))
    x, y = curve(plot, "true 50% region")
    at = np.nanargmin(np.abs(x))
    middle = pixel(plot, x[at], y[at])
    image = plot.viewport().grab().toImage()
    across = [image.pixelColor(middle + QPoint(0, by)) for by in range(-5, 6)]
    brightest = [max(c.lightness() for c in side) for side in (across[:5], across[6:])]
    assert min(brightest) > 200
    assert max(c.red() - c.blue() for c in across) > 100
