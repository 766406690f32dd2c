"""A queue whose waiting values are joined."""

import threading

from mdn_gui.worker.line import CoalescingQueue

PATIENCE = 10  # seconds


def sum_of_even(earlier: int, later: int) -> int | None:
    return earlier + later if earlier % 2 == later % 2 == 0 else None


def drained(queue: CoalescingQueue[int]) -> list[int]:
    values = []
    while (value := queue.get_now()) is not None:
        values.append(value)
    return values


def test_values_come_in_their_order() -> None:
    queue = CoalescingQueue[int]()
    for value in (1, 2, 4):
        queue.put(value)
    assert drained(queue) == [1, 2, 4]


def test_what_waits_is_joined_with_what_comes() -> None:
    queue = CoalescingQueue(sum_of_even)
    for value in (2, 4, 1, 3, 6, 8, 2):
        queue.put(value)
    assert drained(queue) == [6, 1, 3, 16]


def test_a_join_goes_back_as_far_as_it_can() -> None:
    queue = CoalescingQueue[int](lambda earlier, later: later if earlier < later else None)
    for value in (3, 2, 1, 9):
        queue.put(value)
    assert drained(queue) == [9]


def test_who_gets_waits_for_who_puts_and_for_the_end() -> None:
    queue, got = CoalescingQueue[int](), []

    def read() -> None:
        while (value := queue.get()) is not None:
            got.append(value)

    reader = threading.Thread(target=read)
    reader.start()
    queue.put(1)
    queue.put(2)
    queue.end()
    queue.put(3)
    reader.join(PATIENCE)
    assert not reader.is_alive()
    assert got == [1, 2]


def test_what_nobody_wants_any_more_is_let_go() -> None:
    queue = CoalescingQueue[int]()
    queue.put(1)
    queue.end(drop=True)
    queue.put(2)
    assert drained(queue) == []
    assert queue.get() is None
