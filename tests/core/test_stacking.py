"""Weights and scales of predictive distributions, against other ways to find them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.optimize import LinearConstraint, minimize
from scipy.special import logsumexp

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.kinds import Number
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.core.stacking import (
    MOST_ROWS,
    MOST_ROWS_SCALED,
    ROWS_FOR_EQUAL,
    scale_factor,
    stacked,
)
from tests.networks import known_network, pooled

type Floats = NDArray[np.float64]


def counted(log_densities: Floats, weights: Floats | None) -> Floats:
    """How many rows each row stands for; the least weight is one row."""
    return np.ones(len(log_densities)) if weights is None else weights / weights.min()


def objective(log_densities: Floats, shares: Floats, weights: Floats | None = None) -> float:
    """Log density of all rows under the mixture, and of those that speak for equal weights."""
    rows = counted(log_densities, weights)
    mixed = logsumexp(log_densities, b=shares, axis=1)
    return float(rows @ mixed + ROWS_FOR_EQUAL * np.log(shares).sum())


def found_by_scipy(log_densities: Floats, weights: Floats | None = None) -> Floats:
    """The shares where the objective is greatest, by sequential quadratic programming."""
    count = log_densities.shape[1]
    rows = counted(log_densities, weights)
    densities = np.exp(log_densities - log_densities.max(axis=1, keepdims=True))

    def loss(shares: Floats) -> float:
        return -objective(log_densities, shares, weights) / rows.sum()

    def slope(shares: Floats) -> Floats:
        gradient = (rows / (densities @ shares)) @ densities + ROWS_FOR_EQUAL / shares
        down: Floats = -gradient / rows.sum()
        return down

    result = minimize(
        loss,
        np.full(count, 1 / count),
        jac=slope,
        method="SLSQP",
        bounds=[(1e-6, 1.0)] * count,
        constraints=LinearConstraint(np.ones((1, count)), 1.0, 1.0),
        options={"ftol": 1e-14, "maxiter": 1_000},
    )
    assert result.success
    best: Floats = result.x
    return best


def of_normals(rows: int, *means: float, seed: int = 0) -> Floats:
    """What normal distributions say of rows drawn from that of mean 0, (rows, means)."""
    y = np.random.default_rng(seed).normal(size=(rows, 1))
    log_densities: Floats = -0.5 * (y - np.array(means)) ** 2 - 0.5 * np.log(2 * np.pi)
    return log_densities


CASES = pytest.mark.parametrize(
    "log_densities",
    [
        of_normals(7, 0.0, 1.0),
        of_normals(300, 0.0, 0.5, 2.0),
        of_normals(5_000, 0.4, -0.3, 0.1, 5.0),
        np.random.default_rng(1).normal(0.0, 30.0, (400, 6)),
        np.where(np.arange(90)[:, None] % 3 == np.arange(3), -1.0, -np.inf),
    ],
    ids=["few rows", "one is right", "all are nearly right", "far apart", "each its own rows"],
)


@CASES
def test_the_weights_are_where_the_penalized_log_density_is_greatest(
    log_densities: Floats,
) -> None:
    shares, expected = stacked(log_densities), found_by_scipy(log_densities)
    assert_allclose(shares, expected, atol=1e-3)
    best = objective(log_densities, expected)
    assert objective(log_densities, shares) == pytest.approx(best, abs=1e-3)


def test_weights_of_rows_count_in_the_objective() -> None:
    log_densities = of_normals(200, 0.0, 1.0, -2.0)
    weights = np.random.default_rng(2).gamma(0.5, 3.0, 200) + 1.0
    shares = stacked(log_densities, weights)
    assert_allclose(shares, found_by_scipy(log_densities, weights), atol=1e-3)
    assert np.abs(shares - stacked(log_densities)).max() > 0.01


def test_one_distribution_has_all_the_weight() -> None:
    assert_array_equal(stacked(of_normals(20, 0.3)), [1.0])


def test_equal_distributions_have_equal_weights() -> None:
    assert_allclose(stacked(of_normals(50, 0.3, 0.3, 0.3)), np.full(3, 1 / 3), rtol=1e-12)


def test_few_rows_leave_the_weights_near_equal() -> None:
    # One row that one of two alone explains, beside the five for each of them.
    assert_allclose(stacked(np.array([[0.0, -np.inf]])), [6 / 11, 5 / 11], rtol=1e-6)
    assert np.abs(stacked(of_normals(5, 0.0, 3.0)) - 0.5).max() < 0.2


def test_many_rows_give_the_better_distribution_more_weight() -> None:
    few, many = (stacked(of_normals(rows, 0.0, 1.0)) for rows in (30, 3_000))
    assert many[0] > few[0] > 0.5
    assert many[0] > 0.95


def test_of_a_mixture_many_rows_find_the_shares() -> None:
    rng = np.random.default_rng(3)
    y = rng.normal(np.where(rng.random(20_000) < 0.3, -2.0, 2.0))[:, None]
    log_densities = -0.5 * (y - np.array([-2.0, 2.0])) ** 2
    assert_allclose(stacked(log_densities), [0.3, 0.7], atol=0.015)


@given(st.lists(st.integers(1, 6), min_size=1, max_size=40), st.integers(2, 4), st.integers(0, 99))
def test_weighted_rows_have_the_weights_of_the_repeated_rows(
    repeats: list[int], distributions: int, seed: int
) -> None:
    repeats = [1, *repeats]
    log_densities = np.random.default_rng(seed).normal(0.0, 2.0, (len(repeats), distributions))
    weighted = stacked(log_densities, np.array(repeats, float))
    repeated = stacked(np.repeat(log_densities, repeats, axis=0))
    assert_allclose(weighted, repeated, rtol=1e-6)
    assert_allclose(stacked(log_densities, 1e-5 * np.array(repeats)), weighted, rtol=1e-6)


@given(
    st_numpy.arrays(
        np.float64,
        st.tuples(st.integers(1, 30), st.integers(1, 5)),
        elements=st.one_of(st.floats(-1e4, 1e4), st.floats(-2.0, 2.0), st.just(-np.inf)),
    ),
    st.data(),
)
def test_weights_are_shares_and_no_worse_than_equal_ones(
    log_densities: Floats, data: st.DataObject
) -> None:
    rows, count = log_densities.shape
    # At least one distribution explains each row.
    log_densities[:, 0] = np.where(np.isinf(log_densities).all(axis=1), 0.0, log_densities[:, 0])
    weights = data.draw(
        st.none() | st_numpy.arrays(np.float64, rows, elements=st.floats(1e-3, 1e3))
    )
    shares = stacked(log_densities, weights)
    assert shares.shape == (count,)
    assert (shares >= 0).all()
    assert shares.sum() == pytest.approx(1.0, abs=1e-12)
    equal = objective(log_densities, np.full(count, 1 / count), weights)
    assert objective(log_densities, shares, weights) >= equal - 1e-9 * (1 + abs(equal))


def test_of_a_long_table_the_first_rows_tell_soon() -> None:
    log_densities = of_normals(MOST_ROWS + 10_000, 0.4, -0.3, 0.1, 5.0)
    shares = stacked(log_densities)
    assert_array_equal(shares, stacked(log_densities[:MOST_ROWS]))
    assert_allclose(shares, found_by_scipy(log_densities[:MOST_ROWS]), atol=2e-3)


def drawn(spread: float, rows: int = 4_000, weights: Floats | None = None) -> Dataset:
    """Rows of a normal y with this standard deviation, whatever x is."""
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(rows, 1)), spread * rng.normal(size=(rows, 1))
    return Dataset(x, y, ("x",), ("y",), weights=weights)


@pytest.mark.parametrize("spread", [0.3, 0.64, 0.86, 1.2, 1.46, 3.0])
def test_scales_that_are_wrong_by_a_factor_are_put_right(spread: float) -> None:
    rows = drawn(spread)
    found = scale_factor(known_network([1.0], [0.0], [1.0]), rows)
    # Of a normal distribution around 0 the likeliest scale is the root mean square.
    likeliest = np.sqrt(np.mean(rows.targets**2))
    assert found == pytest.approx(np.clip(likeliest, 0.505, 1.478), rel=0.025)


def test_a_mixture_of_networks_that_err_apart_is_too_wide() -> None:
    apart = [known_network([1.0], [mean], [1.0]) for mean in (-0.8, 0.8)]
    assert scale_factor(pooled(apart), drawn(1.0)) < 0.9


@pytest.mark.parametrize(("spread", "rows"), [(1.0, 4_000), (0.9, 20), (1.2, 3), (0.5, 1)])
def test_scales_that_may_be_right_are_left_alone(spread: float, rows: int) -> None:
    assert scale_factor(known_network([1.0], [0.0], [1.0]), drawn(spread, rows)) == 1.0


@pytest.mark.parametrize("share", [0.3, 0.5])
def test_a_value_that_holds_many_rows_does_not_make_the_scales_narrower(share: float) -> None:
    rng = np.random.default_rng(0)
    rows = drawn(1.0)
    targets = np.where(rng.random((4_000, 1)) < share, 0.0, 5.0 + np.round(rows.targets, 2))
    network = known_network([share, 1.0 - share], [0.0, 5.0], [1e-3, 1.0])
    assert scale_factor(network, replace(rows, targets=targets)) == 1.0


def test_copies_of_a_row_tell_no_more_than_it_does() -> None:
    network = known_network([1.0], [0.0], [1.0])
    few = drawn(0.9, 20)
    many = few.take(np.repeat(np.arange(20), 200))
    assert scale_factor(network, many) == scale_factor(network, few) == 1.0
    other_x = replace(many, inputs=many.inputs + drawn(1.0).inputs)
    assert scale_factor(network, other_x) != 1.0


def test_all_targets_and_what_is_seen_of_them_are_told_by_one_factor() -> None:
    rows = drawn(0.7)
    log_normal = replace(known_network([1.0], [0.0], [1.0]), target_kinds=(Number("log"),))
    seen = replace(rows, targets=np.exp(rows.targets), target_kinds=(Number("log"),))
    assert scale_factor(log_normal, seen) == pytest.approx(0.7, rel=0.04)
    layout = Layout(1, 1, (), 1, 2)
    both = Network(
        layout,
        "relu",
        np.zeros((1, layout.size), np.float32),
        Scaling.identity(1),
        Scaling.identity(2),
        np.full(2, -100.0, np.float32),
    )
    targets = np.hstack([drawn(0.6).targets, np.roll(drawn(0.8).targets, 1)])
    two = Dataset(rows.inputs, targets, ("x",), ("y", "z"))
    expected = np.sqrt((0.6**2 + 0.8**2) / 2)
    assert scale_factor(both, two) == pytest.approx(expected, rel=0.04)


def test_of_many_rows_the_first_are_asked() -> None:
    rows = drawn(1.0, 3 * MOST_ROWS_SCALED)
    growing = np.where(np.arange(rows.rows) < MOST_ROWS_SCALED, 1.0, 0.5)[:, None]
    network = known_network([1.0], [0.0], [1.0])
    assert scale_factor(network, replace(rows, targets=growing * rows.targets)) == 1.0
    assert scale_factor(network, replace(rows, targets=0.5 * rows.targets)) < 0.6


def test_rows_count_as_often_as_their_weights_say() -> None:
    narrow, wide = drawn(0.5), drawn(2.0)
    both = Dataset(
        np.vstack([narrow.inputs, wide.inputs]),
        np.vstack([narrow.targets, wide.targets]),
        ("x",),
        ("y",),
        weights=np.repeat([1.0, 1e-3], 4_000),
    )
    mixed = both.take(np.random.default_rng(2).permutation(8_000))
    assert scale_factor(known_network([1.0], [0.0], [1.0]), mixed) < 0.6
