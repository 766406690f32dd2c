"""The spin box for numbers of any size."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdn_gui.core.settings import Range
from mdn_gui.qt.widgets.number_field import NumberField


@pytest.fixture
def field(qtbot: QtBot) -> NumberField:
    field = NumberField(Range(1e-7, 10.0))
    qtbot.addWidget(field)
    field.setValue(0.003)
    field.show()
    return field


def retype(field: NumberField, text: str) -> None:
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("1e-3", 0.001, "0.001"),
        ("2.5E-6", 2.5e-6, "2.5e-6"),
        (".5", 0.5, "0.5"),
        ("10", 10.0, "10"),
        ("0.00012345", 0.00012345, "0.00012345"),
    ],
)
def test_accepts_both_notations(field: NumberField, typed: str, value: float, shown: str) -> None:
    retype(field, typed)
    assert field.value() == value
    assert field.text() == shown


@pytest.mark.parametrize("typed", ["11", "0", "1e-8", "1e", "1e400", "e5"])
def test_returns_to_the_last_number_from_one_out_of_reach(field: NumberField, typed: str) -> None:
    field.selectAll()
    before = field.text()
    field.lineEdit().clear()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert 1e-7 <= field.value() <= 10.0
    assert field.text() in (before, "1")


def test_letters_and_signs_cannot_be_typed(field: NumberField) -> None:
    retype(field, "-1x_2")
    assert field.text() in ("0.003", "1")
    assert field.value() > 0


def test_arrows_change_the_second_digit(field: NumberField) -> None:
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "0.0031"
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.text() == "0.003"
