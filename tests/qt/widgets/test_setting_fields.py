"""The fields of a form: what they show, and what they tell."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.core.setting import Range
from mdn_gui.qt.widgets.setting_fields import (
    ChoiceField,
    RealNumberField,
    SwitchField,
    WholeNumberField,
)

Told = list[tuple[str, object]]

CHOICES = [("Red", "red"), ("Green", "green")]


def listening(
    field: ChoiceField | RealNumberField | SwitchField | WholeNumberField, qtbot: QtBot
) -> Told:
    qtbot.addWidget(field)
    field.show()
    told: Told = []
    field.edited.connect(lambda name, value: told.append((name, value)))
    return told


@pytest.mark.parametrize(
    ("make", "value", "edited"),
    [
        (lambda: WholeNumberField("f", Range(1, 9)), 5, 6),
        (lambda: RealNumberField("f", Range(0.1, 9.0)), 0.5, 0.51),
    ],
)
def test_a_number_is_told_when_a_person_changes_it_only(
    qtbot: QtBot,
    make: Callable[[], WholeNumberField | RealNumberField],
    value: int,
    edited: float,
) -> None:
    field = make()
    told = listening(field, qtbot)
    field.show_value(value)
    assert field.value() == value
    assert told == []
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert told == [("f", edited)]


def test_a_switch_is_told_when_a_person_turns_it_only(qtbot: QtBot) -> None:
    field = SwitchField("f", "On")
    told = listening(field, qtbot)
    field.show_value(True)  # noqa: FBT003 - the value itself is a yes or a no
    assert field.isChecked()
    assert told == []
    QTest.keyClick(field, Qt.Key.Key_Space)
    assert told == [("f", False)]


def test_a_choice_is_told_when_a_person_makes_it_only(qtbot: QtBot) -> None:
    field = ChoiceField("f", CHOICES)
    told = listening(field, qtbot)
    field.show_value("green")
    assert (field.currentText(), field.value) == ("Green", "green")
    assert told == []
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert told == [("f", "red")]


def test_a_value_that_is_no_choice_has_its_word_while_it_is_shown(qtbot: QtBot) -> None:
    field = ChoiceField("f", CHOICES, "Custom")
    told = listening(field, qtbot)
    for value in ("blue", "grey"):
        field.show_value(value)
        assert (field.currentText(), field.value, field.count()) == ("Custom", None, 3)
    field.show_value("red")
    assert [field.itemText(index) for index in range(field.count())] == ["Red", "Green"]
    assert told == []


def test_typing_is_left_alone_while_it_means_the_value_in_force(qtbot: QtBot) -> None:
    field = RealNumberField("f", Range(0.0, 9.0))
    told = listening(field, qtbot)
    field.selectAll()
    QTest.keyClicks(field, "0.50")
    assert told[-1] == ("f", 0.5)
    field.show_value(0.5)
    assert field.text() == "0.50"


def test_all_fields_take_the_focus_by_keyboard(qtbot: QtBot) -> None:
    fields: list[QWidget] = [
        WholeNumberField("f", Range(1, 9)),
        RealNumberField("f", Range(1, 9)),
        SwitchField("f", "On"),
        ChoiceField("f", CHOICES),
    ]
    for field in fields:
        qtbot.addWidget(field)
        assert field.focusPolicy() & Qt.FocusPolicy.TabFocus
