"""The keys of the window, and what they are not."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QTextBrowser

from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer


def test_space_trains_and_pauses_after_resample_and_copy(
    person: Explorer, led: LedTraining
) -> None:
    person.choose_example()
    person.train(2, led)
    seed = person.typed("sampling_seed")
    for name in ("resample", "copy_numbers"):
        person.push(name)
        assert find(person.window, QAbstractButton, name).hasFocus()
        person.strike(Qt.Key.Key_Space)
        person.wait_for_message("Training started.")
        led.let_end(2)
        person.wait_for_message("Training finished.")
    assert person.typed("sampling_seed") == str(int(seed) + 1), "pressed once"


def test_enter_presses_the_button_with_the_focus(trained: Explorer) -> None:
    seed = int(trained.typed("sampling_seed"))
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        trained.press_keys("resample", key)
    trained.qtbot.waitUntil(lambda: trained.typed("sampling_seed") == str(seed + 2))
    before = trained.ticked("layer_mean")
    trained.press_keys("layer_mean", Qt.Key.Key_Return)
    assert trained.ticked("layer_mean") != before


def test_space_that_is_held_switches_the_training_once(person: Explorer) -> None:
    [space] = [
        shortcut
        for shortcut in person.window.findChildren(QShortcut)
        if shortcut.key() == QKeySequence(Qt.Key.Key_Space)
    ]
    assert not space.autoRepeat()


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
    box = find(person.window, QDialog, "key_help")
    assert "Space" in box.findChildren(QTextBrowser)[0].toPlainText()
    assert box.height() <= person.window.height(), "all of it can be reached"
