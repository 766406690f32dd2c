"""Mixtures of positive and of bounded outputs in their own units, against SciPy."""

import pickle
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import ArrayLike
from scipy.integrate import quad
from scipy.special import expit
from scipy.stats import kstest, lognorm, norm

from mdn_gui.core.kinds import NUMBER, Number
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.transformed_mixture import TransformedMixture, in_units_of_y

LOG = Number("log")
LOGIT = Number("logit", 10.0, 30.0)
KINDS = pytest.mark.parametrize("kind", [LOG, LOGIT], ids=["log", "logit"])
WEIGHTS, MEANS, SCALES = np.array([0.3, 0.7]), np.array([-1.0, 0.8]), np.array([0.4, 1.1])


def mixture_of(
    kind: Number, weights: ArrayLike = WEIGHTS, means: ArrayLike = MEANS, scales: ArrayLike = SCALES
) -> TransformedMixture:
    gaussian = Mixture(np.log(weights), np.asarray(means)[:, None], np.asarray(scales)[:, None])
    return TransformedMixture(gaussian, (kind,))


def bounds(kind: Number) -> tuple[float, float]:
    return (0.0, np.inf) if kind is LOG else (kind.low, kind.high)


def density(kind: Number, y: Any) -> Any:  # noqa: ANN401 - as SciPy takes and gives it
    """By hand, of the mixture above."""
    if kind is LOG:
        t, slope = np.log(y), 1 / y
    else:
        t = np.log((y - kind.low) / (kind.high - y))
        slope = 1 / (y - kind.low) + 1 / (kind.high - y)
    return slope * sum(
        w * np.exp(-0.5 * ((t - m) / s) ** 2) / (s * np.sqrt(2 * np.pi))
        for w, m, s in zip(WEIGHTS, MEANS, SCALES, strict=True)
    )


def integral(kind: Number, function: Callable[[Any], Any]) -> float:
    """Over all y, of a function of y times the density by hand."""
    to_y = np.exp if kind is LOG else lambda t: kind.low + (kind.high - kind.low) * expit(t)
    total = 0.0
    for w, m, s in zip(WEIGHTS, MEANS, SCALES, strict=True):
        z = np.linspace(-12.0, 12.0, 2001)  # the trapezoidal rule of a smooth function
        total += w * norm.pdf(z) @ function(to_y(m + s * z)) * (z[1] - z[0])
    return float(total)


def inner(kind: Number) -> np.ndarray:
    return np.array([0.05, 0.4, 1.0, 5.0, 30.0]) if kind is LOG else np.linspace(10.5, 29.9, 7)


@KINDS
def test_densities_and_probabilities(kind: Number) -> None:
    mixture, y = mixture_of(kind), inner(kind)
    low, _ = bounds(kind)
    assert_allclose(np.exp(mixture.log_prob(y[:, None])), density(kind, y), rtol=1e-12)
    below = [quad(lambda v: density(kind, v), low, high, limit=200)[0] for high in y]
    assert_allclose(mixture.cdf(y), below, rtol=1e-7)
    assert_allclose(np.exp(mixture.log_cdf(y)), below, rtol=1e-7)
    assert_allclose(np.exp(mixture.log_sf(y)), 1 - np.array(below), atol=1e-7)
    assert_allclose(mixture.probability(y[0], y[2]), below[2] - below[0], rtol=1e-7)
    assert_allclose(mixture.quantile(mixture.cdf(y)), y, rtol=1e-10)


@KINDS
def test_moments(kind: Number) -> None:
    mixture = mixture_of(kind)
    mean = integral(kind, lambda y: y)
    variance = integral(kind, lambda y: (y - mean) ** 2)
    assert_allclose(mixture.mean(), [mean], rtol=1e-10)
    assert_allclose(mixture.variance(), [variance], rtol=1e-9)
    assert_allclose(mixture.standard_deviation(), [np.sqrt(variance)], rtol=1e-9)


