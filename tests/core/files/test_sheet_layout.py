"""Where a table lies on a sheet, for sheets as people make them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.reading import ReadingOptions
from mdn_gui.core.table_formats import opened
from tests.spreadsheets import Row, xlsx

type Found = tuple[tuple[str, ...], int, int, list[int]]
"""The names, the row of the names, that of the units, and the rows of data."""


def found(folder: Path, rows: Sequence[Row], header: int | None = None) -> Found:
    path = folder / "table.xlsx"
    path.write_bytes(xlsx({"S": rows}))
    with opened(path, ReadingOptions(header=header)) as table:
        count = len(table.load([0])[0])
        numbers = [table.row_number(row) for row in range(count)]
        return table.names, table.dialect.header, table.dialect.units_row, numbers


def dialect_of(folder: Path, rows: Sequence[Row]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The units and the notes."""
    path = folder / "table.xlsx"
    path.write_bytes(xlsx({"S": rows}))
    with opened(path) as table:
        return table.dialect.units, table.dialect.notes


A, B = [1.5, 2], [3.5, 4]
SHEETS: dict[str, tuple[list[Row], Found]] = {
    "plain": ([["x", "y"], A, B], (("x", "y"), 1, 0, [2, 3])),
    "one row": ([["x", "y"], A], (("x", "y"), 1, 0, [2])),
    "empty rows above": ([[], [], ["x", "y"], A, B], (("x", "y"), 3, 0, [4, 5])),
    "a title": ([["Winter"], ["x", "y"], A, B], (("x", "y"), 2, 0, [3, 4])),
    "a title, apart": ([["Winter"], [], ["x", "y"], A, B], (("x", "y"), 3, 0, [4, 5])),
    "a title with a date": (
        [["Exported", date(2024, 1, 2)], [], ["x", "y", "z"], [*A, 1], [*B, 1], [*A, 2]],
        (("x", "y", "z"), 3, 0, [4, 5, 6]),
    ),
    "units": ([["x", "y"], ["m", "s"], A, B], (("x", "y"), 1, 2, [3, 4])),
    "units of some": (
        [["x", "y", "z"], ["m", None, None], [*A, 1], [*B, 1]],
        (("x", "y", "z"), 1, 2, [3, 4]),
    ),
    "units under a title": (
        [["Winter"], [], ["who", "x", "y"], [None, "m", "s"], ["a", *A], ["b", *B]],
        (("who", "x", "y"), 3, 4, [5, 6]),
    ),
    "units of one row": ([["x", "y"], ["[m]", "[s]"], A], (("x", "y"), 1, 2, [3])),
    "no units but a level": (
        [["who", "x"], ["a", "NA"], ["b", 1], ["a", 2], ["b", 3]],
        (("who", "x"), 1, 0, [2, 3, 4, 5]),
    ),
    "no numbers first": (
        [["who", "x", "y"], ["a", None, None], ["b", *A], ["a", *B]],
        (("who", "x", "y"), 1, 0, [2, 3, 4]),
    ),
    "no names": ([A, B, A], (("column 1", "column 2"), 0, 0, [1, 2, 3])),
    "no names under a title": (
        [["Winter"], [], [*A, 1], [*B, 2], [*A, 3]],
        (("column 1", "column 2", "column 3"), 0, 0, [3, 4, 5]),
    ),
    "years": (
        [["who", 2019, 2020], ["a", *A], ["b", *B], ["c", *A]],
        (("who", "2019", "2020"), 1, 0, [2, 3, 4]),
    ),
    "years under a title": (
        [["Winter"], [], ["who", 2019, 2020], ["a", *A], ["b", *B], ["c", *A]],
        (("who", "2019", "2020"), 3, 0, [4, 5, 6]),
    ),
    "pandas": (
        [[None, 0, 1], [0, *A], [1, *B]],
        (("column 1", "0", "1"), 1, 0, [2, 3]),
    ),
    "empty rows between": ([["x", "y"], A, [], B], (("x", "y"), 1, 0, [2, 4])),
    "a name twice": ([["x", "x"], A, B], (("x", "x (2)"), 1, 0, [2, 3])),
    "an empty column": ([["x", None, "y"], [1, None, 2], [3, None, 4]], (("x", "y"), 1, 0, [2, 3])),
    "a column without a name": (
        [["x", None], [1, 2], [3, 4]],
        (("x", "column 2"), 1, 0, [2, 3]),
    ),
    "names of two lines": (
        [["Speed\n(m/s)", " y "], A, B],
        (("Speed (m/s)", "y"), 1, 0, [2, 3]),
    ),
    "a footer": (
        [["x", "y"], A, B, A, [], ["Source: the second floor"]],
        (("x", "y"), 1, 0, [2, 3, 4]),
    ),
    "a footer, close": (
        [["x", "y"], A, B, A, ["* preliminary"]],
        (("x", "y"), 1, 0, [2, 3, 4]),
    ),
    "a last row without numbers": (
        [["who", "x", "y"], ["a", *A], ["b", *B], ["c", None, None]],
        (("who", "x", "y"), 1, 0, [2, 3, 4]),
    ),
    "a total": (
        [["who", "x", "y"], ["a", *A], ["b", *B], ["Total", 5, 6]],
        (("who", "x", "y"), 1, 0, [2, 3]),
    ),
    "a mean, apart, and a footer": (
        [["who", "x"], ["a", 0.1], ["b", 0.2], [], ["Mean", 0.15], [], ["Source: them"]],
        (("who", "x"), 1, 0, [2, 3]),
    ),
    "a total, apart, and a footer, close": (
        [["who", "x", "y"], ["a", *A], ["b", *B], [], ["Total", 5, 6], ["checked: LM"]],
        (("who", "x", "y"), 1, 0, [2, 3]),
    ),
    "a total, and a footer, close": (
        [["who", "x", "y"], ["a", *A], ["b", *B], ["Total", 5, 6], ["checked"], ["signed"]],
        (("who", "x", "y"), 1, 0, [2, 3]),
    ),
    "a company, and a row without numbers": (
        [["who", "x", "y"], ["Total", *A], ["b", *B], ["Total", *A], ["c", None, None]],
        (("who", "x", "y"), 1, 0, [2, 3, 4, 5]),
    ),
    "a company": (
        [["who", "x", "y"], ["Shell", *A], ["Total", *B]],
        (("who", "x", "y"), 1, 0, [2, 3]),
    ),
    "text alone": ([["Words"], ["a", "b"], ["c", "d"]], (("a", "b"), 2, 0, [3])),
    "groups above names": (
        [[None, "First", None, "Second"], ["who", "x", "y", "x2"], ["a", 1, 2, 3], ["b", 1, 2, 3]],
        (("who", "x", "y", "x2"), 2, 0, [3, 4]),
    ),
}


