"""Tables larger than memory: a Parquet file, or a folder of them, read as a stream."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.files.parquet_files import ParquetFile, describe, find, pieces, read
from mdn_gui.core.files.parquet_source import ParquetSource
from mdn_gui.core.files.table_refusals import TableError, check_choice, in_short
from mdn_gui.core.hash_split import HashSplit
from mdn_gui.core.text import say


@dataclass(frozen=True)
class ParquetRows:
    """Rows of inputs x and targets y in Parquet files; the counterpart of a `Dataset`.

    Args:
        files: The files; rows are counted through them in this order.
        input_names: Names of the columns of x.
        target_names: Names of the columns of y.
    """

    files: tuple[ParquetFile, ...]
    input_names: tuple[str, ...]
    target_names: tuple[str, ...]

    @property
    def rows(self) -> int:
        """The number of rows."""
        return sum(sum(file.groups) for file in self.files)

    def blocks(self) -> Iterator[Dataset]:
        """All rows in order, some ten thousand at a time.

        Yields:
            Rows in the units of the data.

        Raises:
            TableError: If a file changed or disappeared since it was opened, is damaged, or holds
                anything but finite numbers.
        """
        width = len(self.input_names)
        for piece in pieces(self.files):
            for _, values in read(piece, (*self.input_names, *self.target_names)):
                x, y = values[:width].T, values[width:].T
                yield Dataset(x, y, self.input_names, self.target_names)

    def split(self, validation_fraction: float, seed: int) -> ParquetSource:
        """Hold out a share of the rows, by a hash of their numbers; reads the table once.

        Args:
            validation_fraction: Share of the rows for validation, between 0 and 1, both excluded.
                At most about `hash_split.MOST_ROWS` are held out.
            seed: Decides which; the same seed gives the same parts.

        Returns:
            What a run trains on.

        Raises:
            TableError: If a file changed or disappeared since it was opened, is damaged, or holds
                anything but finite numbers.
            ValueError: If the fraction is out of range or there are fewer than two rows.
        """
        split = HashSplit.of(self.rows, validation_fraction, seed)
        return ParquetSource(tuple(pieces(self.files)), self.input_names, self.target_names, split)


def open_parquet(
    path: str | os.PathLike[str], inputs: Sequence[str], targets: Sequence[str]
) -> ParquetRows:
    """Open a table without reading its rows.

    Args:
        path: A Parquet file, or a folder: then all *.parquet in it and its folders are one table,
            in the order of their names, but nothing whose name begins with "." or "_". The files
            may differ in columns that are not chosen. The names of folders are no columns.
        inputs: Names of the columns of x.
        targets: Names of the columns of y.

    Returns:
        The rows of these columns, still in the files.

    Raises:
        TableError: If there is no such file, one is damaged or no Parquet, there are no rows, or a
            column is missing, is chosen twice or holds no numbers.
    """
    if not inputs or not targets:
        raise TableError(
            say(
                "{name} needs at least one input and one target; choose its columns.",
                name=Path(path).name,
            )
        )
    chosen = (*inputs, *targets)
    files = tuple(describe(name, file, chosen) for name, file in find(Path(path)))
    first, *others = files
    check_choice(first.name, first.columns, chosen)
    for file in others:
        missing = [column for column in chosen if column not in file.columns]
        if missing:
            raise TableError(
                say(
                    "{name} has no column {missing}, but {name_2} has; give both the same columns "
                    "or choose others.",
                    name=file.name,
                    missing=in_short(missing[0]),
                    name_2=first.name,
                )
            )
    rows = ParquetRows(files, tuple(inputs), tuple(targets))
    if not rows.rows:
        raise TableError(
            say("{name} has column names but no rows; add rows of data.", name=Path(path).name)
        )
    return rows
