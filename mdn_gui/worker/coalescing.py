"""A queue in which what waits is joined, so that a slow reader costs no memory."""

import threading
from collections import deque
from collections.abc import Callable


def never(_earlier: object, _later: object) -> None:
    """Join nothing."""


class CoalescingQueue[T]:
    """Values in their order, from threads to threads; nobody who puts one waits.

    Args:
        join: Makes one value of one that waits last and the one that comes; None to keep both.
    """

    def __init__(self, join: Callable[[T, T], T | None] = never) -> None:
        self._join = join
        self._values: deque[T] = deque()
        self._changed = threading.Condition()
        self._ended = False

    def put(self, value: T) -> None:
        """Add a value; after the end it is dropped."""
        with self._changed:
            if self._ended:
                return
            while self._values and (both := self._join(self._values[-1], value)) is not None:
                self._values.pop()
                value = both
            self._values.append(value)
            self._changed.notify()

    def end(self, *, drop: bool = False) -> None:
        """Take no more values; with `drop`, let go of those that wait."""
        with self._changed:
            self._ended = True
            if drop:
                self._values.clear()
            self._changed.notify_all()

    def get(self) -> T | None:
        """The next value, as soon as there is one; None after the last."""
        with self._changed:
            self._changed.wait_for(lambda: self._values or self._ended)
            return self._values.popleft() if self._values else None

    def get_now(self) -> T | None:
        """The next value; None where none waits."""
        with self._changed:
            return self._values.popleft() if self._values else None
