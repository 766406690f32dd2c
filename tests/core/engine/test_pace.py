"""Schedules against Keras's and closed forms; Adam's corrections against its definition."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.engine.pace import WHOLE, Cycle, pace, shape
from mdn_gui.core.settings import TrainingSettings

PASSED = np.linspace(0, 1, 101)


def test_a_constant_rate_is_constant() -> None:
    assert_array_equal(shape(TrainingSettings(learning_rate=0.3), PASSED), 1.0)


def test_the_cosine_falls_from_the_highest_rate_to_zero_and_is_half_in_the_middle() -> None:
    falling = shape(TrainingSettings(learning_rate=0.2, schedule="cosine"), PASSED)
    assert_allclose(falling[[0, 25, 50, 75, 100]], [1, 0.85355339, 0.5, 0.14644661, 0], atol=1e-8)


def test_a_warm_up_rises_in_a_straight_line_and_the_schedule_follows() -> None:
    for schedule in ("constant", "cosine"):
        settings = TrainingSettings(learning_rate=1.0, schedule=schedule, warm_up=0.2)
        rising = shape(settings, PASSED)
        assert_allclose(rising[:21], PASSED[:21] / 0.2, atol=1e-12)
        plain = shape(TrainingSettings(learning_rate=1.0, schedule=schedule), (PASSED - 0.2) / 0.8)
        assert_allclose(rising[20:], plain[20:], atol=1e-12)


def test_a_cosine_begins_again_with_each_cycle_but_the_warm_up_does_not() -> None:
    settings = TrainingSettings(learning_rate=0.2, schedule="cosine", warm_up=0.1)
    again = shape(settings, 1.0 + PASSED / 2, Cycle(1.0, 1.5))
    assert_allclose(again, 0.5 * (1 + np.cos(np.pi * PASSED)), atol=1e-12)


def test_a_warm_up_that_was_cut_off_is_finished_by_the_next_cycle() -> None:
    settings = TrainingSettings(learning_rate=1.0, schedule="cosine", warm_up=0.5)
    within = shape(settings, PASSED[:21], Cycle(0.0, 0.2))
    assert_allclose(within, PASSED[:21] / 0.5, atol=1e-12)
    after = shape(settings, PASSED[20:], Cycle(0.2, 1.0))
    assert_allclose(after, shape(settings, PASSED)[20:], atol=1e-12)


def test_a_constant_rate_knows_no_cycles() -> None:
    settings = TrainingSettings(learning_rate=0.3, warm_up=0.2)
    assert_array_equal(shape(settings, PASSED, Cycle(0.1, 0.4)), shape(settings, PASSED))


@given(
    warm_up=st.floats(0, 0.9),
    schedule=st.sampled_from(["constant", "cosine"]),
    passed=st.floats(0, 1),
)
def test_no_rate_is_negative_or_above_the_highest(
    warm_up: float, schedule: str, passed: float
) -> None:
    settings = TrainingSettings(learning_rate=2.0, schedule=schedule, warm_up=warm_up)  # type: ignore[arg-type] # one of the two
    assert 0 <= shape(settings, np.array([passed])) <= 1.0


STEPS = np.arange(3)
COUNTS = np.array([[4, 2, 0], [4, 4, 1]], np.float32)
SEEDS = np.array([[7, 2**24 - 1, 0], [8, 9, 10]])


def moves(
    settings: TrainingSettings,
    rates: tuple[float, float] = (0.1, 0.05),
    decays: tuple[float, float] = (0.0, 0.0),
    cycle: Cycle = WHOLE,
) -> np.ndarray:
    """Of the first three steps of a hundred, the third of which has no rows of the first member."""
    return pace(
        settings,
        steps=STEPS,
        total=100,
        cycle=cycle,
        counts=COUNTS,
        seeds=SEEDS,
        rates=np.array(rates),
        decays=np.array(decays),
    )


def adams(rate: np.ndarray | float) -> np.ndarray:
    """Step sizes of the first three steps by the definition: Kingma and Ba, section 2."""
    taken = np.array([1, 2, 3])
    sizes: np.ndarray = rate * np.sqrt(1 - 0.999**taken) / (1 - 0.9**taken)
    return sizes


def test_counts_and_seeds_come_first_to_the_bit() -> None:
    table = moves(TrainingSettings())
    assert table.dtype == np.float32
    assert table.shape == (2, 3, 4)
    assert_array_equal(table[:, :, 0], COUNTS)
    assert_array_equal(table[:, :, 1], SEEDS)


def test_step_sizes_undo_the_moments_start_at_zero() -> None:
    # The rates of the members count, and not that of the settings, which follow from it.
    table = moves(TrainingSettings(learning_rate=0.7), rates=(0.1, 0.05))
    assert_allclose(table[:, :, 2], [adams(0.1), adams(0.05)], rtol=1e-6)
    assert not table[:, :, 3].any()


def test_the_schedule_shapes_the_rate_of_every_member() -> None:
    falling = TrainingSettings(schedule="cosine")
    table = moves(falling, rates=(0.1, 0.05), cycle=Cycle(0.0, 0.04))
    cosine = 0.5 * (1 + np.cos(np.pi * STEPS / 4))
    assert_allclose(table[:, :, 2], [adams(0.1 * cosine), adams(0.05 * cosine)], rtol=1e-6)


def test_only_adamw_forgets_weights_apart_from_the_gradient() -> None:
    # Each member has a decay of its own, whatever that of the settings.
    plain = TrainingSettings(weight_decay=0.3)
    assert not moves(plain, decays=(0.01, 0.04))[:, :, 3].any()
    apart = TrainingSettings(weight_decay=0.3, optimizer="adamw")
    table = moves(apart, rates=(0.1, 0.05), decays=(0.01, 0.04))
    assert_allclose(table[:, :, 3], [[1e-3] * 3, [2e-3] * 3], rtol=1e-6)
