"""Layouts of text tables: what separates fields, where the names are, what is passed over."""

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from mdn_gui.core import tables
from mdn_gui.core.files.delimited import DelimitedFile
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.reading import ReadingOptions
from mdn_gui.core.table_formats import opened as opened_file
from tests.spreadsheets import xlsx

NAN = float("nan")


def opened(
    folder: Path, content: str | bytes, options: ReadingOptions | None = None
) -> DelimitedFile:
    path = folder / "t.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return DelimitedFile(path, options)


def numbers(file: DelimitedFile) -> dict[str, list[float]]:
    """The numbers of all columns that hold any."""
    cells = [column.numbers() for column in file.load(range(len(file.names)))]
    return {
        name: column.tolist()
        for name, column in zip(file.names, cells, strict=True)
        if np.isfinite(column).any()
    }


def check(file: DelimitedFile, expected: dict[str, list[float]]) -> None:
    found = numbers(file)
    assert found.keys() == expected.keys()
    for name, column in expected.items():
        assert_array_equal(found[name], column)


ROWS = {"x": [1.5, 3.0, 5.0], "y": [2.0, 4.25, -6.0]}
"""What each of the following layouts holds."""


@pytest.mark.parametrize(
    "text",
    [
        "x,y\n1.5,2\n3,4.25\n5,-6\n",
        "x;y\n1.5;2\n3;4.25\n5;-6\n",
        "x\ty\n1.5\t2\n3\t4.25\n5\t-6\n",
        "x|y\n1.5|2\n3|4.25\n5|-6\n",
        "x y\n1.5 2\n3 4.25\n5 -6\n",
        "  x     y\n1.5     2\n  3  4.25  \n  5    -6",
        "   x\t  y\n 1.5 \t 2\n 3\t4.25 \n5\t-6\n",
        '"x" "y"\n1.5 "2"\n 3  4.25\n5 -6\n',
        "x;y\n1,5;2\n3;4,25\n5;-6\n",
        "x  y\n1,5  2,0\n3,0  4,25\n5,0  -6,0\n",
        'x,y\n"1,5","2"\n3,"4,25"\n5,-6\n',
        # Line ends
        "x,y\r\n1.5,2\r\n3,4.25\r\n5,-6\r\n",
        "x,y\r1.5,2\r3,4.25\r5,-6\r",
        "x,y\r\n1.5,2\n3,4.25\r5,-6",
        "\n\nx,y\n\n1.5,2\n\n\n3,4.25\n5,-6\n\n\n",
        # A line for Excel
        "sep=;\nx;y\n1,5;2\n3;4,25\n5;-6\n",
        '\n"sep=,"\nx,y\n1.5,2\n3,4.25\n5,-6\n',
        "SEP=|\nx|y\n1.5|2\n3|4.25\n5|-6\n",
        # What stands above the table
        "Report of today\nx,y\n1.5,2\n3,4.25\n5,-6\n",
        "Report\n\nx,y\n1.5,2\n3,4.25\n5,-6\n",
        "Operator,A. N. Other\nSerial number,17\n\nx,y\n1.5,2\n3,4.25\n5,-6\n",
        "Gerät;0,5;;\nOrt;Köln\nZahl;2,5;a;b\nx;y\n1,5;2\n3;4,25\n5;-6\n",
        "# logger, 2.1\n# a\nx,y\n1.5,2\n3,4.25\n5,-6\n",
        "% made by hand\n%\nx,y\n1.5,2\n3,4.25\n5,-6\n",
        "// a; b\n! c\n; d\nx;y\n1,5;2\n3;4,25\n5;-6\n",
        "# x y\n  1.5  2\n  3  4.25\n  5 -6\n",
        "# made by hand\n#x,y\n1.5,2\n3,4.25\n5,-6\n",
        "# y,z\nx,y\n1.5,2\n3,4.25\n5,-6\n",
        "x,y\n1.5,2\n# paused, 5\n#\n3,4.25\n# 7,8\n5,-6\n",
        "Report;\nx;y\n1,5;2\n3;4,25\n5;-6\n",
        "From:,Monday\nx,y\n1.5,2\n3,4.25\n5,-6\n",
        # What stands below the names
        "x,y\ns,kN\n1.5,2\n3,4.25\n5,-6\n",
        "x,y\n[m/s],(kg)\n1.5,2\n3,4.25\n5,-6\n",
        "x;y\n;°C\n1,5;2\n3;4,25\n5;-6\n",
        "a,b\nx,y\nm,m^2\nfirst,second\n1.5,2\n3,4.25\n5,-6\n",
        "x|y\n------|-----\n1.5|2\n3|4.25\n5|-6\n",
        " x  |  y\n-----+------\n 1.5 |    2\n   3 | 4.25\n   5 | -6\n(3 rows)\n",
        "x    y\n---- ----\n1.5  2\n3    4.25\n5    -6\n\n(3 rows affected)\n",
        # Separators at the ends of rows
        "x,y\n1.5,2,\n3,4.25,\n5,-6,\n",
        "x,y,\n1.5,2,\n3,4.25,\n5,-6,\n",
        "x,y,\n1.5,2\n3,4.25\n5,-6\n",
        # What stands below the table
        "x,y\n1.5,2\n3,4.25\n5,-6\n\nSource: a book, 2nd edition, page 5\n",
        "x,y\n1.5,2\n3,4.25\n5,-6\nThree rows.\nNo more.\n",
        b"x,y\n1.5,2\n3,4.25\n5,-6\n" + bytes(100),
        b"x,y\n1.5,2\n3,4.25\n5,-6" + bytes(100),
    ],
)
def test_layouts_of_one_table(tmp_path: Path, text: str | bytes) -> None:
    file = opened(tmp_path, text)
    check(file, ROWS)
    assert (file.left_out, file.faults) == (0, ())
    lines = (tmp_path / "t.csv").read_bytes().decode().splitlines()
    written = [line.split("|")[0].split(";")[0].strip().strip('"') for line in lines]
    firsts = [line.split()[0].split(",")[0].strip('"') if line else "" for line in written]
    # Each of these is the first field of one row only, but where commas mark decimals.
    if "1.5" in firsts:
        assert [file.row_number(row) - 1 for row in range(3)] == [
            firsts.index(cell) for cell in ("1.5", "3", "5")
        ]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        # No names
        ("1,2\n3,4\n", {"column 1": [1, 3], "column 2": [2, 4]}),
        (" 1.5 2\n 3 4\n", {"column 1": [1.5, 3], "column 2": [2, 4]}),
        ("5.1,3.5,setosa\n4.9,3.0,setosa\n", {"column 1": [5.1, 4.9], "column 2": [3.5, 3]}),
        ("Title\n\n1,2,3\n4,5,6\n", {"column 1": [1, 4], "column 2": [2, 5], "column 3": [3, 6]}),
        ("1;2;\n4;5;\n", {"column 1": [1, 4], "column 2": [2, 5]}),
        # Names that are numbers
        ("country,1990,1991\nA,1.5,2\nB,3,4\n", {"1990": [1.5, 3], "1991": [2, 4]}),
        ("sample,400,402,404\na,.1,.2,.3\n", {"400": [0.1], "402": [0.2], "404": [0.3]}),
        ("1,2,x\n3,4,5\n6,7,8\n", {"1": [3, 6], "2": [4, 7], "x": [5, 8]}),
        ("0.5,bad,3\n1,2,3\n", {"column 1": [0.5, 1], "column 2": [NAN, 2], "column 3": [3, 3]}),
        # Rows with a name of their own
        ("x y\n1 1.5 2\n2 3 4\n", {"column 1": [1, 2], "x": [1.5, 3], "y": [2, 4]}),
        ('"x" "y"\n"New York" 1.5 2\n"b c" 3 4\n', {"x": [1.5, 3], "y": [2, 4]}),
        ("x,y\nfirst,1.5,2\nsecond,3,4\n", {"x": [1.5, 3], "y": [2, 4]}),
        (",x,y\n0,1.5,2\n1,3,4\n", {"column 1": [0, 1], "x": [1.5, 3], "y": [2, 4]}),
        # Names that are alike, or none
        ("x,x,x\n1,2,3\n4,5,6\n", {"x": [1, 4], "x (2)": [2, 5], "x (3)": [3, 6]}),
        ("x (2),x,x\n1,2,3\n", {"x (2)": [1], "x": [2], "x (3)": [3]}),
        ("x,, \n1,2,3\n", {"x": [1], "column 2": [2], "column 3": [3]}),
        ("column 2,,y\n1,2,3\n", {"column 2": [1], "column 2 (2)": [2], "y": [3]}),
        # Bad cells, and words that are none of units
        ("x,y\nabout 3,1.5\n4,2.5\n5,3.5\n", {"x": [NAN, 4, 5], "y": [1.5, 2.5, 3.5]}),
        ("kind,x\na,about 5\na,6\nb,7\n", {"x": [NAN, 6, 7]}),
        ("x,y\nlong,wide\n1,2\n3,4\n", {"x": [NAN, 1, 3], "y": [NAN, 2, 4]}),
        ("g,x,y\na,err,err\nb,1,2\nc,2,3\nd,3,4\n", {"x": [NAN, 1, 2, 3], "y": [NAN, 2, 3, 4]}),
        ("g,x\na,bad\nb,bad\nc,1\nd,2\n", {"x": [NAN, NAN, 1, 2]}),
        ("g,x\nA,m\nB,1\nA,2\n", {"x": [NAN, 1, 2]}),
        ("g,x\nfirst,m\nsecond,1\nthird,2\n", {"x": [NAN, 1, 2]}),
        ("x,g,y\noff,A,off\n1,B,2\n2,B,3\n", {"x": [NAN, 1, 2], "y": [NAN, 2, 3]}),
        ("g,x,y\na,m,err\nb,1,2\nc,2,3\n", {"x": [NAN, 1, 2], "y": [NAN, 2, 3]}),
        ("x,y,z\nm,s,parts\n1,2,3\n2,3,4\n", {"x": [1, 2], "y": [2, 3], "z": [3, 4]}),
        ("g,x,y\n,[m],(s)\na,1,2\nb,2,3\n", {"x": [1, 2], "y": [2, 3]}),
        ("x,y\nNA,NA\n1,2\n", {"x": [NAN, 1], "y": [NAN, 2]}),
        ("Report,,\nx,y,z\n1,2,3\n", {"x": [1], "y": [2], "z": [3]}),
        ("#YY  WD  T\n#yr  degT  degC\n21 2 3\n", {"YY": [21], "WD": [2], "T": [3]}),
        # Signs of comments that are none
        ("#,name,x\n1,a,2\n2,b,3\n", {"#": [1, 2], "x": [2, 3]}),
        ("id,x\n#1,2\n#2,3\n", {"x": [2, 3]}),
        # Quotes
        ('x,note,y\n1,"a, ""b""\n\nc",2\n3,,4\n', {"x": [1, 3], "y": [2, 4]}),
        ('x note y\n1 "a  b" 2\n3 "" 4\n', {"x": [1, 3], "y": [2, 4]}),
        ('x,note,y\n1,"a\n# no comment",2\n# 5,,6\n3,,4\n', {"x": [1, 3], "y": [2, 4]}),
        ('"x", "a, b", "y"\n1, "b, c", 2\n3, "", 4\n', {"x": [1, 3], "y": [2, 4]}),
        # Spaces in names
        ("Time s  Load kN\n1.5  2\n3  4\n5 6\n", {"Time s": [1.5, 3, 5], "Load kN": [2, 4, 6]}),
        ("day time x\n2024-05-01 08:00 1.5\n2024-05-01 09:00 2\n", {"x": [1.5, 2]}),
    ],
)
def test_layouts(tmp_path: Path, text: str, columns: dict[str, list[float]]) -> None:
    check(opened(tmp_path, text), columns)


