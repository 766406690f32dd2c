"""Sending without waiting for who receives."""

import threading
from collections.abc import Callable

from mdn_gui.worker.coalescing import CoalescingQueue, never


class Outbox[T]:
    """Sends values in their order, from a thread of its own.

    When the other end is gone, what follows is dropped: nobody is there to receive it.
    A line is closed by the thread that sends on it: closed by another, what is being sent would go
    to whatever file is opened next.

    Args:
        send: Sends a value; may wait. An `OSError` means that the other end is gone.
        refused: Told of a value that could not be sent for another reason, and of that; those
            after it are sent.
        close: Called when nothing more is sent.
        join: Makes one value of two that wait; see `CoalescingQueue`.
    """

    def __init__(
        self,
        send: Callable[[T], None],
        refused: Callable[[T, Exception], None],
        close: Callable[[], None],
        join: Callable[[T, T], T | None] = never,
    ) -> None:
        self._send, self._refused, self._close = send, refused, close
        self._values = CoalescingQueue(join)
        threading.Thread(target=self._work, name="outbox", daemon=True).start()

    def put(self, value: T) -> None:
        """Send a value soon."""
        self._values.put(value)

    def end(self, *, drop: bool = False) -> None:
        """Send nothing more, once what was put before is sent; with `drop`, not even that."""
        self._values.end(drop=drop)

    def _work(self) -> None:
        try:
            self._send_all()
        finally:
            self._close()

    def _send_all(self) -> None:
        while (value := self._values.get()) is not None:
            try:
                self._send(value)
            except OSError:
                self._values.end(drop=True)
                return
            except Exception as error:  # such as a value too large to be packed
                self._refused(value, error)
            del value  # the rows of a job are not to be kept until the next command
