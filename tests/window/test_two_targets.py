"""A table of several targets, two of them shown jointly: from the tab to what is asked of both."""

import re
from collections.abc import Iterator
from functools import partial

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot
from scipy.special import ndtr

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.network import Network
from mdn_gui.qt.control import rows
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.trainer import Trainer
from mdn_gui.session.data import Data, widened_range
from tests.mouse import turn_wheel
from tests.networks import random_network
from tests.plots import drag, pixel
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer, notes
from tests.workers import working

RNG = np.random.default_rng(0)
INPUTS = RNG.uniform(-10.0, 10.0, (60, 2)).round(1)
TARGETS = np.column_stack([INPUTS.sum(axis=1), INPUTS[:, 0] - 3.0, INPUTS[:, 1]])
TABLE = Dataset(INPUTS, TARGETS, ("lat", "long"), ("depth", "stations", "mag"))
SHIFT = Qt.KeyboardModifier.ShiftModifier


def network(number: int) -> Network:
    return random_network(seed=number, inputs=2, outputs=3)


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[Explorer]:
    """At the joint view, after a run of three epochs; the second one, the best, is shown."""
    led = LedTraining(network)
    controller = Controller(Trainer(working(led.training)))
    person = Explorer(MainWindow(controller, Loader()), qtbot)
    ranges = tuple(widened_range(values) for values in INPUTS.T)
    controller.do(rows.show(Data(TABLE, "quakes", ranges, typical=0)))
    qtbot.waitUntil(lambda: person.window.windowTitle().startswith("quakes"))
    person.train(3, led)
    person.open_tab("Joint")
    qtbot.waitUntil(lambda: person.text("joint_words").startswith("depth and stations at lat"))
    yield person
    person.leave()
    assert QThreadPool.globalInstance().waitForDone(10_000)


def joint(person: Explorer) -> pg.PlotWidget:
    return find(person.window, pg.PlotWidget, "joint")


def test_one_is_asked_for_given_the_other_and_both_within_a_rectangle(person: Explorer) -> None:
    before, plot = person.text("joint_words"), joint(person)
    person.click(plot, 2.0, -20.0)
    person.qtbot.waitUntil(lambda: person.text("joint_words").startswith("Given stations = "))
    assert person.ticked("given")
    assert float(person.typed("given_value")) == pytest.approx(2.0, abs=0.2)
    person.retype("given_value", "-4,0")
    person.qtbot.waitUntil(lambda: person.text("joint_words").startswith("Given stations = -4.0"))
    drag(plot, pixel(plot, -12.0, -18.0), pixel(plot, 4.0, 15.0), SHIFT)
    person.qtbot.waitUntil(lambda: person.ticked("rectangle"))
    [said] = [note for note in notes(plot) if note.startswith("P = ")]
    mixture = network(2)(INPUTS[:1])[0].marginal((0, 1))
    ends = np.array([[-18.0, -12.0], [15.0, 4.0]])  # of depth and of stations
    low, high = ndtr((ends[:, None] - mixture.means) / mixture.scales)
    expected = float(mixture.weights @ (high - low).prod(axis=1))
    assert float(said.removeprefix("P = ")) == pytest.approx(expected, abs=0.02)
    QTest.keySequence(person.window, QKeySequence("Ctrl+Z"))
    person.qtbot.waitUntil(lambda: not person.ticked("rectangle"))
    assert not any(note.startswith("P = ") for note in notes(plot))
    QTest.keySequence(person.window, QKeySequence("Ctrl+Z"))
    person.qtbot.waitUntil(lambda: person.text("joint_words") == before)
    assert not person.ticked("given")


def test_the_answer_and_the_density_at_x_say_what_is_given(person: Explorer) -> None:
    person.qtbot.waitUntil(lambda: "nswer" in person.text("answer"))
    before, title = person.text("answer"), person.title_at_x()
    person.click(joint(person), 2.0, -20.0)
    person.qtbot.waitUntil(lambda: person.ticked("given"))
    person.retype("given_value", "-4,0")
    person.qtbot.waitUntil(
        lambda: person.text("answer").startswith("Given stations = -4.00: near ")
    )
    both = network(2)(INPUTS[:1])[0].marginal((0, 1))
    depth = np.linspace(-40.0, 40.0, 8001)
    joint_density = np.exp(both.log_prob(np.column_stack([depth, np.full(8001, -4.0)])))
    highest = float(depth[joint_density.argmax()])
    said, not_given = person.text("answer").split(" Not given: ")
    told = [float(number) for number in re.findall(r"-?[0-9.]+[0-9](?= \(|\.$)", said)]
    assert min(abs(number - highest) for number in told) < 0.1
    assert not_given.startswith("near ")
    assert person.title_at_x() == f"{title} · stations not given"
    person.push("given")
    person.qtbot.waitUntil(lambda: person.text("answer") == before)
    assert person.title_at_x() == title


def test_the_density_stands_level_with_the_plot_that_is_seen(person: Explorer) -> None:
    def height(plot: pg.PlotWidget, y: float) -> int:
        return int(plot.viewport().mapToGlobal(pixel(plot, 0.0, y)).y())

    def level(plot: pg.PlotWidget) -> bool:
        return all(abs(height(plot, y) - height(person.slice, y)) <= 1 for y in (-15.0, 10.0))

    for tab, plot in (("Joint", joint(person)), ("Section", person.field)) * 2:
        person.open_tab(tab)
        person.qtbot.waitUntil(partial(level, plot))
    person.open_tab("Joint")
    joint(person).view_box.setYRange(-5.0, 5.0)
    person.qtbot.waitUntil(lambda: level(joint(person)))


def test_it_follows_the_place_the_targets_and_the_table(person: Explorer) -> None:
    person.retype("input_1", "7.5")
    person.qtbot.waitUntil(lambda: "long = 7.50" in person.text("joint_words"))
    person.click(joint(person), 2.0, -20.0)
    person.qtbot.waitUntil(lambda: person.ticked("given"))
    person.choose("target_shown", "stations")
    person.qtbot.waitUntil(lambda: joint(person).getAxis("bottom").labelText == "depth")
    assert joint(person).getAxis("left").labelText == "stations"
    assert find(person.window, QComboBox, "second_target").currentText() == "depth"
    person.qtbot.waitUntil(lambda: not person.ticked("given"))
    person.push("given")
    person.qtbot.waitUntil(lambda: person.ticked("given"))
    value = person.typed("given_value")
    person.field.setFocus()
    for name in ("second_target", "given_value"):
        control = find(person.window, QWidget, name)
        turn_wheel(control, control.rect().center(), -1)
    assert person.typed("given_value") == value
    assert find(person.window, QComboBox, "second_target").currentText() == "depth"
    assert "Joint" in person.tabs()
    person.choose_example()
    person.qtbot.waitUntil(lambda: "Joint" not in person.tabs())
