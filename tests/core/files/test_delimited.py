"""Delimited text, against Python's own writer."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from mdn_gui.core.files.delimited import DelimitedFile
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.reading import DecimalMark, ReadingOptions

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def opened(folder: Path, text: str, decimal: DecimalMark | None = None) -> DelimitedFile:
    path = folder / "table.txt"
    path.write_bytes(text.encode())
    return DelimitedFile(path, ReadingOptions(decimal=decimal))


def numbers(file: DelimitedFile) -> list[list[float]]:
    """All cells, one list for each column."""
    return [cells.numbers().tolist() for cells in file.load(range(len(file.names)))]


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
    file = DelimitedFile(path)
    assert file.names == ("x", "y, or z; or\tw", "größe\n[m]")
    assert_array_equal(np.transpose(numbers(file)), rows)


@pytest.mark.parametrize(
    "written",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "shift-jis"],
)
def test_encodings_of_a_file_of_several_blocks(tmp_path: Path, written: str) -> None:
    text = "\n".join(["速度,y", *(f"{row},{-row}" for row in range(200_000))])
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(written))
    file = DelimitedFile(path)
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
        ("1,2,\n4,5,6\n", ("column 1", "column 2", "column 3"), [[1, 4], [2, 5], [None, 6]]),
        ("1;NA;3,5\n4;5;6\n", ("column 1", "column 2", "column 3"), [[1, 4], [None, 5], [3.5, 6]]),
        # Columns that are counted have names, as pandas writes them above an index.
        (",0,1\n7,0.5,2\n", ("column 1", "0", "1"), [[7], [0.5], [2]]),
        (",1,2\n7,0.5,2\n", ("column 1", "1", "2"), [[7], [0.5], [2]]),
        (",2,1\n7,0.5,2\n", ("column 1", "column 2", "column 3"), [[None, 7], [2, 0.5], [1, 2]]),
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
    tmp_path: Path, text: str, names: tuple[str, ...], columns: list[list[float | None]]
) -> None:
    file = opened(tmp_path, text)
    assert file.names == names
    for read, expected in zip(numbers(file), columns, strict=True):
        assert_array_equal(read, np.array(expected, float))  # None is NaN


def test_columns_come_in_the_order_asked_for(tmp_path: Path) -> None:
    file = opened(tmp_path, "a,b,c\n1,2,3\n")
    assert [cells.text(0) for cells in file.load([2, 0])] == ["3", "1"]


def test_rows_are_counted_as_in_a_spreadsheet(tmp_path: Path) -> None:
    file = opened(tmp_path, 'x,y\n1,2\n\n"3\n",4\n5,6\n')
    assert [file.row_number(index) for index in range(3)] == [2, 4, 5]
    assert opened(tmp_path, "1,2\n3,4\n").row_number(1) == 2


@pytest.mark.parametrize("text", ["", "\n\r\n\n"])
def test_a_file_without_rows_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(TableError, match=r"table\.txt is empty; choose"):
        opened(tmp_path, text)


# Quotes


ROWS = [f'{row},{row / 2},"name {row}"' for row in range(300)]


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(TableError) as raised:
        opened(folder, text).load([0, 1])
    return str(raised.value)


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: [*rows[:20], '20,10,"open', *rows[21:]],
        lambda rows: [*rows[:20], '20,10,"open', *(row.replace('"', "") for row in rows[21:])],
        lambda rows: [*rows[:20], '20,10,"open', *rows[21:40], '40,20,shut"', *rows[41:]],
        lambda rows: [*rows[:20], '20,"10,open', *rows[21:]],
        lambda rows: [*rows[:20], '"20,10,open', *(row.replace('"', "") for row in rows[21:])],
    ],
    ids=["next quote", "end of file", "later quote", "middle field", "first field"],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_an_open_quote_is_named_by_its_row(
    tmp_path: Path, change: Callable[[list[str]], list[str]], encoding: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("\n".join(["x,y,name", *change(ROWS), ""]).encode(encoding))
    with pytest.raises(
        TableError, match=r"table\.csv, row 22 has a field that begins with a quote"
    ):
        DelimitedFile(path).load([0, 1])


def test_an_open_quote_in_the_header(tmp_path: Path) -> None:
    assert refusal(tmp_path, '"x,y\n' + "1,2\n" * 100_000).startswith(
        "table.txt, row 1 has a field that begins with a quote"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_breaks_in_quotes_are_no_fault(tmp_path: Path, end: str) -> None:
    text = end.join(
        ['"a', 'note"', "", "x,y,note", '1,2,"two', "", 'lines, here"', "", '3,4,12" pipe', ""]
    )
    file = opened(tmp_path, text.partition(f"{end}{end}")[2])
    assert [cells.numbers().tolist() for cells in file.load([0, 1])] == [[1, 3], [2, 4]]


# Long rows, and bytes in another encoding


def test_a_row_of_any_length_is_read(tmp_path: Path) -> None:
    wide = opened(
        tmp_path, ",".join(f"c{i}" for i in range(50_000)) + "\n" + "0.25," * 49_999 + "3\n"
    )
    assert [cells.numbers().tolist() for cells in wide.load([0, 49_999])] == [[0.25], [3]]
    long = opened(tmp_path, "x,note,y\n1,,2\n3," + "long " * 600_000 + ",4\n5,,6\n")
    assert [cells.numbers().tolist() for cells in long.load([0, 2])] == [[1, 3, 5], [2, 4, 6]]


def test_text_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("x,town,y\n1,Zürich,2\n3,Genève,4\n".encode("cp1252"))
    file = DelimitedFile(path)
    assert [cells.numbers().tolist() for cells in file.load([0, 2])] == [[1, 3], [2, 4]]
    assert [cells.text(0) for cells in file.load([0, 1, 2])] == ["1", "Zürich", "2"]


# Decimal marks


def settled(
    folder: Path, text: str, *indices: int, decimal: DecimalMark | None = None
) -> list[object]:
    """The numbers of columns, or the cell that is in doubt."""
    return [
        cells.text(cells.evidence.row or 0) if cells.evidence.open else cells.numbers().tolist()
        for cells in opened(folder, text, decimal).load(indices)
    ]


def test_a_column_settles_its_mark_then_the_file_then_a_person(tmp_path: Path) -> None:
    text = "a;b;c\n1.234;1.234;978\n0.5;978;0,5\n"
    assert settled(tmp_path, text, 0) == [[1.234, 0.5]]
    # The other columns disagree, and so they settle nothing.
    assert settled(tmp_path, text, 1) == ["1.234"]
    assert settled(tmp_path, text, 1, decimal="comma") == [[1234, 978]]
    assert settled(tmp_path, text, 0, 1, decimal="comma") == [[1.234, 0.5], [1234, 978]]
    file = "b;c\n1.234;978\n978;0,5\n"
    assert settled(tmp_path, file, 0) == [[1234, 978]]
    assert settled(tmp_path, file, 0, decimal="point") == [[1.234, 978]]


def test_a_column_of_gaps_settles_the_mark_of_others_too(tmp_path: Path) -> None:
    assert settled(tmp_path, "a;b\n1.234;0,5\n978;\n5;\n6;\n", 0) == [[1234, 978, 5, 6]]


def test_text_and_dates_settle_nothing(tmp_path: Path) -> None:
    text = "a;note;day\n1.234;see 0.5;01.05\n978;0.5;02.05\n5;none;03.05\n"
    assert settled(tmp_path, text, 0) == ["1.234"]


def test_days_without_a_zero_are_days_where_commas_mark_decimals(tmp_path: Path) -> None:
    [days] = opened(tmp_path, "day;y\n11.05;0,5\n12.05;0,6\n").load([0])
    assert days.dates
    [numbers] = opened(tmp_path, "x;y\n11.05;0.5\n12.05;0.6\n").load([0])
    assert not numbers.dates


def test_points_between_commas_are_decimal_unless_the_table_says_otherwise(tmp_path: Path) -> None:
    assert settled(tmp_path, "a,b\n1.234,978\n5.678,5\n", 0) == [[1.234, 5.678]]
    assert settled(tmp_path, 'a,b\n1.234,"0,5"\n5.678,5\n', 0) == [[1234, 5678]]
    assert settled(tmp_path, 'a,b\n"1,234",978\n5,5\n', 0) == ["1,234"]
