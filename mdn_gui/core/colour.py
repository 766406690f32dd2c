"""What the tones of a density stand for: which choices there are, and what a bar of them says."""

from collections.abc import Sequence
from enum import Enum, auto
from math import floor, log10
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
