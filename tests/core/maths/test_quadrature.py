"""Gauss and Legendre's rule, against polynomials and closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core.maths.quadrature import gauss_legendre


@given(st.integers(0, 15), st.floats(-2, 0), st.floats(0.5, 2))
def test_is_exact_for_polynomials(degree: int, low: float, high: float) -> None:
    points, weights = gauss_legendre(np.array([low, high]))
    expected = (high ** (degree + 1) - low ** (degree + 1)) / (degree + 1)
    assert points**degree @ weights == pytest.approx(expected, rel=1e-10, abs=1e-10)


def test_panels_add_up() -> None:
    points, weights = gauss_legendre(np.array([0.0, 0.3, 1.0, np.pi]))
    assert points.shape == weights.shape == (24,)
    assert (np.diff(points) > 0).all()
    assert np.sin(points) @ weights == pytest.approx(2.0, abs=1e-12)
