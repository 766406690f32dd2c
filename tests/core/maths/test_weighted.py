"""Statistics of weighted rows, against NumPy's of the repeated rows."""

from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from mdn_gui.core.maths.weighted import effective_rows, quantiles

LEVELS = np.array([0.0, 0.05, 0.3, 0.5, 0.95, 1.0])


@pytest.mark.parametrize("method", ["linear", "lower", "higher"])
@given(rows=st.integers(1, 60), seed=st.integers(0, 10**6), unit=st.sampled_from([1.0, 0.1, 7.3]))
def test_quantiles_are_those_of_the_repeated_rows_whatever_the_unit(
    method: Literal["linear", "lower", "higher"], rows: int, seed: int, unit: float
) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(rows, 2)).round(1)
    repeats: NDArray[np.int64] = rng.integers(1, 6, rows)
    repeats[0] = 1
    expected = np.quantile(np.repeat(values, repeats, axis=0), LEVELS, axis=0, method=method)
    found = quantiles(values, LEVELS, method, unit * repeats.astype(float))
    compare = assert_allclose if method == "linear" else assert_array_equal
    compare(found, expected)


def test_effective_rows_are_all_rows_of_equal_weight_and_one_where_one_has_all() -> None:
    assert effective_rows(np.full(7, 0.3)) == pytest.approx(7.0, rel=1e-12)
    assert effective_rows(np.array([1e90, 1.0, 1.0])) == 1.0
    assert effective_rows(np.array([1.0, 3.0])) == pytest.approx(1.6, rel=1e-12)
