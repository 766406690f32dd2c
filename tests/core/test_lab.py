"""Colours in CIELAB."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.colour import blended, lab_of, rgb_of

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