def test_a_name_that_stands_twice_is_told(tmp_path: Path) -> None:
    said = "One column has the name of another, and is called 'x (2)'."
    assert opened(tmp_path, "x,y,x,\n1,2,3,4\n").dialect.notes == (said,)
    file = opened(tmp_path, "x,y,x,x,y\n1,2,3,4,5\n")
    assert file.dialect.notes == (
        "3 columns have the name of another, and are called 'x (2)', 'x (3)', 'y (2)'.",
    )


def test_what_was_found_out_is_told(tmp_path: Path) -> None:
    text = (
        "# by hand\nTitle\n\nx;y;z\n[m/s];(kg);\n1,5;2;a\n#7\n3;4;b\n5;6;c\n\nSource: a; b\nEnd\n"
    )
    file = opened(tmp_path, text.encode("utf-16"))
    told = file.dialect
    assert (told.format, told.separator) == ("CSV", ";")
    assert told.encoding == "UTF-16 with a byte order mark"
    assert (told.header, told.units_row, told.units) == (4, 5, ("m/s", "kg", ""))
    assert told.notes == (
        "One comment above the table is passed over.",
        "Row 2 is passed over: it is no part of the table.",
        "One line that begins with '#' is passed over.",
        "The last 2 rows (the first is 'Source: a b') are passed over: they are no rows of data.",
    )


