"""How well a network's densities fit rows it is shown."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.atoms import Cells, log_score
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.network import Network
from mdn_gui.core.table import Table


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over rows, of each as often as its weight says, in the data's units.

    Attributes:
        nll: Negative log-likelihood of all targets together, in nats; lower is better.
        cell_nll: Negative log-probability of the cells that all targets together are rounded to, in
            nats; None where no value of a target holds so many rows that `nll` is about the scale
            floor, see `core.atoms`.
        crps: Continuous ranked probability score of each target, in its units; lower is better.
        coverage_50: Share of each target's values inside the central interval of mass 0.5.
        coverage_90: The same for mass 0.9.
    """

    nll: float
    cell_nll: float | None
    crps: tuple[float, ...]
    coverage_50: tuple[float, ...]
    coverage_90: tuple[float, ...]


def evaluate(network: Network, data: Table) -> Scores:
    """Score a network on rows.

    Args:
        network: What predicts.
        data: Rows with the network's inputs and targets, in the data's units; those in files are
            streamed.

    Returns:
        Means over the rows, weighted where these have weights. Of rows that are streamed, the first
        block tells whether a target has an atom.

    Raises:
        TableError: The rows cannot be streamed; see `Table.blocks`.
        ValueError: The columns do not fit the network.
    """
    means, weight, unit = np.zeros(2 + 3 * network.layout.outputs), 0.0, 0.0
    cells = Cells.of(data) if isinstance(data, Dataset) else None
    for number, part in enumerate(data.blocks()):
        if number == 0 and not isinstance(data, Dataset):
            cells = Cells.of(part)
        for block in part.blocks():
            if block.weights is None:
                means += _shares(network, block, cells, np.ones(block.rows), data.rows)
                continue
            # In units of the greatest so far: products with a very small weight have no digits.
            before, unit = unit, max(unit, float(block.weights.max()))
            weights = block.weights / unit
            own = _shares(network, block, cells, weights, data.rows)
            means = means * (before / unit) + own
            weight = weight * (before / unit) + (weights / data.rows).sum()
    if weight > 0.0:
        means /= weight
    nll, cell_nll, *rest = means.tolist()
    crps, coverage_50, coverage_90 = np.reshape(rest, (3, -1)).tolist()
    return Scores(
        nll, cell_nll if cells else None, tuple(crps), tuple(coverage_50), tuple(coverage_90)
    )


def held_out_scores(
    network: Network, rows: Dataset, folds: NDArray[np.intp] | None, cells: Cells | None
) -> Floats:
    """Log score of each row by what did not train on it.

    Args:
        network: What predicts.
        rows: Rows that were held out, in the units of the data.
        folds: The fold of each, `(rows,)`, by whose members alone it is predicted, or -1 where all
            members held it out; None where they held out all rows.
        cells: See `core.atoms.log_score`.

    Returns:
        `(rows,)`, in nats.

    Raises:
        ValueError: The columns do not fit the network, or none of its members held out a fold.
    """
    if folds is None:
        return np.concatenate(
            [log_score(cells, network(block.inputs), block.targets) for block in rows.blocks()]
        )
    found = np.empty(rows.rows)
    for fold in np.unique(folds).tolist():
        chosen = np.flatnonzero(folds == fold)
        own = network if fold < 0 else network.holding_out(fold)
        found[chosen] = held_out_scores(own, rows.take(chosen), None, cells)
    return found


def _shares(
    network: Network, dataset: Dataset, cells: Cells | None, weights: Floats, all_rows: int
) -> Floats:
    """What some of so many rows add to the means.

    Of the nll by densities and by cells; then for each target of crps, inside 50%, inside 90%.
    """
    mixture = network(dataset.inputs)
    crps, inside_50, inside_90 = [], [], []
    for output, y in enumerate(dataset.targets.T):
        marginal = mixture.marginal(output)
        distance = np.abs(marginal.cdf(y) - 0.5)
        # Divided one by one: their sum may be beyond doubles.
        crps.append((weights * (marginal.crps(y) / all_rows)).sum())
        inside_50.append((weights * (distance <= 0.25)).sum() / all_rows)
        inside_90.append((weights * (distance <= 0.45)).sum() / all_rows)
    nll = cell_nll = -(weights * (mixture.log_prob(dataset.targets) / all_rows)).sum()
    if cells is not None:
        scores = cells.log_probability(mixture, dataset.targets)
        cell_nll = -(weights * (scores / all_rows)).sum()
    return np.array([nll, cell_nll, *crps, *inside_50, *inside_90])
