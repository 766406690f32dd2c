"""Weights of predictive distributions, by how well each predicts rows it was not fitted to."""

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

ROWS_FOR_EQUAL = 5.0
"""So many rows, of each distribution's own, speak for equal weights."""

_MOST_ROUNDS = 1_000
_TOLERANCE = 1e-6  # of a weight


def stacked(log_densities: Floats, weights: Floats | None = None) -> Floats:
    """Weigh predictive distributions so that their mixture predicts held-out rows best.

    The weights maximize the mean log density of the mixture, with `ROWS_FOR_EQUAL` rows more for
    each distribution that it alone explains: on few rows the weights stay near equal ones.

    Args:
        log_densities: Of each row, by distributions that were not fitted to it,
            `(rows, distributions)`; at least one of a row is finite.
        weights: How many rows each row stands for, `(rows,)`; None if each is one.

    Returns:
        Weights with the sum 1, `(distributions,)`.

    Source:
        Yao, Vehtari, Simpson and Gelman, "Using stacking to average Bayesian predictive
        distributions", Bayesian Analysis 13 (2018), equation 7; the weights are those of a mixture
        of known components, found by expectation maximization.
    """
    count = log_densities.shape[1]
    shares = np.full(count, 1.0 / count)
    if count == 1:
        return shares
    rows = np.ones(len(log_densities)) if weights is None else weights
    # Relative to the best of each row, which changes no responsibility.
    densities = np.exp(log_densities - log_densities.max(axis=1, keepdims=True))
    total = rows.sum() + ROWS_FOR_EQUAL * count
    for _ in range(_MOST_ROUNDS):
        responsibilities = (rows / (densities @ shares)) @ densities * shares
        after = (responsibilities + ROWS_FOR_EQUAL) / total
        moved = np.abs(after - shares).max()
        shares = after
        if moved < _TOLERANCE:
            break
    normalized: Floats = shares / shares.sum()
    return normalized
