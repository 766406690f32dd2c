"""Where a run's rows come from: what training needs of a table, in memory or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset

type Pack = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float32]]
"""Inputs (rows, P) and targets (rows, D) to one array (rows, P + D) in the network's units."""

FEWEST_ROWS = 10

RUN = 64
"""Rows of a long table that stay together on their way into a piece."""


class Source(Protocol):
    """The rows of a run, split into training and validation.

    Attributes:
        training: Rows of the training part to take statistics from; all of them, or a sample.
        held_out: Rows of the validation part.
        rows: How many training rows there are.
    """

    training: Dataset
    held_out: Dataset
    rows: int

    def windows(
        self, pack: Pack, size: int, rng: np.random.Generator
    ) -> Iterator[NDArray[np.float32]]:
        """Every training row once, in pieces that fit in memory.

        Args:
            pack: Makes of a piece's inputs and targets what is yielded.
            size: Rows of each piece but the last, where there are several.
            rng: Decides in which order the pieces of a file come.

        Yields:
            (rows, inputs + outputs). The caller shuffles the rows within.
        """
        ...


class Splittable(Protocol):
    """A table that can be trained on."""

    @property
    def input_names(self) -> tuple[str, ...]:
        """Names of the columns of x."""
        ...

    @property
    def target_names(self) -> tuple[str, ...]:
        """Names of the columns of y."""
        ...

    @property
    def rows(self) -> int:
        """The number of rows."""
        ...

    def split(self, validation_fraction: float, seed: int) -> Source:
        """Hold out a share of the rows, drawn at random from the seed."""
        ...


class Streamed(Splittable, Protocol):
    """A table that stays in its files."""

    def blocks(self) -> Iterator[Dataset]:
        """All rows in order, some ten thousand at a time, in the units of the data."""
        ...


class MemorySource:
    """A table that is in memory.

    Args:
        dataset: All rows.
        validation_fraction: Share of them to hold out.
        seed: Decides which.
    """

    def __init__(self, dataset: Dataset, validation_fraction: float, seed: int) -> None:
        self.training, self.held_out = dataset.split(validation_fraction, seed)
        self.rows = self.training.rows
        self._packed: NDArray[np.float32] | None = None

    def windows(
        self, pack: Pack, size: int, rng: np.random.Generator
    ) -> Iterator[NDArray[np.float32]]:
        """All training rows; see `Source.windows`.

        A long table comes in pieces too, made of short runs of rows from all over it: shuffling
        within a piece stays in the processor's cache. The split has put the rows in a random
        order already, so a run holds no more alike rows than any other choice.
        """
        if self._packed is None:
            self._packed = pack(self.training.inputs, self.training.targets)
        if self.rows <= size:
            yield self._packed
            return
        runs = rng.permutation(-(-self.rows // RUN))
        left = np.empty(0, np.intp)
        while len(runs) or len(left):
            # Enough runs for a piece, though one of them may be the short last one.
            taken, runs = np.split(runs, [-(-size // RUN) + 1])
            rows = (taken[:, None] * RUN + np.arange(RUN)).ravel()
            order = np.concatenate([left, rows[rows < self.rows]])
            left = order[size:]
            yield self._packed.take(order[:size], axis=0)


def source_of(data: Dataset | Splittable, validation_fraction: float, seed: int) -> Source:
    """Split a table for training.

    Args:
        data: The rows, in memory or streamed.
        validation_fraction: Share of them to hold out.
        seed: Decides which.

    Raises:
        ValueError: There are too few rows.
    """
    if data.rows < FEWEST_ROWS:
        rows = "1 row" if data.rows == 1 else f"{data.rows} rows"
        raise ValueError(
            f"The table has {rows}, too few to hold some out and learn from the rest; "
            f"training needs at least {FEWEST_ROWS}."
        )
    if isinstance(data, Dataset):
        return MemorySource(data, validation_fraction, seed)
    return data.split(validation_fraction, seed)
