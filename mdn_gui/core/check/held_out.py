"""The rows that judge a run's network: those that it never saw, and what predicts each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from mdn_gui.core.check.scores import At
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.holdout import Holdout
from mdn_gui.core.kinds import NUMBER, Number
from mdn_gui.core.maths.numerics import Floats, Indices
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.network import Network
from mdn_gui.core.table import Table
from mdn_gui.core.transformed_mixture import in_units_of_y

type Part = Literal["test", "folds", "validation"]

MOST_ROWS = 100_000
"""So many rows judge at most, and so many are those that simpler densities learn from."""


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Rows that a run held out.

    Attributes:
        part: Which: rows for test, that nothing was chosen by; rows of folds, each predicted by the
            members that held it out; or rows for validation, that chose the epoch.
        rows: They themselves.
        training: The rows that were trained on.
        at: Predicts each of them by what never saw it.
    """

    part: Part
    rows: Dataset
    training: Dataset
    at: At


def held_out(network: Network, data: Table, holdout: Holdout) -> HeldOut:
    """The rows that judge a network best, of those that its run held out.

    Args:
        network: Of the run.
        data: All rows of the run; a table that is streamed is read once.
        holdout: How they were divided.

    Raises:
        TableError: A streamed table cannot be read any more.
        ValueError: The columns do not fit the network, or none of its members held out a fold.
    """
    source = data.source(holdout)
    training = _some(source.training)
    if source.test is not None:
        tested = _some(_numbered(source.test, data, holdout, "test"))
        return HeldOut("test", tested, training, lambda some: network(tested.inputs[some]))
    rows = _some(_numbered(source.validation, data, holdout, "validation"))
    if source.folds is None:
        return HeldOut("validation", rows, training, lambda some: network(rows.inputs[some]))
    folds = source.folds[: rows.rows]
    by_fold = {fold: network.holding_out(fold) for fold in np.unique(folds).tolist()}

    def at(some: Indices) -> Mixture:
        return _joined([(fold == folds[some], own) for fold, own in by_fold.items()], rows, some)

    return HeldOut("folds", rows, training, at)


def _numbered(
    rows: Dataset, data: Table, holdout: Holdout, part: Literal["test", "validation"]
) -> Dataset:
    """The rows of a part, which know what a person calls them; not those of a stream."""
    if not isinstance(data, Dataset):
        return rows
    places = getattr(data.split_rows(holdout), part)
    return replace(rows, numbers=data.row_numbers(places).astype(np.float64))


def _some(rows: Dataset) -> Dataset:
    """The first rows, which are in a random order; all where there are no more than `MOST_ROWS`."""
    return rows if rows.rows <= MOST_ROWS else rows.take(np.arange(MOST_ROWS))


def _joined(networks: list[tuple[Indices, Network]], rows: Dataset, some: Indices) -> Mixture:
    """Mixtures of rows by several networks; components that one lacks have no weight."""
    found = [
        (np.flatnonzero(own), network(rows.inputs[some[own]]).gaussian)
        for own, network in networks
        if own.any()
    ]
    width = max(mixture.components for _, mixture in found)
    outputs = found[0][1].outputs
    log_weights = np.full((len(some), width), -np.inf)
    means: Floats = np.zeros((len(some), width, outputs))
    scales: Floats = np.ones((len(some), width, outputs))
    for own, mixture in found:
        log_weights[own, : mixture.components] = mixture.log_weights
        means[own, : mixture.components] = mixture.means
        scales[own, : mixture.components] = mixture.scales
    kinds = networks[0][1].target_kinds
    numbers = [kind if isinstance(kind, Number) else NUMBER for kind in kinds]
    return in_units_of_y(Mixture(log_weights, means, scales), numbers)
