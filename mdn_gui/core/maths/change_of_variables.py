"""Numbers as a network sees them, such as their logarithms, and densities in the units before.

Everywhere t is what a network sees and y the number itself; t increases with y.
"""

from collections.abc import Sequence
from math import log, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.kinds import NUMBER, Kind, Number
from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.quadrature import gauss_legendre
from mdn_gui.core.maths.univariate import Components

_LEAST, _GREATEST = float(np.finfo(np.float64).tiny), float(np.finfo(np.float64).max)


def inside(values: Floats, kind: Number) -> NDArray[np.bool_]:
    """Whether values are finite and have a finite t."""
    low, high = kind.bounds
    return (values > low) & (values < high)


def transformed(values: Floats, kind: Number) -> Floats:
    """What a network sees of values of y.

    Args:
        values: Of any shape.
        kind: Of the column.

    Returns:
        t; `-inf` at the lower bound and below it, `inf` at the upper one and above it.
    """
    if kind.transform == "none":
        return values
    with np.errstate(divide="ignore"):
        above: Floats = np.log(np.maximum(values - kind.bounds[0], 0.0))
        if kind.transform == "log":
            return above
        below: Floats = np.log(np.maximum(kind.high - values, 0.0))
        return above - below


def seen(values: Floats, kinds: Sequence[Kind]) -> Floats:
    """What a network sees of rows of targets.

    Args:
        values: `(rows, outputs)`.
        kinds: Of the outputs.

    Returns:
        `(rows, outputs)`.
    """
    columns = [
        transformed(y, kind) if isinstance(kind, Number) else y
        for y, kind in zip(values.T, kinds, strict=True)
    ]
    return np.stack(columns, axis=1)


def restored(t: Floats, kind: Number) -> Floats:
    """The y of each t, of any shape; of a finite t it lies between the bounds, not on one."""
    if kind.transform == "none":
        return t
    low, high = kind.bounds
    if kind.transform == "log":
        with np.errstate(over="ignore", under="ignore"):
            y, least, most = np.exp(t), _LEAST, _GREATEST
    else:
        width = high - low
        part = width * special.expit(-np.abs(t))
        y = np.where(t > 0.0, high - part, low + part)
        least, most = float(np.nextafter(low, high)), float(np.nextafter(high, low))
    within: Floats = np.where(np.isfinite(t), np.clip(y, least, most), y)
    return within


def log_slope(t: Floats, kind: Number) -> Floats:
    """log(dt/dy) where a network sees t, of any shape: what a density of t lacks as one of y."""
    if kind.transform == "none":
        return np.zeros(np.shape(t))
    if kind.transform == "log":
        return -t
    slope: Floats = -(log(kind.high - kind.low) + special.log_expit(t) + special.log_expit(-t))
    return slope


def tilted(components: Components, kind: Number) -> Components:
    """The density of y as a function of t, which is a sum of Gaussian bells again.

    Times e^t or e^-t, a Gaussian bell is another one of the same scale; dt/dy is e^-t of a
    logarithm, and (2 + e^t + e^-t) / (high - low) of a logit.

    Args:
        components: Of mixtures of t, `(..., components)`.
        kind: Of the output.

    Returns:
        Bells, whose weights do not add up to 1, `(..., components)`, three times as many of a
        logit.
    """
    if kind.transform == "log":
        return _times_exponential(components, -1.0)
    if kind.transform == "none":
        return components
    log_weights = components.log_weights - log(kind.high - kind.low)
    plain = components._replace(log_weights=log_weights)
    parts = (
        _times_exponential(plain, -1.0),
        plain._replace(log_weights=log_weights + log(2.0)),
        _times_exponential(plain, 1.0),
    )
    return Components(*(np.concatenate(each, axis=-1) for each in zip(*parts, strict=True)))


def _times_exponential(components: Components, sign: float) -> Components:
    log_weights, means, scales = components
    variances = scales**2
    return Components(log_weights + sign * means + variances / 2, means + sign * variances, scales)


_ROOT = sqrt(2 * pi)
_STEP = 0.5
# Of both functions the trapezoidal rule at this step has an error below 1e-16: it falls as
# exp(-2 pi d / step), where d, here 3 and more, is how far off the line the first pole is.
# Source: Trefethen and Weideman, "The exponentially convergent trapezoidal rule", SIAM Review 56
# (2014), theorem 5.1.
_NORMAL = np.arange(-8.5, 8.75, _STEP)
_LOGISTIC = np.arange(-40.0, 40.25, _STEP)
_FAR_BELOW = -37.0  # a logistic function differs from the exponential by less than a rounding


