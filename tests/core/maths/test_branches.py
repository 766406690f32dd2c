"""Which components share a mode, and temperatures of what shares one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import ArrayLike

from mdn_gui.core.maths.branches import branches, modes
from mdn_gui.core.mixture import Mixture


def mixture(weights: ArrayLike, means: ArrayLike, scales: ArrayLike = 1.0) -> Mixture:
    """One mixture of one output, or of those of the means, `(components, outputs)`."""
    places = np.asarray(means, np.float64).reshape(np.size(weights), -1)
    return Mixture(np.log(weights), places, np.broadcast_to(scales, places.shape))


def same_branch(of: Mixture) -> list[list[bool]]:
    """Whether each component shares a mode with each."""
    found = branches(of.log_weights, of.means, of.scales)
    same: list[list[bool]] = (found[:, None] == found).tolist()
    return same


def by_dips(of: Mixture) -> list[list[bool]]:
    """The same of one output: whether the density has no dip between two means."""
    low, high = float(of.means.min()) - 1.0, float(of.means.max()) + 1.0
    y = np.union1d(np.linspace(low, high, 8_001), of.density_grid(100))
    height = of.log_prob(y[:, None])
    dips = y[1:-1][(height[1:-1] < height[:-2]) & (height[1:-1] <= height[2:])]
    place = np.searchsorted(dips, of.means[:, 0])
    same: list[list[bool]] = (place[:, None] == place).tolist()
    return same


TUTORIAL = mixture([0.58, 0.11, 0.11, 0.20], [0.0, 5.0, 5.0, 10.0], 0.5)
"""A heavy branch, one of 22% that two components share, and one of 20%."""


def test_a_branch_that_two_share_survives_as_one_that_is_of_one() -> None:
    powers = np.array([0.58, 0.22, 0.20]) ** 5
    tempered = TUTORIAL.tempered(0.2, branches=True)
    heavy, half, other, single = tempered.weights
    assert_allclose([heavy, half + other, single], powers / powers.sum(), rtol=1e-9)
    assert half == pytest.approx(other)
    alone = TUTORIAL.tempered(0.2).weights
    assert (alone[1] + alone[2]) / alone[3] == pytest.approx(2 * 0.55**5), "it nearly vanishes"


def test_a_branch_keeps_the_proportions_of_its_components() -> None:
    weights = mixture([0.3, 0.1, 0.6], [0.0, 0.5, 20.0]).tempered(3.0, branches=True).weights
    assert weights[0] / weights[1] == pytest.approx(3.0)
    roots = np.cbrt([0.4, 0.6])
    assert_allclose(weights[0] + weights[1], roots[0] / roots.sum(), rtol=1e-12)


@pytest.mark.parametrize(("distance", "one"), [(1.9, True), (2.1, False)])
def test_two_alike_are_one_branch_up_to_two_scales(distance: float, *, one: bool) -> None:
    assert same_branch(mixture([0.5, 0.5], [0.0, 3.0 * distance], 3.0))[0][1] == one


def test_a_temperature_of_one_changes_nothing_to_the_bit() -> None:
    assert_array_equal(TUTORIAL.tempered(1.0, branches=True).log_weights, TUTORIAL.log_weights)
    wide = [TUTORIAL.tempered(1.0, 4.0, branches=each) for each in (True, False)]
    assert_array_equal(wide[0].log_weights, wide[1].log_weights)


def test_branches_of_several_outputs_are_of_the_joint_density() -> None:
    crossed = mixture([0.25] * 4, [[0.0, 0.0], [0.0, 9.0], [9.0, 0.0], [9.5, 0.5]])
    assert same_branch(crossed)[0] == [True, False, False, False]
    assert same_branch(crossed)[2] == [False, False, True, True]
    assert same_branch(crossed.marginal(0))[0] == [True, True, False, False]


def test_each_mixture_of_a_batch_has_branches_of_its_own() -> None:
    rng = np.random.default_rng(1)
    means = rng.normal(0.0, 3.0, (2, 3, 4, 2))
    batch = Mixture(rng.normal(size=(2, 3, 4)), means, rng.uniform(0.5, 1.5, means.shape))
    tempered = batch.tempered(0.3, 2.0, branches=True)
    assert_array_equal(tempered.scales, batch.tempered(0.3, 2.0).scales)
    for place in np.ndindex(2, 3):
        alone = batch[place].tempered(0.3, branches=True).weights
        assert_allclose(tempered.weights[place], alone, rtol=1e-9)


def test_members_of_an_ensemble_that_nearly_coincide_share_their_branches() -> None:
    rng = np.random.default_rng(2)
    means = np.repeat([-4.0, 0.0, 6.0], 60) + rng.normal(0.0, 0.2, 180)
    shares = np.repeat([0.5, 0.3, 0.2], 60) / 60
    pooled = mixture(shares, means, rng.uniform(0.4, 0.6, (180, 1)))
    weights = pooled.tempered(0.5, branches=True).weights.reshape(3, 60).sum(axis=1)
    assert_allclose(weights, np.array([25, 9, 4]) / 38, rtol=1e-9)


def test_a_component_without_weight_stays_without() -> None:
    with np.errstate(divide="ignore"):
        empty = mixture([0.5, 0.0, 0.5], [0.0, 1.0, 9.0])
    for temperature in (1e-300, 0.2, 5.0, 1e300):
        weights = empty.tempered(temperature, branches=True).weights
        assert_allclose(weights, [0.5, 0.0, 0.5], rtol=1e-9)
    with np.errstate(divide="ignore"):
        between = mixture([0.6, 0.0, 0.4], [0.0, 0.9, 1.5])
    assert same_branch(between)[0][2], "what has no weight is in nobody's way"


def test_modes_are_those_that_a_search_on_a_line_finds() -> None:
    rng = np.random.default_rng(4)
    means, scales = rng.normal(0.0, 3.0, (40, 4, 1)), rng.uniform(0.5, 1.5, (40, 4, 1))
    several = Mixture(rng.normal(size=(40, 4)), means, scales)
    found = modes(several.log_weights, means, scales)[..., 0]
    for place, ends in enumerate(found):
        assert_allclose(np.sort(ends[np.isfinite(ends)]), several[place].modes()[0], atol=1e-3)


def test_lengths_may_be_as_long_or_short_as_doubles_are() -> None:
    for means, scales in (
        ([-1e300, 1e300, 1.001e300], 1e298),
        ([0.0, 1e-300, 1.001e-300], 1e-302),
        ([0.0, 1e9, 1e9 + 1e-6], 1e-5),
    ):
        assert same_branch(mixture([0.2, 0.4, 0.4], means, scales))[1] == [False, True, True]


parts = st.lists(
    st.tuples(st.floats(-3.0, 3.0), st.floats(-6.0, 6.0), st.floats(0.2, 3.0)),
    min_size=1,
    max_size=7,
)


def random_mixture(of: list[tuple[float, float, float]]) -> Mixture:
    """A mixture of logits, means and scales."""
    rows = np.array(of)
    return Mixture(rows[:, 0], rows[:, 1:2], rows[:, 2:])


@given(parts, st.floats(0.1, 10.0))
def test_halves_of_a_component_count_as_the_whole(
    of: list[tuple[float, float, float]], temperature: float
) -> None:
    logit, mean, scale = of[0]
    half = logit - np.log(2.0)
    whole = random_mixture(of).tempered(temperature, branches=True).weights
    halves = random_mixture([(half, mean, scale), (half, mean, scale), *of[1:]])
    split = halves.tempered(temperature, branches=True).weights
    assert_allclose([split[0] + split[1], *split[2:]], whole, rtol=1e-6, atol=1e-12)


@given(parts, st.floats(0.1, 10.0))
def test_the_order_of_the_components_does_not_matter(
    of: list[tuple[float, float, float]], temperature: float
) -> None:
    forwards = random_mixture(of).tempered(temperature, branches=True).weights
    backwards = random_mixture(of[::-1]).tempered(temperature, branches=True).weights
    assert_allclose(backwards[::-1], forwards, rtol=1e-6, atol=1e-12)


def test_branches_end_at_the_dips_of_the_density() -> None:
    rng = np.random.default_rng(3)
    differing = 0
    for _ in range(200):
        components = int(rng.integers(2, 8))
        means = rng.normal(0.0, rng.choice([1.0, 3.0]), (components, 1))
        scales = np.exp(rng.normal(0.0, rng.choice([0.5, 1.5]), (components, 1)))
        drawn = Mixture(rng.normal(size=components), means, scales)
        differing += same_branch(drawn) != by_dips(drawn)
    assert differing <= 1, "a mean at the very bottom of a dip"
