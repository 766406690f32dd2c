"""Tails, intervals, quantiles and the CRPS, against scipy, quadrature and their own algebra."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.integrate import quad
from scipy.stats import norm

from mdn_gui.core.mixture import Mixture

component = st.tuples(st.floats(-5.0, 5.0), st.floats(-10.0, 10.0), st.floats(0.01, 10.0))
components = st.lists(component, min_size=1, max_size=6)
points = st.floats(-20.0, 20.0)


def mixture_of(values: list[tuple[float, float, float]]) -> Mixture:
    """From a log-weight, a mean and a scale for each component."""
    log_weights, means, scales = np.array(values).T
    return Mixture(log_weights, means[:, np.newaxis], scales[:, np.newaxis])


@given(components, points)
def test_distribution_functions_agree_with_scipy(
    values: list[tuple[float, float, float]], y: float
) -> None:
    mixture = mixture_of(values)
    below = norm.cdf(y, mixture.means[:, 0], mixture.scales[:, 0]) @ mixture.weights
    above = norm.sf(y, mixture.means[:, 0], mixture.scales[:, 0]) @ mixture.weights
    assume(min(below, above) > 1e-300)
    assert_allclose(mixture.cdf(y), below, rtol=1e-11)
    assert_allclose(mixture.log_cdf(y), np.log1p(-above) if above < 0.5 else np.log(below), 1e-9)
    assert_allclose(mixture.log_sf(y), np.log1p(-below) if below < 0.5 else np.log(above), 1e-9)


def test_infinite_points_have_their_limits() -> None:
    mixture = mixture_of([(0.0, 0.0, 1.0), (-np.inf, 3.0, 1.0)])
    ends = [-np.inf, np.inf]
    assert_array_equal(mixture.cdf(ends), [0.0, 1.0])
    assert_array_equal(mixture.log_cdf(ends), [-np.inf, 0.0])
    assert_array_equal(mixture.log_sf(ends), [0.0, -np.inf])
    assert_array_equal(mixture.crps(ends), [np.inf, np.inf])
    assert_array_equal(mixture.quantile([0.0, 1.0]), ends)
    assert mixture.probability(-np.inf, np.inf) == 1.0


@given(components, st.floats(1e-12, 1.0 - 1e-12))
def test_the_quantile_inverts_the_cdf(values: list[tuple[float, float, float]], p: float) -> None:
    mixture = mixture_of(values)
    y = mixture.quantile(p)
    if p < 0.5:
        assert_allclose(mixture.log_cdf(y), np.log(p), rtol=1e-9)
    else:
        assert_allclose(mixture.log_sf(y), np.log(1.0 - p), rtol=1e-9)


@given(components, points)
def test_a_point_is_the_quantile_of_its_probability(
    values: list[tuple[float, float, float]], y: float
) -> None:
    mixture = mixture_of(values)
    assume(np.exp(mixture.log_prob([y])) > 1e-4)
    assert_allclose(mixture.quantile(mixture.cdf(y)), y, atol=1e-10)


@pytest.mark.parametrize("p", [5e-324, 1e-300, 1e-12, 0.05, 0.5, 0.95, 1.0 - 1e-12])
def test_the_quantile_of_one_component_is_the_normal_one(p: float) -> None:
    assert_allclose(mixture_of([(0.0, 3.0, 2.0)]).quantile(p), norm.ppf(p, 3.0, 2.0), rtol=1e-12)


def test_quantiles_find_a_spike_in_a_wide_component() -> None:
    mixture = mixture_of([(0.0, 2.0, 1e-9), (0.0, 0.0, 1e6)])
    y = mixture.quantile([0.1, 0.26, 0.5, 0.74, 0.9])
    assert_allclose(mixture.cdf(y), [0.1, 0.26, 0.5, 0.74, 0.9], rtol=1e-6)
    assert_allclose(y[1:4], 2.0, atol=1e-8)


def test_quantiles_broadcast_against_the_batch() -> None:
    rng = np.random.default_rng(2)
    batch = Mixture(rng.normal(size=(4, 3)), rng.normal(size=(4, 3, 1)), np.full((4, 3, 1), 0.5))
    p = np.array([[0.1], [0.6]])
    together = batch.quantile(p)
    assert together.shape == (2, 4)
    assert_allclose(together, [[batch[i].quantile(q) for i in range(4)] for q in (0.1, 0.6)])
    assert batch[:0].quantile(p).shape == (2, 0)


@pytest.mark.parametrize("p", [-0.1, 1.1, np.nan])
def test_a_quantile_needs_a_probability(p: float) -> None:
    with pytest.raises(ValueError, match="every p must lie in 0 to 1"):
        mixture_of([(0.0, 0.0, 1.0)]).quantile([0.5, p])


@given(components, points, points)
def test_an_interval_holds_what_lies_between(
    values: list[tuple[float, float, float]], one: float, other: float
) -> None:
    mixture = mixture_of(values)
    low, high = min(one, other), max(one, other)
    expected = mixture.cdf(high) - mixture.cdf(low)
    assert_allclose(mixture.probability(low, high), expected, atol=1e-15)


def test_an_interval_in_the_upper_tail_keeps_its_precision() -> None:
    expected = norm.sf(10.0) - norm.sf(11.0)
    assert_allclose(mixture_of([(0.0, 0.0, 1.0)]).probability(10.0, 11.0), expected, rtol=1e-12)


def test_an_interval_must_not_be_reversed() -> None:
    with pytest.raises(ValueError, match="every low must be at most its high"):
        mixture_of([(0.0, 0.0, 1.0)]).probability([0.0, 2.0], [1.0, 1.0])


def test_crps_is_the_integral_of_the_squared_difference() -> None:
    mixture = mixture_of([(0.0, -2.0, 0.5), (1.0, 0.5, 2.0), (-1.0, 3.0, 0.1)])
    for y in (-4.0, 0.3, 3.0):
        below, _ = quad(lambda t: float(mixture.cdf(t)) ** 2, -25.0, y, limit=200)
        above, _ = quad(lambda t: float(mixture.cdf(t) - 1.0) ** 2, y, 25.0, limit=200)
        assert_allclose(mixture.crps(y), below + above, rtol=1e-7)


@given(components, points, points, st.floats(0.01, 100.0))
def test_crps_moves_and_stretches_with_y(
    values: list[tuple[float, float, float]], y: float, shift: float, factor: float
) -> None:
    moved = [(weight, shift + factor * mean, factor * scale) for weight, mean, scale in values]
    expected = factor * mixture_of(values).crps(y)
    assert_allclose(mixture_of(moved).crps(shift + factor * y), expected, rtol=1e-9, atol=1e-12)


def test_crps_keeps_its_precision_beside_a_far_light_component() -> None:
    mixture = mixture_of([(0.0, 0.0, 1e-6), (-20.0, 1e9, 1e-6)])
    near, far = mixture.weights
    at_its_mean = (np.sqrt(2.0) - 1.0) / np.sqrt(np.pi) * 1e-6
    spread = near**2 * at_its_mean + near * far * 1e-6 * 2 * (np.sqrt(2.0) - 1.0) * norm.pdf(0.0)
    assert_allclose(mixture.crps(0.0), spread + far**2 * 1e9, rtol=1e-6)
