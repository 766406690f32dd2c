"""What to know before trusting a network: components and targets that are not what they seem."""

from dataclasses import dataclass

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.network import Network

LOOKED_AT = 5_000
"""Rows that are looked at; of a larger table these, drawn at random."""

ON_THE_FLOOR = 1.1
"""A scale below this multiple of the floor sits on it: the floor is added, not a limit."""

DEAD_WEIGHT = 1e-3
"""A component whose mean weight is below this share of an equal one is dead."""

FEW_VALUES = 20
"""Targets with fewer distinct values are not continuous, if there are rows enough to tell."""

NOTED_LIKELIHOOD = 0.05
"""A smaller share of the likelihood earned on the floor is not worth a note."""

NOTED_COPIES = 0.2
"""A smaller share of copied rows may be chance, where numbers were rounded."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found.

    Attributes:
        components: Components of all members.
        dead: How many of them have hardly any weight at any row.
        on_floor: How many have a scale on the floor at some row.
        floor_share: Share of the rows' likelihood that components earn where they sit on it.
        constant_inputs: Names of the inputs that have one value only.
        distinct_targets: Distinct values of each target.
        repeated_rows: Share of the rows that are exact copies of another, see `core.copies`.
        target_names: Names of the targets.
        rows: Rows that were looked at.
    """

    components: int
    dead: int
    on_floor: int
    floor_share: float
    constant_inputs: tuple[str, ...]
    distinct_targets: tuple[int, ...]
    repeated_rows: float
    target_names: tuple[str, ...]
    rows: int

    def notes(self) -> tuple[str, ...]:
        """What a person should know, one sentence or two each; nothing if there is nothing."""
        columns = (*map(_constant, self.constant_inputs), *self._of_targets())
        found = (*columns, self._of_copies(), self._of_the_floor(), self._of_the_dead())
        return tuple(note for note in found if note)

    def _of_targets(self) -> list[str]:
        few = zip(self.target_names, self.distinct_targets, strict=True)
        return [
            _few_values(name, count)
            for name, count in few
            if count < FEW_VALUES and count * 5 <= self.rows
        ]

    def _of_copies(self) -> str:
        if self.repeated_rows < NOTED_COPIES:
            return ""
        return (
            f"{self.repeated_rows:.0%} of the rows are exact copies of others; the network takes "
            "them for evidence, which they are not. Remove them if they are there by accident."
        )

    def _of_the_floor(self) -> str:
        if self.floor_share < NOTED_LIKELIHOOD:
            return ""
        return (
            f"{self.floor_share:.0%} of the likelihood is earned by components that sit on the "
            f"scale floor ({self.on_floor} of {self.components}): values that repeat exactly, or "
            "rows learnt by heart. A higher scale floor gives a smoother density."
        )

    def _of_the_dead(self) -> str:
        if 2 * self.dead <= self.components:
            return ""
        return (
            f"{self.dead} of {self.components} components have hardly any weight anywhere; fewer "
            "would do."
        )


def _constant(name: str) -> str:
    return (
        f"{name!r} has one value only; the density away from it is made up. Choose an input that "
        "varies."
    )


def _few_values(name: str, count: int) -> str:
    if count == 1:
        return f"{name!r} has one value only; there is no distribution to learn."
    return (
        f"A density over {count} distinct values is not meaningful: {name!r} is a code or a count, "
        "and how high the density stands at its values depends on the scale floor alone."
    )


def diagnose(network: Network, dataset: Dataset) -> Diagnosis:
    """Look at a network and at rows it learned from.

    Args:
        network: What was trained.
        dataset: Rows with the network's inputs and targets, in the data's units.

    Returns:
        What was found, on some thousand of the rows.

    Raises:
        ValueError: The dataset's columns do not fit the network.
    """
    sample = _sample(dataset)
    mixture = network(sample.inputs)
    floor = np.exp(network.log_floor.astype(float)) * network.target_scaling.scale
    floored = (mixture.scales < ON_THE_FLOOR * floor).any(axis=-1)
    weights = np.exp(mixture.log_weights).mean(axis=0)
    return Diagnosis(
        components=mixture.components,
        dead=int((weights < DEAD_WEIGHT / mixture.components).sum()),
        on_floor=int(floored.any(axis=0).sum()),
        floor_share=float((mixture.responsibilities(sample.targets) * floored).sum(axis=-1).mean()),
        constant_inputs=tuple(
            name
            for name, column in zip(dataset.input_names, dataset.inputs.T, strict=True)
            if np.ptp(column) == 0.0
        ),
        distinct_targets=tuple(len(np.unique(column)) for column in sample.targets.T),
        repeated_rows=1.0 - dataset.distinct_rows / dataset.rows,
        target_names=dataset.target_names,
        rows=sample.rows,
    )


def _sample(dataset: Dataset) -> Dataset:
    if dataset.rows <= LOOKED_AT:
        return dataset
    rows = np.random.default_rng(0).choice(dataset.rows, LOOKED_AT, replace=False)
    return dataset.take(rows)