def moments(means: Floats, scales: Floats, kind: Number) -> tuple[Floats, Floats]:
    """Means and standard deviations of y where t is Gaussian.

    Closed forms of a logarithm; of a logit the trapezoidal rule, to within 1e-12 of the distance
    between the bounds.

    Args:
        means: Of t, of any shape.
        scales: Standard deviations of t, of the same shape.
        kind: Of the output.

    Returns:
        Both of that shape, in units of y; infinite where they are beyond doubles.

    Source:
        Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions", volume 1 (1994),
        equations 14.8.
    """
    if kind.transform == "none":
        return means, scales
    with np.errstate(over="ignore"):
        if kind.transform == "log":
            mean = np.exp(means + scales**2 / 2)
            return mean, mean * np.sqrt(np.expm1(scales**2))
        # The lesser of y and what is left of it, so that its square has as many digits.
        shares, deviations = _share_moments(-np.abs(means).ravel(), scales.ravel())
    part = (kind.high - kind.low) * shares.reshape(means.shape)
    deviation = (kind.high - kind.low) * deviations.reshape(means.shape)
    return np.where(means > 0.0, kind.high - part, kind.low + part), deviation


def _share_moments(means: Floats, scales: Floats) -> tuple[Floats, Floats]:
    """Means and standard deviations of the logistic function of t, for means of at most 0."""
    exponential = np.exp(means + scales**2 / 2)
    mean, deviation = exponential, exponential * np.sqrt(np.expm1(scales**2))
    near = means + 2 * scales**2 > _FAR_BELOW
    for narrow in (True, False):
        some = np.flatnonzero(near & ((scales <= 1.0) == narrow))
        there = _narrow_moments if narrow else _wide_moments
        mean[some], deviation[some] = there(means[some], scales[some])
    return mean, deviation


def _narrow_moments(means: Floats, scales: Floats) -> tuple[Floats, Floats]:
    """By the values of the logistic function at points of the Gaussian."""
    weights = _STEP / _ROOT * np.exp(-0.5 * _NORMAL**2)
    points = [special.expit(means + scales * z) for z in _NORMAL]
    mean = sum((weight * x for weight, x in zip(weights, points, strict=True)), 0.0 * means)
    squares = (weight * (x - mean) ** 2 for weight, x in zip(weights, points, strict=True))
    deviation: Floats = np.sqrt(sum(squares, 0.0 * means))
    return mean, deviation


def _wide_moments(means: Floats, scales: Floats) -> tuple[Floats, Floats]:
    """By parts: the slope of the function times the probability above, summed over points."""
    mean, square = 0.0 * means, 0.0 * means
    for point in _LOGISTIC:
        above = _STEP * special.ndtr((means - point) / scales)
        share = special.expit(point)
        slope = share * special.expit(-point)
        mean += slope * above
        square += 2 * share * slope * above
    return mean, np.sqrt(np.maximum(square - mean**2, 0.0))


def mean_log_slope(components: Components, kind: Number) -> float:
    """Mean of log(dt/dy) over a mixture of t, `(components,)`: to within 1e-12."""
    weights = np.exp(components.log_weights)
    if kind.transform == "none":
        return 0.0
    if kind.transform == "log":
        return -float(weights @ components.means)
    # log(1 + e^t) twice, less t: its second slope is that of the logistic function.
    standard = (components.means - _LOGISTIC[:, np.newaxis]) / components.scales
    losses = np.exp(-0.5 * standard**2) / _ROOT + standard * special.ndtr(standard)
    slopes = special.expit(_LOGISTIC) * special.expit(-_LOGISTIC)
    wide = _STEP * (slopes @ (components.scales * losses))
    z = components.means + components.scales * _NORMAL[:, np.newaxis]
    narrow = _STEP / _ROOT * (np.exp(-0.5 * _NORMAL**2) @ np.logaddexp(0.0, z))
    softplus = np.where(components.scales <= 1.0, narrow, wide)
    return float(weights @ (2 * softplus - components.means)) - log(kind.high - kind.low)


def crps(y: Floats, components: Components, kind: Number) -> Floats:
    """Continuous ranked probability score of mixtures of t, in units of y.

    Args:
        y: Observations, `(...)`.
        components: Of mixtures of t, `(..., components)`.
        kind: Of the output.

    Returns:
        `(...)`; infinite where y is. In closed form of a logarithm; of a logit by quadrature, to
        within 1e-8 of the distance between the bounds.

    Source:
        Jordan, Krüger and Lerch, "Evaluating probabilistic forecasts with scoringRules", Journal
        of Statistical Software 90 (2019), appendix A, for one log-normal distribution; Baringhaus
        and Franz (2004) for the distance between two.
    """
    low, high = kind.bounds
    within = np.clip(y, low, high)
    beyond = np.abs(y - np.where(np.isinf(within), 0.0, within))
    of_support = _crps_of_logarithm if kind.transform == "log" else _crps_of_logit
    score = of_support(np.where(np.isinf(y), low, within), components, kind)
    return np.where(np.isinf(y), np.inf, np.where(within == y, score, score + beyond))


