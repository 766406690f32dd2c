"""The parts of the window, with a training that the test leads."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.trainer import Trainer
from tests.person import Person
from tests.trainings import LedTraining
from tests.workers import working


@pytest.fixture
def led() -> LedTraining:
    return LedTraining()


@pytest.fixture
def trainer(qtbot: QtBot, led: LedTraining) -> Iterator[Trainer]:
    trainer = Trainer(working(led.training))
    yield trainer
    with qtbot.waitSignal(trainer.closed):
        trainer.close()


@pytest.fixture
def controller(trainer: Trainer) -> Controller:
    return Controller(trainer)


@pytest.fixture
def loader(qtbot: QtBot) -> Iterator[Loader]:
    del qtbot  # there must be an application
    yield Loader()
    assert QThreadPool.globalInstance().waitForDone(10_000)


@pytest.fixture
def person(qtbot: QtBot, controller: Controller, loader: Loader) -> Iterator[Person]:
    person = Person(MainWindow(controller, loader), qtbot)
    yield person
    person.leave()
