"""Mixtures at every magnitude that a double has, against decimal arithmetic of 60 digits."""

from decimal import Context, Decimal, localcontext

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import ArrayLike

from mdn_gui.core.mixture import Mixture

GREATEST = float(np.finfo(np.float64).max)
ROUNDING = 1e-13
"""Of a squared standardised distance, relative; a responsibility is e to its power."""

TWO_PI = Decimal("6.28318530717958647692528676655900576839433879875")

places = st.floats(-GREATEST, GREATEST)
magnitudes = st.builds(
    lambda sign, digits, power: sign * digits * 10.0**power,
    st.sampled_from([-1.0, 1.0]),
    st.floats(1.0, 1.7),
    st.integers(-300, 308),
)
anywhere = places | magnitudes | st.floats(-10.0, 10.0)
scales = st.floats(1e-3, 1e3) | st.floats(1e-290, 1e300)


def of(log_weights: ArrayLike, means: ArrayLike, widths: ArrayLike) -> Mixture:
    """A mixture of plain lists."""
    return Mixture(*(np.array(values, np.float64) for values in (log_weights, means, widths)))


@st.composite
def mixtures(draw: st.DrawFn, outputs: int) -> Mixture:
    """One to four components."""
    count = draw(st.integers(1, 4))

    def columns(values: st.SearchStrategy[float]) -> np.ndarray:
        each = st.lists(values, min_size=count * outputs, max_size=count * outputs)
        return np.array(draw(each)).reshape(count, outputs)

    log_weights = draw(st.lists(st.floats(-50.0, 0.0), min_size=count, max_size=count))
    return of(log_weights, columns(anywhere), columns(scales))


def exact_log_joint(mixture: Mixture, y: list[float]) -> list[Decimal]:
    """Logarithm of each component's weight times its density, to 60 digits."""
    with localcontext(Context(prec=60, Emin=-99999, Emax=99999)):
        return [
            Decimal(float(mixture.log_weights[k]))
            + sum(
                -(((Decimal(at) - Decimal(float(mean))) / Decimal(float(scale))) ** 2) / 2
                - Decimal(float(scale)).ln()
                - TWO_PI.ln() / 2
                for at, mean, scale in zip(y, mixture.means[k], mixture.scales[k], strict=True)
            )
            for k in range(mixture.components)
        ]


def check_density(mixture: Mixture, y: list[float]) -> None:
    exact = exact_log_joint(mixture, y)
    log_density = float(mixture.log_prob(y))
    shares = mixture.responsibilities(y)
    assert np.isfinite(shares).all()
    assert (shares >= 0.0).all()
    assert shares.sum() == pytest.approx(1.0, abs=1e-12)
    order = sorted(range(len(exact)), key=exact.__getitem__)
    highest = exact[order[-1]]
    # The sum of four terms is at most 1.4 above the highest; what is nearer to the least double
    # than the rounding may be either.
    if highest > Decimal(-GREATEST) * Decimal(1 - 1e-12):
        tolerance = Decimal("1e-9") + Decimal(ROUNDING) * abs(highest)
        assert highest - tolerance <= Decimal(log_density) <= highest + tolerance + Decimal("1.4")
    elif highest < Decimal(-GREATEST) * Decimal(1 + 1e-12):
        assert log_density == -np.inf
    lead = highest - exact[order[-2]] if len(exact) > 1 else Decimal("Infinity")
    if lead > 40 + Decimal(ROUNDING) * abs(highest):
        assert shares[order[-1]] == pytest.approx(1.0, abs=1e-12)
    if abs(highest) < 1e3:
        joint = np.array([float(value - highest) for value in exact])
        assert_allclose(shares, np.exp(joint) / np.exp(joint).sum(), atol=1e-9)


@settings(max_examples=40)
@given(mixtures(outputs=1), anywhere)
@example(of([0.0, 0.0], [[0.0], [1.0]], [[1.0], [1.001]]), 1e160)
@example(of([0.0, 0.0], [[0.0], [1.0]], [[1.0], [1.001]]), -1.7e308)
@example(of([0.0, 0.0], [[0.0], [0.0]], [[1.0], [1.0]]), 1.35e154)
@example(of([0.0, 0.0], [[-1.7e308], [-1.6e308]], [[1e308], [1e-300]]), 1.7e308)
@example(of([0.0, -np.inf], [[0.0], [1e200]], [[1.0], [1.0]]), 1e200)
def test_density_and_responsibilities_at_every_magnitude(mixture: Mixture, y: float) -> None:
    check_density(mixture, [y])


@settings(max_examples=40)
@given(mixtures(outputs=2), anywhere, anywhere)
@example(of([0.0, 0.0], [[0.0, 0.0], [0.0, 5.0]], [[1.0, 1.0], [1.0, 1.0]]), 1e160, 1e170)
@example(of([0.0, 0.0], [[0.0, 0.0], [0.0, 0.0]], [[1.0, 9.0], [9.0, 1.0]]), 1e160, 2e160)
def test_densities_of_two_outputs_at_every_magnitude(
    mixture: Mixture, first: float, second: float
) -> None:
    check_density(mixture, [first, second])


