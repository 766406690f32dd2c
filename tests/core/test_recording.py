"""What a run leaves behind."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.dataset import Scaling
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.core.recording import MOST_BYTES, MOST_NETWORKS, Frame, Losses, Recording, smoothed
from tests.networks import random_network

WEIGHTS = st.floats(0.0, 0.99)
VALUES = st.lists(st.floats(-1e6, 1e6) | st.sampled_from([np.nan, np.inf, -np.inf]), max_size=40)


def by_hand(values: list[float], weight: float) -> list[float]:
    """The weighted mean of each finite value and the finite ones before it, in a plain loop."""
    means: list[float] = []
    for last, value in enumerate(values):
        before = [v for v in values[: last + 1] if np.isfinite(v)]
        weights = [weight**age for age in range(len(before))][::-1]
        total = sum(w * v for w, v in zip(weights, before, strict=True))
        means.append(total / sum(weights) if np.isfinite(value) else np.nan)
    return means


@given(values=VALUES, weight=WEIGHTS)
def test_agrees_with_a_plain_loop(values: list[float], weight: float) -> None:
    found = smoothed(np.array(values, np.float64), weight)
    assert_allclose(found, by_hand(values, weight), rtol=1e-9, atol=1e-6)


@given(value=st.floats(-1e6, 1e6), weight=WEIGHTS)
def test_what_is_level_stays_level(value: float, weight: float) -> None:
    assert_allclose(smoothed(np.full(20, value), weight), value, rtol=1e-9, atol=1e-300)


def test_no_weight_changes_nothing() -> None:
    values = np.array([3.0, -1.0, 2.5])
    assert_array_equal(smoothed(values, 0.0), values)


@pytest.mark.parametrize("weight", [0.0, 0.9])
def test_of_no_number_there_is_no_average(weight: float) -> None:
    values = np.array([np.nan, 1.0, np.inf, 1.0])
    assert_allclose(smoothed(values, weight), [np.nan, 1.0, np.nan, 1.0])
    assert smoothed(np.empty(0), weight).shape == (0,)


def test_the_values_given_stay_as_they_are() -> None:
    values = np.array([1.0, 2.0])
    values.setflags(write=False)
    smoothed(values, 0.5)


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
