"""Densities, moments, responsibilities and samples, against scipy and published values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import ArrayLike
from scipy.stats import kstest, multivariate_normal

from mdn_gui.core.mixture import Mixture


def univariate(weights: ArrayLike, means: ArrayLike, scales: ArrayLike) -> Mixture:
    return Mixture(np.log(weights), np.asarray(means)[:, None], np.asarray(scales)[:, None])


@pytest.fixture
def batch() -> Mixture:
    """A batch of 4 with 3 components and 2 outputs."""
    rng = np.random.default_rng(7)
    means = rng.normal(scale=3.0, size=(4, 3, 2))
    return Mixture(rng.normal(size=(4, 3)), means, rng.uniform(0.5, 2.0, size=means.shape))


@pytest.mark.parametrize(
    ("y", "mixture", "nll", "crps"),
    [
        (0.3, univariate([1 / 3] * 3, [0.0, -2.9, 0.9], [0.5, 1.4, 0.7]), 1.019742, 0.4510451),
        (0.3, univariate([0.3, 0.1, 0.6], [0.0, -2.9, 0.9], [0.5, 1.4, 0.7]), 0.8235977, 0.2354619),
        (0.0, univariate([0.4, 0.6], [-1.0, 1.0], [0.5, 1.0]), 1.66931952, 0.36725279),
    ],
)
def test_published_scores(y: float, mixture: Mixture, nll: float, crps: float) -> None:
    assert_allclose(-mixture.log_prob([y]), nll, rtol=5e-7)
    assert_allclose(mixture.crps(y), crps, rtol=5e-7)


def test_published_standard_deviation() -> None:
    mixture = univariate([0.5, 0.5], [-10.0, 0.1], [0.05, 2.33])
    assert_allclose(mixture.standard_deviation(), [5.3120805], atol=1e-7)


def test_published_log_density_in_the_far_tail() -> None:
    mixture = univariate([0.3, 0.7], [-1.0, 1.0], [0.1, 0.5])
    assert_allclose(mixture.log_prob([30.0]), -1682.58247, rtol=1e-8)


def test_density_agrees_with_scipy(batch: Mixture) -> None:
    y = np.array([0.5, -1.0])
    for row in range(4):
        normals = [
            multivariate_normal(batch.means[row, k], np.diag(batch.scales[row, k] ** 2))
            for k in range(3)
        ]
        joint = batch.weights[row] * [normal.pdf(y) for normal in normals]
        assert_allclose(np.exp(batch.log_prob(y)[row]), joint.sum(), rtol=1e-12)
        assert_allclose(batch.responsibilities(y)[row], joint / joint.sum(), rtol=1e-12)


def test_points_broadcast_against_the_batch(batch: Mixture) -> None:
    y = np.zeros((7, 1, 2))
    assert batch.log_prob(y).shape == (7, 4)
    assert batch.responsibilities(y).shape == (7, 4, 3)
    assert batch.marginal(0).cdf(np.zeros((7, 1))).shape == (7, 4)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        (0.0, r"an axis of 2 outputs, but its shape is \(\)"),
        (np.zeros((4, 1)), r"an axis of 2 outputs, but its shape is \(4, 1\)"),
        (np.zeros((3, 2)), r"\(3,\) does not broadcast against the mixture's batch shape \(4,\)"),
    ],
)
def test_points_of_another_shape_are_refused(batch: Mixture, y: ArrayLike, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        batch.log_prob(y)


def test_a_distribution_function_needs_one_output(batch: Mixture) -> None:
    for method in (batch.cdf, batch.log_cdf, batch.log_sf, batch.quantile, batch.crps):
        with pytest.raises(ValueError, match=r"has 2; take .marginal\(output\) first"):
            method(0.5)
    with pytest.raises(ValueError, match=r"has 2; take .marginal\(output\) first"):
        batch.probability(0.0, 1.0)


def test_infinite_points_have_no_density(batch: Mixture) -> None:
    assert_array_equal(batch.log_prob([np.inf, 0.0]), np.full(4, -np.inf))
    assert np.isnan(batch.responsibilities([np.inf, 0.0])).all()


def test_a_dead_component_takes_no_part() -> None:
    alive = univariate([1.0], [2.0], [0.5])
    mixture = Mixture(np.array([0.0, -np.inf]), np.array([[2.0], [9.0]]), np.array([[0.5], [1.0]]))
    assert_allclose(mixture.log_prob([9.0]), alive.log_prob([9.0]), rtol=1e-14)
    assert_array_equal(mixture.responsibilities([9.0]), [1.0, 0.0])
    assert_array_equal(mixture.mean(), [2.0])
    assert_allclose(mixture.quantile(0.9), alive.quantile(0.9), rtol=1e-14)
    assert_allclose(mixture.crps(1.0), alive.crps(1.0), rtol=1e-14)
    assert_allclose(mixture.highest_density_regions(0.5), alive.highest_density_regions(0.5))
    assert mixture.sample(1000, np.random.default_rng(0)).max() < 5.0


@given(st.floats(-1e5, 1e5), st.floats(0.01, 100.0))
def test_moments_move_and_stretch_with_y(shift: float, factor: float) -> None:
    weights, means, scales = [0.2, 0.5, 0.3], np.array([-1.0, 0.4, 2.0]), np.array([0.5, 0.1, 1.0])
    base = univariate(weights, means, scales)
    moved = univariate(weights, shift + factor * means, factor * scales)
    assert_allclose(moved.mean(), shift + factor * base.mean(), rtol=1e-12, atol=1e-10)
    assert_allclose(moved.variance(), factor**2 * base.variance(), rtol=1e-6)


def test_samples_have_one_axis_before_the_batch(batch: Mixture) -> None:
    draws = batch.sample(5, np.random.default_rng(1))
    assert draws.shape == (5, 4, 2)
    assert_array_equal(draws, batch.sample(5, np.random.default_rng(1)))
    assert batch.sample(0, np.random.default_rng(1)).shape == (0, 4, 2)
    with pytest.raises(ValueError, match="0 or more, but it is -1"):
        batch.sample(-1, np.random.default_rng(1))


def test_samples_follow_every_mixture_of_the_batch(batch: Mixture) -> None:
    draws = batch.sample(20_000, np.random.default_rng(2))
    for output in range(2):
        marginal = batch.marginal(output)
        for row in range(4):
            assert kstest(draws[:, row, output], marginal[row].cdf).pvalue > 1e-4


def test_samples_keep_the_outputs_of_a_component_together() -> None:
    means = np.array([[-10.0, -10.0], [10.0, 10.0]])
    draws = Mixture(np.zeros(2), means, np.ones((2, 2))).sample(1000, np.random.default_rng(3))
    assert np.all(np.sign(draws[:, 0]) == np.sign(draws[:, 1]))
