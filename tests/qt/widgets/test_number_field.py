"""Numbers typed into fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mdn_gui import studio
from mdn_gui.core.maths.rounding import exact, rounded
from mdn_gui.core.setting import Range
from mdn_gui.qt import theme
from mdn_gui.qt.widgets.number_field import (
    NumberField,
    localized,
    read_real,
    read_whole,
    show_refused,
)
from mdn_gui.qt.widgets.setting_fields import RealNumberField, WholeNumberField


@pytest.mark.parametrize("chosen", [theme.LIGHT, theme.DARK])
def test_a_refused_text_has_the_colour_of_warnings(qtbot: QtBot, chosen: theme.Theme) -> None:
    theme.apply(studio.application(), chosen)
    label = QLabel("text")
    qtbot.addWidget(label)
    label.show()

    def ink() -> str:
        return label.palette().windowText().color().name()

    plain = ink()
    assert show_refused(label, refused=True)
    assert not show_refused(label, refused=True), "it is so already"
    assert ink() == chosen.warning
    assert show_refused(label, refused=False)
    assert ink() == plain


MARKS = sorted({QLocale(language).decimalPoint() for language in QLocale.Language})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("0,5", 0.5), ("0.5", 0.5), (",5", 0.5), (".5", 0.5), ("5,", 5.0), ("-7,25", -7.25)),
        *(("1,234", 1.234), ("1.234", 1.234), ("2,5E-6", 2.5e-6), ("+3", 3.0), (" 0,001\n", 0.001)),
        ("−1,5", -1.5),
    ],
)
def test_either_mark_is_a_decimal_mark(text: str, value: float) -> None:
    assert read_real(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", ",", "-", "1e", "e5", "1,234.5", "1.234,5", "1,234,567", "0,001,5", "1 234", "1'234"),
        *("12x", "0x10", "1_000", "nan", "inf", "1e400", "10²", "½", "1,5-", "--1", "٣", "１"),
    ],
)
def test_what_could_be_another_number_is_none(text: str) -> None:
    assert read_real(text) is None


@given(
    value=st.floats(-1.7e308, 1.7e308),
    scale=st.floats(1e-300, 1e300),
    mark=st.sampled_from(MARKS),
)
def test_what_a_field_or_a_table_shows_reads_as_the_number_shown(
    value: float, scale: float, mark: str
) -> None:
    for text in (exact(value), rounded(value, scale)):
        assert read_real(text.replace(".", mark)) == float(text)


@given(value=st.integers(-(10**17), 10**17))
def test_whole_numbers_are_read_back(value: int) -> None:
    assert read_whole(str(value)) == value


@pytest.mark.parametrize("text", ["", "1.5", "1,5", "1,000", "1e3", "1 000", "12x", "9" * 5000])
def test_what_is_not_exactly_a_whole_number_is_none(text: str) -> None:
    assert read_whole(text) is None


@pytest.mark.parametrize(("name", "shown"), [("C", "0.5"), ("de_DE", "0,5"), ("zh_CN", "0.5")])
def test_a_number_has_the_mark_of_the_locale(name: str, shown: str) -> None:
    assert localized("0.5", QLocale(name)) == shown


@pytest.fixture
def field(qtbot: QtBot) -> NumberField:
    return shown(RealNumberField("rate", Range(1e-7, 10.0)), qtbot)


@pytest.fixture
def whole(qtbot: QtBot) -> NumberField:
    return shown(WholeNumberField("count", Range(1, 100_000)), qtbot)


@pytest.fixture
def told(field: NumberField) -> list[float]:
    told: list[float] = []
    field.edited.connect(lambda _, value: told.append(value))
    return told


def shown(field: NumberField, qtbot: QtBot) -> NumberField:
    qtbot.addWidget(field)
    field.setAccessibleName("Rate")
    field.reset(3)
    field.show()
    return field


def retype(field: NumberField, text: str) -> None:
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
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
        ("0,001", 0.001, "0.001"),
        ("1,234", 1.234, "1.234"),
    ],
)
def test_accepts_both_notations_and_both_marks(
    field: NumberField, typed: str, value: float, shown: str
) -> None:
    retype(field, typed)
    assert field.value() == value
    assert field.text() == shown
    assert field.refusal == ""


@pytest.mark.parametrize(
    "typed", ["11", "0", "1e-8", "1e", "1e400", "e5", "-1", "1x2", "0,001,5", "1 2", ""]
)
def test_what_cannot_be_taken_stays_and_says_so(
    field: NumberField, told: list[float], typed: str, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(field.refused) as said:
        retype(field, typed)
    assert field.text() == typed
    assert field.value() == 3
    assert [*told, 3][-1] == 3, "what was typed in between is not in force either"
    assert said.args == [field.refusal]
    assert field.refusal.startswith("Rate")
    assert field.refusal.endswith("Write a number from 1e-7 to 10; Esc brings 3 back.")


@pytest.mark.parametrize("typed", ["1.5", "1,5", "1,000", "1e3", "200000", "12x", "1 000"])
def test_a_whole_number_is_not_made_of_what_is_none(whole: NumberField, typed: str) -> None:
    retype(whole, typed)
    assert (whole.text(), whole.value()) == (typed, 3)
    assert "Write a whole number from 1 to 100000" in whole.refusal


def test_a_refused_text_has_the_colour_of_warnings_until_it_is_mended(
    field: NumberField, qtbot: QtBot
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, theme.DARK)

    def ink() -> str:
        return field.lineEdit().palette().text().color().name()

    plain = ink()
    field.selectAll()
    QTest.keyClicks(field, "1e")
    assert ink() == plain, "nobody is corrected in the middle of a number"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert ink() == theme.DARK.warning
    with qtbot.waitSignal(field.refused) as said:
        QTest.keyClicks(field, "1e-3")
    assert said.args == [""]
    assert (ink(), field.value()) == (plain, 0.001)


def test_leaving_the_field_shows_the_same_as_enter(field: NumberField, qtbot: QtBot) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "1.2.3")
    with qtbot.waitSignal(field.refused):
        field.clearFocus()
    assert field.text() == "1.2.3"


def test_a_name_may_hold_braces_and_the_text_anything(field: NumberField) -> None:
    field.setAccessibleName("{rate} {0}")
    retype(field, "{x}")
    assert field.refusal.startswith("{rate} {0}: “{x}” is not a number. Write a number from")
    retype(field, "")
    assert field.refusal.startswith("{rate} {0} is empty.")


def test_escape_brings_back_the_number_in_force(field: NumberField, told: list[float]) -> None:
    retype(field, "4x")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.value(), field.refusal) == ("3", 3, "")
    assert told[-1:] == [3], "4 was in force while it was typed"


def test_another_number_in_force_replaces_a_refused_text(field: NumberField) -> None:
    retype(field, "4x")
    field.show_value(3)
    assert field.text() == "4x"
    field.show_value(5)
    assert (field.text(), field.refusal) == ("5", "")


def test_arrows_change_the_second_digit(field: NumberField) -> None:
    field.reset(0.003)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "0.0031"
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.text() == "0.003"
    retype(field, "1")
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.text() == "0.99"
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "1"


def test_arrows_end_at_the_limits(field: NumberField) -> None:
    retype(field, "9.95")
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.value() == 10.0


def test_a_number_is_shown_as_the_locale_does_and_pasted_in_either_form(qtbot: QtBot) -> None:
    field = RealNumberField("rate", Range(1e-7, 10.0))
    field.setLocale(QLocale("de_DE"))
    shown(field, qtbot)
    retype(field, "0.25")
    assert field.text() == "0,25"
    for copied in ("0.125", "0,125\n"):
        QGuiApplication.clipboard().setText(copied)
        field.selectAll()
        field.lineEdit().paste()
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert (field.value(), field.text()) == (0.125, "0,125")
        field.reset(1.0)


def test_a_screen_reader_is_told_the_number(field: NumberField) -> None:
    assert QAccessible.queryAccessibleInterface(field).role() is QAccessible.Role.SpinBox
    assert field.property("value") == 3
    retype(field, "0,5")
    assert (field.property("value"), field.property("maximum")) == (0.5, 10.0)


def test_there_is_room_for_either_limit(field: NumberField) -> None:
    assert field.sizeHint().width() > field.fontMetrics().horizontalAdvance("1e-7")
