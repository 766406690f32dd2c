"""A link to a file: its name, and its folder muted beside it."""

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt import theme
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.widgets.controls import describe

_HEIGHT, _GAP = 24, 8
_MOST_OF_NAME = 0.7  # of the width, so that something of the folder is seen


class FileLink(QAbstractButton):
    """A button that names a file; one that is switched off is muted.

    Attributes:
        path: The file.

    Args:
        path: The file.
        parent: The widget around it.
    """

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.path = path
        self._name, self._folder = displayed(path.name), displayed(str(path.parent))
        name = say("Open {name} in {folder}", name=self._name, folder=self._folder)
        describe(self, name, displayed(str(path)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew where the mouse comes
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @guarded_with(QSize())
    def sizeHint(self) -> QSize:
        """Room for some letters; more is taken where there is any."""
        return QSize(20 * self.fontMetrics().averageCharWidth(), _HEIGHT)

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write the name and as much of the folder as fits."""
        now, metrics, middle = theme.in_force(), self.fontMetrics(), Qt.TextElideMode.ElideMiddle
        room = self.width() - _GAP
        name = metrics.elidedText(self._name, middle, int(_MOST_OF_NAME * room))
        used = metrics.horizontalAdvance(name) + _GAP
        painter = QPainter(self)
        painter.setPen(QColor(now.accent if self.isEnabled() else now.muted))
        height, left = self.height(), Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(0, 0, used, height), left, name)
        if self.isEnabled() and (self.underMouse() or self.hasFocus()):
            line = (height + metrics.ascent()) // 2 + 1
            painter.drawLine(0, line, used - _GAP, line)
        painter.setPen(QColor(now.muted))
        folder = metrics.elidedText(self._folder, middle, room - used)
        painter.drawText(QRect(used, 0, room - used, height), left, folder)
        painter.end()


def displayed(name: str) -> str:
    """A name as text, where bytes of it are none, and on one line."""
    return " ".join(name.encode(errors="replace").decode().split("\n"))
