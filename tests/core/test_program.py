"""The compiled program: masks, gradients and scores, against the same network in NumPy."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from mdn_gui.core.dataset import Scaling
from mdn_gui.core.layout import Layout
from mdn_gui.core.loading import load_tensorflow
from mdn_gui.core.network import Network

load_tensorflow()

from mdn_gui.core.program import STEPS, State, fresh_state, program  # noqa: E402 - after loading

Floats = NDArray[np.float32]
BATCH = 8
LAYOUT = Layout(members=2, inputs=2, hidden=(5,), components=3, outputs=2)
LOG_FLOOR = np.array([-6.0, -5.0], np.float32)
RATE = np.float32(0.01)


def random_floats(seed: int, *shape: int) -> Floats:
    """Standard normal, in single precision."""
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


PARAMETERS = random_floats(0, LAYOUT.members, LAYOUT.size)


def losses(parameters: NDArray[np.floating], x: Floats, y: Floats) -> NDArray[np.float64]:
    """Negative log-likelihood of each row by a network in NumPy, (rows,)."""
    layout = Layout(len(parameters), *(LAYOUT.inputs, LAYOUT.hidden, LAYOUT.components), 2)
    units = Scaling.identity(2), Scaling.identity(2)
    network = Network(layout, "silu", parameters.astype(np.float32), *units, LOG_FLOOR)
    return -network(x).log_prob(y)


def train(weight: Floats, x: Floats, y: Floats, live: int) -> tuple[State, Floats]:
    """Run `live` steps from `PARAMETERS`."""
    rates = np.full(STEPS, RATE)
    step = program(LAYOUT, "silu", BATCH).train
    state, moved = step(fresh_state(PARAMETERS), x, y, weight, rates, LOG_FLOOR, live)
    return state, moved.numpy()


@pytest.fixture
def rows() -> tuple[Floats, Floats, Floats]:
    """Weight, x and y of a chunk: the second step has three rows of its eight."""
    weight = np.ones((STEPS, 2, BATCH), np.float32)
    weight[1, :, 3:] = 0
    return weight, random_floats(1, STEPS, 2, BATCH, 2), random_floats(2, STEPS, 2, BATCH, 2)


def test_a_steps_loss_is_the_mean_over_its_rows(rows: tuple[Floats, Floats, Floats]) -> None:
    weight, x, y = rows
    short = np.roll(weight, -1, axis=0)  # so that the first step is the short one
    for weights, count in ((weight, BATCH), (short, 3)):
        _, moved = train(weights, x, y, live=1)
        expected = [
            losses(PARAMETERS[[m]], x[0, m, :count], y[0, m, :count]).mean() for m in range(2)
        ]
        assert_allclose(moved[0], expected, rtol=1e-5)


def test_rows_of_weight_zero_move_nothing(rows: tuple[Floats, Floats, Floats]) -> None:
    weight, x, y = rows
    other_x, other_y = x.copy(), y.copy()
    other_x[1, :, 3:], other_y[1, :, 3:] = 7.0, -7.0
    state, moved = train(weight, x, y, live=2)
    other_state, other_moved = train(weight, other_x, other_y, live=2)
    assert_array_equal(other_state.parameters, state.parameters)
    assert_array_equal(other_moved, moved)


def test_only_the_live_steps_run(rows: tuple[Floats, Floats, Floats]) -> None:
    weight, x, y = rows
    state, moved = train(weight, x, y, live=3)
    assert float(state.steps) == 3
    assert moved[:3].all()
    assert not moved[3:].any()
    x[3:], y[3:] = 7.0, -7.0
    assert_array_equal(train(weight, x, y, live=3)[0].parameters, state.parameters)


def test_the_first_step_follows_the_gradient(rows: tuple[Floats, Floats, Floats]) -> None:
    weight, x, y = rows
    state, _ = train(weight, x, y, live=1)
    step = 1e-2
    gradient = np.zeros((2, LAYOUT.size))
    for member, parameter in np.ndindex(*gradient.shape):
        shifted = np.repeat(PARAMETERS[[member]], 2, axis=0)
        shifted[:, parameter] += np.array([-step, step], np.float32)
        below, above = (
            losses(row[None], x[0, member], y[0, member]).mean(dtype=np.float64) for row in shifted
        )
        gradient[member, parameter] = (above - below) / (2 * step)
    # Adam's first moment starts at zero and moves a tenth of the way to the gradient.
    assert_allclose(np.asarray(state.first_moment) / 0.1, gradient, rtol=0.02, atol=0.01)
    steep = np.abs(gradient) > 0.05
    moved = np.asarray(state.parameters) - PARAMETERS
    assert steep.sum() > LAYOUT.size
    assert_allclose(moved[steep], -RATE * np.sign(gradient[steep]), rtol=1e-3)


def test_scores_are_those_of_the_members_mixture() -> None:
    x, y = random_floats(3, STEPS, BATCH, 2), random_floats(4, STEPS, BATCH, 2)
    weight = np.ones((STEPS, BATCH), np.float32)
    weight[1, 5:] = 0
    scored = program(LAYOUT, "silu", BATCH).evaluate(PARAMETERS, x, y, weight, LOG_FLOOR, 2).numpy()
    assert_allclose(scored[0], losses(PARAMETERS, x[0], y[0]).sum(), rtol=1e-5)
    assert_allclose(scored[1], losses(PARAMETERS, x[1, :5], y[1, :5]).sum(), rtol=1e-5)
    assert not scored[2:].any()


def test_one_architecture_has_one_program() -> None:
    assert program(Layout(1, 2, (3,), 4, 1), "relu", 16) is program(
        Layout(1, 2, (3,), 4, 1), "relu", 16
    )
    assert program(Layout(1, 2, (3,), 4, 1), "relu", 16) is not program(
        Layout(1, 2, (3,), 4, 1), "silu", 16
    )
