"""What a worker does when it is told."""

import sys
import threading
from collections.abc import Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

import pytest

from mdn_gui.worker import messages
from mdn_gui.worker.messages import Held, News
from mdn_gui.worker.worker import Worker
from tests.listening import job
from tests.trainings import LedTraining
from tests.workers import no_warm_up

PATIENCE = 10  # seconds


class Line:
    """The window's end of the connection."""

    def __init__(self, connection: "Connection[Any, Any]") -> None:
        self._connection = connection

    def tell(self, *commands: messages.Command) -> None:
        for command in commands:
            self._connection.send(command)

    def hear(self, kind: type[News]) -> News:
        """The next news of a kind; those before it are left out."""
        while True:
            assert self._connection.poll(PATIENCE), f"no {kind.__name__} came"
            news: News = self._connection.recv()
            if isinstance(news, kind):
                return news


@pytest.fixture
def led() -> LedTraining:
    return LedTraining()


@pytest.fixture
def line(led: LedTraining) -> Iterator[Line]:
    ours, theirs = Pipe()
    serving = threading.Thread(target=Worker(theirs, led.training, no_warm_up).serve)
    serving.start()
    yield Line(ours)
    ours.close()  # a window that vanished is as good as one that says so
    serving.join(PATIENCE)
    assert not serving.is_alive()


def test_steps_are_told_by_their_numbers(line: Line, led: LedTraining) -> None:
    led.let_end(3)
    line.tell(messages.Start(1, job(), step=5))
    assert line.hear(Held) == Held(1, 5)
    line.tell(messages.Step(6))
    assert line.hear(Held) == Held(1, 6)
    line.tell(messages.Step(7))
    assert line.hear(messages.Finished) == messages.Finished(1, stopped=False)


def test_a_run_of_another_worker_cannot_go_on(line: Line) -> None:
    line.tell(messages.Extend(3, 10))
    failed = line.hear(messages.Failed)
    assert isinstance(failed, messages.Failed)
    assert failed.run == 3
    assert "train anew" in failed.message


def test_a_run_that_is_forgotten_cannot_go_on(line: Line, led: LedTraining) -> None:
    led.let_end(1)
    line.tell(messages.Start(1, job(epochs=1)))
    line.hear(messages.Finished)
    line.tell(messages.Forget(), messages.Extend(1, 1))
    assert isinstance(line.hear(messages.Failed), messages.Failed)


def test_a_limit_holds_for_later_runs(line: Line, led: LedTraining) -> None:
    led.let_end(3)
    line.tell(messages.Limit(1e-3), messages.Start(1, job()))
    line.hear(messages.EpochsDone)
    line.tell(messages.Stop())
    assert line.hear(messages.Finished) == messages.Finished(1, stopped=True)
    line.tell(messages.Start(2, job()))
    line.hear(messages.EpochsDone)
    line.tell(messages.Limit(None))
    line.hear(messages.Progressed)
    line.tell(messages.Stop())
    assert line.hear(messages.Finished) == messages.Finished(2, stopped=True)


@pytest.mark.skipif(sys.platform not in {"linux", "darwin"}, reason="tells no memory taken")
def test_a_worker_that_has_grown_says_so_when_a_run_begins(led: LedTraining) -> None:
    ours, theirs = Pipe()
    worker = Worker(theirs, led.training, no_warm_up, most_growth=-1)
    serving = threading.Thread(target=worker.serve)
    serving.start()
    line = Line(ours)
    led.let_end(3)
    for run in (1, 2):
        line.tell(messages.Start(run, job(epochs=1)))
        if run > 1:  # at first there is nothing to compare with
            assert line.hear(messages.Grown) == messages.Grown()
        assert line.hear(messages.Finished) == messages.Finished(run, stopped=False)
    line.tell(messages.Extend(2, 1))
    assert line.hear(messages.EpochsDone)
    ours.close()
    serving.join(PATIENCE)
    assert not serving.is_alive()
