"""Sending without waiting for who receives."""

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any


class Outbox:
    """Sends values in their order, from a thread of its own.

    What cannot be sent is dropped with all that follows: nobody is there to receive it.

    Args:
        send: Sends a value; may wait. An `OSError` means that the other end is gone.
    """

    def __init__(self, send: Callable[[Any], None]) -> None:
        self._send = send
        self._values: SimpleQueue[Any] = SimpleQueue()
        threading.Thread(target=self._work, name="outbox", daemon=True).start()

    def put(self, value: Any) -> None:  # noqa: ANN401 - whatever `send` takes
        """Send a value soon."""
        self._values.put(value)

    def _work(self) -> None:
        try:
            while True:
                self._send(self._values.get())
        except OSError:
            return
