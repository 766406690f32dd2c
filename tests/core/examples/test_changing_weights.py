"""Two branches, against scipy's normal distribution and its integrals."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import entr
from scipy.stats import norm

from mdn_gui.core.examples.changing_weights import ChangingWeights
from mdn_gui.core.maths.numerics import Floats

EXAMPLE = ChangingWeights()


def density(x: Floats | float, y: Floats | float, noise: float) -> Floats:
    up = 1 / (1 + np.exp(-1.2 * x))
    branches = norm(0.5 * np.sin(x) + np.array([-1.0, 1.0])[:, None, None], 0.25 * noise).pdf(y)
    mixture: Floats = (1 - up) * branches[0] + up * branches[1]
    return mixture


@pytest.mark.parametrize("noise", [0.1, 1.0, 5.0])
def test_is_a_mixture_of_two_branches(noise: float) -> None:
    x, y = np.array([[-3.0], [0.0], [0.5], [4.0]]), np.linspace(-2, 2, 41)
    truth = EXAMPLE.with_noise(noise).truth(x, y)
    expected = density(x, y, noise)
    assert_allclose(np.exp(truth.log_density), expected, rtol=1e-9, atol=1e-290)


def test_the_likelier_branch_changes() -> None:
    modes = EXAMPLE.modes([-2.0, 0.0, 2.0])
    assert modes.x.tolist() == [-2, -2, 0, 0, 2, 2]
    heights = EXAMPLE.log_prob(modes.x, modes.y)
    assert_allclose(heights[1::2] - heights[::2], [-2.4, 0.0, 2.4], atol=1e-9)


def test_much_noise_leaves_one_mode() -> None:
    assert_allclose(EXAMPLE.with_noise(5.0).modes([0.0]).y, [0.0], atol=1e-9)


@pytest.mark.parametrize("noise", [0.1, 1.0, 5.0])
def test_the_floor_is_the_mean_entropy(noise: float) -> None:
    reach = 1.5 + 10 * 0.25 * noise
    x, y = np.linspace(-3, 3, 201), np.linspace(-reach, reach, 2001)
    entropies = np.trapezoid(entr(density(x[:, None], y, noise)), y)
    expected = np.trapezoid(entropies, x) / 6
    assert EXAMPLE.with_noise(noise).floor == pytest.approx(expected, abs=2e-5)
