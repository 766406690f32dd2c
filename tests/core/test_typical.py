"""The row that is most like all others, beside all distances between pairs of rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from mdn_gui.core.kinds import NUMBER, Category
from mdn_gui.core.spread import unit
from mdn_gui.core.typical import most_typical

LEVELS = Category(("clay", "peat", "sand"))


@given(st.integers(1, 40), st.integers(0, 1_000))
def test_no_row_lies_nearer_to_all_others(rows: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    numbers = rng.normal(size=(rows, 2)) ** 3
    levels = rng.integers(3, size=(rows, 1)).astype(np.float64)
    scaled = numbers / [unit(column) for column in numbers.T]
    sums = (cdist(scaled, scaled, "cityblock") + (levels != levels.T)).sum(axis=1)
    found = most_typical(np.hstack([numbers, levels]), (NUMBER, NUMBER, LEVELS))
    assert sums[found] == pytest.approx(sums.min())


def test_a_row_that_lacks_a_value_is_less_typical() -> None:
    inputs = np.array([[1.0], [2.0], [2.0], [np.nan], [np.nan], [3.0]])
    assert inputs[most_typical(inputs, (NUMBER,))] == 2.0


def test_a_column_that_nobody_knows_tells_nothing() -> None:
    inputs = np.column_stack([np.full(3, np.nan), [1.0, 7.0, 2.0]])
    assert most_typical(inputs, (NUMBER, NUMBER)) == 2


def test_of_many_rows_none_of_some_lies_nearer_to_all_others() -> None:
    rng = np.random.default_rng(0)
    inputs = rng.gamma(2.0, size=(30_000, 2))
    found = most_typical(inputs, (NUMBER, NUMBER))
    units = np.array([unit(column) for column in inputs.T])
    some = inputs[[found, *rng.choice(len(inputs), 200)]]
    sums = sum(np.abs(some[:, [c]] - inputs[:, c]).sum(axis=1) / units[c] for c in range(2))
    assert np.argmin(sums) == 0
