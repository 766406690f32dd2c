"""Modes, highest-density regions and grids, against closed forms and dense grids."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import norm

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture

component = st.tuples(st.floats(-5.0, 5.0), st.floats(-10.0, 10.0), st.floats(0.001, 10.0))
components = st.lists(component, min_size=1, max_size=6)


def mixture_of(values: list[tuple[float, float, float]]) -> Mixture:
    """From a log-weight, a mean and a scale for each component."""
    log_weights, means, scales = np.array(values).T
    return Mixture(log_weights, means[:, np.newaxis], scales[:, np.newaxis])


def density(mixture: Mixture, y: Floats) -> Floats:
    return np.exp(mixture.log_prob(y[:, np.newaxis]))


def test_the_mode_of_one_component_is_its_mean() -> None:
    positions, densities = mixture_of([(0.0, 3.0, 0.25)]).modes()
    assert_allclose(positions, [3.0], rtol=1e-15)
    assert_allclose(densities, [norm.pdf(0.0) / 0.25], rtol=1e-14)


def test_components_far_apart_are_modes_in_order() -> None:
    mixture = mixture_of([(0.0, 50.0, 2.0), (0.0, -1e6, 1e-3), (0.0, 0.0, 1.0)])
    positions, densities = mixture.modes()
    assert_allclose(positions, [-1e6, 0.0, 50.0], rtol=1e-15, atol=1e-9)
    assert_allclose(densities, norm.pdf(0.0) / (3 * np.array([1e-3, 1.0, 2.0])), rtol=1e-9)


@pytest.mark.parametrize(("distance", "modes"), [(0.0, 1), (1.98, 1), (2.02, 2), (6.0, 2)])
def test_equal_components_merge_within_two_scales(distance: float, modes: int) -> None:
    mixture = mixture_of([(0.0, -distance / 2, 1.0), (0.0, distance / 2, 1.0)])
    positions, _ = mixture.modes()
    assert len(positions) == modes
    assert_allclose(positions, -positions[::-1], atol=1e-9)


def test_a_narrow_spike_on_a_slope_is_found() -> None:
    spike = (np.log(1e-6), 1.0, 1e-7)
    positions, densities = mixture_of([(0.0, 0.0, 1.0), spike]).modes()
    assert_allclose(positions, [0.0, 1.0], atol=1e-6)
    assert_allclose(densities[1], norm.pdf(1.0) + 10.0 * norm.pdf(0.0), rtol=1e-3)


def test_a_bump_that_barely_rises_is_found() -> None:
    # The slope of the wide component at 1 is -0.242; the bump's steepest is weight * 24,197.
    for weight, modes in ((0.99e-5, 1), (1.01e-5, 2)):
        mixture = mixture_of([(0.0, 0.0, 1.0), (np.log(weight), 1.0, 0.00316227766)])
        positions, _ = mixture.modes()
        assert len(positions) == modes


def test_dead_and_vanishing_components_have_no_mode() -> None:
    mixture = mixture_of([(0.0, 0.0, 1.0), (-np.inf, 5.0, 1.0), (-1000.0, 1000.0, 1.0)])
    assert_allclose(mixture.modes()[0], [0.0], atol=1e-12)


@given(components)
def test_modes_are_the_peaks_of_a_dense_grid(values: list[tuple[float, float, float]]) -> None:
    mixture = mixture_of(values)
    positions, densities = mixture.modes()
    assert 1 <= len(positions) <= mixture.components
    assert np.all(np.diff(positions) > 0.0)
    step = 1e-3 * mixture.scales.min()
    for side in (-step, step):
        assert np.all(density(mixture, positions + side) <= densities * (1 + 1e-12))
    everywhere = density(mixture, mixture.density_grid(500))
    assert everywhere.max() <= densities.max() * (1 + 1e-12)


@given(components, st.floats(0.001, 0.9999))
def test_regions_hold_their_mass_above_one_level(
    values: list[tuple[float, float, float]], mass: float
) -> None:
    mixture = mixture_of(values)
    regions = mixture.highest_density_regions(mass)
    assert np.all(np.diff(regions.ravel()) > 0.0)
    assert_allclose(mixture.probability(regions[:, 0], regions[:, 1]).sum(), mass, atol=1e-8)
    edges = density(mixture, regions.ravel())
    assert_allclose(edges, edges[0], rtol=1e-5)
    grid = mixture.density_grid(300)
    inside = np.any(
        (regions[:, 0] <= grid[:, np.newaxis]) & (grid[:, np.newaxis] <= regions[:, 1]), 1
    )
    heights = density(mixture, grid)
    assert heights[inside].min(initial=np.inf) >= edges[0] * (1 - 1e-5)
    assert heights[~inside].max(initial=0.0) <= edges[0] * (1 + 1e-5)


def test_the_region_of_one_component_is_central() -> None:
    regions = mixture_of([(0.0, 1.0, 2.0)]).highest_density_regions(0.9)
    assert_allclose(regions, [norm.interval(0.9, 1.0, 2.0)], rtol=1e-9)


def test_regions_of_far_components_are_separate() -> None:
    regions = mixture_of([(0.0, -1e3, 1.0), (0.0, 1e3, 1.0)]).highest_density_regions(0.5)
    half = norm.ppf(0.75)
    assert_allclose(regions, [[-1e3 - half, -1e3 + half], [1e3 - half, 1e3 + half]], rtol=1e-9)


@pytest.mark.parametrize("mass", [0.0, 1.0, -0.5, np.nan])
def test_a_mass_must_lie_between_zero_and_one(mass: float) -> None:
    with pytest.raises(ValueError, match="mass must lie above 0 and below 1"):
        mixture_of([(0.0, 0.0, 1.0)]).highest_density_regions(mass)


def test_the_grid_follows_every_component() -> None:
    grid = mixture_of([(0.0, 0.0, 10.0), (0.0, 3.0, 1e-6), (-np.inf, 1e6, 1.0)]).density_grid(100)
    assert np.all(np.diff(grid) > 0.0)
    assert np.all(np.isin([3.0 - 4e-6, 3.0 - 1e-6, 3.0, 3.0 + 2e-6, -40.0, 40.0], grid))
    # A component as wide as this needs no points of its own.
    assert np.abs(grid - 20.0).min() < 0.5
    assert (grid[0], grid[-1]) == (-40.0, 40.0)
    assert np.diff(grid).max() <= 80.0 / 99 * (1 + 1e-12)


def test_only_a_single_univariate_mixture_has_a_shape() -> None:
    batch = Mixture(np.zeros((2, 1)), np.zeros((2, 1, 1)), np.ones((2, 1, 1)))
    with pytest.raises(ValueError, match=r"a single mixture, but the batch shape is \(2,\)"):
        batch.modes()
    wide = Mixture(np.zeros(1), np.zeros((1, 3)), np.ones((1, 3)))
    with pytest.raises(ValueError, match=r"has 3; take .marginal\(output\) first"):
        wide.highest_density_regions(0.5)
