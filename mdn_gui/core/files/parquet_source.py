"""What a run trains on when its table is larger than memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.files.parquet_files import Block, Piece, read
from mdn_gui.core.hash_split import HashSplit
from mdn_gui.core.source import Pack

_MOST_PLACES = 8
_MOST_COLUMN_STREAMS = 128


class ParquetSource:
    """A table in Parquet files, split by a hash of the row number; a `Source`.

    Making one reads the table once: every cell is looked at, the held-out rows and a sample of the
    training rows are kept.

    Args:
        pieces: The table, in order.
        input_names: Names of the columns of x.
        target_names: Names of the columns of y.
        split: Which rows are held out.

    Attributes:
        training: About `hash_split.MOST_ROWS` rows of the training part, or all if there are fewer.
        held_out: All rows of the validation part.
        rows: How many training rows there are.

    Raises:
        TableError: If a file changed or disappeared, is damaged, or holds anything but finite
            numbers.
    """

    def __init__(
        self,
        pieces: Sequence[Piece],
        input_names: tuple[str, ...],
        target_names: tuple[str, ...],
        split: HashSplit,
    ) -> None:
        self._pieces, self._split = pieces, split
        self._columns, self._inputs = (*input_names, *target_names), len(input_names)
        held_out, sampled, total = [], [], 0
        for row, values in chain.from_iterable(read(piece, self._columns) for piece in pieces):
            rows = values.shape[1]
            held_out.append(values.compress(split.held_out(row, rows), axis=1))
            sampled.append(values.compress(split.sampled(row, rows), axis=1))
            total += rows
        self.held_out, self.training = (
            Dataset(kept[: self._inputs].T, kept[self._inputs :].T, input_names, target_names)
            for kept in (np.concatenate(blocks, axis=1) for blocks in (held_out, sampled))
        )
        self.rows = total - self.held_out.rows

    def windows(
        self, pack: Pack, size: int, rng: np.random.Generator
    ) -> Iterator[NDArray[np.float32]]:
        """Every training row once, in pieces that fit in memory; see `Source.windows`.

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
            trained = ~self._split.held_out(row, values.shape[1])
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
