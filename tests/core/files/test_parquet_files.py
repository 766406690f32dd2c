"""Which files a table has, how they are read piece by piece, and how that can fail."""

import os
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from mdn_gui.core.files.parquet import Piece, describe, find, pieces, read
from mdn_gui.core.files.row_batches import Interpretation
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.roles import Roles


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of the numbers from 0, in four row groups."""
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table({"x": np.arange(400.0)}), path, row_group_size=100)
    return path


def pieces_of(*paths: Path) -> list[Piece]:
    return list(pieces([describe(path.name, path, ["x"]) for path in paths]))


def values(pieces: Sequence[Piece], *columns: str) -> NDArray[np.float64]:
    """All that is read, (columns, rows); the blocks' row numbers must follow each other."""
    blocks = [
        block for piece in pieces for block in read(piece, Interpretation(Roles(columns, ())))
    ]
    widths = [block.values.shape[1] for block in blocks]
    assert [block.row for block in blocks] == [0, *np.cumsum(widths)[:-1]]
    return np.concatenate([block.values for block in blocks], axis=1)


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(TableError) as raised:
        call()
    return str(raised.value)


def test_a_folder_is_searched_in_the_order_of_names(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    names = ["b.parquet", "a/2.parquet", "a/1.parquet", "year=2020/c.parquet"]
    others = ["_b.parquet", ".b.parquet", "_old/b.parquet", ".old/b.parquet", "a/read.me", "b.csv"]
    for name in (*names, *others):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    found = find(folder)
    expected = ["a/1.parquet", "a/2.parquet", "b.parquet", "year=2020/c.parquet"]
    assert [path for _, path in found] == [folder / name for name in expected]
    assert [name for name, _ in found] == [str(Path("data") / name) for name in expected]


def test_a_folder_without_parquet(tmp_path: Path) -> None:
    (tmp_path / "table.csv").touch()
    assert refusal(lambda: find(tmp_path)) == (
        f"{tmp_path} has no file *.parquet in it; choose another folder or a file."
    )


@given(
    st.lists(st.lists(st.integers(0, 300), max_size=4), min_size=1, max_size=4),
    st.integers(1, 200),
)
def test_every_row_is_read_once_and_in_order_whatever_the_files_and_row_groups(
    tmp_path_factory: pytest.TempPathFactory, tables: list[list[int]], group: int
) -> None:
    folder, written, row = tmp_path_factory.mktemp("tables"), [], 0
    for number, parts in enumerate(tables):
        path = folder / f"{number}.parquet"
        with pq.ParquetWriter(path, pa.schema({"y": pa.int64(), "x": pa.float64()})) as writer:
            for rows in parts:
                x = np.arange(row, row + rows)
                writer.write_table(pa.table({"y": -x, "x": x / 2}), row_group_size=group)
                row += rows
        written.append(path)
    found = pieces_of(*written)
    assert sum(len(piece.groups) for piece in found) == sum(
        pq.read_metadata(path).num_row_groups for path in written
    )
    if row:
        assert_array_equal(values(found, "x", "y"), [np.arange(row) / 2, -np.arange(row)])


def test_small_row_groups_are_read_together_and_large_ones_apart(tmp_path: Path) -> None:
    path, x = tmp_path / "table.parquet", np.arange(800_000.0)
    pq.write_table(pa.table({"x": x}), path, row_group_size=40_000)
    small = pieces_of(path)
    assert 2 < len(small) < 10
    assert_array_equal(values(small, "x"), [x])
    pq.write_table(pa.table({"x": x}), path, row_group_size=400_000)
    large = pieces_of(path)
    assert [(piece.groups, piece.row) for piece in large] == [(range(1), 0), (range(1, 2), 400_000)]
    assert_array_equal(values(large, "x"), [x])


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1, 2, 3], pa.int8()),
        pa.array([1, 2, 3], pa.uint64()),
        pa.array([1, 2, 3], pa.float16()),
        pa.array([1, 2, 3], pa.float32()),
        pa.array([Decimal("1.00"), Decimal("2.00"), Decimal("3.00")]),
        pa.array([" 1", "2.0", "3e0"]),
        pa.array(["1", "2", "3"]).dictionary_encode(),
    ],
    ids=lambda column: str(column.type),
)
def test_all_kinds_of_numbers_are_read(tmp_path: Path, column: pa.Array) -> None:
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table({"x": column}), path)
    assert_array_equal(values(pieces_of(path), "x"), [[1, 2, 3]])


