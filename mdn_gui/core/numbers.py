"""What is said of a mixture in numbers: of y at one x, and of rows under question."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.maths.numerics import Floats, Indices
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.text import say

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MASSES = (0.5, 0.9)
"""Probabilities of the regions."""

_POINTS = 500  # among which the lowest between two modes is found

LEAST_EXCESS = 0.02
"""Probability above the dip beside a mode from which on it counts as one; less is a ripple."""


@dataclass(frozen=True, eq=False)
class Numbers:
    """Of one mixture with one output; y and lengths in its units, densities per unit.

    Attributes:
        mean: E[y], and the density there.
        deviation: The standard deviation.
        entropy: In nats.
        quantiles: At `QUANTILES`, and the densities there, `(quantiles, 2)`.
        modes: Those that count, see `told`, `(modes, 3)`.
        regions: The highest-density regions of each of `MASSES`: where each interval begins and
            ends, and the probability in it, `(intervals, 3)` each.
        probability: Of the interval that was asked for; None if none was.
    """

    mean: tuple[float, float]
    deviation: float
    entropy: float
    quantiles: Floats
    modes: Floats
    regions: tuple[Floats, ...]
    probability: float | None

    @property
    def between_modes(self) -> bool:
        """Whether the mean lies between two modes and outside the largest region."""
        y, modes, (low, high, _) = self.mean[0], self.modes[:, 0], self.regions[-1].T
        return bool(modes[0] < y < modes[-1] and not np.any((low <= y) & (y <= high)))


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
    return Numbers(
        mean=(float(points[0, 0]), float(points[0, 1])),
        deviation=float(mixture.standard_deviation()[0]),
        entropy=mixture.entropy(),
        quantiles=points[1:],
        modes=modes_of(mixture),
        regions=tuple(_region(mixture, mass) for mass in MASSES),
        probability=None if interval is None else float(mixture.probability(*interval)),
    )


def modes_of(mixture: Mixture) -> Floats:
    """The modes of a mixture that count, wherever any are told.

    Args:
        mixture: A single one, with one output.

    Returns:
        As `told` has them.
    """
    modes, densities = mixture.modes()
    # To within 0.001.
    y = np.union1d(mixture.density_grid(_POINTS), modes)
    log_density = mixture.log_prob(y[:, np.newaxis])
    return told(modes, densities, y, log_density, mixture.cdf)


def told(
    modes: Floats,
    densities: Floats,
    y: Floats,
    log_density: Floats,
    cdf: Callable[[Floats], Floats],
) -> Floats:
    """Those of some modes that count; ripples count as parts of the modes beside them.

    The density is cut at its lowest dip. Of the parts, the one with the most probability above the
    level of that dip, its excess mass, has a mode that counts, and so has each with an excess mass
    of `LEAST_EXCESS` or more. These are cut again in the same way, until each has one mode. Ripples
    of an ensemble, however many there are, have hardly any excess mass; a peak that stands apart
    has all that it holds, whether it is high or low.

    Args:
        modes: All that there are, increasing, `(modes,)`.
        densities: There, `(modes,)`.
        y: Increasing, the modes among them, `(points,)`.
        log_density: Of y, `(points,)`, in nats.
        cdf: Gives the probability of at most y, `(...)` of `(...)`.

    Returns:
        The modes, increasing, the densities there, and the probability around each, up to the
        lowest points between them, `(modes, 3)`; the probabilities add up to 1.

    Source:
        Mueller and Sawitzki, "Excess mass estimates and tests for multimodality", Journal of the
        American Statistical Association 86 (1991), pages 738-746; Stuetzle and Nugent, "A
        generalized single linkage method for estimating the cluster tree of a density", Journal of
        Computational and Graphical Statistics 19 (2010), pages 397-418, for the cuts.
    """
    if not modes.size:
        return np.empty((0, 3))
    at = np.searchsorted(y, modes)
    counting = _counting(at, y, log_density)
    dips = [
        y[low + log_density[low:high].argmin()] for low, high in pairwise(at[counting].tolist())
    ]
    probabilities = np.diff(cdf(np.array(dips, np.float64)), prepend=0.0, append=1.0)
    return np.column_stack([modes[counting], densities[counting], probabilities])


def _counting(at: Indices, y: Floats, log_density: Floats) -> list[int]:
    """Which modes count, increasing, from 0, of those at some places of y `(modes,)`."""
    density = np.exp(log_density - log_density.max())
    dips = [low + int(density[low:high].argmin()) for low, high in pairwise(at.tolist())]
    ends, levels = [0, *dips, len(y) - 1], density[dips]

    def excess(first: int, last: int, level: float) -> float:
        part = slice(ends[first], ends[last + 1] + 1)
        return float(np.trapezoid(np.maximum(density[part] - level, 0.0), y[part]))

    least, counting = LEAST_EXCESS * excess(0, len(at) - 1, 0.0), list[int]()
    parts = [(0, len(at) - 1)]
    while parts:
        first, last = parts.pop()
        if first == last:
            counting.append(first)
            continue
        level = float(levels[first:last].min())
        cuts = [first - 1, *(first + np.flatnonzero(levels[first:last] == level)).tolist(), last]
        found = {(low + 1, high): excess(low + 1, high, level) for low, high in pairwise(cuts)}
        most = max(found.values())
        parts += [part for part, mass in found.items() if mass >= min(least, most)]
    return sorted(counting)


def _region(mixture: Mixture, mass: float) -> Floats:
    """The region of a mass: from where to where, and the probability there, (intervals, 3)."""
    parts = mixture.highest_density_regions(mass)
    return np.column_stack([parts, mixture.probability(*parts.T)])


@dataclass(frozen=True, eq=False)
class PointAnswers:
    """What the mixture at a data point's x says of its y.

    Attributes:
        row: Row of the table, from 0.
        y: Its target, in the data's units.
        log_density: Of y at x, in nats; `-inf` where y is too far out for any number.
        pit: Probability integral transform: the probability of at most y (Dawid 1984).
        residual: Distance of y above the mean, in standard deviations; None where the density has
            several modes, between which the mean may lie.
        responsibilities: Probability that each component made y, `(components,)`, read-only.
    """

    row: int
    y: float
    log_density: float
    pit: float
    residual: float | None
    responsibilities: Floats


class LeastLikely(NamedTuple):
    """The rows that a network finds least likely, worst first.

    Attributes:
        rows: Rows of the table, from 0, `(count,)`.
        log_density: Of their targets, increasing, `(count,)`, in nats.
    """

    rows: Indices
    log_density: Floats


def question(mixture: Mixture, row: int, y: float) -> PointAnswers:
    """Ask a mixture about a data point.

    Args:
        mixture: The single mixture at x, with one output.
        row: Row of the table, from 0.
        y: The point's target, in the data's units.

    Returns:
        The answers.

    Raises:
        ValueError: If the mixture is a batch or has several outputs.
    """
    if mixture.batch_shape or mixture.outputs != 1:
        raise ValueError(
            say(
                "a row is asked about under a single mixture with one output, but the batch "
                "shape is {batch_shape} and there are {outputs} outputs; take mixture[index] "
                "and .marginal(output) first",
                batch_shape=mixture.batch_shape,
                outputs=mixture.outputs,
            )
        )
    responsibilities = mixture.responsibilities([y])
    responsibilities.setflags(write=False)
    residual = float((y - mixture.mean()[0]) / mixture.standard_deviation()[0])
    return PointAnswers(
        row=row,
        y=y,
        log_density=float(mixture.log_prob([y])),
        pit=float(mixture.cdf(y)),
        residual=residual if len(modes_of(mixture)) == 1 else None,
        responsibilities=responsibilities,
    )


def least_likely(
    predict: Callable[[ArrayLike], Mixture], dataset: Dataset, count: int
) -> LeastLikely:
    """Find the rows with the lowest log-density.

    Args:
        predict: Gives the mixture at each row of inputs, as a network or a `Predictor` does.
        dataset: Rows with its inputs and targets, in the data's units.
        count: How many rows to find; of fewer rows, all.

    Returns:
        The rows; of equally likely ones, the first rows first.

    Raises:
        ValueError: If the count is below 1, or the columns do not fit.
    """
    if count < 1:
        raise ValueError(
            say("the number of rows to find must be 1 or more, but it is {count}", count=count)
        )
    log_density = np.concatenate(
        [predict(block.inputs).log_prob(block.targets) for block in dataset.blocks()]
    )
    rows = np.argsort(log_density, kind="stable")[:count]
    return LeastLikely(rows, log_density[rows])


def nearest(
    x: Floats, y: Floats, at: tuple[float, float], unit: tuple[float, float], reach: float
) -> int | None:
    """Find the point nearest to a place in the plane.

    Args:
        x: `(n,)`.
        y: `(n,)`.
        at: x and y of the place.
        unit: What counts as a distance of 1 along x and along y, such as the size of a pixel.
        reach: The longest distance, in these units.

    Returns:
        Index of the point, the first of equally near ones; None if none is within reach.

    Raises:
        ValueError: If the points are not as many x as y, or a unit is not positive.
    """
    if x.ndim != 1 or x.shape != y.shape:
        raise ValueError(
            say(
                "x and y must both be (n,), but their shapes are {x_shape} and {y_shape}",
                x_shape=x.shape,
                y_shape=y.shape,
            )
        )
    if not min(unit) > 0.0:
        raise ValueError(say("both units must be positive, but they are {unit}", unit=unit))
    # Few of very many points are near along x: what else is worked out is of them alone.
    (near,) = np.nonzero(np.abs(x - at[0]) <= reach * unit[0])
    if not near.size:
        return None
    with np.errstate(over="ignore"):
        squares = ((x[near] - at[0]) / unit[0]) ** 2 + ((y[near] - at[1]) / unit[1]) ** 2
    first = int(squares.argmin())
    return int(near[first]) if squares[first] <= reach**2 else None
