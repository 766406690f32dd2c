"""One state, one loop."""

import pytest
from pytestqt.qtbot import QtBot

from mdn_gui.qt.control.state import State


def test_every_change_makes_a_new_session(qtbot: QtBot) -> None:
    state = State()
    before = state.session
    with qtbot.waitSignal(state.session_changed, timeout=0) as change:
        state.update(x=2.5, message="Moved.")
    assert change.args == [state.session]
    assert (before.x, state.session.x) == (0.0, 2.5)
    assert state.session.message == "Moved."


def test_what_is_no_part_of_a_session_is_refused() -> None:
    with pytest.raises(TypeError, match="flavour"):
        State().update(flavour="sweet")
