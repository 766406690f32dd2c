"""Every epoch of a run can be revisited, and a long run costs no more than its limit."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core.recording import MOST_NETWORKS, Frame, Losses, Recording
from tests.networks import random_network

NETWORK = random_network(components=1)


def recorded(validations: list[float]) -> Recording:
    recording = Recording()
    for epoch, validation in enumerate(validations, start=1):
        losses = Losses(epoch, validation, validation)
        recording = recording.with_epochs([losses], [Frame(epoch, NETWORK)], NETWORK)
    return recording


def test_a_short_run_keeps_every_network() -> None:
    networks = [random_network(seed=seed) for seed in range(3)]
    recording = Recording()
    for epoch, network in enumerate(networks, start=1):
        frames = [Frame(epoch, network)]
        recording = recording.with_epochs([Losses(epoch, 1.0, 1.0)], frames, networks[0])
    assert [frame.network for frame in recording.frames] == networks
    assert [frame.epoch for frame in recording.frames] == [1, 2, 3]
    assert recording.best_network is networks[0]


def test_the_best_is_the_first_of_the_lowest() -> None:
    best = recorded([3.0, 1.0, 1.0, 2.0]).best
    assert best is not None
    assert best.epoch == 2


@pytest.mark.parametrize("epochs", [MOST_NETWORKS, MOST_NETWORKS + 1, 1500, 5003])
@pytest.mark.parametrize("best", [1, 251, 333])
def test_a_long_run_is_thinned_evenly_and_keeps_the_best(epochs: int, best: int) -> None:
    recording = recorded([abs(epoch - best) for epoch in range(1, epochs + 1)])
    kept = [frame.epoch for frame in recording.frames]
    assert len(recording.losses) == epochs
    assert len(kept) <= MOST_NETWORKS + 3
    assert {1, best, epochs} <= set(kept)
    assert kept == sorted(kept)
    gaps = [later - earlier for earlier, later in pairwise(kept)]
    assert max(gaps) <= max(1, 2 * epochs / MOST_NETWORKS)


def test_a_best_epoch_that_is_surpassed_is_kept_no_longer_than_others() -> None:
    falling = recorded([1.0 / epoch for epoch in range(1, 1200)])
    kept = [frame.epoch for frame in falling.frames]
    odd = [epoch for epoch in kept if epoch % 4]
    assert odd == [1, 1199]


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=1300), st.integers(1, 400))
def test_epochs_in_batches_leave_what_they_leave_one_by_one(
    validations: list[float], size: int
) -> None:
    one_by_one, recording = recorded(validations), Recording()
    losses, frames = one_by_one.losses, [Frame(each.epoch, NETWORK) for each in one_by_one.losses]
    for start in range(0, len(losses), size):
        part = slice(start, start + size)
        recording = recording.with_epochs(losses[part], frames[part], NETWORK)
    assert recording.losses == losses
    assert recording.frames == one_by_one.frames
    assert recording.best == one_by_one.best


@given(st.integers(1, 40), st.floats(-5, 60))
def test_the_nearest_network_is_found(epochs: int, wanted: float) -> None:
    frame = recorded([1.0] * epochs).nearest(wanted)
    assert frame is not None
    nearest = min(range(1, epochs + 1), key=lambda epoch: abs(epoch - wanted))
    assert frame.epoch == nearest


def test_of_nothing_nothing_is_near() -> None:
    assert Recording().nearest(3) is None
    assert Recording().losses_of(1) is None


def test_the_losses_of_an_epoch() -> None:
    recording = recorded([3.0, 2.0, 4.0])
    assert recording.losses_of(2) == Losses(2, 2.0, 2.0)
    assert recording.losses_of(4) is None
    assert recording.losses_of(0) is None
