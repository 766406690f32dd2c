"""Mixtures with one output: tails, intervals, quantiles and the CRPS, for whole batches."""

from math import log, pi, sqrt
from typing import NamedTuple, Self

import numpy as np

from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import (
    EPSILON,
    Floats,
    Indices,
    increasing_roots,
    log_sum_exp,
    standardised,
)

_GREATEST = float(np.finfo(np.float64).max)
_AT_ONCE = 2**20  # numbers
_LEAST_LOG = -600.0  # of a tail whose components' tails are doubles with all digits


class Components(NamedTuple):
    """The components of mixtures with one output, in the units of y.

    Attributes:
        log_weights: Normalised, `(..., components)`.
        means: `(..., components)`.
        scales: `(..., components)`.
    """

    log_weights: Floats
    means: Floats
    scales: Floats

    def take(self, index: Indices) -> Self:
        """Those of some rows of the first axis; of a single mixture, some of its components."""
        return type(self)(*(values[index] for values in self))

    def alive(self) -> Self:
        """Those of a single mixture that have a weight."""
        return self.take(np.flatnonzero(self.log_weights > -np.inf))

    def around(self, offsets: Floats, closest: float) -> Floats:
        """Points around every component, less those that narrower ones make superfluous.

        Args:
            offsets: From each mean of a single mixture, in its component's scales, `(offsets,)`.
            closest: Distance from the point before, in the scales of its own component, from
                which on a point is kept.

        Returns:
            Increasing, `(points,)`.
        """
        points = self.means[:, np.newaxis] + self.scales[:, np.newaxis] * offsets
        gaps = np.broadcast_to(closest * self.scales[:, np.newaxis], points.shape)
        order = np.argsort(points, axis=None)
        kept = [-np.inf]
        for point, gap in zip(points.flat[order].tolist(), gaps.flat[order].tolist(), strict=True):
            if point - kept[-1] > gap:
                kept.append(point)
        return np.array(kept[1:])

    def standardised(self, y: Floats) -> Floats:
        """Distance of y from every component, in that component's scales.

        Args:
            y: `(...)`.

        Returns:
            `(..., components)`; infinite where y is, or where the distance overflows.
        """
        return standardised(y[..., np.newaxis], self.means, self.scales)


def log_tail(z: Floats, log_weights: Floats) -> Floats:
    """Log-probability below the standardised points z; of `-z`, the log-probability above them.

    Args:
        z: Standardised points, `(..., components)`.
        log_weights: `(..., components)`.

    Returns:
        `(...)`, precise next to 0 too, where it comes from the opposite tail.
    """
    below = log_sum_exp(log_weights + special.log_ndtr(z))
    above = log_sum_exp(log_weights + special.log_ndtr(-z))
    from_above = np.log1p(-np.exp(np.minimum(above, -log(2))))
    return np.where(below < -log(2), below, from_above)


def quantile(p: Floats, components: Components) -> Floats:
    """Points below which the probability is p.

    The lower tail is solved for p below one half and the upper tail above it, both on the
    logarithm of the tail's probability, so that tails keep their relative precision.

    Args:
        p: Probabilities in [0, 1], `(n,)`.
        components: Of the mixtures, `(n, components)`.

    Returns:
        `(n,)`; `-inf` at p = 0 and `inf` at p = 1.
    """
    side = np.where(p < 0.5, 1.0, -1.0)
    tail = np.where(p < 0.5, p, 1.0 - p)
    result = -side * np.inf
    inner = np.flatnonzero(tail > 0.0)
    # The upper tail is the lower tail of the mirrored mixture.
    mirrored = components._replace(means=side[:, np.newaxis] * components.means).take(inner)
    result[inner] = side[inner] * _lower_quantile(tail[inner], mirrored)
    return result


def _lower_quantile(p: Floats, components: Components) -> Floats:
    log_p = np.log(p)
    weights = np.exp(components.log_weights)

    def in_doubles(y: Floats, rows: Indices) -> tuple[Floats, Floats]:
        active, shares = components.take(rows), weights[rows]
        z = active.standardised(y)
        below = (shares * special.ndtr(z)).sum(axis=-1)
        with np.errstate(over="ignore", divide="ignore", invalid="ignore", under="ignore"):
            slopes = shares * np.exp(-0.5 * z**2) / (sqrt(2 * pi) * active.scales)
            return np.log(below) - log_p[rows], slopes.sum(axis=-1) / below

    def log_excess(y: Floats, rows: Indices) -> tuple[Floats, Floats]:
        active = components.take(rows)
        z = active.standardised(y)
        log_cdf = log_sum_exp(active.log_weights + special.log_ndtr(z))
        with np.errstate(over="ignore"):
            log_joint = active.log_weights - 0.5 * (z**2 + log(2 * pi)) - np.log(active.scales)
            log_slopes = log_joint - log_cdf[:, np.newaxis]
            return log_cdf - log_p[rows], np.exp(log_slopes).sum(axis=-1)

    # The mixture's quantile lies between the lowest and the highest of its components'.
    with np.errstate(over="ignore"):
        each = components.means + components.scales * special.ndtri(p)[:, np.newaxis]
    each = np.clip(each, -_GREATEST, _GREATEST)
    alive = components.log_weights > -np.inf
    low = np.min(each, axis=-1, where=alive, initial=np.inf)
    high = np.max(each, axis=-1, where=alive, initial=-np.inf)
    resolution = EPSILON * components.scales.min(axis=-1)
    start = low + (0.5 * high - 0.5 * low)
    # Half the time, and as precise where no tail is beyond doubles.
    excess = in_doubles if log_p.min(initial=0.0) > _LEAST_LOG else log_excess
    return increasing_roots(excess, low, high, start, resolution)


