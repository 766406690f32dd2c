"""Rows in a network's units, side by side."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.engine.packing import Packing
from mdn_gui.core.kinds import NUMBER, Category, Number

ROWS = Dataset(
    np.array([[0.0, 5.0], [2.0, 5.0], [4.0, 5.0]]),
    np.array([[10.0], [20.0], [60.0]]),
    ("a", "b"),
    ("y",),
)


def test_standardized_rows_have_mean_0_and_spread_1_and_a_constant_stays_finite() -> None:
    packed = Packing(ROWS, standardize=True)(ROWS)
    assert packed.dtype == np.float32
    assert_allclose(packed[:, [0, 2]].mean(axis=0), 0.0, atol=1e-6)
    assert_allclose(packed[:, [0, 2]].std(axis=0), 1.0, rtol=1e-6)
    assert_array_equal(packed[:, 1], 0.0)


def test_other_rows_are_packed_in_the_units_of_the_training_rows() -> None:
    packing = Packing(ROWS, standardize=True)
    other = packing(replace(ROWS, inputs=np.array([[6.0, 5.0]]), targets=np.array([[30.0]])))
    assert_allclose(other, [[4 / np.std([0, 2, 4]), 0.0, 0.0]], rtol=1e-6)


def test_without_standardizing_the_numbers_stay_and_the_spread_is_known() -> None:
    packing = Packing(ROWS, standardize=False)
    packed = packing(ROWS)
    assert_array_equal(packed, np.hstack([ROWS.inputs, ROWS.targets]))
    assert_allclose(packing.input_spread[0], ROWS.inputs[:, 0].std())
    assert_allclose(packing.target_spread, ROWS.targets.std(axis=0))


def test_weights_are_the_last_column_with_the_mean_1_over_the_training_rows() -> None:
    weights = np.array([2.0, 6.0, 4.0])
    rows, twice = (replace(ROWS, weights=each) for each in (weights, 2 * weights))
    packing = Packing(rows, standardize=True, mean_weight=4.0)
    packed = packing(rows)
    assert packed.shape == (3, 4)
    assert_array_equal(packed[:, 3], np.array([0.5, 1.5, 1.0], np.float32))
    other = Packing(twice, standardize=True, mean_weight=8.0)(twice)
    assert_array_equal(other, packed)


def table(column: str, values: np.ndarray) -> Dataset:
    """Twenty rows of "x" and "y", one of which has these values."""
    columns = {"x": np.linspace(0.0, 1.0, 20), "y": np.linspace(0.0, 1.0, 20), column: values}
    return Dataset(columns["x"][:, None], columns["y"][:, None], ("x",), ("y",))


def pack(dataset: Dataset, *, standardize: bool) -> np.ndarray:
    return Packing(dataset, standardize=standardize)(dataset)


@pytest.mark.parametrize("column", ["x", "y"])
def test_numbers_beyond_single_precision_are_refused_by_name(column: str) -> None:
    large = table(column, np.linspace(-1e39, 0.0, 20))
    with pytest.raises(ValueError, match=rf"Column '{column}' reaches -1e\+39, .*; standardize i"):
        pack(large, standardize=False)
    assert np.isfinite(pack(large, standardize=True)).all()


@pytest.mark.parametrize("column", ["x", "y"])
def test_a_value_far_beyond_all_others_is_refused_however_they_are_scaled(column: str) -> None:
    outlier = table(column, np.append(np.linspace(0.0, 1.0, 19), 1e60))
    with pytest.raises(ValueError, match=rf"Column '{column}' reaches 1e\+60, too far from its o"):
        pack(outlier, standardize=True)


@pytest.mark.parametrize("standardize", [True, False])
@pytest.mark.parametrize("greatest", [1e151, 1e308, -1.7e308])
def test_numbers_whose_squares_are_no_doubles_are_refused(
    greatest: float, *, standardize: bool
) -> None:
    large = table("y", greatest * np.linspace(-1.0, 1.0, 20))
    with pytest.raises(ValueError, match=r"Column 'y' reaches .*may be 1e\+150 at most; correct"):
        pack(large, standardize=standardize)


def encoded(kind: Number) -> Dataset:
    return Dataset(
        np.array([[0.0, 1.0], [np.nan, 0.0], [4.0, 1.0]]),
        np.array([[1.0], [2.0], [8.0]]),
        ("a", "b"),
        ("y",),
        (Number(missing=True), Category(("no", "yes"))),
        (kind,),
    )


def test_features_are_scaled_but_for_codes_and_targets_after_their_transform() -> None:
    rows = encoded(Number("log"))
    packing = Packing(rows, standardize=True)
    packed = packing(rows)
    assert_array_equal(packed[:, 1:4], [[0, 0, 1], [1, 1, 0], [0, 0, 1]])
    assert_allclose(packed[:, 0], [-np.sqrt(1.5), 0.0, np.sqrt(1.5)], rtol=1e-6)
    logs = np.log([1.0, 2.0, 8.0])
    assert_allclose(packed[:, 4], (logs - logs.mean()) / logs.std(), rtol=1e-5)
    assert_array_equal(packing.input_spread[1:], 0.0)
    assert_allclose(packing.log_slopes(packed), -np.log([1.0, 2.0, 8.0]), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("standardize", [False, True])
def test_slopes_are_of_the_rows_whatever_their_weights(*, standardize: bool) -> None:
    rows = replace(encoded(Number("log")), weights=np.array([3.0, 1.0, 2.0]))
    packing = Packing(rows, standardize=standardize, mean_weight=2.0)
    packed = packing(rows)
    slopes = packing.log_slopes(packed)
    assert_allclose(slopes, -np.log([1.0, 2.0, 8.0]), rtol=1e-6, atol=1e-6)
    some = packing.sums(packed, np.array([2, 0]))
    assert some == pytest.approx((2.5, -np.log(8.0)), rel=1e-6, abs=1e-6)
    every = packing.sums(packed, np.arange(3))
    assert every == pytest.approx((3.0, -np.log(2) / 2 - np.log(8.0)), rel=1e-6)


def test_where_the_network_sees_the_targets_themselves_there_are_no_slopes() -> None:
    packing = Packing(ROWS, standardize=True)
    slopes = packing.log_slopes(packing(ROWS))
    assert slopes.shape == ()
    assert slopes == 0.0


def test_rows_without_weights_stand_for_one_each() -> None:
    packing = Packing(ROWS, standardize=True)
    assert packing.sums(packing(ROWS), np.array([1, 2])) == (2.0, 0.0)


def test_the_unit_of_the_network_is_the_spread_of_all_targets() -> None:
    targets = np.array([[10.0, 1.0], [20.0, 1.5], [60.0, 7.0]])
    two = replace(ROWS, targets=targets, target_names=("y", "z"), target_kinds=(NUMBER, NUMBER))
    expected = np.log(targets.std(axis=0).prod())
    assert Packing(two, standardize=True).log_unit == pytest.approx(expected)
    assert Packing(two, standardize=False).log_unit == 0.0


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        (Number("logit", 0.0, 8.0), "Column 'y' holds 8, but its logit needs values between 0"),
        (Number("logit", 1.0, 9.0), "Column 'y' holds 1, but its logit needs values between 1"),
    ],
)
def test_a_target_outside_its_bounds_is_named(kind: Number, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Packing(encoded(kind), standardize=True)


def test_a_value_too_far_out_is_named_by_its_column() -> None:
    rows = replace(encoded(NUMBER), inputs=np.array([[1e300, 1.0], [np.nan, 0.0], [4.0, 1.0]]))
    with pytest.raises(ValueError, match="Column 'a' reaches 1e\\+300"):
        Packing(rows, standardize=True)(rows)
