"""The sentences that refuse columns and cells."""

import pytest

from mdn_gui.core.files import table_refusals
from mdn_gui.core.files.table_refusals import (
    TableError,
    cell_fault,
    check_choice,
    check_table_memory,
    in_short,
    names_in_short,
)


@pytest.mark.parametrize(
    ("available", "chosen", "expected"),
    [
        ("xy", ["x", "v"], "t.csv has no column 'v'; choose among 'x', 'y'."),
        ("xy", ["x", "y", "y"], "t.csv, column 'y' is chosen twice; choose it only once."),
        (
            "abcdefgh",
            ["v"],
            "t.csv has no column 'v'; choose among 'a', 'b', 'c', 'd', 'e' and 3 more.",
        ),
        ("xyy", ["y"], "t.csv, 2 columns are named 'y'; rename all but one, or choose another."),
    ],
)
def test_columns_that_cannot_be_chosen(available: str, chosen: list[str], expected: str) -> None:
    with pytest.raises(TableError) as raised:
        check_choice("t.csv", tuple(available), chosen)
    assert str(raised.value) == expected


def test_columns_that_can_be_chosen() -> None:
    check_choice("t.csv", ("x", "y", "y", "z"), ["z", "x"])


def test_a_list_of_names_is_short() -> None:
    names = ["n" * 1000] * 20_000
    assert names_in_short(names).endswith(" and 19,995 more")
    assert len(names_in_short(names)) < 300
    assert in_short("n" * 41) == f"'{'n' * 40}...'"
    assert names_in_short(["x", "y\n"]) == "'x', 'y\\n'"


@pytest.mark.parametrize(
    ("text", "extent", "expected"),
    [
        ("", "", "row 7, column 'x' is empty"),
        ("inf", "", "row 7, column 'x' holds 'inf', which is not a finite number"),
        ("NA", "", "row 7, column 'x' holds 'NA', which marks a missing value"),
        ("08:15", "", "row 7, column 'x' holds '08:15', which is a date and not a number"),
        (
            "1 234",
            "",
            "row 7, column 'x' holds '1 234', which may be one number or several",
        ),
        ("", "1 row", "row 7, column 'x' is empty (1 row affected)"),
    ],
)
def test_a_cell_without_a_number(text: str, extent: str, expected: str) -> None:
    assert cell_fault("x", 7, text, extent) == expected


def test_a_table_larger_than_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_refusals, "available_memory", lambda: 2_000_000_000)
    check_table_memory("t.csv", 1_900_000_000)
    with pytest.raises(TableError) as raised:
        check_table_memory("t.csv", 80_000_000_000)
    assert str(raised.value).startswith(
        "t.csv takes about 80.0 GB of memory, and 2.0 GB are available; choose fewer columns"
    )
    monkeypatch.setattr(table_refusals, "available_memory", lambda: None)
    check_table_memory("t.csv", 80_000_000_000)
