"""The joint density of two targets, against closed forms, sampling and SciPy."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2, multivariate_normal

from mdn_gui.core.colour import BAND_TONES, MASSES, Colour
from mdn_gui.core.drawing.joint import (
    JointRequest,
    correlation,
    ellipses,
    joint_levels,
    paint_joint,
    pixel_probabilities,
)
from mdn_gui.core.kinds import NUMBER, Number
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.transformed_mixture import TransformedMixture

COLOURS = np.arange(256, dtype=np.uint32)
POSITIVE, BOUNDED = Number("log"), Number("logit", 0.0, 10.0)

Floats = NDArray[np.float64]


def of(weights: ArrayLike, means: ArrayLike, scales: ArrayLike) -> Mixture:
    return Mixture(np.log(np.asarray(weights)), np.asarray(means, float), np.asarray(scales, float))


ONE = of([1.0], [[2.0, -30.0]], [[0.5, 8.0]])
THREE = of(
    [0.6, 0.37, 0.03],
    [[0.0, 0.0], [2.0, 1.5], [-4.0, 3.0]],
    [[1.0, 0.3], [0.4, 1.2], [0.1, 0.1]],
)


def edges(*spans: tuple[float, float], pixels: int = 300) -> tuple[Floats, Floats]:
    first, second = (np.linspace(*span, pixels + 1) for span in spans)
    return first, second


def image_of(request: JointRequest) -> NDArray[np.uint32]:
    image = paint_joint(request).image
    assert image is not None
    return image


def level_densities(mixture: Mixture, within: tuple[Floats, Floats]) -> Floats:
    """Logarithms of the densities that the regions are above, per units of both outputs."""
    x, y = within
    levels = joint_levels(mixture, pixel_probabilities(mixture, x, y), x, y)
    found: Floats = levels[:, 0] - np.log((x[1] - x[0]) * (y[1] - y[0]))
    return found


def test_the_levels_of_one_gaussian_are_known() -> None:
    """Within the ellipse of mass m, the density is above (1 - m) times its highest."""
    levels = level_densities(ONE, edges((0.0, 4.0), (-62.0, 2.0)))
    assert_allclose(levels, np.log(1.0 - np.array(MASSES)) - np.log(2 * np.pi * 4.0), atol=0.03)


def test_the_outlines_of_one_gaussian_are_ellipses() -> None:
    picture = paint_joint(JointRequest(ONE, *edges((0.0, 4.0), (-62.0, 2.0)), COLOURS))
    assert [band.mass for band in picture.bands] == [0.5, 0.9]
    for mass, (outline,) in picture.bands:
        radius = np.hypot(*((outline - ONE.means[0]) / ONE.scales[0]).T)
        assert_allclose(radius, np.sqrt(chi2.ppf(mass, df=2)), atol=0.03)
        assert_array_equal(outline[0], outline[-1])


@pytest.mark.parametrize(
    "view",
    [((-7.0, 6.0), (-5.0, 7.0)), ((-0.5, 0.5), (0.0, 0.2)), ((50.0, 60.0), (-9.0, 9.0))],
    ids=["all of it", "a part of it", "none of it"],
)
def test_regions_hold_their_mass_whatever_is_seen(
    view: tuple[tuple[float, float], tuple[float, float]],
) -> None:
    levels = level_densities(THREE, edges(*view))
    density = THREE.log_prob(THREE.sample(100_000, np.random.default_rng(1)))
    held = [(density >= level).mean() for level in levels]
    assert_allclose(held, MASSES, atol=0.006)


@settings(max_examples=15)
@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_regions_of_any_mixture_hold_their_mass(components: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    mixture = Mixture(
        rng.normal(scale=2.0, size=components),
        rng.uniform(-5.0, 5.0, (components, 2)),
        np.exp(rng.normal(-0.5, 0.5, (components, 2))),
    )
    levels = level_densities(mixture, edges((-12.0, 12.0), (-12.0, 12.0)))
    density = mixture.log_prob(mixture.sample(20_000, rng))
    held = [(density >= level).mean() for level in levels]
    assert_allclose(held, MASSES, atol=0.02)


@pytest.mark.parametrize(
    "mixture",
    [
        THREE,
        TransformedMixture(THREE, (POSITIVE, NUMBER)),
        TransformedMixture(THREE, (BOUNDED, POSITIVE)),
    ],
)
def test_a_pixel_has_the_probability_of_its_box(mixture: Mixture) -> None:
    x, y = edges((-1.0, 11.0), (-2.0, 4.0), pixels=40)
    image = pixel_probabilities(mixture, x, y)
    low = np.stack(np.meshgrid(x[:-1], y[:-1], indexing="ij"), axis=-1)
    high = np.stack(np.meshgrid(x[1:], y[1:], indexing="ij"), axis=-1)
    assert_allclose(image, mixture.box_probability(low, high), rtol=2e-5, atol=1e-12)


def test_the_density_agrees_with_scipy() -> None:
    x, y = edges((0.0, 4.0), (-62.0, 2.0))
    image = pixel_probabilities(ONE, x, y)
    normal = multivariate_normal(ONE.means[0], np.diag(ONE.scales[0] ** 2))
    middles = np.stack(np.meshgrid((x[:-1] + x[1:]) / 2, (y[:-1] + y[1:]) / 2, indexing="ij"), -1)
    expected = normal.pdf(middles) * (x[1] - x[0]) * (y[1] - y[0])
    assert_allclose(image, expected, rtol=2e-3)


def test_a_pixel_has_the_tone_of_the_smallest_region_that_holds_it() -> None:
    view = edges((0.0, 4.0), (-62.0, 2.0))
    image = image_of(JointRequest(ONE, *view, COLOURS))
    assert image.shape == (300, 300)
    middle = [(each[:-1] + each[1:]) / 2 for each in view]
    places = np.stack(np.meshgrid(middle[0], middle[1][::-1]), axis=-1)
    squares = (((places - ONE.means[0]) / ONE.scales[0]) ** 2).sum(axis=-1)
    outside = (chi2.ppf(MASSES, df=2) < squares[..., np.newaxis]).sum(axis=-1)
    # Next to an edge a pixel may be of either region.
    assert (image == BAND_TONES[len(MASSES) - outside]).mean() > 0.97


def test_a_component_narrower_than_a_pixel_is_seen() -> None:
    needle = of([0.6, 0.4], [[0.0, 0.0], [5.0, 5.0]], [[1e-7, 1e-7], [1.0, 1.0]])
    view = edges((-10.0, 10.0), (-10.0, 10.0), pixels=201)
    image = image_of(JointRequest(needle, *view, COLOURS))
    assert image[100, 100] == BAND_TONES[-1]
    assert image[40, 150] not in {BAND_TONES[0], BAND_TONES[-1]}, "the region of 50% is elsewhere"


def test_regions_of_transformed_outputs_are_of_their_own_units() -> None:
    mixture = TransformedMixture(THREE, (POSITIVE, BOUNDED))
    levels = level_densities(mixture, edges((0.0, 30.0), (0.0, 10.0)))
    density = mixture.log_prob(mixture.sample(100_000, np.random.default_rng(1)))
    held = [(density >= level).mean() for level in levels]
    assert_allclose(held, MASSES, atol=0.02)


@pytest.mark.parametrize("mixture", [THREE, TransformedMixture(THREE, (POSITIVE, BOUNDED))])
def test_correlation_is_that_of_samples(mixture: Mixture) -> None:
    samples = mixture.sample(200_000, np.random.default_rng(0))
    z = (samples - samples.mean(axis=0)) / samples.std(axis=0)
    assert_allclose(correlation(mixture), z.prod(axis=1).mean(), atol=0.01)
    assert correlation(mixture.marginal((1, 0))) == pytest.approx(correlation(mixture))


def test_correlations_at_their_ends() -> None:
    apart, narrow = [[-1e200, 1e200], [1e200, -1e200]], np.full((2, 2), 1e-3)
    assert correlation(of([0.5, 0.5], apart, narrow)) == pytest.approx(-1.0)
    assert correlation(ONE) == 0.0
    endless = TransformedMixture(
        of([0.5, 0.5], [[0, 0], [1, 1]], [[60, 1], [1, 1]]), (POSITIVE,) * 2
    )
    assert np.isnan(correlation(endless))


def test_ellipses_are_one_and_two_deviations_around() -> None:
    lines = ellipses(THREE)
    assert lines.shape[:2] == (3, 2)
    z = (lines - THREE.means[:, None, None]) / THREE.scales[:, None, None]
    radius = np.hypot(z[..., 0], z[..., 1])
    assert_allclose(radius, np.broadcast_to([[1.0], [2.0]], radius.shape))
    assert_allclose(lines[:, :, 0], lines[:, :, -1], atol=1e-12)
    assert (ellipses(TransformedMixture(THREE, (POSITIVE, BOUNDED))) > 0.0).all()


def crossed[T](value: T) -> T:
    copy: T = pickle.loads(pickle.dumps(value))  # noqa: S301 - our own
    return copy


def test_a_picture_crosses_to_another_process() -> None:
    mixture = TransformedMixture(THREE, (POSITIVE, NUMBER))
    request = JointRequest(mixture, *edges((0.0, 30.0), (-3.0, 5.0), pixels=50), COLOURS)
    picture = crossed(paint_joint(crossed(request)))
    assert_array_equal(picture.image, paint_joint(request).image)
    assert picture.image is not None
    with pytest.raises(ValueError, match="read-only"):
        picture.image[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        picture.bands[0].outlines[0][0] = 0.0


def test_tones_say_probabilities_densities_or_their_logarithms() -> None:
    view = edges((-7.0, 6.0), (-5.0, 7.0))
    middles = [(each[:-1] + each[1:]) / 2 for each in view]
    x, y = np.meshgrid(*middles, indexing="ij")
    parts = zip(THREE.weights, THREE.means, THREE.scales, strict=True)
    density = sum(
        weight * multivariate_normal(mean, np.diag(scale**2)).pdf(np.dstack([x, y]))
        for weight, mean, scale in parts
    )
    share = np.asarray(density / np.max(density)).T[::-1]

    def tones(colour: Colour) -> Floats:
        return image_of(JointRequest(THREE, *view, COLOURS, colour)).astype(np.float64)

    assert_allclose(tones(Colour.DENSITY), 255 * share, atol=6.0)
    logarithms = 255 * (1.0 + np.log10(np.maximum(share, 1e-4)) / 4.0)
    assert_allclose(tones(Colour.LOG_DENSITY), logarithms, atol=6.0)
    assert set(np.unique(tones(Colour.PROBABILITY))) <= set(BAND_TONES.tolist())
    nothing = paint_joint(JointRequest(THREE, *view, COLOURS, None))
    assert nothing.image is None
    assert len(nothing.bands) == 2


def test_the_truth_has_outlines_of_its_own() -> None:
    view = edges((0.0, 4.0), (-62.0, 2.0))
    truth = of([1.0], [[1.5, -20.0]], [[0.3, 4.0]])
    picture = paint_joint(JointRequest(ONE, *view, COLOURS, truth=truth))
    assert not paint_joint(JointRequest(ONE, *view, COLOURS)).true_bands
    for bands, mixture in ((picture.bands, ONE), (picture.true_bands, truth)):
        for mass, (outline,) in bands:
            radius = np.hypot(*((outline - mixture.means[0]) / mixture.scales[0]).T)
            assert_allclose(radius, np.sqrt(chi2.ppf(mass, df=2)), atol=0.05)
