"""One convention for numbers that are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from mdn_gui.core.maths.rounding import exact, rounded
from mdn_gui.qt.widgets.number_field import localized, read_real, read_whole

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
