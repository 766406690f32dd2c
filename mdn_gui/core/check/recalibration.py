"""Densities made right on average by rows of their own: two numbers, or regions of other masses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, exp
from typing import Final, Literal

import numpy as np

from mdn_gui.core.atoms import Cells, log_score
from mdn_gui.core.check.levels import region_levels
from mdn_gui.core.check.scores import MOST_LOOKED_AT, Predict
from mdn_gui.core.comparison import resampled_means
from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.gains import MOST_NATS
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.weighted import weighted_mean
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.split import copies
from mdn_gui.core.text import say

type Criterion = Literal["nll", "crps"]

_FIRST_STEP = 0.5  # of the logarithms of both numbers
_LAST_STEP = 0.004
_FARTHEST = 3.0
_NEIGHBOURS: Final = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if (a, b) != (0, 0)]
_RESAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Recalibration:
    """Two numbers that change a density everywhere.

    Attributes:
        temperature: Divides the logits of the components' weights.
        width: Multiplies the components' standard deviations.
        criterion: Which score chose them.
        gain: By how much they lower its mean on the rows that chose them; 0 where both stay 1.
        interval: What the gain of the best pair lies between with 95%, by drawing rows anew.
        rows: How many rows chose them.
    """

    temperature: float
    width: float
    criterion: Criterion
    gain: float
    interval: tuple[float, float]
    rows: int

    @property
    def changes(self) -> bool:
        """Whether a density changes by it."""
        return (self.temperature, self.width) != (1.0, 1.0)

    def apply(self, predict: Predict) -> Predict:
        """The density that is changed by it."""
        return lambda inputs: predict(inputs).tempered(self.temperature, self.width**2)


def recalibrate(
    predict: Predict, rows: Dataset, criterion: Criterion = "nll", seed: int = 0
) -> Recalibration:
    """Choose a temperature and a width.

    Both 1 are always among those tried, and stay unless the best pair is surely better on the rows.

    Args:
        predict: Predicts each row.
        rows: Rows that neither trained it nor judge it; of more than some thousand, a sample.
        criterion: What is to be lowest, the negative log-likelihood or the CRPS (of
            all targets, each in units of its spread): they differ.
        seed: Of the sample, and of the rows that are drawn anew.

    Raises:
        ValueError: There are fewer than two rows.

    Source:
        Guo et al., "On calibration of modern neural networks" (2017), for the temperature.
    """
    rng = np.random.default_rng(seed)
    if rows.rows < 2:
        raise ValueError(say("Recalibrating needs at least 2 rows; hold out more."))
    if rows.rows > MOST_LOOKED_AT:
        rows = rows.take(np.sort(rng.choice(rows.rows, MOST_LOOKED_AT, replace=False)))
    mixture = predict(rows.inputs)
    loss = _loss(mixture, rows, criterion)

    best = _lowest(lambda t, w: float(weighted_mean(loss(t, w), rows.weights)))
    gains = loss(1.0, 1.0) - loss(*best)
    weights = np.ones(rows.rows) if rows.weights is None else rows.weights / rows.weights.max()
    numbers = copies(rows.inputs, rows.targets)
    clusters = np.arange(rows.rows) if numbers is None else numbers
    means = resampled_means(gains, weights, clusters, _RESAMPLES, rng)
    low, high = np.quantile(means, [0.025, 0.975]).tolist()
    if low <= 0.0:
        return Recalibration(1.0, 1.0, criterion, 0.0, (low, high), rows.rows)
    gain = float(np.average(gains, weights=weights))
    return Recalibration(*best, criterion, gain, (low, high), rows.rows)


def _loss(
    mixture: Mixture, rows: Dataset, criterion: Criterion
) -> Callable[[float, float], Floats]:
    """The loss of each row at a temperature and a width."""
    if criterion == "nll":
        cells = Cells.of(rows)
        return lambda t, w: (
            -np.maximum(log_score(cells, mixture.tempered(t, w**2), rows.targets), -MOST_NATS)
        )
    units = Scaling.of(rows.targets, rows.weights).scale

    def crps(t: float, w: float) -> Floats:
        changed = mixture.tempered(t, w**2)
        of_targets = [
            changed.marginal(output).crps(column) / units[output]
            for output, column in enumerate(rows.targets.T)
        ]
        total: Floats = np.sum(of_targets, axis=0)
        return total

    return crps


def _lowest(mean: Callable[[float, float], float]) -> tuple[float, float]:
    """The pair at which a mean is lowest, by steps that become finer, from 1 and 1.

    Source:
        Hooke and Jeeves, "Direct search solution of numerical and statistical problems" (1961).
    """
    at, least, step = (0.0, 0.0), mean(1.0, 1.0), _FIRST_STEP
    while step > _LAST_STEP:
        around = [(at[0] + a * step, at[1] + b * step) for a, b in _NEIGHBOURS]
        around = [pair for pair in around if max(map(abs, pair)) <= _FARTHEST]
        found = {pair: mean(exp(pair[0]), exp(pair[1])) for pair in around}
        best = min(found, key=found.__getitem__)
        if found[best] < least:
            at, least = best, found[best]
        else:
            step /= 2
    return exp(at[0]), exp(at[1])


@dataclass(frozen=True, eq=False)
class Conformal:
    """Highest-density regions that hold as much as they should, by rows of their own.

    Attributes:
        levels: Of the smallest regions that hold the rows, in increasing order, `(rows,)`.

    Source:
        Izbicki, Shimizu and Stern, "CD-split and HPD-split" (2022), section 3.2; for several
        targets, Dheur et al. (2025).
    """

    levels: Floats

    @classmethod
    def of(cls, predict: Predict, rows: Dataset, seed: int = 0) -> Conformal:
        """Rank rows by the regions that hold them.

        Args:
            predict: Predicts each row.
            rows: Rows that neither trained it nor judge it; of more than some thousand, a sample.
            seed: Of the sample, and of the draws that tell regions.
        """
        rng = np.random.default_rng(seed)
        if rows.rows > MOST_LOOKED_AT:
            rows = rows.take(np.sort(rng.choice(rows.rows, MOST_LOOKED_AT, replace=False)))
        levels, _, _ = region_levels(predict(rows.inputs), rows.targets, rng, np.empty(0))
        return cls(np.sort(levels))

    def mass(self, wanted: float) -> float:
        """The mass of the region that holds a new row with a probability of at least so much.

        Args:
            wanted: The probability, above 0 and below 1.

        Returns:
            The mass; of the density as it is, it would be the probability itself.

        Raises:
            ValueError: There are too few rows to tell.
        """
        rank = ceil((len(self.levels) + 1) * wanted - 1e-9)
        if rank > len(self.levels):
            raise ValueError(
                say(
                    "Regions of {wanted:.3g}% need at least {needed} rows to be recalibrated by, "
                    "but there are {rows}; hold out more.",
                    wanted=100 * wanted,
                    needed=ceil(wanted / (1 - wanted) - 1e-9),
                    rows=len(self.levels),
                )
            )
        return float(self.levels[max(rank, 1) - 1])
