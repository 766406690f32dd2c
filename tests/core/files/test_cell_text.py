"""What a cell of text holds."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core.files.cell_text import (
    decimals,
    is_number,
    kind_of,
    kind_of_column,
    number,
    plain,
)
from mdn_gui.core.files.date_forms import LIKE_NUMBERS
from mdn_gui.core.reading import DecimalMark


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("nothing", [""]),
        ("missing", ["NA", "N/A", "n/a", "?", "-", "null", "NaN", "nan", "#N/A", "None", "."]),
        (
            "date",
            [
                "2024-05-01",
                "2024-05-01 08:00:00",
                "2024-05-01T08:00:00.5Z",
                "2024-05-01 08:00+02:00",
                "31.12.2024",
                "31.12.24 8:00",
                "05/31/2024",
                "01.05",
                "01.05.",
                "01.2024",
                "12.1999",
                "2024.01",
                "08:15",
                "8:15:30,5 PM",
                "1 May 2024",
                "01-Mai-24",
                "2024年5月1日",
            ],
        ),
        ("digits", ["100 200", "12 34", "1 234.5", "0,512 123,4", "-1 -2", "1 234 567"]),
        ("text", ["100\u00a0200", "100 kg", "1 2/3"]),
        ("yes or no", ["True", "false", "yes", "NEIN"]),
        (
            "text",
            [
                "f",
                "12 kg",
                "1.5",
                "99.99",
                "00.05",
                "13.2024",
                "01.3000",
                "a 08:00",
                "kN",
            ],
        ),
    ],
)
def test_kinds(kind: str, cells: list[str]) -> None:
    assert {cell: kind_of(cell) for cell in cells} == dict.fromkeys(cells, kind)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["2024-05-01", "", "NA", "31.12.2024"], "date"),
        (["True", "False"], "yes or no"),
        (["True", "2024-05-01"], "text"),
        (["", "NA"], "nothing"),
        ([], "nothing"),
    ],
)
def test_a_column_is_what_all_its_cells_are(cells: list[str], kind: str) -> None:
    assert kind_of_column(cells) == kind


@pytest.mark.parametrize(
    ("cell", "forms"),
    [
        ("1.5", {"day"}),
        ("01.05", {"day", "time"}),
        ("31.12", {"day"}),
        ("9.30", {"time"}),
        ("0.00", {"time"}),
        ("23.59", {"time"}),
        ("1.2024", {"month"}),
        ("01.1900", {"month"}),
        ("2024.12", {"month"}),
        ("0.5", set()),
        ("12.60", set()),
        ("24.30", set()),
        ("32.1", set()),
        ("1.13.", set()),
        ("13.2024", set()),
        ("1.2100", set()),
        ("2024.13", set()),
        ("2024.5", set()),
        ("-1.5", set()),
        ("1,5", set()),
        ("5", set()),
    ],
)
def test_numbers_that_may_be_dates(cell: str, forms: set[str]) -> None:
    assert {name for name, form in LIKE_NUMBERS.items() if re.match(form, cell)} == forms


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
        ("1,23,456.5", 123456.5, None),
        ("1.5D+03", 1500, None),
        ("1.5-", -1.5, None),
        ("12 %", 12, 12),
        # No numbers.
        ("1.23.456", None, None),
        ("1,2,345", None, None),
        ("12 34", None, None),
        ("1 234'567", None, None),
        ("01.05.2024", None, None),
        ("0 123", None, None),
        ("\u20135", -5.0, -5.0),
        ("1_000", None, None),
        ("nan", None, None),
        ("inf", None, None),
        ("", None, None),
        (".", None, None),
        ("-", None, None),
        ("1\n2", None, None),
        ("２", 2.0, 2.0),
        ("１，２３４．５", 1234.5, None),
        ("－５％", -5.0, -5.0),
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
