"""Formats of files, and every way in which a file is refused."""

import os
from contextlib import suppress
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mdn_gui.core import tables
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.files import table_refusals
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.reading import ReadingOptions
from mdn_gui.core.roles import Roles
from mdn_gui.core.table_formats import opened
from mdn_gui.core.tables import open_rows
from tests import pairs


def refusal(path: Path) -> str:
    """Why a file cannot be read in full."""
    with pytest.raises(TableError) as raised, opened(path) as table:
        table.load(range(len(table.names)))
    return str(raised.value)


def test_parquet_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "table.data"
    pq.write_table(pa.table({"a.b": [1, 2], "a": [3.5, None], "größe m": ["x", "4"]}), path)
    with opened(path) as table:
        assert table.names == ("a.b", "a", "größe m")
        size, dotted = table.load([2, 0])
        assert [size.text(0), size.text(1)] == ["x", "4"]
        assert dotted.numbers().tolist() == [1, 2]
        assert table.row_number(1) == 2


@pytest.mark.parametrize("name", ["table.csv.gz", "table.csv.zst", "table.csv.bz2", "table.lz4"])
def test_text_is_read_whatever_its_name_says_of_compression(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x,y\n1,2\n3,4\n")
    assert tables.read(tmp_path / name, ["x"], ["y"]).inputs.tolist() == [[1], [3]]


def test_a_format_that_is_declared_is_read_advised_and_told_from_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pairs.written(tmp_path / "table.data", [(1.0, 0.5), (2.0, 0.25)])
    pairs.declare(monkeypatch)
    assert tables.read(path, ["x"], ["y"]).targets.tolist() == [[0.5], [0.25]]
    assert tables.preview(path).numeric_columns == ("x", "y")
    assert isinstance(open_rows(path, Roles(("x",), ("y",))), Dataset)
    path.write_bytes(b"\x01\x02\0\0")
    assert refusal(path).endswith("export it as CSV, Parquet or pairs.")
    path.write_text("x,y\n1,2\n")
    assert tables.read(path, ["x"], ["y"]).targets.tolist() == [[2.0]]


def test_what_a_format_has_not_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("x,y\n1,2\n")
    pq.write_table(pa.table({"x": [1], "y": [2]}), tmp_path / "t.parquet")
    for name, options, said in (
        ("t.csv", ReadingOptions(sheet="X"), "t.csv is CSV, which has no sheets; leave the"),
        ("t.parquet", ReadingOptions(separator=";"), "t.parquet is Parquet, which has no sep"),
        ("t.parquet", ReadingOptions(header=2), "no row of names; leave the row of names"),
        ("t.parquet", ReadingOptions(encoding="cp1252"), "no choice of encodings; leave the"),
    ):
        for read in (tables.describe, lambda *a: open_rows(a[0], Roles(("x",), ("y",)), a[1])):
            with pytest.raises(TableError, match=said):
                read(tmp_path / name, options)


def test_the_folder_of_a_parquet_file_adds_no_column(tmp_path: Path) -> None:
    folder = tmp_path / "year=2020"
    folder.mkdir()
    pq.write_table(pa.table({"x": [1]}), folder / "table.parquet")
    with opened(folder / "table.parquet") as table:
        assert table.names == ("x",)


def test_a_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "absent.csv"
    assert refusal(path) == f"{path} does not exist; check the name or choose another file."


def test_a_folder(tmp_path: Path) -> None:
    expected = f"{tmp_path} is a folder with no file *.parquet in it; choose a file in it."
    assert refusal(tmp_path) == expected


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read everything"
)
def test_a_forbidden_file(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.touch(mode=0)
    assert refusal(path) == f"{path} may not be read; ask for permission or copy the file."


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / ("x" * 5000))
    assert "does not exist" in refusal(tmp_path / "a\0b.csv")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "table.csv is empty; choose a file with a header and rows."),
        (b"\xef\xbb\xbf\n", "table.csv is empty; choose a file with a header and rows."),
        (b"\x01\x02\0\0", "table.csv is no table that can be read; export it as CSV or Parquet."),
        (
            b"$FL2@(#) SPSS DATA FILE" + bytes(100),
            "table.csv is no table that can be read; export it as CSV or Parquet.",
        ),
        (
            b"x,y\n1,2\n3,\0" + b"4\n5,6\n" * 30 + bytes(4096),
            (
                "row 3 holds a NUL byte, as damaged files and files of other formats do; export "
                "the table anew."
            ),
        ),
        (
            b"x,y\n1,2\n3,\0\n5,6\n",
            (
                "row 3 holds a NUL byte, as damaged files and files of other formats do; export "
                "the table anew."
            ),
        ),
        (b" \n\n\t\n", "table.csv is empty; choose a file with a header and rows."),
        (b";;\n;;\n", "table.csv is empty; choose a file with a header and rows."),
        (
            b"1," * 100_001,
            (
                "row 1 has 100,002 fields, as where the ends of lines are missing; export the "
                "table anew, with at most 100,000 columns."
            ),
        ),
        (
            "x,y\n1,2".encode("utf-16") + b"\0",
            "table.csv is damaged UTF-16 text; save it as CSV UTF-8.",
        ),
        (
            b"PAR1 damaged",
            "corrupted or this is not a parquet file); export it anew as Parquet.",
        ),
    ],
)
def test_contents_that_are_no_table(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    message = refusal(path)
    assert message.startswith("table.csv")
    assert message.endswith(expected)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "table.csv")
    expected = "table.csv cannot be read (It is a pipe); choose another file."
    assert refusal(tmp_path / "table.csv") == expected


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such device")
def test_a_device_is_refused_at_once() -> None:
    assert refusal(Path("/dev/zero")) == (
        "zero cannot be read (It is a device); choose another file."
    )


