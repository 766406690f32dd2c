"""Densities as colours, 0xAARRGGBB."""

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
