"""The compiled program: masks, gradients and scores, against the same network in NumPy."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from mdn_gui.core.dataset import Scaling
from mdn_gui.core.engine.batches import STEPS
from mdn_gui.core.engine.loading import load_tensorflow
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network

load_tensorflow()

from mdn_gui.core.engine.program import Recipe, fresh_state, knobs, program  # noqa: E402 - after loading

Floats = NDArray[np.float32]
BATCH = 8
LAYOUT = Layout(members=3, inputs=2, hidden=(5, 4), components=3, outputs=2)
LOG_FLOOR = np.array([-6.0, -5.0], np.float32)
RATE = 0.01
RNG = np.random.default_rng(0)
PARAMETERS = RNG.normal(size=(LAYOUT.members, LAYOUT.size)).astype(np.float32)
ROWS = RNG.normal(size=(STEPS, LAYOUT.members, 4, BATCH)).astype(np.float32)
COUNTS = [BATCH, 3]
"""Rows of the steps of a chunk: the second has three of its eight."""


class Knobs(NamedTuple):
    """What a run does not change."""

    l2: float = 0.0
    dropout: float = 0.0
    beta: float = 0.0
    clip_norm: float = 0.0

    @property
    def recipe(self) -> Recipe:
        """What has to be compiled in."""
        return Recipe(self.dropout > 0, self.beta > 0, self.clip_norm > 0)


def network(parameters: NDArray[np.floating]) -> Network:
    """The members with these parameters, in NumPy."""
    layout = Layout(len(parameters), 2, LAYOUT.hidden, 3, 2)
    units = Scaling.identity(2), Scaling.identity(2)
    return Network(layout, "silu", parameters.astype(np.float32), *units, LOG_FLOOR)


def losses(parameters: NDArray[np.floating], rows: Floats) -> NDArray[np.float64]:
    """Negative log-likelihood of each of `rows` (4, n): (n,)."""
    return -network(parameters)(rows[:2].T).log_prob(rows[2:].T)


def pace(counts: list[int], *, rate: float = RATE, decay: float = 0.0, seed: int = 1) -> Floats:
    """Count, seed, size of each member's step, share to forget."""
    table = np.zeros((STEPS, 2 + 2 * LAYOUT.members), np.float32)
    table[: len(counts), 0] = counts
    table[:, 1] = seed + np.arange(STEPS)
    # Of Adam's first step the corrections of both moments leave the plain rate: factor 0.316.
    table[:, 2 : 2 + LAYOUT.members] = rate * np.sqrt(0.001) / 0.1
    table[:, 2 + LAYOUT.members :] = decay
    return table


def train(moves: Floats, rows: Floats = ROWS, options: Knobs = Knobs()) -> tuple[Floats, Floats]:  # noqa: B008 - a tuple
    """Run a chunk from `PARAMETERS`; the state after it, and the losses."""
    step = program(LAYOUT, "silu", BATCH, options.recipe).train
    state, moved = step(fresh_state(PARAMETERS), rows, moves, knobs(LOG_FLOOR, *options))
    return state.numpy(), moved.numpy()


def numeric_gradient(row_weights: NDArray[np.float64] | float = 1.0) -> NDArray[np.float64]:
    """Of the first step's mean loss by differences, (members, size)."""
    step = 1e-2
    gradient = np.zeros((LAYOUT.members, LAYOUT.size))
    for member, parameter in np.ndindex(*gradient.shape):
        shifted = np.repeat(PARAMETERS[[member]], 2, axis=0)
        shifted[:, parameter] += np.array([-step, step], np.float32)
        weights = np.broadcast_to(row_weights, (LAYOUT.members, BATCH))[member]
        below, above = (
            (weights * losses(moved[None], ROWS[0, member])).mean(dtype=np.float64)
            for moved in shifted
        )
        gradient[member, parameter] = (above - below) / (2 * step)
    return gradient


def first_gradient(options: Knobs = Knobs()) -> NDArray[np.float64]:  # noqa: B008 - a tuple
    """What the first step followed: Adam's first moment moves a tenth of the way to it."""
    gradient: NDArray[np.float64] = train(pace(COUNTS[:1]), options=options)[0][1] / 0.1
    return gradient


@pytest.fixture(scope="module")
def gradient() -> NDArray[np.float64]:
    return numeric_gradient()


