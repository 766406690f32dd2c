"""Computing off the GUI's thread, no more often than a person can read the results."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mdn_gui.qt.renderer import Renderer

REST_MS = 1000
"""From one beginning to the next there is at least that much time."""


class Seldom(QObject):
    """Answers the latest question; those that come faster than that are left out.

    Signals:
        answered(answer): What `answer` returned.
        rested: No question is left to answer.

    Args:
        answer: Answers a question; called on another thread, with frozen values.
        parent: The owner.
        rest_ms: Least time from one beginning to the next, in milliseconds.
    """

    answered = Signal(object)
    rested = Signal()

    def __init__(
        self,
        answer: Callable[[Any], Any],
        parent: QObject | None = None,
        *,
        rest_ms: int = REST_MS,
    ) -> None:
        super().__init__(parent)
        self._waiting: Any = None
        self._work = Renderer(answer, self)
        self._work.rendered.connect(self.answered)
        self._work.rested.connect(self._on_work_rested)
        self._rest = QTimer(self, singleShot=True, interval=rest_ms)
        self._rest.timeout.connect(self._on_rest_timeout)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._waiting is not None or self._work.busy

    def ask(self, question: Any) -> None:  # noqa: ANN401 - whatever `answer` takes
        """Ask a question: at once after a rest, else when that is over."""
        if self._rest.isActive():
            self._waiting = question
        else:
            self._rest.start()
            self._work.request(question)

    def cancel(self) -> None:
        """Drop all questions; the next one is answered without a rest before it."""
        waited = self._waiting is not None and not self._work.busy
        self._waiting = None
        self._rest.stop()
        self._work.cancel()
        if waited:
            self.rested.emit()

    @Slot()
    def _on_work_rested(self) -> None:
        if not self.busy:
            self.rested.emit()

    @Slot()
    def _on_rest_timeout(self) -> None:
        question, self._waiting = self._waiting, None
        if question is not None:
            self.ask(question)
