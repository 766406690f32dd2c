"""What a person did, undone and done again."""

from dataclasses import replace

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.recording import Recording
from mdn_gui.session import edits
from mdn_gui.session.edits import Act
from mdn_gui.session.history import MERGED_SECONDS, MOST_BYTES, MOST_STEPS, History
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from mdn_gui.session.view import Interval
from tests.named_runs import named_run
from tests.sessions import changed, session_of


def act(undo: str, merge: str = "") -> Act:
    return Act(lambda session: session, undo, merge)


def did(history: History, session: Session, text: str, **values: object) -> tuple[History, Session]:
    """A step that gives the session other values, long after the one before."""
    after = changed(session, **values)
    return history.with_step(session, after, act(text), 0.0), after


def test_steps_are_undone_and_done_again_in_their_order() -> None:
    history, session = did(History(), session_of(x=1.0), "x", x=2.0)
    history, session = did(history, session, "temperature", temperature=0.5)
    seen = []
    for _ in range(2):
        history, session = history.undo(session)
        seen.append((session.resolved.x, session.view.temperature))
    for _ in range(2):
        history, session = history.redo(session)
        seen.append((session.resolved.x, session.view.temperature))
    assert seen == [(2.0, 1.0), (1.0, 1.0), (2.0, 1.0), (2.0, 0.5)]
    assert [step.text for step in history.done] == ["x", "temperature"]


def test_where_there_is_nothing_to_undo_nothing_changes() -> None:
    history, session = History(), session_of(x=1.0)
    assert history.undo(session) == (history, session)
    assert history.redo(session) == (history, session)


def test_what_follows_fast_is_one_step_and_what_follows_later_another() -> None:
    history, after = History(), session_of(x=-1.0)
    for number in range(100):
        history = history.with_step(
            session_of(x=float(number)), after, act("x", "x"), 0.01 * number
        )
    assert len(history.done) == 1
    history = history.with_step(session_of(), after, act("x", "x"), 0.99 + MERGED_SECONDS)
    assert len(history.done) == 2
    history = history.with_step(session_of(), after, act("temperature", "temperature"), 1.0)
    assert len(history.done) == 3
    _, before = history.undo(session_of())
    assert before.resolved.x == 0.0


def test_a_new_step_leaves_nothing_to_do_again() -> None:
    history, session = did(History(), session_of(), "x", x=2.0)
    history, session = history.undo(session)
    history, session = did(history, session, "x", x=3.0)
    assert history.undone == ()


def test_what_happens_now_the_run_shown_and_selections_are_not_undone() -> None:
    listed = (named_run(1), named_run(2))
    history, session = did(History(), session_of(epoch=3, run=1, listed=listed), "x", x=2.0)
    session = changed(session, message="Training.", run=2, epoch=5, component=4, compared=(1, 2))
    _, session = history.undo(session)
    assert (session.status.message, session.run.number, session.resolved.x) == ("Training.", 2, 0.0)
    assert (session.view.epoch, session.view.component) == (5, 4), "they are of run 2"
    assert session.view.compared == (1, 2)


def test_with_other_rows_come_the_run_and_the_epoch_shown_over_them() -> None:
    first, second = named_run(1, dataset=rows(5)), named_run(2, dataset=rows(6))
    before = session_of(
        listed=(first, second), dataset=first.run.data.dataset, run=1, epoch=3, component=2
    )
    history, session = did(
        History(), before, "rows", dataset=second.run.data.dataset, run=2, epoch=None, playing=True
    )
    history, session = history.undo(session)
    shown = session.run.number, session.view.epoch, session.view.component
    assert shown == (1, 3, 2)
    assert session.data.dataset is first.run.data.dataset
    assert not session.status.playing
    _, session = history.redo(session)
    assert (session.run.number, session.view.epoch) == (2, None)


def test_a_thousand_steps_leave_the_last_ones() -> None:
    history, session = History(), session_of()
    for number in range(2 * MOST_STEPS):
        history, session = did(history, session, str(number), x=float(number))
    assert MOST_STEPS >= 200
    assert [step.text for step in history.done] == [
        str(number) for number in range(MOST_STEPS, 2 * MOST_STEPS)
    ]


def rows(count: int) -> Dataset:
    return Dataset(np.zeros((count, 1)), np.ones((count, 1)), ("x",), ("y",))


def test_the_steps_hold_no_more_than_two_tables_besides_the_one_looked_at() -> None:
    history, session = History(), session_of(dataset=rows(5), title="first.csv")
    for number in range(6):
        title = f"{number}.csv"
        history, session = did(history, session, "table", dataset=rows(5), title=title)
        history, session = did(history, session, "x", x=float(number))
    titles = []
    while history.done:
        history, session = history.undo(session)
        titles.append(session.data.title)
    assert list(dict.fromkeys(titles)) == ["5.csv", "4.csv", "3.csv"]


