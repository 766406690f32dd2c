"""A table of three inputs and two targets: where one stands, and what is drawn along which axis."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.network import Network
from mdn_gui.core.typical import most_typical
from mdn_gui.qt.control import rows
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.trainer import Trainer
from mdn_gui.qt.widgets.tables import PickingTable
from mdn_gui.session.data import Data, widened_range
from tests.mouse import turn_wheel
from tests.networks import random_network
from tests.tables import click_row, shown
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer
from tests.workers import working

RNG = np.random.default_rng(0)
INPUTS = RNG.uniform(-10.0, 10.0, (60, 3)).round(1)
TARGETS = np.column_stack([INPUTS.sum(axis=1), 100.0 + INPUTS[:, 0]])
TABLE = Dataset(INPUTS, TARGETS, ("lat", "long", "mag"), ("depth", "stations"))
TYPICAL = most_typical(INPUTS, TABLE.input_kinds)


def network(number: int) -> Network:
    return random_network(seed=number, inputs=3, outputs=2)


@pytest.fixture
def led() -> LedTraining:
    return LedTraining(network)


@pytest.fixture
def controller(led: LedTraining) -> Controller:
    return Controller(Trainer(working(led.training)))


@pytest.fixture
def person(qtbot: QtBot, controller: Controller, led: LedTraining) -> Iterator[Explorer]:
    """After a run of five epochs; the second one, the best, is shown."""
    person = Explorer(MainWindow(controller, Loader()), qtbot)
    ranges = tuple(widened_range(values) for values in INPUTS.T)
    controller.do(rows.show(Data(TABLE, "quakes", ranges, typical=TYPICAL)))
    qtbot.waitUntil(lambda: person.window.windowTitle().startswith("quakes"))
    person.train(5, led)
    yield person
    person.leave()
    assert QThreadPool.globalInstance().waitForDone(10_000)


def there(person: Explorer, name: str) -> bool:
    return find(person.window, QWidget, name).isVisible()


def stands_at(person: Explorer) -> list[float]:
    fields = [find(person.window, QAbstractSpinBox, f"input_{column}") for column in range(3)]
    return [float(field.text()) for field in fields]


def title(person: Explorer) -> str:
    text: str = person.field.plotItem.titleLabel.text
    return text


def predicts(person: Explorer, place: list[float], target: int) -> bool:
    """Whether the density at the place is that of a target by the best network."""
    density, y = person.density()
    mixture = network(2)(np.array([place])).marginal(target)
    expected = np.exp(mixture.log_prob(y[:, None, None])[:, 0])
    return bool(np.allclose(density, expected, rtol=1e-3, atol=1e-6))


def test_one_stands_first_at_the_most_typical_row(person: Explorer) -> None:
    typical = INPUTS[TYPICAL].tolist()
    assert stands_at(person) == pytest.approx(typical)
    said = find(person.window, QLabel, "held_inputs").text()
    assert said == f"At the most typical row, {TYPICAL + 1}."
    assert title(person) == f"p(depth | lat; long = {typical[1]:.2f}, mag = {typical[2]:.2f})"
    person.qtbot.waitUntil(lambda: predicts(person, typical, 0))


def test_a_held_input_is_moved_and_everything_follows(person: Explorer) -> None:
    person.retype("input_1", "7.5")
    place = INPUTS[TYPICAL].tolist()
    place[1] = 7.5
    person.qtbot.waitUntil(lambda: predicts(person, place, 0))
    person.qtbot.waitUntil(lambda: "long = 7.50" in title(person))
    assert find(person.window, QLabel, "held_inputs").text() == "Along lat, the others held."
    person.push("most_typical_row")
    person.qtbot.waitUntil(lambda: stands_at(person) == pytest.approx(INPUTS[TYPICAL].tolist()))


def test_another_input_is_drawn_along_x_and_the_place_stays(person: Explorer) -> None:
    person.push("across_2")
    person.qtbot.waitUntil(lambda: title(person).startswith("p(depth | mag; lat = "))
    assert stands_at(person) == pytest.approx(INPUTS[TYPICAL].tolist())
    assert person.line_at() == pytest.approx(INPUTS[TYPICAL, 2])
    place = [*INPUTS[TYPICAL, :2].tolist(), 4.0]
    person.retype("input_2", "4")
    person.qtbot.waitUntil(lambda: stands_at(person) == pytest.approx(place))
    person.qtbot.waitUntil(lambda: predicts(person, place, 0))


def test_another_target_is_drawn_along_y(person: Explorer) -> None:
    person.push("interval")
    person.qtbot.waitUntil(lambda: person.ticked("interval"))
    person.choose("target_shown", "stations")
    person.qtbot.waitUntil(lambda: title(person).startswith("p(stations | lat; "))
    # The interval was of the depth.
    person.qtbot.waitUntil(lambda: not person.ticked("interval"))
    place = INPUTS[TYPICAL].tolist()
    person.qtbot.waitUntil(lambda: predicts(person, place, 1))
    (low, high) = person.field.view_box.viewRange()[1]
    assert low < TARGETS[:, 1].min() < TARGETS[:, 1].max() < high


def test_a_click_on_a_row_goes_to_all_its_inputs(person: Explorer) -> None:
    row = int(np.argmax(INPUTS[:, 0]))  # nothing else is near it
    person.click(person.field, INPUTS[row, 0], TARGETS[row, 0])
    person.qtbot.waitUntil(lambda: stands_at(person) == pytest.approx(INPUTS[row].tolist()))
    assert find(person.window, QLabel, "held_inputs").text() == f"At row {row + 1}."


def test_axes_and_places_are_undone_one_by_one(person: Explorer) -> None:
    person.retype("input_1", "7.5")
    person.push("across_2")
    person.qtbot.waitUntil(lambda: title(person).startswith("p(depth | mag; "))
    QTest.keySequence(person.window, QKeySequence("Ctrl+Z"))
    person.qtbot.waitUntil(lambda: title(person).startswith("p(depth | lat; "))
    assert stands_at(person)[1] == 7.5
    QTest.keySequence(person.window, QKeySequence("Ctrl+Z"))
    person.qtbot.waitUntil(lambda: stands_at(person) == pytest.approx(INPUTS[TYPICAL].tolist()))


def test_inputs_typed_one_after_the_other_are_undone_one_by_one(person: Explorer) -> None:
    typical = INPUTS[TYPICAL].tolist()
    person.retype("input_1", "7.5")
    person.retype("input_2", "2.5")
    person.qtbot.waitUntil(lambda: stands_at(person) == pytest.approx([typical[0], 7.5, 2.5]))
    QTest.keySequence(person.window, QKeySequence("Ctrl+Z"))
    person.qtbot.waitUntil(
        lambda: stands_at(person) == pytest.approx([typical[0], 7.5, typical[2]])
    )


def test_a_value_that_is_no_number_is_refused_with_the_reason(person: Explorer) -> None:
    before = title(person)
    person.retype("input_1", "abc")
    said = person.window.statusBar().currentMessage()
    assert said.startswith("Value of long: “abc” is not a number. Write a number from")
    assert title(person) == before


def test_the_wheel_over_a_value_changes_nothing(person: Explorer) -> None:
    field = find(person.window, QAbstractSpinBox, "input_1")
    person.field.setFocus()
    turn_wheel(field, field.rect().center(), 3)
    assert stands_at(person) == pytest.approx(INPUTS[TYPICAL].tolist())


def test_the_tab_key_goes_from_the_target_through_all_rows(person: Explorer) -> None:
    control = find(person.window, QWidget, "target_shown")
    control.setFocus()
    names = []
    for _ in range(8):
        person.strike(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        names.append("" if focused is None else focused.objectName())
    rows = [f"{part}_{column}" for column in range(3) for part in ("input", "lock")]
    assert names == ["across_0", *rows, "most_typical_row"]


def test_one_input_and_one_target_need_no_choice(person: Explorer) -> None:
    assert there(person, "input_0")
    assert find(person.window, QAbstractButton, "across_0").isChecked()
    assert find(person.window, QComboBox, "target_shown").isVisible()
    person.choose_example()
    person.qtbot.waitUntil(lambda: not there(person, "held_inputs"))
    for name in ("across_0", "target_shown"):
        assert not any(each.isVisible() for each in person.window.findChildren(QWidget, name))


def heights(person: Explorer) -> list[int]:
    """How far below the top the row of each input is, in pixels."""
    return [find(person.window, QWidget, f"across_{column}").y() for column in range(3)]


def test_inputs_are_ordered_by_importance_and_drawn_along_x_from_its_table(
    person: Explorer,
) -> None:
    person.open_tab("Importance")
    table = find(person.window, PickingTable, "importance")
    person.qtbot.waitUntil(lambda: table.isVisible() and len(shown(table)) == 3)
    assert person.text("importance_heading").startswith("On 50 rows, each judged by the members")
    names = [name for name, *_ in shown(table)]
    assert set(names) == set(TABLE.input_names)
    assert heights(person) == sorted(heights(person))
    person.push("by_importance")
    order = [TABLE.input_names.index(name) for name in names]
    assert order != sorted(order)
    person.qtbot.waitUntil(
        lambda: sorted(range(3), key=heights(person).__getitem__) == order,
    )
    click_row(table, 2)
    person.qtbot.waitUntil(lambda: title(person).startswith(f"p(depth | {names[2]}; "))
    QTest.keySequence(person.window, QKeySequence("Ctrl+Z"))
    QTest.keySequence(person.window, QKeySequence("Ctrl+Z"))
    person.qtbot.waitUntil(lambda: heights(person) == sorted(heights(person)))


def test_one_input_has_no_importance(person: Explorer) -> None:
    assert "Importance" in person.tabs()
    person.choose_example()
    person.qtbot.waitUntil(lambda: "Importance" not in person.tabs())


def test_a_locked_input_keeps_its_value_wherever_one_goes(person: Explorer) -> None:
    typical = INPUTS[TYPICAL].tolist()
    lock = find(person.window, QAbstractButton, "lock_1")
    assert lock.accessibleName() == "Lock long"
    person.push("lock_1")
    field = find(person.window, QAbstractSpinBox, "input_1")
    person.qtbot.waitUntil(lambda: not field.isEnabled())
    row = int(np.argmax(INPUTS[:, 0]))  # nothing else is near it
    person.click(person.field, INPUTS[row, 0], TARGETS[row, 0])
    place = [INPUTS[row, 0], typical[1], INPUTS[row, 2]]
    person.qtbot.waitUntil(lambda: stands_at(person) == pytest.approx(place))
    said = find(person.window, QLabel, "held_inputs").text()
    assert said == f"At row {row + 1}, but for what is locked."
    person.push("across_1")
    person.qtbot.waitUntil(lambda: title(person).startswith("p(depth | long; "))
    assert lock.isChecked()
    person.click(person.field, 9.0, float(TARGETS[:, 0].min()) - 2.0)
    person.wait_for_message("long is locked; unlock it to move it.")
    assert stands_at(person)[1] == pytest.approx(typical[1])
    for _ in range(3):
        QTest.keySequence(person.window, QKeySequence("Ctrl+Z"))
    person.qtbot.waitUntil(lambda: not lock.isChecked() and field.isEnabled())


def test_undoing_a_move_names_the_input_that_moved(person: Explorer) -> None:
    person.retype("input_1", "7.5")
    person.qtbot.waitUntil(lambda: stands_at(person)[1] == 7.5)
    QTest.keySequence(person.window, QKeySequence("Ctrl+Z"))
    person.wait_for_message("Undone: place (long).")


def test_what_is_about_the_losses_is_offered_where_they_are_seen(person: Explorer) -> None:
    smoothing, log = (find(person.window, QWidget, name) for name in ("smoothing", "log_epochs"))
    person.open_tab("Losses")
    assert smoothing.isVisible()
    assert log.isVisible()
    person.open_tab("Inputs")
    assert not smoothing.isVisible()
    assert not log.isVisible()
    person.open_tab("Losses")
    assert smoothing.isVisible()
    person.window.resize(1280, 560)  # too low for the slot
    person.qtbot.waitUntil(lambda: not smoothing.isVisible())
    assert not log.isVisible()
    person.window.resize(1280, 1000)
    person.qtbot.waitUntil(smoothing.isVisible)
