"""Earlier epochs, by hand or as time passes."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from mdn_gui.core.recording import MOST_NETWORKS, Losses, Recording
from mdn_gui.qt.control import playback
from mdn_gui.qt.control.playback import Playback
from mdn_gui.qt.control.state import State
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from tests.networks import random_network, recorded
from tests.sessions import changing

BEST = 4
NETWORKS = tuple(random_network(components=1, seed=seed) for seed in range(10))


def run(epochs: int) -> Recording:
    """A run with epoch 4 the best; the first ten epochs have networks of their own."""
    return recorded((Losses(e, 1.0, abs(e - BEST)) for e in range(1, epochs + 1)), *NETWORKS)


@pytest.fixture
def state(qtbot: QtBot) -> Iterator[State]:
    del qtbot  # there must be an application
    state = State()
    Playback(state)
    state.edit(changing(recording=run(10), playback_speed=1000.0))
    yield state
    # A timer that runs would crash where a thread of a later test collects it.
    state.edit(changing(playing=False))


def shown(state: State) -> tuple[int | None, int]:
    """The epoch chosen, and the one whose network is shown."""
    session = state.session
    assert session.network is not None
    return session.view.epoch, 1 + [id(network) for network in NETWORKS].index(id(session.network))


def history(state: State) -> list[int | None]:
    """The epochs chosen, from now on, each time another one is."""
    chosen: list[int | None] = []

    def look(_before: Session, session: Session) -> None:
        if not chosen or chosen[-1] != session.view.epoch:
            chosen.append(session.view.epoch)

    state.changed.connect(look)
    return chosen


@pytest.mark.parametrize(
    ("asked", "expected"), [(3.0, 3), (3.4, 3), (3.6, 4), (-20.0, 1), (1e9, 10)]
)
def test_shows_the_nearest_epoch(state: State, asked: float, expected: int) -> None:
    state.edit(*playback.show_epoch(asked))
    assert shown(state) == (expected, expected)


def test_what_happened_last_says_which_epoch_is_shown(state: State) -> None:
    state.edit(changing(message="Training finished. The network of epoch 6, the best, is shown."))
    state.edit(*playback.show_epoch(3))
    assert state.session.status.message == "Epoch 3 is shown."
    state.edit(*playback.live())
    assert state.session.status.message == "The best is shown."
    state.edit(changing(phase=Phase.TRAINING))
    state.edit(*playback.live())
    assert state.session.status.message == "The latest epoch is shown."


def test_steps_back_and_forth_and_stays_within_the_run(state: State) -> None:
    found = []
    for frames in (-1, 1, 3, -100, -1, 100, 1):
        state.edit(*playback.step(frames))
        found.append(shown(state)[0])
    assert found == [BEST - 1, BEST, BEST + 3, 1, 1, 10, 10]


def test_steps_from_the_latest_while_a_run_goes(state: State) -> None:
    state.edit(changing(phase=Phase.TRAINING))
    state.edit(*playback.step(-1))
    assert shown(state) == (9, 9)


def test_live_is_the_latest_while_a_run_goes_and_then_the_best(state: State) -> None:
    for phase, expected in ((Phase.TRAINING, 10), (Phase.PAUSED, 10), (Phase.IDLE, BEST)):
        state.edit(changing(phase=phase))
        state.edit(*playback.show_epoch(2.0))
        state.edit(*playback.live())
        assert shown(state) == (None, expected)


def test_without_a_run_nothing_happens(state: State) -> None:
    state.edit(changing(recording=Recording()))
    before = state.session
    state.edit(*playback.show_epoch(3.0))
    state.edit(*playback.step(1))
    state.edit(*playback.live())
    state.edit(*playback.play_or_hold())
    assert state.session is before


def test_plays_from_the_first_epoch_to_the_last_and_stops(state: State, qtbot: QtBot) -> None:
    state.edit(*playback.set_speed(200.0))
    epochs = history(state)
    state.edit(*playback.play_or_hold())
    assert state.session.status.playing
    qtbot.waitUntil(lambda: not state.session.status.playing)
    assert epochs[0] == 1
    assert epochs[-1] == 10
    assert epochs == sorted(epochs, key=lambda epoch: epoch or 0)
    assert shown(state) == (10, 10)
    with qtbot.assertNotEmitted(state.changed, wait=60):
        pass


def test_plays_on_from_the_epoch_shown(state: State, qtbot: QtBot) -> None:
    state.edit(*playback.show_epoch(7.0))
    epochs = history(state)
    state.edit(*playback.play_or_hold())
    qtbot.waitUntil(lambda: not state.session.status.playing)
    assert (epochs[0], epochs[-1]) == (7, 10)
    state.edit(*playback.play_or_hold())
    assert state.session.view.epoch == 1, "at the end it starts again"


def test_holds_where_it_is_and_goes_on_from_there(state: State, qtbot: QtBot) -> None:
    state.edit(*playback.set_speed(50.0))
    state.edit(*playback.play_or_hold())
    qtbot.waitUntil(lambda: (state.session.view.epoch or 0) >= 3)
    state.edit(*playback.play_or_hold())
    held = state.session.view.epoch
    assert not state.session.status.playing
    with qtbot.assertNotEmitted(state.changed, wait=60):
        pass
    epochs = history(state)
    state.edit(*playback.play_or_hold())
    qtbot.waitUntil(lambda: not state.session.status.playing)
    assert (epochs[0], epochs[-1]) == (held, 10)


@pytest.mark.parametrize("way", ["an epoch picked", "a step", "live"])
def test_a_playback_ends_when_a_person_goes_elsewhere(state: State, qtbot: QtBot, way: str) -> None:
    state.edit(*playback.set_speed(0.5))
    state.edit(*playback.play_or_hold())
    ways = {
        "an epoch picked": playback.show_epoch(5.0),
        "a step": playback.step(2),
        "live": playback.live(),
    }
    state.edit(*ways[way])
    assert not state.session.status.playing
    with qtbot.assertNotEmitted(state.changed, wait=60):
        pass


def test_another_speed_counts_from_the_epoch_shown(state: State, qtbot: QtBot) -> None:
    state.edit(changing(recording=run(400)))
    state.edit(*playback.set_speed(100.0))
    epochs = history(state)
    state.edit(*playback.play_or_hold())
    qtbot.waitUntil(lambda: (state.session.view.epoch or 0) >= 10)
    state.edit(*playback.set_speed(0.5))
    here = state.session.view.epoch
    with qtbot.assertNotEmitted(state.changed, wait=100):
        pass  # the next epoch is two seconds away
    state.edit(*playback.set_speed(1000.0))
    assert state.session.view.epoch == here
    qtbot.waitUntil(lambda: not state.session.status.playing)
    assert epochs[-1] == 400
    assert epochs == sorted(epochs, key=lambda epoch: epoch or 0)


@pytest.mark.parametrize(("asked", "expected"), [(0.0, 0.5), (30.0, 30.0), (1e6, 1000.0)])
def test_a_speed_is_kept_within_its_limits(state: State, asked: float, expected: float) -> None:
    state.edit(*playback.set_speed(asked))
    assert state.session.view.playback_speed == expected


def test_undoing_a_speed_counts_from_the_epoch_shown(state: State, qtbot: QtBot) -> None:
    state.edit(changing(recording=run(400), playback_speed=0.5))
    state.edit(*playback.play_or_hold())
    state.edit(*playback.set_speed(200.0))
    qtbot.waitUntil(lambda: (state.session.view.epoch or 0) >= 40)
    state.undo()
    here = state.session.view.epoch
    assert state.session.view.playback_speed == 0.5
    with qtbot.assertNotEmitted(state.changed, wait=100):
        pass  # the next epoch is two seconds away, and the one before is not shown again
    assert state.session.view.epoch == here


def test_while_a_run_goes_a_playback_catches_up_and_waits_for_more(
    state: State, qtbot: QtBot
) -> None:
    state.edit(changing(phase=Phase.TRAINING, recording=run(3)))
    state.edit(*playback.play_or_hold())
    qtbot.waitUntil(lambda: state.session.view.epoch == 3)
    assert state.session.status.playing
    state.edit(changing(recording=run(6)))
    qtbot.waitUntil(lambda: state.session.view.epoch == 6)
    assert state.session.status.playing
    state.edit(changing(phase=Phase.IDLE))
    qtbot.waitUntil(lambda: not state.session.status.playing)
    assert shown(state) == (6, 6)


def test_a_long_run_is_gone_through_by_the_epochs_that_were_kept(
    state: State, qtbot: QtBot
) -> None:
    recording = run(2 * MOST_NETWORKS + 100)
    kept = [frame.epoch for frame in recording.frames]
    state.edit(changing(recording=recording))
    state.edit(*playback.show_epoch(301.0))
    assert state.session.view.epoch in (300, 304)
    state.edit(*playback.step(1))
    following = state.session.view.epoch
    state.edit(*playback.step(-1))
    assert (state.session.view.epoch, following) == (300, 304)
    epochs = history(state)
    state.edit(*playback.show_epoch(700.0))
    state.edit(*playback.play_or_hold())
    qtbot.waitUntil(lambda: not state.session.status.playing)
    assert set(epochs) <= set(kept)
    assert epochs[-1] == kept[-1] == 1100


def test_steps_from_an_epoch_that_was_kept_once(state: State) -> None:
    state.edit(changing(recording=run(2 * MOST_NETWORKS + 100), epoch=302))
    for frames, expected in ((1, 304), (-1, 300), (2, 308)):
        state.edit(changing(epoch=302))
        state.edit(*playback.step(frames))
        assert state.session.view.epoch == expected


def test_it_is_told_that_not_every_network_is_kept(state: State) -> None:
    state.edit(*playback.show_epoch(3.0))
    assert state.session.status.message == "Epoch 3 is shown."
    state.edit(changing(recording=run(2 * MOST_NETWORKS + 100)))
    state.edit(*playback.show_epoch(300.0))
    assert state.session.status.message == (
        "Epoch 300 is shown. Of this run, the network of one epoch in 4 is kept."
    )


def test_a_new_run_ends_a_playback(state: State, qtbot: QtBot) -> None:
    state.edit(*playback.set_speed(0.5))
    state.edit(*playback.play_or_hold())
    state.edit(changing(recording=Recording(), epoch=None, playing=False))
    with qtbot.assertNotEmitted(state.changed, wait=60):
        pass
