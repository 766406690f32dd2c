"""Parquet and Arrow tables, whose columns have types."""

import io
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.testing import assert_array_equal

from mdn_gui.core import tables
from mdn_gui.core.files.parquet import describe, pieces, read
from mdn_gui.core.files.row_batches import Interpretation
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.roles import Roles
from mdn_gui.core.table_formats import opened
from mdn_gui.core.tables import open_rows
from tests.damage import damaged

type Write = Callable[[pa.Table], bytes]


def arrow_file(table: pa.Table, compression: str | None = None) -> bytes:
    sink, options = io.BytesIO(), pa.ipc.IpcWriteOptions(compression=compression)
    with pa.ipc.new_file(sink, table.schema, options=options) as writer:
        writer.write_table(table, max_chunksize=2)
    return sink.getvalue()


def arrow_stream(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)
    return sink.getvalue()


def parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


WRITERS = {
    "file": arrow_file,
    "lz4": lambda table: arrow_file(table, "lz4"),
    "zstd": lambda table: arrow_file(table, "zstd"),
    "stream": arrow_stream,
    "parquet": parquet,
}


def refusal(path: Path) -> str:
    with pytest.raises(TableError) as raised, opened(path) as table:
        table.load(range(len(table.names)))
    return str(raised.value)


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_columns_are_read_whatever_the_name_of_the_file(tmp_path: Path, write: Write) -> None:
    columns = {
        "x": [1.5, 2.5, -3.0],
        "y": pa.array([1, 2, 3], pa.int16()),
        "level": pa.array(["low", "high", "low"]).dictionary_encode(),
        "unused": ["a", "b", None],
    }
    path = tmp_path / "table.csv"
    path.write_bytes(write(pa.table(columns)))
    data = tables.read(path, ["y"], ["x"])
    assert_array_equal(data.inputs, [[1], [2], [3]])
    assert_array_equal(data.targets, [[1.5], [2.5], [-3.0]])
    with opened(path) as table:
        [level, x] = table.load([2, 0])
        assert [level.text(row) for row in range(3)] == ["low", "high", "low"]
        assert_array_equal(x.numbers(), [1.5, 2.5, -3.0])
        assert table.dialect.format in ("Arrow", "Parquet")
        assert (table.dialect.header, table.row_number(2)) == (0, 3)


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_a_missing_cell_is_named(tmp_path: Path, write: Write) -> None:
    path = tmp_path / "table"
    path.write_bytes(write(pa.table({"x": [1.0, 2.0, 3.0], "y": [1.0, 2.0, None]})))
    with pytest.raises(TableError, match=r"^table, row 3, column 'y' is empty"):
        tables.read(path, ["x"], ["y"], missing="refuse")


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_a_nested_column_is_refused_by_name_and_does_no_harm(tmp_path: Path, write: Write) -> None:
    nested = pa.array([{"a": 1}, {"a": 2}])
    path = tmp_path / "table"
    path.write_bytes(write(pa.table({"x": [1.0, 2.0], "deep": nested, "y": [1, 2]})))
    expected = "table, column 'deep' holds struct<a: int64>, not numbers; choose another column."
    with pytest.raises(TableError, match=f"^{re.escape(expected)}$"):
        tables.read(path, ["x"], ["deep"])
    assert tables.read(path, ["x"], ["y"]).rows == 2


def test_extensions_views_and_repetitions_are_read_as_what_they_hold(tmp_path: Path) -> None:
    path = tmp_path / "table.arrow"
    repeated = pa.RunEndEncodedArray.from_arrays(pa.array([1, 3], pa.int32()), [0.5, 1.5])
    extension = pa.array([True, False, True]).cast(pa.bool8())
    view = pa.array(["1", "2", "3"], pa.string_view())
    columns = {"r": repeated, "e": extension, "v": view, "n": pa.nulls(3)}
    path.write_bytes(arrow_file(pa.table(columns)))
    with opened(path) as table:
        cells = table.load(range(4))
    assert_array_equal(
        [column.numbers() for column in cells[:3]], [[0.5, 1.5, 1.5], [1, 0, 1], [1, 2, 3]]
    )
    assert [cells[3].text(row) for row in range(3)] == [""] * 3