def kernels() -> NDArray[np.bool_]:
    """Which parameters are kernels'."""
    mask = np.zeros(LAYOUT.size, bool)
    for kernel, _ in LAYOUT.slices:
        mask[kernel.part] = True
    return mask


@pytest.mark.parametrize("counts", [[BATCH], [3]])
def test_a_steps_loss_is_the_mean_over_its_rows(counts: list[int]) -> None:
    _, moved = train(pace(counts))
    expected = [
        losses(PARAMETERS[[member]], ROWS[0, member, :, : counts[0]]).mean()
        for member in range(LAYOUT.members)
    ]
    assert_allclose(moved[0], expected, rtol=1e-5)


def test_rows_beyond_the_count_move_nothing() -> None:
    other = ROWS.copy()
    other[1, :, :, 3:] = 7.0
    for before, after in zip(train(pace(COUNTS)), train(pace(COUNTS), other), strict=True):
        assert_array_equal(after, before)


def test_only_steps_with_rows_run() -> None:
    state, moved = train(pace([BATCH, BATCH, 3]))
    assert moved[:3].all()
    assert not moved[3:].any()
    other = ROWS.copy()
    other[3:] = 7.0
    assert_array_equal(train(pace([BATCH, BATCH, 3]), other)[0], state)


def test_the_first_step_follows_the_gradient(gradient: NDArray[np.float64]) -> None:
    assert_allclose(first_gradient(), gradient, rtol=0.02, atol=0.01)
    steep = np.abs(gradient) > 0.05
    moved = train(pace(COUNTS[:1]))[0][0] - PARAMETERS
    assert steep.sum() > LAYOUT.size
    assert_allclose(moved[steep], -RATE * np.sign(gradient[steep]), rtol=1e-3)


def test_each_member_has_a_pace_of_its_own() -> None:
    moves = pace(COUNTS)
    moves[:, 3] = 0.0
    state, _ = train(moves)
    still = (state[0] == PARAMETERS).all(axis=1)
    assert_array_equal(still, [False, True, False])


def test_weight_decay_in_the_gradient_pulls_kernels_only() -> None:
    pulled = first_gradient(Knobs(l2=0.5)) - first_gradient()
    assert_allclose(pulled, np.where(kernels(), 0.5 * PARAMETERS, 0.0), atol=1e-4)


def test_weight_decay_apart_from_the_gradient_shrinks_kernels_only() -> None:
    plain, decayed = (train(pace([BATCH], decay=decay))[0][0] for decay in (0.0, 0.25))
    assert_allclose(decayed - plain, np.where(kernels(), -0.25 * PARAMETERS, 0.0), atol=1e-5)


def test_a_long_gradient_is_shortened_and_a_short_one_is_not() -> None:
    plain = first_gradient()
    lengths = np.linalg.norm(plain, axis=1)
    middle = float(np.median(lengths))
    clipped = first_gradient(Knobs(clip_norm=middle))
    shares = np.minimum(1.0, middle / lengths)
    assert shares.min() < 0.999
    assert_allclose(clipped, plain * shares[:, None], rtol=1e-4, atol=1e-6)


def test_a_gradient_whose_square_overflows_is_shortened_too() -> None:
    far = ROWS.copy()
    far[:, :, 2:] *= 1e16
    state, _ = train(pace([BATCH]), far, Knobs(clip_norm=1.0))
    assert_allclose(np.linalg.norm(state[1] / 0.1, axis=1), 1.0, rtol=1e-4)


def test_beta_weighs_rows_by_their_predicted_variance() -> None:
    weights = np.stack(
        [
            network(PARAMETERS[[member]])(ROWS[0, member, :2].T).variance().prod(axis=-1) ** 0.25
            for member in range(LAYOUT.members)
        ]
    )
    # Of two targets the geometric mean of the variances, to the power 1/2.
    expected = numeric_gradient(weights)
    assert_allclose(first_gradient(Knobs(beta=0.5)), expected, rtol=0.02, atol=0.05)
    plain, weighed = (train(pace([BATCH]), options=o)[1] for o in (Knobs(), Knobs(beta=0.5)))
    assert_allclose(weighed, plain, rtol=1e-6)  # the loss told is the likelihood's all the same


