"""The median along x."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mdn_gui.core.drawing.curves import drawn_median
from mdn_gui.core.mixture import Mixture
from tests.networks import random_network

PRECISION = 0.01


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("components", [1, 2, 20])
def test_it_is_the_exact_median_to_within_the_precision(components: int, seed: int) -> None:
    mixture = random_network(components, seed)(np.linspace(-12.0, 12.0, 50))
    assert_allclose(drawn_median(mixture, PRECISION), mixture.quantile(0.5), atol=PRECISION)


def test_it_is_found_beside_far_wide_narrow_and_dead_components() -> None:
    with np.errstate(divide="ignore"):
        log_weights = np.log([[0.3, 0.4, 0.3, 0.0]])
    means = np.array([[-1e12, 2.0, 1e12, -1e100]])[..., None]
    scales = np.array([[1e3, 1e-12, 1e11, 1.0]])[..., None]
    found = drawn_median(Mixture(log_weights, means, scales), PRECISION)
    assert_allclose(found, [2.0], atol=PRECISION)
