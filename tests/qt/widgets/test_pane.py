"""A part of the window that shows a session while it can be seen."""

from pytestqt.qtbot import QtBot

from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.session.session import Session
from tests.sessions import session_of


class Notebook(Pane):
    """Notes the x of every session that it draws."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[float] = []

    def _draw_session(self, session: Session) -> None:
        self.drawn.append(session.resolved.x)


def test_what_is_hidden_draws_nothing_and_catches_up_when_it_is_seen(qtbot: QtBot) -> None:
    pane = Notebook()
    qtbot.addWidget(pane)
    for x in (1.0, 2.0):
        pane.show_session(session_of(x=x))
    assert pane.drawn == []
    pane.show()
    assert pane.drawn == [2.0]
    pane.show_session(session_of(x=3.0))
    pane.hide()
    pane.show_session(session_of(x=4.0))
    assert pane.drawn == [2.0, 3.0]
