"""Chunks of steps: every row in its place, and how many there are."""

from itertools import batched

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from mdn_gui.core.engine.batches import chunk, in_order, steps


def numbered(rows: int) -> NDArray[np.float32]:
    """Rows that carry their own number: (rows, 3)."""
    row = np.arange(rows, dtype=np.float32)
    return np.stack([row, -row, 10 * row], axis=1)


@given(rows=st.integers(1, 50), members=st.integers(1, 3), batch=st.integers(1, 8), data=st.data())
def test_a_chunk_holds_each_members_own_order_in_batches(
    rows: int, members: int, batch: int, data: st.DataObject
) -> None:
    room = 5
    n = data.draw(st.integers(1, min(rows, room * batch)))
    orders = np.stack([np.random.default_rng(m).permutation(rows)[:n] for m in range(members)])
    piece = chunk(numbered(rows), orders, batch, room)
    assert piece.rows.shape == (room, members, 3, batch)
    assert piece.rows.flags.c_contiguous
    assert piece.live == len(list(batched(range(n), batch)))
    assert piece.counts.sum() == n
    for member, order in enumerate(orders):
        for step, expected in enumerate(batched(order.tolist(), batch)):
            assert piece.counts[step] == len(expected)
            held = piece.rows[step, member, :, : len(expected)]
            assert_array_equal(held.T, numbered(rows)[list(expected)])


@given(rows=st.integers(1, 60), batch=st.integers(1, 8), room=st.integers(1, 4))
def test_scoring_reads_every_row_once_in_chunks_of_one_shape(
    rows: int, batch: int, room: int
) -> None:
    pieces = list(in_order(numbered(rows), batch, room))
    assert {piece.rows.shape for piece in pieces} == {(room, 3, batch)}
    read = [
        values[:, : int(count)]
        for piece in pieces
        for values, count in zip(piece.rows, piece.counts, strict=True)
    ]
    assert_array_equal(np.concatenate(read, axis=1).T, numbered(rows))
    assert sum(piece.live for piece in pieces) == steps(rows, batch)


def test_the_short_last_batch_is_a_step() -> None:
    assert [steps(rows, 32) for rows in (1, 32, 33, 64)] == [1, 1, 2, 2]
