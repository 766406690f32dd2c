"""Numbers as people write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core.files.cell_text import DecimalMark, decimals, is_number, number, plain


@pytest.mark.parametrize(
    ("cell", "point", "comma"),
    [
        # Read alike, or one way only.
        ("978", 978, 978),
        ("-978", -978, -978),
        ("1 234", 1234, 1234),
        ("1\u00a0234\u202f567", 1234567, 1234567),
        ("1'234", 1234, 1234),
        ("1\u2019234", 1234, 1234),
        ("0.123", 0.123, None),
        ("0,123", None, 0.123),
        ("1234.567", 1234.567, None),
        ("1234,567", None, 1234.567),
        ("12.34", 12.34, None),
        ("12,3456", None, 12.3456),
        ("1,234.5", 1234.5, None),
        ("1.234,5", None, 1234.5),
        ("1.234.567", None, 1234567),
        ("1,234,567", 1234567, None),
        ("1 234.567", 1234.567, None),
        ("1'234,5", None, 1234.5),
        ("1.234e3", 1234, None),
        ("-1,5E-3", None, -0.0015),
        (".5", 0.5, None),
        (",5", None, 0.5),
        ("\u22120,61", None, -0.61),
        ("1e\u22123", 0.001, 0.001),
        (" +7 ", 7, 7),
        # Read either way.
        ("1.234", 1.234, 1234),
        ("1,234", 1234, 1.234),
        ("-999.999", -999.999, -999999),
        ("\u22121,000", -1000, -1),
        # No numbers.
        ("1.23.456", None, None),
        ("1,23,456", None, None),
        ("12 34", None, None),
        ("1 234'567", None, None),
        ("01.05.2024", None, None),
        ("0 123", None, None),
        ("\u20135", None, None),
        ("1_000", None, None),
        ("nan", None, None),
        ("inf", None, None),
        ("", None, None),
        (".", None, None),
        ("-", None, None),
        ("1\n2", None, None),
        ("２", None, None),
    ],
)
def test_a_cell_is_read_with_each_decimal_mark(
    cell: str, point: float | None, comma: float | None
) -> None:
    read = [number(cell, "point"), number(cell, "comma")]
    assert [None if math.isnan(value) else value for value in read] == [point, comma]
    assert is_number(cell) == (point is not None or comma is not None)
    readings: dict[DecimalMark, float | None] = {"point": point, "comma": comma}
    told = [mark for mark, value in readings.items() if value is not None and point != comma]
    assert list(decimals(cell)) == told


@pytest.mark.parametrize(
    ("cell", "point", "comma"), [("1.234", "1.234", "1234"), ("-1,234", "-1234", "-1.234")]
)
def test_both_readings_are_written_plainly(cell: str, point: str, comma: str) -> None:
    assert (plain(cell, "point"), plain(cell, "comma")) == (point, comma)


@given(st.text("0123456789.,' -+eE\u2212\u00a0", max_size=12))
def test_a_number_that_is_the_same_with_both_marks_has_none(cell: str) -> None:
    point, comma = number(cell, "point"), number(cell, "comma")
    if not (math.isnan(point) and math.isnan(comma)) and "." not in cell and "," not in cell:
        assert point == comma
