"""Densities that are simpler than a mixture network, to tell whether one of them would do."""

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.encoding import is_plain
from mdn_gui.core.kinds import Number
from mdn_gui.core.maths.change_of_variables import log_slope, seen
from mdn_gui.core.maths.numerics import Floats, standardised
from mdn_gui.core.network import Network

_LOG_ROOT_TWO_PI = 0.5 * np.log(2.0 * np.pi)


def straight_line(network: Network, training: Dataset, rows: Dataset) -> Floats | None:
    """Log density of rows by a straight line through what the network sees, of one spread.

    Least squares on the training rows, of the logarithm or logit where the network sees y so; the
    spread is that of the residuals, of as many degrees of freedom as there are.

    Args:
        network: Its encoding and scaling make the features.
        training: Rows to fit.
        rows: Rows to score.

    Returns:
        `(rows,)`, in nats of y; None where there are too few training rows for a line.
    """
    features, new = (
        np.column_stack([np.ones(each.rows), network.features(each.inputs)])
        for each in (training, rows)
    )
    freedom = training.rows - features.shape[1]
    if freedom < features.shape[1]:
        return None
    kinds = training.target_kinds
    t, new_t = (seen(each.targets, kinds) for each in (training, rows))
    root = np.ones(training.rows)
    if training.weights is not None:
        root = np.sqrt(training.weights / training.weights.mean())
    line, *_ = np.linalg.lstsq(features * root[:, None], t * root[:, None], rcond=None)
    left = (t - features @ line) * root[:, None]
    spread = np.sqrt((left**2).sum(axis=0) / freedom)
    if not (spread > 0.0).all():
        return None
    log_density = _log_gaussian(new_t, new @ line, spread)
    for column, kind in zip(new_t.T, kinds, strict=True):
        if isinstance(kind, Number):
            log_density += log_slope(column, kind)
    return log_density


def one_gaussian(network: Network, rows: Dataset) -> Floats | None:
    """Log density of rows by one Gaussian at each x, of the mixture's own mean and variance.

    Args:
        network: What predicts.
        rows: Rows to score.

    Returns:
        `(rows,)`, in nats of y; None where the network is one Gaussian itself, sees a target as a
        logarithm or logit, or has no finite variance.
    """
    alone = network.layout.members * network.layout.components == 1
    if alone or not all(map(is_plain, network.target_kinds)):
        return None
    mixture = network(rows.inputs)
    mean, variance = mixture.mean(), mixture.variance()
    if not (np.isfinite(mean).all() and np.isfinite(variance).all() and (variance > 0.0).all()):
        return None
    return _log_gaussian(rows.targets, mean, np.sqrt(variance))


def _log_gaussian(values: Floats, means: Floats, scales: Floats) -> Floats:
    """Of each row, over all its columns, (rows,)."""
    z = standardised(values, means, scales)
    total: Floats = (-0.5 * z**2 - np.log(scales) - _LOG_ROOT_TWO_PI).sum(axis=1)
    return total
