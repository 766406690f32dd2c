"""The field while it is being learnt, and its layers."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox

from mdn_gui.qt.theme import LIGHT
from tests.plots import curve, legend, shows
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer, picture
from tests.window.image import X, colour_by_density, shares, texts_of_bar, wait_for_image
from tests.window.prediction import Prediction

LOWEST = -12.0
"""One of `X` at which the second epoch's mode lies on the lower edge of the image."""

FLOOR = 1.288
"""What no model can be below on average on the inverse sine, in nats."""

TRUE_MODES = (-7.611, -4.639, 0.0, 4.639, 7.611)
"""Of the inverse sine at x = 0: where 7 sin(0.75 y) + 0.5 y is 0."""


def test_the_image_is_drawn_anew_with_every_epoch(person: Explorer, led: LedTraining) -> None:
    person.choose_example()
    person.switch("data")
    colour_by_density(person)
    person.press("Train")
    for epoch in (1, 2, 3, 4):
        before = picture(person.field)
        led.let_end(1)
        wait_for_image(person, epoch)
        assert np.any(picture(person.field) != before)


def test_scaled_columns_have_their_mode_in_the_strongest_colour(trained: Explorer) -> None:
    trained.switch("data")
    colour_by_density(trained)
    wait_for_image(trained, 2)
    x = [at for at in X if at != LOWEST]

    def palest() -> float:
        """The strongest colour of the column that has the palest."""
        return float(shares(trained.field, x).seen.max(axis=1).min())

    assert palest() < 0.5, "one scale for all of them"
    trained.push("per_column")
    trained.qtbot.waitUntil(lambda: palest() > 0.98)
    trained.push("per_column")
    wait_for_image(trained, 2)


def test_the_bar_says_what_the_colours_mean(trained: Explorer) -> None:
    assert texts_of_bar(trained.field) == "highest-density region"
    colour_by_density(trained)
    trained.push("per_column")
    trained.qtbot.waitUntil(lambda: texts_of_bar(trained.field) == "share of the highest density")
    trained.choose("colour", "Colour: probability")
    trained.qtbot.waitUntil(lambda: texts_of_bar(trained.field) == "highest-density region")
    assert "50% of the probability" in trained.field.accessibleDescription()
    per_x = find(trained.window, QCheckBox, "per_column")
    trained.qtbot.waitUntil(lambda: not per_x.isEnabled())


def test_neither_mean_nor_median_is_taken_for_the_other(trained: Explorer) -> None:
    pens = {}
    for name in ("mean", "median"):
        trained.switch(name)
        items = trained.field.plotItem.listDataItems()
        [line] = [item for item in items if item.name() == name]
        pens[name] = line.opts["pen"]
    assert pens["mean"].color().name() == LIGHT.mean != LIGHT.median
    assert pens["median"].color().name() == LIGHT.median


def wait_for_mean(person: Explorer, epoch: int) -> None:
    """Wait until the line of the mean is that of an epoch."""

    def alike() -> bool:
        x, mean = curve(person.field, "mean")
        expected = [Prediction(epoch, float(at)).mean for at in x[::50]]
        return x.size > 0 and bool(np.allclose(mean[::50], expected, rtol=1e-4, atol=1e-4))

    person.qtbot.waitUntil(alike)


def test_the_mean_comes_and_goes_with_its_box(trained: Explorer) -> None:
    trained.switch("mean")
    wait_for_mean(trained, 2)
    trained.switch("mean")
    trained.qtbot.waitUntil(lambda: curve(trained.field, "mean")[0].size == 0)


def test_half_the_probability_lies_below_the_median(trained: Explorer) -> None:
    trained.switch("median")
    trained.qtbot.waitUntil(lambda: curve(trained.field, "median")[0].size > 0)
    x, median = curve(trained.field, "median")
    low, high = trained.field.view_box.viewRange()[1]
    slack = 0.1 * (high - low) / trained.field.view_box.height()
    for at, y in zip(x[::50].tolist(), median[::50].tolist(), strict=True):
        there = Prediction(2, at)
        assert there.cdf(y - slack) <= 0.5 <= there.cdf(y + slack)
    trained.switch("median")
    trained.qtbot.waitUntil(lambda: curve(trained.field, "median")[0].size == 0)


