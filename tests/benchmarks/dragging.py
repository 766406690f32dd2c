"""Moves of the mouse that are answered by a painting, as many a second as are painted."""

import time

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtWidgets import QWidget

from tests.benchmarks.event_loop import Paints, wait
from tests.mouse import send_mouse

LEAST_MOVE_MS = 11
"""pyqtgraph takes no more than a hundred moves of the mouse a second."""
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def moves_a_second(viewport: QWidget, start: QPoint, places: list[int], paints: Paints) -> float:
    """Drag with the left button, and go on as soon as each move is painted.

    Args:
        viewport: What is dragged on.
        start: Where the button is pressed.
        places: Columns of pixels, one for each move.
        paints: Watches what each move has painted.

    Returns:
        Moves a second.
    """
    send_mouse(viewport, QEvent.Type.MouseMove, start, NONE, NONE)
    send_mouse(viewport, QEvent.Type.MouseButtonPress, start, LEFT, LEFT)
    begun = time.perf_counter()
    still = QTimer(singleShot=True, timerType=Qt.TimerType.PreciseTimer)
    still.start(LEAST_MOVE_MS)
    for x in places:
        wait(lambda: not still.isActive())
        paints.forget()
        send_mouse(viewport, QEvent.Type.MouseMove, QPoint(x, start.y()), NONE, LEFT)
        # Only now: beside busy processes, pyqtgraph may have heard of the move later than sent.
        still.start(LEAST_MOVE_MS)
        wait(lambda: paints.done is not None)
    seconds = time.perf_counter() - begun
    end = QPoint(places[-1], start.y())
    send_mouse(viewport, QEvent.Type.MouseButtonRelease, end, LEFT, NONE)
    return len(places) / seconds
