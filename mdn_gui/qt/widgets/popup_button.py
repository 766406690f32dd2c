"""A button that shows controls below it until one clicks elsewhere."""

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mdn_gui.qt.guard import guarded


class PopupButton(QToolButton):
    """A button with a popup, which stays open while one ticks several boxes in it.

    Args:
        name: Its object name.
        text: What it shows.
        content: What the popup holds.
    """

    def __init__(self, name: str, text: str, content: QWidget) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setArrowType(Qt.ArrowType.DownArrow)
        self._popup = _Popup(self, Qt.WindowType.Popup)
        self._popup.setFrameShape(QFrame.Shape.StyledPanel)
        layout = QVBoxLayout(self._popup)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(content)
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        below = self.mapToGlobal(QPoint(0, self.height()))
        screen = self.screen().availableGeometry()
        size = self._popup.sizeHint()
        below.setX(max(screen.left(), min(below.x(), screen.right() - size.width())))
        below.setY(max(screen.top(), min(below.y(), screen.bottom() - size.height())))
        self._popup.move(below)
        self._popup.show()


class _Popup(QFrame):
    """What opens; Return presses in it what it presses in the window."""

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button or tick the box that has the focus."""
        focused = QApplication.focusWidget()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if isinstance(focused, QAbstractButton):
                focused.click()
        else:
            super().keyPressEvent(event)
