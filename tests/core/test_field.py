"""Images of densities and of points, and regions of a drawn curve."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import norm

from mdn_gui.core.field import count_field, density_field, drawn_regions, sum_of_bells
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture

EDGES = np.linspace(-12.0, 12.0, 301)
CENTRES = (EDGES[:-1] + EDGES[1:]) / 2
PIXEL = EDGES[1] - EDGES[0]


def batch(columns: int, components: int, seed: int = 0) -> Mixture:
    rng = np.random.default_rng(seed)
    shape = (columns, components, 1)
    scales = rng.uniform(0.2, 2.0, shape)
    return Mixture(rng.normal(size=shape[:2]), rng.uniform(-4.0, 4.0, shape), scales)


def column(weights: list[float], means: list[float], scales: list[float]) -> Mixture:
    """A batch of one mixture."""
    return Mixture(np.log([weights]), np.array([means])[..., None], np.array([scales])[..., None])


@pytest.mark.parametrize("columns", [1, 8, 21])
def test_each_pixel_holds_the_density_at_its_centre(columns: int) -> None:
    mixture = batch(columns, components=5)
    heights = norm.pdf(CENTRES[:, None, None], mixture.means[..., 0], mixture.scales[..., 0])
    expected = (heights * mixture.weights).sum(axis=-1).T
    image = density_field(mixture, EDGES)
    assert image.dtype == np.float32
    assert_allclose(image, expected, rtol=1e-4, atol=1e-6)


@given(
    mean=st.floats(-8.0, 8.0),
    log_scale=st.floats(-30.0, 0.0),
    weight=st.floats(0.01, 1.0),
)
def test_a_column_adds_up_to_one_however_narrow_its_components(
    mean: float, log_scale: float, weight: float
) -> None:
    mixture = column([weight, 1.5 - weight], [mean, 0.5], [np.exp(log_scale), 0.5])
    assert density_field(mixture, EDGES).sum() * PIXEL == pytest.approx(1.0, abs=1e-3)


def test_a_spike_between_two_centres_is_drawn() -> None:
    spike = column([1.0], [EDGES[140]], [1e-9])
    image = density_field(spike, EDGES)[0]
    assert image[139] == pytest.approx(image[140], rel=1e-4)
    assert image[139] * PIXEL > 0.4


def test_an_image_far_from_zero_is_as_precise() -> None:
    near = batch(3, components=4)
    far = Mixture(near.log_weights, near.means + 2.0**40, near.scales)
    assert_allclose(
        density_field(far, EDGES + 2.0**40), density_field(near, EDGES), rtol=0.01, atol=1e-4
    )


def test_a_component_beyond_all_pixels_leaves_them_dark() -> None:
    far = column([1.0], [1e300], [1e-300])
    assert_array_equal(density_field(far, EDGES), np.zeros((1, 300)))


@pytest.mark.parametrize(
    ("mixture", "edges", "message"),
    [
        (batch(1, 1)[0], EDGES, r"batch shape is \(\)"),
        (Mixture(np.zeros((1, 1)), np.zeros((1, 1, 2)), np.ones((1, 1, 2))), EDGES, "2 outputs"),
        (batch(2, 1), EDGES[:1], "enclose at least one pixel"),
        (batch(2, 1), EDGES[::-1], "must increase"),
    ],
)
def test_what_is_no_image_is_refused(mixture: Mixture, edges: Floats, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        density_field(mixture, edges)


@pytest.mark.parametrize("columns", [1, 9])
def test_bells_are_summed_at_places_of_all_or_of_each_column(columns: int) -> None:
    rng = np.random.default_rng(1)
    heights = rng.random((columns, 3))
    means, scales = rng.uniform(-9.0, 9.0, (columns, 3)), rng.uniform(0.7, 5.0, (columns, 3))
    own = rng.uniform(-9.0, 9.0, (columns, 6))
    z = (own[:, None] - means[..., None]) / scales[..., None]
    expected = (heights[..., None] * np.exp(-0.5 * z**2)).sum(axis=1)
    assert_allclose(sum_of_bells(heights, means, scales, own), expected, rtol=1e-4, atol=1e-6)
    shared = sum_of_bells(heights, means, scales, own[0])
    assert_allclose(shared[0], expected[0], rtol=1e-4, atol=1e-6)


@given(seed=st.integers(0, 2**32 - 1), points=st.integers(0, 200))
def test_points_are_counted_where_they_lie(seed: int, points: int) -> None:
    x, y = np.random.default_rng(seed).normal(0.0, 2.0, (2, points))
    x_edges, y_edges = np.linspace(-3.0, 2.0, 18), np.linspace(-1.0, 4.0, 14)
    expected, _, _ = np.histogram2d(x, y, (x_edges, y_edges))
    assert_array_equal(count_field(x, y, x_edges, y_edges), expected)


@pytest.mark.parametrize("mass", [0.5, 0.9])
@pytest.mark.parametrize("seed", range(10))
def test_drawn_regions_are_the_exact_ones_to_within_a_part_of_a_scale(
    mass: float, seed: int
) -> None:
    mixture = batch(1, components=3, seed=seed)[0]
    y = mixture.density_grid(300)
    drawn = drawn_regions(y, np.exp(mixture.log_prob(y[:, None])), mixture.cdf(y), mass)
    exact = mixture.highest_density_regions(mass)
    assert_allclose(drawn, exact, atol=0.1 * mixture.scales.max())
    assert mixture.probability(*drawn.T).sum() == pytest.approx(mass, abs=0.01)


@pytest.mark.parametrize("mass", [0.5, 0.9])
def test_a_component_a_billion_times_as_wide_takes_no_region_along(mass: float) -> None:
    # As of prices that are not scaled: one component of all y that a double holds.
    log_weights = np.log([0.6, 0.37, 0.03])
    mixture = Mixture(log_weights, np.zeros((3, 1)), np.array([[3e3], [7e5], [3e12]]))
    y = mixture.density_grid(300)
    drawn = drawn_regions(y, np.exp(mixture.log_prob(y[:, None])), mixture.cdf(y), mass)
    assert_allclose(drawn, mixture.highest_density_regions(mass), rtol=0.05)


def test_a_curve_that_ends_high_has_a_region_up_to_its_end() -> None:
    y = np.array([0.0, 1.0, 2.0])
    regions = drawn_regions(y, y, y**2 / 2, 0.9)
    assert regions.shape == (1, 2)
    assert regions[0, 1] == 2.0
