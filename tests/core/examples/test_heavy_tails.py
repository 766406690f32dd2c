"""Heavy tails, against scipy's Student's t."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import kstest, t

from mdn_gui.core.examples.regression import HeavyTails

EXAMPLE = HeavyTails()


@pytest.mark.parametrize("noise", [0.1, 1.0, 5.0])
def test_is_students_t_around_a_sine(noise: float) -> None:
    x, y = np.array([[-3.0], [0.0], [1.0]]), np.linspace(-20, 20, 9)
    expected = t(3, loc=np.sin(1.5 * x), scale=noise * 0.2).logpdf(y)
    assert_allclose(EXAMPLE.with_noise(noise).truth(x, y).log_density, expected, rtol=1e-12)


def test_rows_are_students_t() -> None:
    rows = EXAMPLE.dataset(20_000, seed=1)
    residuals = (rows.targets - np.sin(1.5 * rows.inputs))[:, 0] / 0.2
    assert kstest(residuals, t(3).cdf).pvalue > 1e-3
    assert np.abs(residuals).max() > 10, "no Gaussian would have made that of 20,000 rows"


def test_the_floor_is_the_entropy_of_students_t() -> None:
    assert EXAMPLE.floor == pytest.approx(float(t(3, scale=0.2).entropy()), abs=1e-9)
