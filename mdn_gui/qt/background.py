"""Slow work, such as reading a table, off the GUI's thread."""

import traceback
from collections.abc import Callable
from contextlib import suppress
from threading import Event
from typing import Any, Protocol

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, SignalInstance, Slot

from mdn_gui.qt.guard import guarded
from mdn_gui.worker.priority import step_back


def tell(signal: SignalInstance, *values: object) -> None:
    """Emit a signal from another thread than its sender's.

    Nobody hears it once the program ends: then Qt's objects are destroyed while threads still work.

    Args:
        signal: Of an object that the caller keeps alive until then.
        *values: Its arguments.
    """
    with suppress(RuntimeError):  # what PySide raises where the sender is destroyed
        signal.emit(*values)


class Passage(QObject):
    """Tells how far work is, and whether it is still wanted; asked on another thread.

    Signals:
        passed(done): So much is done.
    """

    passed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._ended, self._told = Event(), 0

    def end(self) -> None:
        """Let the work end soon."""
        self._ended.set()

    def proceed(self, done: int) -> bool:
        """Whether to go on; so much is done."""
        if done != self._told:
            self._told = done
            tell(self.passed, done)
        return not self._ended.is_set()


class Background(QObject):
    """Runs functions in a pool, off the GUI's thread; only the result of the latest one is told.

    Signals:
        done(result): The latest function returned.
        failed(message, traceback): The latest function raised.

    Args:
        parent: The owner.
        plain: Errors whose sentence says all that there is to know: they have no traceback.
        pool: Where the functions are called; on threads of this process by default.
    """

    done = Signal(object)
    failed = Signal(str, str)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        plain: tuple[type[Exception], ...] = (),
        pool: "Pool | None" = None,
    ) -> None:
        super().__init__(parent)
        self._plain = plain
        self._pool = pool or QThreadPool.globalInstance()
        self._request = 0

    def run(self, function: Callable[[], Any]) -> None:
        """Call `function` elsewhere; `done` or `failed` follows, unless superseded."""
        self._request += 1
        task = Task(function, self._request, self._plain)
        task.messenger.answered.connect(self._on_messenger_answered)
        task.messenger.refused.connect(self._on_messenger_refused)
        self._pool.start(task)

    def cancel(self) -> None:
        """Ignore the result of what is running."""
        self._request += 1

    @Slot(int, object)
    def _on_messenger_answered(self, request: int, result: object) -> None:
        if request == self._request:
            self.done.emit(result)

    @Slot(int, str, str)
    def _on_messenger_refused(self, request: int, message: str, details: str) -> None:
        if request == self._request:
            self.failed.emit(message, details)


class _Messenger(QObject):
    """The sender of a task's signals: whoever asked may be destroyed before the answer."""

    answered = Signal(int, object)
    refused = Signal(int, str, str)


class Task(QRunnable):
    """A function to be called once, by a thread or in another process.

    Attributes:
        function: Takes nothing.
        messenger: Tells how it ended, by signals with the number of the request.

    Args:
        function: Takes nothing.
        request: The number of the request.
        plain: Errors that have no traceback.
    """

    def __init__(
        self, function: Callable[[], Any], request: int, plain: tuple[type[Exception], ...]
    ) -> None:
        super().__init__()
        self.function, self.messenger = function, _Messenger()
        self._request, self._plain = request, plain

    @guarded
    def run(self) -> None:
        """Call the function, on the thread that is to."""
        step_back()
        try:
            result = self.function()
        except Exception as error:  # whatever it is, the person is told
            details = "" if isinstance(error, self._plain) else traceback.format_exc()
            self.refuse(str(error), details)
        else:
            self.answer(result)

    def answer(self, result: object) -> None:
        """Tell what the function returned."""
        tell(self.messenger.answered, self._request, result)

    def refuse(self, message: str, details: str) -> None:
        """Tell what the function raised: the error's sentence, and the traceback."""
        tell(self.messenger.refused, self._request, message, details)


class Pool(Protocol):
    """What calls the functions of tasks, such as a `QThreadPool`."""

    def start(self, task: Task, /) -> None:
        """See to it that the task is answered or refused; does not wait."""
        ...
