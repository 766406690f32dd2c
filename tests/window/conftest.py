"""The whole window, with a training that the test leads."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.trainer import Trainer
from tests.trainings import LedTraining
from tests.window.explorer import Explorer
from tests.workers import working

EPOCHS = 5
"""Of the run of `trained`."""


@pytest.fixture
def led() -> LedTraining:
    return LedTraining()


@pytest.fixture
def person(qtbot: QtBot, led: LedTraining) -> Iterator[Explorer]:
    """At an empty window."""
    trainer = Trainer(working(led.training))
    person = Explorer(MainWindow(Controller(trainer), Loader()), qtbot)
    yield person
    person.leave()
    with qtbot.waitSignal(trainer.closed):
        trainer.close()
    assert QThreadPool.globalInstance().waitForDone(10_000)


@pytest.fixture
def trained(person: Explorer, led: LedTraining) -> Explorer:
    """After a run of five epochs on the inverse sine; the second one, the best, is shown."""
    person.choose_example()
    person.train(EPOCHS, led)
    return person
