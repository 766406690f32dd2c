"""The compiled program: masks, gradients and scores, against the same network in NumPy."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.engine.batches import STEPS
from mdn_gui.core.engine.loading import load_tensorflow
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.core.recipes import members_of
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.table import source_of

load_tensorflow()

from mdn_gui.core.engine.fitting import Fit  # noqa: E402 - after loading
from mdn_gui.core.engine.program import Options, fresh_state, knobs, program  # noqa: E402 - after loading

Floats = NDArray[np.float32]
BATCH = 8
LAYOUT = Layout(members=3, inputs=2, hidden=(5, 4), components=3, outputs=2)
LOG_FLOOR = np.array([-6.0, -5.0], np.float32)
RATE = 0.01
RNG = np.random.default_rng(0)
PARAMETERS = RNG.normal(size=(LAYOUT.members, LAYOUT.size)).astype(np.float32)
ROWS = RNG.normal(size=(LAYOUT.members, STEPS, 4, BATCH)).astype(np.float32)
COUNTS = [BATCH, 3]
"""Rows of the steps of a chunk: the second has three of its eight."""


class Knobs(NamedTuple):
    """What a run does not change."""

    l2: float = 0.0
    dropout: float = 0.0
    beta: float = 0.0
    clip_norm: float = 0.0

    @property
    def options(self) -> Options:
        """What has to be compiled in."""
        return Options(self.dropout > 0, self.beta > 0, self.clip_norm > 0)


def network(parameters: NDArray[np.floating]) -> Network:
    """The members with these parameters, in NumPy."""
    layout = Layout(len(parameters), 2, LAYOUT.hidden, 3, 2)
    units = Scaling.identity(2), Scaling.identity(2)
    return Network(layout, "silu", parameters.astype(np.float32), *units, LOG_FLOOR)


def losses(parameters: NDArray[np.floating], rows: Floats) -> NDArray[np.float64]:
    """Negative log-likelihood of each of `rows` (4, n): (n,)."""
    return -network(parameters)(rows[:2].T).log_prob(rows[2:].T)


def pace(counts: list[int], *, rate: float = RATE, decay: float = 0.0, seed: int = 1) -> Floats:
    """Of each member's steps the count, the seed, the size and the share to forget."""
    table = np.zeros((LAYOUT.members, STEPS, 4), np.float32)
    table[:, : len(counts), 0] = counts
    table[:, :, 1] = seed + np.arange(STEPS)
    # Of Adam's first step the corrections of both moments leave the plain rate: factor 0.316.
    table[:, :, 2] = rate * np.sqrt(0.001) / 0.1
    table[:, :, 3] = decay
    return table


def alike(options: Knobs, members: int = LAYOUT.members) -> Floats:
    """The same for every member, (members, outputs + 4)."""
    return np.stack([knobs(LOG_FLOOR, *options)] * members)


def train(moves: Floats, rows: Floats = ROWS, options: Knobs = Knobs()) -> tuple[Floats, Floats]:  # noqa: B008 - a tuple
    """Run a chunk from `PARAMETERS`; the state after it, and the losses."""
    step = program(LAYOUT, "silu", BATCH, options.options).train
    state, moved = step(fresh_state(PARAMETERS), rows, moves, alike(options))
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
            (weights * losses(moved[None], ROWS[member, 0])).mean(dtype=np.float64)
            for moved in shifted
        )
        gradient[member, parameter] = (above - below) / (2 * step)
    return gradient


def first_gradient(options: Knobs = Knobs()) -> NDArray[np.float64]:  # noqa: B008 - a tuple
    """What the first step followed: Adam's first moment moves a tenth of the way to it."""
    state, _ = train(pace(COUNTS[:1]), options=options)
    return state[:, 1].astype(np.float64) / 0.1


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
        losses(PARAMETERS[[member]], ROWS[member, 0, :, : counts[0]]).mean()
        for member in range(LAYOUT.members)
    ]
    assert_allclose(moved[:, 0], expected, rtol=1e-5)


