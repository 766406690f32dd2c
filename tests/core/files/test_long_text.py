"""Long text tables, whose plain numbers are not read as text first."""

import gzip
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from numpy.testing import assert_array_equal

from mdn_gui.core.files import plain_numbers
from mdn_gui.core.files.cell_text import kind_of
from mdn_gui.core.files.delimited import DelimitedFile
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.reading import ReadingOptions

ROWS = 20_000
NAN = float("nan")


def written(folder: Path, x: Sequence[str], y: Sequence[str], separator: str = ";") -> Path:
    """A table of two columns, of which the first cells are repeated."""
    path = folder / "t.csv"
    cells = zip(
        [x[row % 100] for row in range(ROWS)] + list(x[100:]),
        [y[row % 100] for row in range(ROWS)] + list(y[100:]),
        strict=True,
    )
    path.write_text(
        "\n".join([f"x{separator}y", *(f"{a}{separator}{b}" for a, b in cells), ""]),
        encoding="utf-8",
    )
    return path


HALVES = [f"{row / 2:.1f}" for row in range(100)]
COMMAS = [cell.replace(".", ",") for cell in HALVES]
WHOLE = [f"{row}" for row in range(100)]


@pytest.mark.parametrize(
    ("cells", "others", "told", "expected"),
    [
        (HALVES, [], "point", []),
        (COMMAS, [], "comma", []),
        (WHOLE, [], None, []),
        (HALVES, ["NA", "", "n/a"], "point", [NAN, NAN, NAN]),
        (HALVES, ["bad", "2.5"], "point", [NAN, 2.5]),
        (HALVES, ["1e400", "-1e400", "inf"], "point", [NAN, NAN, NAN]),
        (HALVES, ["1,234.5", "\u22121.5"], "point", [1234.5, -1.5]),
        (COMMAS, ["1.234", "1.234,5"], "comma", [1234, 1234.5]),
        (WHOLE, ["0.5", "1.234"], "point", [0.5, 1.234]),
        (WHOLE, ["12345678901234567890", "9007199254740993"], None, [1.2345678901234567e19, 2**53]),
    ],
)
def test_a_cell_far_down_is_read_as_in_a_short_table(
    tmp_path: Path, cells: list[str], others: list[str], told: str | None, expected: list[float]
) -> None:
    path = written(tmp_path, [*cells, *others], [*WHOLE, *["1"] * len(others)])
    file = DelimitedFile(path)
    x, y = file.load([0, 1])
    numbers = np.where(np.isfinite(x.numbers()), x.numbers(), NAN)
    first = [float(cell.replace(",", ".")) for cell in cells]
    assert_array_equal(numbers[:ROWS], np.resize(first, ROWS))
    assert_array_equal(numbers[ROWS:], expected)
    assert_array_equal(y.numbers()[:ROWS], np.resize(range(100), ROWS))
    assert x.evidence.decimal == told
    for row, cell in enumerate(others, start=ROWS):
        assert x.text(row) == cell
        assert file.row_number(row) == row + 2
    assert (x.text(17), x.text(ROWS - 1), x.text(200)) == (cells[17], cells[99], cells[0])


def test_words_that_a_person_names_are_missing_and_numbers_are_not(tmp_path: Path) -> None:
    path = written(tmp_path, [*HALVES, "n.d.", "-999"], [*WHOLE, "1", "1"])
    options = ReadingOptions(missing_marks=("n.d.", "-999"))
    [x] = DelimitedFile(path, options).load([0])
    assert_array_equal(x.numbers()[ROWS:], [NAN, -999])
    assert (x.text(ROWS), x.text(ROWS + 1)) == ("n.d.", "-999")


def test_what_nothing_tells_stays_in_doubt_however_far_down(tmp_path: Path) -> None:
    path = written(tmp_path, [*WHOLE, "1.234"], [*WHOLE, "5"])
    [x] = DelimitedFile(path).load([0])
    assert x.evidence.open
    assert x.evidence.row == ROWS


