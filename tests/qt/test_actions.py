"""What is made of a command: its place, its key, its line in the list of keys, its reason."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMenu, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.qt.actions import Actions, Command, key_lines
from mdn_gui.qt.commands import COMMANDS, Desk
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.session.session import Session
from tests.person import Person
from tests.widgets import find

REASON = "Pick an example first: there is nothing to count."


def missing(session: Session) -> str:
    """Why rows cannot be counted."""
    return "" if session.data.dataset is not None else REASON


def count(desk: Desk) -> None:
    """Write into the status line how many rows there are."""
    rows = desk.controller.session.data.dataset
    desk.window.statusBar().showMessage(f"{rows.rows if rows else 0} rows counted")


@pytest.fixture
def declaring(
    qtbot: QtBot, controller: Controller, loader: Loader
) -> Iterator[Callable[[str], Person]]:
    """At a window with one command more, which has these keys."""
    people = []

    def declare(keys: str) -> Person:
        command = Command(
            "count",
            "Count rows",
            "Say how many rows there are",
            count,
            menu="&Training",
            toolbar=21,
            keys=keys,
            icon="check",
            missing=missing,
        )
        people.append(Person(MainWindow(controller, loader, None, (*COMMANDS, command)), qtbot))
        return people[0]

    yield declare
    people[0].leave()


KEYS = {"N": Qt.KeyboardModifier.NoModifier, "Ctrl+N": Qt.KeyboardModifier.ControlModifier}


@pytest.mark.parametrize("keys", KEYS)
def test_a_command_that_is_declared(declaring: Callable[[str], Person], keys: str) -> None:
    person = declaring(keys)
    [action] = [
        each for each in person.window.findChildren(QAction) if each.iconText() == "Count rows"
    ]
    [menu] = [each for each in person.window.findChildren(QMenu) if each.title() == "&Training"]
    assert menu.actions()[-1] is action
    assert menu.toolTipsVisible()

    def strike() -> None:
        QTest.keyClick(person.window, Qt.Key.Key_N, KEYS[keys])

    assert not action.isEnabled()
    assert action.toolTip() == REASON
    strike()
    assert "counted" not in person.window.statusBar().currentMessage()
    person.choose_example()
    person.qtbot.waitUntil(action.isEnabled)
    assert action.toolTip() == f"Say how many rows there are ({keys})"
    strike()
    assert person.window.statusBar().currentMessage() == "3000 rows counted"
    person.window.statusBar().clearMessage()
    QTest.mouseClick(person.button("Count rows"), Qt.MouseButton.LeftButton)
    assert person.window.statusBar().currentMessage() == "3000 rows counted"
    [button] = [each for each in person.window.findChildren(QAction) if each.text() == "Keys"]
    button.trigger()
    [told] = find(person.window, QDialog, "key_help").findChildren(QTextBrowser)
    assert f"{keys}\nSay how many rows there are\n" in told.toPlainText()


def test_commands_that_do_the_same_share_a_line_in_the_list_of_keys() -> None:
    commands = [Command[None](str(key), tip="Turn", keys=key) for key in ("Left", "Right")]
    assert key_lines([*commands, Command("none")]) == {"Turn": "Left, Right"}


def test_a_key_without_an_action_is_heard(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    actions = Actions(
        owner, [Command[list[int]]("turn", act=list.reverse, keys="T")], desk := [1, 2]
    )
    assert actions.press(Qt.Key.Key_T, Session())
    assert desk == [2, 1]
    assert not actions.press(Qt.Key.Key_U, Session())
