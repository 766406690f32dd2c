"""The gap: no rows in it, and a truth that goes on through it."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import kstest, norm

from mdn_gui.core.examples.regression import Gap

EXAMPLE = Gap()


def test_rows_lie_on_both_sides_and_none_between() -> None:
    x = EXAMPLE.dataset(20_000, seed=0).inputs[:, 0]
    assert kstest(np.abs(x), "uniform", args=(1.0, 2.0)).pvalue > 1e-3
    assert np.mean(x > 0) == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize("noise", [0.1, 1.0, 5.0])
def test_the_density_goes_on_through_the_gap(noise: float) -> None:
    x, y = np.linspace(-3, 3, 13)[:, None], np.linspace(-2, 2, 9)
    expected = norm(np.cos(2 * x), noise * 0.15).logpdf(y)
    assert_allclose(EXAMPLE.with_noise(noise).truth(x, y).log_density, expected, rtol=1e-12)


def test_the_floor_is_the_entropy_of_the_noise() -> None:
    assert EXAMPLE.floor == pytest.approx(float(norm(0, 0.15).entropy()), abs=1e-9)
