"""Sheets of workbooks, as whoever opens one finds their cells."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from mdn_gui.core import tables
from mdn_gui.core.files import table_refusals
from mdn_gui.core.files.table_files import Cells, ColumnFile
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.reading import ReadingOptions
from mdn_gui.core.table_formats import opened
from tests.damage import damaged
from tests.spreadsheets import ERROR, FORMULA, Raw, Row, archive, ods, xlsx

XLS = Path(__file__).with_name("samples") / "workbook.xls"


NOTHING, COMMA = ReadingOptions(), ReadingOptions(decimal="comma")


@contextmanager
def sheet(
    folder: Path, content: bytes, name: str = "table.xlsx", said: ReadingOptions = NOTHING
) -> Iterator[ColumnFile]:
    path = folder / name
    path.write_bytes(content)
    with opened(path, said) as table:
        yield table


def columns(table: ColumnFile) -> dict[str, Cells]:
    return dict(zip(table.names, table.load(range(len(table.names))), strict=True))


def refusal(folder: Path, content: bytes, said: ReadingOptions = NOTHING) -> str:
    with pytest.raises(TableError) as raised, sheet(folder, content, said=said) as table:
        table.load(range(len(table.names)))
    return str(raised.value)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def of_rows(*rows: Row) -> bytes:
    return xlsx({"Sheet1": rows})


PLAIN = of_rows(["x", "y"], [1, 2.5], [2, -0.125], [3, 1e-7])


@pytest.mark.parametrize("name", ["table.xlsx", "table.csv", "table", "table.xls", "table.xlsm"])
def test_an_xlsx_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PLAIN)
    data = tables.read(path, ["x"], ["y"])
    assert_array_equal(np.hstack([data.inputs, data.targets]), [[1, 2.5], [2, -0.125], [3, 1e-7]])
    assert [row[0] for row in tables.preview(path).first_rows] == ["1", "2", "3"]


def test_cells_of_all_kinds(tmp_path: Path) -> None:
    days = [date(2024, 2, 29), datetime(1999, 12, 31, 23, 59, 30)]
    times, lengths = [time(6, 30), time(0, 0, 1)], [timedelta(hours=30), timedelta(seconds=90)]
    rows = [[True, *row, ERROR] for row in zip(days, times, lengths, strict=True)]
    content = of_rows(["on", "when", "time", "length", "error"], *rows, [None] * 4 + [1])
    with sheet(tmp_path, content) as table:
        cells = columns(table)
    assert cells["on"].values.to_pylist() == [True, True, None]
    assert cells["when"].values.to_pylist() == [datetime(2024, 2, 29), days[1], None]
    assert cells["time"].values.to_pylist() == [*times, None]
    assert cells["length"].values.to_pylist() == [*lengths, None]
    assert_array_equal(cells["error"].numbers(), [np.nan, np.nan, 1])


def test_an_ods_is_read(tmp_path: Path) -> None:
    rows = [
        [1, 2.5, True, date(2024, 2, 29), "1,5"],
        [2, -1e-7, False, datetime(2024, 3, 1, 6), "2"],
    ]
    for row, length in zip(rows, (timedelta(hours=30), timedelta(seconds=1.5)), strict=True):
        row.append(length)
    with sheet(tmp_path, ods({"S": [["x", "y", "on", "when", "text", "length"], *rows]})) as table:
        cells = columns(table)
        assert (table.dialect.format, table.dialect.sheet) == ("OpenDocument", "S")
    assert_array_equal(cells["x"].numbers(), [1, 2])
    assert_array_equal(cells["y"].numbers(), [2.5, -1e-7])
    assert cells["on"].values.to_pylist() == [True, False]
    assert cells["when"].values.to_pylist() == [datetime(2024, 2, 29), datetime(2024, 3, 1, 6)]
    assert cells["length"].values.to_pylist() == [timedelta(hours=30), timedelta(seconds=1.5)]
    assert_array_equal(cells["text"].numbers(), [1.5, 2])


def test_an_ods_is_read_whatever_comes_first_in_it(tmp_path: Path) -> None:
    parts = parts_of(ods({"S": [["x", "y"], [1, 2.5]]}))
    first = "META-INF/manifest.xml"
    with sheet(tmp_path, archive({first: parts.pop(first), **parts})) as table:
        assert table.names == ("x", "y")


def test_an_xls_is_read(tmp_path: Path) -> None:
    with sheet(tmp_path, XLS.read_bytes(), "table.xls") as table:
        cells = columns(table)
        assert table.dialect.sheets == ("Notes", "Data")
        assert (table.dialect.sheet, table.dialect.header) == ("Data", 3)
        assert [table.row_number(row) for row in range(5)] == [4, 5, 6, 7, 8]
    assert_array_equal(cells["x"].numbers(), [1, 2, 3, 4, 5])
    assert_array_equal(cells["y"].numbers(), [2.5, -0.125, np.nan, 1, 2])
    assert [cells["who"].text(row) for row in range(5)] == ["a", "b", "a", "c", "c"]
    assert cells["when"].values[1].as_py() == datetime(2024, 1, 3, 4, 5)


def test_the_first_sheet_that_holds_a_table_is_read_unless_another_is_named(
    tmp_path: Path,
) -> None:
    sheets: dict[str, list[Row]] = {
        "Old": [["a", "b"], [1, 2], [3, 4]],
        "Read me": [["This is the data of the winter."], ["It has two columns."]],
        "Empty": [],
        "Data": [["x", "y"], [1, 2], [3, 4]],
        "More": [["u", "v"], [1, 2], [3, 4]],
    }
    content = xlsx(sheets, hidden=["Old"])
    with sheet(tmp_path, content) as table:
        assert (table.names, table.dialect.sheet) == (("x", "y"), "Data")
        assert table.dialect.sheets == tuple(sheets)
    for name, names in (("Old", ("a", "b")), ("More", ("u", "v"))):
        with sheet(tmp_path, content, said=ReadingOptions(sheet=name)) as table:
            assert (table.names, table.dialect.sheet) == (names, name)
    assert refusal(tmp_path, content, said=ReadingOptions(sheet="Dat")) == (
        "table.xlsx has no sheet 'Dat'; choose among 'Old', 'Read me', 'Empty', 'Data', 'More'."
    )
    assert refusal(tmp_path, content, said=ReadingOptions(sheet="Empty")) == (
        "table.xlsx, sheet 'Empty' is empty; choose a file with a header and rows."
    )


def test_a_sheet_that_is_a_chart_is_none(tmp_path: Path) -> None:
    parts = parts_of(xlsx({"Chart": [], "Data": [["x", "y"], [1, 2]]}))
    links, chart = "xl/_rels/workbook.xml.rels", b'chartsheet" Target="chartsheets/1.xml"'
    parts[links] = parts[links].replace(b'worksheet" Target="worksheets/1.xml"', chart)
    parts["xl/chartsheets/1.xml"] = b"<chartsheet/>"
    with sheet(tmp_path, archive(parts)) as table:
        assert (table.dialect.sheet, table.dialect.sheets) == ("Data", ("Data",))


def test_numbers_that_are_text_are_read_as_people_write_them(tmp_path: Path) -> None:
    content = of_rows(["x", "y"], ["1,5", 1], ["2,25", 2.5], ["1.234,5", "3,5"])
    with sheet(tmp_path, content) as table:
        cells = columns(table)
    assert_array_equal(cells["x"].numbers(), [1.5, 2.25, 1234.5])
    assert_array_equal(cells["y"].numbers(), [1, 2.5, 3.5])


def test_what_text_leaves_open_is_asked_and_what_another_column_or_a_person_tells_is_not(
    tmp_path: Path,
) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(of_rows(["x", "y"], ["1.234", 1.5], ["2.345", 2.5]))
    with pytest.raises(TableError, match=r"row 2, column 'x' holds '1\.234', which is 1\.234 with"):
        tables.read(path, ["x"], ["y"])
    assert_array_equal(tables.read(path, ["x"], ["y"], options=COMMA).inputs, [[1234], [2345]])
    path.write_bytes(of_rows(["x", "y", "z"], ["1.234", 1.5, "0,5"], ["2.345", 2.5, "1,5"]))
    assert_array_equal(tables.read(path, ["x"], ["y"]).inputs, [[1234], [2345]])


def test_what_a_sheet_leaves_open_is_as_in_the_table_of_a_model(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(of_rows(["x", "y"], ["1,100", 1.5], ["2,345", 2.5]))
    read = partial(tables.read, path, ["x"], ["y"])
    comma = ReadingOptions(decimal_otherwise="comma")
    assert_array_equal(read(options=comma).inputs, [[1.1], [2.345]])
    point = ReadingOptions(decimal="point", decimal_otherwise="comma")
    assert_array_equal(read(options=point).inputs, [[1100], [2345]])


def test_text_among_numbers_is_a_bad_cell_of_its_row(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(of_rows([], ["x", "y"], [1, 12.5], [2, 1e16], [], [3, "about 3"], [4, 0.25]))
    with pytest.raises(TableError) as raised:
        tables.read(path, ["x"], ["y"], missing="refuse")
    assert str(raised.value).startswith(
        "table.xlsx, row 6, column 'y' holds 'about 3', which is not a finite number (1 row"
    )
    with opened(path) as table:
        assert_array_equal(columns(table)["y"].numbers(), [12.5, 1e16, np.nan, 0.25])


def test_a_formula_without_a_result_is_an_empty_cell_and_a_column_of_them_is_told(
    tmp_path: Path,
) -> None:
    content = of_rows(["x", "y", "z"], [1, 2, FORMULA], [2, Raw("<f>A3</f><v>7</v>"), FORMULA])
    with sheet(tmp_path, content) as table:
        assert_array_equal(columns(table)["y"].numbers(), [2, 7])
        (note,) = table.dialect.notes
    assert note == (
        "Column 'z' is empty; if formulas fill it, save the file in a spreadsheet program, which "
        "stores their results."
    )
    with pytest.raises(TableError) as raised:
        tables.read(tmp_path / "table.xlsx", ["x"], ["z"])
    assert str(raised.value) == (
        "table.xlsx, column 'z' holds no value in any row; if formulas fill it, save the file in a "
        "spreadsheet program, which stores their results, or choose another column."
    )


def test_merged_cells_hold_their_content_in_each_row(tmp_path: Path) -> None:
    rows: list[Row] = [
        ["Winter", None, None],
        ["who", "x", "y"],
        ["a", 1, 2],
        [None, 3, 4],
        ["b", 5, 6],
    ]
    with sheet(tmp_path, xlsx({"S": rows}, merged=["A1:C1", "A3:A4"])) as table:
        who = columns(table)["who"]
        assert table.dialect.header == 2
    assert [who.text(row) for row in range(3)] == ["a", "a", "b"]


def test_an_archive_made_to_fill_the_memory_is_refused_unread(tmp_path: Path) -> None:
    bomb = archive({"xl/workbook.xml": bytes(101_000_000)})
    assert len(bomb) < 200_000
    assert refusal(tmp_path, bomb).startswith("table.xlsx would unpack to 0.1 GB, 1,0")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems set no limit to a process")
def test_a_cell_at_each_end_of_a_sheet_costs_neither_memory_nor_the_program(tmp_path: Path) -> None:
    parts = parts_of(PLAIN)
    parts["xl/worksheets/1.xml"] = parts["xl/worksheets/1.xml"].replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    assert refusal(tmp_path, archive(parts)) == (
        "table.xlsx takes more memory or time than its size explains, for its cells reach as far "
        "as XFD1048576; delete what is outside the table, or export it as CSV."
    )


@pytest.mark.skipif(sys.platform != "linux", reason="other systems set no limit to a process")
def test_a_cell_at_each_end_of_an_ods_costs_neither_memory_nor_the_program(tmp_path: Path) -> None:
    parts = parts_of(ods({"S": [["x", "y"], [1, 2], ["far"]]}))
    parts["content.xml"] = parts["content.xml"].replace(
        b'<table:table-row><table:table-cell office:value-type="string" office:string-value="far"',
        b'<table:table-row table:number-rows-repeated="100000"><table:table-cell/>'
        b"</table:table-row><table:table-row>"
        b'<table:table-cell table:number-columns-repeated="100"/>'
        b'<table:table-cell office:value-type="string" office:string-value="far"',
    )
    assert refusal(tmp_path, archive(parts)) == (
        "table.xlsx takes more memory or time than its size explains, as where a cell far from "
        "the table is filled; delete what is outside the table, or export it as CSV."
    )


DAMAGED = (
    "table.xlsx is a damaged or cut off spreadsheet; copy it or save it anew, or export it as CSV."
)
NO_WORKBOOK = "table.xlsx is a ZIP archive and no workbook; unpack it and choose a table in it."
OTHER = (
    "table.xlsx is {} and no workbook; open it with the program that it belongs to, and save the "
    "table as CSV."
)
ENCRYPTED = "table.xlsx is protected by a password; save it without one, or as CSV."
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PLAIN[: len(PLAIN) // 2], DAMAGED),
        (ods({"S": [["x", "y"], [1, 2]]}).replace(b"content.xml", b"kontent.xml"), NO_WORKBOOK),
        (b"PK\x03\x04\0\0", DAMAGED),
        (XLS.read_bytes()[:3000], DAMAGED),
        (COMPOUND + bytes(1000), DAMAGED),
        (archive({"xl/other.xml": "<other/>"}), DAMAGED),
        (
            archive({"data.csv": "x,y\n1,2\n"}),
            NO_WORKBOOK,
        ),
        (archive({"word/document.xml": "<x/>"}), OTHER.format("a Word document")),
        (
            archive({"Index/Document.iwa": "x"}),
            OTHER.format("a document of Numbers, Pages or Keynote"),
        ),
        (
            archive(
                {"mimetype": "application/vnd.oasis.opendocument.text"}
                | {"content.xml": "<x/>", "META-INF/manifest.xml": "<x/>"}
            ),
            OTHER.format("an OpenDocument file"),
        ),
        (COMPOUND + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(600), ENCRYPTED),
        (ods({"S": [["x"]]}, "<manifest><encryption-data/></manifest>"), ENCRYPTED),
        (archive({"mimetype": "application/x", "encrypted-package": "x"}), ENCRYPTED),
        (xlsx({}), "table.xlsx has no sheet of cells; choose another file."),
        (
            of_rows(),
            "table.xlsx, sheet 'Sheet1' is empty; choose a file with a header and rows.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_for_what_it_is(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    assert refusal(tmp_path, content) == expected


def test_an_xls_with_a_password_is_refused(tmp_path: Path) -> None:
    content, first = XLS.read_bytes(), b"\x09\x08\x10\x00\x00\x06\x05\x00"
    record = content.index(first) + 20
    content = content[:record] + b"\x2f\x00" + content[record + 2 :]
    assert refusal(tmp_path, content) == ENCRYPTED


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(of_rows(["x", "y"]))
    with pytest.raises(TableError, match=r"^table\.xlsx has column names but no rows"):
        tables.read(path, ["x"], ["y"])


def test_what_does_not_fit_in_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_refusals, "available_memory", lambda: 1_000_000)
    content = of_rows(["x", "y"], *[[1, 2.5]] * 10_000)
    assert refusal(tmp_path, content).startswith("table.xlsx takes about 0.0 GB of memory")


NUMBERS = st.none() | st.floats(-1e300, 1e300, allow_subnormal=False) | st.integers(-(2**53), 2**53)


@settings(max_examples=6, deadline=None)
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=30), st.integers(0, 3))
def test_numbers_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[float | None, float | None]],
    above: int,
) -> None:
    rows = [(0, 0), *rows, (0, 0)]
    content = of_rows(*[[]] * above, ["x", "y"], *rows)
    with sheet(tmp_path_factory.mktemp("sheets"), content) as table:
        x, y = (cells.numbers().tolist() for cells in table.load([0, 1]))
        numbers = [table.row_number(row) for row in range(len(x))]
    expected = [
        (above + place, *(np.nan if cell is None else float(cell) for cell in row))
        for place, row in enumerate(rows, start=2)
        if row != (None, None)
    ]
    assert_array_equal(list(zip(numbers, x, y, strict=True)), expected)


def read_all(folder: Path, content: bytes) -> None:
    with suppress(TableError), sheet(folder, content) as table:
        for cells in table.load(range(len(table.names))):
            cells.numbers()


@pytest.mark.parametrize("whole", [PLAIN, XLS.read_bytes()], ids=["xlsx", "xls"])
def test_damage_makes_nothing_but_cells_or_a_table_error(tmp_path: Path, whole: bytes) -> None:
    for content in damaged(whole, 9, first=4):
        read_all(tmp_path, content)


@pytest.mark.parametrize(
    ("whole", "part"),
    [(PLAIN, "xl/worksheets/1.xml"), (ods({"S": [["x", "y"], [1, 2]]}), "content.xml")],
    ids=["xlsx", "ods"],
)
def test_so_does_damage_before_it_was_packed(tmp_path: Path, whole: bytes, part: str) -> None:
    parts = parts_of(whole)
    for content in damaged(parts[part], 9):
        read_all(tmp_path, archive({**parts, part: content}))


def test_the_reader_needs_nothing_of_the_program() -> None:
    probe = (
        "import sys, runpy; sys.argv[1:] = ['4000000000']; runpy.run_path(sys.argv[0]);"
        "sys.exit(any(name.startswith(('mdn_gui', 'numpy', 'pyarrow')) for name in sys.modules))"
    )
    script = Path(tables.__file__).parent / "files" / "sheet_reader.py"
    command = [sys.executable, "-c", probe.replace("sys.argv[0]", repr(str(script)))]
    assert subprocess.run(command, check=False).returncode == 0


def test_a_name_that_stands_twice_is_told(tmp_path: Path) -> None:
    with sheet(tmp_path, of_rows(["x", "x"], [1, 2], [3, 4])) as table:
        assert table.dialect.notes == (
            "One column has the name of another, and is called 'x (2)'.",
        )
