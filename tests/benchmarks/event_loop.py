"""What probes of a window share: its event loop, its ticks, and when it was painted."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QGraphicsView, QWidget

TICK_MS = 16
WAIT_SECONDS = 120.0
LONGEST_SLEEP_MS = 20
REST_MS = 40
"""More than the time of a frame."""


class Paints(QObject):
    """Tells when a widget had been painted: at the first event after its paint event."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._widget, self._painting = widget, False
        self.done: float | None = None
        _application().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Note the time, and let the event pass."""
        if self._painting and self.done is None:
            self.done = time.perf_counter()
        self._painting = watched is self._widget and event.type() is QEvent.Type.Paint
        if self._painting:
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))  # the next event, at once
        return False

    def forget(self) -> None:
        """Wait for the next painting."""
        self._painting, self.done = False, None

    def end(self) -> None:
        """Watch no more."""
        _application().removeEventFilter(self)


class Counted(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._widget, self.count = widget, 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Count a painting, and let the event pass."""
        self.count += event.type() is QEvent.Type.Paint
        return False

    def end(self) -> None:
        """Count no more."""
        self._widget.removeEventFilter(self)


class Ticks(QObject):
    """Measures the gaps between ticks of the GUI's event loop, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.timer = QTimer(self)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self._on_timeout)
        self.timer.start(TICK_MS)
        self.restart()

    def restart(self) -> None:
        """Forget the gaps so far."""
        self._last, self.gaps = time.perf_counter(), list[float]()

    def _on_timeout(self) -> None:
        now = time.perf_counter()
        self.gaps.append(1e3 * (now - self._last))
        self._last = now


def summary(gaps: list[float]) -> dict[str, float]:
    """Longest and 99th percentile."""
    return {"longest": max(gaps), "p99": float(np.percentile(gaps, 99))}


def process_age() -> float:
    """Seconds since the kernel started this process."""
    started = int(Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()[19])
    uptime = float(Path("/proc/uptime").read_text().split()[0])
    return uptime - started / os.sysconf("SC_CLK_TCK")


def wait(condition: Callable[[], bool]) -> None:
    """Run the event loop until a condition holds, asleep between events as the program is."""
    flags = QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
    limit = time.monotonic() + WAIT_SECONDS
    # No time limit: with one, processEvents never sleeps. Probes that waited so kept the window's
    # core busy, and measured ticks 20 ms apart and training 20% slower, where it is 19 ms and 7%.
    alarm = QTimer()
    alarm.start(LONGEST_SLEEP_MS)
    while not condition():
        if time.monotonic() > limit:
            sys.exit("the probe waited in vain")
        QCoreApplication.processEvents(flags)


def rest() -> None:
    """Let everything be painted, and a frame's time pass."""
    rested: list[bool] = []
    QTimer.singleShot(REST_MS, lambda: rested.append(True))
    wait(lambda: bool(rested))


def find[W: QWidget](window: QWidget, kind: type[W]) -> W:
    """The one panel of a kind."""
    return window.findChildren(kind)[0]


def graphics_viewport(panel: QWidget) -> QWidget:
    """What a panel's plot is painted on."""
    return panel.findChildren(QGraphicsView)[0].viewport()


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application
