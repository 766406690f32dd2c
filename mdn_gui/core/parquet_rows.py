"""Tables larger than memory: a Parquet file, or a folder of them, read as a stream."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate
from pathlib import Path

from mdn_gui.core.dataset import Dataset, MemorySource
from mdn_gui.core.files.column_notes import unused_notes
from mdn_gui.core.files.parquet import (
    ParquetFile,
    ParquetSource,
    Piece,
    batches,
    dataset_of,
    describe,
    find,
    pieces,
    read,
)
from mdn_gui.core.files.parquet_survey import Survey, survey
from mdn_gui.core.files.row_batches import Interpretation
from mdn_gui.core.files.same_types import check_alike
from mdn_gui.core.files.table_refusals import TableError, check_choice, check_roles, check_weight
from mdn_gui.core.holdout import MOST_ROWS, Holdout
from mdn_gui.core.kinds import Kind
from mdn_gui.core.reading import UNSAID, Dialect, Reading, ReadingOptions
from mdn_gui.core.roles import Roles
from mdn_gui.core.table import gathered
from mdn_gui.core.text import say


@dataclass(frozen=True)
class ParquetRows:
    """Rows of inputs x and targets y in Parquet files: a `Table`, as a `Dataset` is in memory.

    Args:
        files: The files; rows are counted through them in this order.
        roles: What their columns are for.
        options: What a person says of the files.
    """

    files: tuple[ParquetFile, ...]
    roles: Roles
    options: ReadingOptions = UNSAID

    @property
    def input_names(self) -> tuple[str, ...]:
        """Names of the columns of x."""
        return self.roles.inputs

    @property
    def target_names(self) -> tuple[str, ...]:
        """Names of the columns of y."""
        return self.roles.targets

    @cached_property
    def survey(self) -> Survey:
        """What a look through all rows tells; it takes about as long as an epoch without training.

        Raises:
            TableError: If a file changed or disappeared since it was opened, or is damaged; or a
                column holds nothing that can be used.
        """
        readers = [partial(batches, piece, self.roles.columns) for piece in pieces(self.files)]
        return survey(self.files[0].name, readers, Interpretation(self.roles, self.options))

    @property
    def input_kinds(self) -> tuple[Kind, ...]:
        """What each column of x stands for."""
        return self.survey.kinds(self.input_names)

    @property
    def target_kinds(self) -> tuple[Kind, ...]:
        """What each column of y stands for."""
        return self.survey.kinds(self.target_names)

    @property
    def weighted(self) -> bool:
        """Whether the rows have weights."""
        return bool(self.roles.weight)

    @property
    def rows(self) -> int:
        """The number of rows, but for those that are left out."""
        return sum(self.survey.kept)

    @property
    def rows_in_files(self) -> int:
        """The number of rows, as the files state it."""
        return sum(sum(file.groups) for file in self.files)

    @property
    def left_out(self) -> int:
        """How many rows of the files are not among these."""
        return self.survey.rows - self.rows

    @property
    def notes(self) -> tuple[str, ...]:
        """Why they are left out, and what else a person should know; each a sentence."""
        return *unused_notes(self.roles), *self.survey.notes

    @property
    def reading(self) -> Reading:
        """How the table was understood."""
        return Reading(Dialect("Parquet"), self.survey.rows, self.survey.columns)

    @property
    def rows_in_memory(self) -> int:
        """Of a long table: those held out, a sample, and what is in windows."""
        return min(self.rows, 4 * MOST_ROWS)

    def blocks(self) -> Iterator[Dataset]:
        """All rows in order, some ten thousand at a time.

        Yields:
            Rows in the units of the data.

        Raises:
            TableError: If a file changed or disappeared since it was opened, is damaged, or holds
                what it did not when it was looked through.
        """
        how = self.survey.how
        for piece in self._pieces():
            for _, values in read(piece, how):
                if values.shape[1]:
                    yield dataset_of(values, how.roles)

    def source(self, holdout: Holdout) -> MemorySource | ParquetSource:
        """Divide the rows for a run; reads the table once, seldom twice.

        A table of at most `holdout.MOST_ROWS` rows is trained on in memory, where a run gives the
        same numbers as one on the `Dataset` of these rows.

        Args:
            holdout: How much is held out.

        Returns:
            What a run trains on.

        Raises:
            TableError: If a file changed or disappeared since it was opened, is damaged, or holds
                what it did not when it was looked through.
            ValueError: If there are too few rows.
        """
        if self.rows <= MOST_ROWS:
            return gathered(self).source(holdout)
        return self.streamed(holdout)

    def streamed(self, holdout: Holdout) -> ParquetSource:
        """Divide the rows for a run that never holds them in memory; see `source`."""
        return ParquetSource(self._pieces(), self.rows, self.survey.how, holdout)

    def _pieces(self) -> tuple[Piece, ...]:
        """The table, in order; the row of each piece is counted among those that are kept."""
        first = accumulate(self.survey.kept, initial=0)
        return tuple(
            piece._replace(row=row) for piece, row in zip(pieces(self.files), first, strict=False)
        )


def open_parquet(
    path: str | os.PathLike[str], roles: Roles, options: ReadingOptions = UNSAID
) -> ParquetRows:
    """Open a table without reading its rows.

    Args:
        path: A Parquet file, or a folder: then all *.parquet in it and its folders are one table,
            in the order of their names, but nothing whose name begins with "." or "_". The files
            may differ in columns that are not chosen. The names of folders are no columns.
        roles: What its columns are for.
        options: What a person says of the files.

    Returns:
        The rows of these columns, still in the files.

    Raises:
        TableError: If there is no such file, one is damaged or no Parquet, there are no rows, or a
            column is missing, is chosen twice, holds nothing that can be used, or holds what does
            not go together in different files.
    """
    check_roles(Path(path).name, roles)
    chosen = roles.columns
    files = tuple(describe(name, file, chosen) for name, file in find(Path(path)))
    check_weight(files[0].name, files[0].columns, roles.weight)
    check_choice(files[0].name, files[0].columns, (*chosen, *roles.only_stated))
    check_alike(Path(path).name, files, chosen)
    rows = ParquetRows(files, roles, options)
    if not rows.rows_in_files:
        raise TableError(
            say("{name} has column names but no rows; add rows of data.", name=Path(path).name)
        )
    return rows
