"""Questions to data points, against scipy and plain loops."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import norm

from mdn_gui.core.dataset import ROWS_AT_ONCE, Dataset
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.numbers import least_likely, nearest, question
from mdn_gui.core.predictor import Adjustment, Predictor
from tests.networks import known_network, random_network

WEIGHTS, MEANS, SCALES = np.array([0.3, 0.7]), np.array([-1.0, 2.0]), np.array([0.5, 1.5])

places = st.floats(-100.0, 100.0)


def table(x: np.ndarray, y: np.ndarray) -> Dataset:
    return Dataset(x[:, np.newaxis], y[:, np.newaxis], ("x",), ("y",))


def random_table(rows: int) -> Dataset:
    rng = np.random.default_rng(3)
    return table(rng.uniform(-10, 10, rows), rng.normal(0, 5, rows))


@pytest.mark.parametrize("y", [-2.0, 0.0, 2.0, 9.0])
def test_the_answers_to_a_point(y: float) -> None:
    mixture = Mixture(np.log(WEIGHTS), MEANS[:, np.newaxis], SCALES[:, np.newaxis])
    answers = question(mixture, 7, y)
    parts = WEIGHTS * norm.pdf(y, MEANS, SCALES)
    assert (answers.row, answers.y) == (7, y)
    assert_allclose(answers.log_density, np.log(parts.sum()), rtol=1e-12)
    assert_allclose(answers.pit, WEIGHTS @ norm.cdf(y, MEANS, SCALES), rtol=1e-12)
    assert answers.residual is None, "of two modes: their mean lies between them"
    assert_allclose(answers.responsibilities, parts / parts.sum(), rtol=1e-12)


def test_the_residual_of_one_mode_is_in_standard_deviations() -> None:
    means = np.array([1.0, 2.0])
    mixture = Mixture(np.log(WEIGHTS), means[:, np.newaxis], np.full((2, 1), 1.5))
    mean = WEIGHTS @ means
    deviation = np.sqrt(WEIGHTS @ (1.5**2 + means**2) - mean**2)
    assert question(mixture, 0, 9.0).residual == pytest.approx((9.0 - mean) / deviation, rel=1e-12)


def test_answers_stay_as_they_are() -> None:
    mixture = Mixture(np.log(WEIGHTS), MEANS[:, np.newaxis], SCALES[:, np.newaxis])
    answers = question(mixture, 0, 1.0)
    with pytest.raises(ValueError, match="read-only"):
        answers.responsibilities[0] = 1.0
    with pytest.raises(FrozenInstanceError):
        answers.pit = 0.5  # type: ignore[misc]  # what the test asks is whether it is refused


@pytest.mark.parametrize(
    ("shape", "message"),
    [((3, 2, 1), r"batch shape is \(3,\) and there are 1 outputs"), ((2, 4), r"\(\).*4 outputs")],
)
def test_other_mixtures_are_refused(shape: tuple[int, ...], message: str) -> None:
    mixture = Mixture(np.zeros(shape[:-1]), np.zeros(shape), np.ones(shape))
    with pytest.raises(ValueError, match=message):
        question(mixture, 0, 0.0)


@pytest.mark.parametrize(("temperature", "spread"), [(1.0, 1.0), (3.0, 0.2)])
def test_the_least_likely_rows_have_the_lowest_densities(temperature: float, spread: float) -> None:
    network, dataset = random_network(), random_table(500)
    found = least_likely(Predictor(network, Adjustment(temperature, spread)), dataset, 20)
    mixture = network(dataset.inputs).tempered(weights=temperature, variances=spread)
    everywhere = mixture.log_prob(dataset.targets)
    assert_allclose(found.log_density, np.sort(everywhere)[:20], rtol=1e-9)
    assert_allclose(everywhere[found.rows], found.log_density, rtol=1e-9)


def test_equally_likely_rows_come_in_their_order() -> None:
    y = np.array([0.0, 5.0, 1.0, 5.0, -5.0, 5.0])
    dataset = table(np.zeros(6), y)
    found = least_likely(known_network([1.0], [0.0], [1.0]), dataset, 5)
    assert_array_equal(found.rows, [1, 3, 4, 5, 2])
    assert_allclose(found.log_density, norm.logpdf(y[found.rows]), rtol=1e-6)


def test_of_fewer_rows_all_are_found() -> None:
    found = least_likely(random_network(), random_table(3), 10)
    assert sorted(found.rows.tolist()) == [0, 1, 2]


def test_rows_of_every_block_are_found() -> None:
    rows = 2 * ROWS_AT_ONCE + 5
    y = np.zeros(rows)
    outliers = [rows - 1, ROWS_AT_ONCE, 0]
    y[outliers] = [30.0, 20.0, 10.0]
    found = least_likely(known_network([1.0], [0.0], [1.0]), table(np.zeros(rows), y), 3)
    assert_array_equal(found.rows, outliers)


def test_what_cannot_be_found_is_refused() -> None:
    with pytest.raises(ValueError, match="1 or more, but it is 0"):
        least_likely(random_network(), random_table(3), 0)
    cold = Predictor(random_network(), Adjustment(temperature=0.0))
    with pytest.raises(ValueError, match="weights must be positive"):
        least_likely(cold, random_table(3), 1)
    two_inputs = Dataset(np.zeros((3, 2)), np.zeros((3, 1)), ("a", "b"), ("y",))
    with pytest.raises(ValueError, match=r"x has shape \(3, 2\)"):
        least_likely(random_network(), two_inputs, 1)


@given(
    st.lists(st.tuples(places, places), min_size=1, max_size=30),
    st.tuples(places, places),
    st.tuples(st.floats(0.01, 100.0), st.floats(0.01, 100.0)),
)
def test_the_nearest_point_is_no_farther_than_any(
    points: list[tuple[float, float]], at: tuple[float, float], unit: tuple[float, float]
) -> None:
    x, y = np.array(points).T
    distances = [np.hypot((px - at[0]) / unit[0], (py - at[1]) / unit[1]) for px, py in points]
    index = nearest(x, y, at, unit, reach=1e6)
    assert index is not None
    assert_allclose(distances[index], min(distances), rtol=1e-12)


def test_distances_count_in_the_units_of_each_axis() -> None:
    x, y = np.array([0.0, 3.0]), np.array([50.0, 0.0])
    assert nearest(x, y, (0.0, 0.0), unit=(1.0, 1.0), reach=10.0) == 1
    assert nearest(x, y, (0.0, 0.0), unit=(0.1, 100.0), reach=10.0) == 0


def test_a_point_beyond_reach_is_not_meant() -> None:
    x, y = np.array([3.0]), np.array([4.0])
    assert nearest(x, y, (0.0, 0.0), (1.0, 1.0), reach=5.0) == 0
    assert nearest(x, y, (0.0, 0.0), (1.0, 1.0), reach=4.999) is None
    assert nearest(x[:0], y[:0], (0.0, 0.0), (1.0, 1.0), reach=5.0) is None


def test_of_equally_near_points_the_first_is_meant() -> None:
    x, y = np.array([9.0, 1.0, 1.0]), np.array([0.0, 2.0, 2.0])
    assert nearest(x, y, (1.0, 2.0), (1.0, 1.0), reach=1.0) == 1


def test_the_farthest_points_and_the_finest_units_are_compared() -> None:
    x, y = np.array([1e308, -1e308, 0.0]), np.zeros(3)
    assert nearest(x, y, (0.0, 0.0), (1e-300, 1e-300), reach=1.0) == 2


def test_points_that_cannot_be_compared_are_refused() -> None:
    with pytest.raises(ValueError, match=r"shapes are \(3,\) and \(2,\)"):
        nearest(np.zeros(3), np.zeros(2), (0.0, 0.0), (1.0, 1.0), reach=1.0)
    with pytest.raises(ValueError, match="units must be positive"):
        nearest(np.zeros(3), np.zeros(3), (0.0, 0.0), (1.0, 0.0), reach=1.0)
