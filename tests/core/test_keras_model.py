"""The Keras layer and loss: against scipy, through their configurations, and in `fit`."""

import json

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.special import softmax
from scipy.stats import norm

from mdn_gui.core.dataset import Scaling
from mdn_gui.core.encoding import Encoding
from mdn_gui.core.engine.loading import load_tensorflow
from mdn_gui.core.kinds import Category, Number
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network

load_tensorflow()

import keras  # noqa: E402 - after loading
import tensorflow as tf  # noqa: E402 - after loading

from mdn_gui.core.keras_model import (  # noqa: E402 - after loading
    MDN,
    MixtureNegativeLogLikelihood,
    member_models,
    split_parts,
)

Floats = NDArray[np.float32]
SIZES = [(1, 1), (4, 1), (3, 2)]


def random_floats(seed: int, *shape: int) -> Floats:
    """Standard normal, in single precision."""
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def model_of(components: int, outputs: int) -> keras.Model:
    """Two inputs, one hidden layer, the mixture."""
    hidden = keras.layers.Dense(8, "relu")
    return keras.Sequential([keras.Input((2,)), hidden, MDN(components, outputs)])


@pytest.mark.parametrize(("components", "outputs"), SIZES)
def test_the_layer_has_a_dense_layers_weights_for_the_mixtures_parameters(
    components: int, outputs: int
) -> None:
    width = components * (2 * outputs + 1)
    layer = MDN(components, outputs)
    features = random_floats(0, 5, 7)
    assert layer(features).shape == (5, width)
    assert layer.compute_output_shape((None, 7)) == (None, width)
    assert layer.count_params() == (7 + 1) * width
    assert [weight.name for weight in layer.weights] == ["kernel", "bias"]


@pytest.mark.parametrize("axes", [(6,), (6, 3)])
def test_the_parts_have_names_and_no_scale_is_below_the_floor(axes: tuple[int, ...]) -> None:
    layer = MDN(3, 2, scale_floor=[0.5, 0.25])
    features = 50 * random_floats(1, *axes, 4)
    parts = split_parts(layer(features), 3, 2)
    raw = features @ np.asarray(layer.kernel) + np.asarray(layer.bias)
    assert_allclose(parts.logits, raw[..., :3], rtol=1e-4, atol=1e-4)
    assert_allclose(parts.means, raw[..., 3:9].reshape(*axes, 3, 2), rtol=1e-4, atol=1e-4)
    expected = np.logaddexp(raw[..., 9:].reshape(*axes, 3, 2), np.log([0.5, 0.25]))
    assert_allclose(parts.log_scales, expected, rtol=1e-4, atol=1e-4)
    smallest = np.min(parts.log_scales, axis=tuple(range(len(axes) + 1)))
    assert_allclose(smallest, np.log([0.5, 0.25]), atol=1e-3)


@pytest.mark.parametrize(("components", "outputs"), SIZES)
def test_the_loss_of_each_row_is_scipys(components: int, outputs: int) -> None:
    parameters = random_floats(2, 20, components * (2 * outputs + 1))
    y = random_floats(3, 20, outputs)
    weights = softmax(parameters[:, :components].astype(float), axis=1)
    means, log_scales = np.split(
        parameters[:, components:].astype(float).reshape(20, 2 * components, outputs), 2, axis=1
    )
    normals = norm.pdf(y[:, None], means, np.exp(log_scales)).prod(axis=2)
    expected = -np.log((weights * normals).sum(axis=1))
    loss = MixtureNegativeLogLikelihood(components, outputs, reduction=None)
    assert_allclose(loss(y, parameters), expected, rtol=1e-4, atol=1e-5)
    mean = MixtureNegativeLogLikelihood(components, outputs)(y, parameters)
    assert_allclose(mean, expected.mean(), rtol=1e-5)


def test_the_loss_takes_further_axes_and_rows_far_away() -> None:
    loss = MixtureNegativeLogLikelihood(2, 1, reduction=None)
    parameters = random_floats(4, 3, 5, 6)
    y = random_floats(5, 3, 5, 1)
    flat = loss(y.reshape(15, 1), parameters.reshape(15, 6))
    assert_allclose(loss(y, parameters), np.reshape(flat, (3, 5)), rtol=1e-6)
    far = loss(np.array([[1e6]], np.float32), np.zeros((1, 6), np.float32))
    assert_allclose(far, -norm.logpdf(1e6), rtol=1e-6)


