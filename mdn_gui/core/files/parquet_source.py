"""What a run trains on when its table is larger than memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.copies import LOOKED_AT, equal_means_copy, row_keys
from mdn_gui.core.dataset import Dataset, Pack
from mdn_gui.core.files.parquet_files import Block, Piece, read
from mdn_gui.core.holdout import MOST_ROWS, Holdout
from mdn_gui.core.roles import Roles
from mdn_gui.core.split import Cut, Smallest, cut, kept, row_hashes

_MOST_PLACES = 8
_MOST_COLUMN_STREAMS = 128


class ParquetSource:
    """A table in Parquet files, divided as one in memory is; a `table.Source`.

    Making one reads the table once: every cell is looked at, the held-out rows and a sample of the
    training rows are kept. Where equal rows are no copies, see `core.copies`, it is read again.

    Args:
        pieces: The table, in order.
        roles: What its columns are for.
        holdout: How much is held out.

    Attributes:
        training: The first `split.MOST_ROWS` rows of the training part, or all if there are fewer.
        validation: All rows of the validation part.
        test: All rows of the test part; None if there are none.
        rows: How many training rows there are.

    Raises:
        TableError: If a file changed or disappeared, is damaged, or holds anything but finite
            numbers.
        ValueError: There are too few rows.
    """

    def __init__(
        self,
        pieces: Sequence[Piece],
        roles: Roles,
        holdout: Holdout,
    ) -> None:
        self._pieces, self._holdout = pieces, holdout
        self._columns, self._inputs = roles.columns, len(roles.inputs)
        total = sum(piece.rows for piece in pieces)
        for self._numbered in (False, True):
            found, hashes, values = self._look_through(total)
            if found is not None:
                break
        test, held_out = found or Cut(*holdout.wanted(total))

        def part(start: int, stop: int) -> Dataset:
            rows = values[:, start:stop]
            x, y = rows[: self._inputs].T, rows[self._inputs :].T
            return Dataset(x, y, roles.inputs, roles.targets)

        self._held_out_up_to = hashes[held_out - 1]
        self.test = part(0, test) if test else None
        self.validation = part(test, held_out)
        self.training = part(held_out, held_out + MOST_ROWS)
        self.rows = total - held_out

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
        blocks = (read(piece, self._columns) for piece in self._pieces)
        for first, block in chain.from_iterable(blocks):
            keys = row_keys(block)
            rows.add(self._hashes(keys, first), block)
            if not self._numbered:
                sample.add(keys, block[self._inputs : self._inputs + 1])
        hashes, values = rows.in_order()
        if not self._numbered:
            keys, (targets,) = sample.in_order()
            if not equal_means_copy(keys, targets):
                return None, hashes, values
        return cut(hashes, total, self._holdout), hashes, values

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
        window, filled = np.empty((size, len(self._columns)), np.float32), 0
        for row, values in _in_turns(pieces, self._columns):
            trained = self._hashes(row_keys(values), row) > self._held_out_up_to
            rows = values.compress(trained, axis=1).T
            packed = pack(rows[:, : self._inputs], rows[:, self._inputs :])
            while len(packed):
                part, packed = packed[: size - filled], packed[size - filled :]
                window[filled : filled + len(part)] = part
                filled += len(part)
                if filled == size:
                    yield window
                    window, filled = np.empty_like(window), 0
        if filled:
            yield window[:filled]


def _in_turns(pieces: Sequence[Piece], columns: Sequence[str]) -> Iterator[Block]:
    """Read several pieces at a time, a block of each in turns."""
    places = max(2, min(_MOST_PLACES, _MOST_COLUMN_STREAMS // len(columns)))
    waiting = (read(piece, columns) for piece in pieces)
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