def test_rows_beyond_the_count_move_nothing() -> None:
    other = ROWS.copy()
    other[:, 1, :, 3:] = 7.0
    for before, after in zip(train(pace(COUNTS)), train(pace(COUNTS), other), strict=True):
        assert_array_equal(after, before)


def test_only_steps_with_rows_run() -> None:
    state, moved = train(pace([BATCH, BATCH, 3]))
    assert moved[:, :3].all()
    assert not moved[:, 3:].any()
    other = ROWS.copy()
    other[:, 3:] = 7.0
    assert_array_equal(train(pace([BATCH, BATCH, 3]), other)[0], state)


def test_a_member_may_have_fewer_steps_than_others() -> None:
    moves, fewer = pace([BATCH, BATCH, 3]), pace([BATCH, 5])
    moves[1] = fewer[1]
    states, moved = train(moves)
    for member, steps in enumerate((3, 2, 3)):
        expected, expected_losses = train(fewer if member == 1 else pace([BATCH, BATCH, 3]))
        assert_array_equal(states[member], expected[member])
        assert_array_equal(moved[member], expected_losses[member])
        assert np.count_nonzero(moved[member]) == steps


def test_the_first_step_follows_the_gradient(gradient: NDArray[np.float64]) -> None:
    assert_allclose(first_gradient(), gradient, rtol=0.02, atol=0.01)
    steep = np.abs(gradient) > 0.05
    moved = train(pace(COUNTS[:1]))[0][:, 0] - PARAMETERS
    assert steep.sum() > LAYOUT.size
    assert_allclose(moved[steep], -RATE * np.sign(gradient[steep]), rtol=1e-3)


def test_each_member_has_a_pace_of_its_own() -> None:
    moves = pace(COUNTS)
    moves[1, :, 2] = 0.0
    state, _ = train(moves)
    still = (state[:, 0] == PARAMETERS).all(axis=1)
    assert_array_equal(still, [False, True, False])


def test_each_member_has_knobs_of_its_own() -> None:
    steps = program(LAYOUT, "silu", BATCH, Options(clip=True)).train
    each = [Knobs(clip_norm=1e9), Knobs(l2=0.5, clip_norm=1e9), Knobs(clip_norm=0.25)]
    own = np.stack([knobs(LOG_FLOOR, *options) for options in each])
    state, _ = steps(fresh_state(PARAMETERS), ROWS, pace(COUNTS[:1]), own)
    plain, pulled, clipped = state.numpy()[:, 1] / 0.1
    gradient = first_gradient()
    assert_allclose(plain, gradient[0], rtol=1e-5, atol=1e-6)
    decay = np.where(kernels(), 0.5 * PARAMETERS[1], 0.0)
    assert_allclose(pulled, gradient[1] + decay, rtol=1e-4, atol=1e-4)
    expected = gradient[2] * 0.25 / np.linalg.norm(gradient[2])
    assert_allclose(clipped, expected, rtol=1e-4, atol=1e-6)


def test_weight_decay_in_the_gradient_pulls_kernels_only() -> None:
    pulled = first_gradient(Knobs(l2=0.5)) - first_gradient()
    assert_allclose(pulled, np.where(kernels(), 0.5 * PARAMETERS, 0.0), atol=1e-4)


def test_weight_decay_apart_from_the_gradient_shrinks_kernels_only() -> None:
    plain, decayed = (train(pace([BATCH], decay=decay))[0][:, 0] for decay in (0.0, 0.25))
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
    assert_allclose(np.linalg.norm(state[:, 1] / 0.1, axis=1), 1.0, rtol=1e-4)