@pytest.mark.parametrize(
    ("y", "parameters", "message"),
    [
        ((5, 1), (5, 10), r"Targets have shape \(5, 1\); need \(5, 2\) for 2 outputs"),
        ((5,), (5, 10), r"Targets have shape \(5,\); need \(5, 2\)"),
        ((1, 2), (5, 10), r"Targets have shape \(1, 2\); need \(5, 2\)"),
        ((5, 2), (5, 1, 10), r"Targets have shape \(5, 2\); need \(5, 1, 2\)"),
        ((5, 2), (5, 9), r"parameters have shape \(5, 9\); need \(..., 10\) for 2 components"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(
    y: tuple[int, ...], parameters: tuple[int, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        MixtureNegativeLogLikelihood(2, 2)(random_floats(0, *y), random_floats(1, *parameters))


@pytest.mark.parametrize("arguments", [(0, 1), (1, 0), (-3, 1)])
def test_sizes_below_one_are_refused(arguments: tuple[int, int]) -> None:
    for make in (MDN, MixtureNegativeLogLikelihood):
        with pytest.raises(ValueError, match=r"(components|outputs) is .*; use 1 or more"):
            make(*arguments)


@pytest.mark.parametrize("floor", [0.0, -1.0, float("inf"), float("nan"), [0.1], [0.1, 0.0]])
def test_floors_that_cannot_be_are_refused(floor: float | list[float]) -> None:
    with pytest.raises(ValueError, match=r"scale_floor is .*; use 2 positive numbers"):
        MDN(3, 2, floor)


@pytest.mark.parametrize(("components", "outputs"), SIZES)
def test_layer_and_loss_come_back_from_text(components: int, outputs: int) -> None:
    layer = MDN(components, outputs, scale_floor=0.02, name="mixture")
    loss = MixtureNegativeLogLikelihood(components, outputs, reduction="sum")
    features = random_floats(6, 9, 4)
    parameters, y = layer(features), random_floats(7, 9, outputs)
    text = json.dumps([keras.saving.serialize_keras_object(part) for part in (layer, loss)])
    new_layer, new_loss = (keras.saving.deserialize_keras_object(part) for part in json.loads(text))
    new_layer.set_weights(layer.get_weights())
    assert new_layer.name == "mixture"
    assert_array_equal(new_layer(features), parameters)
    assert_array_equal(new_loss(y, new_layer(features)), loss(y, parameters))
    assert MDN.from_config(layer.get_config()).get_config() == layer.get_config()


def test_a_model_with_the_layer_comes_back_from_its_configuration() -> None:
    model, features = model_of(3, 2), random_floats(8, 5, 2)
    again = keras.Sequential.from_config(model.get_config())
    again.set_weights(model.get_weights())
    assert_array_equal(again(features), model(features))


@pytest.mark.parametrize("outputs", [1, 2])
def test_a_model_trains_with_fit(outputs: int) -> None:
    keras.utils.set_random_seed(0)
    x = random_floats(9, 300, 2)
    y = x[:, :outputs] ** 2 + 0.1 * random_floats(10, 300, outputs)
    model = model_of(3, outputs)
    model.compile(keras.optimizers.Adam(1e-2), MixtureNegativeLogLikelihood(3, outputs))
    losses = model.fit(x, y, epochs=12, batch_size=50, verbose=0).history["loss"]
    assert losses[-1] < losses[0] - 0.5
    wide = np.repeat(y, 3, axis=1)
    with pytest.raises((ValueError, tf.errors.InvalidArgumentError)):
        model.fit(x, wide, epochs=1, verbose=0)


def test_each_member_is_a_model_of_its_own_weights() -> None:
    layout = Layout(3, 2, (4, 5), 2, 1)
    parameters = random_floats(11, 3, layout.size)
    units = Scaling.identity(2), Scaling.identity(1)
    network = Network(layout, "silu", parameters, *units, np.array([-4], np.float32))
    models = member_models(network)
    assert len(models) == 3
    for model, expected in zip(models, parameters, strict=True):
        assert_array_equal(np.concatenate([w.ravel() for w in model.get_weights()]), expected)
        assert model.layers[-1].scale_floor == pytest.approx([np.exp(-4)])


def test_a_model_sees_the_features_of_encoded_columns() -> None:
    kinds = (Number(missing=True), Category(("a", "b", "c")))
    layout = Layout(1, 5, (4,), 2, 1)
    network = Network(
        layout,
        "silu",
        random_floats(12, 1, layout.size),
        Scaling(np.array([3.0, 0, 0, 0, 0]), np.array([2.0, 1, 1, 1, 1])),
        Scaling(np.array([1.0]), np.array([0.5])),
        np.array([-4], np.float32),
        encoding=Encoding(kinds, (3.0, 0.0)),
        target_kinds=(Number("log"),),
    )
    x, y = np.array([[1.0, 2.0], [np.nan, 0.0]]), np.array([[2.0], [7.0]])
    (model,) = member_models(network)
    features = network.features(x).astype(np.float32)
    loss = MixtureNegativeLogLikelihood(2, 1, reduction=None)
    nats = loss(((np.log(y) - 1.0) / 0.5).astype(np.float32), model(features)).numpy()
    # dt/dy of the scaled logarithm.
    expected = -network(x).log_prob(y)
    assert_allclose(nats + np.log(0.5) + np.log(y[:, 0]), expected, rtol=1e-5)
