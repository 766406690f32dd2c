"""One state, one loop."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from mdn_gui.qt.control.state import State
from mdn_gui.session import edits
from mdn_gui.session.session import Session
from tests.sessions import changing


def test_every_edit_makes_a_new_session_and_tells_it_once(qtbot: QtBot) -> None:
    state = State()
    before = state.session
    with qtbot.waitSignal(state.changed, timeout=0) as change:
        state.edit(changing(x=2.5, message="Moved."))
    assert change.args == [before, state.session]
    assert (before.view.place, state.session.view.place) == ((), (2.5,))
    assert state.session.status.message == "Moved."


def test_an_edit_that_changes_nothing_is_not_told(qtbot: QtBot) -> None:
    state = State()
    with qtbot.assertNotEmitted(state.changed):
        state.edit(lambda session: session)


def test_an_edit_by_who_is_told_of_another_is_told_to_all_after_that() -> None:
    state = State()
    seen: list[str] = []

    def answer(_before: Session, after: Session) -> None:
        if after.status.message == "asked":
            state.edit(edits.told("answered"))
            assert state.session.status.message == "answered"

    def look(before: Session, after: Session) -> None:
        seen.append(f"{before.status.message} > {after.status.message}")

    state.changed.connect(answer)
    state.changed.connect(look)
    state.edit(edits.told("asked"))
    assert seen == [" > asked", "asked > answered"]


def test_what_changes_nothing_is_no_step_and_leaves_what_can_be_done_again() -> None:
    state = State()
    state.edit(changing(x=2.5), undo="place")
    state.undo()
    assert (state.session.status.undo, state.session.status.redo) == ("", "place")
    state.edit(edits.view(replace), undo="place")
    state.edit(edits.setup(replace), undo="settings")
    assert (state.session.status.undo, state.session.status.redo) == ("", "place")
    assert state.session.status.message == "Undone: place."


def test_nothing_to_undo_tells_nobody(qtbot: QtBot) -> None:
    state = State()
    with qtbot.assertNotEmitted(state.changed):
        state.undo()
        state.redo()
