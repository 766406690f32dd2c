"""Numbers as a person writes them."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mdn_gui.core.maths.rounding import exact, rounded, with_error

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "scale", "text"),
    [
        (12.3456, 0.5, "12.346"),
        (1.3974, 5.0, "1.40"),
        (0.378113, 0.378113, "0.378"),
        (1.0, 1.0, "1.00"),
        (41234.0, 12345.0, "41200"),
        (0.0, 3.0, "0.00"),
        (-0.0001, 1.0, "0.00"),
        (-0.0, 0.0, "0.00"),
        (3.25, 0.0, "3.25"),
        (2.5, math.inf, "2.50"),
        (2.5, math.nan, "2.50"),
        (1234567.0, 1.0, "1234567.00"),
        (3.2e-9, 1e-9, "3.20e-9"),
        (4.56e20, 1e19, "4.560e20"),
        (math.inf, 1.0, "unbounded"),
        (-math.inf, 1.0, "unbounded"),
        (0.0, 1e-200, "0"),
        (math.nan, 1.0, "undefined"),
    ],
)
def test_digits_follow_the_spread(value: float, scale: float, text: str) -> None:
    assert rounded(value, scale) == text


@given(value=st.floats(-1e6, 1e6), scale=st.floats(1e-6, 1e6))
def test_text_is_within_half_a_digit_of_the_number(value: float, scale: float) -> None:
    digit = 10.0 ** (math.floor(math.log10(scale)) - 2)
    assert abs(float(rounded(value, scale)) - value) <= 0.5001 * digit + 1e-14 * abs(value)


@given(value=FINITE, scale=st.floats())
def test_any_finite_number_has_a_short_text_that_reads_back_finite(
    value: float, scale: float
) -> None:
    text = rounded(value, scale)
    assert len(text) <= 22
    assert text.lstrip("-").strip("0.") or not text.startswith("-"), "no -0"
    # Rounding the greatest doubles up may pass them.
    assert math.isfinite(float(text)) or abs(value) > 1e308


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.001, "0.001"),
        (1e-9, "1e-9"),
        (0.1 + 0.2, "0.3"),
        (100.0, "100"),
        (2.5, "2.5"),
        (-0.0, "0"),
        (1e20, "1e20"),
    ],
)
def test_a_number_that_was_set_reads_as_it_was_written(value: float, text: str) -> None:
    assert exact(value) == text


@given(value=st.floats(-1e300, 1e300))
def test_exact_keeps_fifteen_digits(value: float) -> None:
    # The least doubles have fewer digits themselves.
    assert float(exact(value)) == pytest.approx(value, rel=1e-14, abs=1e-307)


@given(x=st.floats(0.0, 1e15), view=st.floats(1e-12, 1e12), sign=st.sampled_from([1.0, -1.0]))
def test_numbers_a_tenth_of_the_view_apart_read_differently(
    x: float, view: float, sign: float
) -> None:
    assume(view >= 1.01e-13 * x)
    tenth = view / 10
    # Not a hair less, as the nearest double may be.
    other = np.nextafter(sign * x + tenth, math.inf)
    assert rounded(sign * x, tenth) != rounded(float(other), tenth)


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (0.12345, 0.0042, "0.123 ± 0.004"),
        (0.1234, 0.0016, "0.1234 ± 0.0016"),
        (1234.5, 56.7, "1230 ± 60"),
        (0.0, 0.0, "0.00 ± 0.00"),
        (0.5, math.inf, "0.500 ± unbounded"),
    ],
)
def test_an_error_decides_the_digits(value: float, error: float, text: str) -> None:
    assert with_error(value, error) == text
