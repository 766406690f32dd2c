"""Predicting in NumPy: against Keras on the same weights, in the data's units."""

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.special import log_softmax, logsumexp
from scipy.stats import norm

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.engine.loading import load_tensorflow
from mdn_gui.core.evaluation import held_out_scores
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.kinds import Number
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network, Share
from mdn_gui.core.settings import ACTIVATIONS

IDENTITY = Scaling.identity(1)


def random_network(
    layout: Layout, activation: str = "relu", *, scaled: bool = False, seed: int = 0
) -> Network:
    """A network of random weights; with `scaled`, of random units too."""
    rng = np.random.default_rng(seed)
    inputs, outputs = Scaling.identity(layout.inputs), Scaling.identity(layout.outputs)
    if scaled:
        inputs = Scaling(rng.normal(size=layout.inputs), rng.uniform(0.5, 3, layout.inputs))
        outputs = Scaling(rng.normal(size=layout.outputs), rng.uniform(0.5, 3, layout.outputs))
    parameters = rng.normal(0, 0.5, (layout.members, layout.size)).astype(np.float32)
    log_floor = rng.uniform(-7, -2, layout.outputs).astype(np.float32)
    return Network(layout, activation, parameters, inputs, outputs, log_floor)


def line(bias: list[float], slope: list[float], target_scaling: Scaling = IDENTITY) -> Network:
    """A linear network of one component: its logit, mean and raw log-scale are given."""
    parameters = np.array([[*slope, *bias]], np.float32)
    log_floor = np.array([-7.0], np.float32)
    return Network(Layout(1, 1, (), 1, 1), "relu", parameters, IDENTITY, target_scaling, log_floor)


@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("outputs", [1, 2])
@pytest.mark.parametrize("members", [1, 3])
def test_it_predicts_what_keras_does_on_the_same_weights(
    members: int, outputs: int, activation: str, *, scaled: bool
) -> None:
    load_tensorflow()
    from mdn_gui.core.keras_model import (  # noqa: PLC0415 - imports TensorFlow
        member_models,
        split_parts,
    )

    network = random_network(Layout(members, 2, (7, 5), 4, outputs), activation, scaled=scaled)
    x = np.random.default_rng(1).normal(size=(20, 2))
    scaled_x = network.input_scaling.apply(x).astype(np.float32)
    parts = [split_parts(model(scaled_x), 4, outputs) for model in member_models(network)]
    logits, means, log_scales = (
        np.concatenate([np.asarray(getattr(part, name), np.float64) for part in parts], axis=1)
        for name in ("logits", "means", "log_scales")
    )
    log_weights = log_softmax(logits.reshape(20, members, 4), axis=-1).reshape(20, -1)
    mixture, units = network(x), network.target_scaling
    log_weights -= np.log(members)
    assert_allclose(mixture.log_weights, log_weights, rtol=1e-5, atol=1e-5)
    assert_allclose(mixture.means, means * units.scale + units.shift, rtol=1e-5, atol=1e-5)
    assert_allclose(mixture.scales, np.exp(log_scales) * units.scale, rtol=1e-5, atol=1e-5)


def test_an_ensemble_is_the_average_of_its_members_densities() -> None:
    layout = Layout(3, 1, (6,), 2, 1)
    network = random_network(layout, scaled=True)
    x, y = np.linspace(-2, 2, 9), np.linspace(-3, 3, 9)
    single = [
        Network(
            Layout(1, 1, (6,), 2, 1),
            network.activation,
            network.parameters[[member]],
            network.input_scaling,
            network.target_scaling,
            network.log_floor,
        )(x)
        for member in range(3)
    ]
    densities = [
        (m.weights * norm.pdf(y[:, None], m.means[..., 0], m.scales[..., 0])).sum(axis=1)
        for m in single
    ]
    pooled = network(x)
    assert (pooled.batch_shape, pooled.components) == ((9,), 6)
    assert_allclose(np.exp(pooled.log_prob(y[:, None])), np.mean(densities, axis=0), rtol=1e-10)


