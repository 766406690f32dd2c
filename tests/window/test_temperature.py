"""Sharpening the mixture, and drawing from it."""

import numpy as np
import pyqtgraph as pg
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton, QSlider, QStyle, QStyleOptionSlider
from scipy.stats import kstest

from mdn_gui.qt.theme import LIGHT
from tests.mouse import send_mouse
from tests.person import LEFT
from tests.plots import curve
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer, notes, picture
from tests.window.prediction import Prediction, agrees

BEST = 2
"""The epoch that is shown."""

X = -8.0

Floats = NDArray[np.float64]


@pytest.fixture
def standing(trained: Explorer) -> Explorer:
    """At x = -8."""
    trained.stand_at(X)
    trained.qtbot.waitUntil(lambda: trained.x_shown() == X)
    return trained


def wait_for(person: Explorer, there: Prediction) -> None:
    """Wait until curve and numbers are those of a prediction."""

    def alike() -> bool:
        values, y = person.density()
        return bool(np.allclose(values, there.pdf(y), rtol=1e-4, atol=1e-9))

    person.qtbot.waitUntil(alike)
    person.qtbot.waitUntil(lambda: agrees(person.numbers()["Mean"], there.mean))


def wait_for_column(person: Explorer, column: int, values: Floats) -> None:
    """Wait until a column of the components shows these numbers."""

    def shown() -> bool:
        texts = [row[column] for row in person.cells("components")]
        return len(texts) == len(values) and all(map(agrees, texts, values))

    person.qtbot.waitUntil(shown)


# Temperature and spread


@pytest.mark.parametrize("temperature", [0.2, 3.0])
def test_the_temperature_changes_the_weights(standing: Explorer, temperature: float) -> None:
    standing.retype("temperature", str(temperature))
    wait_for(standing, Prediction(BEST, X, temperature=temperature))
    assert f"temperature {temperature:g}" in standing.title_at_x()
    standing.open_tab("Components")
    wait_for_column(standing, 1, Prediction(BEST, X, temperature=temperature).weights)


def test_the_spread_changes_the_variances(standing: Explorer) -> None:
    standing.retype("width_factor", "0.25")
    wait_for(standing, Prediction(BEST, X, variance_factor=0.25))
    assert "width factor 0.25" in standing.title_at_x()
    standing.open_tab("Components")
    wait_for_column(standing, 3, Prediction(BEST, X, variance_factor=0.25).scales)


def test_keys_move_the_slider(standing: Explorer) -> None:
    for key, shown in ((Qt.Key.Key_Home, "0.01"), (Qt.Key.Key_End, "100")):
        standing.press_keys("temperature_slider", key)
        assert standing.typed("temperature") == shown
        wait_for(standing, Prediction(BEST, X, temperature=float(shown)))
    standing.press_keys("temperature_slider", *[Qt.Key.Key_PageDown] * 4)
    assert standing.typed("temperature") == "1"
    standing.press_keys("temperature_slider", Qt.Key.Key_Right)
    temperature = float(standing.typed("temperature"))
    assert 1.0 < temperature < 1.2
    wait_for(standing, Prediction(BEST, X, temperature=temperature))


def test_the_slider_sharpens_branches_where_these_are_chosen(standing: Explorer) -> None:
    there, of_components = Prediction(BEST, X), Prediction(BEST, X, temperature=0.562)
    there.temper_branches(0.562)
    standing.press_keys("temperature_slider", *[Qt.Key.Key_Left] * 5)
    assert standing.typed("temperature") == "0.562"
    wait_for(standing, of_components)
    standing.choose("tempers_branches", "Branches")
    wait_for(standing, there)
    assert standing.title_at_x().endswith("branch temperature 0.562")
    standing.choose("tempers_branches", "Components")
    wait_for(standing, of_components)


def test_a_key_on_the_slider_while_a_frame_is_drawn_counts(
    person: Explorer, led: LedTraining
) -> None:
    person.choose_example()
    person.press("Train")
    led.let_end(1)
    person.wait_until_drawn(1)
    person.act_within_a_frame(
        led, lambda: person.press_keys("temperature_slider", Qt.Key.Key_Right)
    )
    stepped = person.typed("temperature")
    seen: list[str] = []

    def shown() -> bool:
        seen.append(person.typed("temperature"))
        return "temperature" in person.title_at_x()

    person.qtbot.waitUntil(shown)
    assert set(seen) == {stepped}


def handle(slider: QSlider) -> QPoint:
    """The middle of the handle of a slider."""
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    part = QStyle.SubControl.SC_SliderHandle
    control = QStyle.ComplexControl.CC_Slider
    return slider.style().subControlRect(control, option, part, slider).center()


def test_a_drag_that_ends_near_one_snaps_to_it(standing: Explorer) -> None:
    slider = find(standing.window, QSlider, "temperature_slider")
    middle = handle(slider)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    send_mouse(slider, QEvent.Type.MouseButtonPress, middle, left, left)
    for pixels, snaps in ((40, False), (4, True), (-3, True), (-40, False), (2, True)):
        send_mouse(slider, QEvent.Type.MouseMove, middle + QPoint(pixels, 0), none, left)
        assert (standing.typed("temperature") == "1") == snaps
    send_mouse(slider, QEvent.Type.MouseButtonRelease, middle + QPoint(2, 0), left, none)
    assert standing.typed("temperature") == "1"


