"""What the window tells a newcomer, until it was done."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtGui import QGuiApplication
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
from tests.window.explorer import CONTROL, Explorer
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
    person.window.setFocus()
    QGuiApplication.clipboard().setText("a,b\n" + "\n".join(f"{row},{row % 3}" for row in range(9)))
    QTest.keyClick(person.window, Qt.Key.Key_V, CONTROL)
    person.accept_columns()
    person.wait_for_facts("9 rows")
    assert not marks(person), "before there is a network, none of it can be done"
    person.train(3, led)
    assert marks(person) == {CLICK, DRAG}, "of these rows no truth is known"
    [drag] = [each for each in person.window.findChildren(QLabel, "mark") if each.text() == DRAG]
    view = person.losses.plotItem.vb.mapRectToScene(person.losses.plotItem.vb.boundingRect())
    over = person.losses.mapFromGlobal(drag.mapToGlobal(drag.rect().topLeft()))
    assert over.y() > view.bottom(), "it covers neither curves nor their legend"
    person.stand_at(2.0)
    assert marks(person) == {DRAG}
    person.push("back")
    assert not marks(person)
    again = newcomer()
    again.choose_example()
    again.train(3, led)
    assert marks(again) == {HOLD}, "what was done at the window before is known"
    assert window_picture(again.window).toImage() != again.window.grab().toImage()
    presentation = present(again)
    assert not marks(again)
    again.strike(Qt.Key.Key_Escape)
    again.qtbot.waitUntil(lambda: not presentation.isVisible())
    assert marks(again) == {HOLD}
    QTest.keyPress(again.window, Qt.Key.Key_T)
    QTest.keyRelease(again.window, Qt.Key.Key_T)
    assert not marks(again)