@pytest.mark.parametrize("scale", [1e-3, 0.3, 1.0, 1.01, 4.0, 60.0])
@pytest.mark.parametrize("mean", [-45.0, -3.0, 0.0, 7.0])
def test_moments_of_a_logit_at_any_scale(mean: float, scale: float) -> None:
    kind = Number("logit", 0.0, 1.0)
    mixture = mixture_of(kind, [1.0], [mean], [scale])
    z = np.linspace(-12.0, 12.0, 400_001)
    weights = norm.pdf(z) * (z[1] - z[0])
    expected = weights @ expit(mean + scale * z)
    assert_allclose(mixture.mean(), [expected], rtol=1e-8, atol=1e-12)
    deviation = np.sqrt(weights @ (expit(mean + scale * z) - expected) ** 2)
    assert_allclose(mixture.standard_deviation(), [deviation], rtol=1e-7, atol=1e-12)


def test_moments_of_a_logarithm_are_those_of_scipy() -> None:
    mixture = mixture_of(LOG, [1.0], [2.0], [0.7])
    other = lognorm(0.7, scale=np.exp(2.0))
    assert_allclose(mixture.mean(), [other.mean()], rtol=1e-12)
    assert_allclose(mixture.standard_deviation(), [other.std()], rtol=1e-12)
    assert_allclose(mixture.entropy(), other.entropy(), rtol=1e-9)
    y = np.array([0.3, 4.0, 50.0])
    assert_allclose(mixture.log_prob(y[:, None]), other.logpdf(y), rtol=1e-12)
    assert_allclose(mixture.quantile(0.3), other.ppf(0.3), rtol=1e-12)


@KINDS
def test_entropy_is_the_mean_of_minus_the_log_density(kind: Number) -> None:
    expected = integral(kind, lambda y: -np.log(density(kind, y)))
    assert_allclose(mixture_of(kind).entropy(), expected, atol=2e-6)


@KINDS
def test_crps_is_the_squared_distance_of_distribution_functions(kind: Number) -> None:
    mixture, (low, high) = mixture_of(kind), bounds(kind)
    high = min(high, 400.0)
    for y in [*inner(kind), low - 2.0, low]:
        expected = 0.0
        for start, end, level in ((low, y, 0.0), (y, high, 1.0)):
            if start < end:
                edges = np.linspace(max(start, low), end, 40)
                for a, b in pairwise(edges):
                    expected += quad(lambda v: float(mixture.cdf(v) - level) ** 2, a, b)[0]  # noqa: B023 - used at once
        expected += max(0.0, low - y)
        assert_allclose(mixture.crps(y), expected, rtol=1e-6)
    assert mixture.crps(np.inf) == np.inf


@pytest.mark.parametrize("scale", [0.01, 0.3, 3.0, 8.0, 10.0, 12.0, 15.0])
def test_crps_of_a_log_normal_of_any_width(scale: float) -> None:
    """Jordan, Krueger and Lerch (2019), appendix A, with each mean and tail as one exponential."""
    y = np.array([1e-3, 1.0, 30.0, 1e6])
    z, log_mean = np.log(y) / scale, scale**2 / 2
    tails = [log_mean + norm.logcdf(-scale / np.sqrt(2)), log_mean + norm.logcdf(z - scale)]
    expected = y * (norm.cdf(z) - norm.sf(z)) + 2 * (np.exp(tails[0]) - np.exp(tails[1]))
    assert_allclose(mixture_of(LOG, [1.0], [0.0], [scale]).crps(y), expected, rtol=1e-11)


@pytest.mark.parametrize("y", [1e-3, 1.0, 30.0, 1e6])
def test_crps_of_narrow_and_wide_log_normals(y: float) -> None:
    weights, means, scales = np.array([0.3, 0.5, 0.2]), np.array([0.0, -4.0, 3.0]), [0.02, 9.0, 1.0]
    edges = np.union1d(np.arange(-80.0, 200.0, 0.25), [np.log(y), *np.linspace(-0.2, 0.2, 41)])
    nodes, shares = np.polynomial.legendre.leggauss(16)
    halves = np.diff(edges)[:, None] / 2
    t = edges[:-1, None] + halves * (1 + nodes)
    z = (t[..., None] - means) / scales
    missed = np.where(t < np.log(y), norm.cdf(z) @ weights, norm.sf(z) @ weights)
    expected = (halves * shares * np.exp(t) * missed**2).sum()
    assert_allclose(mixture_of(LOG, weights, means, scales).crps(y), expected, rtol=1e-9)


