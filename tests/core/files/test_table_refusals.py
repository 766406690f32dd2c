"""The sentences that refuse columns and cells."""

import pytest

from mdn_gui.core.files.table_error import TableError
from mdn_gui.core.files.table_refusals import cell_refusal, check_choice


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (["x", "v"], "t.csv has no column 'v'; choose among 'x', 'y'."),
        (["x", "y", "y"], "t.csv, column 'y' is chosen twice; choose it only once."),
    ],
)
def test_columns_that_cannot_be_chosen(chosen: list[str], expected: str) -> None:
    with pytest.raises(TableError) as raised:
        check_choice("t.csv", ("x", "y"), chosen)
    assert str(raised.value) == expected


def test_columns_that_can_be_chosen() -> None:
    check_choice("t.csv", ("x", "y", "z"), ["z", "x"])


@pytest.mark.parametrize(
    ("text", "extent", "expected"),
    [
        ("", "", "t.csv, row 7, column 'x' is empty; fill in"),
        ("inf", "", "t.csv, row 7, column 'x' holds 'inf', which is not a finite number; fill in"),
        ("", "1 row", "t.csv, row 7, column 'x' is empty (1 row affected); fill in"),
    ],
)
def test_a_cell_without_a_number(text: str, extent: str, expected: str) -> None:
    assert str(cell_refusal("t.csv", 7, "x", text, extent)) == (
        f"{expected} numbers, delete such rows, or choose another column."
    )