CUT = "has 1 field where the header has 2, as if the file had been cut off; it is left out."


@pytest.mark.parametrize(
    ("rows", "left_out", "faults"),
    [
        (["1,2", "7", "3,4"], 1, ["row 3 has 1 field where the header has 2; it is left out."]),
        (["1,2", "3,4", "5"], 1, [f"row 4, the last, {CUT}"]),
        (
            ["1,2,", "", "3,4", "5,6", *["1,2"] * 30, "7,8,9", "1,2", "3"],
            3,
            [
                (
                    "2 rows have another number of fields than the header and are left out; the "
                    "first is row 2, with 3 fields where the header has 2."
                ),
                f"row 38, the last, {CUT}",
            ],
        ),
    ],
)
def test_rows_of_another_length_are_left_out_and_named(
    tmp_path: Path, rows: list[str], left_out: int, faults: list[str]
) -> None:
    file = opened(tmp_path, "\n".join(["x,y", *rows, ""]))
    good = [list(map(float, row.split(","))) for row in rows if row.count(",") == 1]
    assert_array_equal(np.transpose([c.numbers() for c in file.load([0, 1])]), good)
    assert file.left_out == left_out
    assert list(file.faults) == faults


def refusal(folder: Path, content: str | bytes, options: ReadingOptions | None = None) -> str:
    with pytest.raises(TableError) as raised:
        numbers(opened(folder, content, options))
    return str(raised.value)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("x,y\n1,2\n7\n8\n9\n", "row 3 has 1 field where the first row has 2; correct"),
        ("x,y\n1,2,3\n4,5,6\n", "row 1 has 2 names ('x', 'y'), but row 2 has 3 fields"),
        ("x,y\n1,5,2,5\n3,5,4,5\n", "row 2 has 4 fields where the header has 2, as where commas"),
        ("0,512 123,4\n0,513 124,5\n", "row 2 holds 2 numbers with spaces between them"),
        ("x,y,z\n0,512 123,4\n0,513 124,5\n", "row 2 holds 2 numbers with spaces between them"),
        ("a,b\n1 234,5 678\n", "row 2 holds 3 numbers with spaces between them"),
        (b"x,y\n1,2\n3,\0\n5,6\n", "row 3 holds a NUL byte, as damaged files and files of other"),
        (b"x,y\n1,2\n\0\0\0\n5,6\n", "row 3 holds a NUL byte"),
    ],
)
def test_what_cannot_be_read_is_refused(
    tmp_path: Path, content: str | bytes, expected: str
) -> None:
    assert refusal(tmp_path, content).startswith(f"t.csv, {expected}")


