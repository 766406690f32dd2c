"""Whether numbers are uniform, against scipy."""

import numpy as np
import pytest
from scipy import stats

from mdn_gui.core.check.uniform import Uniformity, uniformity

RNG = np.random.default_rng(0)


def compared(values: np.ndarray) -> Uniformity:
    count = len(values)
    return uniformity(values, np.full(count, 1 / count), count)


@pytest.mark.parametrize("count", [10, 300])
def test_distances_are_those_of_scipy(count: int) -> None:
    values = RNG.random(count)
    found = compared(values)
    assert found.kolmogorov_smirnov == pytest.approx(stats.kstest(values, "uniform").statistic)
    expected = stats.cramervonmises(values, "uniform").statistic / count
    assert found.cramer_von_mises == pytest.approx(expected)
    ordered, number = np.sort(values), np.arange(1, count + 1)
    terms = (2 * number - 1) * (np.log(ordered) + np.log1p(-ordered[::-1]))
    assert found.anderson_darling == pytest.approx(-1 - terms.mean() / count)


def test_rows_that_repeat_are_rows_of_a_weight() -> None:
    values, repeats = RNG.random(50), RNG.integers(1, 4, 50)
    weighted = uniformity(values, repeats / repeats.sum(), 50)
    repeated = compared(np.repeat(values, repeats))
    np.testing.assert_allclose(weighted.difference, repeated.difference)
    assert weighted.cramer_von_mises == pytest.approx(repeated.cramer_von_mises)


@pytest.mark.parametrize("count", [60, 400])
def test_a_band_holds_all_of_a_curve_in_95_of_100_cases(count: int) -> None:
    outside = 0
    for _ in range(400):
        found = compared(RNG.random(count))
        outside += bool(
            ((found.difference < found.low - 1e-12) | (found.difference > found.high + 1e-12)).any()
        )
    assert stats.binomtest(outside, 400, 0.05).pvalue > 0.001


def test_the_probability_of_chance_is_uniform_at_most() -> None:
    chances = np.array([compared(RNG.random(200)).p_value for _ in range(400)])
    assert (chances <= 0.05).mean() < 0.08
    assert compared(RNG.random(200) ** 2).p_value < 0.001


def test_normal_scores_are_those_of_the_numbers_at_their_places() -> None:
    values = RNG.random(50)
    places = (np.arange(50) + 0.5) / 50
    expected = np.stack([stats.norm.ppf(places), stats.norm.ppf(np.sort(values))])
    np.testing.assert_allclose(compared(values).scores, expected)


def test_of_many_normal_scores_some_are_told_and_the_ends_always() -> None:
    values = RNG.random(20_000)
    scores = compared(values).scores
    assert scores.shape[1] <= 300
    np.testing.assert_allclose(scores[1, [0, -1]], stats.norm.ppf([values.min(), values.max()]))
