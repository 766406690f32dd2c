"""Densities of y that ignore x: what a network must beat to be worth anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, pi
from typing import Self

import numpy as np

from mdn_gui.core.dataset import Scaling
from mdn_gui.core.kinds import NUMBER, Kind, Number
from mdn_gui.core.maths.change_of_variables import log_slope, seen
from mdn_gui.core.maths.numerics import Floats, mean_and_deviation
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.transformed_mixture import in_units_of_y

MOST_ROWS = 20_000
"""Of more rows, the densities are fitted to so many, drawn at random."""

MOST_KERNELS = 1_000
"""Most kernels of a kernel density; of more rows, so many drawn at random have one."""

FINEST = 0.01
"""Least width of a kernel and of the Gaussian, relative to the spread of a target.

Values that repeat exactly would otherwise make the kernels ever thinner and higher.
"""

_WIDTHS = np.geomspace(1.0, FINEST, 9)
_DISTANCES_AT_ONCE = 2**18  # as many as stay in the cache


@dataclass(frozen=True, eq=False)
class KernelDensity:
    """A kernel density of all targets together: a product of Gaussian kernels at each row.

    One kernel more is the Gaussian of all rows, so that no y is without a density. All weigh the
    same, or as their rows do. A target that a network sees transformed has its kernels there.

    Attributes:
        centres: Of the kernels, `(kernels, outputs)`, in the kernels' scales; read-only.
        units: From what a network sees of y to the kernels' scales.
        gaussian: Of all rows, in units of y.
        weights: How much each kernel weighs beside the Gaussian, `(kernels,)`, with the mean 1;
            None if all weigh the same.
        kinds: Of the targets; numbers if nothing is given.

    Source:
        Silverman, "Density Estimation for Statistics and Data Analysis" (1986), sections 4.2 and,
        for the width, 3.4.4: leave-one-out likelihood.
    """

    centres: Floats
    units: Scaling
    gaussian: Mixture
    weights: Floats | None = None
    kinds: tuple[Kind, ...] = ()

    def __post_init__(self) -> None:
        centres = np.array(self.centres, dtype=np.float64)
        centres.setflags(write=False)
        object.__setattr__(self, "centres", centres)
        object.__setattr__(self, "kinds", self.kinds or (NUMBER,) * centres.shape[1])

    @classmethod
    def of(
        cls,
        targets: Floats,
        gaussian: Mixture,
        weights: Floats | None = None,
        kinds: Sequence[Kind] = (),
        *,
        spikes: bool = False,
    ) -> Self:
        """Place a kernel on each row.

        Its width is the same fraction of each target's spread: of nine from 1 to `FINEST` the one
        at which each row is likeliest given the others, of equal ones the widest.

        Args:
            targets: `(rows, outputs)`, in units of y; all of them take part in each distance, so
                some thousand are many.
            gaussian: Of all rows.
            weights: How many rows each stands for, `(rows,)`; None if each is one.
            kinds: Of the targets; numbers if nothing is given.
            spikes: Whether a kernel may be narrower than half of what neighbouring values lie
                apart. On rounded values such kernels are spikes; their density earns what no
                network can that knows nothing of the rounding, the probability of cells does not.

        Returns:
            The density.
        """
        kinds = tuple(kinds) or (NUMBER,) * targets.shape[1]
        t = seen(targets, kinds)
        spread = Scaling.of(t, weights)
        if weights is not None:
            weights = weights / weights.max()  # the mean of the least doubles has no digits
            weights = weights / weights.mean()
        beside = gaussian.gaussian.log_prob(t) + np.log(spread.scale).sum()
        centres = _places(spread, t)
        least = 0.0 if spikes else max(0.5 * _distance_apart(column) for column in centres.T)
        widths = _WIDTHS[least <= np.append(np.inf, _WIDTHS[1:])]  # the widest may be too narrow
        width = widths[_likeliest(centres, beside, weights, widths)]
        units = Scaling(spread.shift, width * spread.scale)
        return cls(_places(units, t), units, gaussian, weights, kinds)

    def log_prob(self, y: Floats) -> Floats:
        """Log-density at y, in nats.

        Args:
            y: `(n, outputs)`, in its own units.

        Returns:
            `(n,)`; `-inf` outside the bounds of a target.
        """
        t = seen(y, self.kinds)
        outside = np.isinf(t)
        t = np.where(outside, 0.0, t)
        of_t = self._log_prob_of_seen(t)
        for column, kind in zip(t.T, self.kinds, strict=True):
            if isinstance(kind, Number):
                of_t += log_slope(column, kind)
        return np.where(outside.any(axis=1), -np.inf, of_t)

    def mixture(self) -> Mixture:
        """The same density as a mixture, one component a kernel and one for the Gaussian."""
        kernels, outputs = self.centres.shape
        counts = np.ones(kernels) if self.weights is None else self.weights
        beside = self.gaussian.gaussian
        with np.errstate(divide="ignore"):
            log_weights = np.log(np.append(counts, 1.0) / (kernels + 1.0))
        means = np.concatenate([self.units.invert(self.centres), beside.means])
        scales = np.broadcast_to(self.units.scale, (kernels, outputs))
        mixed = Mixture(log_weights, means, np.concatenate([scales, beside.scales]))
        return in_units_of_y(mixed, [k if isinstance(k, Number) else NUMBER for k in self.kinds])

    def _log_prob_of_seen(self, t: Floats) -> Floats:
        kernels, outputs = self.centres.shape
        count = -(-len(t) * kernels // _DISTANCES_AT_ONCE)
        pieces = np.array_split(_places(self.units, t), max(count, 1))
        sums = [_sums(np.exp(-_half_squares(each, self.centres)), self.weights) for each in pieces]
        log_height = -np.log(self.units.scale).sum() - 0.5 * outputs * log(2 * pi)
        return _log_mean(
            np.concatenate(sums), log_height, self.gaussian.gaussian.log_prob(t), kernels + 1
        )


@dataclass(frozen=True, eq=False)
class Baselines:
    """Two densities of y that are the same whatever x is.

    Both have `log_prob(y)`, for y `(n, outputs)`. They are fitted to what a network sees of y, its
    logarithm for example, so that what a transform gains is no merit of the inputs.

    Attributes:
        gaussian: One Gaussian, in units of y; of several targets each has its own, independent of
            the others.
        kernel: A kernel density, in which several targets may depend on each other.
    """

    gaussian: Mixture
    kernel: KernelDensity

    @classmethod
    def of(
        cls,
        targets: Floats,
        weights: Floats | None = None,
        kinds: Sequence[Kind] = (),
        *,
        spikes: bool = False,
    ) -> Self:
        """Fit both by maximum likelihood.

        Args:
            targets: Of the training rows, `(rows, outputs)`, in units of y.
            weights: How many rows each stands for, `(rows,)`; None if each is one.
            kinds: Of the targets; numbers if nothing is given.
            spikes: As of `KernelDensity.of`.

        Returns:
            Fitted to at most `MOST_ROWS` of the rows, the kernel density to `MOST_KERNELS`.
        """
        rng = np.random.default_rng(0)
        rows, weights = _some(targets, weights, MOST_ROWS, rng)
        kinds = tuple(kinds) or (NUMBER,) * targets.shape[1]
        t = seen(rows, kinds)
        mean, deviation = mean_and_deviation(t, weights)
        scales = np.maximum(deviation, FINEST * Scaling.of(t, weights).scale)
        of_t = Mixture(np.zeros(1), mean[np.newaxis], scales[np.newaxis])
        numbers = [kind if isinstance(kind, Number) else NUMBER for kind in kinds]
        gaussian = in_units_of_y(of_t, numbers)
        some, of_some = _some(rows, weights, MOST_KERNELS, rng)
        return cls(gaussian, KernelDensity.of(some, gaussian, of_some, kinds, spikes=spikes))


def _some(
    rows: Floats, weights: Floats | None, most: int, rng: np.random.Generator
) -> tuple[Floats, Floats | None]:
    if len(rows) <= most:
        return rows, weights
    some = rng.choice(len(rows), most, replace=False, shuffle=False)
    return rows[some], None if weights is None else weights[some]


def _sums(kernels: Floats, weights: Floats | None) -> Floats:
    """Sums of kernels at places (places, kernels), each as its weight says."""
    sums: Floats = kernels.sum(axis=1) if weights is None else kernels @ weights
    return sums


def _places(units: Scaling, y: Floats) -> Floats:
    """Values in the units of kernels; what no kernel reaches anyway stays a number."""
    return np.clip(units.apply(y), -1e100, 1e100)


def _distance_apart(column: Floats) -> float:
    """How far values (rows,) mostly lie from the next one; 0 if all are the same."""
    gaps = np.diff(np.unique(column))
    return float(np.median(gaps)) if gaps.size else 0.0


def _likeliest(centres: Floats, beside: Floats, weights: Floats | None, widths: Floats) -> int:
    """Which width leaves each row likeliest given the others.

    Args:
        centres: `(rows, outputs)`, in units of the spread.
        beside: Log-density of the Gaussian there, in these units, `(rows,)`.
        weights: Of the rows, with the mean 1, `(rows,)`; None if all weigh the same.
        widths: To choose from, in units of the spread.
    """
    rows, outputs = centres.shape
    others = rows - 1 if weights is None else rows - weights
    half_squares = _half_squares(centres, centres)
    np.fill_diagonal(half_squares, np.inf)
    means = []
    for width in widths:
        sums = _sums(np.exp(half_squares / -(width**2)), weights)
        log_height = -outputs * (np.log(width) + 0.5 * log(2 * pi))
        each = _log_mean(sums, log_height, beside, others + 1)
        means.append(np.average(each, weights=weights))
    return int(np.argmax(means))


def _half_squares(places: Floats, centres: Floats) -> Floats:
    """Half the squared distances of places (n, outputs) from centres (kernels, outputs)."""
    total = np.zeros((len(places), len(centres)))
    with np.errstate(over="ignore"):
        for place, centre in zip(places.T, centres.T, strict=True):
            distances = np.subtract.outer(place, centre)
            total += 0.5 * distances * distances
    return total


def _log_mean(sums: Floats, log_height: float, beside: Floats, count: Floats | int) -> Floats:
    """Logarithm of the mean of some kernels and the Gaussian."""
    with np.errstate(divide="ignore"):
        log_sums = np.log(sums) + log_height
    mean: Floats = np.logaddexp(log_sums, beside) - np.log(count)
    return mean
