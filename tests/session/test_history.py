"""What a person did, undone and done again."""

from dataclasses import replace

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.session.history import MERGED_SECONDS, MOST_BYTES, MOST_STEPS, History
from mdn_gui.session.session import Session
from tests.run_records import run_record
from tests.sessions import changed, session_of


def did(history: History, session: Session, text: str, **values: object) -> tuple[History, Session]:
    """A step that gives the session other values, long after the one before."""
    history = history.with_step(session, text, "", 0.0)
    return history, changed(session, **values)


def test_steps_are_undone_and_done_again_in_their_order() -> None:
    history, session = did(History(), session_of(x=1.0), "x", x=2.0)
    history, session = did(history, session, "temperature", temperature=0.5)
    seen = []
    for _ in range(2):
        history, session = history.undo(session)
        seen.append((session.view.x, session.view.temperature))
    for _ in range(2):
        history, session = history.redo(session)
        seen.append((session.view.x, session.view.temperature))
    assert seen == [(2.0, 1.0), (1.0, 1.0), (2.0, 1.0), (2.0, 0.5)]
    assert [step.text for step in history.done] == ["x", "temperature"]


def test_where_there_is_nothing_to_undo_nothing_changes() -> None:
    history, session = History(), session_of(x=1.0)
    assert history.undo(session) == (history, session)
    assert history.redo(session) == (history, session)


def test_what_follows_fast_is_one_step_and_what_follows_later_another() -> None:
    history = History()
    for number in range(100):
        history = history.with_step(session_of(x=float(number)), "x", "x", 0.01 * number)
    assert len(history.done) == 1
    history = history.with_step(session_of(), "x", "x", 0.99 + MERGED_SECONDS)
    assert len(history.done) == 2
    history = history.with_step(session_of(), "temperature", "temperature", 1.0)
    assert len(history.done) == 3
    _, before = history.undo(session_of())
    assert before.view.x == 0.0


def test_a_new_step_leaves_nothing_to_do_again() -> None:
    history, session = did(History(), session_of(), "x", x=2.0)
    history, session = history.undo(session)
    history, session = did(history, session, "x", x=3.0)
    assert history.undone == ()


def test_what_happens_now_and_the_run_shown_are_not_undone() -> None:
    history, session = did(History(), session_of(epoch=3, run=1), "x", x=2.0)
    session = changed(session, message="Training.", run=2, epoch=None, component=4)
    _, session = history.undo(session)
    assert (session.status.message, session.run.number, session.view.x) == ("Training.", 2, 0.0)
    assert (session.view.epoch, session.view.component) == (None, 4), "they are of run 2"


def test_a_thousand_steps_leave_the_last_ones() -> None:
    history, session = History(), session_of()
    for number in range(2 * MOST_STEPS):
        history, session = did(history, session, str(number), x=float(number))
    assert MOST_STEPS >= 200
    assert [step.text for step in history.done] == [
        str(number) for number in range(MOST_STEPS, 2 * MOST_STEPS)
    ]


def test_the_steps_hold_no_more_than_two_tables_besides_the_one_looked_at() -> None:
    history, session = History(), session_of()
    for number in range(6):
        rows = Dataset(np.zeros((5, 1)), np.ones((5, 1)), ("x",), ("y",))
        history, session = did(history, session, "table", dataset=rows, title=f"{number}.csv")
    titles = []
    while history.done:
        history, session = history.undo(session)
        titles.append(session.data.title)
    assert titles == ["4.csv", "3.csv", "2.csv"]


def test_the_steps_hold_no_more_than_so_many_bytes() -> None:
    rows = MOST_BYTES // 16
    history, session = History(), session_of()
    for _ in range(4):
        large = Dataset(np.zeros((rows // 2, 1)), np.zeros((rows // 2, 1)), ("x",), ("y",))
        history, session = did(history, session, "table", dataset=large, title="same.csv")
    held = {id(step.document.data.dataset): step.document.data.dataset for step in history.done}
    sizes = [data.inputs.nbytes + data.targets.nbytes for data in held.values() if data]
    assert sum(sizes) <= MOST_BYTES


def test_a_run_renamed_and_one_that_ended_since() -> None:
    first = run_record(1, name="baseline")
    history, session = did(History(), session_of(runs=(first,)), "name", x=1.0)
    session = replace(session, runs=(replace(first, name="wide"), run_record(2)))
    history, session = history.undo(session)
    assert [run.name for run in session.runs] == ["baseline", "Run 2"]
    history, session = history.redo(session)
    assert [run.name for run in session.runs] == ["wide", "Run 2"]
