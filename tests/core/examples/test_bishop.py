"""Bishop's inverse problem, against its formula on a fine grid."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import kstest

from mdn_gui.core.examples.bishop import Bishop
from mdn_gui.core.maths.numerics import Floats

EXAMPLE = Bishop()
FINE = (np.arange(2_000_000) + 0.5) / 2_000_000


def curve(t: Floats) -> Floats:
    return t + 0.3 * np.sin(2 * np.pi * t)


CURVE = curve(FINE)


def length(x: float, noise: float) -> float:
    """How much of all t is possible at x, by counting."""
    return float(np.mean(np.abs(x - CURVE) <= 0.1 * noise))


def test_rows_are_drawn_from_the_formula() -> None:
    dataset = EXAMPLE.dataset(rows=20_000, seed=1)
    x, t = dataset.inputs[:, 0], dataset.targets[:, 0]
    assert kstest(t, "uniform").pvalue > 1e-3
    assert kstest(x - curve(t), "uniform", args=(-0.1, 0.2)).pvalue > 1e-3
    assert (dataset.input_names, dataset.target_names) == (("x",), ("t",))


@pytest.mark.parametrize("noise", [0.1, 1.0, 5.0])
@pytest.mark.parametrize("x", [0.02, 0.2, 0.5, 0.77, 0.99])
def test_is_even_over_all_that_is_possible(x: float, noise: float) -> None:
    t = np.linspace(0, 1, 501)
    [log_density] = EXAMPLE.with_noise(noise).truth([x], t).log_density
    possible = np.abs(x - curve(t)) <= 0.1 * noise
    assert_array_equal(log_density > -np.inf, possible)
    assert_allclose(log_density[possible], -np.log(length(x, noise)), rtol=0, atol=2e-4)


def test_nothing_is_possible_where_no_row_can_be() -> None:
    truth = EXAMPLE.truth([-0.11, 1.11])
    assert (truth.log_density == -np.inf).all()
    assert EXAMPLE.modes([-0.11, 1.11]).x.size == 0
    assert_array_equal(EXAMPLE.truth([0.5], [-0.01, 1.01]).log_density, [[-np.inf, -np.inf]])


def test_the_middle_has_three_modes_and_noise_joins_them() -> None:
    low, middle, high = EXAMPLE.with_noise(0.1).modes([0.5]).y
    assert_allclose(curve(np.array([low, middle, high])), 0.5, atol=0.002)
    assert_allclose([middle, low + high], [0.5, 1.0], atol=1e-9)
    assert_allclose(EXAMPLE.modes([0.5]).y, [0.5], atol=1e-9)
    assert EXAMPLE.modes([0.45]).x.tolist() == [0.45, 0.45]


@pytest.mark.parametrize("noise", [0.1, 1.0, 5.0])
def test_the_floor_is_the_mean_logarithm_of_the_length(noise: float) -> None:
    reach = 0.1 * noise
    x = np.linspace(-reach, 1 + reach, 4001)
    ordered = np.sort(CURVE)
    below = np.searchsorted(ordered, np.array([x - reach, x + reach])) / len(FINE)
    lengths = below[1] - below[0]
    losses = np.where(lengths > 0, lengths * np.log(np.where(lengths > 0, lengths, 1)), 0.0)
    expected = np.trapezoid(losses, x) / (2 * reach)
    assert EXAMPLE.with_noise(noise).floor == pytest.approx(expected, abs=2e-4)
