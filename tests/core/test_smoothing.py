"""Losses without their jitter."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.recording import smoothed

WEIGHTS = st.floats(0.0, 0.99)
VALUES = st.lists(st.floats(-1e6, 1e6) | st.sampled_from([np.nan, np.inf, -np.inf]), max_size=40)


def by_hand(values: list[float], weight: float) -> list[float]:
    """The weighted mean of each finite value and the finite ones before it, in a plain loop."""
    means: list[float] = []
    for last, value in enumerate(values):
        before = [v for v in values[: last + 1] if np.isfinite(v)]
        weights = [weight**age for age in range(len(before))][::-1]
        total = sum(w * v for w, v in zip(weights, before, strict=True))
        means.append(total / sum(weights) if np.isfinite(value) else np.nan)
    return means


@given(values=VALUES, weight=WEIGHTS)
def test_agrees_with_a_plain_loop(values: list[float], weight: float) -> None:
    found = smoothed(np.array(values, np.float64), weight)
    assert_allclose(found, by_hand(values, weight), rtol=1e-9, atol=1e-6)


@given(value=st.floats(-1e6, 1e6), weight=WEIGHTS)
def test_what_is_level_stays_level(value: float, weight: float) -> None:
    assert_allclose(smoothed(np.full(20, value), weight), value, rtol=1e-9, atol=1e-300)


def test_no_weight_changes_nothing() -> None:
    values = np.array([3.0, -1.0, 2.5])
    assert_array_equal(smoothed(values, 0.0), values)


@pytest.mark.parametrize("weight", [0.0, 0.9])
def test_of_no_number_there_is_no_average(weight: float) -> None:
    values = np.array([np.nan, 1.0, np.inf, 1.0])
    assert_allclose(smoothed(values, weight), [np.nan, 1.0, np.nan, 1.0])
    assert smoothed(np.empty(0), weight).shape == (0,)


def test_the_values_given_stay_as_they_are() -> None:
    values = np.array([1.0, 2.0])
    values.setflags(write=False)
    smoothed(values, 0.5)
