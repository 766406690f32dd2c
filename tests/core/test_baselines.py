"""Densities that ignore the inputs, against scipy and known distributions."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.special import logsumexp
from scipy.stats import norm, uniform

from mdn_gui.core.baselines import MOST_KERNELS, Baselines
from mdn_gui.core.kinds import NUMBER, Number

RNG = np.random.default_rng(0)


def column(values: np.ndarray) -> np.ndarray:
    return values[:, np.newaxis]


def test_the_gaussian_has_the_mean_and_the_deviation_of_all_rows() -> None:
    y = RNG.lognormal(size=500)
    places = column(np.linspace(-1.0, 9.0, 7))
    found = Baselines.of(column(y)).gaussian.log_prob(places)
    assert_allclose(found, norm.logpdf(places[:, 0], y.mean(), y.std()), rtol=1e-12)


def test_of_several_targets_each_has_a_gaussian_of_its_own() -> None:
    y = RNG.normal(size=(400, 2)) * [1.0, 20.0] + [0.0, 500.0]
    places = np.array([[0.5, 480.0], [-1.0, 530.0]])
    expected = np.sum(norm.logpdf(places, y.mean(axis=0), y.std(axis=0)), axis=1)
    assert_allclose(Baselines.of(y).gaussian.log_prob(places), expected, rtol=1e-12)


def test_the_kernel_density_is_the_mean_of_its_kernels_and_the_gaussian() -> None:
    y = np.concatenate([RNG.normal(0.0, 0.1, 100), RNG.normal(5.0, 1.0, 100)])
    baselines = Baselines.of(column(y))
    width = baselines.kernel.units.scale[0]
    places = np.linspace(-3.0, 9.0, 25)
    kernels = norm.logpdf(places[:, None], y, width)
    terms = np.column_stack([kernels, norm.logpdf(places, y.mean(), y.std())])
    expected = logsumexp(terms, axis=1) - np.log(201)
    assert_allclose(baselines.kernel.log_prob(column(places)), expected, rtol=1e-9)


def test_a_transformed_target_is_fitted_as_the_network_sees_it() -> None:
    """The density of y is that of log y over y, of either."""
    y = RNG.lognormal(1.0, 1.5, (300, 2))
    places = np.array([[0.5, 7.0], [30.0, 0.01]])
    plain = Baselines.of(np.column_stack([np.log(y[:, 0]), y[:, 1]]))
    found = Baselines.of(y, kinds=(Number("log"), NUMBER))
    seen = np.column_stack([np.log(places[:, 0]), places[:, 1]])
    for name in ("gaussian", "kernel"):
        expected = getattr(plain, name).log_prob(seen) - seen[:, 0]
        assert_allclose(getattr(found, name).log_prob(places), expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("draw", "entropy"),
    [
        (lambda n: RNG.normal(size=n), norm.entropy()),
        (lambda n: RNG.uniform(-10.5, 10.5, n), uniform.entropy(scale=21)),
        # Two Gaussians with nothing between them.
        (
            lambda n: np.where(RNG.random(n) < 0.5, -20.0, 20.0) + RNG.normal(size=n),
            norm.entropy() + np.log(2),
        ),
    ],
    ids=["normal", "uniform", "two"],
)
def test_on_new_rows_the_kernel_density_is_near_the_truth(
    draw: Callable[[int], np.ndarray], entropy: float
) -> None:
    kernel = Baselines.of(column(draw(1000))).kernel
    loss = -kernel.log_prob(column(draw(20_000))).mean()
    assert loss == pytest.approx(entropy, abs=0.06)


def test_the_kernel_density_knows_that_targets_depend_on_each_other() -> None:
    first = RNG.normal(size=2000)
    y = np.column_stack([first, first + 0.1 * RNG.normal(size=2000)])
    baselines = Baselines.of(y[:1000])
    gain = baselines.kernel.log_prob(y[1000:]) - baselines.gaussian.log_prob(y[1000:])
    assert gain.mean() > 1.0


@settings(max_examples=25)
@given(st.integers(-280, 140), st.floats(-1e3, 1e3))
def test_in_other_units_both_shift_by_the_logarithm_of_the_unit(power: int, offset: float) -> None:
    y = column(np.random.default_rng(0).gamma(2.0, size=60))
    places = column(np.linspace(0.0, 5.0, 5))
    unit = 10.0**power
    plain, other = Baselines.of(y), Baselines.of((y + offset) * unit)
    for one, two in ((plain.gaussian, other.gaussian), (plain.kernel, other.kernel)):
        found = two.log_prob((places + offset) * unit) + np.log(unit)
        assert_allclose(found, one.log_prob(places), atol=1e-6)


@pytest.mark.parametrize(
    "values",
    [
        np.full(50, 7.0),
        np.zeros(50),
        np.arange(50.0) % 3,
        np.append(np.zeros(49), 1e6),
        np.append(RNG.normal(size=49), 1e308),
        np.linspace(-1.0, 1.0, 50) * 1.7e308,
        np.array([5.0]),
    ],
    ids=["sevens", "zeros", "codes", "one other", "outlier", "greatest", "one row"],
)
def test_odd_columns_have_finite_densities(values: np.ndarray) -> None:
    baselines = Baselines.of(column(values))
    assert np.isfinite(baselines.gaussian.log_prob(column(values))).all()
    assert np.isfinite(baselines.kernel.log_prob(column(values))).all()


def test_a_place_that_no_kernel_reaches_has_a_density() -> None:
    baselines = Baselines.of(column(RNG.normal(size=200)))
    far = baselines.kernel.log_prob(np.array([[25.0]]))
    assert_allclose(far, baselines.gaussian.log_prob(np.array([[25.0]])) - np.log(201))


def test_of_many_rows_some_have_a_kernel_the_same_each_time() -> None:
    y = column(RNG.normal(size=100_000))
    one, two = Baselines.of(y), Baselines.of(y)
    assert len(one.kernel.centres) == MOST_KERNELS
    assert_allclose(one.kernel.centres, two.kernel.centres, rtol=0)
    assert not one.kernel.centres.flags.writeable


def test_of_weighted_rows_the_gaussian_is_that_of_the_repeated_rows() -> None:
    y, repeats = RNG.normal(size=(60, 2)), RNG.integers(1, 5, 60)
    places = RNG.normal(size=(9, 2))
    weighted, repeated = Baselines.of(y, repeats / 7), Baselines.of(np.repeat(y, repeats, axis=0))
    assert_allclose(
        weighted.gaussian.log_prob(places), repeated.gaussian.log_prob(places), rtol=1e-12
    )


def test_of_weighted_rows_each_kernel_weighs_as_its_row_does() -> None:
    y, weights = RNG.normal(size=100), RNG.gamma(1.0, 3.0, 100) + 0.1
    kernel = Baselines.of(column(y), weights).kernel
    places = np.linspace(-3.0, 3.0, 25)
    kernels = norm.pdf(places[:, None], y, kernel.units.scale[0]) @ (weights / weights.mean())
    mean = np.average(y, weights=weights)
    beside = norm.pdf(places, mean, np.sqrt(np.average((y - mean) ** 2, weights=weights)))
    expected = np.log((kernels + beside) / 101)
    assert_allclose(kernel.log_prob(column(places)), expected, rtol=1e-9)


def test_equal_weights_change_no_density() -> None:
    y = RNG.normal(size=(1_500, 1))
    for name in ("gaussian", "kernel"):
        plain, weighted = (
            getattr(Baselines.of(y, each), name) for each in (None, np.full(1_500, 3.0))
        )
        assert_allclose(weighted.log_prob(y), plain.log_prob(y), rtol=1e-9, atol=1e-12)


def test_of_rounded_values_the_kernel_density_earns_nothing_by_the_rounding() -> None:
    rng = np.random.default_rng(0)
    minutes, fresh = np.round(rng.normal(70.0, 13.0, (2, 300, 1)))
    truth = norm(70.0, 13.0).logpdf(fresh[:, 0]).mean()
    assert Baselines.of(minutes).kernel.log_prob(fresh).mean() == pytest.approx(truth, abs=0.05)
    # A few values in between change nothing.
    minutes[:5] += 0.5
    assert Baselines.of(minutes).kernel.log_prob(fresh).mean() == pytest.approx(truth, abs=0.05)
    # Kernels that may be spikes are so, for the values repeat.
    spikes = Baselines.of(np.round(minutes), spikes=True).kernel
    assert spikes.log_prob(fresh).mean() > truth + 0.3
