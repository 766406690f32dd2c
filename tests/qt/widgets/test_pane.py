"""A part of the window that shows a session while it can be seen."""

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from mdn_gui.qt.control.state import State
from mdn_gui.qt.theme import DARK, LIGHT, Theme, apply
from mdn_gui.qt.widgets.pane import Memory, Pane
from mdn_gui.session import edits
from mdn_gui.session.edits import Act
from mdn_gui.session.session import Session
from tests.networks import loaded
from tests.sessions import session_of


class Notebook(Pane):
    """Notes the x of every other session that it draws, and its themes; a click goes on by 1."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[float] = []
        self.themes: list[Theme] = []
        self.button = QPushButton(self)
        self.button.clicked.connect(self._on_clicked)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.themes.append(theme)

    def _draw_session(self, session: Session) -> None:
        if self._differs(session.resolved.x):
            self.drawn.append(session.resolved.x)

    def _on_clicked(self) -> None:
        self._tell(Act(_further, "going on", "going on"))


def _further(session: Session) -> Session:
    return edits.pick_x(session.resolved.x + 1.0)(session)


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


def test_what_is_drawn_already_is_drawn_again_only_after_a_person_did_something(
    qtbot: QtBot,
) -> None:
    pane = Notebook()
    qtbot.addWidget(pane)
    pane.show()
    for _ in range(2):
        pane.show_session(session_of(x=2.0))
    assert pane.drawn == [0.5, 2.0]
    pane.button.click()
    pane.show_session(session_of(x=2.0))
    assert pane.drawn == [0.5, 2.0, 2.0], "its control may show what did not come true"


def test_two_edits_of_one_session_both_survive_and_are_undone_as_one(qtbot: QtBot) -> None:
    pane, state = Notebook(), State()
    qtbot.addWidget(pane)
    pane.edited.connect(state.edit)
    for _ in range(2):
        pane.button.click()
    assert (state.session.resolved.x, state.session.status.undo) == (2.5, "going on")
    state.undo()
    assert state.session.resolved.x == 0.5


@pytest.mark.parametrize("made", ["before", "after"])
def test_takes_the_theme_in_force_when_it_is_first_seen(
    qtbot: QtBot, qapp: QApplication, made: str
) -> None:
    pane = Notebook() if made == "before" else None
    apply(qapp, DARK)
    pane = pane or Notebook()
    qtbot.addWidget(pane)
    pane.show()
    assert pane.themes == [DARK]


def test_takes_another_theme_once_though_it_is_hidden(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, LIGHT)
    pane = Notebook()
    qtbot.addWidget(pane)
    pane.show()
    apply(qapp, DARK)
    assert pane.themes == [LIGHT, DARK]
    pane.hide()
    apply(qapp, LIGHT)
    pane.show()
    assert pane.themes == [LIGHT, DARK, LIGHT]


def test_a_part_is_drawn_anew_only_for_another_key() -> None:
    memory = Memory()
    dataset = loaded(3).data.dataset
    assert memory.changed("rows", dataset, 1)
    assert not memory.changed("rows", dataset, 1)
    assert memory.changed("grid", dataset, 1)
    assert memory.changed("rows", dataset, 2)
    assert memory.changed("rows", loaded(3).data.dataset, 2)
    dataset = loaded(3).data.dataset
    memory.changed("rows", dataset, 2)
    memory.forget("rows")
    assert memory.changed("rows", dataset, 2)
