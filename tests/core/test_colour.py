"""Tones, and colours between colours."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.colour import (
    BAND_TONES,
    MASSES,
    TONES,
    Colour,
    bar_marks,
    bar_tones,
    blended,
    lab_of,
    rgb_of,
)

# Published by Lindbloom, "CIE Color Calculator" (brucelindbloom.com), for sRGB and D65.
PUBLISHED = {
    (255, 255, 255): (100.0, 0.0, 0.0),
    (0, 0, 0): (0.0, 0.0, 0.0),
    (255, 0, 0): (53.24, 80.09, 67.20),
    (0, 255, 0): (87.73, -86.18, 83.18),
    (0, 0, 255): (32.30, 79.19, -107.86),
    (255, 255, 0): (97.14, -21.55, 94.48),
    (0, 255, 255): (91.11, -48.09, -14.13),
    (128, 128, 128): (53.59, 0.0, 0.0),
}


@pytest.mark.parametrize(("rgb", "lab"), PUBLISHED.items())
def test_colours_have_their_published_values(
    rgb: tuple[int, int, int], lab: tuple[float, float, float]
) -> None:
    assert_allclose(lab_of(np.array(rgb) / 255), lab, atol=0.02)
    assert_allclose(255 * rgb_of(np.array(lab)), rgb, atol=0.3)


def test_there_and_back_nothing_changes() -> None:
    rgb = np.random.default_rng(0).random((1000, 3))
    assert_allclose(rgb_of(lab_of(rgb)), rgb, atol=1e-6)


def test_colours_that_no_screen_has_are_cut_off() -> None:
    rgb = rgb_of(np.array([[50.0, 200.0, 0.0], [120.0, 0.0, 0.0]]))
    assert np.all((rgb >= 0.0) & (rgb <= 1.0))


def test_blended_colours_pass_through_those_given() -> None:
    colours = blended(["#ffffff", "#8fbfe3", "#0f4c86"], 5)
    assert_array_equal(colours[::2], [[255, 255, 255], [143, 191, 227], [15, 76, 134]])
    assert colours.dtype == np.uint8


def test_halfway_between_two_colours_lies_the_middle_of_their_lightness() -> None:
    black, grey, white = lab_of(blended(["#000000", "#ffffff"], 3) / 255)[:, 0]
    assert grey == pytest.approx((black + white) / 2, abs=0.2)


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
