"""Schedules against Keras's and closed forms; Adam's corrections against its definition."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.engine.pace import Cycle, pace, rates
from mdn_gui.core.settings import TrainingSettings

PASSED = np.linspace(0, 1, 101)


def test_a_constant_rate_is_constant() -> None:
    assert_array_equal(rates(TrainingSettings(learning_rate=0.3), PASSED), 0.3)


def test_the_cosine_falls_from_the_rate_to_zero_and_is_half_in_the_middle() -> None:
    falling = rates(TrainingSettings(learning_rate=0.2, schedule="cosine"), PASSED)
    assert_allclose(falling[[0, 25, 50, 75, 100]], [0.2, 0.17071068, 0.1, 0.02928932, 0], atol=1e-9)


def test_a_warm_up_rises_in_a_straight_line_and_the_schedule_follows() -> None:
    for schedule in ("constant", "cosine"):
        settings = TrainingSettings(learning_rate=1.0, schedule=schedule, warm_up=0.2)
        rising = rates(settings, PASSED)
        assert_allclose(rising[:21], PASSED[:21] / 0.2, atol=1e-12)
        plain = rates(TrainingSettings(learning_rate=1.0, schedule=schedule), (PASSED - 0.2) / 0.8)
        assert_allclose(rising[20:], plain[20:], atol=1e-12)


def test_a_cosine_begins_again_with_each_cycle_but_the_warm_up_does_not() -> None:
    settings = TrainingSettings(learning_rate=0.2, schedule="cosine", warm_up=0.1)
    again = rates(settings, 1.0 + PASSED / 2, Cycle(1.0, 1.5))
    assert_allclose(again, 0.1 * (1 + np.cos(np.pi * PASSED)), atol=1e-12)


def test_a_warm_up_that_was_cut_off_is_finished_by_the_next_cycle() -> None:
    settings = TrainingSettings(learning_rate=1.0, schedule="cosine", warm_up=0.5)
    within = rates(settings, PASSED[:21], Cycle(0.0, 0.2))
    assert_allclose(within, PASSED[:21] / 0.5, atol=1e-12)
    after = rates(settings, PASSED[20:], Cycle(0.2, 1.0))
    assert_allclose(after, rates(settings, PASSED)[20:], atol=1e-12)


def test_a_constant_rate_knows_no_cycles() -> None:
    settings = TrainingSettings(learning_rate=0.3, warm_up=0.2)
    assert_array_equal(rates(settings, PASSED, Cycle(0.1, 0.4)), rates(settings, PASSED))


@given(
    warm_up=st.floats(0, 0.9),
    schedule=st.sampled_from(["constant", "cosine"]),
    passed=st.floats(0, 1),
)
def test_no_rate_is_negative_or_above_the_highest(
    warm_up: float, schedule: str, passed: float
) -> None:
    settings = TrainingSettings(learning_rate=2.0, schedule=schedule, warm_up=warm_up)  # type: ignore[arg-type] # one of the two
    assert 0 <= rates(settings, np.array([passed])) <= 2.0


def columns(settings: TrainingSettings, slowdown: list[float]) -> np.ndarray:
    """Of the first three steps of a hundred, the third of which has no rows."""
    return pace(
        settings,
        steps=np.arange(3),
        total=100,
        counts=np.array([4, 2, 0], np.float32),
        seeds=np.array([7, 2**24 - 1, 0]),
        slowdown=np.array(slowdown),
    )


def test_counts_and_seeds_come_first_to_the_bit() -> None:
    table = columns(TrainingSettings(), [1.0, 0.5])
    assert table.dtype == np.float32
    assert table.shape == (3, 6)
    assert_array_equal(table[:, :2], [[4, 7], [2, 2**24 - 1], [0, 0]])


def test_step_sizes_undo_the_moments_start_at_zero() -> None:
    table = columns(TrainingSettings(learning_rate=0.1), [1.0, 0.5])
    taken = np.array([1, 2, 3])
    expected = 0.1 * np.sqrt(1 - 0.999**taken) / (1 - 0.9**taken)
    assert_allclose(table[:, 2], expected, rtol=1e-6)
    assert_allclose(table[:, 3], expected / 2, rtol=1e-6)
    assert not table[:, 4:].any()


def test_only_adamw_forgets_weights_apart_from_the_gradient() -> None:
    plain = TrainingSettings(learning_rate=0.1, weight_decay=0.01)
    assert not columns(plain, [1.0])[:, 3].any()
    apart = TrainingSettings(learning_rate=0.1, weight_decay=0.01, optimizer="adamw")
    assert_allclose(columns(apart, [1.0])[:, 3], 1e-3, rtol=1e-6)
