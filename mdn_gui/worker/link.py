"""The window's end of the line to a worker."""

import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from mdn_gui.worker.messages import Command, Lost, News
from mdn_gui.worker.outbox import Outbox

type Connect = Callable[[], "Connection[Any, Any]"]
"""Starts a worker and returns the line to it."""


class Link:
    """Sends commands to a worker, which starts with the first one, and hears its news.

    Nothing here waits: connecting, sending and hearing are done on threads.

    Args:
        connect: Starts the worker.
        hear: Takes each of its news, on another thread; `Lost` is the last.
    """

    def __init__(self, connect: Connect, hear: Callable[[News], None]) -> None:
        self._connect, self._hear = connect, hear
        self._connection: Connection[Any, Any] | None = None
        self._commands = Outbox(self._send)

    def send(self, command: Command) -> None:
        """Tell the worker to do something."""
        self._commands.put(command)

    def _send(self, command: Command) -> None:
        if self._connection is None:
            try:
                self._connection = self._connect()
            except OSError as error:
                self._hear(Lost(str(error)))
                raise
            listen = threading.Thread(
                target=self._listen, args=(self._connection,), name="news", daemon=True
            )
            listen.start()
        self._connection.send(command)

    def _listen(self, connection: "Connection[Any, Any]") -> None:
        try:
            while True:
                self._hear(connection.recv())
        except (EOFError, OSError):
            self._hear(Lost())
