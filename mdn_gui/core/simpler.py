"""Densities that are simpler than a mixture network, to tell whether one of them would do."""

from collections.abc import Callable

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.encoding import is_plain
from mdn_gui.core.kinds import NUMBER, Number
from mdn_gui.core.maths.change_of_variables import seen
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.network import Network
from mdn_gui.core.transformed_mixture import in_units_of_y


def straight_line(
    features: Callable[[Floats], Floats], training: Dataset, rows: Dataset
) -> Mixture | None:
    """The Gaussian of each row by a straight line through what a network sees, of one spread.

    Least squares on the training rows, of the logarithm or logit where the network sees y so; the
    spread is that of the residuals, of as many degrees of freedom as there are.

    Args:
        features: What a network sees of inputs `(rows, inputs)`, `(rows, features)`.
        training: Rows to fit.
        rows: Rows to predict.

    Returns:
        One component for each row, in units of y; None where there are too few training rows for a
        line.
    """
    known, new = (
        np.column_stack([np.ones(each.rows), features(each.inputs)]) for each in (training, rows)
    )
    freedom = training.rows - known.shape[1]
    if freedom < known.shape[1]:
        return None
    kinds = training.target_kinds
    t = seen(training.targets, kinds)
    root = np.ones(training.rows)
    if training.weights is not None:
        root = np.sqrt(training.weights / training.weights.mean())
    line, *_ = np.linalg.lstsq(known * root[:, None], t * root[:, None], rcond=None)
    left = (t - known @ line) * root[:, None]
    spread = np.sqrt((left**2).sum(axis=0) / freedom)
    means = new @ line
    if not ((spread > 0.0).all() and np.isfinite(spread).all() and np.isfinite(means).all()):
        return None
    numbers = [kind if isinstance(kind, Number) else NUMBER for kind in kinds]
    return in_units_of_y(_gaussians(means, np.broadcast_to(spread, means.shape)), numbers)


def one_gaussian(network: Network, rows: Dataset) -> Mixture | None:
    """One Gaussian at each x, of the mixture's own mean and variance.

    Args:
        network: What predicts.
        rows: Rows to predict.

    Returns:
        One component for each row, in units of y; None where the network is one Gaussian itself,
        sees a target as a logarithm or logit, or has no finite variance.
    """
    alone = network.layout.members * network.layout.components == 1
    if alone or not all(map(is_plain, network.target_kinds)):
        return None
    mixture = network(rows.inputs)
    mean, variance = mixture.mean(), mixture.variance()
    if not (np.isfinite(mean).all() and np.isfinite(variance).all() and (variance > 0.0).all()):
        return None
    return _gaussians(mean, np.sqrt(variance))


def _gaussians(means: Floats, scales: Floats) -> Mixture:
    """One component for each row, of means and scales `(rows, outputs)`."""
    return Mixture(np.zeros((len(means), 1)), means[:, np.newaxis], scales[:, np.newaxis])
