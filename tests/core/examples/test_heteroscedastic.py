"""The growing spread, against scipy's normal distribution."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.integrate import quad
from scipy.stats import norm

from mdn_gui.core.examples.regression import Heteroscedastic

EXAMPLE = Heteroscedastic()


@pytest.mark.parametrize("noise", [0.1, 1.0, 5.0])
def test_is_normal_with_a_spread_that_grows(noise: float) -> None:
    x, y = np.array([[0.0], [3.0], [10.0], [12.0]]), np.linspace(-4, 4, 9)
    expected = norm(2 * np.sin(0.6 * x), noise * 0.05 * np.exp(0.3 * x)).logpdf(y)
    assert_allclose(EXAMPLE.with_noise(noise).truth(x, y).log_density, expected, rtol=1e-12)


def test_the_spread_grows_twentyfold() -> None:
    first, last = (np.exp(-EXAMPLE.truth([x], EXAMPLE.modes([x]).y).log_density) for x in (0, 10))
    assert last / first == pytest.approx(20, rel=0.01)


def test_the_floor_is_the_mean_entropy() -> None:
    mean, _ = quad(lambda x: norm(0, 0.05 * np.exp(0.3 * x)).entropy() / 10, 0, 10)
    assert EXAMPLE.floor == pytest.approx(mean, abs=1e-9)
