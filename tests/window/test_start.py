"""Beginning: the start page in the window, and what its cards do."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDragLeaveEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QWidget

from mdn_gui.qt.panels.start_page import StartPage
from mdn_gui.qt.widgets.card import Card
from tests.person import LEFT
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer


def start_page(person: Explorer) -> StartPage:
    [page] = person.window.findChildren(StartPage)
    return page


def begins_slowly(person: Explorer) -> None:
    """Wait until the inverse sine is trained on in slow motion."""
    person.wait_for_message("Training started.")
    person.wait_for_facts("3,000 rows")
    assert person.window.windowTitle() == "Inverse sine – MDN Studio"
    assert find(person.window, QComboBox, "speed").currentText() == "10/s"


def test_it_is_what_is_seen_until_something_is_loaded(person: Explorer) -> None:
    assert start_page(person).isVisible()
    assert not person.field.isVisible()
    person.choose_example()
    assert not start_page(person).isVisible()
    assert person.field.isVisible()
    assert person.offered("Train"), "an example of the menu is only loaded"
    person.window.activateWindow()
    QTest.keyClick(person.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    person.qtbot.waitUntil(start_page(person).isVisible)
    assert not person.field.isVisible()


def test_a_card_is_watched_and_full_speed_is_one_click(person: Explorer, led: LedTraining) -> None:
    QTest.mouseClick(find(person.window, Card, "card_inverse-sine"), LEFT)
    begins_slowly(person)
    led.let_end(2)
    person.wait_until_drawn(2)
    button = find(person.window, QPushButton, "full_speed")
    QTest.mouseClick(button, LEFT)
    person.qtbot.waitUntil(lambda: not button.isVisible())
    assert find(person.window, QComboBox, "speed").currentText() == "Full speed"
    led.let_end(20)
    person.wait_until_drawn(22)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_keys_open_the_card_that_has_the_focus(person: Explorer, key: Qt.Key) -> None:
    find(person.window, Card, "card_inverse-sine").setFocus()
    person.strike(key)
    begins_slowly(person)
    person.strike(Qt.Key.Key_Space)  # the focus has left the card, so it pauses
    person.wait_for_message("Paused.")


def test_the_slow_motion_of_a_card_does_not_outlast_its_example(person: Explorer) -> None:
    QTest.mouseClick(find(person.window, Card, "card_inverse-sine"), LEFT)
    begins_slowly(person)
    person.choose_example("Gap")
    speed = find(person.window, QComboBox, "speed")
    person.qtbot.waitUntil(lambda: speed.currentText() == "Full speed")


def test_drawing_begins_from_its_card(person: Explorer) -> None:
    QTest.mouseClick(find(person.window, Card, "card_draw_own"), LEFT)
    person.qtbot.waitUntil(lambda: person.window.windowTitle() == "Drawn by hand – MDN Studio")
    person.qtbot.waitUntil(person.field.isVisible)


def test_a_file_over_the_window_is_shown_where_it_goes(person: Explorer, tmp_path: Path) -> None:
    path = tmp_path / "wells.csv"
    path.write_text("depth,age\n1,2\n3,4\n5,7\n", encoding="utf-8")
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(path))])
    zone = find(person.window, QWidget, "drop_zone")
    before = zone.grab().toImage()
    assert person.drag_is_welcome(dragged)
    over = zone.grab().toImage()
    assert over != before
    QApplication.sendEvent(person.window, QDragLeaveEvent())
    assert zone.grab().toImage() == before
    assert person.drag_is_welcome(dragged)
    person.drop(dragged)
    assert zone.grab().toImage() == before
    person.accept_columns()
    person.wait_for_facts("3 rows")
    assert person.field.isVisible()
