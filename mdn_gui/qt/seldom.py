"""Working things out off the GUI's thread, no more often than a person can read them."""

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

    Args:
        answer: Answers a question; called on another thread, with frozen values.
        parent: The owner.
    """

    answered = Signal(object)

    def __init__(self, answer: Callable[[Any], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: Any = None
        self._work = Renderer(answer, self)
        self._work.rendered.connect(self.answered)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._on_rest_timeout)

    def ask(self, question: Any) -> None:  # noqa: ANN401 - whatever `answer` takes
        """Ask a question: at once after a rest, else when that is over."""
        if self._rest.isActive():
            self._waiting = question
        else:
            self._rest.start()
            self._work.request(question)

    def cancel(self) -> None:
        """Want no answer any more; the next question needs no rest before."""
        self._waiting = None
        self._rest.stop()
        self._work.cancel()

    @Slot()
    def _on_rest_timeout(self) -> None:
        question, self._waiting = self._waiting, None
        if question is not None:
            self.ask(question)
