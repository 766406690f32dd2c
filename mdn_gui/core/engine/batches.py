"""Rows laid out for the compiled program: chunks of steps, the last batch filled up."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


STEPS = 32
"""Steps a chunk has room for, where it goes to the compiled program."""


class Chunk(NamedTuple):
    """Some steps of rows, filled up to the size the program was compiled for.

    Attributes:
        rows: (steps, ..., columns, batch), the inputs' columns first.
        counts: (steps,) rows of each step that are some; what follows them only fills up.
    """

    rows: Floats
    counts: Floats

    @property
    def live(self) -> int:
        """How many of the steps hold rows."""
        return int(np.count_nonzero(self.counts))


def chunk(table: Floats, order: NDArray[np.intp], batch_size: int, room: int) -> Chunk:
    """The rows of `order` as batches.

    Args:
        table: (rows, columns).
        order: (..., n) indices of rows, at most `room * batch_size` of them along the last axis;
            the leading axes (members) have orders of their own.
        batch_size: Rows per step.
        room: Steps the program was compiled for.
    """
    *leading, n = order.shape
    rows = np.zeros((*leading, room * batch_size, table.shape[1]), np.float32)
    # Indices that come from `order` are within the table: no need to look.
    rows[..., :n, :] = table.take(order, axis=0, mode="clip")
    counts = np.clip(n - batch_size * np.arange(room), 0, batch_size).astype(np.float32)
    split = rows.reshape(*leading, room, batch_size, -1).swapaxes(-1, -2)
    return Chunk(np.ascontiguousarray(np.moveaxis(split, len(leading), 0)), counts)


def in_order(table: Floats, batch_size: int, room: int) -> Iterator[Chunk]:
    """Every row of a table (rows, columns) once, as they lie: what scoring reads."""
    for start in range(0, len(table), room * batch_size):
        order = np.arange(start, min(start + room * batch_size, len(table)))
        yield chunk(table, order, batch_size, room)


def steps(rows: int, batch_size: int) -> int:
    """Batches that an epoch of `rows` takes, the short last one included."""
    return -(-rows // batch_size)
