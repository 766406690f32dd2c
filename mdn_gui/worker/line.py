"""The line between the window and a process: sending never waits, and waiting values are merged."""

import threading
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from mdn_gui.worker.messages import Call, Command, Lost, News, Start


def never(_earlier: object, _later: object) -> None:
    """Join nothing."""


class CoalescingQueue[T]:
    """A queue between threads in which values that wait are merged; putting never waits.

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


class Outbox[T]:
    """Sends values in their order, from a thread of its own.

    When the other end is gone, further values are dropped. The thread that sends also closes the
    connection: if another thread closed it, the rest of a value could be written to the file that
    is opened next under the same number.

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
            del value  # else the rows of a job would stay in memory until the next command


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
