"""What the window tells a newcomer, until it was done."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QThreadPool, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.exports import window_picture
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.marks import Marks
from mdn_gui.qt.preferences import Preferences
from mdn_gui.qt.trainer import Trainer
from tests.trainings import LedTraining
from tests.window.explorer import Explorer
from tests.window.test_present import present
from tests.workers import working

CLICK, DRAG, HOLD = "Click any x", "Drag through the epochs", "Hold T: truth"


@pytest.fixture
def newcomer(qtbot: QtBot, led: LedTraining, tmp_path: Path) -> Iterator[Callable[[], Explorer]]:
    """Comes to a window, the second time with the preferences of the first."""
    people, trainers = list[Explorer](), list[Trainer]()

    def come() -> Explorer:
        trainer = Trainer(working(led.training))
        controller, preferences = Controller(trainer), Preferences(tmp_path / "preferences.json")
        window = MainWindow(controller, Loader(), preferences)
        Marks(window, controller.state, preferences)
        people.append(Explorer(window, qtbot))
        trainers.append(trainer)
        return people[-1]

    yield come
    for person, trainer in zip(people, trainers, strict=True):
        person.leave()
        with qtbot.waitSignal(trainer.closed):
            trainer.close()
    assert QThreadPool.globalInstance().waitForDone(10_000)


def marks(person: Explorer) -> set[str]:
    """The marks that are seen."""
    labels = person.window.findChildren(QLabel, "mark")
    return {label.text() for label in labels if label.isVisible()}


def test_each_goes_for_good_once_it_was_done(
    newcomer: Callable[[], Explorer], led: LedTraining
) -> None:
    person = newcomer()
    person.choose_example()
    assert not marks(person), "before there is a network, none of it can be done"
    person.train(3, led)
    assert marks(person) == {CLICK, DRAG, HOLD}
    person.stand_at(2.0)
    assert marks(person) == {DRAG, HOLD}
    person.push("back")
    assert marks(person) == {HOLD}
    person.window.setFocus()
    QTest.keyPress(person.window, Qt.Key.Key_T)
    QTest.keyRelease(person.window, Qt.Key.Key_T)
    assert not marks(person)
    again = newcomer()
    again.choose_example()
    again.train(3, led)
    assert not marks(again)


def test_the_truth_is_held_up_only_where_it_is_known(
    newcomer: Callable[[], Explorer], led: LedTraining, tmp_path: Path
) -> None:
    person = newcomer()
    path = tmp_path / "wells.csv"
    path.write_text("depth,age\n" + "\n".join(f"{row},{row % 3}" for row in range(9)))
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    assert person.drag_is_welcome(dropped)
    person.drop(dropped)
    person.accept_columns()
    person.wait_for_facts("9 rows")
    person.train(2, led)
    assert marks(person) == {CLICK, DRAG}


def test_they_are_in_no_picture_and_not_presented(
    newcomer: Callable[[], Explorer], led: LedTraining
) -> None:
    person = newcomer()
    person.choose_example()
    person.train(2, led)
    assert window_picture(person.window).toImage() != person.window.grab().toImage()
    assert marks(person) == {CLICK, DRAG, HOLD}
    present(person)
    assert not marks(person)
