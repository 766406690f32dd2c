"""Why columns cannot be read: the true cause, in their cells."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mdn_gui.core import tables


def fault(path: Path) -> str:
    """Why the first column cannot be used."""
    column = tables.describe(path).columns[0]
    return "" if column.kind else column.reason


NUMBERS = [str(row) for row in range(10)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (NUMBERS, ""),
        ([*NUMBERS, "about 5"], ""),
        (["", "NA", "?"], "column 'x' holds no value in any row"),
        ([f"name {row}" for row in range(9)], "column 'x' holds text of 9 different values"),
        (["f", "m", "1"], "column 'x' holds text of 3 different values"),
        (["01.05", "31.12"], "column 'x' holds dates ('01.05' in row 2), not numbers"),
        (
            ["5", "0.5", "0,25", "0,5", "0,7"],
            "row 4, column 'x' holds '0,25', a number with a decimal comma only, but row 3 holds",
        ),
        (
            ["1.234.567", "0.5", "0.6", "0.7"],
            "row 3, column 'x' holds '0.5', a number with a decimal point only, but row 2 holds",
        ),
    ],
)
def test_the_cause_is_in_the_cells(tmp_path: Path, cells: list[str], expected: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x;y\n" + "".join(f"{cell};y\n" for cell in cells))
    assert fault(path).startswith(expected)
    assert bool(fault(path)) == bool(expected)


def test_a_type_of_no_numbers(tmp_path: Path) -> None:
    pq.write_table(pa.table({"x": [[True]], "y": [1]}), tmp_path / "t.parquet")
    assert fault(tmp_path / "t.parquet") == (
        "column 'x' holds list<element: bool>, not numbers; choose another column."
    )