@KINDS
def test_crps_of_a_batch_is_that_of_each(kind: Number) -> None:
    rng = np.random.default_rng(0)
    gaussian = Mixture(rng.normal(size=(5, 3)), rng.normal(size=(5, 3, 1)), np.ones((5, 3, 1)))
    batch, y = TransformedMixture(gaussian, (kind,)), np.linspace(11.0, 28.0, 5)
    assert_allclose(batch.crps(y), [batch[row].crps(y[row]) for row in range(5)], rtol=1e-12)
    assert batch.crps(y[:2, None]).shape == (2, 5)


@KINDS
def test_modes_and_regions(kind: Number) -> None:
    mixture, (low, high) = mixture_of(kind), bounds(kind)
    positions, heights = mixture.modes()
    y = np.linspace(low, min(high, 50.0), 200_001)[1:-1]
    values = density(kind, y)
    peaks = 1 + np.flatnonzero((values[1:-1] > values[:-2]) & (values[1:-1] > values[2:]))
    assert_allclose(positions, y[peaks], atol=2e-4)
    assert_allclose(heights, density(kind, positions), rtol=1e-10)
    for mass in (0.5, 0.9):
        regions = mixture.highest_density_regions(mass)
        assert_allclose(mixture.probability(regions[:, 0], regions[:, 1]).sum(), mass, atol=1e-8)
        edges = density(kind, regions.ravel())
        assert_allclose(edges, edges[0], rtol=1e-6)
        inside = ((y[:, None] > regions[:, 0]) & (y[:, None] < regions[:, 1])).any(axis=1)
        assert values[inside].min() >= values[~inside].max() * (1 - 1e-3)


@KINDS
def test_samples(kind: Number) -> None:
    mixture = mixture_of(kind)
    drawn = mixture.sample(20_000, np.random.default_rng(0))[:, 0]
    assert kstest(drawn, mixture.cdf).pvalue > 1e-3
    y, component = mixture.draw(2000, np.random.default_rng(0))
    assert y.shape == (2000, 1)
    assert_allclose(component.mean(), 0.7, atol=0.05)
    low, high = bounds(kind)
    assert ((y > low) & (y < high)).all()


@KINDS
def test_outside_the_bounds_nothing_is_possible(kind: Number) -> None:
    mixture, (low, high) = mixture_of(kind), bounds(kind)
    outside = np.array([low, low - 3.0, -np.inf, high, high + 1.0])
    assert_array_equal(mixture.log_prob(outside[:, None]), np.full(5, -np.inf))
    assert_array_equal(mixture.cdf(outside), [0, 0, 0, 1, 1])
    assert np.isnan(mixture.responsibilities(outside[:, None])).all()
    assert_array_equal(mixture.quantile([0.0, 1.0]), [low, high])
    assert mixture.probability(low - 3.0, low) == 0.0
    with pytest.raises(ValueError, match="every low must be at most its high"):
        mixture.probability(low - 2.0, low - 3.0)


def test_several_outputs_each_with_its_own_transform() -> None:
    rng = np.random.default_rng(3)
    gaussian = Mixture(rng.normal(size=(4, 3)), rng.normal(size=(4, 3, 3)), np.ones((4, 3, 3)))
    mixture = TransformedMixture(gaussian, (LOG, NUMBER, LOGIT))
    y = np.array([2.0, -0.3, 17.0])
    t = np.array([np.log(2.0), -0.3, np.log(7.0 / 13.0)])
    slope = -np.log(2.0) + np.log(1 / 7.0 + 1 / 13.0)
    assert_allclose(mixture.log_prob(y), gaussian.log_prob(t) + slope, rtol=1e-12)
    assert_allclose(mixture.responsibilities(y), gaussian.responsibilities(t), rtol=1e-9)
    assert_array_equal(mixture.marginal(1).cdf(0.4), gaussian.marginal(1).cdf(0.4))
    assert_array_equal(mixture.marginal(1).crps(0.4), gaussian.marginal(1).crps(0.4))
    assert_array_equal(mixture[2].mean()[1], gaussian[2].mean()[1])
    assert_allclose(mixture[2].marginal(0).mean()[0], mixture.mean()[2, 0])
    assert_allclose(mixture.pooled().mean(), mixture.mean().mean(axis=0))
    with pytest.raises(ValueError, match=r"has 3; take .marginal\(output\) first"):
        mixture.cdf(0.5)
    with pytest.raises(ValueError, match="an axis of 3 outputs"):
        mixture.log_prob([1.0, 2.0])


