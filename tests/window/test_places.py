"""Places that are pinned and compared, by keys and mouse."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.network import Network
from mdn_gui.qt.control import rows
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.trainer import Trainer
from mdn_gui.qt.widgets.tables import PickingTable
from mdn_gui.session.data import Data, widened_range
from tests.networks import random_network
from tests.tables import click_row, selected, shown
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer
from tests.workers import working

RNG = np.random.default_rng(0)
INPUTS = RNG.uniform(-10.0, 10.0, (60, 3)).round(1)
TABLE = Dataset(INPUTS, INPUTS.sum(axis=1)[:, None], ("lat", "long", "mag"), ("depth",))
HERE, THERE = [2.5, -4.0, 1.5], [7.5, -4.0, 1.5]
NAMES = ["lat 2.5, long -4.0, mag 1.5", "lat 7.5, long -4.0, mag 1.5"]


def network(number: int) -> Network:
    return random_network(seed=number, inputs=3)


@pytest.fixture
def led() -> LedTraining:
    return LedTraining(network)


@pytest.fixture
def person(qtbot: QtBot, led: LedTraining) -> Iterator[Explorer]:
    """After a run of five epochs, the second one the best; two places are pinned."""
    controller = Controller(Trainer(working(led.training)))
    person = Explorer(MainWindow(controller, Loader()), qtbot)
    ranges = tuple(widened_range(values) for values in INPUTS.T)
    controller.do(rows.show(Data(TABLE, "quakes", ranges)))
    qtbot.waitUntil(lambda: person.window.windowTitle().startswith("quakes"))
    person.train(5, led)
    for place in (HERE, THERE):
        stand_at(person, place)
        person.key(Qt.Key.Key_P)
    qtbot.waitUntil(lambda: names(person) == NAMES)
    yield person
    person.leave()
    assert QThreadPool.globalInstance().waitForDone(10_000)


def stand_at(person: Explorer, place: list[float]) -> None:
    for column, value in enumerate(place):
        person.retype(f"input_{column}", str(value))
    person.qtbot.waitUntil(lambda: stands_at(person) == place)


def stands_at(person: Explorer) -> list[float]:
    fields = [find(person.window, QAbstractSpinBox, f"input_{column}") for column in range(3)]
    return [float(field.text()) for field in fields]


def table(person: Explorer) -> PickingTable:
    return find(person.window, PickingTable, "places")


def names(person: Explorer) -> list[str]:
    return [name for name, *_ in shown(table(person))]


def undo(person: Explorer) -> None:
    QTest.keySequence(person.window, QKeySequence("Ctrl+Z"))


def test_two_pinned_places_are_compared_and_a_click_goes_to_one(person: Explorer) -> None:
    person.wait_for_message(f"Pinned, 2 of 6: {NAMES[1]}.")
    assert table(person).isVisible(), "two can be compared: the tab comes forward"
    person.qtbot.waitUntil(lambda: selected(table(person)) == [NAMES[1]])
    for place, (_, mean, *_) in zip((HERE, THERE), shown(table(person)), strict=True):
        mixture = network(2)(np.array([place]))[0]
        expected = float(mixture.weights @ mixture.means[:, 0])
        # As many digits as are written.
        digits = len(mean.partition(".")[2])
        assert float(mean.removeprefix("~")) == pytest.approx(expected, abs=0.51 * 10.0**-digits)
    click_row(table(person), 0)
    person.qtbot.waitUntil(lambda: stands_at(person) == HERE)
    undo(person)
    person.qtbot.waitUntil(lambda: stands_at(person) == THERE)


def test_places_are_renamed_unpinned_and_brought_back(person: Explorer) -> None:
    click_row(table(person), 0)
    table(person).setFocus()
    QTest.keyClick(table(person), Qt.Key.Key_F2)
    field = table(person).findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "Tonga, P")
    QTest.keyClick(field, Qt.Key.Key_Return)
    person.qtbot.waitUntil(lambda: names(person) == ["Tonga, P", NAMES[1]])
    QTest.keyClick(table(person), Qt.Key.Key_Delete)
    person.qtbot.waitUntil(lambda: names(person) == [NAMES[1]])
    undo(person)
    person.qtbot.waitUntil(lambda: names(person) == ["Tonga, P", NAMES[1]])
    undo(person)
    person.qtbot.waitUntil(lambda: names(person) == NAMES)


def test_the_seventh_place_is_refused_with_the_reason(person: Explorer) -> None:
    for count in range(3, 7):
        person.key(Qt.Key.Key_Left)
        person.key(Qt.Key.Key_P)
        person.wait_for_message(f"Pinned, {count} of 6")
    person.qtbot.waitUntil(lambda: len(names(person)) == 6)
    person.key(Qt.Key.Key_Left)
    person.key(Qt.Key.Key_P)
    person.wait_for_message("No more than 6 places can be pinned: unpin one first.")
    assert len(names(person)) == 6


def test_another_table_has_no_places_and_undoing_brings_them_back(person: Explorer) -> None:
    person.choose_example()
    assert "The pinned places come back with quakes." in person.text("message")
    person.qtbot.waitUntil(lambda: not table(person).isVisible())
    assert person.text("places_heading") == "Press P to pin this place and compare up to six."
    undo(person)
    person.qtbot.waitUntil(lambda: table(person).isVisible() and names(person) == NAMES)