def test_predictions_are_in_the_datas_units() -> None:
    log_scale = np.log(0.5)
    network = line([0, 1, log_scale], [0, 2, 0], Scaling(np.array([100.0]), np.array([10.0])))
    mixture = network(np.array([3.0]))
    scale = 10 * (0.5 + np.exp(-7.0))  # the floor is added to what the weights say
    assert_allclose(mixture.mean(), [[100 + 10 * (1 + 2 * 3)]])
    assert_allclose(mixture.scales, [[[scale]]], rtol=1e-6)


def test_a_change_of_units_shifts_the_log_density_by_its_logarithm() -> None:
    plain = random_network(Layout(1, 2, (6,), 3, 2))
    shift, scale = np.array([-5.0, 40.0]), np.array([1e-3, 1e4])
    other = Network(
        plain.layout,
        plain.activation,
        plain.parameters,
        plain.input_scaling,
        Scaling(shift, scale),
        plain.log_floor,
    )
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(10, 2)), rng.normal(size=(10, 2))
    assert_allclose(
        other(x).log_prob(y * scale + shift), plain(x).log_prob(y) - np.log(scale).sum(), rtol=1e-9
    )


def test_no_scale_falls_below_the_floor() -> None:
    network = line([0, 0, -1000], [0, 0, 0])
    assert_allclose(network(np.zeros(3)).scales, np.exp(-7.0), rtol=1e-12)


@pytest.mark.parametrize("x", [-1e6, 1e6])
def test_predictions_far_from_the_data_stay_finite(x: float) -> None:
    mixture = line([0, 0, 0], [1, 1, 1])(np.array([x]))
    assert np.isfinite(mixture.log_prob(np.array([[0.0]]))).all()
    assert np.isfinite(mixture.variance()).all()


def test_one_input_may_come_without_its_axis() -> None:
    network, x = random_network(Layout(1, 1, (4,), 2, 1)), np.linspace(-1, 1, 5)
    assert_allclose(network(x).means, network(x[:, None]).means)


@pytest.mark.parametrize("shape", [(5,), (5, 3), (5, 2, 1), ()])
def test_inputs_that_do_not_fit_are_refused(shape: tuple[int, ...]) -> None:
    network = random_network(Layout(1, 2, (4,), 2, 1))
    with pytest.raises(ValueError, match=r"x has shape .*; need \(rows, 2\)"):
        network(np.zeros(shape))


def floats(*shape: int) -> NDArray[np.float32]:
    """Zeros in single precision."""
    return np.zeros(shape, np.float32)


