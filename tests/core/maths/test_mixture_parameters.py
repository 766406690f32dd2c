"""What a mixture refuses, how it is frozen, and the mixtures that are made from it."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import ArrayLike

from mdn_gui.core.mixture import Mixture

logits = st.lists(st.floats(-50.0, 50.0), min_size=1, max_size=6)


@pytest.fixture
def batch() -> Mixture:
    """A batch of shape (4, 3) with 2 components and 3 outputs."""
    rng = np.random.default_rng(5)
    means = rng.normal(size=(4, 3, 2, 3))
    return Mixture(rng.normal(size=(4, 3, 2)), means, rng.uniform(0.5, 2.0, size=means.shape))


def mixture_with(log_weights: ArrayLike) -> Mixture:
    """One output; means 0, 1, 2, ... and scales 1."""
    means = np.arange(np.size(log_weights), dtype=float)[:, np.newaxis]
    return Mixture(np.asarray(log_weights), means, np.ones_like(means))


@pytest.mark.parametrize(
    ("log_weights", "means", "scales", "message"),
    [
        ([0.0], [0.0], [1.0], r"\(1,\), \(1,\) and \(1,\)"),
        ([0.0, 0.0], [[0.0]], [[1.0]], r"\(2,\), \(1, 1\) and \(1, 1\)"),
        ([0.0], [[0.0]], [[1.0, 1.0]], r"\(1,\), \(1, 1\) and \(1, 2\)"),
        (np.zeros(0), np.zeros((0, 1)), np.zeros((0, 1)), r"component and an output.*\(0, 1\)"),
        ([0.0], [[0.0]], [[0.0]], "every scale must be positive"),
        ([0.0], [[0.0]], [[-1.0]], "every scale must be positive"),
        ([0.0], [[0.0]], [[np.inf]], "every scale must be positive"),
        ([0.0], [[np.nan]], [[1.0]], "every mean must be finite"),
        ([np.nan], [[0.0]], [[1.0]], "no log-weight may be inf"),
        ([np.inf], [[0.0]], [[1.0]], "no log-weight may be inf"),
        ([-np.inf], [[0.0]], [[1.0]], "log-weight above -inf"),
    ],
)
def test_bad_parameters_are_refused(
    log_weights: ArrayLike, means: ArrayLike, scales: ArrayLike, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Mixture(np.asarray(log_weights), np.asarray(means), np.asarray(scales))


def test_arrays_are_read_only_copies_in_double_precision() -> None:
    means: Any = np.zeros((2, 1), dtype=np.float32)
    mixture = Mixture(np.zeros(2), means, np.ones((2, 1)))
    means[:] = 7.0
    assert_array_equal(mixture.means, np.zeros((2, 1)))
    for values in (mixture.log_weights, mixture.means, mixture.scales):
        assert values.dtype == np.float64
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 1.0
    with pytest.raises(AttributeError):
        mixture.means = means  # type: ignore[misc]  # what the test asks is whether it is refused


@given(logits, st.floats(-1e4, 1e4))
def test_weights_are_the_softmax_of_the_logits(values: list[float], shift: float) -> None:
    terms = np.exp(np.array(values) - max(values))
    weights = mixture_with(np.array(values) + shift).weights
    assert_allclose(weights, terms / terms.sum(), rtol=1e-10, atol=1e-300)


def test_a_heaviest_weight_next_to_one_keeps_its_logarithm() -> None:
    assert_allclose(mixture_with([0.0, -50.0]).log_weights, [-np.exp(-50.0), -50.0], rtol=1e-14)


def test_the_batch_axes_are_named_apart(batch: Mixture) -> None:
    assert (batch.batch_shape, batch.components, batch.outputs) == ((4, 3), 2, 3)
    assert repr(batch) == "Mixture(batch_shape=(4, 3), components=2, outputs=3)"


def test_an_index_takes_batch_axes_alone(batch: Mixture) -> None:
    assert batch[1:3, 0].batch_shape == (2,)
    assert batch[..., 2].batch_shape == (4,)
    assert batch[np.array([0, 0, 3])].batch_shape == (3, 3)
    assert_array_equal(batch[2, 1].means, batch.means[2, 1])
    assert_allclose(batch[2, 1].log_weights, batch.log_weights[2, 1], rtol=1e-14)
    with pytest.raises(IndexError, match="too many indices"):
        batch[0, 0, 0]


def test_a_marginal_keeps_one_output(batch: Mixture) -> None:
    marginal = batch.marginal(2)
    assert marginal.outputs == 1
    assert_array_equal(marginal.scales[..., 0], batch.scales[..., 2])
    for output in (-1, 3):
        with pytest.raises(ValueError, match="output must lie in 0 to 2"):
            batch.marginal(output)


@given(logits)
def test_temperature_one_changes_nothing(values: list[float]) -> None:
    mixture = mixture_with(values)
    same = mixture.tempered(weights=1.0, variances=1.0)
    assert_allclose(same.log_weights, mixture.log_weights, rtol=1e-14, atol=1e-15)
    assert_array_equal(same.scales, mixture.scales)


def test_temperatures_divide_logits_and_multiply_variances() -> None:
    mixture = mixture_with([0.0, np.log(4.0)]).tempered(weights=2.0, variances=9.0)
    assert_allclose(mixture.weights, [1 / 3, 2 / 3], rtol=1e-14)
    assert_array_equal(mixture.scales, [[3.0], [3.0]])


def test_the_former_name_of_the_variances_warns() -> None:
    mixture = mixture_with([0.0, np.log(4.0)])
    with pytest.warns(DeprecationWarning, match=r"write tempered\(variances=\)"):
        former = mixture.tempered(scales=9.0)
    assert_array_equal(former.scales, mixture.tempered(variances=9.0).scales)


@pytest.mark.parametrize("temperature", [1e-3, 1e-300, 5e-324])
def test_a_low_temperature_leaves_the_heaviest(temperature: float) -> None:
    mixture = mixture_with([0.0, 2.0, -np.inf, 2.0, 1.0]).tempered(weights=temperature)
    assert_array_equal(mixture.weights, [0.0, 0.5, 0.0, 0.5, 0.0])


def test_a_high_temperature_levels_the_living() -> None:
    mixture = mixture_with([0.0, 5.0, -np.inf]).tempered(weights=1e300)
    assert_allclose(mixture.weights, [0.5, 0.5, 0.0], rtol=1e-14)


@pytest.mark.parametrize("value", [0.0, -1.0, np.inf, np.nan])
def test_a_temperature_must_be_positive_and_finite(value: float) -> None:
    mixture = mixture_with([0.0])
    with pytest.raises(ValueError, match="weights must be positive and finite"):
        mixture.tempered(weights=value)
    with pytest.raises(ValueError, match="variances must be positive and finite"):
        mixture.tempered(variances=value)


@pytest.mark.parametrize("axis", [0, 1, -1, -2])
def test_pooling_averages_densities(batch: Mixture, axis: int) -> None:
    pooled = batch.pooled(axis)
    y = [0.3, -0.2, 0.9]
    assert_allclose(np.exp(pooled.log_prob(y)), np.exp(batch.log_prob(y)).mean(axis), rtol=1e-13)


def test_pooling_needs_a_batch_axis(batch: Mixture) -> None:
    for mixture, axis in ((batch, 2), (batch, -3), (batch[0, 0], 0)):
        with pytest.raises(ValueError, match=f"axis {axis} is not one of the batch axes"):
            mixture.pooled(axis)
