"""The keys of the window, and what they are not."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer

NONE = Qt.KeyboardModifier.NoModifier


def test_space_that_is_held_pauses_once(person: Explorer, led: LedTraining) -> None:
    person.choose_example()
    person.press("Train")
    led.let_end(1)
    person.wait_until_drawn(1)
    person.key(Qt.Key.Key_Space)
    for _ in range(3):
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, NONE, " ", autorep=True)
        QApplication.sendEvent(person.window, held)
    person.wait_for_message("Paused.")
    assert person.offered("Resume")


@pytest.mark.parametrize(
    "modifier", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier]
)
def test_keys_held_with_another_are_others(
    trained: Explorer, modifier: Qt.KeyboardModifier
) -> None:
    x, seed = trained.x_shown(), trained.typed("sampling_seed")
    for key in (Qt.Key.Key_R, Qt.Key.Key_Right, Qt.Key.Key_Space):
        QTest.keyClick(trained.window, key, modifier)
    trained.key(Qt.Key.Key_R)  # whatever came before is shown with this
    trained.qtbot.waitUntil(lambda: trained.typed("sampling_seed") == str(int(seed) + 1))
    assert trained.x_shown() == x
    assert trained.offered("Train")


def test_the_help_menu_tells_the_keys(person: Explorer) -> None:
    [keys] = [action for action in person.window.findChildren(QAction) if action.text() == "Keys"]
    keys.trigger()
    assert "Space" in find(person.window, QMessageBox, "key_help").text()