def test_beta_weighs_rows_by_their_predicted_variance() -> None:
    weights = np.stack(
        [
            network(PARAMETERS[[member]])(ROWS[member, 0, :2].T).variance().prod(axis=-1) ** 0.25
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
        train(pace([BATCH], seed=seed), options=options)[1][:, 0] for seed in (1, 1, 9)
    )
    assert_array_equal(first, again)
    assert (first != other).all()
    same_rows = np.repeat(ROWS[:1], LAYOUT.members, axis=0)
    same_weights = np.repeat(PARAMETERS[:1], LAYOUT.members, axis=0)
    moves = pace([BATCH])
    moves[:, :, 1] += 100 * np.arange(LAYOUT.members)[:, None]
    step = program(LAYOUT, "silu", BATCH, options.options).train
    _, moved = step(fresh_state(same_weights), same_rows, moves, alike(options))
    # Each has seeds of its own, and leaves out others.
    assert len(set(moved.numpy()[:, 0].tolist())) == LAYOUT.members


def test_scores_are_the_losses_of_each_members_own_rows() -> None:
    counts = np.zeros((LAYOUT.members, STEPS), np.float32)
    counts[:, :3] = [(BATCH, 5, 0), (BATCH, BATCH, 1), (2, 0, 0)]
    evaluate = program(LAYOUT, "silu", BATCH, Options()).evaluate
    (scored,) = evaluate(fresh_state(PARAMETERS), ROWS, counts, alike(Knobs()))
    assert scored.shape == (LAYOUT.members, STEPS, BATCH)
    for member, step in np.argwhere(counts):
        count = int(counts[member, step])
        expected = losses(PARAMETERS[[member]], ROWS[member, step, :, :count])
        assert_allclose(scored[member, step, :count], expected, rtol=1e-5)


def test_scoring_leaves_out_no_units_and_looks_at_no_weights() -> None:
    counts = np.full((LAYOUT.members, STEPS), BATCH, np.float32)
    (plain,) = program(LAYOUT, "silu", BATCH, Options()).evaluate(
        fresh_state(PARAMETERS), ROWS, counts, alike(Knobs())
    )
    weights = RNG.uniform(0.1, 5.0, (LAYOUT.members, STEPS, 1, BATCH)).astype(np.float32)
    weighted = np.concatenate([ROWS, weights], axis=2)
    (scored,) = program(LAYOUT, "silu", BATCH, Options(dropout=True, weighted=True)).evaluate(
        fresh_state(PARAMETERS), weighted, counts, alike(Knobs(dropout=0.5))
    )
    assert_allclose(scored, plain, rtol=1e-6)


REPEATS = np.array([1, 3, 1, 1, 2, 4, 1, 3])


@pytest.mark.parametrize("beta", [0.0, 0.5])
def test_weighted_rows_have_the_loss_and_the_gradient_of_the_repeated_rows(beta: float) -> None:
    many = int(REPEATS.sum())
    repeated = np.repeat(ROWS, REPEATS, axis=3)
    weights = np.broadcast_to(REPEATS / REPEATS.mean(), (LAYOUT.members, STEPS, 1, BATCH))
    weighted = np.concatenate([ROWS, weights.astype(np.float32)], axis=2)
    compiled, options = Options(beta=beta > 0), alike(Knobs(beta=beta))
    (state, moved), (other_state, other_moved) = (
        program(LAYOUT, "silu", batch, each).train(
            fresh_state(PARAMETERS), rows, pace([batch]), options
        )
        for batch, each, rows in (
            (BATCH, replace(compiled, weighted=True), weighted),
            (many, compiled, repeated),
        )
    )
    assert_allclose(moved, other_moved, rtol=1e-6)
    gradient, expected = state[:, 1].numpy() / 0.1, other_state[:, 1].numpy() / 0.1
    assert np.abs(expected).max() > 0.1
    assert_allclose(gradient, expected, rtol=1e-6, atol=1e-6 * np.abs(expected).max())


FIVE = replace(LAYOUT, members=5)
FIVES_PARAMETERS = RNG.normal(0, 0.3, (5, LAYOUT.size)).astype(np.float32)
FIVES_ROWS = RNG.normal(size=(5, STEPS, 4, BATCH)).astype(np.float32)
FIVES_STEPS = (7, 6, 7, 1, 8)
"""How many steps of rows each of five members has; the last of these has three rows."""


def trained_side_by_side(members: Sequence[int], options: Knobs) -> tuple[Floats, Floats, Floats]:
    """State, losses and scores of these of five members after a chunk in one program."""
    moves = np.zeros((5, STEPS, 4), np.float32)
    for member, steps in enumerate(FIVES_STEPS):
        moves[member, :steps, 0] = [BATCH] * (steps - 1) + [3]
        moves[member, :, 1] = 1_000 * member + np.arange(STEPS)
        moves[member, :, 2] = RATE * (1 + member)
        moves[member, :, 3] = 0.01 * member
    here = list(members)
    own = alike(options, len(here))
    both = program(replace(FIVE, members=len(here)), "silu", BATCH, options.options)
    state, moved = both.train(
        fresh_state(FIVES_PARAMETERS[here]), FIVES_ROWS[here], moves[here], own
    )
    (scored,) = both.evaluate(state, FIVES_ROWS[here], moves[here, :, 0], own)
    return state.numpy(), moved.numpy(), scored.numpy()


@pytest.mark.parametrize(
    "options", [Knobs(), Knobs(l2=0.01, dropout=0.3, beta=0.5, clip_norm=0.5)], ids=["off", "on"]
)
def test_a_members_numbers_are_the_same_to_the_bit_whatever_trains_beside_it(
    options: Knobs,
) -> None:
    together = trained_side_by_side(range(5), options)
    for groups in ([(0,), (1,), (2,), (3,), (4,)], [(0, 1), (2, 3, 4)], [(4, 0, 2), (3, 1)]):
        for group in groups:
            for found, expected in zip(trained_side_by_side(group, options), together, strict=True):
                assert_array_equal(found, expected[list(group)])
    states, moved, _ = together
    assert np.isfinite(states).all()
    assert len(np.unique(moved[:, 0])) == 5


EVERYTHING = TrainingSettings(
    epochs=2,
    batch_size=BATCH,
    learning_rate=1e-2,
    schedule="cosine",
    dropout=0.2,
    beta=0.5,
    clip_norm=1.0,
    input_noise=0.1,
    target_noise=0.1,
)


@pytest.mark.parametrize(
    ("settings", "sizes"),
    [
        (EVERYTHING, (1, 1, 1, 1, 1)),
        (EVERYTHING, (2, 3)),
        (replace(EVERYTHING, recipes=2, weight_decay=0.1, optimizer="adamw", folds=2), (2, 2)),
    ],
    ids=["one by one", "two groups", "two columns of folds"],
)
def test_a_run_in_groups_of_members_is_the_run_of_all_to_the_bit(
    settings: TrainingSettings, sizes: tuple[int, ...]
) -> None:
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 2, (123, 2))
    dataset = Dataset(x, 3 * x + rng.normal(0, 0.5, (123, 2)), ("a", "b"), ("u", "v"))
    network = NetworkSettings(
        hidden=LAYOUT.hidden,
        activation="silu",
        components=LAYOUT.components,
        members=sum(sizes) // (settings.recipes * settings.folds),
        standardize=True,
        spread_means=True,
    )
    source = source_of(dataset, settings.holdout)

    def trained(fit: Fit) -> tuple[Floats, NDArray[np.float64]]:
        """State and held-out losses of each member after two epochs."""
        for number in (1, 2):
            losses = fit.epoch(number, lambda _: True)
        assert losses is not None
        return np.asarray(fit.state), losses.of_members

    state, of_members = trained(Fit(source, network, settings))
    members, first = members_of(network, settings), 0
    for size in sizes:
        group = slice(first, first + size)
        own_state, own_losses = trained(Fit(source, network, settings, members[group]))
        assert_array_equal(own_state, state[group])
        assert_array_equal(own_losses, of_members[group])
        first += size
    assert len(np.unique(of_members)) == len(members)


def test_one_architecture_has_one_program() -> None:
    def of(activation: str, compiled: Options) -> object:
        return program(Layout(1, 2, (3,), 4, 1), activation, 16, compiled)

    assert of("relu", Options()) is of("relu", Options())
    assert of("relu", Options()) is not of("silu", Options())
    assert of("relu", Options()) is not of("relu", Options(dropout=True))
