"""The mouse over a widget, with a button held: Qt's own test functions move it with none."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


def send_mouse(
    viewport: QWidget,
    kind: QEvent.Type,
    place: QPoint,
    button: Qt.MouseButton,
    held: Qt.MouseButton,
) -> None:
    """Send one event of the mouse.

    Args:
        viewport: What the mouse is over.
        kind: A move, a press or a release.
        place: Where, in pixels of the viewport.
        button: What was pressed or released; none for a move.
        held: What is held down.
    """
    where = QPointF(place), QPointF(viewport.mapToGlobal(place))
    event = QMouseEvent(kind, *where, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(viewport, event)
