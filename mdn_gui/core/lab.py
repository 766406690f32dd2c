"""Colours between colours, in CIELAB: equal steps of it look about equally far apart."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.maths.numerics import Floats

# IEC 61966-2-1: linear red, green and blue to CIE XYZ; white is D65, the sum of the columns.
_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = _TO_XYZ.sum(axis=1)
_KNEE = 6 / 29  # of CIELAB's cube root; below it is a straight line


def lab_of(rgb: Floats) -> Floats:
    """CIELAB of sRGB colours.

    Args:
        rgb: Red, green and blue from 0 to 1, `(..., 3)`.

    Returns:
        L* from 0 to 100, a* and b*, `(..., 3)`, for the white of D65.

    Source:
        CIE 15, "Colorimetry"; IEC 61966-2-1 for sRGB.
    """
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _TO_XYZ.T / _WHITE
    x, y, z = np.moveaxis(
        np.where(xyz > _KNEE**3, np.cbrt(xyz), xyz / (3 * _KNEE**2) + 4 / 29), -1, 0
    )
    return np.stack([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)], axis=-1)


def rgb_of(lab: Floats) -> Floats:
    """SRGB of CIELAB colours, the inverse of `lab_of`.

    Args:
        lab: L*, a* and b*, `(..., 3)`.

    Returns:
        Red, green and blue, `(..., 3)`, cut off at 0 and 1 where a screen has no such colour.
    """
    light, a, b = np.moveaxis(lab, -1, 0)
    y = (light + 16.0) / 116.0
    roots = np.stack([y + a / 500.0, y, y - b / 200.0], axis=-1)
    xyz = np.where(roots > _KNEE, roots**3, 3 * _KNEE**2 * (roots - 4 / 29)) * _WHITE
    linear = np.clip(xyz @ np.linalg.inv(_TO_XYZ).T, 0.0, 1.0)
    rgb = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    cut: Floats = np.clip(rgb, 0.0, 1.0)
    return cut


def blended(colours: Sequence[str], steps: int) -> NDArray[np.uint8]:
    """Colours from the first of some to the last, on straight lines through CIELAB.

    Args:
        colours: As '#rrggbb', at least two; they lie evenly spaced among the steps.
        steps: How many colours to make, at least two.

    Returns:
        Red, green and blue, `(steps, 3)`.
    """
    rgb = np.array([list(bytes.fromhex(colour.removeprefix("#"))) for colour in colours]) / 255
    places = np.linspace(0.0, len(colours) - 1, steps)
    lab = [np.interp(places, np.arange(len(colours)), channel) for channel in lab_of(rgb).T]
    return np.rint(255 * rgb_of(np.stack(lab, axis=-1))).astype(np.uint8)
