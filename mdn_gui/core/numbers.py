"""What is said of the distribution of y at one x, in numbers."""

from dataclasses import dataclass

import numpy as np

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MASSES = (0.5, 0.9)
"""Probabilities of the regions."""

LEAST_MODE = 0.01
"""Modes less than this share as high as the highest are ripples that nobody would see."""


@dataclass(frozen=True, eq=False)
class Numbers:
    """Of one mixture with one output; y and lengths in its units, densities per unit.

    Attributes:
        mean: E[y], and the density there.
        deviation: The standard deviation.
        entropy: In nats.
        quantiles: At `QUANTILES`, and the densities there, `(quantiles, 2)`.
        modes: Those worth naming, increasing, and the densities there, `(modes, 2)`.
        regions: The highest-density regions of each of `MASSES`, `(intervals, 2)` each.
        probability: Of the interval that was asked for; None if none was.
    """

    mean: tuple[float, float]
    deviation: float
    entropy: float
    quantiles: Floats
    modes: Floats
    regions: tuple[Floats, ...]
    probability: float | None


def numbers_of(mixture: Mixture, interval: tuple[float, float] | None = None) -> Numbers:
    """Work out all that is said of a mixture.

    Args:
        mixture: A single one, with one output.
        interval: Two values of y, the first no higher than the second, between which a
            probability is asked for.

    Returns:
        The numbers.
    """
    y = np.append(mixture.mean(), mixture.quantile(QUANTILES))
    points = np.column_stack([y, np.exp(mixture.log_prob(y[:, np.newaxis]))])
    modes = np.column_stack(mixture.modes())
    return Numbers(
        mean=(float(points[0, 0]), float(points[0, 1])),
        deviation=float(mixture.standard_deviation()[0]),
        entropy=mixture.entropy(),
        quantiles=points[1:],
        modes=modes[modes[:, 1] >= LEAST_MODE * modes[:, 1].max()],
        regions=tuple(mixture.highest_density_regions(mass) for mass in MASSES),
        probability=None if interval is None else float(mixture.probability(*interval)),
    )