def _crps_of_logarithm(y: Floats, components: Components, kind: Number) -> Floats:
    """E min(Y, Y') - y + 2 E max(y - Y, 0), of two independent draws Y and Y'.

    It is E|Y - y| - E|Y - Y'| / 2 without the mean of Y, beside which of wide components nothing
    would be left of all else.
    """
    weights, (_, means, scales) = np.exp(components.log_weights), components
    observed = y[..., np.newaxis]
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        z = (transformed(y, kind)[..., np.newaxis] - means) / scales
        log_means = means + scales**2 / 2
        less = _partial_mean(scales - z, np.log(observed) - z**2 / 2, log_means)
        # 2 P(Y < y) - 1, of which the smaller tail has all digits.
        balance = np.sign(z) * (1.0 - 2.0 * special.ndtr(-np.abs(z)))
        total: Floats = (weights * (observed * balance - 2.0 * less)).sum(axis=-1)
        for first in range(means.shape[-1]):
            one = slice(first, first + 1)
            shares = weights[..., one] * weights
            # Of a component without a weight, which may be beyond doubles, nothing is to count.
            least = np.where(shares > 0.0, _mean_of_lesser(components, one), 0.0)
            total = total + (shares * least).sum(axis=-1)
    return np.where(np.isnan(total), np.inf, np.maximum(total, 0.0))


def _mean_of_lesser(components: Components, one: slice) -> Floats:
    """E min(Y, Y'), where Y is of one component and Y' of each, `(..., components)`."""
    _, means, scales = components
    both = np.hypot(scales[..., one], scales)
    shares = scales[..., one] / both, scales / both
    apart = (means[..., one] - means) / both
    height = (
        shares[1] ** 2 * means[..., one]
        + shares[0] ** 2 * means
        + (shares[0] * scales) ** 2 / 2
        - apart**2 / 2
    )
    ours = _partial_mean(
        shares[0] * scales[..., one] + apart,
        height,
        means[..., one] + scales[..., one] ** 2 / 2,
    )
    return ours + _partial_mean(shares[1] * scales - apart, height, means + scales**2 / 2)


def _partial_mean(z: Floats, log_height: Floats, log_mean: Floats) -> Floats:
    """A mean times the probability above z, of a standard normal distribution.

    Args:
        z: Of any shape.
        log_height: The logarithm of the mean times exp(-z^2 / 2): a number where the mean itself is
            beyond doubles.
        log_mean: The logarithm of the mean.
    """
    tail = np.exp(log_height) * special.erfcx(z / sqrt(2.0)) / 2
    part: Floats = np.where(z > 0.0, tail, np.exp(log_mean) * special.ndtr(-z))
    return part


_ENDS = 24.0  # of t; beyond lie 4e-11 of the distance between the bounds
_AROUND = np.linspace(-6.0, 6.0, 7)  # scales; between two a distribution function is smooth
_BETWEEN = np.linspace(-_ENDS, _ENDS, 17)  # and dy/dt too
_VALUES_AT_ONCE = 200_000  # stay in the cache


def _crps_of_logit(y: Floats, components: Components, kind: Number) -> Floats:
    """The integral of (F - [y is less])^2 over y, taken over t."""
    shape = np.broadcast_shapes(y.shape, components.means.shape[:-1])
    count = components.means.shape[-1]
    log_weights, means, scales = (
        np.broadcast_to(part, (*shape, count)).reshape(-1, count) for part in components
    )
    observed = np.clip(transformed(np.broadcast_to(y, shape).ravel(), kind), -_ENDS, _ENDS)
    points = 8 * (count * len(_AROUND) + len(_BETWEEN))
    rows = max(1, _VALUES_AT_ONCE // points)
    scores = [
        _squared_distance(
            observed[start : start + rows],
            Components(*(part[start : start + rows] for part in (log_weights, means, scales))),
        )
        for start in range(0, len(observed), rows)
    ]
    return (kind.high - kind.low) * np.concatenate([*scores, np.empty(0)]).reshape(shape)


def _squared_distance(observed: Floats, components: Components) -> Floats:
    log_weights, means, scales = components
    around = (means[..., np.newaxis] + scales[..., np.newaxis] * _AROUND).reshape(len(means), -1)
    between = np.broadcast_to(_BETWEEN, (len(means), len(_BETWEEN)))
    edges = np.concatenate([around, between, observed[:, np.newaxis]], axis=1)
    t, widths = gauss_legendre(np.sort(np.clip(edges, -_ENDS, _ENDS), axis=1))
    below = np.zeros(t.shape)
    for weight, mean, scale in zip(np.exp(log_weights).T, means.T, scales.T, strict=True):
        below += weight[:, np.newaxis] * special.ndtr((t - mean[:, None]) / scale[:, None])
    slope = special.expit(t) * special.expit(-t)
    distance: Floats = below - (t > observed[:, np.newaxis])
    squared: Floats = (widths * slope * distance**2).sum(axis=-1)
    return squared


def spreads_in_units(kinds: tuple[Kind, ...], shift: Floats, scale: Floats) -> Floats:
    """Spreads of columns (columns,) of which a network sees those at a centre."""
    numbers = [kind if isinstance(kind, Number) else NUMBER for kind in kinds]
    centres = zip(shift, numbers, strict=True)
    slopes = [float(np.exp(-log_slope(centre, kind))) for centre, kind in centres]
    units: Floats = scale * np.array(slopes)
    return units
