"""Many points, as an image."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal

from mdn_gui.core.drawing.images import crowd_image

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
