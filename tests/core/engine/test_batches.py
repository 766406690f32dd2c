"""Chunks of steps: every row in its place, and how many there are."""

from itertools import batched

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from mdn_gui.core.engine.batches import chunk, chunks, steps


def numbered(rows: int) -> NDArray[np.float32]:
    """Rows that carry their own number: (rows, 3)."""
    row = np.arange(rows, dtype=np.float32)
    return np.stack([row, -row, 10 * row], axis=1)


def orders_of(counts: list[int], rows: int) -> list[NDArray[np.intp]]:
    """Of each member, so many of the rows in an order of its own."""
    return [np.random.default_rng(m).permutation(rows)[:n] for m, n in enumerate(counts)]


@given(rows=st.integers(1, 50), members=st.integers(1, 3), batch=st.integers(1, 8), data=st.data())
def test_a_chunk_holds_each_members_own_order_in_batches(
    rows: int, members: int, batch: int, data: st.DataObject
) -> None:
    room = 5
    most = min(rows, room * batch)
    counts = data.draw(st.lists(st.integers(0, most), min_size=members, max_size=members))
    orders = orders_of(counts, rows)
    piece = chunk(numbered(rows), orders, batch, room)
    assert piece.rows.shape == (members, room, 3, batch)
    assert piece.rows.flags.c_contiguous
    assert piece.live == steps(max(counts), batch)
    assert_array_equal(piece.counts.sum(axis=1), counts)
    for member, order in enumerate(orders):
        for step, expected in enumerate(batched(order.tolist(), batch)):
            assert piece.counts[member, step] == len(expected)
            held = piece.rows[member, step, :, : len(expected)]
            assert_array_equal(held.T, numbered(rows)[list(expected)])


@given(
    counts=st.lists(st.integers(1, 60), min_size=1, max_size=3),
    batch=st.integers(1, 8),
    room=st.integers(1, 4),
)
def test_scoring_reads_every_row_once_in_chunks_of_one_shape(
    counts: list[int], batch: int, room: int
) -> None:
    rows = max(counts)
    orders = orders_of(counts, rows)
    pieces = list(chunks(numbered(rows), orders, batch, room))
    assert {piece.rows.shape for piece in pieces} == {(len(counts), room, 3, batch)}
    for member, order in enumerate(orders):
        read = [
            values[:, : int(count)]
            for piece in pieces
            for values, count in zip(piece.rows[member], piece.counts[member], strict=True)
        ]
        assert_array_equal(np.concatenate(read, axis=1).T, numbered(rows)[order])
    assert sum(piece.live for piece in pieces) == steps(rows, batch)


def test_the_short_last_batch_is_a_step() -> None:
    assert [steps(rows, 32) for rows in (1, 32, 33, 64)] == [1, 1, 2, 2]
