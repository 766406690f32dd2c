"""When a window is first seen: what the probes of the program's and of a bare one share."""

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.benchmarks.event_loop import process_age

FIRST = ("QMenuBar", "ControlBar", "StartPage")
"""Classes of what the program's window is to show in its first frame."""

_AGAIN_MS = 5


class Moment:
    """So long after the start of the process, by the clock and by processors, in seconds."""

    def __init__(self) -> None:
        self.passed, self.computed = process_age(), time.process_time()


class Seen(QObject):
    """Tells when widgets of some kinds have all been painted and that is on the screen.

    It looks for them when the event loop begins, and filters the events of no others: a filter of
    all events would hold up the program by a tenth of a second.

    Args:
        kinds: Names of the classes of the widgets; a part of each is to be painted.
        then: Called once, with when that was.
    """

    def __init__(self, kinds: Sequence[str], then: Callable[[Moment], None]) -> None:
        super().__init__()
        self._missing, self._then = set(kinds), then
        self._unseen, self._kinds = set(kinds), dict[QObject, str]()
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def customEvent(self, _event: QEvent) -> None:
        """Look for the widgets, or tell that all were seen."""
        if not self._unseen:
            self._then(Moment())
            return
        for widget in QApplication.allWidgets():
            kind = type(widget).__name__
            if kind in self._missing:
                self._missing.remove(kind)
                for part in (widget, *widget.findChildren(QWidget)):
                    self._kinds[part] = kind
                    part.installEventFilter(self)
        if self._missing:
            QTimer.singleShot(_AGAIN_MS, lambda: self.customEvent(QEvent(QEvent.Type.User)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note what is painted, and let the event pass."""
        if event.type() is QEvent.Type.Paint and self._unseen:
            self._unseen.discard(self._kinds[watched])
            if not self._unseen:
                # After all that is painted with it, which goes to the screen together.
                QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
        return False
