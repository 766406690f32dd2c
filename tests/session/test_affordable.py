"""Which runs of a sitting give way for want of memory."""

from dataclasses import replace

import pytest

from mdn_gui.session.affordable import affordable
from mdn_gui.session.run import NamedRun, Phase
from mdn_gui.session.session import Session
from tests.named_runs import falling, named_run
from tests.networks import random_network, recorded
from tests.sessions import changed, session_of

NETWORK = random_network().layout.bytes
TABLE = 2 * 8 * 300
EPOCHS = 10


def long_run(number: int, **changes: object) -> NamedRun:
    """A run with the network of each of ten epochs, the last one the best."""
    networks = [random_network(seed=100 * number + epoch) for epoch in range(EPOCHS)]
    return named_run(number, recording=recorded(falling(EPOCHS), *networks), **changes)


def networks_kept(session: Session) -> dict[int, int]:
    return {number: len(run.recording.frames) for number, run in session.runs.items()}


FIRST, SECOND, THIRD = long_run(1), long_run(2), long_run(3)
SITTING = session_of(listed=(FIRST, SECOND, THIRD), run=3)
ALL = 3 * (EPOCHS * NETWORK + TABLE)


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (ALL, {1: 10, 2: 10, 3: 10}),
        (ALL - 1, {1: 2, 2: 10, 3: 10}),
        (ALL - 8 * NETWORK - 1, {1: 2, 2: 2, 3: 10}),
        (ALL - 16 * NETWORK - 1, {2: 2, 3: 10}),
        (0, {3: 10}),
    ],
)
def test_older_runs_are_thinned_and_then_gone(most: int, expected: dict[int, int]) -> None:
    session = affordable(SITTING, most)
    assert networks_kept(session) == expected
    assert [run.number for _, run in session.listed] == list(expected)


def test_what_is_left_of_a_run_shows_its_first_best_and_latest_epoch() -> None:
    losses = [*falling(5), *falling(8)[5:]]
    losses[2] = losses[2]._replace(validation=-1.0)
    networks = [random_network(seed=epoch) for epoch in range(8)]
    run = named_run(1, recording=recorded(losses, *networks))
    session = affordable(session_of(listed=(run, THIRD), run=3), ALL // 2)
    thinned = session.runs[1]
    assert [frame.epoch for frame in thinned.recording.frames] == [1, 3, 8]
    assert thinned.best_network is networks[2]
    assert thinned.history == run.run.history
    assert thinned.network_at(7) is networks[7]
    assert thinned.recording.stride == 8


def test_runs_that_are_not_listed_give_way_first() -> None:
    session = changed(SITTING, listed=(FIRST, THIRD))
    assert networks_kept(affordable(session, ALL - 1)) == {1: 10, 2: 2, 3: 10}
    # Of the others too only three networks are left then.
    assert set(affordable(session, ALL - 16 * NETWORK - 1).runs) == {1, 3}


def test_what_is_shown_or_under_way_stays_as_it_is() -> None:
    going = SECOND._replace(run=replace(SECOND.run, phase=Phase.TRAINING))
    session = changed(SITTING, listed=(FIRST, going, THIRD), run=1)
    assert networks_kept(affordable(session, 0)) == {1: 10, 2: 10}


def test_a_table_that_runs_share_is_counted_once() -> None:
    table = FIRST.run.data.dataset
    listed = tuple(
        each._replace(run=replace(each.run, data=replace(each.run.data, dataset=table)))
        for each in (FIRST, SECOND, THIRD)
    )
    session = changed(SITTING, listed=listed)
    assert affordable(session, ALL - 2 * TABLE) is session
    assert affordable(session, ALL - 2 * TABLE - 1) is not session
