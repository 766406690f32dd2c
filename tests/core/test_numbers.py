"""What is said of a distribution, against scipy."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import norm

from mdn_gui.core.mixture import Mixture
from mdn_gui.core.numbers import MASSES, QUANTILES, numbers_of

WEIGHTS, MEANS, SCALES = np.array([0.3, 0.7]), np.array([-2.0, 3.0]), np.array([0.5, 1.0])
MIXTURE = Mixture(np.log(WEIGHTS), MEANS[:, None], SCALES[:, None])


def cdf(y: float) -> float:
    return float(WEIGHTS @ norm.cdf(y, MEANS, SCALES))


def pdf(y: float) -> float:
    return float(WEIGHTS @ norm.pdf(y, MEANS, SCALES))


def test_moments() -> None:
    numbers = numbers_of(MIXTURE)
    mean = WEIGHTS @ MEANS
    assert numbers.mean == pytest.approx((mean, pdf(mean)))
    assert numbers.deviation**2 == pytest.approx(WEIGHTS @ (SCALES**2 + MEANS**2) - mean**2)
    assert numbers.probability is None


def test_quantiles_and_the_densities_there() -> None:
    for p, (y, density) in zip(QUANTILES, numbers_of(MIXTURE).quantiles, strict=True):
        assert cdf(y) == pytest.approx(p)
        assert density == pytest.approx(pdf(y))


def test_a_ripple_is_no_mode() -> None:
    low = Mixture(np.log([0.999, 0.001]), np.array([[0.0], [30.0]]), np.ones((2, 1)))
    assert len(low.modes()[0]) == 2
    assert numbers_of(low).modes[:, 0] == pytest.approx([0.0], abs=1e-6)
    assert len(numbers_of(MIXTURE).modes) == 2


def test_the_probability_around_a_mode_reaches_to_the_lowest_point_between() -> None:
    weights, means, scales = np.array([0.5, 0.2, 0.3]), np.array([-3.0, 0.0, 4.0]), [0.8, 0.7, 1.2]
    three = Mixture(np.log(weights), means[:, None], np.array(scales)[:, None])
    y = np.linspace(-10.0, 12.0, 200_001)
    heights = weights @ norm.pdf(y, means[:, None], np.array(scales)[:, None])
    peaks = np.flatnonzero((heights[1:-1] > heights[:-2]) & (heights[1:-1] > heights[2:])) + 1
    dips = [low + heights[low:high].argmin() for low, high in pairwise(peaks)]
    below = [weights @ norm.cdf(y[dip], means, scales) for dip in dips]
    found = numbers_of(three).modes
    assert found[:, 0] == pytest.approx(y[peaks], abs=1e-3)
    assert found[:, 2] == pytest.approx(np.diff(below, prepend=0.0, append=1.0), abs=1e-3)
    assert found[:, 2].sum() == pytest.approx(1.0)


def test_a_mode_that_hardly_anything_lies_around_is_not_told() -> None:
    def told(*weights: float) -> list[float]:
        means = np.arange(0.0, 10.0 * len(weights), 10.0)[:, None]
        mixture = Mixture(np.log(weights), means, np.full(means.shape, 0.1))
        return [round(float(y)) for y, _, _ in numbers_of(mixture).modes]

    assert told(0.6, 0.019, 0.381) == [0, 20]
    assert told(0.6, 0.021, 0.379) == [0, 10, 20]
    many = np.full(80, 0.0125)
    many[7] += 1e-4
    assert told(*many / many.sum()) == [70], "one is told whatever its probability"


@pytest.mark.parametrize(
    ("weight", "between"), [(0.5, True), (0.95, False)], ids=["in the gap", "at the larger mode"]
)
def test_a_mean_where_y_hardly_is_lies_between_the_modes(weight: float, *, between: bool) -> None:
    two = Mixture(np.log([weight, 1 - weight]), np.array([[0.0], [6.0]]), np.ones((2, 1)))
    assert numbers_of(two).between_modes is between
    one = Mixture(np.zeros(1), np.zeros((1, 1)), np.ones((1, 1)))
    assert not numbers_of(one).between_modes


def test_regions_hold_their_probability() -> None:
    for mass, parts in zip(MASSES, numbers_of(MIXTURE).regions, strict=True):
        assert parts[:, 2] == pytest.approx([cdf(high) - cdf(low) for low, high, _ in parts])
        assert parts[:, 2].sum() == pytest.approx(mass, abs=1e-6)


def test_the_probability_of_an_interval() -> None:
    assert numbers_of(MIXTURE, (-2.0, 3.0)).probability == pytest.approx(cdf(3.0) - cdf(-2.0))
