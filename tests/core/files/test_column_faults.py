"""Why columns cannot be read: the true cause, in their cells."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mdn_gui.core.files.table_files import fault_of, title_rows
from mdn_gui.core.table_formats import opened


def fault(path: Path) -> str:
    """What is wrong with the first column."""
    with opened(path) as table:
        cells = table.load(range(len(table.names)))
        finite = [np.isfinite(column.numbers()) for column in cells]
        return fault_of(table, table.names[0], cells[0], finite[0], title_rows(finite))


NUMBERS = [str(row) for row in range(10)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (NUMBERS, ""),
        (["s", *NUMBERS], "row 2 holds no numbers ('s' in column 'x') but units or other text"),
        (["time", "s", *NUMBERS], "rows 2 to 3 hold no numbers ('time' in column 'x')"),
        (["NA", *NUMBERS], "row 2, column 'x' holds 'NA', which marks a missing value (1 row"),
        (["", *NUMBERS, ""], "row 2, column 'x' is empty (2 rows affected)"),
        ([*NUMBERS, "about 5"], "row 12, column 'x' holds 'about 5', which is not a finite number"),
        (["2024-05-01"] * 3, "column 'x' holds dates ('2024-05-01' in row 2), not numbers"),
        (["", "True", "False"], "column 'x' holds yes or no ('True' in row 3), not numbers"),
        (["f", "m", "1"], "column 'x' holds text ('f' in row 2), not numbers"),
        (["", "NA", "1"], "row 2, column 'x' is empty (2 rows affected)"),
        (["01.05", "31.12"], "column 'x' holds dates ('01.05' in row 2), not numbers"),
        (["31.12.2024"] * 2, "column 'x' holds dates ('31.12.2024' in row 2), not numbers"),
        (
            ["5", "0.5", "1,234", "0,5"],
            "row 5, column 'x' holds '0,5', a number with a decimal comma only, but row 3 holds",
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


def test_text_beside_numbers_is_no_title(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x,y\nabout 3,1.5\n4,2.5\n5,3.5\n")
    assert fault(path).startswith("row 2, column 'x' holds 'about 3', which is not a finite")


def test_text_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("x;y;größe\n?;5;é\n978;6;ö\n".encode().replace(b"?", b"1\xa0234"))
    assert fault(path).startswith(
        "row 2, column 'x' holds '1\ufffd234', where the encoding of the file has no character"
    )


def test_a_type_of_no_numbers(tmp_path: Path) -> None:
    pq.write_table(pa.table({"x": [True], "y": [1]}), tmp_path / "t.parquet")
    assert fault(tmp_path / "t.parquet") == (
        "column 'x' holds bool, not numbers; choose another column."
    )
