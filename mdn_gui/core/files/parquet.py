"""Tables in Parquet files, read piece by piece: what a run trains on may be larger than memory.

A `pyarrow.dataset` scanner decodes a whole row group at once, 588 MB for one of ten million rows; a
`ParquetFile` that is not buffered ahead decodes a page at a time, which took 18 MB.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset, Pack
from mdn_gui.core.files.disk_files import open_regular
from mdn_gui.core.files.row_batches import Batch, Interpretation, values_of
from mdn_gui.core.files.table_files import may_be_used, reason_of, refusing, unicode_names
from mdn_gui.core.files.table_refusals import TableError, check_columns, type_fault
from mdn_gui.core.holdout import MOST_ROWS, Holdout, no_folds
from mdn_gui.core.kinds import NUMBER
from mdn_gui.core.roles import Roles
from mdn_gui.core.split import (
    LOOKED_AT,
    Cut,
    Smallest,
    Weighing,
    cut,
    equal_means_copy,
    kept,
    row_hashes,
    row_keys,
)
from mdn_gui.core.text import say

_PIECE_ROWS = 2**17
_BLOCK_ROWS = 2**15
_BLOCK_NUMBERS = 2**20
_BUFFER_BYTES = 2**16


@dataclass(frozen=True)
class ParquetFile:
    """A file as it was when it was opened.

    Args:
        path: Where it is.
        name: What messages call it.
        columns: The names of its columns.
        types: Their types.
        groups: The number of rows of each of its row groups.
        stamp: Its size in bytes and the time of its last change in nanoseconds.
    """

    path: Path
    name: str
    columns: tuple[str, ...]
    types: tuple[pa.DataType, ...]
    groups: tuple[int, ...]
    stamp: tuple[int, int]


class Piece(NamedTuple):
    """Some consecutive row groups of a file, read in one go.

    Attributes:
        file: The file.
        groups: Indices of the row groups.
        row_in_file: The number of its first row in the file, counted from 0.
        row: The same in the table, over all files.
    """

    file: ParquetFile
    groups: range
    row_in_file: int
    row: int

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return sum(self.file.groups[group] for group in self.groups)


class Block(NamedTuple):
    """Some consecutive rows.

    Attributes:
        row: The number of the first one in the table, counted from 0.
        values: Those of the rows that are kept, `(columns, rows)`; missing inputs are NaN.
    """

    row: int
    values: NDArray[np.float64]


def find(path: Path) -> list[tuple[str, Path]]:
    """List the files of a table.

    Args:
        path: A file, or a folder: then all *.parquet in it and its folders are meant, in the order
            of their names, but nothing whose name begins with "." or "_".

    Returns:
        For each file what messages call it, and its path.

    Raises:
        TableError: If there is no such file in the folder.
    """
    if not path.is_dir():
        return [(path.name, path)]
    inside = sorted(file.relative_to(path) for file in path.rglob("*.parquet"))
    shown = [file for file in inside if not any(part[0] in "._" for part in file.parts)]
    # A link to nothing is a file that is gone, and not one too many.
    files = [(str(path.name / file), path / file) for file in shown if not (path / file).is_dir()]
    if not files:
        raise TableError(
            say("{path} has no file *.parquet in it; choose another folder or a file.", path=path)
        )
    return files


def describe(name: str, path: Path, chosen: Sequence[str]) -> ParquetFile:
    """Read what a Parquet file says of itself.

    Args:
        name: What messages call it.
        path: Where it is.
        chosen: Columns that are wanted, if the file has them.

    Returns:
        The description.

    Raises:
        TableError: If it is no Parquet file or a chosen column holds what cannot be used.
    """
    with refusing(path, say("export it anew as Parquet")):
        open_regular(path).close()
        stamp = _stamp(path)
        with unicode_names(), pq.ParquetFile(path) as file:
            metadata, schema = file.metadata, file.schema_arrow
            names = schema.names
    check_columns(name, names)
    groups = [metadata.row_group(index).num_rows for index in range(metadata.num_row_groups)]
    for column, kind in zip(names, schema.types, strict=True):
        if column in chosen and not (pa.types.is_null(kind) or may_be_used(kind)):
            raise TableError(say("{name}, {fault}", name=name, fault=type_fault(column, str(kind))))
    return ParquetFile(path, name, tuple(names), tuple(schema.types), tuple(groups), stamp)


def pieces(files: Sequence[ParquetFile]) -> Iterator[Piece]:
    """Divide files into pieces; small row groups that follow each other are taken together.

    Args:
        files: The files of a table, in order.

    Yields:
        The pieces, in order; they hold every row once.
    """
    row = 0
    for file in files:
        row_of_file, first, piece_row = row, 0, row
        for index, rows in enumerate(file.groups, start=1):
            row += rows
            if row - piece_row >= _PIECE_ROWS or index == len(file.groups):
                yield Piece(file, range(first, index), piece_row - row_of_file, piece_row)
                first, piece_row = index, row


def dataset_of(values: NDArray[np.float64], roles: Roles) -> Dataset:
    """Make rows of the values of a block, or of some of them, `(columns, rows)`.

    Args:
        values: The values.
        roles: With the kind of every column.
    """
    inputs, end = len(roles.inputs), len(roles.inputs) + len(roles.targets)
    x, y = values[:inputs].T, values[inputs:end].T
    kinds = [roles.details[name].known or NUMBER for name in roles.columns]
    weights = values[end] if roles.weight else None
    return Dataset(
        x, y, roles.inputs, roles.targets, tuple(kinds[:inputs]), tuple(kinds[inputs:end]), weights
    )


def batches(piece: Piece, columns: Sequence[str]) -> Iterator[Batch]:
    """Read the rows of a piece as they are.

    Args:
        piece: Which rows.
        columns: The columns, in the order in which they are wanted.

    Yields:
        The rows in order, some ten thousand at a time.

    Raises:
        TableError: If the file changed or disappeared since it was opened, or is damaged.
    """
    file, groups, row = piece.file, list(piece.groups), piece.row_in_file
    rows = max(1, min(_BLOCK_ROWS, _BLOCK_NUMBERS // len(columns)))
    with (
        _read_as_it_was(file),
        pq.ParquetFile(file.path, buffer_size=_BUFFER_BYTES, pre_buffer=False) as source,
    ):
        if tuple(source.schema_arrow.names) != file.columns:
            raise pa.ArrowInvalid(say("its columns are not what they were"))
        for batch in source.iter_batches(rows, groups, list(columns), use_threads=False):
            chosen = batch.select(columns)
            chosen.validate(full=True)  # else damaged text fails where it is used
            yield file.name, row, chosen
            row += batch.num_rows


def read(piece: Piece, how: Interpretation) -> Iterator[Block]:
    """Read the rows of a piece that are kept.

    Args:
        piece: Which rows; its row is counted among those that are kept.
        how: How the columns are understood, with the kind of each.

    Yields:
        The rows in order, some ten thousand at a time.

    Raises:
        TableError: As of `batches`.
    """
    row = piece.row
    for batch in batches(piece, how.roles.columns):
        values = values_of(batch, how)
        yield Block(row, values)
        row += values.shape[1]


@contextmanager
def _read_as_it_was(file: ParquetFile) -> Iterator[None]:
    """Make a `TableError` of whatever goes wrong, and of a file that is not what it was."""
    _check_unchanged(file)
    try:
        yield
    except (OSError, UnicodeDecodeError, pa.ArrowException) as error:
        _check_unchanged(file)
        raise TableError(
            say(
                "{name} cannot be read ({reason}); export it anew as Parquet.",
                name=file.name,
                reason=reason_of(error),
            )
        ) from error
    _check_unchanged(file)


def _check_unchanged(file: ParquetFile) -> None:
    """Refuse a file that is not what it was when it was opened."""
    try:
        stamp = _stamp(file.path)
    except OSError as error:
        raise TableError(
            say(
                "{name} disappeared while the table was in use; put it back and start again.",
                name=file.name,
            )
        ) from error
    if stamp != file.stamp:
        raise TableError(
            say("{name} changed while the table was in use; open the table again.", name=file.name)
        )


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


_MOST_PLACES = 8
_MOST_COLUMN_STREAMS = 128


class ParquetSource:
    """A table in Parquet files, divided as one in memory is; a `table.Source`.

    Making one reads the table once: every cell is looked at, the held-out rows and a sample of the
    training rows are kept. Where equal rows are no copies (see `core.split.copies`), it is read
    again.

    Args:
        pieces: The table, in order; the row of each is counted among those that are kept.
        rows: How many are kept.
        how: How its columns are understood, with the kind of each.
        holdout: How much is held out.

    Attributes:
        training: The first rows of the training part, at most `holdout.MOST_ROWS`.
        validation: All rows of the validation part.
        test: All rows of the test part; None if there are none.
        folds: None: rows in files are not divided into folds.
        rows: How many training rows there are.
        mean_weight: Mean weight of all of them; 1 where the table has no weights.

    Raises:
        TableError: If a file changed or disappeared, or is damaged.
        ValueError: There are too few rows.
    """

    def __init__(
        self,
        pieces: Sequence[Piece],
        rows: int,
        how: Interpretation,
        holdout: Holdout,
    ) -> None:
        if holdout.folds > 1:
            raise ValueError(no_folds(rows))
        self.folds = None
        self._pieces, self._how, self._holdout = pieces, how, holdout
        self._roles = roles = how.roles
        self._inputs, self._content = len(roles.inputs), len(roles.inputs) + len(roles.targets)
        total = rows
        self._weight, self._least = 0.0, np.inf
        for self._numbered in (False, True):
            found, hashes, values = self._look_through(total)
            if found is not None:
                break
        test, held_out = found or Cut(*holdout.wanted(total))
        self._held_out_up_to = hashes[held_out - 1]
        self.test = dataset_of(values[:, :test], roles) if test else None
        self.validation = dataset_of(values[:, test:held_out], roles)
        self.training = dataset_of(values[:, held_out : held_out + MOST_ROWS], roles)
        self.rows, self.mean_weight = total - held_out, 1.0
        if roles.weight:
            left = self._weight - float(values[-1, :held_out].sum())
            self.mean_weight = max(left / self.rows, self._least)  # a sum leaves some rounding

    def _look_through(
        self, total: int
    ) -> tuple[Cut | None, NDArray[np.uint64], NDArray[np.float64]]:
        """Read the table of so many rows.

        Returns:
            Where to cut, None if rows have to be told apart by their numbers and were not; and of
            the rows that are held out or in the sample the hashes, increasing, (n,), and the
            values, (columns, n).
        """
        rows, sample = Smallest(kept(total, self._holdout)), Smallest(LOOKED_AT)
        blocks = (read(piece, self._how) for piece in self._pieces)
        weights: list[tuple[float, float]] = []
        for first, block in chain.from_iterable(blocks):
            keys = row_keys(block[: self._content])
            if self._roles.weight:
                weights.append((float(block[-1].sum()), float(block[-1].min())))
            rows.add(self._hashes(keys, first), block)
            if not self._numbered:
                sample.add(keys, block[self._inputs : self._inputs + 1])
        hashes, values = rows.in_order()
        if not self._numbered:
            keys, (targets,) = sample.in_order()
            if not equal_means_copy(keys, targets):
                return None, hashes, values
        weighing = None
        if weights:
            sums, least = zip(*weights, strict=True)
            self._weight, self._least = sum(sums), min(least)
            weighing = Weighing(values[-1], self._weight, self._least)
        return cut(hashes, total, self._holdout, weighing), hashes, values

    def _hashes(self, keys: NDArray[np.uint64], first_row: int) -> NDArray[np.uint64]:
        return row_hashes(keys, self._holdout, first_row if self._numbered else None)

    def windows(
        self, pack: Pack, size: int, rng: np.random.Generator
    ) -> Iterator[NDArray[np.float32]]:
        """Every training row once, in pieces that fit in memory; see `table.Source.windows`.

        The row groups come in an order that `rng` draws. Several of them are read in turns, a block
        of each, so that a window mixes rows of several places even where a table is sorted. Rows
        of one row group keep their order: if a sorted table is a single row group larger than the
        window, a window holds neighbours only; write such a table with smaller row groups.

        The next window is made on another thread while the last one is in use, and there `pack`
        is called.
        """
        order = rng.permutation(len(self._pieces))
        return _one_ahead(self._windows(pack, size, [self._pieces[index] for index in order]))

    def _windows(
        self, pack: Pack, size: int, pieces: Sequence[Piece]
    ) -> Iterator[NDArray[np.float32]]:
        """Fill windows with the packed training rows of these pieces."""
        window, filled = None, 0
        for row, values in _in_turns(pieces, self._how):
            trained = self._hashes(row_keys(values[: self._content]), row) > self._held_out_up_to
            if not trained.any():
                continue
            packed = pack(dataset_of(values.compress(trained, axis=1), self._roles))
            while len(packed):
                if window is None:
                    window = np.empty((size, packed.shape[1]), np.float32)
                part, packed = packed[: size - filled], packed[size - filled :]
                window[filled : filled + len(part)] = part
                filled += len(part)
                if filled == size:
                    yield window
                    window, filled = None, 0
        if window is not None:
            yield window[:filled]


def _in_turns(pieces: Sequence[Piece], how: Interpretation) -> Iterator[Block]:
    """Read several pieces at a time, a block of each in turns."""
    places = max(2, min(_MOST_PLACES, _MOST_COLUMN_STREAMS // len(how.roles.columns)))
    waiting = (read(piece, how) for piece in pieces)
    streams = deque(islice(waiting, places))
    while streams:
        stream = streams.popleft()
        block = next(stream, None)
        if block is None:
            streams.extend(islice(waiting, 1))
        else:
            yield block
            streams.append(stream)


def _one_ahead(windows: Iterator[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
    """Make each window while the one before it is in use."""
    with ThreadPoolExecutor(1) as thread:
        ahead = thread.submit(next, windows, None)
        while (window := ahead.result()) is not None:
            ahead = thread.submit(next, windows, None)
            yield window
