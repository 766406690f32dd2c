"""The energy score of mixtures with several outputs, by one integral over a line for each row."""

from math import pi, sqrt

import numpy as np

from mdn_gui.core.maths.numerics import Floats

_STEP = 0.0625  # of the trapezoidal rule in u, where t = exp(2 sinh u)
_REACH = 4.25  # exp(-sinh(4.25)) is below 1e-15
_AT_ONCE = 2**20  # numbers in the innermost product, so that they stay in the cache


def energy_score(weights: Floats, means: Floats, scales: Floats, y: Floats) -> Floats:
    """Energy score, E|Y - y| - E|Y - Y'| / 2 with Euclidean distances; lower is better.

    A distance of Gaussians of unequal scales has a mean without a closed form, but the square of
    it, Q, has a Laplace transform L(t) = E exp(-t Q) with one: a product over the outputs. With it,
    E sqrt(Q) is the integral over t > 0 of (1 - L(t)) / (2 sqrt(pi) t^1.5), here by the trapezoidal
    rule after t = exp(2 sinh u), whose error lies below 1e-8 of the score.

    Args:
        weights: Of the Gaussians, in units of y, of each row, `(rows, components)`.
        means: `(rows, components, outputs)`.
        scales: `(rows, components, outputs)`.
        y: `(rows, outputs)`.

    Returns:
        `(rows,)`.

    Source:
        Gneiting and Raftery, "Strictly proper scoring rules, prediction, and estimation" (2007),
        section 4.3; Takahasi and Mori (1974) for the substitution.
    """
    rows, components, _ = means.shape
    scores = np.empty(rows)
    size = max(1, _AT_ONCE // (components * components))
    for start in range(0, rows, size):
        block = slice(start, start + size)
        scores[block] = _block(weights[block], means[block], scales[block], y[block])
    return scores


def _block(weights: Floats, means: Floats, scales: Floats, y: Floats) -> Floats:
    first, second = np.triu_indices(weights.shape[-1])
    shares = weights[:, first] * weights[:, second] * np.where(first == second, 1.0, 2.0)
    unit = np.maximum(scales.max(axis=(1, 2)), np.abs(means - y[:, None]).max(axis=(1, 2)))
    means, scales, y = means / unit[:, None, None], scales / unit[:, None, None], y / unit[:, None]
    variances = scales**2
    to_y = _mean_distance((means - y[:, None]) ** 2, variances)
    apart = _mean_distance(
        (means[:, first] - means[:, second]) ** 2, variances[:, first] + variances[:, second]
    )
    score: Floats = unit * ((weights * to_y).sum(axis=1) - 0.5 * (shares * apart).sum(axis=1))
    return score


def _mean_distance(squares: Floats, variances: Floats) -> Floats:
    """Mean length of Gaussian vectors.

    Args:
        squares: Of their means, `(rows, vectors, outputs)`.
        variances: Of the same shape.

    Returns:
        `(rows, vectors)`.
    """
    total = np.zeros(squares.shape[:-1])
    for u in np.arange(-_REACH, _REACH + 0.5 * _STEP, _STEP):
        t = np.exp(2 * np.sinh(u))
        widened = 1.0 + 2.0 * t * variances
        log_transform = -(t * squares / widened + 0.5 * np.log(widened)).sum(axis=-1)
        # dt / t^1.5 = 2 cosh(u) exp(-sinh(u)) du
        total -= np.expm1(log_transform) * (2 * np.cosh(u) * np.exp(-np.sinh(u)))
    return total * (_STEP / (2 * sqrt(pi)))
