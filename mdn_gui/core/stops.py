"""Which values of an input there are, where these are few whole numbers."""

import numpy as np

from mdn_gui.core.kinds import Category, Date, Kind
from mdn_gui.core.maths.numerics import Floats

MOST_STOPS, LEAST_ROWS = 12, 4
"""A column of more whole numbers than that, or of fewer rows for each of them on average, is a
measure, of which any value makes sense."""


def stops_of(values: Floats, kind: Kind) -> tuple[float, ...]:
    """The values that a place can have in a column.

    Args:
        values: Those of the rows, `(rows,)`; missing ones are left out.
        kind: What the column holds.

    Returns:
        Increasing: the levels of a category, as numbers; the values of a column of 2 to 12 whole
        numbers that come back; none where any value makes sense.
    """
    if isinstance(kind, Category):
        return tuple(float(level) for level in range(len(kind.levels)))
    left, found = values[np.isfinite(values)], list[float]()
    rows = len(left)
    # A pass over millions of rows takes a millisecond; sorting them takes a hundred.
    while len(left) and len(found) < MOST_STOPS and float(left[0]).is_integer():
        found.append(float(left[0]))
        left = left[left != left[0]]
    few = not len(left) and 1 < len(found) <= rows / LEAST_ROWS and not isinstance(kind, Date)
    return tuple(sorted(found)) if few else ()


def nearest_stop(value: float, stops: tuple[float, ...]) -> float:
    """The stop that is nearest to a value, the lower of two; the value itself if there is none."""
    return min(stops, key=lambda stop: abs(stop - value), default=value)


def next_stop(value: float, stops: tuple[float, ...], steps: int) -> float:
    """The stop so many farther up, or down, from the one nearest to a value; the last at an end."""
    place = stops.index(nearest_stop(value, stops)) + steps
    return stops[min(max(place, 0), len(stops) - 1)]
