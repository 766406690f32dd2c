"""Functions called for another process."""

import math
import threading
from collections.abc import Iterator
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

import pytest

from mdn_gui.worker.calls import answer_calls
from mdn_gui.worker.messages import Call, Close, Raised, Returned

PATIENCE = 10  # seconds


@pytest.fixture
def thread_and_line() -> Iterator[tuple[threading.Thread, "Connection[Any, Any]"]]:
    ours, theirs = Pipe()
    thread = threading.Thread(target=answer_calls, args=(theirs,), daemon=True)
    thread.start()
    yield thread, ours
    ours.close()
    thread.join(PATIENCE)
    assert not thread.is_alive(), "it ends with the line"


def test_calls_are_answered_in_their_order_also_after_an_error(
    thread_and_line: tuple[threading.Thread, "Connection[Any, Any]"],
) -> None:
    _, line = thread_and_line
    for number, value in enumerate((4.0, -1.0, 9.0), start=1):
        line.send(Call(number, partial(math.sqrt, value)))
    first, second, third = (line.recv() for _ in range(3))
    assert isinstance(first, Returned)
    assert (first.number, first.value) == (1, 2.0)
    assert isinstance(second, Raised)
    assert second.number == 2
    assert second.message
    assert "ValueError" in second.details
    assert isinstance(third, Returned)
    assert (third.number, third.value) == (3, 3.0)


def test_it_ends_when_told_to(
    thread_and_line: tuple[threading.Thread, "Connection[Any, Any]"],
) -> None:
    thread, line = thread_and_line
    line.send(Close())
    thread.join(PATIENCE)
    assert not thread.is_alive()
