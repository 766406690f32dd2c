"""One run of training, against a plain loop over a Keras model with Keras's own Adam."""

from dataclasses import replace
from itertools import batched
from typing import Any, Literal

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.special import logsumexp

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.engine.batches import streams
from mdn_gui.core.engine.loading import load_tensorflow
from mdn_gui.core.network import Network
from mdn_gui.core.recipes import Member
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.table import source_of

load_tensorflow()

import keras  # noqa: E402 - after loading
import tensorflow as tf  # noqa: E402 - after loading

from mdn_gui.core.engine.fitting import Fit, Losses  # noqa: E402 - after loading
from mdn_gui.core.keras_model import (  # noqa: E402 - after loading
    MixtureNegativeLogLikelihood,
    member_models,
)

Floats = NDArray[np.float32]

TUTORIAL_LIKE = (
    NetworkSettings(hidden=(8, 6), components=3),
    TrainingSettings(epochs=5, batch_size=32, learning_rate=3e-3),
)
RECOMMENDED_LIKE = (
    NetworkSettings(
        hidden=(8, 6),
        activation="silu",
        components=4,
        members=3,
        standardize=True,
        spread_means=True,
    ),
    TrainingSettings(epochs=5, batch_size=32, learning_rate=1e-2, schedule="cosine", seed=7),
)


def go_on(_passed: float) -> bool:
    return True


def fit_of(dataset: Dataset, network: NetworkSettings, settings: TrainingSettings) -> Fit:
    """A run on a table in memory."""
    source = source_of(dataset, settings.holdout)
    return Fit(source, network, settings)


def noisy(inputs: int, outputs: int, rows: int = 123) -> Dataset:
    """Rows whose two branches are far from mean 0 and spread 1."""
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 2, (rows, inputs))
    branch = np.where(rng.random((rows, 1)) < 0.3, -1, 2)
    y = 3 + 2 * branch * x[:, :1] + rng.normal(0, [0.5, 2.0][:outputs], (rows, outputs))
    return Dataset(x, y, ("a", "b")[:inputs], ("u", "v")[:outputs])


def keras_losses(
    dataset: Dataset, initial: Network, network: NetworkSettings, settings: TrainingSettings
) -> list[tuple[float, float]]:
    """Train and validation loss of each epoch, by automatic differentiation, step by step."""
    (x, y), (held_x, held_y) = (
        _scaled(initial, part)
        for part in dataset.split(settings.validation_fraction, settings.seed)
    )
    steps = settings.epochs * -(-len(x) // settings.batch_size)
    models = member_models(initial)
    optimizers = [keras.optimizers.Adam(_rate(settings, steps), epsilon=1e-7) for _ in models]
    loss = MixtureNegativeLogLikelihood(network.components, y.shape[1], reduction=None)
    orders = streams(settings.seed, range(network.members)).orders
    log_units = np.log(initial.target_scaling.scale).sum()
    history = []
    for _ in range(settings.epochs):
        total = 0.0
        for model, optimizer, rng in zip(models, optimizers, orders, strict=True):
            for batch in batched(rng.permutation(len(x)).tolist(), settings.batch_size):
                total += _step(model, optimizer, loss, x[list(batch)], y[list(batch)])
        rows = np.stack([loss(held_y, model(held_x)) for model in models])
        pooled = np.log(len(models)) - logsumexp(-rows.astype(float), axis=0)
        train_loss = total / len(x) / len(models)
        history.append((train_loss + log_units, pooled.mean() + log_units))
    return history


def _rate(settings: TrainingSettings, steps: int) -> object:
    if settings.schedule == "cosine":
        return keras.optimizers.schedules.CosineDecay(settings.learning_rate, steps)
    return settings.learning_rate


def _step(
    model: keras.Model, optimizer: keras.optimizers.Adam, loss: keras.Loss, x: Floats, y: Floats
) -> float:
    with tf.GradientTape() as tape:
        rows = loss(y, model(x))
        mean = tf.reduce_mean(rows)
    variables = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(mean, variables), variables, strict=True))
    return float(tf.reduce_sum(rows))


def _scaled(network: Network, dataset: Dataset) -> tuple[Floats, Floats]:
    return (
        network.input_scaling.apply(dataset.inputs).astype(np.float32),
        network.target_scaling.apply(dataset.targets).astype(np.float32),
    )


def losses_of(run: Fit, number: int) -> Losses:
    """An epoch that nobody stops."""
    losses = run.epoch(number, go_on)
    assert losses is not None
    return losses


