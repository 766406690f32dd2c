"""Problems of several inputs or targets: their truth, their rows and their lowest possible loss."""

from functools import cache
from math import pi

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.integrate import quad
from scipy.interpolate import CubicSpline
from scipy.stats import kstest, norm

from mdn_gui.core.examples.arm import Arm
from mdn_gui.core.examples.category import Category
from mdn_gui.core.examples.mixture_example import MixtureExample, told_apart
from mdn_gui.core.examples.three_inputs import ThreeInputs
from mdn_gui.core.maths.numerics import Floats

EVERY = (ThreeInputs(), Category(), Arm())
every_example = pytest.mark.parametrize("example", EVERY, ids=lambda example: example.name)
every_noise = pytest.mark.parametrize("noise", [0.1, 1.0, 5.0])


@every_noise
@every_example
def test_rows_are_drawn_from_the_truth_and_lie_where_they_are_shown(
    example: MixtureExample, noise: float
) -> None:
    example = example.with_noise(noise)
    rows = example.dataset(5000, seed=2)
    truth = example.mixture(rows.inputs)
    for output, (low, high) in enumerate(example.target_ranges):
        y = rows.targets[:, output]
        assert kstest(truth.marginal(output).cdf(y), "uniform").pvalue > 1e-3
        assert np.mean((y < low) | (y > high)) < 1e-3
    low, high = np.transpose(example.input_ranges)
    assert np.all((rows.inputs >= low) & (rows.inputs <= high))


@every_noise
@every_example
def test_the_floor_is_the_expected_score_of_the_truth(
    example: MixtureExample, noise: float
) -> None:
    example = example.with_noise(noise)
    rows = example.dataset(100_000, seed=0)
    scores = -example.mixture(rows.inputs).log_prob(rows.targets)
    assert np.isfinite(scores).all()
    assert abs(scores.mean() - example.floor) < 4 * scores.std() / np.sqrt(len(scores))


def entropy(share: float, distance: float) -> float:
    """Of two Gaussians of the scale 1, by SciPy."""

    def integrand(y: float) -> float:
        density = share * norm.pdf(y) + (1 - share) * norm.pdf(y, distance)
        return float(-density * np.log(density)) if density > 0 else 0.0

    ends, breaks = (-12.0, distance + 12.0), (0.0, distance / 2, distance)
    return float(quad(integrand, *ends, points=breaks, limit=200, epsabs=1e-10)[0])


@pytest.mark.parametrize("share", [0.5, 0.3, 0.01])
def test_what_a_value_tells_of_its_gaussian_is_an_entropy_less_that_of_the_other(
    share: float,
) -> None:
    distances = np.array([0.0, 0.1, 1.0, 3.0, 10.0, 20.0])
    expected = [entropy(share, each) - float(norm.entropy()) for each in distances]
    assert_allclose(told_apart(share, distances), expected, rtol=0, atol=1e-8)
    assert told_apart(share, np.array(1e6)) == pytest.approx(
        -share * np.log(share) - (1 - share) * np.log(1 - share)
    )


@every_noise
def test_the_floor_of_the_category_is_an_integral(noise: float) -> None:
    scale = 0.2 * noise
    kinds = 0.4 * float(norm.entropy()) + 0.6 * entropy(0.7, 2.0 / scale)
    assert Category(noise).floor == pytest.approx(kinds + np.log(scale), abs=1e-8)


@cache
def told_of_halves() -> CubicSpline:
    """What a value tells of two Gaussians of equal weight, by their distance up to 12."""
    distances = np.linspace(0.0, 12.0, 41)
    told = [entropy(0.5, each) - float(norm.entropy()) for each in distances.tolist()]
    return CubicSpline(distances, told)


@every_noise
def test_the_floor_of_the_arm_is_an_integral_over_the_angles(noise: float) -> None:
    """By a rule of midpoints over both, asking the truth itself which elbows are possible."""
    example, steps = Arm(noise), 400
    shoulder = pi * (np.arange(steps) + 0.5) / steps
    elbow = 2.4 * (np.arange(steps) + 0.5) / steps  # as -elbow is
    first, second = (each.ravel() for each in np.meshgrid(shoulder, elbow))
    truth = example.mixture(hand(first, second))
    one, other = truth.means.swapaxes(0, 1)
    apart = np.hypot(*(one - other).T) / (0.06 * noise)
    both = (truth.weights > 0.0).all(axis=-1)
    expected = 2 * (norm.entropy() + np.log(0.06 * noise))
    expected += np.where(both, told_of_halves()(np.minimum(apart, 12.0)), 0.0).mean()
    assert example.floor == pytest.approx(expected, abs=1e-3)


