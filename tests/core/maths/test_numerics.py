"""Distances against fractions, log-sum-exp against scipy's, roots against closed forms."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.special import logsumexp

from mdn_gui.core.maths.numerics import (
    Floats,
    Indices,
    increasing_roots,
    log_sum_exp,
    mean_and_deviation,
    standardised,
)

logarithms = st.floats(-1e6, 1e6) | st.just(-np.inf)


@given(st.lists(logarithms, min_size=1, max_size=8))
def test_log_sum_exp_agrees_with_scipy(terms: list[float]) -> None:
    assert_allclose(log_sum_exp(np.array(terms)), logsumexp(terms), rtol=1e-13, atol=1e-13)


def test_log_sum_exp_of_zeros_is_zero() -> None:
    assert log_sum_exp(np.full((2, 3), -np.inf)).tolist() == [-np.inf, -np.inf]


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=5))
def test_each_root_belongs_to_its_own_function(roots: list[float]) -> None:
    cubes = np.array(roots)

    def shifted_cube(y: Floats, index: Indices) -> tuple[Floats, Floats]:
        return y**3 - cubes[index], 3 * y**2

    low, high = np.full(cubes.shape, -11.0), np.full(cubes.shape, 12.0)
    found = increasing_roots(shifted_cube, low, high, low + 1.0, 1e-12)
    assert_allclose(found, np.cbrt(cubes), atol=1e-4 if 0.0 in roots else 1e-11, rtol=1e-11)


@pytest.mark.parametrize("slope", [0.0, np.nan, 1e-300, -1.0])
def test_a_useless_slope_leaves_bisection(slope: float) -> None:
    def step(y: Floats, _: Indices) -> tuple[Floats, Floats]:
        return np.where(y < 0.3, -1.0, 1.0), np.full(y.shape, slope)

    found = increasing_roots(step, np.array([-5.0]), np.array([7.0]), np.array([1.0]), 1e-12)
    assert_allclose(found, 0.3, atol=1e-11)


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(1e-300, 1e308),
)
def test_a_standardised_distance_is_that_of_exact_fractions(
    value: float, centre: float, scale: float
) -> None:
    exact = (Fraction(value) - Fraction(centre)) / Fraction(scale)
    found = float(standardised(np.array(value), np.array(centre), np.array(scale)))
    if abs(exact) > Fraction(np.finfo(np.float64).max):
        assert found == np.copysign(np.inf, 1 if exact > 0 else -1)
    else:
        assert_allclose(found, float(exact), rtol=1e-14, atol=1e-307)


@given(st.integers(-300, 300), st.floats(-1e3, 1e3))
def test_mean_and_deviation_at_every_magnitude(power: int, offset: float) -> None:
    plain = np.random.default_rng(0).normal(size=(50, 2)) + offset
    mean, deviation = mean_and_deviation(plain * 10.0**power)
    assert_allclose(mean, plain.mean(axis=0) * 10.0**power, rtol=1e-9)
    assert_allclose(deviation, plain.std(axis=0) * 10.0**power, rtol=1e-9)


def test_of_the_greatest_doubles_mean_and_deviation_are_doubles() -> None:
    values = np.array([[-1.7e308, 1.0], [1.7e308, 1.0]])
    mean, deviation = mean_and_deviation(values)
    assert mean.tolist() == [0.0, 1.0]
    assert_allclose(deviation, [1.7e308, 0.0])
