"""The streams of randomness of a run, and rows in random order for the compiled program."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

type Position = Mapping[str, Any]
"""Where a stream is, as its bit generator says it."""


class Streams(NamedTuple):
    """The streams of randomness of a run: one for what is shared, one of each kind a member."""

    weights: np.random.Generator
    pieces: np.random.Generator
    dropout: np.random.Generator
    orders: list[np.random.Generator]
    noise: list[np.random.Generator]


def streams(seed: int, members: int) -> Streams:
    """Make the streams of randomness of a run; those of the first members do not depend on others.

    Args:
        seed: The run's seed.
        members: Networks side by side.
    """
    first = np.random.SeedSequence(seed).spawn(1 + members)
    weights, *orders = map(np.random.default_rng, first)
    other = np.random.SeedSequence([seed, 1]).spawn(2 + members)
    pieces, dropout, *noise = map(np.random.default_rng, other)
    return Streams(weights, pieces, dropout, orders, noise)


def positions(rngs: Iterable[np.random.Generator]) -> tuple[Position, ...]:
    """Where each stream is, for `rewind`; some microseconds a stream."""
    return tuple(rng.bit_generator.state for rng in rngs)


def rewind(rngs: Iterable[np.random.Generator], to: Iterable[Position]) -> None:
    """Let each stream draw again what it drew after `positions`."""
    for rng, position in zip(rngs, to, strict=True):
        rng.bit_generator.state = position


Floats = NDArray[np.float32]


STEPS = 32
"""Steps a chunk has room for, where it goes to the compiled program."""


class Chunk(NamedTuple):
    """Some steps of rows, filled up to the size the program was compiled for.

    Attributes:
        rows: (steps, ..., columns, batch), in the order of the packed columns.
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
