"""Work off the GUI's thread."""

import os
import sys
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from mdn_gui.qt.background import Background


class _Gate:
    """A function that answers when the test says so."""

    def __init__(self, answer: str) -> None:
        self._answer = answer
        self._open = threading.Event()
        self.ended = threading.Event()

    def open(self) -> None:
        self._open.set()

    def __call__(self) -> str:
        try:
            assert self._open.wait(timeout=10)
            if not self._answer:
                raise OSError("The disk is full.")
            return self._answer
        finally:
            self.ended.set()


@pytest.fixture
def background(qtbot: QtBot) -> Background:
    del qtbot  # there must be an application
    return Background()


def test_answers_on_the_windows_thread_what_was_worked_out_on_another(
    background: Background, qtbot: QtBot
) -> None:
    heard_on: list[int] = []
    background.done.connect(lambda _: heard_on.append(threading.get_ident()))
    with qtbot.waitSignal(background.done) as answer:
        background.run(threading.get_ident)
    assert heard_on == [threading.get_ident()]
    assert answer.args != [threading.get_ident()]


def test_a_failure_is_told_with_its_sentence_and_its_details(
    background: Background, qtbot: QtBot
) -> None:
    gate = _Gate("")
    gate.open()
    with qtbot.waitSignal(background.failed) as failure:
        background.run(gate)
    message, details = failure.args
    assert message == "The disk is full."
    assert "Traceback" in details


@pytest.mark.parametrize("older", ["old", ""])
def test_a_late_answer_to_an_older_request_is_void(
    background: Background, qtbot: QtBot, older: str
) -> None:
    heard: list[object] = []
    background.done.connect(heard.append)
    background.failed.connect(lambda message, _: heard.append(message))
    slow = _Gate(older)
    background.run(slow)
    with qtbot.waitSignal(background.done):
        background.run(lambda: "new")
    slow.open()
    assert slow.ended.wait(timeout=10)
    with qtbot.waitSignal(background.done):
        background.run(lambda: "newest")
    assert heard == ["new", "newest"]


def test_after_cancel_nothing_is_told(background: Background, qtbot: QtBot) -> None:
    gate = _Gate("unwanted")
    background.run(gate)
    background.cancel()
    with qtbot.assertNotEmitted(background.done, wait=50):
        gate.open()
        assert gate.ended.wait(timeout=10)


@pytest.mark.parametrize("requests", [1, 20])
def test_of_many_requests_the_last_one_is_answered(
    background: Background, qtbot: QtBot, requests: int
) -> None:
    heard: list[object] = []
    background.done.connect(heard.append)

    def answering(number: int) -> Callable[[], int]:
        return lambda: number

    with qtbot.waitSignal(background.done):
        for number in range(requests):
            background.run(answering(number))
    assert heard == [requests - 1]


def test_an_answer_that_nobody_waits_for_any_more_is_no_failure(qtbot: QtBot) -> None:
    del qtbot  # there must be an application
    gate = _Gate("too late")
    background = Background()
    background.run(gate)
    del background
    gate.open()
    assert QThreadPool.globalInstance().waitForDone(10_000)
    assert gate.ended.is_set()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux knows such threads")
def test_the_window_goes_before_its_background_which_is_not_starved(
    background: Background, qtbot: QtBot
) -> None:
    def scheduled() -> tuple[int, int]:
        niceness = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
        return os.sched_getscheduler(0), niceness

    own_policy, own_niceness = scheduled()
    with qtbot.waitSignal(background.done) as done:
        background.run(scheduled)
    assert done.args is not None
    policy, niceness = done.args[0]
    assert policy == os.SCHED_BATCH != own_policy
    assert niceness == own_niceness, "starved, it would keep Python's lock from the window"
