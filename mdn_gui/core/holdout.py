"""How much of a table a run holds out; imports no library, because the settings use it."""

import math
from dataclasses import dataclass
from typing import NamedTuple

from mdn_gui.core.text import say, say_count

MOST_ROWS = 2**18
"""So many rows at most are held out, and kept as a sample of the training rows of a long table."""

FEWEST_ROWS = 10
"""With fewer rows, a table cannot be trained on."""


class Counts(NamedTuple):
    """How many rows are for what; by folds, as a member of one fold has them."""

    training: int
    validation: int
    test: int


@dataclass(frozen=True, slots=True)
class Holdout:
    """How much of a table is held out.

    Args:
        validation_fraction: Share of the rows, or of their weight, for validation, above 0; by
            folds that of the distinct rows in each, rounded up.
        test_fraction: The same for test; together less than 1.
        seed: Decides which rows; the same seed gives the same parts.
        folds: How many parts are held out in turn, each by members of its own (Stone 1974), of the
            validation fraction each, or less where that is more than all rows; 1 where all members
            hold out the same rows.

    Raises:
        ValueError: If a fraction is out of range.
    """

    validation_fraction: float
    test_fraction: float = 0.0
    seed: int = 0
    folds: int = 1

    def __post_init__(self) -> None:
        if not 0 < self.validation_fraction < 1:
            raise ValueError(
                say(
                    "validation_fraction must lie between 0 and 1, but is {validation_fraction}.",
                    validation_fraction=self.validation_fraction,
                )
            )
        if not 0 <= self.test_fraction < 1:
            raise ValueError(
                say(
                    "test_fraction must be at least 0 and below 1, but is {test_fraction}.",
                    test_fraction=self.test_fraction,
                )
            )
        if self.folds == 1 and self.validation_fraction + self.test_fraction >= 1:
            raise ValueError(
                say(
                    "A validation fraction of {validation_fraction:g} and a test fraction of "
                    "{test_fraction:g} leave no rows to train on; lower one of them.",
                    validation_fraction=self.validation_fraction,
                    test_fraction=self.test_fraction,
                )
            )

    def wanted(self, rows: int, weight: float | None = None) -> tuple[int, int]:
        """How many of so many rows are for test, and for test or validation.

        Each part has a row at least, but test only where there is a test fraction. Where more than
        `MOST_ROWS` would be held out, both parts are smaller.

        Args:
            rows: How many there are.
            weight: How many they stand for, at least as many; then that is what is divided.

        Raises:
            ValueError: There are too few rows.
        """
        fewest = 3 if self.test_fraction else 2
        if rows < fewest:
            counted = say_count("{count} row", "{count:,} rows", rows)
            raise ValueError(say("A table of {rows} cannot be split; add rows.", rows=counted))
        share = min(1.0, MOST_ROWS / (rows * (self.validation_fraction + self.test_fraction)))
        whole = rows if weight is None else weight
        test = 0
        if self.test_fraction:
            test = min(max(round(self.test_fraction * share * whole), 1), int(whole) - 2)
        validation = max(round(self.validation_fraction * share * whole), 1)
        return test, min(test + validation, int(whole) - 1)

    def counts(self, rows: int) -> Counts:
        """How many rows of a table without copies and weights are for what.

        Args:
            rows: How many there are.

        Raises:
            ValueError: There are too few rows.
        """
        test, held_out = self.wanted(rows)
        validation = held_out - test
        if self.folds > 1:
            each = self.fold_size(self.validation_fraction * rows)
            validation = min(each, math.ceil((rows - test) / self.folds))
        return Counts(rows - test - validation, validation, test)

    @staticmethod
    def fold_size(wanted: float) -> int:
        """How many distinct rows a fold has, where so many are wanted and there are enough."""
        # Less what rounding may have added to a whole number.
        return max(1, math.ceil(wanted - 1e-9))


def no_folds(rows: int) -> str:
    """What to say where so many rows are to be divided into folds while they are in files."""
    return say(
        "A table of {rows:,} rows is read piece by piece, which folds are not for; set the folds "
        "to 1.",
        rows=rows,
    )
