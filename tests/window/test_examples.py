"""Choosing, changing and drawing the rows to train on."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtWidgets import QLabel, QToolButton

from mdn_gui import app
from mdn_gui.core.examples import EXAMPLES, Example
from mdn_gui.core.examples.regression import Regression
from tests.plots import curve
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer

Floats = NDArray[np.float64]

TITLES = (
    *("Inverse sine", "Bishop's inverse problem", "Growing spread", "Changing weights"),
    *("Circle", "Heavy tails", "Step", "Gap", "Three inputs", "Category", "Two-link arm"),
)


def points(person: Explorer) -> tuple[Floats, Floats]:
    """The data points of the field, x and y."""
    return curve(person.field, "data")


def wait_for_points(person: Explorer, count: int) -> None:
    """Wait until so many data points are drawn."""
    person.qtbot.waitUntil(lambda: len(points(person)[0]) == count)


# Examples


def test_these_eleven_are_all() -> None:
    assert [example.title for example in EXAMPLES.values()] == list(TITLES)


@pytest.mark.parametrize("title", TITLES)
def test_every_example_can_be_chosen_and_shows_its_rows(person: Explorer, title: str) -> None:
    person.choose_example(title)
    rows = int(person.typed("rows").replace(",", ""))
    wait_for_points(person, rows)
    assert rows >= 1000
    assert person.text("data_title") == title
    assert f"{rows:,} rows" in person.text("facts")
    person.wait_for_message(f"{title}: {rows:,} rows loaded.")
    (left, right), (low, high) = person.field.view_box.viewRange()
    x, y = points(person)
    assert left <= x.min() < x.max() <= right
    assert low <= y.min() < y.max() <= high
    assert x.max() - x.min() > 0.5 * (right - left)
    assert y.max() - y.min() > 0.5 * (high - low)


class Stairs(Regression):
    """A problem that the program does not have: three steps down."""

    name = "stairs"
    title = "Stairs"
    summary = "Three steps down."
    lesson = "Three steps"
    rows = 1200
    display_range = (0.0, 4.0)

    _SCALE = 0.1

    def _mean(self, x: Floats) -> Floats:
        return -np.floor(x)


@pytest.fixture
def stairs(monkeypatch: pytest.MonkeyPatch) -> Example:
    """That problem, in the list of those that there are."""
    example = Stairs()
    assert isinstance(EXAMPLES, dict)
    monkeypatch.setitem(EXAMPLES, example.name, example)
    return example


def test_an_example_that_is_declared(
    stairs: Example, person: Explorer, capsys: pytest.CaptureFixture[str]
) -> None:
    person.choose_example(stairs.title)
    wait_for_points(person, stairs.rows)
    person.switch("truth")
    person.qtbot.waitUntil(lambda: curve(person.field, "true modes")[0].size > 0)
    x, modes = curve(person.field, "true modes")
    inside = (x > 0.0) & (x < 4.0) & np.isfinite(modes)
    assert inside.sum() > 20
    np.testing.assert_allclose(modes[inside], -np.floor(x[inside]))
    with pytest.raises(SystemExit):
        app.main(["--help"])
    assert ",stairs}" in capsys.readouterr().out


def test_the_truth_of_an_arm_is_of_the_angle_shown_and_the_hand_s_other_place(
    person: Explorer,
) -> None:
    person.choose_example("Two-link arm")
    person.switch("truth")
    person.choose("target_shown", "elbow")
    person.retype("input_1", "0.8")
    person.retype("noise", "2")

    def shown() -> bool:
        x, elbow = curve(person.field, "true modes")
        bend = np.arccos(np.clip((x**2 + 0.64 - 1.36) / 1.2, -1.0, 1.0))
        return x.size > 100 and bool(np.allclose(np.abs(elbow), bend, atol=0.02))

    person.qtbot.waitUntil(shown)


def test_so_many_rows_as_typed_are_drawn(person: Explorer) -> None:
    person.choose_example()
    person.retype("rows", "200")
    wait_for_points(person, 200)
    person.wait_for_facts("200 rows")


def thickness(person: Explorer) -> float:
    """How far the rows of the inverse sine lie from its curve, along x: the standard deviation."""
    x, y = points(person)
    if not x.size:
        return 0.0
    return float(np.std(x - 7 * np.sin(0.75 * y) - 0.5 * y))


def wait_for_thickness(person: Explorer, noise: float) -> None:
    """Wait until the rows are that noisy, to a twentieth."""
    person.qtbot.waitUntil(lambda: abs(thickness(person) / noise - 1.0) < 0.05)


def test_the_noise_spreads_the_rows(person: Explorer) -> None:
    person.choose_example()
    wait_for_thickness(person, 1.0)
    for noise in (3.0, 0.2):
        person.retype("noise", str(noise))
        wait_for_thickness(person, noise)


def test_other_rows_forget_the_network(trained: Explorer) -> None:
    trained.retype("rows", "500")
    wait_for_points(trained, 500)
    trained.qtbot.waitUntil(lambda: trained.epochs_drawn() == 0)
    trained.qtbot.waitUntil(lambda: trained.density()[0].size == 0)
    trained.qtbot.waitUntil(lambda: not trained.offered("Discard run"))


# Drawing


@pytest.fixture
def drawing(person: Explorer) -> Explorer:
    """At an empty plane."""
    person.take("Example", "Draw your own")
    title = "Drawn by hand – MDN Studio"  # written last
    person.qtbot.waitUntil(lambda: person.window.windowTitle() == title)
    return person


def count(person: Explorer) -> int:
    """How many points are drawn, as the bar over the plane says."""
    return int(find(person.window, QLabel, "points").text().split()[0])


def paint(person: Explorer, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw along a line, and wait until the points are there."""
    before = count(person)
    person.drag(person.field, start, end)
    person.qtbot.waitUntil(lambda: count(person) > before)
    wait_for_points(person, count(person))