@pytest.mark.parametrize(("rows", "expected"), SHEETS.values(), ids=SHEETS)
def test_a_table_is_found(tmp_path: Path, rows: list[Row], expected: Found) -> None:
    assert found(tmp_path, rows) == expected


@pytest.mark.parametrize(
    ("rows", "header", "expected"),
    [
        ([["a", "b"], ["c", "d"], A, B], 2, (("c", "d"), 2, 0, [3, 4])),
        ([["a", "b"], ["m", "s"], A, B], 1, (("a", "b"), 1, 2, [3, 4])),
        ([["a", "b"], A, B], 0, (("column 1", "column 2"), 0, 0, [1, 2, 3])),
        ([A, B, A], 2, (("3.5", "4"), 2, 0, [3])),
    ],
)
def test_a_person_tells_which_row_holds_the_names(
    tmp_path: Path, rows: list[Row], header: int, expected: Found
) -> None:
    assert found(tmp_path, rows, header) == expected


def test_units_and_what_is_passed_over_are_told(tmp_path: Path) -> None:
    data: list[Row] = [[1, "a", 2], [1, "b", 2], [], ["End"]]
    rows: list[Row] = [["Winter"], ["x", "who", "y"], ["m", None, "s"], *data]
    units, notes = dialect_of(tmp_path, rows)
    assert units == ("m", "", "s")
    assert notes == (
        "Row 1, above the table, is passed over.",
        "Row 7, below the table, is passed over.",
    )


def test_rows_are_counted_from_one(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"^table\.xlsx has no row -1, as rows are counted from 1"):
        found(tmp_path, [["x", "y"], A, B], header=-1)


def test_a_row_that_is_not_there_cannot_hold_the_names(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"^table\.xlsx, sheet 'S' has only 3 rows, so that row 4"):
        found(tmp_path, [["x", "y"], A, B], header=4)
