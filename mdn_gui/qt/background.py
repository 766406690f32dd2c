"""Work that would keep a person waiting, such as reading a table, done off the GUI's thread."""

import os
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from mdn_gui.qt.guard import guarded

_NICENESS = 19
"""Of the threads here: woken on the window's core, one would keep it waiting for 5 ms."""


class Background(QObject):
    """Runs one function at a time; a newer request makes the answer to an older one void.

    Signals:
        done(result): The latest function returned.
        failed(message, traceback): The latest function raised.

    Args:
        parent: The owner.
        plain: Errors whose sentence says all that there is to know: they have no traceback.
    """

    done = Signal(object)
    failed = Signal(str, str)

    def __init__(
        self, parent: QObject | None = None, *, plain: tuple[type[Exception], ...] = ()
    ) -> None:
        super().__init__(parent)
        self._plain = plain
        self._request = 0

    def run(self, function: Callable[[], Any]) -> None:
        """Call `function` on another thread; `done` or `failed` follows, unless superseded."""
        self._request += 1
        messenger = _Messenger()
        messenger.answered.connect(self._on_messenger_answered)
        messenger.refused.connect(self._on_messenger_refused)
        task = _Task(function, self._request, messenger, self._plain)
        QThreadPool.globalInstance().start(task)

    def cancel(self) -> None:
        """Let the answer to what is running be void."""
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
    """The task's own sender: whoever asked may be gone before the answer."""

    answered = Signal(int, object)
    refused = Signal(int, str, str)


class _Task(QRunnable):
    def __init__(
        self,
        function: Callable[[], Any],
        request: int,
        messenger: _Messenger,
        plain: tuple[type[Exception], ...],
    ) -> None:
        super().__init__()
        self._function, self._request, self._messenger = function, request, messenger
        self._plain = plain

    @guarded
    def run(self) -> None:
        """Call the function; both endings travel as queued signals."""
        if sys.platform == "linux":  # where each thread has a niceness of its own
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        try:
            result = self._function()
        except Exception as error:  # whatever it is, the person is told
            details = "" if isinstance(error, self._plain) else traceback.format_exc()
            self._messenger.refused.emit(self._request, str(error), details)
        else:
            self._messenger.answered.emit(self._request, result)