def test_the_plane_is_empty_first_and_says_what_to_do(drawing: Explorer) -> None:
    assert count(drawing) == 0
    assert find(drawing.window, QToolButton, "draw").isChecked()
    assert not drawing.offered("Train")
    assert "Draw points first" in drawing.button("Train").toolTip()


def test_points_are_painted_where_the_mouse_goes(drawing: Explorer) -> None:
    paint(drawing, (2.0, 3.0), (8.0, 3.0))
    x, y = points(drawing)
    assert len(x) >= 20
    assert x.min() < 3.0
    assert x.max() > 7.5
    assert np.abs(y - 3.0).max() < 0.8
    drawing.wait_for_facts(f"{len(x)} rows")


def test_points_are_erased_where_the_mouse_goes(drawing: Explorer) -> None:
    paint(drawing, (2.0, 3.0), (8.0, 3.0))
    paint(drawing, (2.0, 7.0), (8.0, 7.0))
    before = count(drawing)
    drawing.push("erase")
    drawing.qtbot.waitUntil(lambda: drawing.text("drawing_hint") == "Drag to erase.")
    drawing.drag(drawing.field, (4.9, 7.0), (8.3, 7.0))
    drawing.qtbot.waitUntil(lambda: count(drawing) < before)
    wait_for_points(drawing, count(drawing))
    x, y = points(drawing)
    assert not np.any((x > 5.2) & (x < 8.0) & (np.abs(y - 7.0) < 0.2)), "gone"
    assert np.any((x > 5.2) & (y < 4.0)), "the others stay"
    assert np.any((x < 4.0) & (y > 6.0)), "and so do those of the other half"


def test_clear_takes_all_points_away(drawing: Explorer) -> None:
    paint(drawing, (2.0, 3.0), (8.0, 3.0))
    drawing.push("clear")
    drawing.qtbot.waitUntil(lambda: count(drawing) == 0)
    wait_for_points(drawing, 0)
    drawing.qtbot.waitUntil(lambda: not drawing.offered("Train"))


def test_a_network_is_trained_on_what_was_painted(drawing: Explorer, led: LedTraining) -> None:
    paint(drawing, (2.0, 3.0), (8.0, 6.0))
    rows = count(drawing)
    drawing.train(3, led)
    drawing.qtbot.waitUntil(lambda: drawing.text("time-left").startswith("ended at 3, best "))
    assert drawing.text("facts").startswith(f"{rows} rows")
    assert "truth" not in drawing.text("facts")
    drawing.qtbot.waitUntil(lambda: "Mean" in drawing.numbers())


def test_what_is_painted_after_a_run_forgets_the_network(
    drawing: Explorer, led: LedTraining
) -> None:
    paint(drawing, (2.0, 3.0), (8.0, 6.0))
    drawing.train(3, led)
    assert drawing.text("drawing_hint") == "Click to choose x."
    drawing.push("draw")
    drawing.qtbot.waitUntil(lambda: drawing.text("drawing_hint") == "Drag to draw.")
    paint(drawing, (2.0, 8.0), (8.0, 8.0))
    drawing.qtbot.waitUntil(lambda: drawing.epochs_drawn() == 0)
    drawing.qtbot.waitUntil(lambda: drawing.density()[0].size == 0)
