"""Outlines of highest-density regions over the plane."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.special import logsumexp
from scipy.stats import norm

from mdn_gui.core import colour
from mdn_gui.core.drawing.curves import (
    LINES,
    MASSES,
    TONES,
    Band,
    band_outlines,
    drawn_levels,
    log_levels,
    truth_contours,
)
from mdn_gui.core.examples.inverse_sine import InverseSine
from mdn_gui.core.field import NARROWEST, density_field
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture

X = np.linspace(-3.0, 3.0, 61)
Y_EDGES = np.linspace(-12.0, 12.0, 301)
Y = (Y_EDGES[:-1] + Y_EDGES[1:]) / 2
PIXEL = Y_EDGES[1] - Y_EDGES[0]


def along_x(mixture: Mixture, slope: float = 0.0) -> Mixture:
    """The same mixture at every x, moved by `slope` times x."""
    means = mixture.means + slope * X[:, None, None]
    shape = means.shape
    return Mixture(
        np.broadcast_to(mixture.log_weights, shape[:2]),
        means,
        np.broadcast_to(mixture.scales, shape),
    )


def mixture_of(seed: int, components: int, narrowest: float = 0.15) -> Mixture:
    rng = np.random.default_rng(seed)
    means = rng.uniform(-6.0, 6.0, (components, 1))
    scales = np.exp(rng.uniform(np.log(narrowest), np.log(2.0), (components, 1)))
    return Mixture(rng.normal(0.0, 1.0, components), means, scales)


def levels_of(mixture: Mixture) -> Floats:
    return drawn_levels(mixture, MASSES, NARROWEST * PIXEL, LINES)


def bands_of(mixture: Mixture) -> tuple[Band, ...]:
    return band_outlines(density_field(mixture, Y_EDGES), levels_of(mixture), X, Y_EDGES)


def crossings(band: Band, x: float) -> Floats:
    """The y at which a band's outlines pass this x, increasing."""
    found = []
    for line in band.outlines:
        for (left, y_left), (right, y_right) in pairwise(line):
            if min(left, right) <= x < max(left, right):
                found.append(y_left + (x - left) / (right - left) * (y_right - y_left))
    return np.sort(found)


@pytest.mark.parametrize("slope", [0.0, 1.5])
@pytest.mark.parametrize("scale", [0.3, 1.0, 3.0])
def test_the_bands_of_one_gaussian_lie_around_its_mean(scale: float, slope: float) -> None:
    one = Mixture(np.zeros(1), np.full((1, 1), 0.5), np.full((1, 1), scale))
    bands = bands_of(along_x(one, slope))
    assert [band.mass for band in bands] == [0.5, 0.9]
    for band, half in zip(bands, (0.67449, 1.64485), strict=True):
        for line in band.outlines:
            z = (line[:, 1] - 0.5 - slope * line[:, 0]) / scale
            assert_allclose(np.abs(z), half, atol=0.25 * PIXEL / scale + 0.01)
        assert len(crossings(band, 0.77)) == 2


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("components", [2, 5, 20])
def test_the_bands_are_the_exact_regions_to_within_pixels(components: int, seed: int) -> None:
    mixture, compared = mixture_of(seed, components), []
    for band in bands_of(along_x(mixture)):
        drawn = crossings(band, 0.77).reshape(-1, 2)
        held = mixture.probability(drawn[:, 0], drawn[:, 1]).sum()
        assert held == pytest.approx(band.mass, abs=0.02)
        exact = mixture.highest_density_regions(band.mass)
        # As much as an edge moves with the probability that is held: far where it is flat.
        more, less = (mixture.highest_density_regions(band.mass + by) for by in (0.01, -0.01))
        if len(more) == len(less) == len(exact) and np.all(np.ptp(exact, axis=1) > 3 * PIXEL):
            compared.append(band.mass)
            slack = 1.5 * PIXEL + np.abs(more - less)
            assert np.all(np.abs(drawn - exact) < slack)
    assert compared


