"""Datasets and scaling, against scipy's standardisation."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.stats import zscore

from mdn_gui.core.dataset import ROWS_AT_ONCE, Dataset, Scaling
from mdn_gui.core.holdout import Holdout
from mdn_gui.core.kinds import Date


def numbered(rows: int) -> Dataset:
    """Rows that carry their own number, in both arrays."""
    row = np.arange(rows, dtype=float)
    return Dataset(np.stack([row, -row], axis=1), row[:, None], ("a", "b"), ("y",))


def test_arrays_are_read_only_contiguous_copies_in_double_precision() -> None:
    inputs = np.asfortranarray(np.arange(6.0).reshape(3, 2))
    dataset = Dataset(inputs, np.ones((3, 1)), ("a", "b"), ("y",))
    inputs[0, 0] = 99
    assert dataset.inputs[0, 0] == 0
    assert dataset.rows == 3
    for array in (dataset.inputs, dataset.targets):
        assert array.dtype == np.float64
        assert array.flags.c_contiguous
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1


class Foreign:
    """What offers its numbers by the array interface alone."""

    def __init__(self) -> None:
        self._numbers = np.ones((3, 1))

    @property
    def __array_interface__(self) -> dict[str, object]:
        return self._numbers.__array_interface__


@pytest.mark.parametrize(
    "values",
    [
        np.from_dlpack(np.ones((3, 1))),
        pa.array([1.0, 1.0, 1.0]).to_numpy().reshape(3, 1),
        np.asarray(Foreign()),
    ],
    ids=["dlpack", "arrow", "array interface"],
)
def test_arrays_of_other_libraries_are_copied(values: np.ndarray) -> None:
    dataset = Dataset(values, values, ("x",), ("y",))
    assert_array_equal(dataset.inputs, np.ones((3, 1)))
    assert not np.shares_memory(dataset.inputs, values)
    assert_array_equal(Scaling(values[:, 0], values[:, 0]).scale, np.ones(3))


def test_a_view_that_cannot_be_written_through_is_copied() -> None:
    memory = bytearray(np.ones(3).tobytes())
    view = np.frombuffer(memoryview(memory).toreadonly()).reshape(3, 1)
    dataset = Dataset(view, view, ("x",), ("y",))
    memory[:] = bytes(len(memory))
    assert_array_equal(dataset.inputs, np.ones((3, 1)))


@pytest.mark.parametrize(
    ("inputs", "targets", "input_names", "message"),
    [
        (np.ones(3), np.ones((3, 1)), ("a",), r"inputs .*\(3,\)"),
        (np.ones((0, 1)), np.ones((0, 1)), ("a",), r"at least one .*\(0, 1\)"),
        (np.ones((3, 1)), np.ones((3, 0)), ("a",), r"targets .*\(3, 0\)"),
        (np.ones((3, 1)), np.ones((2, 1)), ("a",), r"\(3, 1\) and \(2, 1\)"),
        (np.ones((3, 1)), np.ones((3, 1)), ("a", "b"), r"\(3, 1\) need 1 names.*\('a', 'b'\)"),
        (np.array([[1], [np.nan]]), np.ones((2, 1)), ("a",), "inputs .* row 1, column 'a' is nan"),
        (np.ones((2, 1)), np.array([[-np.inf], [1]]), ("a",), "row 0, column 'y' is -inf"),
    ],
)
def test_what_is_no_table_of_numbers_is_refused(
    inputs: np.ndarray, targets: np.ndarray, input_names: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Dataset(inputs, targets, input_names, ("y",))


def test_taking_rows_keeps_their_order_and_the_names() -> None:
    taken = numbered(5).take(np.array([3, 0]))
    assert_array_equal(taken.inputs, [[3, -3], [0, 0]])
    assert_array_equal(taken.targets, [[3], [0]])
    assert (taken.input_names, taken.target_names) == (("a", "b"), ("y",))


@given(
    rows=st.integers(2, 200),
    fraction=st.floats(0, 1, exclude_min=True, exclude_max=True),
    seed=st.integers(0, 2**32),
)
def test_a_split_holds_each_row_once(rows: int, fraction: float, seed: int) -> None:
    training, validation = numbered(rows).split(fraction, seed)
    together = np.concatenate([training.targets, validation.targets])[:, 0]
    assert_array_equal(np.sort(together), np.arange(rows))
    assert abs(validation.rows - fraction * rows) <= 1
    for part in (training, validation):
        assert part.rows > 0
        assert_array_equal(part.inputs, part.targets * [1, -1])


def test_a_split_is_random_and_repeats_with_its_seed() -> None:
    dataset = numbered(1000)
    _, first = dataset.split(0.5, seed=1)
    _, again = dataset.split(0.5, seed=1)
    _, other = dataset.split(0.5, seed=2)
    assert_array_equal(first.targets, again.targets)
    assert set(first.targets[:, 0]) != set(other.targets[:, 0])
    # The mean row of a random half is 499.5, with a standard deviation of 9.1.
    assert abs(first.targets.mean() - 499.5) < 46


@pytest.mark.parametrize("copied", [1, 3])
def test_the_rows_of_a_split_can_be_told(copied: int) -> None:
    dataset = numbered(40).take(np.repeat(np.arange(40), copied))
    rows = dataset.split_rows(Holdout(0.3, seed=4))
    assert_array_equal(np.sort(np.concatenate(rows[:3])), np.arange(dataset.rows))
    assert rows.folds is None
    for told, part in zip(rows[:2], dataset.split(0.3, seed=4), strict=True):
        assert_array_equal(dataset.inputs[told], part.inputs)
        assert_array_equal(dataset.targets[told], part.targets)


@pytest.mark.parametrize("fraction", [0.0, 1.0, -0.1, 1.5, float("nan")])
def test_a_fraction_that_leaves_a_part_empty_is_refused(fraction: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        numbered(10).split(fraction, seed=0)


def test_one_row_cannot_be_split() -> None:
    with pytest.raises(ValueError, match="1 row cannot be split"):
        numbered(1).split(0.5, seed=0)


@pytest.mark.parametrize(
    ("factor", "offset", "tolerance"),
    [
        (1, 0, 1e-12),
        (1e12, 0, 1e-12),
        (1e-12, 0, 1e-12),
        (1e200, 0, 1e-12),
        (1e-200, 0, 1e-12),
        (1, 1e9, 1e-7),  # doubles near 1e9 are 1.2e-7 apart, the shift among them
    ],
)
def test_standardising_does_not_depend_on_the_unit(
    factor: float, offset: float, tolerance: float
) -> None:
    values = np.random.default_rng(0).gamma(2.0, size=(10_000, 2))
    changed = factor * values + offset
    # What is left of the values after the offset has cost them their last digits.
    remaining = (changed - offset) / factor
    assert_allclose(Scaling.of(changed).apply(changed), zscore(remaining), rtol=0, atol=tolerance)


def test_a_constant_column_is_scaled_by_its_magnitude() -> None:
    values = np.array([[-1e9, 0.0, 1.0], [-1e9, 0.0, 3.0], [-1e9, 0.0, 5.0]])
    scaling = Scaling.of(values)
    assert_array_equal(scaling.scale[:2], [1e9, 1])
    assert_array_equal(scaling.apply(values)[:, :2], 0)


@pytest.mark.parametrize("rows", [10, 300, 10_000])
@pytest.mark.parametrize("distance", [1e6, -1e6, 1e30])
def test_an_outlier_does_not_decide_the_units_of_the_rest(rows: int, distance: float) -> None:
    values = np.random.default_rng(rows).normal(5, 2, (rows, 1))
    clean = Scaling.of(values)
    values[rows // 2] = distance
    scaled = Scaling.of(values)
    # The outlier counts as a value at the edge: three ranges of the middle 90% away.
    assert abs(scaled.shift - clean.shift) < 10 * clean.scale / np.sqrt(rows)
    assert 0.5 < scaled.scale / clean.scale < 1.3 * np.sqrt(1 + 100 / rows)


def test_the_many_zeros_of_a_rare_signal_are_no_reason_to_draw_it_in() -> None:
    values = np.zeros((1000, 1))
    values[::50] = 7.0
    assert_allclose(Scaling.of(values).apply(values), zscore(values))


def test_the_largest_numbers_can_be_scaled() -> None:
    values = np.array([[-1.7e308], [1.7e308]])
    assert_allclose(Scaling.of(values).scale, [1.7e308])


@given(
    st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=20),
    st.floats(-1e9, 1e9),
    st.floats(1e-3, 1e9),
)
def test_inverting_undoes_applying(values: list[float], shift: float, scale: float) -> None:
    column = np.array(values)[:, None]
    scaling = Scaling(np.array([shift]), np.array([scale]))
    assert_allclose(scaling.invert(scaling.apply(column)), column, rtol=0, atol=1e-6)


def test_the_identity_changes_nothing() -> None:
    values = np.array([[1.5, -2.0], [3.0, 1e300]])
    assert_array_equal(Scaling.identity(2).apply(values), values)
    assert_array_equal(Scaling.identity(2).invert(values), values)


@pytest.mark.parametrize(
    ("shift", "scale", "message"),
    [
        ([0.0], [1.0, 1.0], r"\(1,\) and \(2,\)"),
        ([0.0], [0.0], "positive"),
        ([0.0], [-1.0], "positive"),
        ([np.inf], [1.0], "finite"),
        ([0.0], [np.nan], "finite"),
    ],
)
def test_a_scaling_that_cannot_be_undone_is_refused(
    shift: list[float], scale: list[float], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Scaling(np.array(shift), np.array(scale))


@given(
    counts=st.lists(st.integers(1, 9), min_size=10, max_size=40),
    fraction=st.floats(0.01, 0.9),
    seed=st.integers(0, 9),
)
def test_copies_of_a_row_stay_on_one_side_of_a_split(
    counts: list[int], fraction: float, seed: int
) -> None:
    distinct = numbered(len(counts))
    dataset = distinct.take(np.repeat(np.arange(len(counts)), counts))
    training, validation = dataset.split(fraction, seed)
    assert training.rows + validation.rows == dataset.rows
    assert not set(training.targets[:, 0]) & set(validation.targets[:, 0])
    rows_asked = max(round(fraction * dataset.rows), 1)
    assert min(rows_asked, training.rows) <= validation.rows + 9
    assert validation.rows <= rows_asked + 9


@pytest.mark.parametrize(
    ("rows", "count"),
    [(1, 1), (ROWS_AT_ONCE, 1), (ROWS_AT_ONCE + 1, 2), (5 * ROWS_AT_ONCE // 2, 3)],
)
def test_blocks_hold_every_row_once_in_order(rows: int, count: int) -> None:
    x = np.arange(float(rows))[:, np.newaxis]
    dataset = Dataset(x, -x, ("speed",), ("force",))
    parts = list(dataset.blocks())
    assert len(parts) == count
    assert max(part.rows for part in parts) <= ROWS_AT_ONCE
    assert_array_equal(np.concatenate([part.inputs for part in parts]), dataset.inputs)
    assert_array_equal(np.concatenate([part.targets for part in parts]), dataset.targets)
    assert parts[-1].input_names == ("speed",)
    assert parts[-1].target_names == ("force",)


@given(rows=st.integers(1, 80), seed=st.integers(0, 10**6), unit=st.sampled_from([1.0, 0.1, 1e80]))
def test_the_scaling_of_weighted_rows_is_that_of_the_repeated_rows(
    rows: int, seed: int, unit: float
) -> None:
    rng = np.random.default_rng(seed)
    values: NDArray[np.float64] = rng.standard_t(1.0, (rows, 2)) * [1.0, 1e12]
    weights = rng.integers(1, 7, rows).astype(float)
    weights[0] = 1.0
    found = Scaling.of(values, unit * weights)
    expected = Scaling.of(np.repeat(values, weights.astype(int), axis=0))
    assert_allclose(found.shift, expected.shift, rtol=1e-9, atol=1e-12 * expected.scale.max())
    assert_allclose(found.scale, expected.scale, rtol=1e-9)


def test_a_date_to_predict_has_no_parts() -> None:
    kind = Date("days", "2020-01-01", ("weekday",))
    column = np.arange(3.0)[:, None]
    found = Dataset(column, column, ("x",), ("y",), (kind,), (kind,))
    assert found.input_kinds == (kind,)
    assert found.target_kinds == (Date("days", "2020-01-01"),)