def hand(shoulder: Floats, elbow: Floats) -> Floats:
    """Where the hand is, `(n, 2)`."""
    both = shoulder + elbow
    x = np.cos(shoulder) + 0.6 * np.cos(both), np.sin(shoulder) + 0.6 * np.sin(both)
    return np.stack(x, axis=-1)


def test_both_angles_bring_the_hand_to_its_place() -> None:
    place = Arm().dataset(300, seed=1).inputs
    truth = Arm().mixture(place)
    for component in range(2):
        there = hand(*truth.means[:, component].T)
        assert_allclose(there, place, rtol=0, atol=1e-7)
    assert_allclose(truth.means[:, 0, 1], -truth.means[:, 1, 1])
    assert 0.5 < np.mean((truth.weights > 0).all(axis=-1)) < 0.9, "the shoulder's limits tell"


@pytest.mark.parametrize("place", [(0.3, 1.0), (-0.2, 0.9), (1.3, 0.1)])
def test_the_truth_of_the_arm_is_what_its_sampling_makes(place: tuple[float, float]) -> None:
    """Of two million arms those whose hand is near."""
    rng = np.random.default_rng(3)
    angles = np.column_stack([rng.uniform(0, pi, 2_000_000), rng.uniform(-2.4, 2.4, 2_000_000)])
    near = np.hypot(*(hand(*angles.T) - place).T) < 0.02
    upwards = angles[near, 1] > 0
    truth = Arm().mixture(np.array([place]))[0]
    share = truth.weights[truth.means[:, 1] > 0].sum()
    error = np.sqrt(max(share * (1 - share), 1e-9) / near.sum())
    assert abs(upwards.mean() - share) < 4 * error + 1e-9
    for side in (True, False):
        if np.any(upwards == side):
            mean = truth.means[(truth.means[:, 1] > 0) == side][0]
            assert_allclose(angles[near][upwards == side].mean(axis=0), mean, atol=0.01)


def test_where_no_hand_can_be_there_is_no_truth() -> None:
    plane = Arm().along((0.0, 1.0), 0, 1)
    x = np.array([-1.59, -0.3, 0.0, 1.59, 30.0])
    assert_array_equal(np.isfinite(plane.truth(x, [0.0]).log_density)[:, 0], [0, 1, 1, 0, 0])
    assert_array_equal(np.unique(plane.modes(x).x), [-0.3, 0.0])
    assert plane != Arm().along((0.0, 1.1), 0, 1)
    assert plane == Arm().along((9.0, 1.0), 0, 1), "its own value counts for nothing"
    assert plane != Arm(2.0).along((0.0, 1.0), 0, 1)


@every_example
def test_the_density_along_each_input_integrates_to_one(example: MixtureExample) -> None:
    place = example.dataset(20, seed=4).inputs[0]
    for column in range(len(place)):
        for output in range(len(example.target_ranges)):
            plane = example.along(place.tolist(), column, output)
            assert plane.display_range == example.input_ranges[column]
            truth = plane.truth(place[column : column + 1])
            assert np.trapezoid(np.exp(truth.log_density), truth.y) == pytest.approx(1, abs=1e-4)
            marginal = example.mixture(place[None])[0].marginal(output)
            assert_allclose(truth.log_density[0], marginal.log_prob(truth.y[:, None]), rtol=1e-9)
            modes = plane.modes(place[column : column + 1]).y
            assert_allclose(modes, marginal.modes()[0], rtol=0, atol=1e-4)


def test_each_of_three_inputs_does_what_it_is_named_for() -> None:
    place = np.array([[0.7, 0.2, -0.5], [1.7, 0.2, -0.5], [0.7, -0.2, -0.5], [0.7, 0.2, 0.9]])
    truth = ThreeInputs().mixture(place)
    assert_array_equal(truth.means[:, 0, 0] == truth.means[0, 0, 0], [True, False, True, True])
    assert_array_equal(truth.scales[:, 0, 0] == truth.scales[0, 0, 0], [True, True, False, True])


def test_there_are_no_rows_between_two_kinds() -> None:
    assert Category.levels == ((), (0.0, 1.0))
    plane = Category().along((0.5, 1.0), 1, 0)
    assert plane.levels == (0.0, 1.0)
    modes = plane.modes([0.0, 0.5, 1.0])
    assert_array_equal(modes.x, [0.0, 1.0, 1.0])
    assert_allclose(modes.y, [1.5 * np.sin(0.75), -0.75, 1.25], atol=1e-4)
    assert not np.isfinite(plane.truth([0.5]).log_density).any()
