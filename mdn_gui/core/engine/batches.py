"""The streams of randomness of a run, and rows in random order for the compiled program."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

type Position = Mapping[str, Any]
"""Where a stream is, as its bit generator says it."""


class Streams(NamedTuple):
    """The streams of randomness of a run: one for what is shared, one of each kind a member."""

    pieces: np.random.Generator
    weights: list[np.random.Generator]
    dropout: list[np.random.Generator]
    orders: list[np.random.Generator]
    noise: list[np.random.Generator]


def streams(seed: int, members: Iterable[int]) -> Streams:
    """Make the streams of randomness of a run; a member's depend on the seed and its number only.

    Args:
        seed: The run's seed.
        members: The number of each member, from 0.
    """
    numbers = list(members)
    return Streams(
        _stream([seed, 1], 0),
        [_stream([seed], 0, *_later(number)) for number in numbers],
        [_stream([seed, 1], 1, *_later(number)) for number in numbers],
        [_stream([seed], 1 + number) for number in numbers],
        [_stream([seed, 1], 2 + number) for number in numbers],
    )


def _stream(entropy: list[int], *key: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(entropy, spawn_key=key))


def _later(number: int) -> tuple[int, ...]:
    """The first member draws what a run of one network has always drawn."""
    return (number,) if number else ()


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
        rows: (members, steps, columns, batch), in the order of the packed columns.
        counts: (members, steps) rows of each step that are some; what follows them only fills up.
        live: How many of the steps hold rows of any member.
    """

    rows: Floats
    counts: Floats
    live: int


def chunk(table: Floats, orders: Sequence[NDArray[np.intp]], batch_size: int, room: int) -> Chunk:
    """Rows as batches.

    Args:
        table: (rows, columns).
        orders: Of each member, the indices of its rows, at most `room * batch_size` of them.
        batch_size: Rows per step.
        room: Steps the program was compiled for.
    """
    rows = np.zeros((len(orders), room * batch_size, table.shape[1]), np.float32)
    counts = np.empty((len(orders), room), np.float32)
    starts = batch_size * np.arange(room)
    for own, its_counts, order in zip(rows, counts, orders, strict=True):
        # Indices that come from `orders` are within the table: no need to look.
        table.take(order, axis=0, mode="clip", out=own[: len(order)])
        its_counts[:] = np.clip(len(order) - starts, 0, batch_size)
    split = rows.reshape(len(orders), room, batch_size, -1).swapaxes(-1, -2)
    return Chunk(np.ascontiguousarray(split), counts, steps(max(map(len, orders)), batch_size))


def chunks(
    table: Floats, orders: Sequence[NDArray[np.intp]], batch_size: int, room: int
) -> Iterator[Chunk]:
    """All rows of each member once, in its order: what scoring reads."""
    most = room * batch_size
    for start in range(0, max(map(len, orders)), most):
        yield chunk(table, [order[start : start + most] for order in orders], batch_size, room)


def steps(rows: int, batch_size: int) -> int:
    """Batches that an epoch of `rows` takes, the short last one included."""
    return -(-rows // batch_size)