@given(
    seed=st.integers(0, 2**32 - 1),
    components=st.integers(1, 100),
    log_unit=st.floats(-12.0, 12.0),
    shift=st.floats(-1e3, 1e3),
)
def test_levels_hold_their_mass_in_any_unit(
    seed: int, components: int, log_unit: float, shift: float
) -> None:
    unit = 10.0**log_unit
    plain = mixture_of(seed, components)
    mixture = Mixture(
        plain.log_weights[None], unit * (plain.means[None] + shift), unit * plain.scales[None]
    )
    levels = log_levels(mixture, MASSES, 1e-3 * unit)
    z = norm.ppf((np.arange(400) + 0.5) / 400)
    points = mixture.means[0] + mixture.scales[0] * z
    density = mixture[0].log_prob(points[..., None])
    for mass, level in zip(MASSES, levels[:, 0], strict=True):
        held = mixture.weights[0] @ (density >= level).mean(axis=1)
        assert held == pytest.approx(mass, abs=0.035)


@pytest.mark.parametrize("components", [200, 1000])
def test_levels_hold_their_mass_with_very_many_components(components: int) -> None:
    rng = np.random.default_rng(components)
    # Half the weight is in one of fifty components, as where each member has its own.
    log_weights = np.log(np.where(np.arange(components) % 50 == 0, 50.0, 1.0))
    means = np.where(np.arange(components) % 50 == 0, 0.0, rng.normal(0.0, 5.0, components))
    scales = np.full(components, 0.5)
    mixture = Mixture(
        log_weights[None] - logsumexp(log_weights), means[None, :, None], scales[None, :, None]
    )
    levels = log_levels(mixture, MASSES, 1e-3)
    samples = mixture.sample(50_000, rng)[:, 0]
    log_density = mixture[0].log_prob(samples)
    for mass, level in zip(MASSES, levels[:, 0], strict=True):
        assert (log_density >= level).mean() == pytest.approx(mass, abs=0.03)


def jumping(x: Floats, width: float) -> Mixture:
    """Two components whose scales change a hundredfold within so much of x, and change places."""
    step = np.tanh(x / width)
    scales = np.exp(np.log(10.0) * np.stack([step, -step], axis=-1))[..., np.newaxis]
    means = np.broadcast_to([[-3.0], [3.0]], scales.shape)
    return Mixture(np.log(np.stack([0.7 + 0.2 * step, 0.3 - 0.2 * step], axis=-1)), means, scales)


@pytest.mark.parametrize("mass", colour.MASSES)
def test_between_the_columns_worked_out_levels_hold_their_mass_too(mass: float) -> None:
    mixture = jumping(np.linspace(-3.0, 3.0, 601), width=0.3)
    levels = drawn_levels(mixture, [mass], 1e-3, TONES)[0]
    z = norm.ppf((np.arange(2000) + 0.5) / 2000)
    for column in range(0, 601, 37):
        points = mixture.means[column] + mixture.scales[column] * z
        density = mixture[column].log_prob(points[..., None])
        held = mixture.weights[column] @ (density >= levels[column]).mean(axis=1)
        assert held == pytest.approx(mass, abs=0.02 if mass < 0.95 else 0.003)


@pytest.mark.parametrize(("mass", "most"), [(0.99, 0.5), (0.998, 1.2)])
def test_the_edges_of_the_outer_bands_are_not_ragged(mass: float, most: float) -> None:
    """Of many components that move along x: as a quantile of even points they would be."""
    rng = np.random.default_rng(0)
    x = np.linspace(0.0, 1.0, 48)[:, np.newaxis]
    weights = np.exp(rng.normal(0.0, 1.5, 85) + x * rng.normal(0.0, 1.0, 85))
    means = rng.normal(0.0, 3.0, 85) + x * rng.normal(0.0, 2.0, 85)
    scales = np.broadcast_to(np.exp(rng.normal(-1.0, 0.7, 85)), means.shape)
    logits = np.log(weights / weights.sum(axis=1, keepdims=True))
    mixture = Mixture(logits, means[..., np.newaxis], scales[..., np.newaxis])
    level = drawn_levels(mixture, [mass], 1e-3, TONES)[0]
    assert np.abs(np.diff(level, 2)).max() < most


