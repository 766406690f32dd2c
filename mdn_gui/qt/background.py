"""Work that would keep a person waiting, such as reading a table, done off the GUI's thread."""

import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from mdn_gui.qt.guard import guarded


class Background(QObject):
    """Runs one function at a time; a newer request makes the answer to an older one void.

    Signals:
        done(result): The latest function returned.
        failed(message, traceback): The latest function raised.
    """

    done = Signal(object)
    failed = Signal(str, str)
    _answered = Signal(int, object)
    _refused = Signal(int, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._request = 0
        self._answered.connect(self._on_answered)
        self._refused.connect(self._on_refused)

    def run(self, function: Callable[[], Any]) -> None:
        """Call `function` on another thread; `done` or `failed` follows, unless superseded."""
        self._request += 1
        task = _Task(function, self._request, self._answered.emit, self._refused.emit)
        QThreadPool.globalInstance().start(task)

    def cancel(self) -> None:
        """Let the answer to what is running be void."""
        self._request += 1

    @Slot(int, object)
    def _on_answered(self, request: int, result: object) -> None:
        if request == self._request:
            self.done.emit(result)

    @Slot(int, str, str)
    def _on_refused(self, request: int, message: str, details: str) -> None:
        if request == self._request:
            self.failed.emit(message, details)


class _Task(QRunnable):
    def __init__(
        self,
        function: Callable[[], Any],
        request: int,
        answer: Callable[[int, object], None],
        refuse: Callable[[int, str, str], None],
    ) -> None:
        super().__init__()
        self._function, self._request = function, request
        self._answer, self._refuse = answer, refuse

    @guarded
    def run(self) -> None:
        """Call the function; both endings travel as queued signals."""
        try:
            result = self._function()
        except Exception as error:
            self._refuse(self._request, str(error), traceback.format_exc())
        else:
            self._answer(self._request, result)
