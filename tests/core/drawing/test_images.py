"""Densities and points as images."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from mdn_gui.core.colour import BAND_TONES, MASSES
from mdn_gui.core.drawing.images import (
    coloured,
    coloured_by_level,
    column_tops,
    common_top,
    crowd_image,
)

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


RED, BLUE = 0xFF0000, 0x0000FF
OPAQUE = {"opacities": (0.16, 1.0)}
EDGES = np.linspace(0.0, 4.0, 5), np.linspace(0.0, 2.0, 3)


def test_a_point_colours_its_pixel_the_largest_y_on_top() -> None:
    image = crowd_image(np.array([3.5]), np.array([1.9]), np.zeros(1, int), EDGES, [RED], **OPAQUE)
    assert image.shape == (2, 4)
    assert image[0, 3] == 0xFFFF0000
    assert np.count_nonzero(image) == 1


def test_the_most_frequent_kind_gives_the_colour() -> None:
    x, y = np.full(5, 0.5), np.full(5, 0.5)
    image = crowd_image(x, y, np.array([0, 1, 1, 0, 1]), EDGES, [RED, BLUE], **OPAQUE)
    assert image[1, 0] == 0xFF0000FF
    again = crowd_image(x, y, np.array([0, 3, 3, 2, 1]), EDGES, [RED, BLUE], **OPAQUE)
    assert_array_equal(again, image)


def test_more_points_are_less_transparent_and_colours_premultiplied() -> None:
    x = np.concatenate([np.full(1, 0.5), np.full(10, 1.5), np.full(1000, 2.5)])
    image = crowd_image(x, np.full(len(x), 0.5), np.zeros(len(x), int), EDGES, [RED], **OPAQUE)
    alpha, red = image[1] >> 24, (image[1] >> 16) & 0xFF
    assert alpha[3] == 0 < alpha[0] < alpha[1] < alpha[2] == 255
    assert_array_equal(alpha, red)


def test_points_of_a_weaker_kind_count_less() -> None:
    x = np.concatenate([np.full(100, 0.5), np.full(100, 1.5), np.full(40, 2.5)])
    kinds = np.repeat([0, 1, 0], [100, 100, 40])
    image = crowd_image(
        x, np.full(240, 0.5), kinds, EDGES, [RED, RED], **OPAQUE, strengths=(1.0, 0.4)
    )
    alpha = image[1] >> 24
    assert alpha[0] == 255 > alpha[1] == alpha[2] > alpha[3] == 0


def test_no_pixel_is_less_transparent_than_was_asked_for() -> None:
    x = np.concatenate([np.full(1, 0.5), np.full(10_000, 1.5)])
    image = crowd_image(
        x, np.full(len(x), 0.5), np.zeros(len(x), int), EDGES, [RED], opacities=(0.06, 0.5)
    )
    alpha = image[1] >> 24
    assert 0.06 * 255 < alpha[0] < alpha[1] == pytest.approx(0.5 * 255, abs=1)


def test_points_beyond_the_edges_are_left_out() -> None:
    beyond = np.array([-1.0, 4.0, 5.0, 1e300, -1e300])
    image = crowd_image(beyond, np.ones(5), np.zeros(5, int), EDGES, [RED], **OPAQUE)
    assert not image.any()
    assert not crowd_image(np.ones(5), beyond, np.zeros(5, int), EDGES, [RED], **OPAQUE).any()


@given(
    arrays(float, (50, 2), elements=st.floats(0.0, 1.99)), st.integers(1, 30), st.integers(1, 30)
)
def test_every_point_is_seen(points: np.ndarray, columns: int, rows: int) -> None:
    edges = np.linspace(0, 2, columns + 1), np.linspace(0, 2, rows + 1)
    x, y = points[:, 0], points[:, 1]
    image = crowd_image(x, y, np.zeros(50, int), edges, [RED], **OPAQUE)
    expected, _, _ = np.histogram2d(x, y, bins=list(edges))
    # A point within rounding of an edge may fall on either side.
    assert np.count_nonzero(image) == pytest.approx(np.count_nonzero(expected), abs=2)
