"""Sending without waiting."""

import threading
import weakref
from queue import SimpleQueue

from mdn_gui.worker.line import Outbox

PATIENCE = 10  # seconds


def nothing() -> None:
    """Closes no line."""


def wait_for_threads(before: set[threading.Thread]) -> None:
    """Wait until no threads are at work but those from before."""
    for thread in set(threading.enumerate()) - before:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_who_sends_does_not_wait_for_who_receives() -> None:
    received: list[int] = []
    ready, all_sent = threading.Event(), threading.Event()

    def send(value: int) -> None:
        assert ready.wait(timeout=PATIENCE)
        received.append(value)
        if value == 3:
            all_sent.set()

    before = set(threading.enumerate())
    outbox = Outbox(send, lambda value, _: received.append(value), nothing)
    for value in (1, 2, 3):
        outbox.put(value)
    outbox.end()
    assert received == []
    ready.set()
    assert all_sent.wait(timeout=PATIENCE)
    assert received == [1, 2, 3]
    wait_for_threads(before)


def test_what_nobody_receives_is_dropped() -> None:
    tried: list[int] = []

    def send(value: int) -> None:
        tried.append(value)
        raise BrokenPipeError

    before = set(threading.enumerate())
    outbox = Outbox(send, lambda value, _: tried.append(-value), lambda: tried.append(0))
    outbox.put(1)
    outbox.put(2)
    wait_for_threads(before)
    assert tried == [1, 0], "the line is closed last"


def test_what_cannot_be_sent_is_told_and_the_rest_is_sent() -> None:
    happened: SimpleQueue[tuple[int, str]] = SimpleQueue()

    def send(value: int) -> None:
        if value == 1:
            raise MemoryError("too large")
        happened.put((value, "sent"))

    outbox = Outbox(send, lambda value, error: happened.put((value, str(error))), nothing)
    for value in (1, 2):
        outbox.put(value)
    outbox.end()
    assert happened.get(timeout=PATIENCE) == (1, "too large")
    assert happened.get(timeout=PATIENCE) == (2, "sent")


def test_while_the_receiver_is_slow_what_waits_is_joined() -> None:
    sent: SimpleQueue[int] = SimpleQueue()
    sending, ready = threading.Event(), threading.Event()

    def send(value: int) -> None:
        sending.set()
        assert ready.wait(timeout=PATIENCE)
        sent.put(value)

    outbox = Outbox[int](
        send, lambda *_: None, nothing, join=lambda earlier, later: earlier + later
    )
    outbox.put(1)
    assert sending.wait(timeout=PATIENCE)
    for value in (2, 3, 4):
        outbox.put(value)
    ready.set()
    assert [sent.get(timeout=PATIENCE) for _ in range(2)] == [1, 9]
    outbox.end()


def test_what_was_sent_is_not_kept() -> None:
    class Rows:
        """Stands for a large table."""

    rows, gone = Rows(), threading.Event()
    weakref.finalize(rows, gone.set)
    outbox = Outbox[Rows](lambda _: None, lambda *_: None, nothing)
    outbox.put(rows)
    del rows
    assert gone.wait(timeout=PATIENCE)
    outbox.end()
