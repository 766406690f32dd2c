"""The window's end of the line."""

import threading
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any

from mdn_gui.worker import messages
from mdn_gui.worker.link import Link
from mdn_gui.worker.messages import Lost, News

PATIENCE = 10  # seconds


def test_connects_with_the_first_command_and_hears_to_the_end() -> None:
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


def test_what_cannot_be_connected_is_lost_with_the_reason() -> None:
    heard: SimpleQueue[News] = SimpleQueue()

    def connect() -> "Connection[Any, Any]":
        raise OSError("too many processes")

    Link(connect, heard.put).send(messages.Pause())
    assert heard.get(timeout=PATIENCE) == Lost("too many processes")
