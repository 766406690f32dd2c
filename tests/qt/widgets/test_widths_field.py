"""The field for the widths of the hidden layers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdn_gui.qt.widgets.setting_fields import WidthsField

Told = list[tuple[int, ...]]


@pytest.fixture
def field(qtbot: QtBot) -> WidthsField:
    field = WidthsField("hidden")
    qtbot.addWidget(field)
    field.show_value((64, 32))
    field.show()
    return field


@pytest.fixture
def told(field: WidthsField) -> Told:
    told: Told = []
    field.edited.connect(lambda _name, widths: told.append(widths))
    return told


def retype(field: WidthsField, text: str) -> None:
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)


@pytest.mark.parametrize(
    ("typed", "widths"),
    [("128", (128,)), ("8, 16", (8, 16)), ("8,16,24", (8, 16, 24)), ("8 16", (8, 16)), ("", ())],
)
def test_reads_widths(field: WidthsField, told: Told, typed: str, widths: tuple[int, ...]) -> None:
    retype(field, typed)
    assert told[-1] == widths
    assert field.note.isHidden()


@pytest.mark.parametrize("typed", ["64, x", "0", "4097", "-3", "1.5", "1,2,3,4,5,6,7,8,9"])
def test_a_wrong_text_brings_back_the_widths_from_before(
    field: WidthsField, told: Told, typed: str
) -> None:
    retype(field, typed)
    assert told[-1] == (64, 32)
    assert not field.note.isHidden()
    assert "64, 32 stays in force" in field.note.text()


def test_right_widths_take_the_explanation_away(field: WidthsField) -> None:
    retype(field, "x")
    retype(field, "8")
    assert field.note.isHidden()


def test_finished_widths_are_the_ones_to_return_to(field: WidthsField, told: Told) -> None:
    retype(field, "8")
    QTest.keyClick(field, Qt.Key.Key_Return)
    retype(field, "x")
    assert told[-1] == (8,)


def test_showing_other_widths_replaces_the_text_and_tells_nothing(
    field: WidthsField, told: Told
) -> None:
    field.show_value((5,))
    assert field.text() == "5"
    assert told == []


def test_showing_the_same_widths_leaves_the_text_alone(field: WidthsField) -> None:
    retype(field, "64 32 ")
    field.show_value((64, 32))
    assert field.text() == "64 32 "