@pytest.mark.parametrize(
    ("inputs", "outputs", "settings"), [(1, 1, TUTORIAL_LIKE), (2, 2, RECOMMENDED_LIKE)]
)
def test_the_losses_are_those_of_a_plain_keras_loop(
    inputs: int, outputs: int, settings: tuple[NetworkSettings, TrainingSettings]
) -> None:
    dataset = noisy(inputs, outputs)
    run = fit_of(dataset, *settings)
    expected = keras_losses(dataset, run.network(), *settings)
    epochs = [losses_of(run, number) for number in range(1, 6)]
    assert expected[-1][1] < expected[0][1] - 0.05  # it learned: the comparison says something
    assert_allclose([(epoch.train, epoch.validation) for epoch in epochs], expected, atol=1e-4)


def test_an_epoch_told_to_stop_has_no_loss() -> None:
    assert fit_of(noisy(1, 1), *TUTORIAL_LIKE).epoch(1, lambda _: False) is None


@pytest.mark.parametrize("standardize", [False, True])
def test_the_floor_is_the_setting_times_the_spread_of_the_targets(*, standardize: bool) -> None:
    dataset = noisy(1, 1)
    training, _ = dataset.split(0.15, 0)
    network_settings = NetworkSettings(
        hidden=(8, 6), components=3, scale_floor=0.25, standardize=standardize
    )
    network = fit_of(dataset, network_settings, TUTORIAL_LIKE[1]).network()
    floor = np.exp(network.log_floor) * network.target_scaling.scale
    assert_allclose(floor, 0.25 * training.targets.std(axis=0), rtol=1e-5)
    assert (network(dataset.inputs).scales > floor * (1 - 1e-6)).all()


def test_constant_targets_have_a_floor_too() -> None:
    constant = Dataset(np.arange(10.0)[:, None], np.full((10, 1), 4.0), ("x",), ("y",))
    run = fit_of(constant, *TUTORIAL_LIKE)
    losses = losses_of(run, 1)
    assert losses.finite.all()
    assert np.isfinite([losses.train, losses.validation]).all()


def test_noise_is_added_to_the_rows_in_units_of_their_spread() -> None:
    dataset = noisy(2, 1, rows=20_000)
    quiet = replace(TUTORIAL_LIKE[1], epochs=1, learning_rate=1e-7)
    linear = NetworkSettings(hidden=(), components=1, standardize=True)

    def first_loss(settings: TrainingSettings) -> float:
        return losses_of(fit_of(dataset, linear, settings), 1).train

    # A network that hardly moves sees y / s - m(x) squared: noise adds its variance to it.
    network = fit_of(dataset, linear, quiet).network()
    training, _ = dataset.split(quiet.validation_fraction, quiet.seed)
    inner = network(training.inputs)
    scale = inner.scales[:, 0, 0] / network.target_scaling.scale
    off = (training.targets - inner.means[..., 0])[:, 0] / network.target_scaling.scale
    for noise in (0.5, 1.0):
        noisier = first_loss(replace(quiet, target_noise=noise))
        expected = (0.5 * noise**2 / scale**2).mean()
        of_a_row = np.hypot(noise * off / scale**2, noise**2 / scale**2 / np.sqrt(2))
        chance = np.sqrt((of_a_row**2).mean() / len(off))
        assert noisier - first_loss(quiet) == pytest.approx(expected, abs=3 * chance)
        assert chance < 0.1 * expected
    assert first_loss(replace(quiet, input_noise=1.0)) != first_loss(quiet)


def test_the_second_recipe_trains_without_noise_on_the_targets() -> None:
    quiet = replace(TUTORIAL_LIKE[1], recipes=2)
    noisy_first, quiet_first = (
        losses_of(fit_of(noisy(2, 1), TUTORIAL_LIKE[0], settings), 1).of_members
        for settings in (replace(quiet, target_noise=0.5), quiet)
    )
    assert noisy_first[0] != quiet_first[0]
    assert noisy_first[1] == quiet_first[1]


