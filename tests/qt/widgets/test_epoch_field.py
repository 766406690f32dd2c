"""A field for the epoch shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdn_gui.qt.widgets.setting_fields import EpochField


@pytest.fixture
def field(qtbot: QtBot) -> EpochField:
    field = EpochField("epoch_shown")
    qtbot.addWidget(field)
    field.show_value(120)
    with qtbot.waitExposed(field):
        field.show()
    return field


@pytest.fixture
def picked(field: EpochField) -> list[float]:
    picked: list[float] = []
    field.picked.connect(picked.append)
    return picked


@pytest.fixture
def stepped(field: EpochField) -> list[int]:
    stepped: list[int] = []
    field.stepped.connect(stepped.append)
    return stepped


def retype(field: EpochField, text: str) -> None:
    """Type over what is there; Enter is not pressed yet."""
    field.selectAll()
    QTest.keyClicks(field, text)


def test_shows_an_epoch_and_tells_nothing(
    field: EpochField, picked: list[float], stepped: list[int]
) -> None:
    field.show_value(77)
    assert field.text() == "77"
    assert (picked, stepped) == ([], [])


def test_a_number_typed_is_picked_once_it_is_complete(
    field: EpochField, picked: list[float]
) -> None:
    retype(field, "42")
    assert picked == []
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert picked == [42.0]


def test_the_epoch_that_stands_there_can_be_typed(field: EpochField, picked: list[float]) -> None:
    retype(field, field.text())
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert picked == [float(field.value())]
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert len(picked) == 1, "nothing was typed since"


def test_the_arrows_ask_for_the_next_epoch_kept(
    field: EpochField, picked: list[float], stepped: list[int]
) -> None:
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp):
        QTest.keyClick(field, key)
    assert stepped == [1, -1, 10]
    assert picked == []
    assert field.text() == "120", "which epoch that is, is shown when it is"


def test_what_is_being_typed_stays_while_a_run_goes(field: EpochField, picked: list[float]) -> None:
    retype(field, "4")
    field.show_value(121)
    QTest.keyClicks(field, "2")
    field.show_value(122)
    assert field.text() == "42"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert picked == [42.0]
    field.show_value(123)
    assert field.text() == "123"


def test_an_epoch_that_was_not_kept_gives_way_to_the_one_shown(field: EpochField) -> None:
    retype(field, "121")
    QTest.keyClick(field, Qt.Key.Key_Return)
    field.show_value(120)
    assert field.text() == "120"


def test_an_arrow_ends_what_was_being_typed(
    field: EpochField, picked: list[float], stepped: list[int]
) -> None:
    retype(field, "3")
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "120"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (picked, stepped) == ([], [1])
