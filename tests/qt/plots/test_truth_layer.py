"""The truth of a built-in problem, where it is."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot
from scipy.stats import norm

from mdn_gui.core.examples import EXAMPLES, Example
from mdn_gui.core.examples.arm import Arm
from mdn_gui.core.examples.category import Category
from mdn_gui.core.examples.regression import Heteroscedastic
from mdn_gui.qt.plots.truth_layer import TruthLayer
from mdn_gui.session.data import of_example
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


def of(example: Example, place: tuple[float, ...] = (), across: int = 0, up: int = 0) -> Session:
    """The truth of an example at a place, or else in the middle."""
    data = of_example(example, 300)
    shown = {"dataset": data.dataset, "sampled_ranges": data.sampled_ranges}
    where = {"place": place or data.middle, "across": across, "up": up}
    return changed(loaded(), example=example, layers=LAYERS, **shown, **where)


def test_the_truth_is_of_the_plane_that_is_looked_at(qtbot: QtBot) -> None:
    plot = blank(qtbot, (-3.0, 3.0), (-3.0, 3.0))
    layer = TruthLayer(plot, 0)
    for place, up in (((0.0, 1.0), 0), ((0.0, 1.0), 1), ((0.0, 0.8), 1)):
        draw(qtbot, layer, of(Arm(), place, up=up))
        x, modes = curve(plot, "true modes")
        hand = np.column_stack([x, np.full(len(x), place[1])])
        angles = Arm().mixture(hand).means[..., up]
        assert np.abs(angles - modes[:, None]).min(axis=1).max() < 0.03, "but where two merge"
        assert 1 < len(x) / len(np.unique(x)) <= 2, "elbows"


def test_along_a_category_there_are_lines_at_its_levels_alone(qtbot: QtBot) -> None:
    plot = blank(qtbot, (-3.0, 3.0), (-3.0, 3.0))
    layer = TruthLayer(plot, 0)
    draw(qtbot, layer, of(Category(), (0.5, 1.0), across=1))
    np.testing.assert_array_equal(curve(plot, "true modes")[0], [0.0, 1.0, 1.0])
    for mass, name in ((0.5, "true 50% region"), (0.9, "true 90% region")):
        x, y = curve(plot, name)
        of_one = 2 if mass == 0.5 else 4  # the heavier branch holds 70%
        np.testing.assert_array_equal(x[np.isfinite(x)], [0.0] * 2 + [1.0] * of_one)
        middle, reach = 1.5 * np.sin(0.75), 0.2 * norm.ppf(0.5 + mass / 2)
        np.testing.assert_allclose(y[:2], [middle - reach, middle + reach], atol=0.01)


def test_outlines_and_modes_are_those_of_the_problem(qtbot: QtBot) -> None:
    plot = blank(qtbot, (-3.0, 3.0), (-3.0, 3.0))
    layer, example = TruthLayer(plot, 0), Heteroscedastic()
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
        example = Heteroscedastic().with_noise(noise)
        draw(qtbot, layer, changed(loaded(), example=example, layers=LAYERS))
        widths.append(float(np.ptp(np.nan_to_num(curve(plot, "true 90% region")[1]))))
    assert widths[1] > widths[0]


@pytest.mark.parametrize("name", EXAMPLES)
def test_with_little_noise_the_regions_are_still_whole(qtbot: QtBot, name: str) -> None:
    plot = blank(qtbot, (0.0, 1.0), (0.0, 1.0))
    layer = TruthLayer(plot, 1)
    draw(qtbot, layer, of(EXAMPLES[name].with_noise(0.2)))
    for region in ("true 50% region", "true 90% region"):
        x, _ = curve(plot, region)
        assert 1 <= np.isnan(x).sum() <= 6, "each line ends with a gap"


def test_a_line_of_the_ground_is_on_both_sides_of_the_truth(qtbot: QtBot) -> None:
    plot = blank(qtbot, (-3.0, 3.0), (-3.0, 3.0))
    plot.setBackground("#0f4c86")
    layer = TruthLayer(plot, 0)
    draw(qtbot, layer, changed(loaded(), example=Heteroscedastic(), layers=LAYERS))
    x, y = curve(plot, "true 50% region")
    at = np.nanargmin(np.abs(x))
    middle = pixel(plot, x[at], y[at])
    image = plot.viewport().grab().toImage()
    across = [image.pixelColor(middle + QPoint(0, by)) for by in range(-5, 6)]
    brightest = [max(c.lightness() for c in side) for side in (across[:5], across[6:])]
    assert min(brightest) > 200
    assert max(c.red() - c.blue() for c in across) > 100
