"""What is said of a distribution, against scipy."""

from itertools import pairwise
from math import acos

import numpy as np
import pytest
from scipy.stats import norm

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.numbers import MASSES, QUANTILES, modes_of, numbers_of
from mdn_gui.core.true_numbers import true_numbers

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


def mixture(*components: tuple[float, float, float]) -> Mixture:
    """Of components that each have a weight, a mean and a scale."""
    weights, means, scales = np.array(components).T
    return Mixture(np.log(weights / weights.sum()), means[:, None], scales[:, None])


def test_a_peak_that_stands_apart_counts_from_a_fiftieth_on() -> None:
    def told(*weights: float) -> list[float]:
        apart = mixture(*((weight, 10.0 * place, 0.1) for place, weight in enumerate(weights)))
        return [round(float(y)) for y in modes_of(apart)[:, 0]]

    assert told(0.6, 0.019, 0.381) == [0, 20]
    assert told(0.6, 0.021, 0.379) == [0, 10, 20]
    many = np.full(80, 0.0125)
    many[7] += 1e-4
    assert told(*many) == [70], "one is told whatever its probability"


def test_a_low_peak_that_stands_apart_counts_beside_a_high_one() -> None:
    beside_a_spike = mixture((0.8, 0.0, 0.001), (0.2, 10.0, 1.0))
    found = modes_of(beside_a_spike)
    assert found[:, 0] == pytest.approx([0.0, 10.0], abs=1e-3)
    assert found[1, 1] < 0.001 * found[0, 1]
    assert found[:, 2] == pytest.approx([0.8, 0.2], abs=1e-3)


def test_a_peak_on_the_flank_of_another_is_a_ripple_of_it() -> None:
    # As where a member of an ensemble differs from the others.
    flank = mixture((0.94, 0.0, 1.0), (0.06, 3.3, 0.7))
    assert len(flank.modes()[0]) == 2
    found = modes_of(flank)
    assert found[:, 0] == pytest.approx([0.0], abs=0.01)
    assert found[:, 2] == pytest.approx([1.0])
    apart = mixture((0.94, 0.0, 1.0), (0.06, 5.5, 0.7))
    assert modes_of(apart)[:, 2] == pytest.approx([0.94, 0.06], abs=0.005)


def test_ripples_of_one_branch_count_as_one_mode_with_all_their_probability() -> None:
    members = [(0.1 * 0.3, 6.0 + 0.4 * member, 0.15) for member in range(10)]
    comb = mixture((0.7, 0.0, 1.0), *members)
    assert len(comb.modes()[0]) == 11
    found = modes_of(comb)
    assert found[:, 2] == pytest.approx([0.7, 0.3], abs=0.005)
    assert 6.0 <= found[1, 0] <= 9.6


@pytest.mark.parametrize(("distance", "modes"), [(2.1, 1), (2.6, 2)])
def test_two_equal_peaks_count_once_there_is_a_dip_to_be_seen(distance: float, modes: int) -> None:
    two = mixture((0.5, 0.0, 1.0), (0.5, distance, 1.0))
    assert len(two.modes()[0]) == 2
    assert len(modes_of(two)) == modes


@pytest.mark.parametrize(
    ("name", "place", "modes"),
    [
        ("inverse-sine", (0.0,), [-7.611, -4.639, 0.0, 4.639, 7.611]),
        ("inverse-sine", (5.0,), [-6.156, 0.938, 3.550, 8.519]),
        ("inverse-sine", (-10.0,), [-9.508, -2.222]),
        ("arm", (1.2, 0.8), [-acos(0.6), acos(0.6)]),
    ],
)
def test_no_branch_of_a_known_truth_is_lost(
    name: str, place: tuple[float, ...], modes: list[float]
) -> None:
    problem = EXAMPLES[name]
    output = len(problem.dataset(1, 0).target_names) - 1
    numbers = true_numbers(problem.along(place, 0, output), place[0])
    assert numbers is not None
    assert numbers.modes[:, 0] == pytest.approx(modes, abs=0.01)
    assert numbers.modes[:, 2].sum() == pytest.approx(1.0)


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
