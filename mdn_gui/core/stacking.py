"""How distributions are mixed to predict rows that they were not fitted to best."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.atoms import Cells, log_score
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.gains import mean_and_error
from mdn_gui.core.maths.weighted import row_unit
from mdn_gui.core.network import Network
from mdn_gui.core.split import copies

type Floats = NDArray[np.float64]

ROWS_FOR_EQUAL = 5.0
"""So many rows, of each distribution's own, speak for equal weights."""

MOST_ROWS = 20_000
"""So many rows at most are asked, the first ones: more take long in each epoch and tell no more."""

MOST_ROWS_SCALED, MOST_PRODUCTS = 5_000, 1_000_000
"""Likewise for the scales of a mixture, whose every component is evaluated again by each factor:
rows, but no more than give so many components of all targets together, which takes a second."""

_FACTORS = 1.05 ** np.arange(-14, 9)  # 0.5 to 1.5
_CERTAIN = 2.0  # standard errors

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


def scale_factor(network: Network, rows: Dataset) -> float:
    """Find out by how much the components of a mixture of networks are too wide or too narrow.

    Where each of several networks is as wide as its own errors, their mixture is wider than its
    errors are: it also has how far the networks lie apart, and its mean is nearer to the rows than
    theirs. The factor on all scales, from 0.5 to 1.5 in steps of 5%, is the one at which the rows
    are likeliest, or the cells of targets with atoms (`core.atoms`). It is 1 unless that gains more
    than two standard errors; copies of a row are one row of their weight.

    Args:
        network: The networks, at the factor 1.
        rows: Which none of them was fitted to, in random order.

    Returns:
        The factor.

    Source:
        Gneiting and Ranjan, "Combining predictive distributions", Electronic Journal of Statistics
        7 (2013), section 3.3: the spread-adjusted linear pool; here each component is scaled.
    """
    cells, layout = Cells.of(rows), network.layout
    columns = layout.members * layout.components * layout.outputs
    most = min(rows.rows, MOST_ROWS_SCALED, MOST_PRODUCTS // columns + 1)
    rows = _once_each(rows.take(np.arange(most)))
    mixture = network(rows.inputs)
    # That of 1 first: of equals the one that changes least is found.
    factors = sorted(_FACTORS.tolist(), key=lambda factor: abs(np.log(factor)))
    scores = [
        log_score(cells, mixture.tempered(variances=each**2), rows.targets) for each in factors
    ]
    gains = [mean_and_error(score - scores[0], rows.weights) for score in scores]
    best = int(np.argmax([mean for mean, _, _ in gains]))
    mean, error, _ = gains[best]
    return factors[best] if mean > _CERTAIN * error else 1.0


def _once_each(rows: Dataset) -> Dataset:
    """The distinct rows, each of the weight of its copies."""
    numbers = copies(rows.inputs, rows.targets)
    if numbers is None:
        return rows
    _, first = np.unique(numbers, return_index=True)
    return replace(rows.take(first), weights=np.bincount(numbers, rows.weights).astype(np.float64))
