"""Closing the window over what nothing has saved."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton

from mdn_gui.core.dataset import Dataset
from mdn_gui.qt.control.rows import show
from mdn_gui.qt.leaving import lost_by_closing
from mdn_gui.session.data import Data
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from mdn_gui.session.view import PinnedPlace
from tests.named_runs import named_run
from tests.networks import loaded
from tests.person import LEFT, Person
from tests.sessions import changed, session_of
from tests.trainings import LedTraining
from tests.widgets import find

PLANE = ((0.0, 1.0), (0.0, 1.0))
PLACE = PinnedPlace(0, "Tonga", (1.0,))


def drawn(rows: int) -> Session:
    """A session with rows drawn by hand."""
    column = np.linspace(0.0, 1.0, rows)[:, None]
    return session_of(
        canvas=PLANE, dataset=Dataset(column, column, ("x",), ("y",)) if rows else None
    )


# What would be lost


@pytest.mark.parametrize(
    ("session", "lost"),
    [
        (Session(), ()),
        (loaded(), ()),
        (drawn(0), ()),
        (
            session_of(listed=(named_run(1),)),
            ("1 run is not saved: a session cannot be saved yet.",),
        ),
        (
            session_of(listed=(named_run(1), named_run(2), named_run(3))),
            ("3 runs are not saved: a session cannot be saved yet.",),
        ),
        (changed(loaded(), phase=Phase.TRAINING), ("The run under way ends and is not saved.",)),
        (changed(loaded(), phase=Phase.PAUSED), ("The run under way ends and is not saved.",)),
        (session_of(places=(PLACE,)), ("1 pinned place is not saved.",)),
        (session_of(places=(PLACE, PLACE)), ("2 pinned places are not saved.",)),
        (
            show(Data(title="other.csv")).edit(session_of(places=(PLACE, PLACE))),
            ("2 pinned places are not saved.",),
        ),
        (drawn(1), ("The row that you drew is not saved.",)),
        (drawn(1200), ("The 1,200 rows that you drew are not saved.",)),
        (
            changed(drawn(20), run=2, phase=Phase.TRAINING, listed=(named_run(1),)),
            (
                "1 run is not saved: a session cannot be saved yet.",
                "The run under way ends and is not saved.",
                "The 20 rows that you drew are not saved.",
            ),
        ),
    ],
)
def test_says_what_would_be_lost(session: Session, lost: tuple[str, ...]) -> None:
    assert lost_by_closing(session) == lost


# At the window


@pytest.fixture
def asked(person: Person, led: LedTraining) -> Person:
    """A person whose window asks, after a run."""
    person.window.asks_before_closing = True
    person.choose_example()
    person.retype("epochs", "1")
    led.let_end(1)
    person.press("Train")
    person.wait_for_message("Training finished.")
    return person


def question(person: Person) -> QMessageBox:
    """The dialog that asks."""
    return find(person.window, QMessageBox, "leaving")


def wait_until_answered(person: Person) -> None:
    person.qtbot.waitUntil(lambda: not person.window.findChildren(QMessageBox, "leaving"))


@pytest.mark.parametrize("way", ["key", "frame", "menu"])
def test_every_way_of_closing_asks_once(asked: Person, way: str) -> None:
    for _ in range(2):
        if way == "key":
            QTest.keyClick(asked.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        elif way == "frame":
            assert not asked.window.close()
        else:
            [leave] = [a for a in asked.window.findChildren(QAction) if a.text() == "Quit"]
            leave.trigger()
    box = question(asked)
    assert box.windowTitle() == "Close MDN Studio?"
    lost = "1 run is not saved: a session cannot be saved yet."
    assert box.text() == f"Close MDN Studio?\n\n{lost}"
    assert {button.text() for button in box.findChildren(QPushButton)} == {"&Close", "&Stay"}
    assert asked.window.isVisible()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    wait_until_answered(asked)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_escape_and_enter_stay(asked: Person, key: Qt.Key) -> None:
    with asked.qtbot.assertNotEmitted(asked.window.closed):
        asked.window.close()
        QTest.keyClick(question(asked), key)
        wait_until_answered(asked)
    assert asked.window.isVisible()
    asked.window.close()
    assert question(asked).isVisible(), "it asks again"


def test_close_closes(asked: Person) -> None:
    asked.window.close()
    [close] = [b for b in question(asked).findChildren(QPushButton) if b.text() == "&Close"]
    with asked.qtbot.waitSignal(asked.window.closed):
        QTest.mouseClick(close, LEFT)
    assert not asked.window.isVisible()


def test_a_signal_closes_the_window_while_it_asks(asked: Person) -> None:
    asked.window.close()
    assert question(asked).isVisible()
    with asked.qtbot.waitSignal(asked.window.closed):
        asked.window.close_unasked()  # as `studio` does at a signal
    assert not asked.window.isVisible()


def test_with_nothing_to_lose_nothing_is_asked(person: Person) -> None:
    person.window.asks_before_closing = True
    person.choose_example()
    with person.qtbot.waitSignal(person.window.closed):
        person.window.close()