def test_outlines_do_not_depend_on_the_view() -> None:
    mixture = along_x(mixture_of(3, 5), slope=1.0)
    density, levels = density_field(mixture, Y_EDGES), levels_of(mixture)
    part = slice(100, 201)
    whole = band_outlines(density, levels, X, Y_EDGES)
    zoomed = band_outlines(density[:, part][:, :100], levels, X, Y_EDGES[part])
    for band, again in zip(whole, zoomed, strict=True):
        there = crossings(band, 0.77)
        inside = there[(there > Y[100]) & (there < Y[199])]
        assert_allclose(crossings(again, 0.77), inside, atol=1e-6)


def test_one_column_or_one_pixel_has_no_outlines() -> None:
    mixture = along_x(mixture_of(0, 3))
    levels = levels_of(mixture)
    column = band_outlines(density_field(mixture[:1], Y_EDGES), levels[:, :1], X[:1], Y_EDGES)
    edges = Y_EDGES[:2]
    row = band_outlines(density_field(mixture, edges), levels, X, edges)
    assert column == row == (Band(0.5, ()), Band(0.9, ()))
    assert truth_contours(np.zeros((2, 1)), X[:2], Y[:1]) == column
    assert_allclose(levels_of(mixture[:1]), levels[:, :1])


def test_the_truth_of_a_gaussian_has_the_same_outlines_as_a_network_of_it() -> None:
    log_density = np.asarray(norm.logpdf(Y, 0.5 + 1.5 * X[:, None], 1.0))
    for band, half in zip(truth_contours(log_density, X, Y), (0.67449, 1.64485), strict=True):
        for line in band.outlines:
            z = line[:, 1] - 0.5 - 1.5 * line[:, 0]
            assert_allclose(np.abs(z), half, atol=0.03)
        assert len(crossings(band, 0.77)) == 2


def test_the_truth_of_an_example_holds_its_masses() -> None:
    x = np.linspace(-15.0, 15.0, 121)
    truth = InverseSine().truth(x, np.linspace(-12.0, 12.0, 1201))
    step = truth.y[1] - truth.y[0]
    for band in truth_contours(truth.log_density, x, truth.y):
        for column in (10, 37, 60, 95):
            edges = crossings(band, x[column] + 1e-9)
            inside = np.searchsorted(edges, truth.y) % 2 == 1
            held = np.exp(truth.log_density[column])[inside].sum() * step
            assert held == pytest.approx(band.mass, abs=0.02)


def test_columns_without_a_truth_are_left_out() -> None:
    log_density = np.repeat(norm.logpdf(Y, 0.0, 1.0)[None], len(X), axis=0)
    log_density[20:30] = -np.inf
    log_density[40, 3] = np.nan
    for band in truth_contours(log_density, X, Y):
        x = np.concatenate(band.outlines)[:, 0]
        assert not np.any((x > X[19]) & (x < X[30]))
        assert not np.any((x > X[39]) & (x < X[41]))
        assert len(crossings(band, X[10] + 1e-9)) == 2
    nowhere = truth_contours(np.full((4, 5), -np.inf), X[:4], Y[:5])
    assert nowhere == (Band(0.5, ()), Band(0.9, ()))


def test_a_flat_density_is_its_own_region() -> None:
    log_density = np.where(np.abs(Y) < 3.0, np.log(1 / 6), -np.inf)
    for band in truth_contours(np.repeat(log_density[None], len(X), axis=0), X, Y):
        assert_allclose(crossings(band, 0.77), [-3.0, 3.0], atol=PIXEL)
