"""Components as ribbons over an image."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import ArrayLike, NDArray

from mdn_gui.core.drawing.curves import (
    BAND_OPACITY,
    CORE_OPACITY,
    FADED,
    LEAST_WEIGHT,
    over,
)
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture

EDGES = np.linspace(-10.0, 10.0, 201)
PIXEL = 0.1
COLUMNS = 7
COLOURS = np.array([[200, 30, 10], [20, 180, 40], [0, 60, 220]], np.uint8)
WHITE, CLEAR = 0xFFFFFFFF, 0x00000000


def columns(weights: list[float], means: list[float], scales: list[float]) -> Mixture:
    """The same mixture in every column."""
    with np.errstate(divide="ignore"):
        log_weights = np.log(np.tile(weights, (COLUMNS, 1)))
    shape = (COLUMNS, len(weights), 1)
    return Mixture(
        log_weights,
        np.broadcast_to(np.array(means)[:, None], shape),
        np.broadcast_to(np.array(scales)[:, None], shape),
    )


def shown(mixture: Mixture, selected: int | None = None, under: int = WHITE) -> NDArray[np.int64]:
    """Alpha, red, green and blue of the first column, `(pixels, 4)`, the lowest y first."""
    image = np.full((200, COLUMNS), under, np.uint32)
    ribbons = over(image, mixture, EDGES, COLOURS, selected)
    assert ribbons.flags.c_contiguous
    assert np.all(ribbons == ribbons[:, :1])
    return ribbons[::-1, 0].astype(">u4").view(np.uint8).reshape(-1, 4).astype(np.int64)


def row_of(y: float) -> int:
    return int((y - EDGES[0]) / PIXEL)


def mixed(colour: ArrayLike, opacity: float, under: float = 255.0) -> Floats:
    return opacity * np.asarray(colour, np.float64) + (1 - opacity) * under


def test_a_band_reaches_a_scale_to_each_side_of_the_mean_and_no_further() -> None:
    image = shown(columns([1.0], [2.03], [1.5]))
    in_band = mixed(COLOURS[0], BAND_OPACITY)
    for y in (0.65, 1.2, 3.0, 3.45):
        assert_allclose(image[row_of(y), 1:], in_band, atol=1)
    untouched = np.r_[0 : row_of(0.45), row_of(3.65) : 200]
    assert_array_equal(image[untouched], 255)
    assert_array_equal(image[:, 0], 255)


def test_the_core_stands_out_at_the_mean() -> None:
    image = shown(columns([1.0], [2.05], [1.5]))
    opacity = 1 - (1 - BAND_OPACITY) * (1 - CORE_OPACITY)
    assert_allclose(image[row_of(2.05), 1:], mixed(COLOURS[0], opacity), atol=1)


def test_a_pixel_that_is_covered_in_part_is_tinted_in_part() -> None:
    image = shown(columns([1.0], [0.03], [1.0]))
    end = image[row_of(1.0 + 1e-9), 1:]
    opacity = 1 - (1 - BAND_OPACITY) ** 0.3
    assert_allclose(end, mixed(COLOURS[0], opacity), atol=1)


def test_the_weight_makes_a_ribbon_opaque() -> None:
    heavy, light = (
        255 - shown(columns([weight, 1 - weight], [5.0, -5.0], [1.0, 1.0]))[row_of(5.5)]
        for weight in (0.81, 0.09)
    )
    assert_allclose(heavy[1:], 3 * light[1:], atol=3)
    assert heavy[3] > 0


@pytest.mark.parametrize("weight", [0.0, 0.9 * LEAST_WEIGHT])
def test_a_component_that_weighs_next_to_nothing_is_not_drawn(weight: float) -> None:
    image = shown(columns([weight, 1 - weight], [5.0, -5.0], [1.0, 1.0]))
    assert_array_equal(image[row_of(0.0) :], 255)


def test_no_ribbon_lies_above_another() -> None:
    one, other = (
        columns([0.5, 0.5], [0.0, 0.5], [2.0, 2.0]),
        columns([0.5, 0.5], [0.5, 0.0], [2, 2]),
    )
    image, swapped = np.full((2, 200, COLUMNS), WHITE, np.uint32)
    assert_array_equal(
        over(image, one, EDGES, COLOURS[:2], None),
        over(swapped, other, EDGES, COLOURS[1::-1], None),
    )
    there = shown(one)[row_of(1.5), 1:]
    opacity = 1 - (1 - BAND_OPACITY * np.sqrt(0.5)) ** 2
    assert_allclose(there, mixed(COLOURS[:2].mean(axis=0), opacity), atol=1)


def test_colours_start_over_where_there_are_more_components() -> None:
    image = shown(columns([0.25] * 4, [-7.5, -2.5, 2.5, 7.5], [1.0] * 4))
    first, second, _, fourth = (image[row_of(y)] for y in (-7.0, -2.0, 3.0, 8.0))
    assert_array_equal(first, fourth)
    assert np.any(first != second)


def test_the_others_fade_while_one_is_emphasised() -> None:
    mixture = columns([0.5, 0.5], [5.0, -5.0], [1.0, 1.0])
    plain, emphasised = shown(mixture), shown(mixture, selected=0)
    assert_array_equal(emphasised[row_of(0.0) :], plain[row_of(0.0) :])
    faded = mixed(COLOURS[1], FADED * BAND_OPACITY * np.sqrt(0.5))
    assert_allclose(emphasised[row_of(-4.5), 1:], faded, atol=1)
    assert_array_equal(shown(mixture, selected=2), plain)


def test_over_nothing_the_colours_are_multiplied_by_their_opacity() -> None:
    image = shown(columns([1.0], [0.0], [2.0]), under=CLEAR)
    assert_array_equal(image[row_of(3.0)], 0)
    assert_allclose(image[row_of(1.5)], mixed(np.array([255, *COLOURS[0]]), 0.5, 0.0), atol=1)


def test_a_steep_core_has_no_gaps() -> None:
    means = np.linspace(-7.5, 7.5, COLUMNS)[:, None, None]
    mixture = Mixture(np.zeros((COLUMNS, 1)), means, np.full_like(means, 1e-9))
    image = over(np.zeros((200, COLUMNS), np.uint32), mixture, EDGES, COLOURS, None)
    assert np.all((image[row_of(-6.0) : row_of(6.0)] >> 24).max(axis=1) > 170)


def test_components_beyond_the_image_leave_it_as_it_is() -> None:
    mixture = columns([0.4, 0.3, 0.3], [1e150, -1e12, -30.0], [1e-12, 1e3, 1e-3])
    assert_array_equal(shown(mixture), 255)
    everywhere = shown(columns([1.0], [-1e12], [1e12 + 5.0]))
    assert_allclose(everywhere[row_of(-9.0), 1:], mixed(COLOURS[0], BAND_OPACITY), atol=1)
    assert_array_equal(everywhere[row_of(5.3) :], 255)
