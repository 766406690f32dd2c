"""How many nats a network gains over simpler densities, on rows that were held out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.atoms import Cells, atoms, log_score
from mdn_gui.core.baselines import Baselines
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.holdout import FEWEST_ROWS
from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.weighted import effective_rows, weighted_mean
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.network import Network
from mdn_gui.core.simpler import one_gaussian, straight_line
from mdn_gui.core.text import say

CONFIDENCE = 0.95
"""Of the interval of a gain."""

_FEWEST_EFFECTIVE = 1.05
"""Where one of several rows has nearly all the weight, an interval is wide, but has ends."""

MOST_NATS = 1e100  # a row without a density costs no more: means and squares stay doubles

type Densities = Mapping[str, Floats]
"""Log scores of rows, `(rows,)` in nats, see `core.atoms.log_score`, by what they are of."""

type Score = Callable[[Network, Dataset, Dataset, Cells | None], Densities]
"""Scores of some rows by what was fitted to others, given the network, the others, the rows."""


@dataclass(frozen=True, slots=True)
class Gain:
    """How many nats a network gains over a simpler density, on the same rows.

    Attributes:
        rows: How many rows were scored.
        losses: Mean negative log-likelihood of the network and of the density, in nats of y in
            its own units; where a target has an atom, negative log-probability of cells.
        baseline: What the density is.
        nats: The density's loss less the network's; below 0 where the network is worse.
        interval: What the gain lies between with `CONFIDENCE`, by Student's t of the rows'
            differences; without bounds where a single row was scored.
    """

    rows: int
    losses: tuple[float, float]
    baseline: str
    nats: float
    interval: tuple[float, float]


def of_the_network(
    network: Network, training: Dataset, rows: Dataset, cells: Cells | None
) -> Densities:
    """What the network itself scores; see `Score`."""
    del training
    return {"": log_score(cells, network(rows.inputs), rows.targets)}


def ignoring_inputs(
    network: Network, training: Dataset, rows: Dataset, cells: Cells | None
) -> Densities:
    """What densities score that ignore the inputs; see `Score`."""
    del network
    baselines = Baselines.of(
        training.targets, training.weights, training.target_kinds, spikes=cells is not None
    )
    found: dict[str, Floats] = {
        say("one Gaussian"): log_score(cells, baselines.gaussian, rows.targets)
    }
    if cells is None:
        found[say("a kernel density")] = baselines.kernel.log_prob(rows.targets)
        return found
    kernels = baselines.kernel.mixture()
    found[say("a kernel density")] = log_score(cells, kernels, rows.targets)
    if len(training.target_names) == 1:
        name = say("the shares of frequent values and a kernel density of the others")
        found[name] = _by_value(training, rows, cells, kernels)
    return found


def _by_value(training: Dataset, rows: Dataset, cells: Cells, others: Mixture) -> Floats:
    """Scores of one target by the shares of its atoms, and of other values by a kernel density.

    Args:
        training: Rows that tell both.
        rows: Rows to score.
        cells: Of the target.
        others: Stands for the kernel density where few training rows have other values.
    """
    there, asked = (cells.numbered(each.targets)[:, 0] for each in (training, rows))
    shares = {
        float(cells.numbered(np.array([atom.value]))[0]): atom.share for atom in atoms(training)
    }
    rest = np.flatnonzero(~np.isin(there, list(shares)))
    if len(rest) >= FEWEST_ROWS:
        left = training.take(rest)
        densities = Baselines.of(left.targets, left.weights, left.target_kinds, spikes=True)
        others = densities.kernel.mixture()
    share_of_others = max(1.0 - sum(shares.values()), 1.0 / (training.rows + 1))
    scores: Floats = np.log(share_of_others) + log_score(cells, others, rows.targets)
    for number, share in shares.items():
        scores = np.where(asked == number, np.log(share), scores)
    return scores


def simpler(network: Network, training: Dataset, rows: Dataset, cells: Cells | None) -> Densities:
    """What densities score that are simpler than a mixture, the simplest first; see `Score`."""
    found = {
        say("A straight line with the same spread everywhere"): straight_line(
            network.features, training, rows
        ),
        say("One Gaussian at each x"): one_gaussian(network, rows),
    }
    return {
        name: log_score(cells, density, rows.targets)
        for name, density in found.items()
        if density is not None
    }


def by_fold(
    score: Score,
    network: Network,
    training: Dataset,
    rows: Dataset,
    folds: NDArray[np.intp],
    *,
    cells: Cells | None,
) -> Densities:
    """Scores of rows by what was fitted to the rows of other folds.

    Args:
        score: Gives them.
        network: Of members that hold out folds.
        training: All rows.
        rows: The first ones of these, which are held out.
        folds: The fold of each of all rows, `(training rows,)`.
        cells: See `core.atoms.log_score`.

    Returns:
        Those that there are for all folds.
    """
    parts = []
    for fold in np.unique(folds[: rows.rows]).tolist():
        own = np.flatnonzero(folds[: rows.rows] == fold)
        rest = training.take(np.flatnonzero(folds != fold))
        parts.append((own, score(network.holding_out(fold), rest, rows.take(own), cells)))
    names = [name for name in parts[0][1] if all(name in found for _, found in parts)]
    joined = {name: np.empty(rows.rows) for name in names}
    for own, found in parts:
        for name in names:
            joined[name][own] = found[name]
    return joined


def gain_over(log_density: Floats, others: Densities, weights: Floats | None = None) -> Gain:
    """Compare a network with the best of some densities, row by row.

    That the best is chosen on the rows compared lets it look a little better than it is.

    Args:
        log_density: The network's log-density of each row's targets, `(rows,)`, in nats.
        others: Those of the same rows by what was fitted to other rows.
        weights: How much each of these rows matters, `(rows,)`; None if all do the same.

    Returns:
        The gain over the best of them.
    """
    baseline, other = max(others.items(), key=lambda each: float(weighted_mean(each[1], weights)))
    scores, other = (np.maximum(each, -MOST_NATS) for each in (log_density, other))
    rows = len(scores)
    nats, error, evidence = mean_and_error(scores - other, weights)
    reach = float(special.stdtrit(evidence - 1, (1 + CONFIDENCE) / 2)) * error if rows > 1 else inf
    own, others_loss = (-float(weighted_mean(each, weights)) for each in (scores, other))
    return Gain(rows, (own, others_loss), baseline, nats, (nats - reach, nats + reach))


def mean_and_error(differences: Floats, weights: Floats | None) -> tuple[float, float, float]:
    """The mean of independent differences, its standard error, and how many rows tell it.

    The error is infinite for one alone. Weights tell how much rows matter, not that each was seen
    so often: as many tell the mean as `effective_rows` says.
    """
    count = float(len(differences))
    if weights is None:
        error = float(differences.std(ddof=1)) / sqrt(count) if count > 1 else inf
        return float(differences.mean()), error, count
    mean = float(weighted_mean(differences, weights))
    variance = float(weighted_mean((differences - mean) ** 2, weights))
    effective = max(effective_rows(weights), _FEWEST_EFFECTIVE)
    return mean, sqrt(variance / (effective - 1)) if count > 1 else inf, effective