@pytest.mark.parametrize(
    ("parameters", "log_floor", "message"),
    [
        (floats(1, 11), floats(1), r"parameters have shape \(1, 11\); need \(1, 12\)"),
        (floats(12), floats(1), r"parameters have shape \(12,\); need \(1, 12\)"),
        (floats(1, 12), floats(2), r"log_floor has shape \(2,\); need \(1,\)"),
    ],
)
def test_arrays_that_do_not_fit_the_layout_are_refused(
    parameters: NDArray[np.float32], log_floor: NDArray[np.float32], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Network(Layout(1, 1, (), 2, 1), "relu", parameters, IDENTITY, IDENTITY, log_floor)


def test_a_network_is_frozen_and_its_arrays_are_read_only_copies() -> None:
    parameters, log_floor = floats(1, 6), floats(1)
    network = Network(Layout(1, 1, (), 1, 1), "relu", parameters, IDENTITY, IDENTITY, log_floor)
    parameters[:], log_floor[:] = 9, 9
    for array in (network.parameters, network.log_floor):
        assert not array.any()
        with pytest.raises(ValueError, match="read-only"):
            array[..., 0] = 1
    with pytest.raises(FrozenInstanceError):
        network.activation = "silu"  # type: ignore[misc] # the very thing to be refused


@pytest.mark.parametrize(("value", "finite"), [(0.5, True), (np.nan, False), (np.inf, False)])
def test_it_says_whether_every_weight_is_a_number(value: float, *, finite: bool) -> None:
    assert line([0, value, 0], [0, 0, 0]).finite is finite


def test_members_disagreement_is_what_their_own_variances_leave_of_the_pooled_one() -> None:
    network = random_network(Layout(4, 2, (7,), 3, 2), scaled=True)
    x = np.random.default_rng(2).normal(size=(30, 2))
    own = np.mean([member(x).variance() for member in network.members()], axis=0)
    disagreement = network.member_variance(x)
    assert disagreement.shape == (30, 2)
    assert disagreement.min() > 0
    assert_allclose(own + disagreement, network(x).variance(), rtol=1e-10)


def test_one_member_agrees_with_itself() -> None:
    network = random_network(Layout(1, 1, (5,), 3, 1))
    assert not network.member_variance([0.0, 1.0]).any()
    (alone,) = network.members()
    assert_allclose(alone([0.5]).means, network([0.5]).means)


@pytest.mark.filterwarnings("error")
def test_disagreement_about_means_beyond_doubles_is_without_bounds() -> None:
    """The mean of y is exp(800 + 1 / 2), at x = 1."""
    alone = replace(line([0, 0, 0], [0, 800, 0]), target_kinds=(Number("log"),))
    assert_array_equal(alone.member_variance([0.0, 1.0]), [[0.0], [0.0]])
    two = replace(
        alone, layout=replace(alone.layout, members=2), parameters=np.tile(alone.parameters, (2, 1))
    )
    assert_array_equal(two.member_variance([0.0, 1.0]), [[0.0], [np.inf]])


def branches() -> Network:
    """Components at -1 and 1 that rows speak for, and one at 1,000 that none does.

    Their weights are even but for that of the last, 1e-9 at every x.
    """
    rows = np.random.default_rng(0)
    x = rows.uniform(-1, 1, (400, 1))
    y = rows.choice([-1.0, 1.0], (400, 1)) + rows.normal(0, 0.1, (400, 1))
    scale = np.log(0.1)
    bias = [0.0, 0.0, np.log(1e-9), -1.0, 1.0, 1_000.0, scale, scale, 3.0]
    parameters = np.array([[0.0] * 9 + bias], np.float32)
    training = TrainingRows(x, 400, y)
    layout, floor = Layout(1, 1, (), 3, 1), np.array([-7.0], np.float32)
    return Network(layout, "relu", parameters, IDENTITY, IDENTITY, floor, training)


def test_components_that_no_row_speaks_for_stay_out_of_what_is_tempered() -> None:
    network, x = branches(), np.linspace(-1, 1, 5)
    assert network.supported.tolist() == [[True, True, False]]
    hot = network.tempered(x, temperature=5.0)
    # Without the third, the first two share the weight as they did.
    assert_allclose(hot.weights, np.tile([0.5, 0.5, 0.0], (5, 1)), atol=1e-6)
    assert np.abs(hot.sample(2_000, np.random.default_rng(0))).max() < 2.0
    plain = network(x).tempered(weights=5.0)
    assert plain.weights[0, 2] > 0.005
    assert_allclose(network.tempered(x, variance_factor=4.0).scales, 2 * network(x).scales)
    assert_allclose(network.tempered(x).weights, network(x).weights)


def test_counts_add_up_to_the_rows_of_each_member() -> None:
    network = random_network(Layout(3, 2, (4,), 5, 1), seed=3)
    rng = np.random.default_rng(0)
    y = rng.normal(size=(70, 1))
    rows = TrainingRows(rng.normal(size=(70, 2)), 70, y)
    counts = replace(network, rows=rows).effective_counts
    assert counts is not None
    assert_allclose(counts.sum(axis=1), [70.0] * 3)
    for member, own in zip(network.members(), counts, strict=True):
        mixture = member(rows.inputs)
        heights: NDArray[np.float64] = norm.pdf(y, mixture.means[..., 0], mixture.scales[..., 0])
        joint = mixture.weights * heights
        assert_allclose(own, (joint / joint.sum(axis=1, keepdims=True)).sum(axis=0), rtol=1e-9)


def test_of_few_rows_and_many_components_the_foremost_stay() -> None:
    network = random_network(Layout(2, 1, (4,), 40, 1))
    rows = TrainingRows(np.zeros((2, 1)), 2, np.zeros((2, 1)))
    supported = replace(network, rows=rows).supported
    assert supported.any(axis=1).all()
    assert not supported.all()


def test_without_rows_it_predicts_the_same() -> None:
    network, x = branches(), np.linspace(-1, 1, 5)
    bare = network.without_rows(tempered=True)
    assert bare.rows is None
    assert_allclose(bare.tempered(x, 3.0).weights, network.tempered(x, 3.0).weights)
    assert bare.members()[0].supported.tolist() == [[True, True, False]]


def test_where_nothing_is_known_of_the_rows_all_components_are_tempered() -> None:
    network, x = replace(branches(), rows=None), np.zeros(1)
    assert_allclose(network.tempered(x, 5.0).weights, network(x).tempered(weights=5.0).weights)


@pytest.mark.parametrize("counts", [np.zeros((1, 2)), -np.ones((1, 3)), np.full((1, 3), np.nan)])
def test_counts_that_do_not_fit_are_refused(counts: NDArray[np.float64]) -> None:
    with pytest.raises(ValueError, match="counts"):
        replace(branches(), counts=counts)


def test_members_without_a_share_are_there_all_the_same() -> None:
    rng = np.random.default_rng(0)
    rows = TrainingRows(rng.normal(size=(40, 2)), 40, rng.normal(size=(40, 1)))
    network = replace(random_network(Layout(3, 2, (5,), 4, 1)), rows=rows)
    x, y = rng.normal(size=(6, 2)), rng.normal(size=(6, 1))
    off = network.without({1})
    kept = [network.members()[place](x).log_prob(y) for place in (0, 2)]
    assert_allclose(off(x).log_prob(y), logsumexp(kept, axis=0) - np.log(2.0), rtol=1e-12)
    assert network.effective_counts is not None
    assert off.effective_counts is not None
    assert_allclose(off.effective_counts, network.effective_counts, rtol=1e-12)
    assert np.isfinite(off.tempered(x, 3.0).log_prob(y)).all()
    assert_array_equal(off.members()[1](x).means, network.members()[1](x).means)
    means = [network.members()[place](x).mean() for place in (0, 2)]
    assert_allclose(off.member_variance(x), np.var(means, axis=0), rtol=1e-9)
    with pytest.raises(ValueError, match="one member must stay switched on"):
        network.without({0, 1, 2})


def test_the_factor_on_the_scales_is_that_of_a_mixture_and_not_of_a_member() -> None:
    rng = np.random.default_rng(0)
    plain = random_network(Layout(3, 2, (5,), 4, 2))
    network = replace(plain, scale_factor=0.8)
    x = rng.normal(size=(6, 2))
    for temperature in (1.0, 2.0):
        scales = network.tempered(x, temperature).scales
        assert_allclose(scales, 0.8 * plain.tempered(x, temperature).scales, rtol=1e-12)
    assert_array_equal(network(x).means, plain(x).means)
    assert_allclose(network.without({1})(x).scales, 0.8 * plain(x).scales, rtol=1e-12)
    assert_array_equal(network.without({0, 1})(x).scales, plain(x).scales)
    for own, expected in zip(network.members(), plain.members(), strict=True):
        assert_array_equal(own(x).scales, expected(x).scales)


@pytest.mark.parametrize("factor", [0.0, -0.5, np.inf, np.nan])
def test_a_factor_that_is_not_positive_is_refused(factor: float) -> None:
    with pytest.raises(ValueError, match=r"scale_factor is .*; use a positive number"):
        replace(branches(), scale_factor=factor)


def test_where_nothing_is_known_of_the_members_all_held_out_the_same_rows() -> None:
    network = random_network(Layout(3, 2, (5,), 4, 1))
    assert network.holding_out(1) is network


THREE = (Share(0, 0, 5, 0.5), Share(0, 1, 7, 0.3), Share(1, 1, 9, 0.2))


def test_members_count_as_much_as_their_shares_say() -> None:
    network = replace(random_network(Layout(3, 2, (5,), 4, 1)), ensemble=THREE)
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(6, 2)), rng.normal(size=(6, 1))
    each = np.array([member(x).log_prob(y) for member in network.members()])
    expected = logsumexp(each, axis=0, b=np.array([[0.5], [0.3], [0.2]]))
    assert_allclose(network(x).log_prob(y), expected, rtol=1e-12)
    means = np.array([member(x).mean()[:, 0] for member in network.members()])
    mean = np.average(means, axis=0, weights=[0.5, 0.3, 0.2])
    assert_allclose(network(x).mean()[:, 0], mean, rtol=1e-12)
    variance = np.average((means - mean) ** 2, axis=0, weights=[0.5, 0.3, 0.2])
    assert_allclose(network.member_variance(x)[:, 0], variance, rtol=1e-12)


