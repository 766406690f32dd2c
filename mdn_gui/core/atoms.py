"""Targets of which one value holds many rows, and a score that it cannot inflate.

A density stands as high at such a value as the scale floor lets it, and a mean log-likelihood then
tells of the floor rather than of the network. What stays meaningful is the probability of the cell
of numbers that are rounded to each value: it is at most 1, whatever the floor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture

LEAST_SHARE = 0.2
"""A value that holds more of the rows is an atom."""

LEAST_ROWS = 5
"""So many rows must have it."""

_FINEST = 1e-6
"""Narrowest cell, relative to the range of the target: narrower gaps may be rounding errors."""

_LEAST_PROBABILITY = 1e-280
"""Of less, doubles have few digits."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A value of a target that holds many rows.

    Attributes:
        target: Name of the column.
        value: The value.
        share: Of the rows that have it.
        width: Of the cell of numbers that are rounded to it, in units of the target.
    """

    target: str
    value: float
    share: float
    width: float


@dataclass(frozen=True, eq=False)
class Cells:
    """What a recorded value stands for: all numbers that are nearer to it than half a width.

    Attributes:
        widths: Of each target, `(outputs,)`: the least distance of two of its values.
        atoms: Of each target, `(outputs,)`: its atom, or not a number without one.
    """

    widths: Floats
    atoms: Floats

    @classmethod
    def of(cls, dataset: Dataset) -> Self | None:
        """The cells of rows, or None where no target has an atom.

        Args:
            dataset: Rows, of which all are looked at.
        """
        values = {atom.target: atom.value for atom in atoms(dataset)}
        if not values:
            return None
        return cls(
            np.array([_width(np.unique(column)) for column in dataset.targets.T]),
            np.array([values.get(name, np.nan) for name in dataset.target_names]),
        )

    def hold(self, y: Floats) -> NDArray[np.bool_]:
        """Whether any of the targets y `(n, outputs)` is at its atom, `(n,)`."""
        return (np.abs(y - self.atoms) < 0.5 * self.widths).any(axis=1)

    def log_probability(self, mixture: Mixture, y: Floats) -> Floats:
        """Log of the probability of the cells that y lie in, in nats.

        Args:
            mixture: Of each row, or one of all.
            y: `(n, outputs)`, in the units of the data.

        Returns:
            `(n,)`; far out, where the probability is below doubles, by the density.
        """
        probability = mixture.box_probability(y - 0.5 * self.widths, y + 0.5 * self.widths)
        by_density = mixture.log_prob(y) + np.log(self.widths).sum()
        enough = probability > _LEAST_PROBABILITY
        return np.where(enough, np.log(np.where(enough, probability, 1.0)), by_density)

    def log_frequency(self, training: Dataset, y: Floats, beside: Floats) -> Floats:
        """Log of the share of training rows with the values y, in nats.

        Args:
            training: Rows that are counted, each as often as its weight says.
            y: `(n, outputs)`, in the units of the data.
            beside: `(n,)` log probabilities of the same cells, which weigh as much as one row, so
                that no value is without a probability.

        Returns:
            `(n,)`.
        """
        cells, place = np.unique(self._numbered(training.targets), axis=0, return_inverse=True)
        counts = np.bincount(place.ravel(), weights=training.weights)
        unit = counts.sum() / training.rows
        known = {tuple(cell): count / unit for cell, count in zip(cells, counts, strict=True)}
        found = np.array([known.get(tuple(cell), 0.0) for cell in self._numbered(y)])
        shares: Floats = np.log(found + np.exp(beside)) - np.log(training.rows + 1.0)
        return shares

    def _numbered(self, y: Floats) -> Floats:
        numbers: Floats = np.round(y / self.widths)
        return numbers


def atoms(dataset: Dataset) -> tuple[Atom, ...]:
    """Find values that hold more than `LEAST_SHARE` of the rows, and at least `LEAST_ROWS`.

    A target of one value only has none: it has no distribution.

    Args:
        dataset: Rows, of which all are looked at, each as often as its weight says.

    Returns:
        The most frequent value of each target that has any.
    """
    found = []
    for name, column in zip(dataset.target_names, dataset.targets.T, strict=True):
        values, place = np.unique(column, return_inverse=True)
        counts = np.bincount(place, weights=dataset.weights)
        place_of_most = counts.argmax()
        share = float(counts[place_of_most] / counts.sum())
        rows = int((place == place_of_most).sum())
        if share > LEAST_SHARE and rows >= LEAST_ROWS and len(values) > 1:
            found.append(Atom(name, float(values[place_of_most]), share, _width(values)))
    return tuple(found)


def log_score(cells: Cells | None, mixture: Mixture, y: Floats) -> Floats:
    """What a mixture earns at y, in nats, `(n,)`: log densities, or of cells log probabilities."""
    return mixture.log_prob(y) if cells is None else cells.log_probability(mixture, y)


def _width(values: Floats) -> float:
    """The least distance of two of some values, in increasing order; 1 of a single one."""
    if len(values) == 1:
        return 1.0
    finest = _FINEST * (values[-1] - values[0])
    gaps = np.diff(values)
    return float(gaps[gaps >= finest].min())
