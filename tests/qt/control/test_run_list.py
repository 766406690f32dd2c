"""The list of runs: what comes into it, what a person changes, and what is compared."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from mdn_gui.core.comparison import compare
from mdn_gui.qt.control import run_list
from mdn_gui.qt.control.state import State
from mdn_gui.session.run import NamedRun, Phase
from mdn_gui.session.session import Session
from tests.named_runs import candidate, named_run
from tests.networks import random_network
from tests.sessions import changing


@pytest.fixture
def state(qtbot: QtBot) -> Iterator[State]:
    del qtbot  # there must be an application
    state = State()
    run_list.Comparing(state)  # whose child it is
    yield state
    assert QThreadPool.globalInstance().waitForDone(10_000)


def listed(state: State, *runs: NamedRun) -> None:
    """Let these runs be in the list."""
    state.edit(changing(listed=runs))


def names(state: State) -> list[str]:
    return [name for name, _ in state.session.listed]


def test_a_run_that_is_listed_again_takes_its_place(state: State) -> None:
    listed(state, named_run(1, name="baseline"), named_run(2), named_run(3))
    state.edit(*run_list.remove((2,)))
    assert names(state) == ["baseline", "Run 3"]
    for number in (2, 1):
        state.edit(run_list.listing(number))
        assert names(state) == ["baseline", "Run 2", "Run 3"]


def test_a_run_under_way_is_not_deleted(state: State) -> None:
    listed(state, named_run(1), named_run(2, phase=Phase.PAUSED))
    state.edit(*run_list.remove((2,)))
    assert names(state) == ["Run 1", "Run 2"]
    state.edit(*run_list.remove((1, 2)))
    assert names(state) == ["Run 2"]


def test_a_person_puts_runs_in_order(state: State) -> None:
    listed(state, named_run(1), named_run(2), named_run(3))
    for number, places, expected in (
        (3, -1, ["Run 1", "Run 3", "Run 2"]),
        (3, -1, ["Run 3", "Run 1", "Run 2"]),
        (3, -1, ["Run 3", "Run 1", "Run 2"]),
        (3, 1, ["Run 1", "Run 3", "Run 2"]),
        (2, 1, ["Run 1", "Run 3", "Run 2"]),
        (7, 1, ["Run 1", "Run 3", "Run 2"]),
    ):
        state.edit(*run_list.move(number, places))
        assert names(state) == expected
    state.undo()
    assert names(state) == ["Run 1", "Run 2", "Run 3"]


def test_a_run_is_called_what_a_person_calls_it(state: State) -> None:
    listed(state, named_run(1), named_run(2))
    state.edit(*run_list.rename(2, "  wide "))
    state.edit(*run_list.rename(1, "  "))
    state.edit(*run_list.rename(7, "nobody"))
    assert names(state) == ["Run 1", "wide"]


def test_restoring_puts_the_settings_of_the_run_into_force(state: State) -> None:
    run = named_run(2, hidden=(5,), epochs=3)
    listed(state, named_run(1), run)
    state.edit(*run_list.restore(2))
    assert state.session.setup.settings == run.run.settings
    assert state.session.status.message == "The settings of Run 2 are in force again."
    assert state.session.status.undo == "settings"


def test_what_is_asked_of_a_deleted_run_changes_nothing(state: State) -> None:
    listed(state, named_run(1), named_run(2))
    state.edit(*run_list.remove((1,)))
    with_one = state.session.listed
    # A panel shows for some milliseconds what is no more.
    state.edit(*run_list.rename(1, "The first"))
    state.edit(*run_list.restore(1))
    state.edit(*run_list.move(1, 1))
    state.edit(*run_list.choose_compared((1, 2)))
    assert state.session.listed == with_one
    assert state.session.view.compared == (2,)
    assert state.session.status.message == "Deleted: Run 1."


def test_two_runs_are_compared(state: State, qtbot: QtBot) -> None:
    listed(state, named_run(1), named_run(2))
    state.edit(*run_list.choose_compared((1, 2)))
    assert (state.session.view.compared, state.session.status.comparison) == ((1, 2), None)
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    assert state.session.status.comparison == compare(candidate(1), candidate(2))


def test_fewer_than_two_runs_are_not_compared(state: State, qtbot: QtBot) -> None:
    listed(state, named_run(1), named_run(2))
    state.edit(*run_list.choose_compared((1, 2)))
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    state.edit(*run_list.choose_compared((2,)))
    session = state.session
    assert (session.view.compared, session.status.comparison, session.status.incomparable) == (
        (2,),
        None,
        "",
    )


def test_the_last_comparison_asked_for_wins(state: State, qtbot: QtBot) -> None:
    listed(state, *(named_run(number) for number in (1, 2, 3)))
    state.edit(*run_list.choose_compared((1, 2)))
    state.edit(*run_list.choose_compared((1, 3)))
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    assert state.session.status.comparison == compare(candidate(1), candidate(3))


def test_why_runs_cannot_be_compared_is_told_by_their_names(state: State, qtbot: QtBot) -> None:
    other = replace(candidate(2).dataset, target_names=("other",))
    listed(state, named_run(1), named_run(2, dataset=other))
    state.edit(*run_list.choose_compared((1, 2)))
    qtbot.waitUntil(lambda: bool(state.session.status.incomparable))
    assert state.session.status.incomparable.startswith("Run 1 and Run 2 cannot be compared: ")
    state.edit(*run_list.rename(2, "wells"))
    qtbot.waitUntil(lambda: state.session.status.incomparable.startswith("Run 1 and wells cannot"))


def test_renaming_runs_leaves_their_comparison(state: State, qtbot: QtBot) -> None:
    listed(state, named_run(1), named_run(2))
    state.edit(*run_list.choose_compared((1, 2)))
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    state.edit(*run_list.rename(1, "baseline"))
    assert state.session.status.comparison is not None


def test_deleting_a_compared_run_ends_the_comparison(state: State, qtbot: QtBot) -> None:
    listed(state, named_run(1), named_run(2))
    state.edit(*run_list.choose_compared((1, 2)))
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    sessions: list[Session] = []
    state.changed.connect(lambda _, session: sessions.append(session))
    state.edit(*run_list.remove((1,)))
    assert [run.number for _, run in state.session.listed] == [2]
    assert (state.session.view.compared, state.session.status.comparison) == ((2,), None)
    for session in sessions:
        assert set(session.view.compared) <= {run.number for _, run in session.listed}


def test_deleted_runs_come_back_the_last_one_first(state: State) -> None:
    listed(state, named_run(1), named_run(2), named_run(3))
    before = state.session.listed
    state.edit(*run_list.remove((1,)))
    state.edit(*run_list.remove((2, 3)))
    assert state.session.status.message == "Deleted: Run 2, Run 3."
    assert state.session.status.undo == "deletion of runs"
    state.undo()
    assert names(state) == ["Run 2", "Run 3"]
    state.undo()
    assert state.session.listed == before
    state.redo()
    assert names(state) == ["Run 2", "Run 3"]


def test_a_run_that_went_on_or_came_later_stays_as_it_is(state: State) -> None:
    listed(state, named_run(1), named_run(2))
    state.edit(*run_list.rename(1, "wide"))
    state.edit(*run_list.remove((2,)))
    further = named_run(1, name="wide", losses=())
    listed(state, further, named_run(3))
    state.undo()
    assert names(state) == ["wide", "Run 2", "Run 3"]
    assert state.session.listed[0] == further
    state.undo()
    assert names(state) == ["Run 1", "Run 2", "Run 3"]
    state.redo()
    state.redo()
    assert names(state) == ["wide", "Run 3"]


def test_a_run_under_way_is_compared_once_it_has_ended(state: State, qtbot: QtBot) -> None:
    second = named_run(2)
    going = second._replace(run=replace(second.run, phase=Phase.TRAINING))
    listed(state, named_run(1), going)
    state.edit(*run_list.choose_compared((1, 2)))
    assert state.session.status.incomparable == (
        "Run 2 is under way: it is compared once it has ended."
    )
    listed(state, named_run(1), second)
    assert state.session.status.incomparable == ""
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    assert state.session.status.comparison == compare(candidate(1), candidate(2))


def test_deleting_another_run_leaves_the_comparison(state: State, qtbot: QtBot) -> None:
    listed(state, named_run(1), named_run(2), named_run(3))
    state.edit(*run_list.choose_compared((1, 2)))
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    state.edit(*run_list.remove((3,)))
    assert state.session.view.compared == (1, 2)
    assert state.session.status.comparison is not None


def test_a_compared_run_trained_further_is_compared_anew(state: State, qtbot: QtBot) -> None:
    listed(state, named_run(1), named_run(2))
    state.edit(*run_list.choose_compared((1, 2)))
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    before = state.session.status.comparison
    better = random_network(seed=5)
    listed(state, named_run(1, network=better), named_run(2))
    assert state.session.status.comparison is None
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    assert state.session.status.comparison != before
    assert state.session.status.comparison == compare(candidate(1, network=better), candidate(2))