@pytest.mark.parametrize(
    ("text", "options", "columns"),
    [
        ("a,b\nc,d\nx,y\n1,2\n", ReadingOptions(header=3), {"x": [1], "y": [2]}),
        ("x,y\n1,2\n", ReadingOptions(header=0), {"column 1": [NAN, 1], "column 2": [NAN, 2]}),
        ("1,2\n3,4\n", ReadingOptions(header=1), {"1": [3], "2": [4]}),
        ("Title\n7,8\ns,N\n1,2\n3,4\n", ReadingOptions(header=2), {"7": [1, 3], "8": [2, 4]}),
        ("# a\n# x y\n1 2\n", ReadingOptions(header=2), {"x": [1], "y": [2]}),
        ("x\n1,2\n", ReadingOptions(header=1), {"x": [1], "column 2": [2]}),
        ("x y,z\n1 2,5\n", ReadingOptions(separator=","), {"z": [5]}),
        ("x y,z\n1 2,5\n", ReadingOptions(separator=" "), {"x": [1], "y,z": [2.5]}),
        ("x:y\n1:2\n", ReadingOptions(separator=":"), {"x": [1], "y": [2]}),
        ("x;y\n1.234;5\n", ReadingOptions(decimal="comma"), {"x": [1234], "y": [5]}),
        ("x;y\n1.234;5\n", ReadingOptions(decimal="point"), {"x": [1.234], "y": [5]}),
    ],
)
def test_a_person_says_how_a_table_is_laid_out(
    tmp_path: Path, text: str, options: ReadingOptions, columns: dict[str, list[float]]
) -> None:
    check(opened(tmp_path, text, options), columns)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (ReadingOptions(header=9), "t.csv has no names in row 9, which is blank or below its"),
        (
            ReadingOptions(header=-1),
            "t.csv has no row -1, as rows are counted from 1; name another",
        ),
        (ReadingOptions(encoding="klingon"), "t.csv cannot be read as 'klingon', which is no enc"),
        (ReadingOptions(encoding="rot13"), "t.csv cannot be read as 'rot13', which is no enc"),
        (ReadingOptions(encoding="idna"), "t.csv cannot be read as 'idna', which is no encoding"),
        (ReadingOptions(encoding="utf-16"), "t.csv does not begin with the byte order mark of 'u"),
        (
            ReadingOptions(encoding="utf32"),
            "t.csv does not begin with the byte order mark of 'utf3",
        ),
        (ReadingOptions(separator="::"), "t.csv cannot be split by '::'; name one character"),
    ],
)
def test_an_option_that_does_not_fit(
    tmp_path: Path, options: ReadingOptions, expected: str
) -> None:
    assert refusal(tmp_path, "x,y\n1,2\n", options).startswith(expected)


