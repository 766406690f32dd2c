"""Networks that learn from categories, missing cells and transformed targets, from end to end."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.diagnosis import diagnose
from mdn_gui.core.encoding import Encoding
from mdn_gui.core.ended_run import EndedRun
from mdn_gui.core.evaluation import evaluate
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.kinds import NUMBER, Category, Date, Kind, Number
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.core.recording import Losses
from mdn_gui.core.review import review
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.training import train
from tests.models import small_network

COLOUR = Category(("red", "green"), missing=True)
KINDS: tuple[Kind, ...] = (Number(missing=True), COLOUR, Date("days", "2020-01-01", ("weekday",)))
SHAPE = NetworkSettings(hidden=(16,), components=2, standardize=True)
TARGETS = (Number("log"), Number("logit", -1.0, 1.0))


def table(rows: int = 400, seed: int = 0) -> Dataset:
    rng = np.random.default_rng(seed)
    x = np.column_stack(
        [rng.normal(size=rows), rng.integers(0, 2, rows), rng.integers(0, 900, rows)]
    ).astype(float)
    holes = rng.random((rows, 2)) < 0.2
    y = np.exp(1 + 0.5 * x[:, 0] + 2 * x[:, 1] + 0.3 * rng.normal(size=rows))
    z = np.tanh(x[:, 0] + rng.normal(size=rows))
    x[:, :2] = np.where(holes, np.nan, x[:, :2])
    return Dataset(x, np.column_stack([y, z]), ("a", "c", "d"), ("y", "z"), KINDS, TARGETS)


def encoded_network(
    kinds: tuple[Kind, ...] = KINDS, targets: tuple[Kind, ...] = TARGETS
) -> Network:
    encoding = Encoding(kinds)
    plain = small_network(NetworkSettings(hidden=(5,), members=2), encoding.features, len(targets))
    return replace(plain, encoding=encoding, target_kinds=targets)


@pytest.mark.parametrize("window", [2**18, 64])
def test_losses_are_of_the_targets_in_their_own_units(
    monkeypatch: pytest.MonkeyPatch, window: int
) -> None:
    monkeypatch.setattr("mdn_gui.core.engine.fitting.WINDOW_ROWS", window)
    data = table()
    weights = np.random.default_rng(1).uniform(0.5, 2.0, data.rows)
    data = replace(data, weights=weights)
    settings = TrainingSettings(epochs=2, batch_size=16, learning_rate=1e-7)
    *_, last = train(data, SHAPE, settings)
    source = data.source(settings.holdout)
    held_out = source.validation
    rows = last.network(held_out.inputs).log_prob(held_out.targets)
    expected = -np.average(rows, weights=held_out.weights)
    assert_allclose(last.validation_loss, expected, rtol=1e-4)
    training = source.training
    rows = last.network(training.inputs).log_prob(training.targets)
    expected = -np.average(rows, weights=training.weights)
    assert_allclose(last.train_loss, expected, rtol=1e-4)


def test_it_learns_what_the_category_and_the_transform_tell() -> None:
    data = table(600)
    settings = TrainingSettings(epochs=25, batch_size=16, learning_rate=0.01)
    *_, last = train(data, SHAPE, settings)
    held_out = data.source(settings.holdout).validation
    rows = last.network(held_out.inputs).log_prob(held_out.targets)
    assert_allclose(last.validation_loss, -rows.mean(), rtol=1e-5)
    network, test = last.best, table(500, seed=1)
    red, green, missing = network([[0.0, 0.0, 5.0], [0.0, 1.0, 5.0], [0.0, np.nan, 5.0]])[:].mean()
    assert green[0] > 3 * red[0] > 0.0
    assert red[0] < missing[0] < green[0]
    scores = evaluate(network, test)
    assert np.isfinite([scores.nll, *scores.crps]).all()
    assert abs(scores.coverage_90[0] - 0.9) < 0.08
    assert abs(scores.coverage_90[1] - 0.9) < 0.08
    samples = network(test.inputs).sample(3, np.random.default_rng(0))
    assert (samples[..., 0] > 0).all()
    assert (np.abs(samples[..., 1]) < 1).all()
    assert network.rows is not None
    assert network.rows.evidence.guessed(test.inputs).mean() < 0.2
    assert not np.isnan(network.tempered(test.inputs, 3.0, 2.0).mean()).any()


def test_an_input_of_merged_levels_is_told() -> None:
    x = np.column_stack([np.zeros(40), np.arange(40.0)])
    merged = Category(("other",), other=True)
    data = Dataset(x, x[:, 1:], ("probe", "t"), ("y",), (merged, Number()))
    (last,) = train(data, SHAPE, TrainingSettings(epochs=1, batch_size=16))
    assert diagnose(last.best, data).notes()[0] == (
        "'probe' has one value only; the density away from it is made up. Choose an input that "
        "varies. All levels of 'probe' are merged as rare."
    )


def test_a_review_tells_of_numbers_alone_what_is_said_of_numbers() -> None:
    data = table()
    inputs = data.inputs.copy()
    inputs[5, 0], inputs[:, 2] = 1e7, 3.0
    data = replace(data, inputs=inputs)
    shape = replace(SHAPE, standardize=False)
    settings = TrainingSettings(epochs=1, batch_size=16)
    (last,) = train(data, shape, settings)
    losses = (Losses(1, last.train_loss, last.validation_loss),)
    found = review(EndedRun(data, shape, settings, losses, last.best, last.network))
    assert np.isfinite([*found.gain.losses, found.gain.nats]).all()
    assert found.diagnosis.constant_inputs == ("d",)
    assert [far.column for far in found.diagnosis.far_values] == ["a"]
    assert found.diagnosis.isolated == ()
    assert found.unscaled in {"a", "y"}


def test_columns_are_in_the_datas_terms() -> None:
    network = encoded_network()
    assert (network.columns, network.layout.inputs) == (3, 12)
    x = np.array([[np.nan, 1.0, 4.0]])
    assert network.features(x).shape == (1, 12)
    features = network.input_scaling.apply(network.encoding(x))
    assert_array_equal(network.features(x), features)
    mixture = network(x)
    assert mixture.outputs == 2
    assert mixture.log_prob([-1.0, 0.0]) == -np.inf
    with pytest.raises(ValueError, match=r"x has shape \(1, 12\); need \(rows, 3\)"):
        network(features)
    with pytest.raises(ValueError, match="Column number 3 has a missing cell"):
        network([[0.0, 0.0, np.nan]])
    with pytest.raises(ValueError, match="Column number 2 holds 2, but it has 2 levels"):
        network([[0.0, 2.0, 0.0]])


def test_one_column_may_be_a_list_of_levels() -> None:
    network = encoded_network((COLOUR,), (NUMBER,))
    assert network([0.0, 1.0, np.nan]).batch_shape == (3,)


def test_responsibilities_are_of_the_targets_as_the_network_sees_them() -> None:
    network, data = encoded_network(), table(50)
    known = replace(network, rows=TrainingRows.of(data))
    counts = known.effective_counts
    assert counts is not None
    one = network.members()[0](data.inputs).responsibilities(data.targets).sum(axis=0)
    assert_allclose(counts[0], one, rtol=1e-9)
    assert_allclose(counts.sum(axis=1), 50.0)


def test_units_to_show_values_in() -> None:
    network = replace(
        encoded_network((NUMBER, COLOUR, Number("log")), (Number("log"), NUMBER)),
        input_scaling=Scaling(np.array([9.0, 0, 0, 0, 2.0]), np.array([7.0, 1, 1, 1, 0.5])),
        target_scaling=Scaling(np.array([3.0, 5.0]), np.array([0.1, 4.0])),
    )
    assert_allclose(network.input_units, [7.0, 1.0, 0.5 * np.exp(2.0)])
    assert_allclose(network.target_units, [0.1 * np.exp(3.0), 4.0])


def test_kinds_that_do_not_fit_are_refused() -> None:
    network = encoded_network()
    with pytest.raises(ValueError, match="12 features and 2 outputs does not fit columns of 1"):
        replace(network, encoding=Encoding((NUMBER,)))
    with pytest.raises(ValueError, match="2 outputs does not fit"):
        replace(network, target_kinds=(NUMBER,))
    with pytest.raises(ValueError, match="each a number or a date"):
        replace(network, target_kinds=(NUMBER, COLOUR))
    with pytest.raises(ValueError, match="'soon' is no date of ISO 8601"):
        replace(network, target_kinds=(NUMBER, Date("days", "soon")))


def test_it_arrives_in_another_process_as_it_was() -> None:
    network = encoded_network()
    arrived = pickle.loads(pickle.dumps(network))  # noqa: S301 - made here
    assert arrived.encoding == network.encoding
    x = [[np.nan, np.nan, 3.0]]
    assert_array_equal(arrived(x).mean(), network(x).mean())


def test_a_plain_network_says_so() -> None:
    layout = Layout(1, 2, (), 1, 1)
    network = Network(
        layout,
        "relu",
        np.zeros((1, layout.size), np.float32),
        Scaling.identity(2),
        Scaling.identity(1),
        np.full(1, -9.0, np.float32),
    )
    assert network.encoding.plain
    assert network.target_kinds == (NUMBER,)
    with pytest.raises(ValueError, match="Column number 2 has a missing cell"):
        network([[0.0, np.nan]])