def test_a_row_is_predicted_by_the_members_that_held_it_out() -> None:
    network = replace(random_network(Layout(3, 2, (5,), 4, 1)), ensemble=THREE)
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(6, 2)), rng.normal(size=(6, 1))
    each = np.array([member(x).log_prob(y) for member in network.members()])
    of_one = logsumexp(each[1:], axis=0, b=np.array([[0.6], [0.4]]))
    assert_allclose(network.holding_out(0)(x).log_prob(y), each[0], rtol=1e-12)
    assert_allclose(network.holding_out(1)(x).log_prob(y), of_one, rtol=1e-12)
    rows = Dataset(x, y, ("a", "b"), ("y",))
    folds = np.array([0, 1, 1, 0, -1, 1])
    expected = np.where(folds == 0, each[0], np.where(folds == 1, of_one, network(x).log_prob(y)))
    assert_allclose(held_out_scores(network, rows, folds, None), expected, rtol=1e-12)
    with pytest.raises(ValueError, match="no part of any of these members"):
        network.holding_out(2)


@pytest.mark.parametrize("weights", [(1.0,), (0.5, 0.6, 0.1), (1.2, -0.1, -0.1)])
def test_shares_that_do_not_fit_are_refused(weights: tuple[float, ...]) -> None:
    network = random_network(Layout(3, 2, (5,), 4, 1))
    with pytest.raises(ValueError, match="an ensemble of 3 members needs as many weights"):
        replace(network, ensemble=tuple(Share(0, 0, 1, weight) for weight in weights))


