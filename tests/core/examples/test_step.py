"""The step, against scipy's normal distribution."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import norm

from mdn_gui.core.examples.regression import Step

EXAMPLE = Step()


@pytest.mark.parametrize("noise", [0.1, 1.0, 5.0])
def test_is_normal_around_two_lines(noise: float) -> None:
    x, mean = np.array([-2.0, -1e-9, 0.0, 2.0]), np.array([[-1.6], [-1.0], [1.0], [1.6]])
    y = np.linspace(-2, 2, 9)
    expected = norm(mean, noise * 0.15).logpdf(y)
    assert_allclose(EXAMPLE.with_noise(noise).truth(x, y).log_density, expected, rtol=1e-6)


def test_the_mode_jumps() -> None:
    assert_allclose(EXAMPLE.modes([-1e-9, 0.0]).y, [-1, 1], atol=1e-6)


def test_the_floor_is_the_entropy_of_the_noise() -> None:
    assert EXAMPLE.floor == pytest.approx(float(norm(0, 0.15).entropy()), abs=1e-9)