def test_a_temperature_is_of_what_is_gaussian() -> None:
    hot = mixture_of(LOG).tempered(2.0, 4.0)
    assert_allclose(hot.gaussian.scales[:, 0], 2 * SCALES)
    assert_allclose(hot.weights, np.sqrt(WEIGHTS) / np.sqrt(WEIGHTS).sum())


def test_it_pickles_and_plain_outputs_stay_plain() -> None:
    mixture = mixture_of(LOGIT)
    arrived = pickle.loads(pickle.dumps(mixture))  # noqa: S301 - made here
    assert_array_equal(arrived.log_prob([[12.0]]), mixture.log_prob([[12.0]]))
    assert in_units_of_y(mixture.gaussian, (NUMBER,)) is mixture.gaussian


@KINDS
def test_a_component_far_out_is_infinite_not_no_number(kind: Number) -> None:
    mixture = mixture_of(kind, [0.5, 0.5], [800.0, 0.0], [50.0, 1.0])
    assert not np.isnan(
        [*mixture.mean(), *mixture.standard_deviation(), *mixture.crps([12.0])]
    ).any()
    y = mixture.sample(100, np.random.default_rng(0))
    assert np.isfinite(mixture.log_prob(y)).all()


@KINDS
def test_a_dead_component_takes_no_part(kind: Number) -> None:
    log_weights, means = np.array([0.0, -np.inf]), np.array([[0.5], [900.0]])
    mixture = TransformedMixture(Mixture(log_weights, means, np.full((2, 1), 0.3)), (kind,))
    alone = mixture_of(kind, [1.0], [0.5], [0.3])
    assert_allclose(mixture.mean(), alone.mean())
    assert_allclose(mixture.standard_deviation(), alone.standard_deviation())
    assert_allclose(mixture.crps(12.0), alone.crps(12.0), rtol=1e-7)
    assert_allclose(mixture.entropy(), alone.entropy(), atol=1e-6)
    assert_allclose(mixture.modes()[0], alone.modes()[0])


@KINDS
@pytest.mark.filterwarnings("error")
def test_a_component_whose_weight_rounds_to_nothing_takes_no_part(kind: Number) -> None:
    gaussian = Mixture(np.array([-800.0, 0.0]), np.array([[1.0], [0.0]]), np.array([[40.0], [1.0]]))
    mixture, alone = TransformedMixture(gaussian, (kind,)), mixture_of(kind, [1.0], [0.0], [1.0])
    assert_allclose(mixture.mean(), alone.mean())
    assert_allclose(mixture.standard_deviation(), alone.standard_deviation())


@KINDS
@settings(max_examples=25)
@given(
    seed=st.integers(0, 2**32 - 1), components=st.integers(1, 4), widest=st.sampled_from([0.2, 2.0])
)
def test_any_mixture(kind: Number, seed: int, components: int, widest: float) -> None:
    rng = np.random.default_rng(seed)
    gaussian = Mixture(
        rng.normal(size=components),
        rng.normal(0.0, 1.5, (components, 1)),
        rng.uniform(0.05, widest, (components, 1)),
    )
    mixture = TransformedMixture(gaussian, (kind,))
    p = np.linspace(0.01, 0.99, 9)
    y = mixture.quantile(p)
    assert_allclose(mixture.cdf(y), p, rtol=1e-9)
    grid = np.union1d(mixture.quantile(np.linspace(0.001, 0.999, 500)), mixture.density_grid(500))
    middle = (grid[1:] + grid[:-1]) / 2
    start, centre, end = (
        np.exp(mixture.log_prob(each[:, None])) for each in (grid[:-1], middle, grid[1:])
    )
    whole = np.diff(grid) @ (start + 4 * centre + end) / 6
    assert_allclose(whole, np.diff(mixture.cdf(grid[[0, -1]])), atol=1e-3)
    assert_allclose(whole, 1.0, atol=1e-2)
    regions = mixture.highest_density_regions(0.8)
    assert_allclose(mixture.probability(regions[:, 0], regions[:, 1]).sum(), 0.8, atol=1e-6)
    assert (np.diff(mixture.density_grid(50)) > 0).all()
