"""Mixtures of several outputs where one of them is known, against integration and by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import ArrayLike
from scipy.integrate import quad

from mdn_gui.core.kinds import NUMBER, Number
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.transformed_mixture import TransformedMixture

RNG = np.random.default_rng(3)
THREE = Mixture(
    RNG.normal(size=4), RNG.normal(scale=2.0, size=(4, 3)), RNG.uniform(0.3, 1.5, (4, 3))
)
KINDS = (Number("log"), NUMBER, Number("logit", -1.0, 4.0))


def of(*parameters: ArrayLike) -> Mixture:
    """A mixture of plain lists."""
    return Mixture(*(np.asarray(values, np.float64) for values in parameters))


@pytest.mark.parametrize("output", [0, 1])
@pytest.mark.parametrize("value", [-3.0, 0.4, 7.0])
def test_it_is_the_joint_density_over_its_integral(output: int, value: float) -> None:
    pair = THREE.marginal((2, 0))
    conditional = pair.conditioned(output, value)

    def joint(other: float) -> float:
        y = [other, other]
        y[output] = value
        return float(np.exp(pair.log_prob(y)))

    whole, _ = quad(joint, -25.0, 25.0, epsabs=0.0, epsrel=1e-10, limit=400, points=[-5, 0, 5])
    at = np.linspace(-6.0, 6.0, 41)
    expected = [joint(y) / whole for y in at]
    assert_allclose(np.exp(conditional.log_prob(at[:, None])), expected, rtol=1e-8)


@pytest.mark.parametrize("value", [0.3, 1.0, 3.9])
def test_transformed_outputs_are_conditioned_in_their_own_units(value: float) -> None:
    mixture = TransformedMixture(THREE, KINDS)
    conditional = mixture.marginal((0, 2)).conditioned(1, value)
    assert conditional.transformed

    def joint(other: float) -> float:
        return float(np.exp(mixture.marginal((0, 2)).log_prob([other, value])))

    near, _ = quad(joint, 1e-9, 1.0, epsrel=1e-10, limit=400)
    far, _ = quad(lambda t: joint(np.exp(t)) * np.exp(t), 0.0, 12.0, epsrel=1e-10, limit=400)
    y = np.array([0.05, 0.5, 2.0, 30.0])
    expected = [joint(each) / (near + far) for each in y]
    assert_allclose(np.exp(conditional.log_prob(y[:, None])), expected, rtol=1e-7)


def test_the_other_outputs_stay_in_their_order() -> None:
    rest = THREE.conditioned(1, 0.7)
    assert_array_equal(rest.means, THREE.means[:, [0, 2]])
    assert_array_equal(rest.scales, THREE.scales[:, [0, 2]])
    mixed = TransformedMixture(THREE, KINDS)
    product = mixed.marginal(1).log_prob([0.7]) + mixed.conditioned(1, 0.7).log_prob([0.5, 1.0])
    assert_allclose(product, mixed.log_prob([0.5, 0.7, 1.0]))


@given(
    st.lists(st.floats(-300.0, 0.0), min_size=3, max_size=3),
    st.lists(st.floats(-1e3, 1e3), min_size=6, max_size=6),
    st.lists(st.floats(1e-3, 1e3), min_size=6, max_size=6),
    st.floats(-1e9, 1e9),
    st.integers(0, 1),
)
def test_knowing_one_and_then_the_other_is_knowing_both(
    log_weights: list[float],
    means: list[float],
    scales: list[float],
    value: float,
    output: int,
) -> None:
    """The product rule: log p(a, b) = log p(b) + log p(a | b), however far out b is."""
    pair = of(log_weights, np.reshape(means, (3, 2)), np.reshape(scales, (3, 2)))
    other = float(pair.means[0, 1 - output])
    y = [other, other]
    y[output] = value
    given_value = pair.conditioned(output, value).log_prob([other])
    product = pair.marginal(output).log_prob([value]) + given_value
    assert_allclose(product, pair.log_prob(y), rtol=1e-9, atol=1e-6)


def test_far_out_the_nearest_component_is_left_alone() -> None:
    pair = of([0.0, -50.0], [[0.0, 5.0], [1.0, -5.0]], [[1.0, 1.0], [1.5, 1.0]])
    for value in (1e4, 1e160, -1e308):
        assert_allclose(pair.conditioned(0, value).weights, [0.0, 1.0], atol=1e-300)


def test_odds_too_small_for_a_weight_stay_known() -> None:
    pair = of([0.0, 0.0], [[0.0, 5.0], [1.0, -5.0]], np.ones((2, 2)))
    # Those of two components a scale apart are e to the distance, less a half.
    for value in (50.0, -2000.0):
        odds = np.diff(pair.conditioned(0, value).log_weights)
        assert_allclose(odds, value - 0.5, rtol=1e-12)


def test_a_batch_is_conditioned_row_by_row() -> None:
    batch = Mixture(RNG.normal(size=(5, 4)), RNG.normal(size=(5, 4, 2)), np.ones((5, 4, 2)))
    values = np.linspace(-2.0, 2.0, 5)
    together = batch.conditioned(0, values)
    assert (together.batch_shape, together.outputs) == ((5,), 1)
    for row, value in enumerate(values):
        assert_allclose(together[row].weights, batch[row].conditioned(0, value).weights)
    assert batch[0].conditioned(0, values).batch_shape == (5,)


@pytest.mark.parametrize("mixture", [THREE, TransformedMixture(THREE, KINDS)])
@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
def test_what_is_no_finite_number_is_refused(mixture: Mixture, value: float) -> None:
    for output in range(3):
        with pytest.raises(ValueError, match="value must be finite, but it is"):
            mixture.conditioned(output, value)


def test_where_there_is_no_density_it_is_refused() -> None:
    mixture = TransformedMixture(THREE, KINDS)
    for output, value in ((0, 0.0), (0, -2.0), (2, 4.0)):
        with pytest.raises(ValueError, match=f"the density is 0 at value {value}"):
            mixture.conditioned(output, value)


def test_there_must_be_such_an_output_and_another_one() -> None:
    for mixture in (THREE, TransformedMixture(THREE, KINDS)):
        with pytest.raises(ValueError, match="output must lie in 0 to 2, but it is 3"):
            mixture.conditioned(3, 0.0)
    with pytest.raises(ValueError, match="one output only"):
        THREE.marginal(0).conditioned(0, 0.0)
    with pytest.raises(ValueError, match="does not broadcast"):
        Mixture(np.zeros((2, 1)), np.zeros((2, 1, 2)), np.ones((2, 1, 2))).conditioned(
            0, np.zeros(3)
        )


def test_several_outputs_are_taken_in_the_order_wished() -> None:
    mixture = TransformedMixture(THREE, KINDS)
    swapped = mixture.marginal((2, 0)).log_prob([1.0, 0.5])
    assert_allclose(swapped, mixture.marginal((0, 2)).log_prob([0.5, 1.0]))
    assert_array_equal(THREE.marginal((2, 0)).means, THREE.means[:, [2, 0]])
    for each in (THREE, mixture):
        with pytest.raises(ValueError, match="output must lie in 0 to 2, but it is 3"):
            each.marginal((0, 3))
