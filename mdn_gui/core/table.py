"""A table to train on or to score, in memory or in files, and its rows as a run needs them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset, Pack
from mdn_gui.core.holdout import FEWEST_ROWS, Holdout
from mdn_gui.core.kinds import Kind
from mdn_gui.core.reading import Reading
from mdn_gui.core.text import say, say_count


class Source(Protocol):
    """The rows of a run, divided into training, validation and test.

    Each part is in the order of the rows' hashes, see `core.split`.
    """

    @property
    def training(self) -> Dataset:
        """Rows of the training part to take statistics from: all of them, or a sample."""
        ...

    @property
    def validation(self) -> Dataset:
        """All rows that pick the best epoch; by folds, the first ones of the training part."""
        ...

    @property
    def folds(self) -> NDArray[np.intp] | None:
        """The fold of each training row, from 0, (rows,); None without folds.

        Members of that fold hold the row out, and all others train on it; all members do where the
        fold is -1.
        """
        ...

    @property
    def test(self) -> Dataset | None:
        """All rows that neither train the network nor pick the epoch; None if there are none."""
        ...

    @property
    def rows(self) -> int:
        """How many training rows there are."""
        ...

    @property
    def mean_weight(self) -> float:
        """Mean weight of the training rows; 1 where the table has no weights."""
        ...

    def windows(
        self, pack: Pack, size: int, rng: np.random.Generator
    ) -> Iterator[NDArray[np.float32]]:
        """Every training row once, in pieces that fit in memory.

        Args:
            pack: Makes of a piece's rows what is yielded.
            size: Rows of each piece but the last, where there are several.
            rng: Decides in which order the pieces of a file come.

        Yields:
            (rows, columns), as packed. The caller shuffles the rows within. By folds, all rows
            come in one piece, as they lie.
        """
        ...


class Table(Protocol):
    """Rows of inputs x and targets y: a `Dataset`, or `ParquetRows`."""

    @property
    def input_names(self) -> tuple[str, ...]:
        """Names of the columns of x."""
        ...

    @property
    def target_names(self) -> tuple[str, ...]:
        """Names of the columns of y."""
        ...

    @property
    def input_kinds(self) -> tuple[Kind, ...]:
        """What each column of x stands for."""
        ...

    @property
    def target_kinds(self) -> tuple[Kind, ...]:
        """What each column of y stands for."""
        ...

    @property
    def weighted(self) -> bool:
        """Whether the rows have weights."""
        ...

    @property
    def rows(self) -> int:
        """The number of rows."""
        ...

    @property
    def left_out(self) -> int:
        """How many rows of the file or files are not among these."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """Why they are left out, and what else a person should know; each a sentence."""
        ...

    @property
    def reading(self) -> Reading | None:
        """How the table was understood; None of rows that are from none."""
        ...

    @property
    def rows_in_memory(self) -> int:
        """How many rows a run on it holds in memory at most."""
        ...

    def blocks(self) -> Iterator[Dataset]:
        """All rows in order, some ten thousand at a time, in the units of the data.

        Raises:
            TableError: They are in files that cannot be read, or not any more.
        """
        ...

    def source(self, holdout: Holdout) -> Source:
        """Divide the rows for a run.

        Raises:
            TableError: As for `blocks`.
            ValueError: There are too few rows.
        """
        ...


class StreamedTable(Table, Protocol):
    """A table that is read piece by piece."""

    @property
    def rows_in_files(self) -> int:
        """The number of rows, as the files state it; the rows themselves are not read for that."""
        ...


def gathered(table: Table) -> Dataset:
    """Read a table into memory.

    Raises:
        TableError: It is in files that cannot be read, or not any more.
    """
    whole = joined(list(table.blocks()))
    return replace(whole, left_out=table.left_out, notes=table.notes, reading=table.reading)


def joined(blocks: Sequence[Dataset]) -> Dataset:
    """Rows of the same columns one after the other; what is said of the first is of all.

    Args:
        blocks: At least one.
    """
    weights = [each.weights for each in blocks if each.weights is not None]
    numbers = [each.numbers for each in blocks if each.numbers is not None]
    return replace(
        blocks[0],
        inputs=np.concatenate([each.inputs for each in blocks]),
        targets=np.concatenate([each.targets for each in blocks]),
        weights=np.concatenate(weights) if weights else None,
        numbers=np.concatenate(numbers) if numbers else None,
    )


def sampled(table: Table, rows: int) -> Dataset:
    """A fair sample of the rows of a table, in their order; all of them where there are no more.

    Args:
        table: The table, which is read once.
        rows: How many rows at most, drawn without replacement, the same each time.

    Returns:
        The rows, which know their numbers in the table.

    Raises:
        TableError: It is in files that cannot be read, or not any more.
    """
    count = min(rows, table.rows)
    chosen = np.sort(np.random.default_rng(0).choice(table.rows, count, replace=False))
    found, first = list[Dataset](), 0
    for block in table.blocks():
        begin, end = np.searchsorted(chosen, (first, first + block.rows))
        if begin < end:
            numbers = chosen[begin:end].astype(np.float64) + 1.0
            found.append(replace(block.take(chosen[begin:end] - first), numbers=numbers))
        first += block.rows
    whole = joined(found)
    return replace(whole, left_out=table.left_out, notes=table.notes, reading=table.reading)


def source_of(table: Table, holdout: Holdout) -> Source:
    """Divide a table for training.

    Args:
        table: The rows.
        holdout: How much of them is held out.

    Raises:
        TableError: They are in files that cannot be read, or not any more.
        ValueError: There are too few rows.
    """
    if table.rows < FEWEST_ROWS:
        rows = say_count("{count} row", "{count:,} rows", table.rows)
        raise ValueError(
            say(
                "The table has {rows}, too few to hold some out and learn from the rest; "
                "training needs at least {fewest_rows}.",
                rows=rows,
                fewest_rows=FEWEST_ROWS,
            )
        )
    return table.source(holdout)
