"""The window's end of the line."""

import threading
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

import pytest

from mdn_gui.worker import messages
from mdn_gui.worker.line import Link
from mdn_gui.worker.messages import Lost, News
from tests.listening import job

PATIENCE = 10  # seconds


def test_connects_with_the_first_command_and_hears_to_the_end() -> None:
    before = set(threading.enumerate())
    ours, theirs = Pipe()
    connected: list[int] = []
    heard: SimpleQueue[News] = SimpleQueue()

    def connect() -> "Connection[Any, Any]":
        connected.append(threading.get_ident())
        return ours

    link = Link(connect, heard.put)
    assert connected == []
    link.send(messages.Pause())
    link.send(messages.Resume())
    assert [theirs.recv(), theirs.recv()] == [messages.Pause(), messages.Resume()]
    assert len(connected) == 1
    assert connected[0] != threading.get_ident(), "who sends does not wait for a process to start"
    theirs.send(messages.Progressed(1, 0.5))
    theirs.close()
    assert heard.get(timeout=PATIENCE) == messages.Progressed(1, 0.5)
    assert heard.get(timeout=PATIENCE) == Lost()
    for thread in set(threading.enumerate()) - before:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    assert ours.closed, "nothing is kept of a line that is lost"


@pytest.mark.parametrize("error", [OSError("too many processes"), RuntimeError("no context")])
def test_what_cannot_be_connected_is_lost_with_the_reason(error: Exception) -> None:
    heard: SimpleQueue[News] = SimpleQueue()

    def connect() -> "Connection[Any, Any]":
        raise error

    Link(connect, heard.put).send(messages.Pause())
    assert heard.get(timeout=PATIENCE) == Lost(str(error), started=False)


def test_a_job_that_cannot_be_sent_fails_and_the_worker_stays() -> None:
    ours, theirs = Pipe()
    heard: SimpleQueue[News] = SimpleQueue()

    class Unsendable(messages.Job):
        def __reduce__(self) -> tuple[Any, ...]:
            raise MemoryError

    link = Link(lambda: ours, heard.put)
    link.send(messages.Start(3, Unsendable(*vars(job()).values())))
    link.send(messages.Pause())
    failed = heard.get(timeout=PATIENCE)
    assert isinstance(failed, messages.Failed)
    assert failed.run == 3
    assert "train on fewer rows" in failed.message
    assert "MemoryError" in failed.details
    assert theirs.recv() == messages.Pause()
    theirs.close()
    assert heard.get(timeout=PATIENCE) == Lost()
