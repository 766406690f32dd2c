"""Sending without waiting."""

import threading

from mdn_gui.worker.outbox import Outbox


def test_who_sends_does_not_wait_for_who_receives() -> None:
    received: list[int] = []
    ready, all_sent = threading.Event(), threading.Event()

    def send(value: int) -> None:
        assert ready.wait(timeout=10)
        received.append(value)
        if value == 3:
            all_sent.set()

    outbox = Outbox(send)
    for value in (1, 2, 3):
        outbox.put(value)
    assert received == []
    ready.set()
    assert all_sent.wait(timeout=10)
    assert received == [1, 2, 3]


def test_what_nobody_receives_is_dropped() -> None:
    tried = threading.Event()

    def send(_: int) -> None:
        tried.set()
        raise BrokenPipeError

    outbox = Outbox(send)
    outbox.put(1)
    assert tried.wait(timeout=10)
    outbox.put(2)
