"""The streams of randomness of a run."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from mdn_gui.core.engine.batches import positions, rewind, streams


def test_the_streams_of_a_seed_are_its_own_and_apart() -> None:
    def draws(seed: int, members: int) -> NDArray[np.float64]:
        weights, pieces, dropout, orders, noise = streams(seed, members)
        return np.array([rng.random() for rng in (weights, pieces, dropout, *orders, *noise)])

    assert len(set(draws(5, 3))) == 9
    assert_array_equal(draws(5, 3), draws(5, 3))
    # More members change nothing for the first.
    assert_array_equal(draws(5, 1), draws(5, 3)[[0, 1, 2, 3, 6]])
    assert not np.isin(draws(6, 3), draws(5, 3)).any()


@given(seed=st.integers(0, 2**32), before=st.integers(0, 5), after=st.integers(1, 50))
def test_a_stream_that_was_rewound_draws_the_same_again(seed: int, before: int, after: int) -> None:
    orders = streams(seed, 2).orders

    def draw(count: int) -> NDArray[np.float64]:
        # Numbers below 2**24 take half a word: the other half must come back too.
        return np.array(
            [
                (*rng.permutation(7), rng.integers(2**24), rng.standard_normal(dtype=np.float32))
                for _ in range(count)
                for rng in orders
            ]
        )

    draw(before)
    there = positions(orders)
    first = draw(after)
    rewind(orders, there)
    assert_array_equal(draw(after), first)