@pytest.mark.parametrize("how", [(1.0, 1.0), (3.0, 0.5)])
def test_members_apart_are_the_members_one_by_one(how: tuple[float, float]) -> None:
    layout, x = Layout(3, 2, (6,), 4, 1), np.random.default_rng(0).normal(size=(5, 2))
    network = replace(random_network(layout, scaled=True), scale_factor=1.5)
    apart = network.apart(x, *how)
    assert apart.batch_shape == (5, 3)
    for place, member in enumerate(network.members()):
        expected = member.tempered(x, *how)
        assert_allclose(apart.log_weights[:, place], expected.log_weights, rtol=1e-9, atol=1e-12)
        assert_allclose(apart.means[:, place], expected.means, rtol=1e-12)
        assert_allclose(apart.scales[:, place], expected.scales, rtol=1e-12)


def test_in_single_precision_it_predicts_almost_the_same() -> None:
    network = random_network(Layout(3, 2, (6, 6), 4, 1), scaled=True)
    x = np.random.default_rng(0).normal(size=(50, 2))
    single, double = replace(network, single=True)(x), network(x)
    assert_allclose(single.means, double.means, rtol=1e-4, atol=1e-5)
    assert_allclose(single.scales, double.scales, rtol=1e-4)
    assert_allclose(single.log_weights, double.log_weights, atol=1e-4)
