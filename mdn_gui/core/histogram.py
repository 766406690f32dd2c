"""Histograms that stand side by side: with the same bins."""

from math import ceil
from typing import NamedTuple

import numpy as np

from mdn_gui.core.maths.numerics import Floats

_QUARTILES = (0.25, 0.75)
_CENTRAL = (0.01, 0.99)  # probabilities between which most samples lie
_FEWEST, _MOST = 25, 60  # bins between these, or in the window
_MOST_IN_ALL = 1_000
_BEYOND = 1.0  # lengths of the window on each side of it that have bins too
_CLOSEST = 1e-12  # of the values themselves: samples nearer than that are one
_SHORTEST = 1e-300  # of an axis: one over the width of a thousandth of it is a double


class Histogram(NamedTuple):
    """How samples are spread, as an estimate of their density.

    Attributes:
        edges: Of the bins, increasing, `(bins + 1,)`, in units of the samples.
        densities: The share of the samples in each bin over its width, `(bins,)`.
    """

    edges: Floats
    densities: Floats


def histograms(samples: Floats, window: tuple[float, float]) -> list[Histogram]:
    """Histograms of several sets of samples, all with the same bins.

    The set that needs the narrowest bins has them, but the middle of all sets together, or the
    window if that is shorter, takes 25 to 60: a spike is one bin and not thousands, and samples
    far away do not widen the bins of the others.

    Args:
        samples: `(sets, n)`, finite, n at least 1.
        window: The part that is looked at. Bins go on for its length on each side of it; what lies
            beyond counts as samples but has no bin.

    Returns:
        One of each set.

    Source:
        Freedman and Diaconis, "On the histogram as a density estimator: L2 theory", Zeitschrift
        fuer Wahrscheinlichkeitstheorie und verwandte Gebiete 57 (1981), pages 453 to 476: the
        width of a bin is twice the interquartile range over the cube root of n.
    """
    ordered = np.sort(samples, axis=1)
    edges = _edges(ordered, window)
    return [Histogram(edges, _densities(each, edges)) for each in ordered]


def _edges(ordered: Floats, window: tuple[float, float]) -> Floats:
    length = window[1] - window[0]
    low = max(float(ordered[:, 0].min()), window[0] - _BEYOND * length)
    high = min(float(ordered[:, -1].max()), window[1] + _BEYOND * length)
    least = max(_CLOSEST * max(abs(low), abs(high)), _SHORTEST)
    if high - low < least:
        # All samples are the same, or all are far away on one side.
        middle = (low + high) / 2
        return np.array([middle - least, middle + least])
    width = np.clip(_width(ordered), *_bounds(ordered, length, least))
    return np.linspace(low, high, min(ceil((high - low) / width), _MOST_IN_ALL) + 1)


def _width(ordered: Floats) -> float:
    """The width of a bin by the rule of Freedman and Diaconis, of the set that needs the least."""
    n = ordered.shape[1]
    lower, upper = ordered[:, _places(_QUARTILES, n)].T
    narrowest = float((upper - lower).min())
    return float(2.0 * narrowest / n ** (1 / 3))


def _bounds(ordered: Floats, length: float, least: float) -> tuple[float, float]:
    """The least and the greatest width of a bin."""
    first, last = np.sort(ordered, axis=None)[_places(_CENTRAL, ordered.size)]
    span = max(min(float(last - first), length), least)
    return span / _MOST, span / _FEWEST


def _places(probabilities: tuple[float, float], n: int) -> list[int]:
    """Where quantiles stand among n samples in order."""
    return [round(probability * (n - 1)) for probability in probabilities]


def _densities(ordered: Floats, edges: Floats) -> Floats:
    # A sample on an edge belongs to the bin above, one on the last edge to the last bin.
    below = np.searchsorted(ordered, edges)
    below[-1] = np.searchsorted(ordered, edges[-1], side="right")
    return np.diff(below) / (ordered.size * np.diff(edges))
