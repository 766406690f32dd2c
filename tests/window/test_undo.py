"""Undoing and doing again what was done in the window."""

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest

from mdn_gui.session.history import MERGED_SECONDS
from tests.plots import click
from tests.trainings import LedTraining
from tests.window.explorer import Explorer


def offered(person: Explorer, name: str) -> str:
    """What the menu would undo or do again; "" if it is off."""
    [action] = [a for a in person.window.findChildren(QAction) if a.text().startswith(name)]
    return action.text() if action.isEnabled() else ""


def press(person: Explorer, keys: str) -> None:
    QTest.keySequence(person.window, QKeySequence(keys))


def test_what_was_done_is_undone_and_done_again_one_by_one(trained: Explorer) -> None:
    before = trained.x_shown()
    trained.stand_at(2.5)
    trained.retype("temperature", "0.5")
    trained.switch("samples")
    trained.qtbot.waitUntil(lambda: offered(trained, "Undo") == "Undo: layers")
    press(trained, "Ctrl+Z")
    trained.qtbot.waitUntil(lambda: not trained.ticked("layer_samples"))
    trained.qtbot.waitUntil(lambda: offered(trained, "Undo") == "Undo: temperature")
    press(trained, "Ctrl+Z")
    trained.qtbot.waitUntil(lambda: trained.typed("temperature") == "1")
    press(trained, "Ctrl+Z")
    trained.qtbot.waitUntil(lambda: trained.x_shown() == pytest.approx(before))
    for _ in range(3):
        press(trained, "Ctrl+Shift+Z")
    trained.qtbot.waitUntil(lambda: trained.ticked("layer_samples"))
    trained.qtbot.waitUntil(lambda: trained.x_shown() == pytest.approx(2.5))
    trained.qtbot.waitUntil(lambda: trained.typed("temperature") == "0.5")
    trained.qtbot.waitUntil(lambda: offered(trained, "Redo") == "")


def test_a_drag_of_the_temperature_is_one_step(trained: Explorer) -> None:
    trained.stand_at(2.5)
    for _ in range(30):
        QTest.keyClick(trained.slider("temperature"), Qt.Key.Key_Right)
    trained.qtbot.waitUntil(lambda: trained.typed("temperature") != "1")
    press(trained, "Ctrl+Z")
    trained.qtbot.waitUntil(lambda: trained.typed("temperature") == "1")
    trained.qtbot.waitUntil(lambda: offered(trained, "Undo") == "Undo: place")


def test_undoing_while_a_run_goes_leaves_the_run(trained: Explorer, led: LedTraining) -> None:
    trained.retype("epochs", "5")
    trained.press("Train")
    trained.qtbot.waitUntil(lambda: not trained.offered("Train"))
    led.let_end(2)
    trained.wait_until_drawn(2)
    press(trained, "Ctrl+Z")  # the settings of the form, which the run under way has taken
    led.let_end(3)
    trained.wait_for_message("Training finished.")
    trained.wait_until_drawn(5)


def test_the_rows_before_come_back_with_what_was_seen_of_them(trained: Explorer) -> None:
    trained.stand_at(2.5)
    trained.retype("temperature", "0.5")
    trained.choose_example("Gap")
    trained.qtbot.waitUntil(lambda: offered(trained, "Undo") == "Undo: rows")
    press(trained, "Ctrl+Z")
    trained.qtbot.waitUntil(lambda: trained.window.windowTitle().startswith("Inverse sine"))
    trained.qtbot.waitUntil(lambda: trained.title_at_x().startswith("at x = 2.50"))
    assert trained.typed("temperature") == "0.5"


def test_after_a_drawing_is_undone_a_click_picks_x_again(trained: Explorer) -> None:
    trained.take("Example", "Draw your own")
    # The title changes when all that was drawn before is on the screen, the menu somewhat earlier.
    trained.qtbot.waitUntil(lambda: not trained.window.windowTitle().startswith("Inverse sine"))
    press(trained, "Ctrl+Z")
    trained.qtbot.waitUntil(lambda: trained.window.windowTitle().startswith("Inverse sine"))
    before = trained.title_at_x()
    click(trained.field, 5.0, 3.0)
    trained.qtbot.waitUntil(lambda: trained.title_at_x() != before)


def test_a_drag_that_rests_is_one_step_and_the_next_drag_another(trained: Explorer) -> None:
    trained.stand_at(2.5)
    slider, handle = trained.slider("temperature"), trained.window.windowHandle()
    middle = slider.mapTo(trained.window, slider.rect().center())
    for start, end in ((0, 40), (40, -40)):
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle + QPoint(start, 0))
        QTest.mouseMove(handle, middle + QPoint((start + end) // 2, 0))
        rested = time.monotonic() + 1.2 * MERGED_SECONDS
        trained.qtbot.waitUntil(lambda end=rested: time.monotonic() > end)  # type: ignore[misc]  # mypy infers no type of a default
        QTest.mouseMove(handle, middle + QPoint(end, 0))
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle + QPoint(end, 0))
    trained.qtbot.waitUntil(lambda: float(trained.typed("temperature")) < 1.0)
    press(trained, "Ctrl+Z")
    trained.qtbot.waitUntil(lambda: float(trained.typed("temperature")) > 1.0)
    press(trained, "Ctrl+Z")
    trained.qtbot.waitUntil(lambda: offered(trained, "Undo") == "Undo: place")
    trained.qtbot.waitUntil(lambda: trained.typed("temperature") == "1")
