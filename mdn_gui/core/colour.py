"""What the tones of a density mean, and interpolation of colours in CIELAB."""

from collections.abc import Sequence
from enum import Enum, auto
from math import floor, log10
from typing import NamedTuple

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


MASSES = (0.5, 0.8, 0.9, 0.95, 0.99, 0.998)
"""Probabilities of the highest-density regions that have a tone each."""

DECADES = 4
"""How many powers of ten below the highest density the tones of its logarithm reach."""

TONES = 256
"""How many tones there are; the first is the ground, the last the strongest."""

BAND_TONES: NDArray[np.uint8] = np.rint(np.linspace(0, TONES - 1, len(MASSES) + 1)).astype(np.uint8)
"""The tone outside all regions, then that of each, the widest region first."""

_MOST_STEPS = 6  # of the numbers beside a bar
_PLAIN = 1e-4, 1e6  # numbers from here to below there are written without powers of ten


class Colour(Enum):
    """What a tone of the density says."""

    PROBABILITY = auto()
    DENSITY = auto()
    LOG_DENSITY = auto()


class Mark(NamedTuple):
    """A text beside a bar of tones, at a place from 0, the ground, to 1, the strongest tone."""

    place: float
    text: str


def bar_tones(colour: Colour) -> NDArray[np.uint8]:
    """The tones of a bar, from the ground to the strongest, `(TONES,)`."""
    if colour is Colour.PROBABILITY:
        # The ground is all around: the bar has the regions only, each as long as the others.
        band = np.arange(TONES) * len(MASSES) // TONES
        return BAND_TONES[1 + band]
    return np.arange(TONES).astype(np.uint8)


def bar_marks(colour: Colour, top: float | None) -> Sequence[Mark]:
    """What stands beside a bar of tones.

    Args:
        colour: What the tones say.
        top: The density of the strongest tone, above 0; None where each x has its own, of which
            the numbers are shares then.

    Returns:
        A percentage in the middle of each band, or densities that are round numbers.
    """
    if colour is Colour.PROBABILITY:
        return [
            Mark((band + 0.5) / len(MASSES), f"{100 * mass:g}%")
            for band, mass in enumerate(reversed(MASSES))
        ]
    if top is None:
        top = 1.0
    if colour is Colour.DENSITY:
        step = _round_step(top / _MOST_STEPS)
        numbers = [step * count for count in range(floor(top / step * (1 + 1e-9)) + 1)]
        places = [number / top for number in numbers]
    else:
        highest = floor(log10(top) + 1e-9)
        numbers = [float(f"1e{power}") for power in range(highest - DECADES, highest + 1)]
        places = [1.0 + log10(number / top) / DECADES for number in numbers]
    return [
        Mark(min(place, 1.0), _short(number))
        for place, number in zip(places, numbers, strict=True)
        if place >= 0.0
    ]


def _round_step(least: float) -> float:
    """The next higher one of 1, 2 and 5, times a power of ten."""
    power = floor(log10(least))
    return next(
        step for step in (float(f"{digit}e{power}") for digit in (1, 2, 5, 10)) if step >= least
    )


def _short(number: float) -> str:
    """A round number as a person would write it where there is little room."""
    if not number or _PLAIN[0] <= number < _PLAIN[1]:
        return f"{number:.10g}"
    digits, power = f"{number:.9e}".split("e")
    return f"{digits.rstrip('0').rstrip('.')}e{int(power)}"