def test_the_component_nearest_in_its_own_scales_made_a_far_point() -> None:
    mixture = of([0.0, -3.0, -6.0], [[0.0], [5.0], [-5.0]], [[1.0], [2.0], [1.5]])
    for y in (1e155, -1e160, 1e200, -1.7e308):
        assert_array_equal(mixture.responsibilities([y]), [0.0, 1.0, 0.0])


def test_components_that_are_equally_near_share_a_far_point_by_their_heights() -> None:
    mixture = of(np.log([0.2, 0.8]), [[3.0, 0.0], [3.0, 0.0]], [[2.0, 1.0], [2.0, 1.0]])
    assert_allclose(mixture.responsibilities([1e300, 1e300]), [0.2, 0.8], rtol=1e-12)


def test_far_out_the_weights_of_equal_components_are_not_lost_to_rounding() -> None:
    mixture = of(np.log([0.2, 0.8]), [[0.0], [0.0]], [[1.0], [1.0]])
    for y in (1e9, 1e100, 1e200):
        assert_allclose(mixture.responsibilities([y]), [0.2, 0.8], rtol=1e-12)


def test_a_batch_has_near_and_far_points_beside_each_other() -> None:
    mixture = of(np.zeros((3, 2)), np.array([[[0.0], [4.0]]] * 3), np.ones((3, 2, 1)))
    shares = mixture.responsibilities(np.array([[2.0], [1e200], [np.inf]]))
    assert_allclose(shares[0], [0.5, 0.5])
    assert np.isfinite(shares[1]).all()
    assert np.isnan(shares[2]).all()


@settings(max_examples=40)
@given(mixtures(outputs=1), anywhere)
@example(of([0.0, 0.0], [[-1.7e308], [1.7e308]], [[1.0], [1.0]]), 1.7e308)
@example(of([0.0, 0.0], [[-1.7e308], [1.7e308]], [[1e300], [1e300]]), 0.0)
@example(of([0.0], [[0.0]], [[1.0]]), 1.5e154)
@example(of([0.0], [[0.0]], [[1.0]]), np.finfo(np.float64).max)
def test_distribution_functions_at_every_magnitude(mixture: Mixture, y: float) -> None:
    with np.errstate(over="ignore"):  # the number after the largest one is infinity
        following = np.nextafter(y, np.inf)
    below, above = float(mixture.cdf(y)), float(mixture.cdf(following))
    assert 0.0 <= below <= above + 1e-15 <= 1.0 + 1e-15
    assert_allclose(np.exp(mixture.log_cdf(y)), below, atol=1e-12)
    assert_allclose(np.exp(mixture.log_sf(y)), 1.0 - below, atol=1e-12)
    assert_allclose(mixture.probability(-np.inf, y), below, atol=1e-12)
    assert_allclose(mixture.probability(y, np.inf), 1.0 - below, atol=1e-12)


@settings(max_examples=40)
@given(mixtures(outputs=1), st.floats(0.0, 1.0))
def test_quantiles_at_every_magnitude(mixture: Mixture, p: float) -> None:
    found = float(mixture.quantile(p))
    assert not np.isnan(found)
    if abs(found) < GREATEST and 0.0 < p < 1.0:
        # The step to the next double may be longer than a component is wide.
        with np.errstate(over="ignore"):
            step = 8 * np.spacing(np.abs(found))
            before, after = mixture.cdf(found - step), mixture.cdf(found + step)
        assert before - 1e-9 <= p <= after + 1e-9


@settings(max_examples=40)
@given(mixtures(outputs=1), anywhere)
@example(of([0.0, 0.0], [[-1.7e308], [-1.7e308]], [[1.0], [1.0]]), 1.7e308)
@example(of([0.0], [[1.7e308]], [[1.7e308]]), 1.7e308)
def test_the_crps_at_every_magnitude_lies_within_its_bounds(mixture: Mixture, y: float) -> None:
    with localcontext(Context(prec=60, Emin=-99999, Emax=99999)):
        weights = [Decimal(float(weight)) for weight in mixture.weights]
        means = [Decimal(float(mean)) for mean in mixture.means[:, 0]]
        scales_ = [Decimal(float(scale)) for scale in mixture.scales[:, 0]]
        # The mean distance of y from a draw bounds the score from above, its distance from the
        # mean less that of two draws from below.
        distances = [abs(Decimal(y) - mean) for mean in means]
        highest = sum(w * (d + s) for w, d, s in zip(weights, distances, scales_, strict=True))
    score = float(mixture.crps(y))
    assert score >= 0.0
    assert Decimal(score) <= highest * Decimal(1 + 1e-12) or highest > Decimal(GREATEST)
    if highest < Decimal(GREATEST):
        assert np.isfinite(score)


@settings(max_examples=40)
@given(mixtures(outputs=1), st.integers(-200, 200))
def test_moments_scale_with_y_at_every_magnitude(mixture: Mixture, power: int) -> None:
    unit = 2.0**power
    with np.errstate(over="ignore", under="ignore"):
        means, widths = mixture.means * unit, mixture.scales * unit
    kept = np.abs(mixture.means) > 1e-100
    if not (np.isfinite([means, widths]).all() and kept.all() and (widths > 1e-300).all()):
        return
    scaled = Mixture(mixture.log_weights, means, widths)
    before, after = mixture.standard_deviation(), scaled.standard_deviation()
    if np.isfinite([before, after]).all() and 1e-300 < after[0] < 1e300:
        assert_allclose(after, before * unit, rtol=1e-9)
