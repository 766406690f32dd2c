"""Which epochs are filmed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core.animation import LEAST_MS, MOST_EPOCHS, MOST_MS, filmed_epochs
from mdn_gui.core.recording import Frame, Recording
from tests.networks import random_network

NETWORK = random_network(components=1)


def kept(*epochs: int) -> Recording:
    """A run of which these epochs are kept."""
    return Recording(frames=tuple(Frame(epoch, NETWORK) for epoch in epochs))


def test_a_short_run_is_filmed_epoch_by_epoch() -> None:
    assert filmed_epochs(kept(*range(1, 61)), 20.0) == (tuple(range(1, 61)), 50.0)


def test_one_epoch_is_one_picture() -> None:
    assert filmed_epochs(kept(7), 10.0) == ((7,), 100.0)


@pytest.mark.parametrize(("speed", "pictures"), [(50.0, 101), (100.0, 51), (1000.0, 6)])
def test_faster_than_50_a_second_epochs_are_left_out(speed: float, pictures: int) -> None:
    epochs, milliseconds = filmed_epochs(kept(*range(1, 102)), speed)
    assert len(epochs) == pictures
    assert (epochs[0], epochs[-1]) == (1, 101)
    assert milliseconds == LEAST_MS


def test_of_a_long_run_200_epochs_are_filmed_at_the_same_speed() -> None:
    epochs, milliseconds = filmed_epochs(kept(1, *range(4, 1997, 4)), 20.0)
    assert len(epochs) == MOST_EPOCHS
    assert (epochs[0], epochs[-1]) == (1, 1996)
    assert np.ptp(np.diff(epochs)) <= 4
    assert milliseconds * (len(epochs) - 1) == pytest.approx(1000 * 1995 / 20.0)


def test_two_epochs_are_filmed_however_fast() -> None:
    assert filmed_epochs(kept(1, 2), 1000.0) == ((1, 2), LEAST_MS)


def test_no_epoch_is_seen_for_more_than_a_minute() -> None:
    assert filmed_epochs(kept(1, 100_000), 0.5) == ((1, 100_000), MOST_MS)


@given(st.sets(st.integers(1, 5000), min_size=1, max_size=600), st.floats(0.5, 1000.0))
def test_kept_epochs_are_filmed_in_order_from_the_first_to_the_last(
    epochs: set[int], speed: float
) -> None:
    filmed, milliseconds = filmed_epochs(kept(*sorted(epochs)), speed)
    assert set(filmed) <= epochs
    assert list(filmed) == sorted(set(filmed))
    assert (filmed[0], filmed[-1]) == (min(epochs), max(epochs))
    assert len(filmed) <= MOST_EPOCHS
    assert LEAST_MS <= milliseconds <= MOST_MS
