"""Densities as colours, 0xAARRGGBB."""

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.field import Image

type Argb = NDArray[np.uint32]

_BRIGHTEST = 0.6  # share of the columns whose highest density the colours can tell apart
_LEAST_DENSITY = np.finfo(np.float32).tiny


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


def coloured(density: Image, top: Image | float, colours: Argb) -> Argb:
    """An image of densities.

    Args:
        density: `(columns, pixels)`, not negative.
        top: The density of the last colour, above 0: one, or one for each column, `(columns,)`.
        colours: For densities from 0 to the top, evenly spaced, `(256,)`.

    Returns:
        The nearest colour of each density, `(pixels, columns)`, the last pixel in the first row.
    """
    tops = np.asarray(top, np.float32).reshape(-1, 1)
    shares = np.minimum(density, tops)
    shares /= tops
    shares *= 255.0
    shares += 0.5
    return colours.take(shares.T[::-1].astype(np.uint8, order="C"), mode="clip")
