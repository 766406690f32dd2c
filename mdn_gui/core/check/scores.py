"""Scores of predictions on rows that they never saw, each with its standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.atoms import Cells, log_score
from mdn_gui.core.check.coverage import MASSES
from mdn_gui.core.check.levels import pit_values, region_levels, spread_in_cells
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.gains import MOST_NATS
from mdn_gui.core.maths.energy import energy_score
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.weighted import effective_rows
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.split import copies

type Predict = Callable[[Floats], Mixture]
"""Maps inputs, `(rows, inputs)`, to a mixture of each row."""

type At = Callable[[NDArray[np.intp]], Mixture]
"""Maps numbers of rows, `(rows,)`, to a mixture of each, made by what held that row out."""

MOST_LOOKED_AT = 5_000
"""What takes long is told of so many rows, drawn at random."""

MOST_EXACT = 500
"""Of more rows, draws tell the energy score."""

_AT_ONCE = 10_000  # rows


@dataclass(frozen=True, slots=True)
class Score:
    """A mean over rows.

    Attributes:
        name: Such as "crps".
        target: Name of the target that it is of; "" of all together.
        mass: The probability of the regions that it is about; 0 if it is about none.
        value: In nats, units of the target, or as a share.
        error: Its standard error.
        rows: How many rows it is of.
    """

    name: str
    target: str
    mass: float
    value: float
    error: float
    rows: int


@dataclass(frozen=True, eq=False)
class Judged:
    """What predictions made of rows, row by row.

    Attributes:
        test: The rows.
        weights: What each counts, `(rows,)`, adding up to 1.
        effective: How many independent rows of one weight tell as much; copies of a row tell once.
        log_scores: In nats, `(rows,)`; see `core.atoms.log_score`.
        by_cells: Whether they are of cells, because values repeat.
        pit: `(rows, targets)`, see `levels.pit_values`.
        means: Of the densities, `(rows, targets)`.
        deviations: Their standard deviations, `(rows, targets)`.
        looked_at: Numbers of the rows that what follows is of, increasing, `(looked at,)`.
        region_levels: `(looked at,)`, see `levels.region_levels`.
        region_sizes: Of the regions of each mass, `(masses, looked at)`.
        crps: `(looked at, targets)`.
        energy: Energy score, `(looked at,)`; None with one target, where it is the CRPS.
        interval_ends: Of the central interval of each mass, `(masses, 2, looked at, targets)`.
    """

    test: Dataset
    weights: Floats
    effective: float
    log_scores: Floats
    by_cells: bool
    pit: Floats
    means: Floats
    deviations: Floats
    looked_at: NDArray[np.intp]
    region_levels: Floats
    region_sizes: Floats
    crps: Floats
    energy: Floats | None
    interval_ends: Floats

    @property
    def some(self) -> Floats:
        """What the rows looked at count, `(looked at,)`, adding up to 1."""
        chosen = self.weights[self.looked_at]
        return chosen / chosen.sum()

    def inside(self, mass: float, target: int) -> NDArray[np.bool_]:
        """Which rows lie in the central interval of a mass, `(rows,)`."""
        return np.abs(self.pit[:, target] - 0.5) <= 0.5 * mass

    def scores(self) -> tuple[Score, ...]:
        """All scores, in the order of the page."""
        return tuple(self._scores())

    def _scores(self) -> Iterator[Score]:
        yield self._mean("nll", -np.maximum(self.log_scores, -MOST_NATS))
        if self.energy is not None:
            yield self._mean("energy", self.energy, some=True)
        for at, mass in enumerate(MASSES):
            yield self._mean("region_coverage", self.region_levels <= mass, mass=mass, some=True)
            yield self._mean("region_size", self.region_sizes[at], mass=mass, some=True)
        for output, target in enumerate(self.test.target_names):
            yield from self._of_target(output, target)

    def _of_target(self, output: int, target: str) -> Iterator[Score]:
        yield self._mean("crps", self.crps[:, output], target, some=True)
        missed = self.test.targets[:, output] - self.means[:, output]
        squared = self._mean("rmse", missed**2, target)
        root = squared.value**0.5
        error = 0.5 * squared.error / root if root > 0.0 else 0.0
        yield Score("rmse", target, 0.0, root, error, squared.rows)  # the error by its slope
        yield self._mean("mae", np.abs(missed), target)
        yield self._mean("standard_deviation", self.deviations[:, output], target)
        y = self.test.targets[self.looked_at, output]
        for at, mass in enumerate(MASSES):
            low, high = self.interval_ends[at, :, :, output]
            yield self._mean("coverage", self.inside(mass, output), target, mass)
            yield self._mean("width", high - low, target, mass, some=True)
            missed = np.maximum(0.0, low - y) + np.maximum(0.0, y - high)
            scores = high - low + 2.0 / (1.0 - mass) * missed
            yield self._mean("interval_score", scores, target, mass, some=True)

    def _mean(
        self,
        name: str,
        values: NDArray[np.generic],
        target: str = "",
        mass: float = 0.0,
        *,
        some: bool = False,
    ) -> Score:
        weights = self.some if some else self.weights
        numbers = values.astype(np.float64)
        mean = float((weights * numbers).sum())
        variance = float((weights * (numbers - mean) ** 2).sum())
        effective = self.effective * len(numbers) / self.test.rows
        return Score(
            name, target, mass, mean, (variance / max(effective - 1, 0.05)) ** 0.5, len(numbers)
        )


def judge(predict: Predict, test: Dataset, seed: int) -> Judged:
    """Work out what predictions make of rows; see `judge_rows`."""
    return judge_rows(lambda rows: predict(test.inputs[rows]), test, seed)


def judge_rows(at: At, test: Dataset, seed: int) -> Judged:
    """Work out what predictions make of rows.

    Args:
        at: Predicts each row.
        test: Rows that none of the predictions saw.
        seed: Of the draws, of the rows that are looked at closely, and of places within cells.
    """
    rng = np.random.default_rng(seed)
    rows, outputs = test.rows, len(test.target_names)
    low, high, share = spread_in_cells(test, rng)
    y = low + share * (high - low)
    cells = Cells.of(test)
    looked_at = np.arange(rows)
    if rows > MOST_LOOKED_AT:
        looked_at = np.sort(rng.choice(rows, MOST_LOOKED_AT, replace=False))
    log_scores, pit = np.empty(rows), np.empty((rows, outputs))
    means, deviations = np.empty((rows, outputs)), np.empty((rows, outputs))
    closer = []
    for start in range(0, rows, _AT_ONCE):
        block = slice(start, start + _AT_ONCE)
        mixture = at(np.arange(rows)[block])
        log_scores[block] = log_score(cells, mixture, test.targets[block])
        pit[block] = pit_values(mixture, low[block], high[block], share[block])
        means[block], deviations[block] = mixture.mean(), mixture.standard_deviation()
        chosen = looked_at[(looked_at >= start) & (looked_at < start + _AT_ONCE)]
        if len(chosen):
            exact = rows <= MOST_EXACT
            closer.append(_closer(mixture[chosen - start], y[chosen], rng, exact=exact))
    levels, sizes, crps, energy, ends = (
        np.concatenate(each, -1) for each in zip(*closer, strict=True)
    )
    weights = np.ones(rows) if test.weights is None else test.weights / test.weights.max()
    return Judged(
        test,
        weights / weights.sum(),
        _effective(test, weights),
        log_scores,
        cells is not None,
        pit,
        means,
        deviations,
        looked_at,
        levels,
        sizes,
        crps.T,
        energy if outputs > 1 else None,
        ends.transpose(0, 1, 3, 2),
    )


def _closer(
    mixture: Mixture, y: Floats, rng: np.random.Generator, *, exact: bool
) -> tuple[Floats, ...]:
    """What takes long, with the rows as the last axis."""
    masses = np.array(MASSES)
    levels, sizes, energy = region_levels(mixture, y, rng, masses)
    if exact and y.shape[1] > 1 and type(mixture) is Mixture:  # of Gaussians in units of y
        energy = energy_score(mixture.weights, mixture.means, mixture.scales, y)
    marginals = [mixture.marginal(output) for output in range(y.shape[1])]
    crps = np.stack(
        [marginal.crps(column) for marginal, column in zip(marginals, y.T, strict=True)]
    )
    tails = np.stack([0.5 - 0.5 * masses, 0.5 + 0.5 * masses], axis=1)
    ends = np.stack([marginal.quantile(tails[..., np.newaxis]) for marginal in marginals], axis=2)
    return levels, sizes, crps, energy, ends


def _effective(test: Dataset, weights: Floats) -> float:
    numbers = copies(test.inputs, test.targets)
    return effective_rows(weights if numbers is None else np.bincount(numbers, weights))
