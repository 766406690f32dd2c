"""Ticks of axes near 0 and far from it."""

from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mdn_gui.core.maths.rounding import multiples, next_step, offset, step_below, texts, with_offset


def shown(low: float, high: float) -> tuple[str, list[str]]:
    """The name of an axis called t, and what stands at about four ticks."""
    step, base = step_below((high - low) / 3), offset(low, high)
    return with_offset("t", base), texts(multiples(low, high, step), step, base)


@pytest.mark.parametrize(
    ("low", "high", "name", "labels"),
    [
        (0.0, 20.0, "t", ["0", "5", "10", "15", "20"]),
        (-15.0, 15.0, "t", ["-10", "0", "10"]),
        (0.1, 0.5, "t", ["0.1", "0.2", "0.3", "0.4", "0.5"]),
        (1990.0, 2024.0, "t", ["1990", "2000", "2010", "2020"]),
        (1e7, 1e7 + 2.0, "t − 10,000,000", ["0.0", "0.5", "1.0", "1.5", "2.0"]),
        (
            *(1_714_550_400_171.0, 1_714_550_600_000.0, "t − 1,714,550,000,000"),
            ["450000", "500000", "550000", "600000"],
        ),
        (2_459_999.7, 2_460_000.7, "t − 2,460,000", ["-0.2", "0.0", "0.2", "0.4", "0.6"]),
        (
            *(1_714_550_800_000.0, 1_714_551_200_000.0, "t − 1,714,550,000,000"),
            ["800000", "900000", "1000000", "1100000", "1200000"],
        ),
        (20_210_101.0, 20_240_131.0, "t", ["20220000", "20230000", "20240000"]),
        (0.0, 1e-9, "t", ["0", "2e-10", "4e-10", "6e-10", "8e-10", "1.0e-9"]),
        (1.0, 1.0 + 1e-9, "t − 1", ["0", "2e-10", "4e-10", "6e-10", "8e-10", "1.0e-9"]),
        (0.0, 1e12, "t", ["0", "2e11", "4e11", "6e11", "8e11", "1.0e12"]),
        (-1e7 - 20.0, -1e7, "t + 10,000,000", ["-20", "-15", "-10", "-5", "0"]),
        (1e300, 1e300 + 1e290, "t − 1e300", ["0", "2e289", "4e289", "6e289", "8e289", "1.0e290"]),
    ],
)
def test_ticks_are_round_and_their_texts_short(
    low: float, high: float, name: str, labels: list[str]
) -> None:
    assert shown(low, high) == (name, labels)


@given(
    distance=st.floats(0.0, 1e15),
    span=st.floats(1e-12, 1e12),
    sign=st.sampled_from([1.0, -1.0]),
    most=st.integers(2, 12),
)
def test_neighbours_always_differ_and_say_where_they_stand(
    distance: float, span: float, sign: float, most: int
) -> None:
    assume(span >= 1e-13 * distance)
    low, high = sorted((sign * distance, sign * distance + span))
    step, base = step_below((high - low) / most), offset(low, high)
    values = multiples(low, high, step)
    labels = texts(values, step, base)
    assert most - 1 <= len(labels) <= 3 * most + 1
    assert all(one != other for one, other in pairwise(labels))
    assert max(map(len, labels)) <= 10
    for label, value in zip(labels, values, strict=True):
        assert Decimal(label) + base == value
        assert low <= float(value) <= high


def test_steps_go_on_by_one_two_and_five() -> None:
    step, steps = step_below(0.0123), []
    for _ in range(5):
        steps.append(float(step))
        step = next_step(step)
    assert steps == [0.01, 0.02, 0.05, 0.1, 0.2]
    assert step_below(float(np.nextafter(0.02, 0.0))) == Decimal("0.01")
