"""Images of the plane, 0xAARRGGBB: densities as colours, and points too many to be drawn."""

from collections.abc import Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.colour import BAND_TONES, DECADES, TONES
from mdn_gui.core.field import Image
from mdn_gui.core.maths.numerics import Floats

type Argb = NDArray[np.uint32]

_BRIGHTEST = 0.6  # share of the columns whose highest density the colours can tell apart
_LEAST_DENSITY = np.finfo(np.float32).tiny

SLACK = 1e-3
"""Nats below its level that a region reaches: a flat density, everywhere at its own level, is all
in its region then, and not outside."""


def common_top(density: Image) -> float:
    """The density that gets the strongest colour where all columns share one scale.

    Args:
        density: `(columns, pixels)`, per unit of y.

    Returns:
        The highest density of six columns in ten lies below it; the others share its colour, for
        a single spike must not darken all the rest. Above 0, even where all densities are 0.
    """
    return max(float(np.quantile(density.max(axis=1), _BRIGHTEST)), float(_LEAST_DENSITY))


def column_tops(density: Image) -> Image:
    """The highest density of each column.

    Args:
        density: `(columns, pixels)`, per unit of y.

    Returns:
        `(columns,)`; above 0, even where all densities are 0.
    """
    tops: Image = np.maximum(density.max(axis=1), _LEAST_DENSITY)
    return tops


def coloured(
    density: Image, top: Image | float, colours: Argb, *, logarithmic: bool = False
) -> Argb:
    """An image of densities.

    Args:
        density: `(columns, pixels)`, not negative.
        top: The density of the last colour, above 0: one, or one for each column, `(columns,)`.
        colours: For densities from 0 to the top, evenly spaced, `(256,)`.
        logarithmic: Whether they are for the logarithm, evenly spaced from four decades below the
            top; what is below has the first.

    Returns:
        The nearest colour of each density, `(pixels, columns)`, the last pixel in the first row.
    """
    tops = np.asarray(top, np.float32).reshape(-1, 1)
    shares = np.minimum(density, tops)
    shares /= tops
    if logarithmic:
        np.maximum(shares, np.float32(0.1**DECADES), out=shares)
        np.log(shares, out=shares)
        shares *= np.float32(1.0 / (DECADES * log(10.0)))
        shares += 1.0
    shares *= TONES - 1.0
    shares += 0.5
    return _taken(shares.T[::-1].astype(np.uint8, order="C"), colours)


def coloured_by_level(density: Image, log_levels: Floats, colours: Argb) -> Argb:
    """An image of the smallest of some regions that holds each pixel.

    Args:
        density: `(columns, pixels)`, not negative.
        log_levels: Logarithms of the densities that the highest-density regions of `colour.MASSES`
            are above, `(masses, columns)`.
        colours: Of the tones, `(256,)`.

    Returns:
        The colour of each region's tone, `(pixels, columns)`, the last pixel in the first row.
    """
    levels = np.exp(log_levels - SLACK).astype(np.float32)[:, :, np.newaxis]
    regions = np.zeros(density.shape, np.uint8)
    for level in levels:
        regions += density >= level
    return _taken(np.ascontiguousarray(regions.T[::-1]), colours[BAND_TONES])


def _taken(tones: NDArray[np.uint8], colours: Argb) -> Argb:
    return colours.take(tones, mode="clip")


MOST_POINTS = 20_000
"""More points than that are drawn as an image."""


def crowd_image(
    x: Floats,
    y: Floats,
    kinds: NDArray[np.integer],
    edges: tuple[Floats, Floats],
    colours: Sequence[int],
    *,
    opacities: tuple[float, float],
    strengths: Sequence[float] = (1.0,),
) -> NDArray[np.uint32]:
    """Draw points as an image: each pixel in the colour of the kind most frequent there.

    The more points a pixel holds, the less transparent it is, by the logarithm of their number.

    Args:
        x: `(n,)`.
        y: `(n,)`.
        kinds: What each point is, from 0, `(n,)`.
        edges: Of the pixels, `(columns + 1,)` in x and `(pixels + 1,)` in y, increasing and evenly
            spaced; points beyond them are left out.
        colours: Of the kinds, 0xRRGGBB; repeated after the last.
        opacities: From 0 to 1: the least that a pixel with a point has, and what the one with the
            most points has.
        strengths: How many points one of each kind counts as; repeated after the last.

    Returns:
        Premultiplied colours 0xAARRGGBB, `(pixels, columns)`, the largest y first; 0 where no
        point is.
    """
    columns, rows = len(edges[0]) - 1, len(edges[1]) - 1
    # Point by point no more is worked out than that: of millions, each pass takes milliseconds.
    place = _pixel(y, edges[1]) * (columns + 2) + _pixel(x, edges[0])
    many = min(len(colours), int(kinds.max(initial=0)) + 1)
    if many > 1:
        place *= many
        place += (kinds % len(colours)).astype(np.int32)
    counts = np.bincount(place, minlength=many * (rows + 2) * (columns + 2))
    by_kind = counts.reshape(rows + 2, columns + 2, many)[rows:0:-1, 1:-1]
    total = by_kind @ np.resize(strengths, many)
    occupied = total > 0
    image = np.zeros((rows, columns), np.uint32)
    if not occupied.any():
        return image
    share = np.log1p(total[occupied]) / np.log1p(total.max())
    colour = np.asarray(colours, np.uint32)[by_kind[occupied].argmax(axis=1)]
    faintest, strongest = opacities
    image[occupied] = _premultiplied(colour, faintest + (strongest - faintest) * share)
    return image


def _premultiplied(colour: NDArray[np.uint32], alpha: Floats) -> NDArray[np.uint32]:
    pixels = np.round(255 * alpha).astype(np.uint32) << np.uint32(24)
    for shift in np.array([16, 8, 0], np.uint32):
        channel = (colour >> shift) & np.uint32(0xFF)
        pixels |= np.round(channel * alpha).astype(np.uint32) << shift
    return pixels


def _pixel(values: Floats, edges: Floats) -> NDArray[np.int32]:
    """The pixel of each value, from 1; 0 and one more than there are stand for those beyond."""
    pixels = len(edges) - 1
    position = values - edges[0]
    position *= pixels / (edges[-1] - edges[0])
    np.floor(position, out=position)
    np.clip(position, -1, pixels, out=position)
    pixel: NDArray[np.int32] = (position + 1.0).astype(np.int32)
    return pixel