@pytest.mark.parametrize("rows", [200, ROWS])
def test_columns_of_levels_stay_text(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "t.csv"
    lines = (f"{row % 2 * 10}.50,1234567890123456789{row % 3},{row / 2}" for row in range(rows))
    path.write_text("\n".join(["a,b,c", *lines, ""]))
    a, b, c = DelimitedFile(path).load([0, 1, 2], texts={0, 1})
    assert set(a.values.to_pylist()) == {"0.50", "10.50"}
    assert set(b.values.to_pylist()) == {f"1234567890123456789{end}" for end in range(3)}
    assert_array_equal(c.numbers(), np.arange(rows) / 2)


@pytest.mark.parametrize("rows", [1000, ROWS * 2])
def test_codes_are_text_however_far_down_the_first_zero_is(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "t.csv"
    lines = [f"{row % 90 + 10},{row % 90 + 10},{row}" for row in range(rows)]
    lines[200:203] = ["00,1,1", "01,2,2", "04,4,3"]
    path.write_text("\n".join(["a,b,c", *lines, ""]))
    codes, numbers, _ = DelimitedFile(path).load([0, 1, 2])
    assert codes.written is not None
    assert codes.written.codes
    assert codes.text(200) == "00"
    assert numbers.written is None or not numbers.written.codes
    assert numbers.numbers()[200] == 1


def test_marks_of_several_kinds(tmp_path: Path) -> None:
    x, y = DelimitedFile(written(tmp_path, HALVES, COMMAS)).load([0, 1])
    assert_array_equal(x.numbers(), y.numbers())
    assert (x.evidence.decimal, y.evidence.decimal) == ("point", "comma")


@pytest.mark.parametrize(
    ("separator", "encoding", "compression"),
    [
        (" ", "utf-8", ""),
        (" ", "cp1252", "gzip"),
        ("|", "utf-16", ""),
        ("|", "utf-8", "Zstandard"),
        ("\t", "cp1252", ""),
        ("\t", "utf-16", "gzip"),
    ],
)
def test_separators_encodings_and_compressions_of_a_long_table(
    tmp_path: Path, separator: str, encoding: str, compression: str
) -> None:
    lines = ["\u00e9,x,y".replace(",", separator)]
    lines += [
        f" a   {row}   {row / 8} ".replace(" ", separator if separator == " " else "")
        if separator == " "
        else f"a{separator}{row}{separator}{row / 8}"
        for row in range(30_000)
    ]
    lines[1234] = "# no row"
    lines[25_000] = separator.join(["short", "row"])
    content = "\n".join(lines).encode(encoding)
    if compression:
        content = (
            gzip.compress(content)
            if compression == "gzip"
            else pa.compress(content, codec="zstd", asbytes=True)
        )
    path = tmp_path / "t.csv.z"
    path.write_bytes(content)
    file = DelimitedFile(path)
    x, y = file.load([1, 2])
    expected = np.delete(np.arange(30_000.0), [1233, 24_999])
    assert_array_equal(x.numbers(), expected)
    assert_array_equal(y.numbers(), expected / 8)
    assert file.dialect.compression == compression
    assert file.dialect.notes == ("One line that begins with '#' is passed over.",)
    assert file.left_out == 1
    assert file.faults == ("row 25001 has 2 fields where the header has 3; it is left out.",)
    assert (x.text(29_000), file.row_number(29_000)) == ("29002", 29_004)


def test_marks_of_missing_values_are_those_that_are_known_elsewhere() -> None:
    for mark in plain_numbers.MISSING:
        assert kind_of(mark) in ("nothing", "missing")


def test_most_rows_of_another_length_far_down(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("x,y\n" + "1,2\n" * 1000 + "1,2,3\n" * 2000)
    file = DelimitedFile(path)
    with pytest.raises(TableError, match=r"t\.csv, row 1002 has 3 fields where the first row has"):
        file.load([0, 1])


def test_an_open_quote_far_down(tmp_path: Path) -> None:
    path = written(tmp_path, [*HALVES, '"5', *HALVES], [*WHOLE, *WHOLE, "1"])
    with pytest.raises(TableError, match=rf"row {ROWS + 2:} has a field that begins with a quote"):
        DelimitedFile(path).load([0, 1])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", " "])
def test_rows_between_blank_and_broken_lines_have_the_numbers_that_reading_them_counts(
    tmp_path: Path, end: str, separator: str
) -> None:
    rng, path = np.random.default_rng(0), tmp_path / "table.csv"
    kinds = rng.choice(["row", "", "1", "# passed over"], 40_000, p=[0.94, 0.02, 0.02, 0.02])
    lines = [separator.join(("7", "8", "9")) if kind == "row" else kind for kind in kinds]
    lines = ["x,y,z".replace(",", separator), *lines, "", "Nobody"]
    path.write_bytes(end.join(lines).encode())
    file = DelimitedFile(path)
    counted = [number for number, line in enumerate(lines, start=1) if line[:1] == "7"]
    assert len(file.load([0])[0]) == len(counted)
    assert file.row_numbers(np.arange(len(counted))).tolist() == counted
    assert [file.row_number(index) for index in (0, 30_000)] == [counted[0], counted[30_000]]
