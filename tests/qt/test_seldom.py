"""Questions are answered off the GUI's thread, and not all of them."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from mdn_gui.qt.seldom import REST_MS, Seldom


class Oracle:
    """Tells ten times the question."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.threads: set[int] = set()

    def __call__(self, question: int) -> int:
        self.asked.append(question)
        self.threads.add(threading.get_ident())
        return 10 * question


@pytest.fixture
def oracle() -> Oracle:
    return Oracle()


@pytest.fixture
def seldom(oracle: Oracle, qtbot: QtBot) -> Iterator[Seldom]:
    del qtbot  # there must be an application
    yield Seldom(oracle)
    assert QThreadPool.globalInstance().waitForDone(10_000)


def test_a_question_is_answered_at_once_on_another_thread(
    seldom: Seldom, oracle: Oracle, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(seldom.answered, timeout=REST_MS // 2) as answer:
        seldom.ask(4)
    assert answer.args == [40]
    assert oracle.threads.isdisjoint({threading.get_ident()})


def test_of_questions_that_come_fast_the_latest_is_answered_after_a_rest(
    seldom: Seldom, oracle: Oracle, qtbot: QtBot
) -> None:
    answers: list[int] = []
    seldom.answered.connect(answers.append)
    for question in range(1, 50):
        seldom.ask(question)
    qtbot.waitUntil(lambda: answers == [10, 490], timeout=5 * REST_MS)
    assert oracle.asked == [1, 49]


def test_what_was_cancelled_is_not_answered_and_the_next_question_is_at_once(
    seldom: Seldom, oracle: Oracle, qtbot: QtBot
) -> None:
    answers: list[int] = []
    seldom.answered.connect(answers.append)
    seldom.ask(1)
    seldom.ask(2)
    seldom.cancel()
    with qtbot.waitSignal(seldom.answered, timeout=REST_MS // 2):
        seldom.ask(3)
    assert answers == [30]
    assert 2 not in oracle.asked


def test_it_is_busy_until_the_latest_question_is_answered(
    seldom: Seldom, oracle: Oracle, qtbot: QtBot
) -> None:
    assert not seldom.busy
    with qtbot.waitSignal(seldom.rested, timeout=5 * REST_MS):
        seldom.ask(1)
        seldom.ask(2)
        assert seldom.busy
    assert oracle.asked == [1, 2]
    assert not seldom.busy


def test_cancelling_is_a_rest(seldom: Seldom, qtbot: QtBot) -> None:
    seldom.ask(1)
    seldom.ask(2)
    with qtbot.waitSignal(seldom.rested, timeout=REST_MS // 2):
        seldom.cancel()
    assert not seldom.busy