PLANE = (Interval(0.0, 1.0), Interval(0.0, 1.0))


def test_every_stroke_of_a_drawing_is_kept() -> None:
    history, session = History(), session_of(canvas=PLANE)
    for number in range(1, 20):
        history, session = did(history, session, "drawing", dataset=rows(number))
    assert len(history.done) == 19


def test_the_steps_hold_no_more_than_so_many_bytes_beside_what_is_held_anyway() -> None:
    large = MOST_BYTES // 16
    history, session = History(), session_of(dataset=rows(2 * large), title="looked at.csv")
    for number in range(6):
        history, session = did(history, session, "x", x=1.0 + number)
    assert len(history.done) == 6, "what is looked at costs nothing more"
    for _ in range(8):
        # Strokes of a drawing are no tables, but rows like any others.
        history, session = did(history, session, "drawing", dataset=rows(large // 3), canvas=PLANE)
    kept = {id(step.document.data.dataset): step.document.data.dataset for step in history.done}
    taken = [data.inputs.nbytes + data.targets.nbytes for data in kept.values() if data]
    assert sum(taken) - taken[0] <= MOST_BYTES, "the table that was looked at is among them"
    assert 1 < len(history.done) < 14


def test_a_run_renamed_and_one_that_came_since() -> None:
    first = named_run(1, name="baseline")
    wide = (first._replace(name="wide"),)
    history, session = did(History(), session_of(listed=(first,)), "name", listed=wide)
    session = changed(session, listed=(*session.listed, named_run(2)))
    history, session = history.undo(session)
    assert [name for name, _ in session.listed] == ["baseline", "Run 2"]
    history, session = history.redo(session)
    assert [name for name, _ in session.listed] == ["wide", "Run 2"]


def test_an_order_undone_leaves_runs_as_they_are_now() -> None:
    one, two = named_run(1), named_run(2)
    history, session = did(History(), session_of(listed=(one, two)), "order", listed=(two, one))
    further = named_run(1, losses=())
    session = changed(session, listed=(two, further))
    _, session = history.undo(session)
    assert [run for _, run in session.listed] == [further.run, two.run]


def test_runs_that_gave_way_for_want_of_memory_stay_away() -> None:
    listed = tuple(named_run(number) for number in (1, 2, 3))
    history, session = did(History(), session_of(listed=listed), "x", x=1.0)
    session = changed(session, listed=(listed[2], named_run(4)))
    session = replace(session, runs={run.number: run for _, run in session.listed})
    _, session = history.undo(session)
    assert [run.number for _, run in session.listed] == [3, 4]


def test_what_undoing_leaves_as_it_is_is_no_step() -> None:
    session = session_of(listed=(named_run(1), named_run(2)), run=1)
    for changes in ({"run": 2}, {"epoch": 2}, {"compared": (1, 2)}, {"message": "Done."}):
        history, _ = did(History(), session, "nothing", **changes)
        assert not history.done, changes


def test_a_run_that_left_no_network_is_not_listed_again() -> None:
    ended = named_run(1)
    going = named_run(2, recording=Recording(), phase=Phase.TRAINING)
    history, session = did(History(), session_of(listed=(ended, going)), "x", x=2.0)
    session = edits.ended(2, "Stopped.", 0.1, extendable=False)(session)
    assert [name for name, _ in session.listed] == ["Run 1"]
    _, session = history.undo(session)
    assert [name for name, _ in session.listed] == ["Run 1"]


def test_a_run_that_is_listed_again_and_under_way_stays_listed() -> None:
    history, session = did(History(), session_of(listed=(), runs={1: named_run(1).run}), "x", x=2.0)
    session = changed(session, listed=(named_run(1, phase=Phase.TRAINING),))
    _, session = history.undo(session)
    assert [name for name, _ in session.listed] == ["Run 1"]


def test_other_rows_of_an_example_are_no_tables() -> None:
    history, session = History(), session_of(dataset=rows(5), example=EXAMPLES["gap"])
    for number in range(6):
        history, session = did(history, session, "x", x=1.0 + number)
        history, session = did(history, session, "rows", dataset=rows(6 + number))
    assert len(history.done) == 12


def test_a_drag_is_one_step_however_long_it_rests_and_the_next_one_another() -> None:
    history, after = History(), session_of(x=-1.0)
    for number, drag in enumerate((1, 1, 1, 2, 2)):
        before = session_of(x=float(number))
        history = history.with_step(before, after, act("x", "x"), 10.0 * number, drag)
    assert [step.document.view.place for step in history.done] == [(0.0,), (3.0,)]
    history = history.with_step(session_of(x=9.0), after, act("x", "x"), 100.0)
    assert len(history.done) == 3, "by keys, which are no drag"
