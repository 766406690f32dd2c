"""The list of runs: what comes into it, what a person changes, and what is compared."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from mdn_gui.core.comparison import compare
from mdn_gui.core.recording import Losses
from mdn_gui.core.runs import RunRecord
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.control.run_list import RunList
from mdn_gui.qt.control.state import State
from mdn_gui.session.session import Session
from mdn_gui.worker.messages import Job
from tests.networks import loaded, recorded, trained_like
from tests.run_records import run_record
from tests.sessions import changing

SETTINGS = NetworkSettings(hidden=(8,)), TrainingSettings(epochs=7)


@pytest.fixture
def state(qtbot: QtBot) -> Iterator[State]:
    del qtbot  # there must be an application
    yield State()
    assert QThreadPool.globalInstance().waitForDone(10_000)


@pytest.fixture
def run_list(state: State) -> RunList:
    return RunList(state)


def job(session: Session) -> Job:
    assert session.data.dataset is not None
    return Job(session.data.dataset, *SETTINGS)


def show_run(state: State, number: int, epochs: int = 20) -> None:
    """Let a run be shown, as training does."""
    session = trained_like(loaded(), epochs)
    recording, network = session.run.recording, session.network
    changes = {"run": number, "recording": recording, "network": network, "data": session.data}
    state.edit(changing(**changes, dataset=session.data.dataset, title=session.data.title))


def keep(state: State, run_list: RunList, job: Job, seconds: float, ended: str) -> str:
    """Put the run shown into the list; returns what is told of others."""
    edit, told = run_list.keep(job, seconds, ended)
    state.edit(edit)
    return told


def listed(state: State, *runs: RunRecord) -> None:
    """Let these runs be in the list."""
    state.edit(changing(runs=runs))


def test_a_run_is_kept_with_all_that_it_was(state: State, run_list: RunList) -> None:
    show_run(state, 1)
    session = state.session
    keep(state, run_list, job(session), 2.5, "Training finished.")
    [run] = state.session.runs
    assert (run.number, run.name, run.title) == (1, "Run 1", "Inverse sine")
    assert (run.network_settings, run.training_settings) == SETTINGS
    assert (run.losses, run.best) == (session.run.history, session.run.best)
    assert run.network is session.run.best_network
    assert (run.seconds, run.ended) == (2.5, "Training finished.")
    assert run.dataset is session.data.dataset


def test_a_run_without_an_epoch_is_not_kept(state: State, run_list: RunList) -> None:
    show_run(state, 1)
    dataset_job = job(state.session)
    state.edit(changing(recording=recorded([])))
    run_list.keep(dataset_job, 0.1, "Stopped.")
    state.edit(changing(run=None))
    run_list.keep(dataset_job, 0.1, "Stopped.")
    assert state.session.runs == ()


def test_runs_are_counted_on(state: State, run_list: RunList) -> None:
    assert run_list.next_number() == 1
    listed(state, run_record(1), run_record(4))
    assert run_list.next_number() == 5


def test_a_run_trained_further_takes_its_own_place_and_name(
    state: State, run_list: RunList
) -> None:
    listed(state, run_record(1, name="baseline"), run_record(2))
    show_run(state, 1, epochs=25)
    keep(state, run_list, job(state.session), 9.0, "Training finished.")
    assert [(run.name, len(run.losses)) for run in state.session.runs] == [
        ("baseline", 25),
        ("Run 2", 2),
    ]


def test_a_deleted_run_trained_further_comes_back_in_its_place(
    state: State, run_list: RunList
) -> None:
    listed(state, run_record(1), run_record(2), run_record(3))
    show_run(state, 2)
    run_list.remove((2,))
    assert [run.number for run in state.session.runs] == [1, 3]
    keep(state, run_list, job(state.session), 9.0, "Training finished.")
    assert [run.number for run in state.session.runs] == [1, 2, 3]


def test_a_run_is_called_what_a_person_calls_it(state: State, run_list: RunList) -> None:
    listed(state, run_record(1), run_record(2))
    run_list.rename(2, "  wide ")
    run_list.rename(1, "  ")
    assert [run.name for run in state.session.runs] == ["Run 1", "wide"]


def test_restoring_asks_for_the_settings_of_the_run(
    state: State, run_list: RunList, qtbot: QtBot
) -> None:
    run = run_record(2, hidden=(5,), epochs=3)
    listed(state, run_record(1), run)
    with qtbot.waitSignal(run_list.settings_wanted) as wanted:
        run_list.restore(2)
    assert wanted.args == [run.network_settings, run.training_settings]
    assert state.session.status.message == "The settings of Run 2 are in force again."


def test_what_is_asked_of_a_deleted_run_changes_nothing(state: State, run_list: RunList) -> None:
    for number in (1, 2):
        show_run(state, number)
        keep(state, run_list, job(state.session), 1.0, "Stopped.")
    run_list.remove((1,))
    with_one = state.session.runs
    # A panel shows for some milliseconds what is no more.
    run_list.rename(1, "The first")
    run_list.restore(1)
    run_list.compare((1, 2))
    assert state.session.runs == with_one
    assert state.session.view.compared == (2,)
    assert state.session.status.message == "Deleted: Run 1."


def test_two_runs_are_compared(state: State, run_list: RunList, qtbot: QtBot) -> None:
    runs = run_record(1), run_record(2)
    listed(state, *runs)
    run_list.compare((1, 2))
    assert (state.session.view.compared, state.session.status.comparison) == ((1, 2), None)
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    assert state.session.status.comparison == compare(*runs)


def test_fewer_than_two_runs_are_not_compared(
    state: State, run_list: RunList, qtbot: QtBot
) -> None:
    listed(state, run_record(1), run_record(2))
    run_list.compare((1, 2))
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    run_list.compare((2,))
    session = state.session
    assert (session.view.compared, session.status.comparison, session.status.incomparable) == (
        (2,),
        None,
        "",
    )


def test_the_last_comparison_asked_for_wins(state: State, run_list: RunList, qtbot: QtBot) -> None:
    runs = [run_record(number) for number in (1, 2, 3)]
    listed(state, *runs)
    run_list.compare((1, 2))
    run_list.compare((1, 3))
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    assert state.session.status.comparison == compare(runs[0], runs[2])


def test_runs_that_cannot_be_compared_are_told_so_by_their_names(
    state: State, run_list: RunList, qtbot: QtBot
) -> None:
    first, second = run_record(1), run_record(2)
    other = replace(second.dataset, target_names=("other",))
    listed(state, first, replace(second, dataset=other))
    run_list.compare((1, 2))
    qtbot.waitUntil(lambda: bool(state.session.status.incomparable))
    assert state.session.status.incomparable.startswith("Run 1 and Run 2 cannot be compared: ")
    run_list.rename(2, "wells")
    qtbot.waitUntil(lambda: state.session.status.incomparable.startswith("Run 1 and wells cannot"))


def test_renaming_runs_leaves_their_comparison(
    state: State, run_list: RunList, qtbot: QtBot
) -> None:
    listed(state, run_record(1), run_record(2))
    run_list.compare((1, 2))
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    run_list.rename(1, "baseline")
    assert state.session.status.comparison is not None


def test_deleting_a_compared_run_ends_the_comparison(
    state: State, run_list: RunList, qtbot: QtBot
) -> None:
    listed(state, run_record(1), run_record(2))
    run_list.compare((1, 2))
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    sessions: list[Session] = []
    state.changed.connect(lambda _, session: sessions.append(session))
    run_list.remove((1,))
    assert [run.number for run in state.session.runs] == [2]
    assert (state.session.view.compared, state.session.status.comparison) == ((2,), None)
    for session in sessions:
        assert set(session.view.compared) <= {run.number for run in session.runs}


def test_deleted_runs_come_back_the_last_one_first(state: State, run_list: RunList) -> None:
    for number in (1, 2, 3):
        show_run(state, number)
        keep(state, run_list, job(state.session), 1.0, "Stopped.")
    before = state.session.runs
    run_list.remove((1,))
    run_list.remove((2, 3))
    assert state.session.status.message == "Deleted: Run 2, Run 3."
    assert state.session.status.undo == "deletion of runs"
    state.undo()
    assert [run.number for run in state.session.runs] == [2, 3]
    state.undo()
    assert state.session.runs == before
    state.redo()
    assert [run.number for run in state.session.runs] == [2, 3]


def test_a_run_that_went_on_or_came_later_stays_as_it_is(state: State, run_list: RunList) -> None:
    for number in (1, 2):
        show_run(state, number, epochs=5)
        keep(state, run_list, job(state.session), 1.0, "Stopped.")
    run_list.rename(1, "wide")
    run_list.remove((2,))
    show_run(state, 1, epochs=9)
    keep(state, run_list, job(state.session), 2.0, "Stopped.")
    show_run(state, 3, epochs=5)
    keep(state, run_list, job(state.session), 2.0, "Stopped.")
    lengths = {run.name: len(run.losses) for run in state.session.runs}
    assert lengths == {"wide": 9, "Run 3": 5}
    state.undo()
    lengths = {run.name: len(run.losses) for run in state.session.runs}
    assert lengths == {"wide": 9, "Run 2": 5, "Run 3": 5}
    state.undo()
    assert [run.name for run in state.session.runs] == ["Run 1", "Run 2", "Run 3"]
    state.redo()
    state.redo()
    assert [run.name for run in state.session.runs] == ["wide", "Run 3"]


def test_deleting_another_run_leaves_the_comparison(
    state: State, run_list: RunList, qtbot: QtBot
) -> None:
    listed(state, run_record(1), run_record(2), run_record(3))
    run_list.compare((1, 2))
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    run_list.remove((3,))
    assert state.session.view.compared == (1, 2)
    assert state.session.status.comparison is not None


def test_a_compared_run_trained_further_is_compared_anew(
    state: State, run_list: RunList, qtbot: QtBot
) -> None:
    first, second = run_record(1), run_record(2)
    listed(state, first, second)
    run_list.compare((1, 2))
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    before = state.session.status.comparison
    show_run(state, 1)
    better = replace(state.session.run.recording, best_network=run_record(5).network)
    state.edit(changing(recording=better, dataset=first.dataset))
    further = Job(first.dataset, first.network_settings, first.training_settings)
    keep(state, run_list, further, 3.0, "Training finished.")
    assert state.session.status.comparison is None
    qtbot.waitUntil(lambda: state.session.status.comparison is not None)
    assert state.session.status.comparison != before
    first, second = state.session.runs
    assert state.session.status.comparison == compare(first, second)


def test_losses_of_the_best_epoch_are_those_of_the_recording(
    state: State, run_list: RunList
) -> None:
    show_run(state, 1)
    history = [Losses(1, 2.0, 1.0), Losses(2, 1.0, 3.0)]
    state.edit(changing(recording=recorded(history)))
    keep(state, run_list, job(state.session), 1.0, "Stopped.")
    assert state.session.runs[0].best == history[0]


def test_runs_that_hold_too_much_leave_the_list_and_it_is_told(
    state: State, run_list: RunList, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2, 3):
        show_run(state, number)
        assert keep(state, run_list, job(state.session), 1.0, "Stopped.") == ""
    run_list.remove((2,))
    monkeypatch.setattr("mdn_gui.core.runs.MOST_BYTES", 1)
    show_run(state, 4)
    told = keep(state, run_list, job(state.session), 1.0, "Stopped.")
    assert told == "Run 1, Run 3 left the list: the runs held more than 2 GB."
    assert [run.number for run in state.session.runs] == [4]


def test_no_number_is_given_twice(state: State, run_list: RunList) -> None:
    first = run_list.next_number()
    show_run(state, first)
    keep(state, run_list, job(state.session), 1.0, "Stopped.")
    run_list.rename(first, "mine")
    run_list.remove((first,))
    second = run_list.next_number()
    assert second != first
    show_run(state, second)
    keep(state, run_list, job(state.session), 1.0, "Stopped.")
    state.undo()
    assert [run.name for run in state.session.runs] == ["mine", f"Run {second}"]