@pytest.mark.parametrize(
    "change",
    [
        {"optimizer": "adamw", "weight_decay": 0.1, "warm_up": 0.5, "clip_norm": 0.5},
        {"dropout": 0.2, "beta": 0.5, "input_noise": 0.1, "target_noise": 0.1},
    ],
)
@pytest.mark.parametrize("members", [1, 3])
def test_where_the_clock_cuts_the_chunks_changes_no_bit_of_any_recipe(
    members: int, change: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(TUTORIAL_LIKE[1], epochs=2, **change)
    network = replace(TUTORIAL_LIKE[0], members=members, activation="gelu")

    def run(chunk_seconds: float) -> list[float]:
        monkeypatch.setattr("mdn_gui.core.engine.fitting.CHUNK_SECONDS", chunk_seconds)
        fit = fit_of(noisy(2, 1, 300), network, settings)
        return [losses_of(fit, number).train for number in (1, 2)]

    assert run(0.0) == run(1e9)


@pytest.mark.parametrize("optimizer", ["adam", "adamw"])
def test_a_member_is_what_a_run_with_the_settings_of_its_recipe_makes_of_it(
    optimizer: Literal["adam", "adamw"],
) -> None:
    dataset = noisy(2, 1, 60)
    network = TUTORIAL_LIKE[0]
    settings = replace(TUTORIAL_LIKE[1], optimizer=optimizer, weight_decay=0.32, recipes=3)

    def trained(run: Fit) -> Floats:
        losses_of(run, 1)
        return np.asarray(run.state)

    together = trained(fit_of(dataset, network, settings))
    for number, decay in enumerate((0.32, 0.02, 0.0)):
        plain = replace(settings, recipes=1, weight_decay=decay)
        alone = [Member(number, recipe=0, fold=0, column=number)]
        source = source_of(dataset, plain.holdout)
        assert_array_equal(trained(Fit(source, network, plain, alone))[0], together[number])


def test_going_back_takes_the_weights_along_and_halves_the_rate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mdn_gui.core.engine.fitting.CHUNK_SECONDS", 0.0)  # one step a chunk
    dataset, settings = noisy(1, 1), replace(TUTORIAL_LIKE[1], learning_rate=1e-2)
    run = fit_of(dataset, *RECOMMENDED_LIKE[:1], settings)
    start = run.network().parameters
    state = run.state
    losses_of(run, 1)
    run.restore(state, slower=np.array([True, False, False]))
    assert_array_equal(run.network().parameters, start)
    run.restore(state, slower=np.array([True, True, True]))
    steps = _moved_by_one_step(run, start)
    assert_allclose(steps, [0.25e-2, 0.5e-2, 0.5e-2], rtol=0.01)


def test_after_returning_to_a_checkpoint_the_same_epoch_follows() -> None:
    settings = replace(
        TUTORIAL_LIKE[1], dropout=0.2, input_noise=0.1, target_noise=0.1, learning_rate=1e-2
    )
    run = fit_of(noisy(2, 1), RECOMMENDED_LIKE[0], settings)
    losses_of(run, 1)
    checkpoint = run.checkpoint()
    first = losses_of(run, 2)
    run.restore(run.state, slower=np.array([True, True, True]))
    assert losses_of(run, 2).train != first.train
    run.return_to(checkpoint)
    again = losses_of(run, 2)
    assert (again.train, again.validation) == (first.train, first.validation)


def test_a_schedule_planned_again_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mdn_gui.core.engine.fitting.CHUNK_SECONDS", 0.0)  # one step a chunk
    settings = replace(TUTORIAL_LIKE[1], schedule="cosine", learning_rate=1e-2)

    def first_step_after(epochs: int, *, planned: int) -> float:
        run = fit_of(noisy(1, 1), TUTORIAL_LIKE[0], settings)
        start, checkpoint = run.network().parameters, run.checkpoint()
        losses_of(run, 1)  # now it knows what a step takes
        run.return_to(checkpoint)
        run.plan(epochs, planned)
        return float(_moved_by_one_step(run, start, number=epochs + 1)[0])

    # Adam's first step is the rate, whatever the gradient; its correction shrinks the later ones.
    steps = [first_step_after(epochs, planned=3) for epochs in (0, 5, 50)]
    correction = [np.sqrt(1 - 0.999**n) / (1 - 0.9**n) for n in (1, 1 + 5 * 4, 1 + 50 * 4)]
    moved = 1e-2 * np.array(correction) * 0.1 / np.sqrt(0.001)
    assert_allclose(steps, moved, rtol=0.01)


def _moved_by_one_step(
    run: Fit, start: NDArray[np.float32], number: int = 1
) -> NDArray[np.float64]:
    """How far Adam's first step moves the parameters that it moves farthest, (members,)."""
    asked = iter([True, False])
    run.epoch(number, lambda _: next(asked, False))
    moved: NDArray[np.float64] = np.abs(run.network().parameters - start).max(axis=1)
    return moved
