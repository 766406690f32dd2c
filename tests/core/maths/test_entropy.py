"""The entropy, against closed forms and the integral that defines it."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.integrate import quad
from scipy.stats import norm

from mdn_gui.core.mixture import Mixture

component = st.tuples(st.floats(-8.0, 3.0), st.floats(-10.0, 10.0), st.floats(0.01, 10.0))
components = st.lists(component, min_size=1, max_size=6)


def mixture_of(values: list[tuple[float, float, float]]) -> Mixture:
    """From a log-weight, a mean and a scale for each component."""
    log_weights, means, scales = np.array(values).T
    return Mixture(log_weights, means[:, np.newaxis], scales[:, np.newaxis])


def integrated(mixture: Mixture) -> float:
    """The entropy by adaptive quadrature, interval by interval around every component."""
    weights, means, scales = mixture.weights, mixture.means[:, 0], mixture.scales[:, 0]

    def loss(y: float) -> float:
        density = float(weights @ norm.pdf(y, means, scales))
        return -density * np.log(density) if density > 0.0 else 0.0

    offsets = np.array([-10.0, -4.0, -2.0, 0.0, 2.0, 4.0, 10.0])
    ends = np.unique(means[:, np.newaxis] + scales[:, np.newaxis] * offsets)
    return sum(quad(loss, *piece, epsabs=1e-9, limit=200)[0] for piece in pairwise(ends))


@pytest.mark.parametrize("scale", [1e-6, 0.5, 1.0, 1e9])
def test_the_entropy_of_one_gaussian_is_the_closed_form(scale: float) -> None:
    mixture = mixture_of([(0.0, 1e3, scale)])
    assert_allclose(mixture.entropy(), norm(1e3, scale).entropy(), atol=1e-13)


@pytest.mark.parametrize(
    "values",
    [
        [(0.0, 0.0, 1e-6), (0.0, 0.0, 1.0)],
        [(0.0, 2.0, 1e-6), (0.0, 0.0, 1.0), (-7.0, 2.0 + 3e-6, 1e-6)],
        [(0.0, 5e5, 1e-3), (-3.0, 5e5 + 4e-3, 2e-3), (0.0, 0.0, 1.0)],
        [(0.0, -2.0, 1.0), (0.0, 2.0, 1.0)],
        [(0.0, -3.5, 1.0), (0.0, 3.5, 1.0)],
    ],
)
def test_hard_mixtures_agree_with_the_integral(values: list[tuple[float, float, float]]) -> None:
    mixture = mixture_of(values)
    assert_allclose(mixture.entropy(), integrated(mixture), atol=1e-6)


@given(components)
def test_the_entropy_is_the_integral(values: list[tuple[float, float, float]]) -> None:
    mixture = mixture_of(values)
    assert_allclose(mixture.entropy(), integrated(mixture), atol=1e-6)


def test_the_entropy_of_many_components_is_the_mean_loss_of_their_draws() -> None:
    rng = np.random.default_rng(1)
    mixture = Mixture(
        rng.normal(size=20), rng.uniform(-10, 10, (20, 1)), np.exp(rng.normal(-1, 1, (20, 1)))
    )
    losses = -mixture.log_prob(mixture.sample(200_000, rng))
    error = losses.std() / np.sqrt(losses.size)
    assert_allclose(mixture.entropy(), losses.mean(), atol=4 * error)


@pytest.mark.parametrize("distance", [1e3, 1e15])
def test_far_components_add_the_entropy_of_their_weights(distance: float) -> None:
    mixture = mixture_of([(np.log(0.2), 0.0, 2.0), (np.log(0.8), distance, 1e-3)])
    inner = 0.2 * norm(0, 2.0).entropy() + 0.8 * norm(0, 1e-3).entropy()
    between = -0.2 * np.log(0.2) - 0.8 * np.log(0.8)
    assert_allclose(mixture.entropy(), inner + between, atol=1e-9)


def test_equal_components_are_one() -> None:
    mixture = mixture_of([(0.0, 3.0, 0.5), (-1.0, 3.0, 0.5), (1.0, 3.0, 0.5)])
    assert_allclose(mixture.entropy(), norm(3.0, 0.5).entropy(), atol=1e-8)


def test_dead_and_vanishing_components_take_no_part() -> None:
    mixture = mixture_of([(0.0, 0.0, 1.0), (-np.inf, 0.5, 1e-9), (-1000.0, 1e6, 1e-9)])
    assert_allclose(mixture.entropy(), norm.entropy(), atol=1e-8)


@given(components, st.floats(-1e5, 1e5), st.floats(1e-3, 1e3))
def test_the_entropy_stays_when_y_moves_and_grows_by_the_logarithm_when_it_stretches(
    values: list[tuple[float, float, float]], shift: float, factor: float
) -> None:
    moved = [(weight, shift + factor * mean, factor * scale) for weight, mean, scale in values]
    expected = mixture_of(values).entropy() + np.log(factor)
    assert_allclose(mixture_of(moved).entropy(), expected, atol=1e-6)


def test_only_a_single_univariate_mixture_has_an_entropy() -> None:
    batch = Mixture(np.zeros((2, 1)), np.zeros((2, 1, 1)), np.ones((2, 1, 1)))
    with pytest.raises(ValueError, match=r"a single mixture, but the batch shape is \(2,\)"):
        batch.entropy()
    wide = Mixture(np.zeros(1), np.zeros((1, 3)), np.ones((1, 3)))
    with pytest.raises(ValueError, match=r"has 3; take .marginal\(output\) first"):
        wide.entropy()