@pytest.mark.parametrize(
    "last",
    [
        *("Total,4,6", "TOTALS:,4,6", "Summe,4,6", "Mean,2,3", "合計,4,6", "St. Dev.,1.4,1.41"),
        *("Total,4,3", "Total,4,", "Median,2,3", "Total,,9"),
    ],
)
def test_rows_that_sum_up_others_are_passed_over(tmp_path: Path, last: str) -> None:
    file = opened(tmp_path, f"a,x,y\nm,1,2\nn,3,4\n{last}\n")
    assert_array_equal(np.transpose([c.numbers() for c in file.load([1, 2])]), [[1, 2], [3, 4]])
    assert last.partition(",")[0] in file.dialect.notes[0]


@pytest.mark.parametrize(
    ("rows", "sums"),
    [
        (["ND,11,28.5", "SD,12,31"], 0),
        (["Rome,11,28.5", "Media,12,31"], 0),
        (["Mayer,11,28.5", "Summe,12,31"], 0),
        (["Shell,11,28.5", "Total,12,31"], 0),
        (["Shell,11,28.5", "Total,12,31", "Total,23,59.5"], 0),
        (["ND,11,28.5", "SD,12,31", "Total,23,59.5"], 1),
        (["ND,11,28.5", "SD,12,31", "mean,7.67,19.8", "std,6.7,17.2"], 2),
        (["ND,11,28.5", "SD,12,31", "", "mean,1,2", "std,0,0"], 2),
        (["ND,11,28.5", "NE,12,31", "------------", "SD,1,2"], 1),
        (["1,11,28.5", "2,12,31", "mean,9,9"], 1),
        (["ND,11,28.5", "# the last", "SD,12,31"], 0),
        (["", "ND,11,28.5", "", "SD,12,31"], 0),
    ],
)
def test_words_of_sums_that_are_names(tmp_path: Path, rows: list[str], sums: int) -> None:
    file = opened(tmp_path, "\n".join(["state,x,y", "NC,0,0", *rows, ""]))
    filled = [row for row in rows if "," in row]
    assert len(file.load([1])[0]) == 1 + len(filled) - sums


@pytest.mark.parametrize(
    ("last", "sums"),
    [
        *(("Total,,9,9", 1), ("Summe,,9,9", 1), ("mean,,9,9", 1), ("Total,all,9,9", 0)),
        *(("Summe,west,9,9", 0), ("sd,west,9,9", 0), ("mean,west,2.0,5.0", 0)),
    ],
)
def test_a_sum_has_no_text_where_others_have(tmp_path: Path, last: str, sums: int) -> None:
    file = opened(tmp_path, f"a,b,x,y\nm,west,1,2\nn,east,3,4\no,east,2,9\n{last}\n")
    assert len(file.load([2])[0]) == 4 - sums


@pytest.mark.parametrize(("word", "sums"), [("Total", 1), ("合計", 1), ("SD", 0), ("Summe", 0)])
def test_only_a_clear_word_tells_a_sum_of_more_rows_than_are_added(
    tmp_path: Path, word: str, sums: int
) -> None:
    rows = [f"name {row},{row},{row / 8}" for row in range(60_000)]
    file = opened(tmp_path, "\n".join(["a,x,y", *rows, f"{word},7,8", ""]))
    assert len(file.load([1])[0]) == 60_001 - sums


