"""The start page, without a window around it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.qt.actions import Actions
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.panels.start_page import MOST_RECENT, StartPage
from mdn_gui.qt.preferences import Preferences
from mdn_gui.qt.widgets.card import PICTURE, Card
from mdn_gui.qt.widgets.file_link import FileLink
from tests.desk import actions_of
from tests.widgets import find

LEFT = Qt.MouseButton.LeftButton


class _Start:
    def __init__(self, owner: QMainWindow, actions: Actions, qtbot: QtBot) -> None:
        self.owner, self.actions, self.qtbot = owner, actions, qtbot
        self.preferences = Preferences(parent=owner)
        self.page = StartPage(actions, self.preferences)
        owner.setCentralWidget(self.page)

    def show(self, width: int = 1280, height: int = 640) -> None:
        self.owner.resize(width, height)
        with self.qtbot.waitActive(self.owner):
            self.owner.show()
            self.owner.activateWindow()

    def cards(self) -> list[Card]:
        """By their places: row by row."""
        return sorted(self.page.findChildren(Card), key=lambda card: (card.y(), card.x()))

    def links(self) -> list[FileLink]:
        self.qtbot.waitUntil(lambda: all(link.width() for link in self.page.findChildren(FileLink)))
        links = [link for link in self.page.findChildren(FileLink) if link.isVisible()]
        return sorted(links, key=lambda link: (link.y(), link.x()))


@pytest.fixture
def start(qtbot: QtBot, controller: Controller, loader: Loader) -> _Start:
    owner = QMainWindow()
    qtbot.addWidget(owner)
    return _Start(owner, actions_of(owner, controller, loader), qtbot)


def picture(card: Card) -> QImage:
    return card.grab().toImage().copy(4, 4, card.width() - 8, PICTURE - 8)


def colours(image: QImage) -> int:
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return len({image.pixel(x, y) for x, y in places})


# Cards


def test_each_example_has_a_card_and_so_has_drawing(start: _Start) -> None:
    start.show()
    names = [f"card_{name}" for name in EXAMPLES]
    assert [card.objectName() for card in start.cards()] == [*names, "card_draw_own"]
    for example, card in zip(EXAMPLES.values(), start.cards(), strict=False):
        spoken = QAccessible.queryAccessibleInterface(card).text(QAccessible.Text.Name)
        assert spoken == f"{example.title}: {example.lesson}"
        assert example.summary in card.toolTip()


def test_the_lessons_are_short(start: _Start) -> None:
    start.show()
    for card in start.cards():
        _, lesson = card.accessibleName().split(": ", 1)
        assert len(lesson) <= 34
        assert not lesson.endswith(".")
        assert card.fontMetrics().horizontalAdvance(lesson) <= card.width() - 24, lesson


@pytest.mark.parametrize(("width", "columns"), [(1000, 4), (1280, 5), (1920, 6), (520, 2)])
def test_as_many_cards_stand_side_by_side_as_fit(start: _Start, width: int, columns: int) -> None:
    start.show(width)
    cards = start.cards()
    start.qtbot.waitUntil(lambda: len({card.x() for card in start.cards()}) == columns)
    assert [card.size().toTuple() for card in cards] == [(224, 120)] * len(cards)

    def apart() -> bool:
        places = [card.geometry() for card in cards]
        return not any(a.intersects(b) for a in places for b in places if a != b)

    start.qtbot.waitUntil(apart)
    right = max(card.mapTo(start.owner, card.rect().bottomRight()).x() for card in cards)
    assert right < width


def test_beside_recent_files_all_cards_are_seen_on_a_small_screen(
    start: _Start, tmp_path: Path
) -> None:
    for number in range(MOST_RECENT):
        start.preferences.remember_file(tmp_path / f"{number}.csv")
    start.show(1280, 616)  # what a window with its bars leaves of a screen of 1280 x 720
    last = start.cards()[-1]
    bottom = last.mapTo(start.page, last.rect().bottomLeft()).y()
    assert len(start.links()) == MOST_RECENT
    assert bottom < start.page.height()


def test_the_cards_get_their_pictures_when_it_begins(start: _Start) -> None:
    start.show()
    cards = [card for card in start.cards() if card.objectName() != "card_draw_own"]
    assert all(colours(picture(card)) == 1 for card in cards)
    start.page.begin()
    start.qtbot.waitUntil(lambda: all(colours(picture(card)) > 5 for card in cards))


@pytest.mark.parametrize("by", ["mouse", "space"])
def test_a_card_asks_for_its_example(start: _Start, by: str) -> None:
    start.show()
    card = find(start.page, Card, "card_circle")
    with start.qtbot.waitSignal(start.page.example_requested) as asked:
        if by == "mouse":
            QTest.mouseClick(card, LEFT)
        else:
            card.setFocus()
            QTest.keyClick(card, Qt.Key.Key_Space)
    assert asked.args == ["circle"]


def test_the_focus_is_seen(start: _Start) -> None:
    start.show()
    card = find(start.page, Card, "card_gap")
    assert card.focusPolicy() & Qt.FocusPolicy.TabFocus
    before = card.grab().toImage()
    card.setFocus(Qt.FocusReason.TabFocusReason)
    assert card.grab().toImage() != before


def test_drawing_and_opening_are_the_actions_of_the_window(start: _Start) -> None:
    start.show()
    button = find(start.page, QPushButton, "open")
    assert button.text() == "Open…"
    assert "CSV" in button.toolTip()
    for name, control in (("draw_own", find(start.page, Card, "card_draw_own")), ("open", button)):
        with start.qtbot.waitSignal(start.actions.action(name).triggered):
            QTest.mouseClick(control, LEFT)
    for dialog in start.owner.findChildren(QDialog):
        dialog.close()


# The drop zone


def test_it_says_what_the_program_is_for(start: _Start) -> None:
    start.show()
    assert find(start.page, QLabel, "start_text").text() == (
        "Drop a table here, or open one. See every answer your data give, not only the average."
    )


def test_it_stands_out_while_a_file_is_over_the_window(start: _Start) -> None:
    start.show()
    zone = find(start.page, QWidget, "drop_zone")
    before = zone.grab().toImage()
    start.page.highlight(on=True)
    assert zone.grab().toImage() != before
    start.page.highlight(on=False)
    assert zone.grab().toImage() == before


# Recent files


def table(folder: Path, number: int) -> Path:
    path = folder / f"{number}.csv"
    path.write_text("x,y\n1,2\n", encoding="utf-8")
    return path


def test_without_recent_files_there_are_no_links(start: _Start) -> None:
    start.show()
    assert start.links() == []


def test_the_latest_files_are_links(start: _Start, tmp_path: Path) -> None:
    paths = [table(tmp_path, number) for number in range(8)]
    for path in paths:
        start.preferences.remember_file(path)
    start.show()
    links = start.links()
    assert [link.path for link in links] == paths[:-7:-1]
    assert len(links) == MOST_RECENT
    assert links[0].accessibleName() == f"Open 7.csv in {tmp_path}"
    with start.qtbot.waitSignal(start.page.recent_requested) as asked:
        QTest.mouseClick(links[1], LEFT)
    assert asked.args == [paths[6]]


def test_files_that_are_gone_are_off(start: _Start, tmp_path: Path) -> None:
    start.preferences.remember_file(table(tmp_path, 1))
    start.preferences.remember_file(tmp_path / "gone.csv")
    start.show()
    gone, there = start.links()
    start.qtbot.waitUntil(lambda: not gone.isEnabled())
    assert there.isEnabled()


def test_the_list_follows_what_is_opened_and_forgotten(start: _Start, tmp_path: Path) -> None:
    start.show()
    path = table(tmp_path, 3)
    start.preferences.remember_file(path)
    start.qtbot.waitUntil(lambda: [link.path for link in start.links()] == [path])
    start.preferences.forget_files()
    start.qtbot.waitUntil(lambda: start.links() == [])


# Motion


def test_whether_it_moves_is_remembered(start: _Start) -> None:
    start.show()
    box = start.page.findChild(QCheckBox)
    assert isinstance(box, QCheckBox)
    assert box.isChecked()
    box.click()
    assert not start.preferences.motion
    box.click()
    assert start.preferences.motion


def test_every_control_has_a_name_of_its_own(start: _Start, tmp_path: Path) -> None:
    for number in range(3):
        start.preferences.remember_file(table(tmp_path, number))
    start.show()
    controls = [
        each
        for each in start.page.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible()
    ]
    names = [each.accessibleName() for each in controls]
    assert len(controls) == len(EXAMPLES) + 1 + 3 + 1 + 1 + 1 + 1
    assert all(names)
    assert len(set(names)) == len(names)
