"""Delimited text, against Python's own writer."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from mdn_gui.core.files.delimited import DelimitedFile
from mdn_gui.core.files.table_error import TableError

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def opened(folder: Path, text: str) -> DelimitedFile:
    path = folder / "table.txt"
    path.write_bytes(text.encode())
    return DelimitedFile(path, "utf-8-sig")


def numbers(file: DelimitedFile) -> list[list[float]]:
    """All cells, one list for each column."""
    return [cells.numbers().tolist() for cells in file.load(file.names)]


@given(
    rows=st.lists(st.tuples(FINITE, FINITE, FINITE), min_size=1, max_size=30),
    delimiter=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n"]),
    quote_everything=st.booleans(),
)
def test_what_python_writes_reads_back_equal(
    tmp_path_factory: pytest.TempPathFactory,
    *,
    rows: list[tuple[float, float, float]],
    delimiter: str,
    end: str,
    quote_everything: bool,
) -> None:
    path = tmp_path_factory.mktemp("tables") / "table.csv"
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(
            lines,
            delimiter=delimiter,
            lineterminator=end,
            quoting=csv.QUOTE_ALL if quote_everything else csv.QUOTE_MINIMAL,
        )
        writer.writerows([("x", "y, or z; or\tw", "größe\n[m]"), *rows])
    file = DelimitedFile(path, "utf-8-sig")
    assert file.names == ("x", "y, or z; or\tw", "größe\n[m]")
    assert_array_equal(np.transpose(numbers(file)), rows)


@pytest.mark.parametrize(
    ("written", "encoding"),
    [("utf-8", "utf-8-sig"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16")],
)
def test_encodings_of_a_file_of_several_blocks(tmp_path: Path, written: str, encoding: str) -> None:
    text = "\n".join(["速度,y", *(f"{row},{-row}" for row in range(200_000))])
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(written))
    file = DelimitedFile(path, encoding)
    assert file.names == ("速度", "y")
    assert_array_equal(numbers(file)[0], np.arange(200_000))


@pytest.mark.parametrize(
    ("text", "names", "columns"),
    [
        ("x;y\n1,5;2\n-2,5e3;3,25\n", ("x", "y"), [[1.5, -2500], [2, 3.25]]),
        (
            "1,5;2,5;3,5\n4;5;6\n",
            ("column 1", "column 2", "column 3"),
            [[1.5, 4], [2.5, 5], [3.5, 6]],
        ),
        ("time; s,y\n1,2\n", ("time; s", "y"), [[1], [2]]),
        ("x\ty\n1.5\t2\n", ("x", "y"), [[1.5], [2]]),
        ("1,2\n3,4\n", ("column 1", "column 2"), [[1, 3], [2, 4]]),
        (",y,\n1,2,3\n", ("column 1", "y", "column 3"), [[1], [2], [3]]),
        (" x , y \n 1 , 2 \n", ("x", "y"), [[1], [2]]),
        ("\n\nx,y\n\n1,2\n\n3,4", ("x", "y"), [[1, 3], [2, 4]]),
        ('"x\n(m)",y\n1,2\n', ("x\n(m)", "y"), [[1], [2]]),
        ("x,y\r1,2\r", ("x", "y"), [[1], [2]]),
        ("x\n1\n2\n", ("x",), [[1, 2]]),
        ("x,y\n", ("x", "y"), [[], []]),
        ("x,y", ("x", "y"), [[], []]),
    ],
)
def test_layouts(
    tmp_path: Path, text: str, names: tuple[str, ...], columns: list[list[float]]
) -> None:
    file = opened(tmp_path, text)
    assert file.names == names
    assert numbers(file) == columns


def test_columns_come_in_the_order_asked_for(tmp_path: Path) -> None:
    file = opened(tmp_path, "a,b,c\n1,2,3\n")
    assert [cells.text(0) for cells in file.load(["c", "a"])] == ["3", "1"]


def test_rows_are_counted_as_in_a_spreadsheet(tmp_path: Path) -> None:
    file = opened(tmp_path, 'x,y\n1,2\n\n"3\n",4\n5,6\n')
    assert [file.row_number(index) for index in range(3)] == [2, 4, 5]
    assert opened(tmp_path, "1,2\n3,4\n").row_number(1) == 2


@pytest.mark.parametrize("text", ["", "\n\r\n\n"])
def test_a_file_without_rows_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(TableError, match=r"table\.txt is empty; choose"):
        opened(tmp_path, text)


@pytest.mark.parametrize(("row", "fields"), [("7", 1), ("7,8,9", 3)])
def test_a_ragged_row_is_named(tmp_path: Path, row: str, fields: int) -> None:
    file = opened(tmp_path, f"x,y\n1,2\n\n{row}\n3,4\n")
    message = rf"table\.txt, row 4 has {fields} fields where the first row has 2; correct"
    with pytest.raises(TableError, match=message):
        file.load(["x"])
