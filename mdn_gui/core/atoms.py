"""Targets of which some values hold many rows, and a score that these cannot inflate.

A density stands as high at such a value as the scale floor lets it, and a mean log-likelihood then
tells of the floor rather than of the network. What stays meaningful is the probability of the cell
that a value lies in, of cells as wide as the values are rounded: it is at most 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture

LEAST_SHARE = 0.2
"""A value that holds more of the rows is an atom."""

LEAST_ROWS = 5
"""So many rows must have it."""

NARROWEST = 0.01
"""Least width of a cell, in spreads of the target: where values are hardly rounded, components on
the scale floor are to lie within one."""

_NOISE = 1e-9  # in spreads: nearer values differ by rounding errors alone
_WIDEST = 0.25 * float(np.finfo(np.float64).max)  # half of a cell
_LEAST_PROBABILITY = 1e-280  # of less, doubles have few digits


@dataclass(frozen=True, slots=True)
class Atom:
    """A value of a target that holds many rows.

    Attributes:
        target: Name of the column.
        value: The value.
        share: Of the rows that have it.
        width: Of the cell around it, in units of the target.
        scale_floor: A scale floor with which a component fits into that cell.
    """

    target: str
    value: float
    share: float
    width: float
    scale_floor: float


@dataclass(frozen=True, eq=False)
class Cells:
    """Ranges of equal width that each target is divided into, one around an atom if it has one.

    Attributes:
        widths: Of each target, `(outputs,)`: the least distance of two of its values, but at least
            `NARROWEST`.
        middles: Of one cell of each target, `(outputs,)`.
    """

    widths: Floats
    middles: Floats

    @classmethod
    def of(cls, dataset: Dataset) -> Self | None:
        """The cells of rows, or None where no target has an atom.

        Args:
            dataset: Rows, of which all are looked at.
        """
        found = {atom.target: atom.value for atom in reversed(atoms(dataset))}
        if not found:
            return None
        scales = Scaling.of(dataset.targets, dataset.weights).scale
        columns = zip(dataset.targets.T, scales, strict=True)
        return cls(
            np.array([_width(np.unique(column), float(scale)) for column, scale in columns]),
            np.array([found.get(name, 0.0) for name in dataset.target_names]),
        )

    def numbered(self, y: Floats) -> Floats:
        """The number of the cell that each y lies in, of the same shape `(..., outputs)`."""
        with np.errstate(over="ignore"):
            numbers: Floats = np.round((0.5 * y - 0.5 * self.middles) / (0.5 * self.widths))
        return numbers

    def log_probability(self, mixture: Mixture, y: Floats) -> Floats:
        """Log of the probability of the cells that y lie in, in nats.

        Args:
            mixture: Of each row, or one of all.
            y: `(n, outputs)`, in the units of the data.

        Returns:
            `(n,)`; far out, where the probability is below doubles, by the density.
        """
        by_density = mixture.log_prob(y) + np.log(self.widths).sum()
        with np.errstate(over="ignore", invalid="ignore"):
            middles = self.middles + self.widths * self.numbered(y)
            ends = middles - 0.5 * self.widths, middles + 0.5 * self.widths
        probability = mixture.box_probability(*ends)
        enough = probability > _LEAST_PROBABILITY
        return np.where(enough, np.log(np.where(enough, probability, 1.0)), by_density)


def atoms(dataset: Dataset) -> tuple[Atom, ...]:
    """Find values that hold more than `LEAST_SHARE` of the rows, and at least `LEAST_ROWS`.

    A target of one value only has none: it has no distribution.

    Args:
        dataset: Rows, of which all are looked at, each as often as its weight says.

    Returns:
        Of each target the most frequent first.
    """
    found = []
    scales = Scaling.of(dataset.targets, dataset.weights).scale
    for name, column, scale in zip(dataset.target_names, dataset.targets.T, scales, strict=True):
        values, place = np.unique(column, return_inverse=True)
        if len(values) == 1:
            continue
        counts = np.bincount(place, weights=dataset.weights)
        shares = counts / counts.sum()
        frequent = (shares > LEAST_SHARE) & (np.bincount(place) >= LEAST_ROWS)
        width = _width(values, float(scale))
        found += [
            Atom(name, float(values[at]), float(shares[at]), width, 0.25 * width / float(scale))
            for at in sorted(np.flatnonzero(frequent), key=lambda at: -shares[at])
        ]
    return tuple(found)


def log_score(cells: Cells | None, mixture: Mixture, y: Floats) -> Floats:
    """What a mixture earns at y, in nats, `(n,)`: log densities, or of cells log probabilities."""
    return mixture.log_prob(y) if cells is None else cells.log_probability(mixture, y)


def _width(values: Floats, scale: float) -> float:
    """How wide the cells are of some values in increasing order, whose spread is the scale."""
    gaps = np.diff(0.5 * values)  # in halves, for the whole may be beyond doubles
    rounded = gaps[gaps >= 0.5 * _NOISE * scale]
    half = max(0.5 * NARROWEST * scale, float(rounded.min()) if rounded.size else 0.0)
    return 2.0 * min(half, _WIDEST)
