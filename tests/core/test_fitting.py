"""One run of training, against a plain loop over a Keras model with Keras's own Adam."""

from itertools import batched

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.special import logsumexp

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.loading import load_tensorflow
from mdn_gui.core.network import Network
from mdn_gui.core.settings import NetworkSettings, TrainingSettings

load_tensorflow()

import keras  # noqa: E402 - after loading
import tensorflow as tf  # noqa: E402 - after loading

from mdn_gui.core.fitting import Fit, generators  # noqa: E402 - after loading
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
    _, orders = generators(settings.seed, network.members)
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


@pytest.mark.parametrize(
    ("inputs", "outputs", "settings"), [(1, 1, TUTORIAL_LIKE), (2, 2, RECOMMENDED_LIKE)]
)
def test_the_losses_are_those_of_a_plain_keras_loop(
    inputs: int, outputs: int, settings: tuple[NetworkSettings, TrainingSettings]
) -> None:
    dataset = noisy(inputs, outputs)
    run = Fit(dataset, *settings)
    expected = keras_losses(dataset, run.network(), *settings)
    losses = [
        (run.epoch(number, go_on), run.validation_loss(number, go_on)) for number in range(1, 6)
    ]
    assert expected[-1][1] < expected[0][1] - 0.05  # it learned: the comparison says something
    assert_allclose(np.array(losses, float), expected, atol=1e-4)


def test_the_streams_of_a_seed_are_its_own_and_apart() -> None:
    def draws(seed: int, members: int) -> NDArray[np.float64]:
        weights, orders = generators(seed, members)
        return np.array([stream.random() for stream in (weights, *orders)])

    assert len(set(draws(5, 3))) == 4
    assert_array_equal(draws(5, 3), draws(5, 3))
    assert_array_equal(draws(5, 1), draws(5, 3)[:2])  # more members change nothing for the first
    assert not np.isin(draws(6, 3), draws(5, 3)).any()


def test_an_epoch_told_to_stop_has_no_loss() -> None:
    assert Fit(noisy(1, 1), *TUTORIAL_LIKE).epoch(1, lambda _: False) is None


@pytest.mark.parametrize("standardize", [False, True])
def test_the_floor_is_the_setting_times_the_spread_of_the_targets(*, standardize: bool) -> None:
    dataset = noisy(1, 1)
    training, _ = dataset.split(0.15, 0)
    network_settings = NetworkSettings(
        hidden=(8, 6), components=3, scale_floor=0.25, standardize=standardize
    )
    network = Fit(dataset, network_settings, TUTORIAL_LIKE[1]).network()
    floor = np.exp(network.log_floor) * network.target_scaling.scale
    assert_allclose(floor, 0.25 * training.targets.std(axis=0), rtol=1e-5)
    assert (network(dataset.inputs).scales > floor * (1 - 1e-6)).all()


def test_constant_targets_have_a_floor_too() -> None:
    constant = Dataset(np.arange(10.0)[:, None], np.full((10, 1), 4.0), ("x",), ("y",))
    run = Fit(constant, *TUTORIAL_LIKE)
    losses = np.array([run.epoch(1, go_on), run.validation_loss(1, go_on)], float)
    assert np.isfinite(losses).all()


@pytest.mark.parametrize("column", ["inputs", "targets"])
def test_numbers_beyond_single_precision_are_refused_by_name(column: str) -> None:
    values = {"inputs": np.ones((9, 1)), "targets": np.ones((9, 1))}
    values[column] = values[column] * 1e39
    dataset = Dataset(values["inputs"], values["targets"], ("x",), ("y",))
    with pytest.raises(ValueError, match=f"The {column} reach 1e\\+39.*; standardize them"):
        Fit(dataset, *TUTORIAL_LIKE)
    Fit(dataset, RECOMMENDED_LIKE[0], RECOMMENDED_LIKE[1])
