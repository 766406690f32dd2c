"""Chunks of steps: every row in its place, the rest masked."""

from itertools import batched

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from mdn_gui.core.batches import Rows


def numbered(rows: int) -> Rows:
    """Rows that carry their own number: x (rows, 2), y (rows, 1)."""
    row = np.arange(rows, dtype=np.float32)
    return Rows(np.stack([row, -row], axis=1), 10 * row[:, None])


@given(rows=st.integers(1, 50), members=st.integers(1, 3), batch=st.integers(1, 8), data=st.data())
def test_a_chunk_holds_each_members_own_order_in_batches(
    rows: int, members: int, batch: int, data: st.DataObject
) -> None:
    room = 5
    n = data.draw(st.integers(1, min(rows, room * batch)))
    orders = np.stack([np.random.default_rng(m).permutation(rows)[:n] for m in range(members)])
    chunk = numbered(rows).chunk(orders, batch, room)
    assert chunk.x.shape == (room, members, batch, 2)
    assert chunk.y.shape == (room, members, batch, 1)
    assert chunk.live == len(list(batched(range(n), batch)))
    for member, order in enumerate(orders):
        for step, expected in enumerate(batched(order.tolist(), batch)):
            held = chunk.weight[step, member] == 1
            assert_array_equal(chunk.x[step, member, held, 0], expected)
            assert_array_equal(chunk.x[step, member, held, 1], -np.array(expected))
            assert_array_equal(chunk.y[step, member, held, 0], 10 * np.array(expected))
    assert chunk.weight.sum() == members * n
    assert set(np.unique(chunk.weight)) <= {0.0, 1.0}


@given(rows=st.integers(1, 60), batch=st.integers(1, 8), room=st.integers(1, 4))
def test_scoring_reads_every_row_once_in_chunks_of_one_shape(
    rows: int, batch: int, room: int
) -> None:
    chunks = list(numbered(rows).in_order(batch, room))
    assert {chunk.x.shape for chunk in chunks} == {(room, batch, 2)}
    read = np.concatenate([chunk.x[chunk.weight == 1][:, 0] for chunk in chunks])
    assert_array_equal(read, np.arange(rows))
    assert sum(chunk.live for chunk in chunks) == numbered(rows).steps(batch)


def test_the_short_last_batch_is_a_step() -> None:
    assert [numbered(rows).steps(32) for rows in (1, 32, 33, 64)] == [1, 1, 2, 2]
