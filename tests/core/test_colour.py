"""What the tones of a density stand for, as a bar says it."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from mdn_gui.core.colour import BAND_TONES, MASSES, TONES, Colour, bar_marks, bar_tones


def texts(colour: Colour, top: float | None) -> list[str]:
    return [mark.text for mark in bar_marks(colour, top)]


def test_probability_is_told_in_percent_in_the_middle_of_each_band() -> None:
    marks = bar_marks(Colour.PROBABILITY, None)
    assert [mark.text for mark in marks] == ["99.8%", "99%", "95%", "90%", "80%", "50%"]
    tones = bar_tones(Colour.PROBABILITY)
    seen = [int(tones[int(mark.place * TONES)]) for mark in marks]
    assert seen == BAND_TONES[1:].tolist()
    assert len(seen) == len(MASSES)
    assert seen[-1] == TONES - 1


def test_the_tones_of_densities_rise_evenly() -> None:
    for colour in (Colour.DENSITY, Colour.LOG_DENSITY):
        assert_array_equal(bar_tones(colour), np.arange(TONES))


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        (0.399, ["0", "0.1", "0.2", "0.3"]),
        (1.0, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        (12_345.0, ["0", "5000", "10000"]),
        (3.3e-5, ["0", "1e-5", "2e-5", "3e-5"]),
        (2.2e9, ["0", "5e8", "1e9", "1.5e9", "2e9"]),
        (None, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    ],
)
def test_densities_are_told_in_round_numbers(top: float | None, expected: list[str]) -> None:
    assert texts(Colour.DENSITY, top) == expected


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        (0.399, ["0.0001", "0.001", "0.01", "0.1"]),
        (1.0, ["0.0001", "0.001", "0.01", "0.1", "1"]),
        (2e7, ["10000", "100000", "1e6", "1e7"]),
        (None, ["0.0001", "0.001", "0.01", "0.1", "1"]),
    ],
)
def test_logarithms_are_told_in_powers_of_ten(top: float | None, expected: list[str]) -> None:
    assert texts(Colour.LOG_DENSITY, top) == expected


@given(log_top=st.floats(-30.0, 30.0), colour=st.sampled_from([Colour.DENSITY, Colour.LOG_DENSITY]))
def test_whatever_the_top_each_number_stands_at_its_own_tone(
    log_top: float, colour: Colour
) -> None:
    top = 10.0**log_top
    marks = bar_marks(colour, top)
    assert 2 <= len(marks) <= 7
    for mark in marks:
        share = float(mark.text) / top
        place = share if colour is Colour.DENSITY else 1.0 + np.log10(share) / 4
        assert mark.place == pytest.approx(place, abs=1e-6)
        assert 0.0 <= mark.place <= 1.0
        assert len(mark.text) <= 7
    assert all(low.place < high.place for low, high in pairwise(marks))