def test_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    columns = pa.Table.from_arrays([pa.array([float(n)]) for n in range(3)], ["x", "y", "x"])
    for name, write in (("table.arrow", arrow_file), ("table.parquet", parquet)):
        path = tmp_path / name
        path.write_bytes(write(columns))
        with opened(path) as table:
            assert [cells.text(0) for cells in table.load([2, 0])] == ["2.0", "0.0"]


def test_feather_of_version_1_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.feather"
    path.write_bytes(b"FEA1" + bytes(100))
    assert refusal(path) == (
        "table.feather is a Feather file of version 1, which is not read; save it as Feather "
        "version 2 or as Parquet."
    )


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_a_truncated_file_is_refused(tmp_path: Path, write: Write) -> None:
    path = tmp_path / "table"
    whole = write(pa.table({"x": np.arange(100.0), "y": np.arange(100.0)}))
    path.write_bytes(whole[: len(whole) // 2])
    told = refusal(path)
    assert told.startswith("table cannot be read (")
    assert "; export it anew as " in told


def test_an_arrow_file_without_its_end_is_told_to_be_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "table.arrow"
    path.write_bytes(arrow_file(pa.table({"x": range(100)}))[:-10])
    assert refusal(path) == (
        "table.arrow cannot be read (it is cut off or damaged); export it anew as CSV or Parquet."
    )


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_damage_makes_nothing_but_cells_or_a_table_error(tmp_path: Path, write: Write) -> None:
    columns = {"x": [1.0, 2.0, 3.0], "s": ["a", "b", None], "n": [1, None, 3]}
    path = tmp_path / "table"
    for content in damaged(write(pa.table(columns)), 150, first=4):
        path.write_bytes(content)
        with suppress(TableError):
            tables.describe(path)


def test_a_parquet_file_that_lost_a_column_in_place_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    path.write_bytes(parquet(pa.table({"x": [1.0, 2.0]})))
    (piece,) = pieces([describe(path.name, path, ["x"])])
    when = path.stat().st_mtime_ns
    path.write_bytes(parquet(pa.table({"z": [1.0, 2.0]})))
    os.utime(path, ns=(when, when))
    with pytest.raises(TableError, match=r"^table\.parquet cannot be read \(its columns are not"):
        list(read(piece, Interpretation(Roles((), ("x",)))))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two Parquet files, one below a folder."""
    folder = tmp_path / "parts"
    (folder / "b").mkdir(parents=True)
    first = pa.table({"x": [1.0, 2.0], "y": pa.array([10, 20]), "more": ["p", "q"]})
    second = pa.table({"y": [30.5], "x": pa.array([3], pa.int8())})
    pq.write_table(first, folder / "a.parquet")
    pq.write_table(second, folder / "b" / "c.parquet")
    return folder


def test_a_folder_of_parquet_files_is_one_table(folder: Path) -> None:
    data = tables.read(folder, ["x"], ["y"])
    assert_array_equal(np.hstack([data.inputs, data.targets]), [[1, 10], [2, 20], [3, 30.5]])
    assert open_rows(folder, Roles(("x",), ("y",))).rows == 3
    shown = tables.preview(folder)
    assert (shown.rows, shown.numeric_columns) == (3, ("x", "y"))
    assert shown.name == "parts"
    with opened(folder) as table:
        assert table.dialect.notes == (
            "Column 'more' is left out: not all files have it (parts/b/c.parquet does not).",
        )


def test_a_column_that_a_file_of_a_folder_lacks_is_refused_by_the_name_of_the_file(
    folder: Path,
) -> None:
    with pytest.raises(TableError) as raised:
        tables.read(folder, ["x", "more"], ["y"])
    assert str(raised.value) == (
        "parts has no column 'more'; choose among 'x', 'y'. Column 'more' is left out: not all "
        "files have it (parts/b/c.parquet does not)."
    )


def test_what_the_names_of_folders_tell_is_told_not_to_be_read(tmp_path: Path) -> None:
    for year in (2023, 2024):
        inside = tmp_path / "parts" / f"year={year}" / "site=a"
        inside.mkdir(parents=True)
        pq.write_table(pa.table({"x": [1.0], "y": [2.0]}), inside / "data.parquet")
    folders = "The names of folders tell 'year', 'site', which are not read; write them as columns."
    assert folders in tables.read(tmp_path / "parts", ["x"], ["y"]).notes
    with pytest.raises(TableError) as raised:
        tables.read_inputs(tmp_path / "parts", ["year"])
    assert str(raised.value) == f"parts has no column 'year'; choose among 'x', 'y'. {folders}"


def test_a_column_of_two_types_in_a_folder_is_refused(folder: Path) -> None:
    pq.write_table(pa.table({"x": [1.0], "y": [[1.0]], "z": [1.0]}), folder / "d.parquet")
    with pytest.raises(TableError) as raised:
        tables.read(folder, ["x"], ["y"])
    assert str(raised.value) == (
        f"parts, column 'y' holds list<element: double> in {Path('parts/d.parquet')}, but int64 in "
        f"{Path('parts/a.parquet')}; write all files with one type, or choose another column."
    )
    assert [column.numeric for column in tables.describe(folder).columns] == [True, False]


BEFORE_YEAR_1, AFTER_YEAR_9999 = -(10**11), 10**12


@pytest.mark.parametrize("write", [arrow_file, parquet])
@pytest.mark.parametrize(
    ("column", "shown"),
    [
        (pa.array([1_000_000_001], pa.timestamp("ns")), "1970-01-01T00:00:01.000000001"),
        (pa.array([1], pa.time64("ns")), "00:00:00.000000001"),
        (pa.array([1], pa.duration("ns")), "1 nanoseconds"),
        (pa.array([2**62], pa.duration("s")), f"{2**62} seconds"),
        (pa.array([BEFORE_YEAR_1], pa.timestamp("ms")), "1966-10-31 14:13:20"),
        (pa.array([BEFORE_YEAR_1 * 1000], pa.timestamp("ms")), "-1199-02-15T14:13:20.000"),
        (pa.array([AFTER_YEAR_9999 * 1000], pa.timestamp("ms")), "33658-09-27T01:46:40.000"),
        (pa.array([10**7], pa.int32()).cast(pa.date32()), "29349-01-26"),
        (pa.array([1], pa.timestamp("ms", "Foo/Bar")), "1970-01-01T00:00:00.001 UTC"),
        (pa.array([1], pa.timestamp("ns", "Europe/Berlin")), "1970-01-01T00:00:00.000000001 UTC"),
    ],
)
def test_times_that_python_does_not_have_are_shown(
    tmp_path: Path, write: Write, column: pa.Array, shown: str
) -> None:
    path = tmp_path / "table"
    path.write_bytes(write(pa.table({"x": column, "y": [1.5]})))
    assert tables.describe(path).first_rows == ((shown, "1.5"),)


@pytest.mark.parametrize("beyond", [BEFORE_YEAR_1, AFTER_YEAR_9999, 2**60])
def test_moments_beyond_the_years_that_there_are_cost_their_row(
    tmp_path: Path, beyond: int
) -> None:
    path = tmp_path / "table.arrow"
    moments = pa.array([0, beyond, 60], pa.timestamp("s"))
    path.write_bytes(arrow_file(pa.table({"x": moments, "y": [1.5, 2.5, 3.5]})))
    data = tables.read(path, ["x"], ["y"])
    assert (data.inputs.ravel().tolist(), data.left_out) == ([0, 60], 1)
    path.write_bytes(arrow_file(pa.table({"x": moments.slice(1, 1), "y": [1.5]})))
    with pytest.raises(TableError, match=r"^table.arrow, column 'x' holds no date of the years 1 "):
        tables.read(path, ["x"], ["y"])


@pytest.mark.skipif(os.name == "nt", reason="links take a right that few have")
def test_a_link_to_nothing_in_a_folder_is_named(folder: Path) -> None:
    (folder / "d.parquet").symlink_to(folder / "gone")
    gone = r"d\.parquet does not exist; check the name"
    with pytest.raises(TableError, match=gone):
        tables.read(folder, ["x"], ["y"])
    with pytest.raises(TableError, match=gone):
        open_rows(folder, Roles(("x",), ("y",)))


def test_a_damaged_file_of_a_folder_is_named(folder: Path) -> None:
    (folder / "b" / "c.parquet").write_bytes(b"PAR1")
    assert refusal(folder).startswith("c.parquet cannot be read (")