@pytest.mark.parametrize(
    ("column", "kind"),
    [(pa.array([b"1"]), "binary"), (pa.array([[1.0]]), "list"), (pa.array([{"a": 1}]), "struct")],
)
def test_a_column_of_other_things_is_refused(tmp_path: Path, column: pa.Array, kind: str) -> None:
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table({"x": column}), path)
    message = refusal(lambda: describe("data/table.parquet", path, ["x"]))
    assert message.startswith(f"data/table.parquet, column 'x' holds {kind}")
    assert message.endswith("not numbers; choose another column.")
    assert describe("table", path, ["y"]).columns == ("x",)


@pytest.mark.parametrize("cell", [None, float("nan"), float("-inf")])
def test_a_row_with_a_bad_cell_is_left_out(tmp_path: Path, cell: float | None) -> None:
    later = tmp_path / "later.parquet"
    x = pa.array([*range(60_000), cell, cell, 7], pa.float64())
    pq.write_table(pa.table({"x": x, "y": x}), later, row_group_size=50_000)
    assert_array_equal(values(pieces_of(later), "x"), [[*range(60_000), 7]])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"x,y\n1,2\n", "table.parquet cannot be read (Parquet magic bytes not found"),
        (b"PAR1 damaged", "table.parquet cannot be read (Parquet magic bytes not found"),
        (b"", "table.parquet cannot be read (Parquet file size is 0 bytes)"),
    ],
)
def test_a_file_that_is_no_parquet(path: Path, content: bytes, expected: str) -> None:
    path.write_bytes(content)
    assert refusal(lambda: pieces_of(path)).startswith(expected)


def test_a_missing_file(tmp_path: Path) -> None:
    absent = tmp_path / "absent.parquet"
    assert "does not exist" in refusal(lambda: describe("absent", absent, []))


def test_a_file_whose_rows_are_damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4:100] = bytes(96)
    path.write_bytes(content)
    message = refusal(lambda: values(pieces_of(path), "x"))
    assert message.startswith("table.parquet cannot be read (")
    assert message.endswith("); export it anew as Parquet.")
    assert "\n" not in message


def test_text_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    offsets, characters = np.array([0, 1], np.int32), b"\xff"
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(characters)]
    pq.write_table(pa.table({"x": pa.Array.from_buffers(pa.string(), 1, buffers)}), path)
    assert "cannot be read (" in refusal(lambda: values(pieces_of(path), "x"))


@given(st.data())
def test_damage_raises_nothing_but_a_table_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("tables") / "table.parquet"
    texts = [str(number) for number in range(50)]
    pq.write_table(pa.table({"x": np.arange(50.0), "y": texts}), path, row_group_size=20)
    content = bytearray(path.read_bytes())
    for index in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=3)):
        content[index] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    with suppress(TableError):
        for piece in pieces_of(path):
            deque(read(piece, Interpretation(Roles(("x", "y"), ()))), maxlen=0)


def _delete(path: Path) -> None:
    path.unlink()


def _rewrite(path: Path) -> None:
    pq.write_table(pa.table({"x": np.arange(4000.0)}), path)


def _truncate(path: Path) -> None:
    os.truncate(path, 1000)


@pytest.mark.parametrize(
    ("change", "fault"), [(_delete, "disappeared"), (_rewrite, "changed"), (_truncate, "changed")]
)
def test_a_file_that_is_not_what_it_was(
    path: Path, change: Callable[[Path], None], fault: str
) -> None:
    before = pieces_of(path)
    change(path)
    message = refusal(lambda: values(before, "x"))
    assert message.startswith(f"table.parquet {fault} while the table was in use; ")


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a file that is open as it is")
@pytest.mark.parametrize(
    ("change", "fault"), [(_delete, "disappeared"), (_rewrite, "changed"), (_truncate, "changed")]
)
def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, change: Callable[[Path], None], fault: str
) -> None:
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table({"x": np.arange(100_000.0)}), path)
    (piece,) = pieces_of(path)
    blocks = read(piece, Interpretation(Roles(("x",), ())))
    next(blocks)
    change(path)
    message = refusal(lambda: list(blocks))
    assert message.startswith(f"table.parquet {fault} while the table was in use; ")
