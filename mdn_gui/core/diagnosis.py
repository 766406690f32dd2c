"""What to know before trusting a network: columns and components not what they seem."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mdn_gui.core.atoms import Atom, atoms
from mdn_gui.core.columns import Copy, FarValue, as_numbers, copied_columns, far_values, sample
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kinds import Category
from mdn_gui.core.maths.rounding import exact, rounded
from mdn_gui.core.maths.weighted import weighted_mean
from mdn_gui.core.network import Network
from mdn_gui.core.spread import isolated_values
from mdn_gui.core.text import say, say_count

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

NAMED = 3
"""Most columns that a note names; of the others it says how many there are."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found.

    Attributes:
        components: Components of all members.
        dead: How many of them have hardly any weight at any row.
        on_floor: How many have a scale on the floor at some row.
        floor_share: Share of the (weighted) rows' likelihood that components earn where they sit
            on it.
        constant_inputs: Names of the inputs that have one value only.
        far_values: Columns with a value far from all others.
        isolated: Inputs with a value that repeats far from all others, the value, and in how many
            of the rows looked at; see `core.evidence`.
        copied_columns: Columns that follow from another in the same or in other units.
        distinct_targets: Distinct values of each target.
        atoms: Values that hold many rows, of targets.
        repeated_rows: Share of the rows that are exact copies of another, see `core.split.copies`.
        target_names: Names of the targets.
        rows: Rows that were looked at.
        numbered: Whether the dataset's rows are those of the table, so that a row can be named.
        merged_inputs: Those of one level, which stands for all others.
    """

    components: int
    dead: int
    on_floor: int
    floor_share: float
    constant_inputs: tuple[str, ...]
    far_values: tuple[FarValue, ...]
    isolated: tuple[tuple[str, float, int], ...]
    copied_columns: tuple[Copy, ...]
    distinct_targets: tuple[int, ...]
    atoms: tuple[Atom, ...]
    repeated_rows: float
    target_names: tuple[str, ...]
    rows: int
    numbered: bool
    merged_inputs: tuple[str, ...] = ()

    def notes(self) -> tuple[str, ...]:
        """What a person should know, one sentence or two each; nothing if there is nothing."""
        found = (
            self._of_constants(),
            *self._of_targets(),
            *self._of_atoms(),
            *self._of_far_values(),
            *self._of_isolated_values(),
            *self._of_copied_columns(),
            self._of_copies(),
            self._of_the_floor(),
            self._of_the_dead(),
        )
        return tuple(note for note in found if note)

    def _of_constants(self) -> str:
        names = self.constant_inputs
        if not names:
            return ""
        note = say_count(
            "{names} has one value only; the density away from it is made up. Choose an input "
            "that varies.",
            "{names} have one value only; the density away from it is made up. Choose an input "
            "that varies.",
            len(names),
            names=_named(names),
        )
        if not self.merged_inputs:
            return note
        merged = _named(self.merged_inputs)
        return say("{note} All levels of {names} are merged as rare.", note=note, names=merged)

    def _of_far_values(self) -> Iterator[str]:
        far = self.far_values
        for each in far[:NAMED]:
            text = say(
                "{column!r} is {value}: {times:.1e} times as far from the median as nine tenths of "
                "its other values. If it is a mistake or stands for a missing value, correct it or "
                "remove the row."
            )
            if self.numbered:
                text = say(
                    "{column!r} is {value} in row {row}: {times:.1e} times as far from the median "
                    "as nine tenths of its other values. If it is a mistake or stands for a "
                    "missing value, correct it or remove the row."
                )
            note: str = text.format(
                column=each.column, value=exact(each.value), row=each.row, times=each.times
            )
            if each.count > 1:
                others = say("It is the farthest of {count:,} such values.", count=each.count)
                note = f"{note} {others}"
            yield note
        if len(far) > NAMED:
            yield (
                say(
                    "{named} have a value as far from all others.",
                    named=_named([each.column for each in far[NAMED:]]),
                )
            )

    def _of_isolated_values(self) -> Iterator[str]:
        told = {each.column for each in self.far_values}
        for name, value, count in [each for each in self.isolated if each[0] not in told][:NAMED]:
            yield (
                say(
                    "{name!r} is {value} in {share:.1%} of the rows, far from all its other "
                    "values: perhaps a code for a missing one. Such rows are no evidence; correct "
                    "them or leave them out.",
                    name=name,
                    value=exact(value),
                    share=count / self.rows,
                )
            )

    def _of_copied_columns(self) -> Iterator[str]:
        copies = self.copied_columns
        for each in copies[:NAMED]:
            text = _COPIES[each.equal, each.of_target]
            yield text.format(column=each.column, original=each.original)
        if len(copies) > NAMED:
            yield say(
                "{named} are copies of columns too.",
                named=_named([each.column for each in copies[NAMED:]]),
            )

    def _of_targets(self) -> list[str]:
        few = zip(self.target_names, self.distinct_targets, strict=True)
        return [
            _few_values(name, count)
            for name, count in few
            if count < FEW_VALUES and count * 5 <= self.rows
        ]

    def _of_atoms(self) -> list[str]:
        return [
            say(
                "{target!r} is {value} in {share:.0%} of the rows: how high the density stands "
                "there depends on the scale floor alone. Gains and test losses are therefore of "
                "probabilities: of the numbers that round to each value, a range {width} wide.",
                target=atom.target,
                value=exact(atom.value),
                share=atom.share,
                width=rounded(atom.width, 100 * atom.width),
            )
            for atom in self.atoms
        ]

    def _of_copies(self) -> str:
        if self.repeated_rows < NOTED_COPIES:
            return ""
        return say(
            "{share:.0%} of the rows are exact copies of others; the network takes them for "
            "evidence, which they are not. Remove them if they are there by accident.",
            share=self.repeated_rows,
        )

    def _of_the_floor(self) -> str:
        if self.floor_share < NOTED_LIKELIHOOD:
            return ""
        return say(
            "{share:.0%} of the likelihood is earned by components that sit on the "
            "scale floor ({on_floor} of {components}): values that repeat exactly, or rows "
            "learnt by heart. A higher scale floor gives a smoother density.",
            share=self.floor_share,
            on_floor=self.on_floor,
            components=self.components,
        )

    def _of_the_dead(self) -> str:
        if 2 * self.dead <= self.components:
            return ""
        return say(
            "{dead} of {components} components have hardly any weight anywhere; fewer would do.",
            dead=self.dead,
            components=self.components,
        )


_COPIES = {
    (True, False): say("{column!r} equals {original!r} in every row. Leave one of the two out."),
    (False, False): say(
        "{column!r} is, in other units, {original!r} in every row. Leave one of the two out."
    ),
    (True, True): say(
        "{column!r} equals {original!r} in every row; the density is then a line as thin as the "
        "scale floor. Leave that input out, unless it is known wherever the target is to be "
        "predicted."
    ),
    (False, True): say(
        "{column!r} is, in other units, {original!r} in every row; the density is then a line as "
        "thin as the scale floor. Leave that input out, unless it is known wherever the target is "
        "to be predicted."
    ),
}
"""Of a column, by whether it equals the other and whether one of them is a target."""


def _named(names: Sequence[str]) -> str:
    """A few of some columns, and how many more there are."""
    *first, last = [*map(repr, names[:NAMED]), *_more(len(names) - NAMED)]
    return say("{first} and {last}", first=", ".join(first), last=last) if first else last


def _more(count: int) -> list[str]:
    return [say("{count:,} more", count=count)] if count > 0 else []


def _few_values(name: str, count: int) -> str:
    if count == 1:
        return say("{name!r} has one value only; there is no distribution to learn.", name=name)
    return say(
        "A density over {count} distinct values is not meaningful: {name!r} is a code "
        "or a count, and how high the density stands at its values depends on the "
        "scale floor alone.",
        count=count,
        name=name,
    )


def diagnose(network: Network, dataset: Dataset, *, numbered: bool = True) -> Diagnosis:
    """Look at a network and at rows it learned from.

    Args:
        network: What was trained.
        dataset: Rows with the network's inputs and targets, in the data's units.
        numbered: Whether a note may name a row by its number; not where the dataset is a sample
            of a larger table.

    Returns:
        What was found, on some thousand of the rows.

    Raises:
        ValueError: The dataset's columns do not fit the network.
    """
    looked_at, numbers = sample(dataset), as_numbers(dataset)
    mixture = network(looked_at.inputs)
    floor = np.exp(network.log_floor.astype(float)) * network.target_scaling.scale
    floor *= network.scale_factor
    floored = (mixture.gaussian.scales < ON_THE_FLOOR * floor).any(axis=-1)
    weights = weighted_mean(np.exp(mixture.log_weights), looked_at.weights)
    on_floor = mixture.responsibilities(looked_at.targets) * floored
    return Diagnosis(
        components=mixture.components,
        dead=int((weights < DEAD_WEIGHT / mixture.components).sum()),
        on_floor=int(floored.any(axis=0).sum()),
        floor_share=float(weighted_mean(on_floor.sum(axis=-1), looked_at.weights)),
        constant_inputs=tuple(
            name
            for name, column in zip(dataset.input_names, dataset.inputs.T, strict=True)
            if column.min() == column.max() or np.isnan(column).all()
        ),
        far_values=far_values(numbers),
        isolated=tuple(
            (name, float(value), int((column == value).sum()))
            for name, column in zip(dataset.input_names, sample(numbers).inputs.T, strict=True)
            for value in isolated_values(column)
        ),
        copied_columns=copied_columns(numbers),
        distinct_targets=tuple(len(np.unique(column)) for column in looked_at.targets.T),
        atoms=atoms(dataset),
        repeated_rows=1.0 - dataset.distinct_rows / dataset.rows,
        target_names=dataset.target_names,
        rows=looked_at.rows,
        numbered=numbered,
        merged_inputs=tuple(
            name
            for name, kind in zip(dataset.input_names, dataset.input_kinds, strict=True)
            if isinstance(kind, Category) and kind.other and len(kind.levels) == 1
        ),
    )
