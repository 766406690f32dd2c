"""Sending without waiting for who receives."""

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

_END: Any = object()


class Outbox:
    """Sends values in their order, from a thread of its own.

    When the other end is gone, what follows is dropped: nobody is there to receive it.

    Args:
        send: Sends a value; may wait. An `OSError` means that the other end is gone.
        refused: Told of a value that could not be sent for another reason, and of that; those
            after it are sent.
    """

    def __init__(
        self, send: Callable[[Any], None], refused: Callable[[Any, Exception], None]
    ) -> None:
        self._send, self._refused = send, refused
        self._values: SimpleQueue[Any] = SimpleQueue()
        threading.Thread(target=self._work, name="outbox", daemon=True).start()

    def put(self, value: Any) -> None:  # noqa: ANN401 - whatever `send` takes
        """Send a value soon."""
        self._values.put(value)

    def end(self) -> None:
        """Send nothing more, once what was put before is sent."""
        self._values.put(_END)

    def _work(self) -> None:
        while (value := self._values.get()) is not _END:
            try:
                self._send(value)
            except OSError:
                return
            except Exception as error:  # such as a value too large to be packed
                self._refused(value, error)