def test_what_does_not_fit_in_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, parquet = tmp_path / "table.csv", tmp_path / "table.parquet"
    rows = 200_000
    text.write_text("x,y,z\n" + "0.125,0.625,0.375\n" * rows)
    pq.write_table(pa.table({"x": range(rows), "y": range(rows)}), parquet)
    line = tmp_path / "line.csv"
    line.write_text("x" * 1_000_000)
    for path, available in ((parquet, 4_000_000), (line, 4_000_000), (text, 15_000_000)):
        monkeypatch.setattr(table_refusals, "available_memory", partial(int, available))
        assert refusal(path).startswith(f"{path.name} takes about 0.0 GB of memory")
    with opened(text) as table:
        assert len(table.load([1])[0]) == rows, "a column may fit where all do not"


def test_short_cells_take_more_memory_than_their_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.csv.zst"
    path.write_bytes(pa.compress(b"a,b\n" + b"0,1\n" * 300_000, codec="zstd", asbytes=True))
    monkeypatch.setattr(table_refusals, "available_memory", lambda: 15_000_000)
    assert refusal(path).startswith("table.csv.zst takes about 0.0 GB of memory")


def test_columns_of_one_name_are_told_apart_by_their_places(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    columns = [pa.array([1.0]), pa.array([2.0]), pa.array([3.0])]
    pq.write_table(pa.Table.from_arrays(columns, ["x", "y", "x"]), path)
    with opened(path) as table:
        assert [cells.text(0) for cells in table.load(range(3))] == ["1.0", "2.0", "3.0"]
        assert [cells.text(0) for cells in table.load([1])] == ["2.0"]


def test_parquet_without_columns(tmp_path: Path) -> None:
    pq.write_table(pa.table({}), tmp_path / "table.parquet")
    assert refusal(tmp_path / "table.parquet") == (
        "table.parquet has no columns; choose another file."
    )


@given(
    st.one_of(
        st.binary(),
        st.text(',;\t\n\r" a1.5é', max_size=50).map(str.encode),
        st.binary().map(b"PAR1".__add__),
        st.binary().map(b"\xff\xfe".__add__),
        st.binary().map(b"x,y\n1,".__add__),
    )
)
@example(b'x,y\n"1,2')
@example(b'x\n""\n\n"')
def test_no_content_raises_anything_but_a_table_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("tables") / "table.csv"
    path.write_bytes(content)
    with suppress(TableError), opened(path) as table:
        rows = len(table.load(range(len(table.names)))[0])
        # Whoever blames the last row needs its number.
        assert rows == 0 or table.row_number(rows - 1) >= rows


@pytest.mark.skipif(os.name == "nt", reason="Windows has only names of Unicode")
def test_a_name_that_is_no_unicode_is_refused(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff.csv")
    path.write_text("a,b\n1,2\n")
    with (
        pytest.raises(TableError, match="has a name that is no Unicode text; rename it"),
        opened(path) as table,
    ):
        table.load([0])
