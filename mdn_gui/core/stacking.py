"""Weights of predictive distributions, by how well each predicts rows it was not fitted to."""

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.maths.weighted import row_unit

type Floats = NDArray[np.float64]

ROWS_FOR_EQUAL = 5.0
"""So many rows, of each distribution's own, speak for equal weights."""

MOST_ROWS = 20_000
"""So many rows at most are asked, the first ones: more take long in each epoch and tell no more."""

_MOST_ROUNDS = 100
_TOLERANCE = 1e-6  # of a weight
_TINY = 1e-300


def stacked(log_densities: Floats, weights: Floats | None = None) -> Floats:
    """Weigh predictive distributions so that their mixture predicts held-out rows best.

    The weights maximize the mean log density of the mixture, with `ROWS_FOR_EQUAL` rows more for
    each distribution that it alone explains: on few rows the weights stay near equal ones.

    Args:
        log_densities: Of each row, by distributions that were not fitted to it,
            `(rows, distributions)`, the rows in random order; at least one of a row is finite.
        weights: How many rows each row stands for, the least being one row, `(rows,)`; None if each
            is one.

    Returns:
        Weights with the sum 1, `(distributions,)`.

    Source:
        Yao, Vehtari, Simpson and Gelman, "Using stacking to average Bayesian predictive
        distributions", Bayesian Analysis 13 (2018), equation 7; the weights are those of a mixture
        of known components, found by expectation maximization, accelerated as by Varadhan and
        Roland, "Simple and globally convergent methods for accelerating the convergence of any EM
        algorithm", Scandinavian Journal of Statistics 35 (2008), scheme SqS3.
    """
    log_densities = log_densities[:MOST_ROWS]
    count = log_densities.shape[1]
    shares = np.full(count, 1.0 / count)
    if count == 1:
        return shares
    rows = np.ones(len(log_densities))
    if weights is not None:
        rows = weights[:MOST_ROWS] / row_unit(float(weights.sum()), float(weights.min()))
    # Relative to the best of each row, which changes no responsibility.
    densities = np.exp(log_densities - log_densities.max(axis=1, keepdims=True))
    total = rows.sum() + ROWS_FOR_EQUAL * count

    def improved(shares: Floats) -> Floats:
        """One round of expectation maximization."""
        responsible = (rows / (densities @ shares)) @ densities * shares
        better: Floats = (responsible + ROWS_FOR_EQUAL) / total
        return better

    def objective(shares: Floats) -> float:
        prior = ROWS_FOR_EQUAL * np.log(shares).sum()
        return float(rows @ np.log(densities @ shares) + prior)

    for _ in range(_MOST_ROUNDS):
        once = improved(shares)
        twice = improved(once)
        moved, turned = once - shares, twice - 2.0 * once + shares
        if np.abs(moved).max() < _TOLERANCE:
            break
        # Go as far as the two rounds point to, if that is better than they are.
        stride = np.linalg.norm(moved) / max(float(np.linalg.norm(turned)), _TINY)
        ahead = shares + 2.0 * stride * moved + stride**2 * turned
        shares = twice
        if (ahead > 0.0).all() and objective(ahead) > objective(twice):
            shares = ahead / ahead.sum()
    normalized: Floats = shares / shares.sum()
    return normalized
