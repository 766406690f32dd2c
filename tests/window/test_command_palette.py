"""Finding a command by words of its name."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QTreeWidget, QTreeWidgetItem

from tests.person import LEFT
from tests.widgets import find
from tests.window.explorer import CONTROL, Explorer


def type_words(words: str) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    assert field.objectName() == "command_words"
    QTest.keyClicks(field, words)


def find_command(person: Explorer, words: str = "") -> QTreeWidget:
    """Press Ctrl+K, and type words; the list of what was found."""
    QTest.keyClick(QApplication.focusWidget() or person.window, Qt.Key.Key_K, CONTROL)
    type_words(words)
    return find(person.window, QTreeWidget, "commands_found")


def items(commands: QTreeWidget) -> list[QTreeWidgetItem]:
    there = [commands.topLevelItem(row) for row in range(commands.topLevelItemCount())]
    return [item for item in there if item is not None]


def listed(commands: QTreeWidget) -> dict[str, tuple[str, str, bool]]:
    """Of each command listed: where it is or why it is off, its keys, and whether it is on."""
    return {
        item.text(0): (item.text(1), item.text(2), not item.isDisabled())
        for item in items(commands)
    }


def is_open(person: Explorer) -> bool:
    return any(each.isVisible() for each in person.window.findChildren(QFrame, "command_palette"))


def test_words_in_any_order_find_a_command_and_enter_does_it(person: Explorer) -> None:
    commands = find_command(person, "t")
    first, *others = listed(commands)
    assert first == "Three inputs", "what begins so comes first"
    assert "Heavy tails" in others
    person.strike(Qt.Key.Key_Backspace)
    type_words("sine inv")
    found = listed(commands)
    assert found == {"Inverse sine": ("File › Example", "", True)}
    person.strike(Qt.Key.Key_Return)
    assert not is_open(person)
    person.wait_for_facts("3,000 rows")


def test_what_is_off_is_listed_last_with_its_reason_and_not_done(person: Explorer) -> None:
    commands = find_command(person)
    found = listed(commands)
    assert found["Open…"] == ("File", "Ctrl+O", True)
    assert found["Resample: draw other samples"] == ("", "R", True), (
        "what has a key only is found too"
    )
    reason = "Open a table or pick an example first: there are no rows to train on."
    assert found["Train"] == (reason, "Space", False)
    assert found["100 epochs more"][0].startswith("Train first")
    on = [not item.isDisabled() for item in items(commands)]
    assert on == sorted(on, reverse=True)
    type_words("train")
    assert not any(can for _, _, can in listed(commands).values())
    person.strike(Qt.Key.Key_Return)
    assert is_open(person), "nothing is done"
    person.strike(Qt.Key.Key_Escape)
    assert not is_open(person)


def test_arrows_and_the_mouse_choose(person: Explorer) -> None:
    commands = find_command(person, "q q")
    assert list(listed(commands)) == ["Quit"]
    type_words("q")
    assert listed(commands) == {"No command has these words.": ("", "", False)}
    for _ in range(4):
        person.strike(Qt.Key.Key_Backspace)
    type_words("example")
    names = list(listed(commands))
    assert len(names) > 1
    person.strike(Qt.Key.Key_Down)
    current = commands.currentItem()
    assert current is not None
    assert current.text(0) == names[1]
    [item] = commands.findItems("Two-link arm", Qt.MatchFlag.MatchExactly)
    place = commands.visualItemRect(item).center()
    QTest.mouseClick(commands.viewport(), LEFT, pos=place)
    person.qtbot.waitUntil(lambda: person.window.windowTitle() == "Two-link arm – MDN Studio")
    assert not is_open(person)
