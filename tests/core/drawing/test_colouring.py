"""Densities as colours."""

import numpy as np
from numpy.testing import assert_array_equal

from mdn_gui.core.colour import BAND_TONES, MASSES
from mdn_gui.core.drawing.images import coloured, coloured_by_level, column_tops, common_top

NUMBERED = np.arange(256, dtype=np.uint32)


def test_densities_get_the_colours_between_nothing_and_the_top() -> None:
    density = np.array([[0.0, 0.5, 2.0], [1.0, 3.0, 2.0 / 255.0]], np.float32)
    image = coloured(density, 2.0, NUMBERED)
    assert_array_equal(image, [[255, 1], [64, 255], [0, 128]])
    assert image.dtype == np.uint32
    assert image.flags.c_contiguous


def test_the_logarithm_has_colours_down_to_four_decades_below_the_top() -> None:
    density = np.array([[5.0, 2.0, 0.02, 2e-4], [1e-4, 1e-9, 0.0, 0.2]], np.float32)
    image = coloured(density, 2.0, NUMBERED, logarithmic=True)
    assert_array_equal(image.T[:, ::-1], [[255, 255, 128, 0], [0, 0, 0, 191]])


def test_a_pixel_has_the_tone_of_the_smallest_region_that_holds_it() -> None:
    levels = np.log(np.array([0.5, 0.4, 0.3, 0.2, 0.1, 0.05]))[:, np.newaxis] + [0.0, np.log(10.0)]
    density = np.array([[0.6, 0.45, 0.3, 0.07, 0.04, 0.0]] * 2, np.float32)
    image = coloured_by_level(density, levels, NUMBERED)
    regions = np.array([[6, 5, 4, 1, 0, 0], [1, 0, 0, 0, 0, 0]])
    assert len(levels) == len(MASSES)
    assert_array_equal(image.T[:, ::-1], BAND_TONES[regions])
    assert image.dtype == np.uint32
    assert image.flags.c_contiguous


def test_each_column_can_have_its_own_top() -> None:
    density = np.array([[0.0, 4.0], [1e-3, 5e-4]], np.float32)
    image = coloured(density, column_tops(density), NUMBERED)
    assert_array_equal(image, [[255, 128], [0, 255]])


def test_one_spike_does_not_darken_all_the_rest() -> None:
    density = np.ones((10, 5), np.float32)
    density[3, 2] = 1e6
    assert common_top(density) == 1.0


def test_where_there_is_no_density_there_is_still_a_top() -> None:
    nothing = np.zeros((3, 2), np.float32)
    assert common_top(nothing) > 0.0
    assert np.all(column_tops(nothing) > 0.0)
    assert_array_equal(coloured(nothing, column_tops(nothing), NUMBERED), np.zeros((2, 3)))
