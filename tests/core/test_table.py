"""A table in memory as what training reads, and which tables are too small."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.holdout import Holdout
from mdn_gui.core.table import sampled, source_of


def numbered(rows: int) -> Dataset:
    """Rows that carry their own number."""
    row = np.arange(rows, dtype=float)[:, None]
    return Dataset(row, -row, ("x",), ("y",))


def joined(rows: Dataset) -> NDArray[np.float32]:
    return np.concatenate([rows.inputs, rows.targets], axis=1).astype(np.float32)


def test_a_table_in_memory_is_one_window_of_its_training_rows() -> None:
    dataset = numbered(100)
    source = source_of(dataset, Holdout(0.2, seed=3))
    training, held_out = dataset.split(0.2, 3)
    assert source.rows == 80
    assert_array_equal(source.training.inputs, training.inputs)
    assert_array_equal(source.validation.targets, held_out.targets)
    for _ in range(2):
        (window,) = source.windows(joined, 80, np.random.default_rng(0))
        assert_array_equal(window, joined(training))


@pytest.mark.parametrize("rows", [1, 9])
def test_fewer_than_ten_rows_are_refused_with_the_reason(rows: int) -> None:
    with pytest.raises(ValueError, match=rf"The table has {rows} row.*too few.*at least 10"):
        source_of(numbered(rows), Holdout(0.15))


def test_ten_rows_are_enough() -> None:
    source = source_of(numbered(10), Holdout(0.01))
    assert (source.rows, source.validation.rows) == (9, 1)


@given(rows=st.integers(10, 900), size=st.integers(1, 300), seed=st.integers(0, 9))
def test_a_long_table_comes_in_pieces_with_each_row_once(rows: int, size: int, seed: int) -> None:
    source = source_of(numbered(rows), Holdout(0.2, seed=1))
    windows = list(source.windows(joined, size, np.random.default_rng(seed)))
    assert {len(window) for window in windows[:-1]} <= {size}
    together = np.concatenate(windows)
    assert_array_equal(np.sort(together[:, 0]), np.sort(source.training.inputs[:, 0]))
    assert_array_equal(together[:, 1], -together[:, 0])


def test_the_pieces_of_a_long_table_are_others_each_epoch() -> None:
    source, rng = source_of(numbered(5000), Holdout(0.2, seed=1)), np.random.default_rng(0)
    first, second = (next(iter(source.windows(joined, 1000, rng))) for _ in range(2))
    shared = len(set(first[:, 0]) & set(second[:, 0]))
    assert 50 < shared < 600  # a quarter of 1,000, in runs of 64


def test_a_sample_of_a_table_is_of_all_its_parts_alike() -> None:
    x = np.arange(50_000.0)
    table = Dataset(x[:, None], 2.0 * x[:, None], ("x",), ("y",))
    sample = sampled(table, 2_000)
    assert_array_equal(sample.targets, 2.0 * sample.inputs)
    rows = sample.inputs[:, 0].astype(int)
    assert_array_equal(sample.row_numbers(np.arange(2_000)), rows + 1)
    assert (np.diff(rows) > 0).all(), "each once, in order"
    assert np.histogram(rows, 10, (0, 50_000))[0] == pytest.approx(200, abs=60)
    assert_array_equal(sampled(table, 60_000).inputs, table.inputs)
