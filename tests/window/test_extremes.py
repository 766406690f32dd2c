"""The largest and the smallest numbers that are drawn, and the longest that can be typed."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.qt.control import rows
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.trainer import Trainer
from mdn_gui.qt.widgets.number_field import NumberField
from mdn_gui.session.data import DRAWN, Data, widened_range
from mdn_gui.session.view import Layer
from tests.networks import random_network
from tests.sessions import changing
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer
from tests.workers import working

LARGEST, SMALLEST = DRAWN, 1.0 / DRAWN
UNHURRIED_MS = 60_000

type Rows = list[tuple[float, float]]


@pytest.fixture
def controller(led: LedTraining) -> Controller:
    return Controller(Trainer(working(led.training)))


@pytest.fixture
def person(qtbot: QtBot, controller: Controller) -> Iterator[Explorer]:
    person = Explorer(MainWindow(controller, Loader()), qtbot)
    yield person
    person.leave()
    assert QThreadPool.globalInstance().waitForDone(UNHURRIED_MS)


def around(value: float, other: float = 1.0) -> Rows:
    """Rows whose x reach from minus one value to it, and whose y from minus another to that."""
    return [(-value, 0.0), (value, other), (0.0, -other), (value / 2, other / 2)]


TABLES: dict[str, Rows] = {
    "large x": around(LARGEST),
    "large y": around(1.0, LARGEST),
    "large": around(LARGEST, LARGEST),
    "one large": [(LARGEST, LARGEST), (LARGEST, 0.0)],
    "near": [(1.0, -1.0), (np.nextafter(1.0, 0.0), np.nextafter(-1.0, 0.0))],
    "small": around(SMALLEST, SMALLEST),
    "small and large": around(SMALLEST, LARGEST),
}


TEXTS = (f"-{'9' * 400}", "0", "1.7976931348623157e308", "5e-324", "9" * 400)
FIELDS = ("input_0", "interval_low", "interval_high", "temperature", "width_factor")


def type_everywhere(person: Explorer, text: str) -> None:
    """Type a number into every field at x, and then another seed, and wait until it is drawn."""
    for name in FIELDS:
        person.retype(name, text)
    seed = find(person.window, NumberField, "sampling_seed").value() + 1
    with person.qtbot.waitSignal(
        person.window.drawn,
        check_params_cb=lambda session: session.view.sampling_seed == seed,
        timeout=UNHURRIED_MS,
    ):
        person.retype("sampling_seed", str(seed))


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_shown(person: Explorer, controller: Controller, name: str) -> None:
    x, y = np.array(TABLES[name]).T
    dataset = Dataset(x[:, None], y[:, None], ("x",), ("y",))
    controller.do(rows.show(Data(dataset, name, (widened_range(x),))))
    person.qtbot.waitUntil(lambda: person.window.windowTitle().startswith(name))
    network = replace(
        random_network(),
        input_scaling=Scaling.of(dataset.inputs),
        target_scaling=Scaling.of(dataset.targets),
    )
    controller.state.edit(changing(network=network, layers=frozenset(Layer)))
    person.push("interval")
    for tab, text in zip(person.tabs(), TEXTS, strict=False):
        person.open_tab(tab)
        type_everywhere(person, text)