def test_a_double_click_sets_one(standing: Explorer) -> None:
    standing.retype("temperature", "20")
    wait_for(standing, Prediction(BEST, X, temperature=20.0))
    slider = find(standing.window, QSlider, "temperature_slider")
    QTest.mouseDClick(slider, LEFT, pos=QPoint(10, slider.height() // 2))
    assert standing.typed("temperature") == "1"
    wait_for(standing, Prediction(BEST, X))


# Three temperatures


def test_three_temperatures_are_laid_over_each_other(standing: Explorer) -> None:
    names = ("T 0.2", "T 1", "T 5")

    def written() -> list[str]:
        return sorted(text for text in notes(standing.slice) if text.startswith("T "))

    assert not written()
    for curve_at_x in ("density", "CDF"):
        standing.push("compare_temperatures")
        standing.qtbot.waitUntil(lambda: written() == [*names])
        widest = standing.slice.view_box.viewRange()[0][1]
        for name, temperature in zip(names, (0.2, 1.0, 5.0), strict=True):
            values, y = curve(standing.slice, name)
            there = Prediction(BEST, X, temperature=temperature)
            expected = there.pdf(y) if curve_at_x == "density" else there.cdf(y)
            assert_allclose(values, expected, rtol=1e-4, atol=1e-9)
            assert values.max() < widest
        standing.push("compare_temperatures")
        standing.qtbot.waitUntil(lambda: not written())
        assert not curve(standing.slice, "T 1")[0].size
        standing.push("cdf")


# Samples


def below(samples: Floats) -> list[float]:
    """The share of the probability below each sample: uniform if they are the mixture's."""
    both = zip(np.linspace(-15.0, 15.0, 1000), samples, strict=True)
    return [float(Prediction(BEST, x).cdf(y)) for x, y in both]


def test_the_samples_are_those_of_the_mixture(trained: Explorer) -> None:
    trained.show_samples()
    assert kstest(below(trained.samples()), "uniform").pvalue > 1e-3


@pytest.mark.parametrize("how", ["key", "button"])
def test_resample_draws_others_and_the_same_seed_the_same_again(
    trained: Explorer, how: str
) -> None:
    trained.show_samples()
    first, seed = trained.samples(), trained.typed("sampling_seed")
    if how == "key":
        trained.key(Qt.Key.Key_R)
    else:
        QTest.mouseClick(find(trained.window, QPushButton, "resample"), LEFT)
    trained.qtbot.waitUntil(lambda: trained.typed("sampling_seed") == str(int(seed) + 1))
    trained.qtbot.waitUntil(lambda: bool(np.all(trained.samples() != first)))
    assert kstest(below(trained.samples()), "uniform").pvalue > 1e-3
    trained.retype("sampling_seed", seed)
    trained.qtbot.waitUntil(lambda: bool(np.array_equal(trained.samples(), first)))


def scatters(person: Explorer) -> dict[str, int]:
    """How many points of the field are drawn in each colour."""
    items = [i for i in person.field.plotItem.items if isinstance(i, pg.ScatterPlotItem)]
    seen = [item for item in items if item.isVisible() and item.name() != "modes at x"]
    sizes = [(item.opts["brush"].color().name(), len(item.getData()[0])) for item in seen]
    return {name: size for name, size in sizes if size}


def test_samples_take_the_colours_of_their_components(trained: Explorer) -> None:
    trained.switch("data")
    trained.show_samples()
    assert scatters(trained) == {LIGHT.samples: 1000}
    trained.push("samples_by_component")
    trained.qtbot.waitUntil(lambda: len(scatters(trained)) > 1)
    weights = np.mean([Prediction(BEST, x).weights for x in np.linspace(-15.0, 15.0, 1000)], axis=0)
    found = scatters(trained)
    assert sum(found.values()) == 1000
    shares = [found.get(LIGHT.component_colour(k), 0) / 1000 for k in range(len(weights))]
    assert_allclose(shares, weights, atol=0.05)
    trained.push("samples_by_component")
    trained.qtbot.waitUntil(lambda: scatters(trained) == {LIGHT.samples: 1000})


def test_a_hundred_thousand_samples_are_drawn(trained: Explorer) -> None:
    trained.switch("data")
    trained.switch("density")
    empty = picture(trained.field)
    trained.show_samples()
    few = int(np.any(picture(trained.field) != empty, axis=-1).sum())
    trained.choose("sample_count", "100,000")
    trained.qtbot.waitUntil(lambda: trained.samples().size == 0)  # an image takes their place

    def painted() -> int:
        return int(np.any(picture(trained.field) != empty, axis=-1).sum())

    trained.qtbot.waitUntil(lambda: painted() > 2 * few)
    assert find(trained.window, QComboBox, "sample_count").currentText() == "100,000"
    trained.choose("sample_count", "10,000")
    trained.qtbot.waitUntil(lambda: trained.samples().size == 10_000)
