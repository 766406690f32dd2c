"""Sketches of the built-in problems: some of their rows, and the truth, as points of a picture."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.maths.numerics import Floats

ROWS = 400
"""How many rows a sketch has."""

_COLUMNS = 449  # at which the truth is drawn: two for each pixel of a small picture
_SEED = 0
_MARGIN = 0.06  # of the height, above and below


class Sketch(NamedTuple):
    """Points of a picture from 0 to 1, from its left to its right and from its bottom to its top.

    Attributes:
        rows: Of the problem, `(n, 2)`.
        truth: The modes of its density, so close to each other that they look like lines, `(m, 2)`.
    """

    rows: Floats
    truth: Floats


def sketches(names: Sequence[str]) -> tuple[Sketch, ...]:
    """Sketch built-in problems, by their names in `EXAMPLES`.

    Of several columns, the first target is sketched along the first input: all rows, and the truth
    where the other inputs are at their medians.
    """
    return tuple(map(_sketch, names))


def _sketch(name: str) -> Sketch:
    example = EXAMPLES[name]
    dataset = example.dataset(ROWS, _SEED)
    rows = np.column_stack([dataset.inputs[:, 0], dataset.targets[:, 0]])
    left, right = example.input_ranges[0]
    along = example.along(np.median(dataset.inputs, axis=0).tolist(), 0, 0)
    truth = np.column_stack(along.modes(np.linspace(left, right, _COLUMNS)))
    low, high = rows[:, 1].min(), rows[:, 1].max()
    margin = _MARGIN * (high - low)
    corner, opposite = np.array([left, low - margin]), np.array([right, high + margin])
    return Sketch(*(_inside((points - corner) / (opposite - corner)) for points in (rows, truth)))


def _inside(points: Floats) -> Floats:
    return points[((points >= 0.0) & (points <= 1.0)).all(axis=1)]