def test_dropout_draws_anew_for_each_seed_and_keeps_the_mean() -> None:
    options = Knobs(dropout=0.3)
    first, again, other = (
        train(pace([BATCH], seed=seed), options=options)[1][0] for seed in (1, 1, 9)
    )
    assert_array_equal(first, again)
    assert (first != other).all()
    members_alike = np.repeat(ROWS[:, :1], LAYOUT.members, axis=1)
    alike = np.repeat(PARAMETERS[:1], LAYOUT.members, axis=0)
    step = program(LAYOUT, "silu", BATCH, options.recipe).train
    _, moved = step(fresh_state(alike), members_alike, pace([BATCH]), knobs(LOG_FLOOR, *options))
    assert len(set(moved.numpy()[0].tolist())) == LAYOUT.members  # each leaves out others


def test_scores_are_those_of_the_members_mixture_and_of_each_member() -> None:
    counts = np.zeros(STEPS, np.float32)
    counts[:2] = BATCH, 5
    rows = np.ascontiguousarray(ROWS[:, 0])
    evaluate = program(LAYOUT, "silu", BATCH, Recipe()).evaluate
    (scored,) = evaluate(fresh_state(PARAMETERS), rows, counts, knobs(LOG_FLOOR, *Knobs()))
    for step, count in enumerate((BATCH, 5)):
        shown = rows[step, :, :count]
        assert_allclose(scored[step, 0], losses(PARAMETERS, shown).sum(), rtol=1e-5)
        for member in range(LAYOUT.members):
            alone = losses(PARAMETERS[[member]], shown).sum()
            assert_allclose(scored[step, 1 + member], alone, rtol=1e-5)
    assert not scored.numpy()[2:].any()


REPEATS = np.array([1, 3, 1, 1, 2, 4, 1, 3])


@pytest.mark.parametrize("beta", [0.0, 0.5])
def test_weighted_rows_have_the_loss_and_the_gradient_of_the_repeated_rows(beta: float) -> None:
    many = int(REPEATS.sum())
    repeated = np.repeat(ROWS, REPEATS, axis=3)
    weights = np.broadcast_to(REPEATS / REPEATS.mean(), (STEPS, LAYOUT.members, 1, BATCH))
    weighted = np.concatenate([ROWS, weights.astype(np.float32)], axis=2)
    recipe, options = Recipe(beta=beta > 0), knobs(LOG_FLOOR, *Knobs(beta=beta))
    (state, moved), (other_state, other_moved) = (
        program(LAYOUT, "silu", batch, each).train(
            fresh_state(PARAMETERS), rows, pace([batch]), options
        )
        for batch, each, rows in (
            (BATCH, replace(recipe, weighted=True), weighted),
            (many, recipe, repeated),
        )
    )
    assert_allclose(moved, other_moved, rtol=1e-6)
    gradient, expected = state[1].numpy() / 0.1, other_state[1].numpy() / 0.1
    assert np.abs(expected).max() > 0.1
    assert_allclose(gradient, expected, rtol=1e-6, atol=1e-6 * np.abs(expected).max())


def test_scores_of_weighted_rows_are_sums_over_the_repeated_rows() -> None:
    counts = np.zeros(STEPS, np.float32)
    counts[0] = 5
    weights = np.broadcast_to(REPEATS.astype(np.float32), (STEPS, 1, BATCH))
    rows = np.concatenate([ROWS[:, 0], weights], axis=1)
    evaluate = program(LAYOUT, "silu", BATCH, Recipe(weighted=True)).evaluate
    (scored,) = evaluate(fresh_state(PARAMETERS), rows, counts, knobs(LOG_FLOOR, *Knobs()))
    repeated = np.repeat(ROWS[0, 0, :, :5], REPEATS[:5], axis=1)
    assert_allclose(scored[0, 0], losses(PARAMETERS, repeated).sum(), rtol=1e-5)
    alone = losses(PARAMETERS[[1]], repeated).sum()
    assert_allclose(scored[0, 2], alone, rtol=1e-5)


def test_one_architecture_has_one_program() -> None:
    def of(activation: str, recipe: Recipe) -> object:
        return program(Layout(1, 2, (3,), 4, 1), activation, 16, recipe)

    assert of("relu", Recipe()) is of("relu", Recipe())
    assert of("relu", Recipe()) is not of("silu", Recipe())
    assert of("relu", Recipe()) is not of("relu", Recipe(dropout=True))
