"""The mouse over a widget, in ways that Qt's own test functions lack: a button held, the wheel."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
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


def turn_wheel(widget: QWidget, place: QPoint, notches: int) -> bool:
    """Turn the wheel at a pixel of a widget; away from the person with notches above 0.

    Returns:
        Whether the widget took it. Else a real one goes on to what is around the widget.
    """
    event = QWheelEvent(
        QPointF(place),
        QPointF(widget.mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt takes `inverted` by place only
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()