def test_an_open_quote_above_a_sum_is_refused(tmp_path: Path) -> None:
    rows = [f"row {row},1" for row in range(2000)]
    text = "\n".join(['a,x\n"b,1', *rows, "Total,2001", ""])
    assert "row 2 has a field that begins with a quote" in refusal(tmp_path, text)


def test_a_level_that_happens_to_be_such_a_word_is_data(tmp_path: Path) -> None:
    file = opened(tmp_path, "a,x\nmean,1\nmedian,3\nmean,4\nmean,5\n")
    assert_array_equal(file.load([1])[0].numbers(), [1, 3, 4, 5])
    late = opened(tmp_path, "a,x\n" + "count,1\n" * 200 + "mean,3.5\n" * 200)
    assert len(late.load([1])[0]) == 400


COLORS = ["#ff0000,0,1", "red,1,3.5", "red,2,6", "#00ff00,3,1", "blue,4,", "red,5,7"]


@pytest.mark.parametrize("plain", [0, 200])
def test_rows_that_begin_with_a_sign_of_comments_are_data(tmp_path: Path, plain: int) -> None:
    rows = [*["red,1,2"] * plain, *COLORS, "# a word", "#paused,?,", *COLORS]
    file = opened(tmp_path, "\n".join(["color,x,y", *rows, ""]))
    x = file.load([1])[0].numbers()[plain:]
    assert_array_equal(x, [*range(6), *range(6)])
    assert file.load([0])[0].text(plain) == "#ff0000"
    assert [file.row_number(plain + row) - plain for row in (0, 5, 6)] == [2, 7, 10]
    assert file.dialect.notes == ("2 lines that begin with '#' are passed over.",)
    assert file.left_out == 0


@pytest.mark.parametrize(
    ("top", "names"),
    [("", ("column 1", "column 2", "column 3")), ("#color,x,y\n", ("color", "x", "y"))],
)
def test_rows_that_begin_so_are_data_under_no_names_too(
    tmp_path: Path, top: str, names: tuple[str, ...]
) -> None:
    file = opened(tmp_path, "# a, b\n" + top + "\n".join([*COLORS, ""]))
    assert file.names == names
    assert_array_equal(file.load([1])[0].numbers(), range(6))


def test_no_row_of_a_first_column_of_numbers_begins_with_a_sign_of_comments(tmp_path: Path) -> None:
    file = opened(tmp_path, "day,x\n2024-01-01,1\n#2024-01-02,2\n2024-01-03,3\n")
    assert_array_equal(file.load([1])[0].numbers(), [1, 3])
    assert file.dialect.notes == ("One line that begins with '#' is passed over.",)


def test_words_between_spaces_behind_a_sign_of_comments_are_none(tmp_path: Path) -> None:
    file = opened(tmp_path, "who  x  y\na  1  2\n# paused 5\nb  3  4\n")
    assert_array_equal(file.load([1])[0].numbers(), [1, 3])
    assert file.dialect.notes == ("One line that begins with '#' is passed over.",)


def test_a_last_row_that_ends_within_quotes_is_left_out(tmp_path: Path) -> None:
    file = opened(tmp_path, 'x,y,z\n1,2,"a"\n3,4,"b"\n5,6,"c')
    assert_array_equal(file.load([0])[0].numbers(), [1, 3])
    assert file.left_out == 1
    assert file.faults == (
        "row 4, the last, ends within quotes, as if the file had been cut off; it is left out.",
    )


def test_spaces_between_separators_and_quotes_are_passed_over(tmp_path: Path) -> None:
    file = opened(tmp_path, '"x", "y, z"\n1, "2"\n3,   "4, 5"\n')
    assert file.names == ("x", "y, z")
    assert [file.load([1])[0].text(row) for row in range(2)] == ["2", "4, 5"]


def test_decimal_commas_of_one_column_separate_nothing(tmp_path: Path) -> None:
    file = opened(tmp_path, "x\n1,5\n-2,25\n")
    assert_array_equal(file.load([0])[0].numbers(), [1.5, -2.25])


