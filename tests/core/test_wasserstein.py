"""Distances of mixtures, against closed forms, numerical integration and SciPy's of samples."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.integrate import trapezoid
from scipy.stats import norm, wasserstein_distance

from mdn_gui.core.kinds import Number
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.transformed_mixture import TransformedMixture
from mdn_gui.core.wasserstein import Grid, distribution_functions

ROWS = 500
RNG = np.random.default_rng(0)
MEANS = RNG.normal(10.0, 3.0, ROWS)


def gaussians(means: Floats, scales: Floats | float) -> Mixture:
    """One Gaussian a row."""
    scales = np.broadcast_to(scales, means.shape)
    return Mixture(np.zeros((len(means), 1)), means[:, None, None], scales[:, None, None])


def mixtures(components: int, rows: int, seed: int) -> Mixture:
    """Of components beside each other, some of them narrow."""
    rng = np.random.default_rng(seed)
    shape = (rows, components, 1)
    return Mixture(
        rng.normal(size=shape[:2]), rng.uniform(-5, 5, shape), np.exp(rng.normal(-1, 0.7, shape))
    )


def wasserstein(first: Mixture, others: Sequence[Mixture]) -> Floats:
    """Distances from each of others, `(others, rows)`, at places where any of them draws."""
    both, rng = (first, *others), np.random.default_rng(0)
    count = -(-10_000 // (len(both) * len(first.log_weights)))
    drawn = np.concatenate([each.gaussian.sample(count, rng).ravel() for each in both])
    grid = Grid.over(drawn, lambda t: first.restored(t[:, None])[:, 0])
    own, *theirs = (distribution_functions(each.gaussian, grid.places) for each in both)
    return np.array([grid.distances(own, each) for each in theirs])


@pytest.mark.parametrize("scale", [3.0, 0.3, 0.003])
def test_gaussians_that_are_shifted_lie_as_far_apart_as_their_means(scale: float) -> None:
    others = [RNG.permutation(MEANS) for _ in range(5)]
    found = wasserstein(gaussians(MEANS, scale), [gaussians(each, scale) for each in others])
    assert found.shape == (5, ROWS)
    expected = np.abs(np.array(others) - MEANS)
    assert found.mean() == pytest.approx(expected.mean(), rel=2e-3)
    assert_allclose(found, expected, atol=0.3)  # a hundredth of the range


def test_gaussians_of_other_scales_lie_apart_by_a_share_of_the_difference() -> None:
    scales, others = np.exp(RNG.normal(size=(2, ROWS)) / 2)
    found = wasserstein(gaussians(MEANS, scales), [gaussians(MEANS, others)])[0]
    expected = np.sqrt(2 / np.pi) * np.abs(scales - others)
    assert found.mean() == pytest.approx(expected.mean(), rel=0.01)


@settings(max_examples=15)
@given(st.integers(1, 12), st.integers(0, 1000))
def test_mixtures_by_numerical_integration(components: int, seed: int) -> None:
    one, other = (mixtures(components, 20, seed + add) for add in (0, 5000))
    y = np.linspace(-15, 15, 3_001)[:, None]
    expected = trapezoid(np.abs(one.cdf(y) - other.cdf(y)), y, axis=0)
    found = wasserstein(one, [other])[0]
    assert_allclose(found, expected, rtol=0.05, atol=0.03)
    assert found.mean() == pytest.approx(expected.mean(), rel=0.02)


def test_mixtures_by_large_samples() -> None:
    one, other = mixtures(4, 3, 1), mixtures(4, 3, 2)
    rng = np.random.default_rng(0)
    samples = [each.sample(100_000, rng)[..., 0].T for each in (one, other)]
    expected = [wasserstein_distance(*pair) for pair in zip(*samples, strict=True)]
    assert_allclose(wasserstein(one, [other])[0], expected, rtol=0.02)


def test_what_is_gaussian_in_log_y_lies_apart_in_units_of_y() -> None:
    """Of two lognormals of one scale, one is larger at each quantile."""
    logs, others = RNG.normal(2.0, 0.5, (2, ROWS))
    one, other = (
        TransformedMixture(gaussians(each, 0.4), [Number("log")]) for each in (logs, others)
    )
    expected = np.abs(one.mean() - other.mean())[:, 0]
    found = wasserstein(one, [other])[0]
    assert found.mean() == pytest.approx(expected.mean(), rel=0.01)


def test_the_same_mixture_lies_nowhere_else() -> None:
    one = mixtures(5, 10, 0)
    assert_allclose(wasserstein(one, [one, one]), 0.0)


def test_distribution_functions_are_as_precise_as_promised() -> None:
    y = np.linspace(-30, 30, 4001)
    found = distribution_functions(gaussians(np.array([0.0, 2.0, 1e12]), np.array([1, 1e-9, 3])), y)
    assert_allclose(found[0], norm.cdf(y), atol=2e-4)
    assert_allclose(found[1][np.abs(y - 2) > 0.01], (y > 2)[np.abs(y - 2) > 0.01], atol=2e-4)
    assert_allclose(found[2], 0.0, atol=2e-4)
