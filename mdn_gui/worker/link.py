"""The window's end of the line to a process of its own."""

import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from mdn_gui.worker.messages import Call, Command, Lost, News, Start
from mdn_gui.worker.outbox import Outbox

type Connect = Callable[[], "Connection[Any, Any]"]
"""Starts a process and returns the line to it."""


class Link:
    """Sends commands to a process, which starts with the first one, and hears its news.

    Nothing here waits: connecting, sending and hearing are done on threads.

    Args:
        connect: Starts the process.
        hear: Takes each of its news, on another thread; `Lost` is the last.
        pack: Makes of a command what is sent, on another thread.
    """

    def __init__(
        self,
        connect: Connect,
        hear: Callable[[News], None],
        pack: Callable[[Command], Command] = lambda command: command,
    ) -> None:
        self._connect, self._hear, self._pack = connect, hear, pack
        self._connection: Connection[Any, Any] | None = None
        self._commands = Outbox(self._send, self._refuse, self._close)

    def send(self, command: Command) -> None:
        """Tell the process to do something."""
        self._commands.put(command)

    def _send(self, command: Command) -> None:
        if self._connection is None:
            try:
                self._connection = self._connect()
            except Exception as error:
                self._hear(Lost(str(error), started=False))
                raise ConnectionError from error
            listen = threading.Thread(
                target=self._listen, args=(self._connection,), name="news", daemon=True
            )
            listen.start()
        self._connection.send(self._pack(command))

    def _refuse(self, command: Command, error: Exception) -> None:
        if isinstance(command, Start | Call):
            self._hear(command.refused(error))

    def _close(self) -> None:
        # The process ends with the connection, if it has not.
        if self._connection is not None:
            self._connection.close()

    def _listen(self, connection: "Connection[Any, Any]") -> None:
        reason = ""
        try:
            while True:
                self._hear(connection.recv())
        except (EOFError, OSError):
            pass
        except Exception as error:  # such as news too large for the memory
            reason = str(error)
        self._commands.end(drop=True)
        self._hear(Lost(reason))
