"""Every epoch of a run can be revisited, and a long run costs no more than its limit."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core.dataset import Scaling
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.core.recording import MOST_BYTES, MOST_NETWORKS, Frame, Losses, Recording
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


def test_large_networks_are_kept_as_far_as_the_memory_for_a_run_goes() -> None:
    # Five members of 1024, 1024: 65 MB each, of which all epochs of a run would take 32 GB.
    layout = Layout(members=5, inputs=1, hidden=(1024, 1024), components=1, outputs=1)
    large = Network(
        layout=layout,
        activation="relu",
        parameters=np.zeros((5, layout.size), np.float32),
        input_scaling=Scaling.identity(1),
        target_scaling=Scaling.identity(1),
        log_floor=np.zeros(1, np.float32),
    )
    recording = Recording()
    for epoch in range(1, 501):
        losses = Losses(epoch, 1.0, abs(epoch - 333))
        recording = recording.with_epochs([losses], [Frame(epoch, large)], large)
        if epoch == 7:
            assert len(recording.frames) == 7
    kept = [frame.epoch for frame in recording.frames]
    assert kept == [1, 128, 256, 333, 384, 500]
    assert recording.stride == 128
    weights = large.parameters.nbytes
    large(np.zeros(1))  # counts in float64, and keeps the weights so
    assert (len(kept) - 3) * 3 * weights <= MOST_BYTES
    assert len(recording.losses) == 500


def test_where_one_network_is_more_than_a_run_may_keep_the_first_best_and_latest_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mdn_gui.core.recording.MOST_BYTES", 1)
    recording = recorded([abs(epoch - 7) for epoch in range(1, 31)])
    assert [frame.epoch for frame in recording.frames] == [1, 7, 30]


def test_how_many_epochs_are_kept_is_told() -> None:
    assert Recording().stride == recorded([1.0] * MOST_NETWORKS).stride == 1
    assert recorded([1.0] * (MOST_NETWORKS + 1)).stride == 2
