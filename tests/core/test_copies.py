"""Which rows are copies, and which are merely equal."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from mdn_gui.core.split import copies

RNG = np.random.default_rng(0)


@given(st.lists(st.integers(0, 29), min_size=31, max_size=90), st.integers(1, 3))
def test_rows_have_the_same_number_exactly_if_they_are_equal(rows: list[int], inputs: int) -> None:
    # Thirty measured rows, each at least once, and some again.
    distinct = np.random.default_rng(1).normal(size=(30, inputs + 2))
    which = np.array([*range(30), *rows])
    numbers = copies(distinct[which, :inputs], distinct[which, inputs:])
    assert numbers is not None
    assert_array_equal(numbers[:, None] == numbers, which[:, None] == which)
    assert set(numbers) == set(range(30))


def test_measured_rows_that_are_all_different_have_no_copies() -> None:
    assert copies(RNG.normal(size=(100, 2)), RNG.normal(size=(100, 1))) is None


def test_equal_rows_of_codes_are_no_copies() -> None:
    x, y = RNG.integers(0, 12, (1000, 1)), RNG.integers(0, 2, (1000, 1))
    assert copies(x.astype(float), y.astype(float)) is None
    ages = RNG.integers(20, 80, (2, 3000, 1)).astype(float)
    assert copies(ages[0], ages[1]) is None


def test_a_constant_or_a_handful_of_rows_says_nothing() -> None:
    assert copies(np.zeros((50, 1)), np.ones((50, 1))) is None
    few = RNG.normal(size=(4, 1)).repeat(9, axis=0)
    assert copies(few, few) is None


def test_minus_zero_is_zero() -> None:
    rows = RNG.normal(size=(20, 1))
    x = np.concatenate([rows, [[0.0], [-0.0]]])
    y = np.concatenate([rows, [[3.0], [3.0]]])
    numbers = copies(x, y)
    assert numbers is not None
    assert numbers[-1] == numbers[-2]
