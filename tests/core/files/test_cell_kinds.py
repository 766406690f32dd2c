"""What is told of cells that hold no number."""

import re

import pytest

from mdn_gui.core.files.cell_text import DATE_FORMS, kind_of, kind_of_column


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
                "2024-05/01",
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
    assert {name for name, form in DATE_FORMS.items() if re.match(form, cell)} == forms