def normal_probability(low: Floats, high: Floats) -> Floats:
    """Probability of a standard normal variable between two points, taken in the smaller tail."""
    right = low > 0.0
    probability: Floats = special.ndtr(np.where(right, -low, high)) - special.ndtr(
        np.where(right, -high, low)
    )
    return probability


def interval_probability(low: Floats, high: Floats, components: Components) -> Floats:
    """Probability between two points, each component's taken in its own smaller tail.

    Args:
        low: Lower ends, `(...)`.
        high: Upper ends, `(...)`.
        components: Of the mixtures, `(..., components)`.

    Returns:
        `(...)`.
    """
    parts = normal_probability(components.standardised(low), components.standardised(high))
    total: Floats = (np.exp(components.log_weights) * parts).sum(axis=-1)
    return np.minimum(total, 1.0)


def _loss(z: Floats) -> Floats:
    """The standard normal loss, E[max(Z - |z|, 0)] = phi(z) - |z| Phi(-|z|)."""
    z = np.minimum(np.abs(z), 40.0)  # beyond, the loss is below the least double
    value: Floats = np.exp(-0.5 * z**2) / sqrt(2 * pi) - z * special.ndtr(-z)
    return value


def crps(y: Floats, components: Components) -> Floats:
    """Continuous ranked probability score, in the units of y; lower is better.

    The closed form is summed over pairs of components, with A(m, s^2) = |m| + 2 s loss(m / s): the
    large distances of a pair then cancel exactly, and no pair contributes less than zero.

    Args:
        y: Observations, `(...)`.
        components: Of the mixtures, `(..., components)`.

    Returns:
        `(...)`; infinite where y is.

    Source:
        Grimit, Gneiting, Berrocal and Johnson, "The continuous ranked probability score for
        circular variables and its application to mesoscale forecast ensemble verification",
        Quarterly Journal of the Royal Meteorological Society 132 (2006), equation 5.
    """
    # In units of four, in which no distance and no sum of a pair is beyond doubles.
    finite = np.where(np.isinf(y), 0.0, y) / 4
    weights, means, scales = (
        np.exp(components.log_weights),
        components.means / 4,
        components.scales / 4,
    )
    distance = finite[..., np.newaxis] - means
    spread = scales * _loss(standardised(finite[..., np.newaxis], means, scales))
    total = np.zeros(distance.shape[:-1])
    for first in range(means.shape[-1]):
        one, others = slice(first, first + 1), slice(first, None)
        same_side = (distance[..., one] > 0.0) == (distance[..., others] > 0.0)
        nearer = np.minimum(np.abs(distance[..., one]), np.abs(distance[..., others]))
        pair_scale = np.hypot(scales[..., one], scales[..., others])
        pair_loss = pair_scale * _loss(
            standardised(means[..., one], means[..., others], pair_scale)
        )
        pairs = same_side * nearer + spread[..., one] + spread[..., others] - pair_loss
        shares = weights[..., one] * weights[..., others]
        shares[..., 1:] *= 2.0  # (i, j) and (j, i)
        total += (shares * pairs).sum(axis=-1)
    with np.errstate(over="ignore"):
        return np.where(np.isinf(y), np.inf, 4 * total)


def crps_of_one(y: Floats, components: Components) -> Floats:
    """The same score of many observations under a single mixture, of many components too.

    Args:
        y: `(n,)`.
        components: Of the mixture, `(components,)`.

    Returns:
        `(n,)`; what two draws of the mixture lie apart is worked out once for all.
    """
    weights = np.exp(components.log_weights)
    apart = 0.0
    for weight, mean, scale in zip(weights, components.means, components.scales, strict=True):
        pair_scale = np.hypot(scale, components.scales)
        distances = _mean_distance(mean - components.means, pair_scale)
        apart += weight * float(weights @ distances)
    to_y = np.concatenate(
        [
            _mean_distance(block[:, np.newaxis] - components.means, components.scales) @ weights
            for block in np.array_split(y, -(-y.size * weights.size // _AT_ONCE) or 1)
        ]
    )
    score: Floats = to_y - 0.5 * apart
    return score


def _mean_distance(distance: Floats, scale: Floats) -> Floats:
    """Mean distance from 0 of a Gaussian."""
    mean: Floats = np.abs(distance) + 2.0 * scale * _loss(distance / scale)
    return mean
