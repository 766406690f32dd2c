"""Which rows of a table are held out, told from their numbers alone: nothing is kept per row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.text import say

MOST_ROWS = 2**18
"""About so many rows at most are held out, and as many training rows are sampled."""

_GOLDEN_GAMMA = np.uint64(0x9E3779B97F4A7C15)


def hashed(rows: NDArray[np.uint64], seed: int) -> NDArray[np.uint64]:
    """Hash row numbers: row n gets the n-th number of the generator SplitMix64.

    Args:
        rows: `(rows,)`, counted from 0.
        seed: Where the generator starts.

    Returns:
        `(rows,)`, like independent draws from all numbers of 64 bits.

    Source:
        Steele, Lea and Flood (2014), "Fast splittable pseudorandom number generators"; the mixing
        function is Stafford's 13th variant.
    """
    mixed = (rows + np.uint64(1)) * _GOLDEN_GAMMA + np.uint64(seed)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return mixed


@dataclass(frozen=True)
class HashSplit:
    """A row is held out if its hash, as a share of the largest one, is small.

    The same row is always on the same side, in whatever order and pieces a table is read.

    Args:
        seed: Decides which rows are held out.
        held_out_below: Share of the hashes that are held out.
        sampled_below: Share of the hashes that are held out or in the sample of training rows.
    """

    seed: int
    held_out_below: float
    sampled_below: float

    @classmethod
    def of(cls, rows: int, validation_fraction: float, seed: int) -> Self:
        """Split a table of so many rows.

        Args:
            rows: How many.
            validation_fraction: Share of the rows for validation, between 0 and 1, both excluded.
                It is lowered where more than about `MOST_ROWS` would be held out, and moved a
                little where one side would get none of the first rows of a short table.
            seed: Decides which rows are held out.

        Returns:
            The split. Its sample is about `MOST_ROWS` training rows, or all if there are fewer.

        Raises:
            ValueError: If the fraction is out of range or there are fewer than two rows.
        """
        if not 0 < validation_fraction < 1:
            raise ValueError(
                say(
                    "validation_fraction must lie between 0 and 1, but is {validation_fraction}.",
                    validation_fraction=validation_fraction,
                )
            )
        if rows < 2:
            raise ValueError(say("A table of 1 row cannot be split; add rows."))
        first = _shares(0, min(rows, MOST_ROWS), seed)
        wanted = min(validation_fraction, MOST_ROWS / rows)
        fraction = float(np.clip(wanted, np.nextafter(first.min(), 1.0), first.max()))
        return cls(seed, fraction, min(fraction + MOST_ROWS / rows, 1.0))

    def held_out(self, first_row: int, rows: int) -> NDArray[np.bool_]:
        """Tell which of some consecutive rows are held out.

        Args:
            first_row: The number of the first, counted from 0.
            rows: How many rows.

        Returns:
            True for the validation part, `(rows,)`; the others are for training.
        """
        return _shares(first_row, rows, self.seed) < self.held_out_below

    def sampled(self, first_row: int, rows: int) -> NDArray[np.bool_]:
        """Tell which of some consecutive rows are in the sample of the training rows.

        Args:
            first_row: The number of the first, counted from 0.
            rows: How many rows.

        Returns:
            True for sampled rows, `(rows,)`; none of them is held out.
        """
        shares = _shares(first_row, rows, self.seed)
        return (self.held_out_below <= shares) & (shares < self.sampled_below)


def _shares(first_row: int, rows: int, seed: int) -> NDArray[np.float64]:
    """The hashes of consecutive rows as shares in [0, 1): 53 of their bits, `(rows,)`."""
    numbers = np.arange(first_row, first_row + rows, dtype=np.uint64)
    return (hashed(numbers, seed) >> np.uint64(11)).astype(np.float64) * 2.0**-53