@pytest.mark.parametrize(("name", "mass"), [("50% region", 0.5), ("90% region", 0.9)])
def test_the_outline_of_a_region_runs_through_its_ends(
    trained: Explorer, name: str, mass: float
) -> None:
    low, high = trained.field.view_box.viewRange()[1]

    pixel = (high - low) / trained.field.view_box.height()

    def at_an_end(x: float, y: float) -> bool:
        """Whether hardly any probability, or less than a pixel, is between y and an end."""
        there = Prediction(2, x)
        ends = np.ravel(there.regions(mass))
        off = np.abs(there.cdf(ends) - there.cdf(y))
        # Where an edge is all but upright, a pixel to the side is several of them in y.
        return bool(np.any((off < 0.02) | (np.abs(ends - y) < pixel)))

    def runs_through() -> bool:
        x, y = curve(trained.field, name)
        inside = np.flatnonzero((y > low + 0.5) & (y < high - 0.5) & (np.abs(x) < 14.0))
        places = inside[:: max(1, inside.size // 12)].tolist()
        return inside.size > 100 and all(at_an_end(float(x[at]), float(y[at])) for at in places)

    trained.switch("bands")
    trained.qtbot.waitUntil(runs_through)
    trained.switch("bands")
    trained.qtbot.waitUntil(lambda: curve(trained.field, name)[0].size == 0)


def test_ribbons_of_the_components_come_and_go_with_their_box(trained: Explorer) -> None:
    trained.switch("data")
    trained.switch("density")
    background = QColor(LIGHT.background).name()
    heaviest = Prediction(2, -8.0)
    component = int(np.argmax(heaviest.weights))
    y = float(heaviest.means[component])
    trained.qtbot.waitUntil(lambda: shows(trained.field, -8.0, y, background))
    trained.switch("components")
    trained.qtbot.waitUntil(lambda: not shows(trained.field, -8.0, y, background))
    trained.switch("components")
    trained.qtbot.waitUntil(lambda: shows(trained.field, -8.0, y, background))


def test_the_truth_of_an_example_stands_over_what_was_learnt(trained: Explorer) -> None:
    trained.switch("legend")
    trained.switch("truth")
    trained.qtbot.waitUntil(lambda: "true modes" in legend(trained.field))
    trained.qtbot.waitUntil(lambda: curve(trained.field, "true modes")[0].size > 0)
    x, y = curve(trained.field, "true modes")
    beside = np.sort(y[np.abs(x - x[np.abs(x).argmin()]) < 1e-9])
    assert_allclose(beside, TRUE_MODES, atol=0.05)
    assert curve(trained.field, "true 50% region")[0].size > 0
    assert curve(trained.field, "true 90% region")[0].size > 0
    trained.switch("truth")
    trained.qtbot.waitUntil(lambda: curve(trained.field, "true modes")[0].size == 0)
    assert "true modes" not in legend(trained.field)


def test_a_box_ticked_while_a_frame_is_drawn_stays_ticked(
    person: Explorer, led: LedTraining
) -> None:
    person.choose_example()
    person.press("Train")
    led.let_end(1)
    person.wait_until_drawn(1)
    box = find(person.window, QCheckBox, "layer_mean")
    toggled: list[bool] = []
    box.toggled.connect(toggled.append)
    person.act_within_a_frame(led, lambda: person.push("layer_mean"))
    person.qtbot.waitUntil(lambda: curve(person.field, "mean")[0].size > 0)
    person.qtbot.waitUntil(box.isChecked)
    assert toggled == [True]


def test_the_mean_follows_the_run(person: Explorer, led: LedTraining) -> None:
    person.choose_example()
    person.press("Train")
    led.let_end(1)
    person.wait_until_drawn(1)
    person.switch("mean")
    for epoch in (2, 3):
        led.let_end(1)
        wait_for_mean(person, epoch)


def test_a_figure_is_a_set_of_layers(trained: Explorer) -> None:
    trained.choose("figure", "Model and truth")
    shown = ("density", "bands", "truth", "legend")
    trained.qtbot.waitUntil(lambda: all(trained.ticked(f"layer_{layer}") for layer in shown))
    assert not trained.ticked("layer_data")
    trained.qtbot.waitUntil(lambda: curve(trained.field, "data")[0].size == 0)


def test_the_status_line_tells_the_excess_over_the_floor(
    person: Explorer, led: LedTraining
) -> None:
    person.choose_example()
    person.press("Train")
    for epoch, loss in ((1, 3.0), (2, 2.0), (3, 3.0)):
        led.let_end(1)
        person.wait_until_drawn(epoch)
        person.wait_for_facts(f"now {loss - FLOOR:.3f} nats above the lowest possible, {FLOOR}")
    person.retype("epoch_shown", "1")
    person.wait_for_facts(
        f"epoch 1: out of fold 3.000 nats · {3.0 - FLOOR:.3f} nats above the lowest possible, "
        f"{FLOOR}"
    )
    person.press("Live")
    person.press("Stop")
    person.wait_for_facts("450 rows · test ")
