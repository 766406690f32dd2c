"""Training from files: the split, the windows, and how much memory they take."""

import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.files.parquet import ParquetSource
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.holdout import MOST_ROWS, Holdout
from mdn_gui.core.parquet_rows import open_parquet
from mdn_gui.core.roles import Roles


def write(path: Path, rows: int, group: int, first: int = 0) -> None:
    """A table whose input x is the number of the row; y = -x, and v is constant."""
    with pq.ParquetWriter(path, pa.schema(dict.fromkeys("vxy", pa.float64()))) as writer:
        for start in range(first, first + rows, group):
            x = np.arange(float(start), min(start + group, first + rows))
            writer.write_table(pa.table({"v": np.ones(len(x)), "x": x, "y": -x}))


def source(path: Path, fraction: float = 0.2, seed: int = 0) -> ParquetSource:
    """The rows of a run, never in memory, however few there are."""
    table = open_parquet(path, Roles(("x", "v"), ("y",)))
    return table.streamed(Holdout(fraction, seed=seed))


def pack(rows: Dataset) -> NDArray[np.float32]:
    """Leave the units as they are."""
    return np.hstack([rows.inputs, rows.targets]).astype(np.float32)


def windows(
    source: ParquetSource, size: int = 1024, seed: int = 0
) -> Iterator[NDArray[np.float32]]:
    return source.windows(pack, size, np.random.default_rng(seed))


def ids(values: NDArray[np.floating]) -> list[int]:
    """The row numbers in the first column."""
    numbers: list[int] = values[:, 0].astype(int).tolist()
    return numbers


@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(1, 100)), min_size=1, max_size=5),
    st.integers(1, 300),
    st.floats(0.01, 0.9),
    st.integers(0, 2**31 - 1),
)
def test_every_row_is_trained_on_once_an_epoch_or_held_out(
    tmp_path_factory: pytest.TempPathFactory,
    files: list[tuple[int, int]],
    size: int,
    fraction: float,
    seed: int,
) -> None:
    folder, rows = tmp_path_factory.mktemp("tables"), 1
    write(folder / "first.parquet", 1, 1)
    for number, (count, group) in enumerate(files):
        write(folder / f"part{number}.parquet", count, group, rows)
        rows += count
    table = source(folder, fraction, seed)
    *full, last = windows(table, size, seed)
    assert all(len(window) == size for window in full)
    assert 0 < len(last) <= size
    seen = [row for window in (*full, last) for row in ids(window)]
    assert table.rows == len(seen)
    assert sorted([*seen, *ids(table.validation.inputs)]) == list(range(rows))
    # A table as short as this is its own sample.
    assert sorted(ids(table.training.inputs)) == sorted(seen)
    assert_array_equal(last[:, 1:], np.column_stack([np.ones(len(last)), -last[:, 0]]))


def test_the_sides_do_not_depend_on_how_the_table_is_cut_into_files(tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    whole.mkdir()
    parts.mkdir()
    write(whole / "1.parquet", 3000, 3000)
    write(parts / "1.parquet", 1000, 70)
    write(parts / "2.parquet", 2000, 700, 1000)
    one, other = source(whole), source(parts)
    assert_array_equal(one.validation.inputs, other.validation.inputs)
    assert_array_equal(one.training.targets, other.training.targets)


def test_the_order_follows_the_generator_and_changes_from_epoch_to_epoch(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    write(path, 600_000, 150_000)
    table, rng = source(path), np.random.default_rng(5)
    first, second = (
        [ids(window)[:100] for window in table.windows(pack, 100_000, rng)] for _ in range(2)
    )
    again = [ids(window)[:100] for window in windows(table, 100_000, seed=5)]
    assert first == again
    assert first != second


def test_a_window_of_a_sorted_table_mixes_many_places(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    rows, size = 1_600_000, 2**17
    write(path, rows, 200_000)
    for window in list(windows(source(path), size))[:-1]:
        # Neighbours alone would span a tenth of the table.
        assert np.ptp(window[:, 0]) > 0.5 * rows
        assert len(np.unique(window[:, 0] // 200_000)) >= 4


def test_statistics_come_from_a_sample_of_a_long_table(tmp_path: Path) -> None:
    path, rows = tmp_path / "table.parquet", 1_000_000
    write(path, rows, rows)
    table = source(path, fraction=0.5)
    for part in (table.validation, table.training):
        assert part.rows == pytest.approx(MOST_ROWS, rel=0.01)
        assert part.inputs[:, 0].mean() == pytest.approx(rows / 2, rel=0.01)
        assert part.inputs[:, 0].std() == pytest.approx(rows / np.sqrt(12), rel=0.01)
    assert table.rows == rows - table.validation.rows
    assert not set(ids(table.validation.inputs)) & set(ids(table.training.inputs))


def test_memory_does_not_grow_with_a_single_row_group(tmp_path: Path) -> None:
    path, rows = tmp_path / "table.parquet", 4_000_000
    pq.write_table(pa.table(dict.fromkeys("vxy", np.arange(float(rows)))), path, rows)
    table = source(path)
    before, peak, seen = pa.total_allocated_bytes(), 0, 0
    tracemalloc.start()
    for window in windows(table, 4096):
        peak = max(peak, pa.total_allocated_bytes() - before)
        seen += len(window)
    peak += tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seen == table.rows
    assert peak < 3 * rows * 8 / 5


def test_rows_with_a_bad_cell_are_in_no_part(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    x = np.arange(1000.0)
    v = np.where(x % 10 == 3, np.nan, 1.0)
    pq.write_table(pa.table({"x": x, "v": v, "y": -x}), path, row_group_size=90)
    table = source(path)
    (window,) = windows(table, 5000)
    found = np.concatenate([window[:, 0], table.validation.inputs[:, 0]])
    assert_array_equal(np.sort(found), x[x % 10 != 3])


def test_a_file_that_disappears_ends_the_epoch(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    write(path, 5000, 500)
    table = source(path)
    path.unlink()
    with pytest.raises(TableError, match="disappeared while the table was in use"):
        next(windows(table))


def test_a_fault_of_packing_reaches_the_caller(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    write(path, 500, 500)

    def overflowing(_: Dataset) -> NDArray[np.float32]:
        raise ValueError("The inputs reach 1e300.")

    with pytest.raises(ValueError, match="reach 1e300"):
        next(source(path).windows(overflowing, 100, np.random.default_rng(0)))


def test_the_next_window_is_made_while_the_last_one_is_in_use(tmp_path: Path) -> None:
    path, size, packed, second_begun = tmp_path / "table.parquet", 30_000, 0, threading.Event()
    write(path, 3 * size, 3 * size)

    def counting(rows: Dataset) -> NDArray[np.float32]:
        nonlocal packed
        if packed >= size:
            second_begun.set()
        packed += rows.rows
        return pack(rows)

    epoch = source(path, fraction=0.01).windows(counting, size, np.random.default_rng(0))
    assert len(next(epoch)) == size
    assert second_begun.wait(60)
    assert packed < 3 * size


def test_an_epoch_may_be_left_early(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    write(path, 5000, 500)
    threads = threading.active_count()
    epoch = windows(source(path), 100)
    next(epoch)
    del epoch
    assert threading.active_count() == threads
