"""The streams of randomness of a run."""

from collections.abc import Iterable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

from mdn_gui.core.engine.batches import positions, rewind, streams


def draws(seed: int, members: Iterable[int]) -> NDArray[np.float64]:
    """A number of each stream: what members share, then of each kind a row, (1 + 4, members)."""
    pieces, *kinds = streams(seed, members)
    own = np.array([[rng.random() for rng in each] for each in kinds])
    return np.vstack([np.full(own.shape[1], pieces.random()), own])


def test_the_streams_of_a_seed_are_its_own_and_apart() -> None:
    assert len(np.unique(draws(5, range(3)))) == 1 + 4 * 3
    assert_array_equal(draws(5, range(3)), draws(5, range(3)))
    assert not np.isin(draws(6, range(3)), draws(5, range(3))).any()


@given(
    seed=st.integers(0, 2**31 - 1),
    members=st.lists(st.integers(0, 60), min_size=1, max_size=4, unique=True),
)
def test_the_streams_of_a_member_depend_on_its_number_alone(seed: int, members: list[int]) -> None:
    assert_array_equal(draws(seed, members), draws(seed, range(61))[:, members])


@given(seed=st.integers(0, 2**31 - 1))
def test_the_first_member_draws_what_a_run_of_one_network_has_always_drawn(seed: int) -> None:
    sequences = (np.random.SeedSequence(seed), np.random.SeedSequence([seed, 1]))
    (weights, order), (pieces, dropout, noise) = (
        each.spawn(count) for each, count in zip(sequences, (2, 3), strict=True)
    )
    always = [
        np.random.default_rng(each).random() for each in (pieces, weights, dropout, order, noise)
    ]
    assert_array_equal(draws(seed, range(2))[:, 0], always)


@given(seed=st.integers(0, 2**32), before=st.integers(0, 5), after=st.integers(1, 50))
def test_a_stream_that_was_rewound_draws_the_same_again(seed: int, before: int, after: int) -> None:
    orders = streams(seed, range(2)).orders

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
