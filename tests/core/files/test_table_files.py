"""Kinds of files, and every way in which a file is refused."""

import os
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mdn_gui.core.files.table_error import TableError
from mdn_gui.core.files.table_files import opened


def refusal(path: Path) -> str:
    """Why a file cannot be read in full."""
    with pytest.raises(TableError) as raised, opened(path) as table:
        table.load(table.names)
    return str(raised.value)


def test_parquet_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "table.data"
    pq.write_table(pa.table({"a.b": [1, 2], "a": [3.5, None], "größe m": ["x", "4"]}), path)
    with opened(path) as table:
        assert table.names == ("a.b", "a", "größe m")
        size, dotted = table.load(["größe m", "a.b"])
        assert [size.text(0), size.text(1)] == ["x", "4"]
        assert dotted.numbers().tolist() == [1, 2]
        assert table.row_number(1) == 2


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
    assert refusal(tmp_path) == f"{tmp_path} is a folder; choose a file in it."


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read everything"
)
def test_a_forbidden_file(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.touch(mode=0)
    assert refusal(path) == f"{path} may not be read; ask for permission or copy the file."


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / ("x" * 5000))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "table.csv is empty; choose a file with a header and rows."),
        (b"\xef\xbb\xbf\n", "table.csv is empty; choose a file with a header and rows."),
        (b"PK\x03\x04\0\0", "table.csv is not a text table; export it as CSV or Parquet."),
        (
            b"x,y\n1,2\n3,\xe9\n",
            "row 3 holds the byte 0xe9, which is not UTF-8 text; save the file as CSV UTF-8.",
        ),
        (
            b"\xef\xbb\xbfx,y\n\xe9,2\n",
            "row 2 holds the byte 0xe9, which is not UTF-8 text; save the file as CSV UTF-8.",
        ),
        (
            "x,y\n1,2".encode("utf-16") + b"\0",
            "row 2 holds the byte 0x00, which is not UTF-16 text; save the file as CSV UTF-8.",
        ),
        (b"x,y,x,x\n1,2,3,4\n", "table.csv has 3 columns named 'x'; rename all but one."),
        (
            b"PAR1 damaged",
            "corrupted or this is not a parquet file); export it anew as CSV or Parquet.",
        ),
    ],
)
def test_contents_that_are_no_table(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    message = refusal(path)
    assert message.startswith("table.csv")
    assert message.endswith(expected)


def test_an_undecodable_byte_far_down_is_found(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"x,y\n" + b"1,2\n" * 100_000 + b"3,\xff\n")
    assert "row 100002 holds the byte 0xff" in refusal(path)


def test_a_field_without_an_end(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('"x,y\n' + "1,2\n" * 100_000)
    assert "table.csv cannot be read (field larger than field limit" in refusal(path)


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
        rows = len(table.load(table.names)[0])
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
        table.load(["a"])