def test_names_and_units_of_a_logger(tmp_path: Path) -> None:
    lines = ["station 7,log 3", "t,v,w", "s,degC,m/s", ",Avg,Max", "1,2,3", "2,3,4", "3,4,5"]
    file = opened(tmp_path, "\n".join(lines))
    assert (file.names, file.dialect.units) == (("t", "v", "w"), ("s", "degC", "m/s"))
    assert_array_equal(file.load([1])[0].numbers(), [2, 3, 4])


def test_more_rows_of_another_length_than_a_tenth_are_refused(tmp_path: Path) -> None:
    rows = ["1,2", *["3,4"] * 17, "1,2,3", "1,2,3"]
    assert "row 20 has 3 fields" in refusal(tmp_path, "\n".join(["x,y", *rows, "5,6"]))


@pytest.mark.parametrize("names", ["2024-01,2024-02", "Jan 2024,Feb 2024", "2024-01-31,2024-02-29"])
def test_dates_above_numbers_are_names(tmp_path: Path, names: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"station,{names}\nA,1.5,2.5\nB,3.5,4.5\n")
    first, second = names.split(",")
    data = tables.read(path, [first], [second])
    assert_array_equal(data.inputs[:, 0], [1.5, 3.5])


def test_dates_in_the_first_row_are_data_without_names(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("2024-01,1.5\n2024-02,2.5\n2024-03,4.5\n")
    data = tables.read(path, ["column 1"], ["column 2"])
    assert_array_equal(data.targets[:, 0], [1.5, 2.5, 4.5])


def test_a_date_that_none_is_costs_its_row_where_its_order_is_in_doubt(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    rows = ["0/4/2024,1", "3/4/2024,2", "5/4/2024,3", "7/4/2024,4"]
    path.write_text("\n".join(["a,b", *rows]))
    with pytest.raises(TableError, match="row 3, column 'a' holds '3/4/2024'"):
        tables.read(path, ["a"], ["b"])
    data = tables.read(path, ["a"], ["b"], options=ReadingOptions(dates="day_first"))
    assert_array_equal(data.targets[:, 0], [2, 3, 4])


@pytest.mark.parametrize("cell", ["1e99999999999999999999999", "1" * 5_000 + "x"])
def test_numbers_without_measure_are_bad_cells(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"n,a,b\nx,1,2\ny,{cell},3\nz,3,5\nw,4,7\nTotal,8,17\n")
    data = tables.read(path, ["a"], ["b"])
    assert_array_equal(data.targets[:, 0], [2, 5, 7])


@pytest.mark.parametrize("fault", ["#N/A", "#DIV/0!", "#REF!"])
def test_faults_of_spreadsheets_begin_no_comments(tmp_path: Path, fault: str) -> None:
    file = opened(tmp_path, f"a,b\n{fault},1\n2,3\n{fault},4\n5,6\n")
    assert_array_equal(file.load([1])[0].numbers(), [1, 3, 4, 6])
    assert_array_equal(file.load([0])[0].numbers(), [NAN, 2, NAN, 5])


def test_lines_that_are_in_quotes_as_a_whole(tmp_path: Path) -> None:
    content = '"day,who,mass"\r\n"1,""Wu, L."",""1,204.50"""\r\n"2,""Ng, A."",""998.00"""\r\n'
    file = opened(tmp_path, content)
    assert file.names == ("day", "who", "mass")
    assert_array_equal(file.load([2])[0].numbers(), [1204.5, 998])
    assert file.load([1])[0].text(1) == "Ng, A."


@pytest.mark.parametrize("end", [b"\x1a", b"\x1a" + bytes(100), b"\r\n\x1a\r\n"[:3]])
def test_the_end_of_a_file_as_dos_marks_it(tmp_path: Path, end: bytes) -> None:
    file = opened(tmp_path, b"a,b\r\n1,2\r\n3,4\r\n" + end)
    assert_array_equal(file.load([1])[0].numbers(), [2, 4])


def test_titles_of_pages_within_a_table_are_passed_over(tmp_path: Path) -> None:
    page = "Page\n--------\n| a | b | c |\n--------\n" + "".join(
        f"| {i} | {i}.5 | {2 * i} |\n" for i in range(6)
    )
    path = tmp_path / "list.txt"
    path.write_text(page * 3)
    data = tables.read(path, ["a"], ["b"])
    assert_array_equal(data.inputs[:, 0], [*range(6)] * 3)


@pytest.mark.parametrize("label", ["Grand whole", "*", "総数"])
def test_a_last_row_that_is_the_sum_of_all_others(tmp_path: Path, label: str) -> None:
    rows = "city,people,share\nA,1204,3\nB,2310,5\nC,998,2\n"
    file = opened(tmp_path, f"{rows}{label},4512,\nSource: us,,\n")
    assert_array_equal(file.load([1])[0].numbers(), [1204, 2310, 998])
    other = opened(tmp_path, f"{rows}{label},4560,9\n")
    assert len(other.load([1])[0]) == 4, "a row as the others"


def test_a_last_row_of_amounts_that_is_a_total(tmp_path: Path) -> None:
    file = opened(tmp_path, 'what,amount\na,"$1,204.50"\nb,$(4.50)\nTotal,"$1,200.00"\n')
    assert_array_equal(file.load([1])[0].numbers(), [1204.5, -4.5])


def test_empty_cells_in_columns_that_only_their_places_tell(tmp_path: Path) -> None:
    lines = [
        "Stations of the north, by name",
        "",
        "Name            State  Height (m)   Rain",
        "New Haven       CT             18   98.5",
        "Salt Lake City  UT           1288   42.0",
        "Reno            NV           1373       ",
        "St. Paul        MN                  80.5",
        "El Paso         TX           1140   22.3",
    ]
    file = opened(tmp_path, "\n".join(lines))
    assert file.names == ("Name", "State", "Height (m)", "Rain")
    height, rain = file.load([2, 3])
    assert_array_equal(height.numbers(), [18, 1288, 1373, NAN, 1140])
    assert_array_equal(rain.numbers(), [98.5, 42, NAN, 80.5, 22.3])
    assert "places" in file.dialect.notes[-1]
    assert file.row_number(0) == 4


def test_a_field_that_reaches_over_the_place_of_another_costs_its_row(tmp_path: Path) -> None:
    rows = ["name    a    b", *(f"x{i:<5} {i:3}  {i + 0.5}" for i in range(60)), "y        7   "]
    rows += ["z       1" for _ in range(80)]
    rows.insert(130, "a long name 55 1.5")
    file = opened(tmp_path, "\n".join(rows) + "\n")
    values = file.load([1])[0].numbers()
    assert len(values) == 141
    assert file.left_out == 1


def test_empty_rows_are_data_unless_a_footer_is_above_them(tmp_path: Path) -> None:
    rows = "a,b,c\nu,10,3\nv,20,5\n"
    assert len(opened(tmp_path, f"{rows},,\n").load([1])[0]) == 3
    assert len(opened(tmp_path, f"{rows}Total,30,8\n,,\n,,\n").load([1])[0]) == 2


SAID_UNITS = {
    "words that are no known units": (True, "depth,rain\nmetres,wet\n1,2\n3,4\n", (1, 2), [1, 3]),
    "a short row": (True, "depth,rain\nmetres\n1,2\n3,4\n", (1, 2), [1, 3]),
    "units that are levels": (False, "depth,rain\nm,mm\n1,2\n3,4\n", (1, 0), [None, 1, 3]),
    "none, and none found": (False, "depth,rain\n1,2\n3,4\n", (1, 0), [1, 3]),
}


@pytest.mark.parametrize("case", SAID_UNITS.values(), ids=SAID_UNITS)
@pytest.mark.parametrize("workbook", [False, True], ids=["text", "workbook"])
def test_a_person_says_whether_a_row_holds_units(
    tmp_path: Path,
    *,
    case: tuple[bool, str, tuple[int, int], list[float | None]],
    workbook: bool,
) -> None:
    held, text, rows, depths = case
    path = tmp_path / "soil.csv"
    path.write_text(text)
    if workbook:
        cells = [line.split(",") for line in text.split()]
        path = tmp_path / "soil.xlsx"
        path.write_bytes(xlsx({"Soil": cells}))
    with opened_file(path, ReadingOptions(units=held)) as table:
        assert (table.dialect.header, table.dialect.units_row) == rows
        [depth] = table.load([0])
        assert [None if math.isnan(each) else each for each in depth.numbers()] == depths
        if held:
            assert table.dialect.units == (*text.splitlines()[1].split(","), "")[:2]


def test_units_need_names_above_them(tmp_path: Path) -> None:
    path = tmp_path / "soil.csv"
    path.write_text("1,2\n3,4\n")
    with pytest.raises(TableError, match=r"soil.csv has no row of units, which would be below"):
        tables.describe(path, ReadingOptions(units=True))
