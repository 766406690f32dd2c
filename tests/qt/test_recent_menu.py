"""The menu of the files opened last, in the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.preferences import Preferences
from tests.person import Person


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "config" / "preferences.json")


@pytest.fixture
def person(
    qtbot: QtBot, controller: Controller, loader: Loader, preferences: Preferences
) -> Iterator[Person]:
    person = Person(MainWindow(controller, loader, preferences), qtbot)
    yield person
    person.leave()


def table(folder: Path, name: str = "wells.csv") -> Path:
    path = folder / name
    path.write_text("depth,age\n1,2\n3,4\n5,7\n", encoding="utf-8")
    return path


def recent(person: Person) -> QMenu:
    """The submenu, once the menu of files has been opened by keys."""
    person.window.activateWindow()
    person.qtbot.waitUntil(person.window.isActiveWindow)
    QTest.keyClick(person.window, Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    [action] = [a for a in person.window.findChildren(QAction) if a.text() == "Open recent"]
    menu = action.menu()
    assert isinstance(menu, QMenu)
    for popup in person.window.menuBar().findChildren(QMenu):
        popup.close()
    return menu


def entries(person: Person) -> list[str]:
    """The texts of the submenu; none if it cannot be opened."""
    menu = recent(person)
    shown = [action.text() for action in menu.actions() if not action.isSeparator()]
    return shown if menu.menuAction().isEnabled() else []


def choose(person: Person, text: str) -> None:
    """Take an entry."""
    [action] = [action for action in recent(person).actions() if action.text().startswith(text)]
    action.trigger()


def open_table(person: Person, loader: Loader, path: Path) -> None:
    with person.qtbot.waitSignal(loader.loaded):
        loader.open_table(path)
        person.accept_columns()


def test_what_was_opened_is_listed_and_opens_again(
    person: Person, loader: Loader, tmp_path: Path
) -> None:
    assert entries(person) == []
    one, two = table(tmp_path), table(tmp_path, "a & b.csv")
    open_table(person, loader, one)
    open_table(person, loader, two)
    first, second, clear = entries(person)
    assert first.startswith("a && b.csv – ")
    assert second.startswith("wells.csv – ")
    assert clear == "Clear list"
    assert recent(person).actions()[1].toolTip() == str(one)
    with person.qtbot.waitSignal(loader.columns_wanted) as wanted:
        choose(person, "wells.csv")
    assert wanted.args[0] == one
    QTest.keyClick(person.columns(), Qt.Key.Key_Escape)


def test_a_file_that_cannot_be_read_is_not_listed(
    person: Person, loader: Loader, tmp_path: Path
) -> None:
    path = table(tmp_path)
    path.write_text("depth,age\n1,two\n", encoding="utf-8")
    loader.open_table(path)
    person.dismiss_problem()
    assert entries(person) == []


def test_a_pasted_table_is_not_listed(person: Person, loader: Loader) -> None:
    with person.qtbot.waitSignal(loader.loaded):
        loader.paste_table("depth\tage\n1\t2\n3\t4\n")
        person.accept_columns()
    assert entries(person) == []


def test_gone_files_are_left_out(person: Person, preferences: Preferences, tmp_path: Path) -> None:
    here, gone = table(tmp_path), tmp_path / "gone.csv"
    for path in (here, gone, tmp_path / ("long" * 100)):
        preferences.remember_file(path)
    assert [text.split(" – ")[0] for text in entries(person)] == ["wells.csv", "Clear list"]
    table(tmp_path, "gone.csv")
    assert len(entries(person)) == 3, "on a drive that is there again, say"


def test_a_file_that_goes_while_the_menu_is_open_is_told_and_forgotten(
    person: Person, preferences: Preferences, tmp_path: Path
) -> None:
    path = table(tmp_path)
    preferences.remember_file(path)
    menu = recent(person)
    path.unlink()
    menu.actions()[0].trigger()
    said = person.dismiss_problem()
    assert said == f"wells.csv is no longer in {tmp_path}, so it was taken out of the list."
    assert preferences.recent_files == ()


def test_the_list_is_cleared(person: Person, preferences: Preferences, tmp_path: Path) -> None:
    preferences.remember_file(table(tmp_path))
    choose(person, "Clear list")
    assert entries(person) == []
    assert preferences.recent_files == ()


def test_it_lists_what_another_window_opened(
    person: Person, preferences: Preferences, tmp_path: Path
) -> None:
    other = Preferences(tmp_path / "config" / "preferences.json")
    other.remember_file(table(tmp_path))
    assert len(entries(person)) == 2
    assert preferences.recent_files == (tmp_path / "wells.csv",)
