"""The curves that are drawn of a mixture, against scipy and by their areas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import norm

from mdn_gui.core.mixture import Mixture
from mdn_gui.qt.plots.profile import Profile
from mdn_gui.session.view import Curve, Interval

WEIGHTS, MEANS, SCALES = np.array([0.7, 0.3]), np.array([-2.0, 3.0]), np.array([0.5, 1.5])
MIXTURE = Mixture(np.log(WEIGHTS), MEANS[:, np.newaxis], SCALES[:, np.newaxis])


def area(x: np.ndarray, y: np.ndarray) -> float:
    """The area of a polygon, by the shoelace formula."""
    return float(abs(x @ np.roll(y, 1) - y @ np.roll(x, 1)) / 2)


def expected(low: float, high: float) -> float:
    between = norm.cdf(high, MEANS, SCALES) - norm.cdf(low, MEANS, SCALES)
    return float(WEIGHTS @ between)


def test_values_are_the_density_or_the_cdf() -> None:
    density, cdf = (Profile.of(MIXTURE, kind) for kind in (Curve.DENSITY, Curve.CDF))
    y = density.y[:, np.newaxis]
    assert_allclose(density.values, norm.pdf(y, MEANS, SCALES) @ WEIGHTS)
    assert_allclose(cdf.values, norm.cdf(y, MEANS, SCALES) @ WEIGHTS)
    assert_allclose(cdf.density, density.density)


@given(st.floats(1e-6, 1e6))
def test_the_axis_ends_just_above_the_highest_value(scale: float) -> None:
    mixture = Mixture(np.zeros(1), np.zeros((1, 1)), np.full((1, 1), scale))
    highest = norm.pdf(0.0) / scale
    assert 1.01 * highest < Profile.of(mixture, Curve.DENSITY).width() < 1.4 * highest
    assert 1.0 < Profile.of(mixture, Curve.CDF).width() < 1.1


@pytest.mark.parametrize("interval", [Interval(-2.5, -1.0), Interval(0.0, 6.0), Interval(1.0, 1.0)])
def test_the_area_under_the_density_is_the_probability(interval: Interval) -> None:
    x, y = Profile.of(MIXTURE, Curve.DENSITY).between(interval)
    assert area(x, y) == pytest.approx(expected(*interval), abs=2e-3)
    assert (y.min(), y.max()) == interval


def test_the_part_of_the_cdf_is_as_wide_as_the_probability() -> None:
    x, y = Profile.of(MIXTURE, Curve.CDF).between(Interval(-2.5, 1.0))
    assert np.ptp(x) == pytest.approx(expected(-2.5, 1.0), abs=1e-3)
    assert (y.min(), y.max()) == (-2.5, 1.0)


def test_far_from_every_component_there_is_no_probability() -> None:
    x, _ = Profile.of(MIXTURE, Curve.DENSITY).between(Interval(100.0, 200.0))
    assert_allclose(x, 0.0, atol=1e-4)
    x, _ = Profile.of(MIXTURE, Curve.CDF).between(Interval(100.0, 200.0))
    assert np.ptp(x) == 0.0


@pytest.mark.parametrize("kind", Curve)
def test_regions_are_those_of_the_density(kind: Curve) -> None:
    profile = Profile.of(Mixture(np.zeros(1), np.zeros((1, 1)), np.ones((1, 1))), kind)
    assert_allclose(profile.regions(0.5), [norm.interval(0.5)], atol=0.02)
