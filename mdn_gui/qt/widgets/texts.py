"""Labels of text that is read and copied."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from mdn_gui.qt.guard import guarded_with

_NARROWEST = 12  # letters


class Paragraph(QLabel):
    """Plain text that wraps, and that mouse or keys select and copy.

    Args:
        name: Its object name.
        muted: Whether it is a hint.
    """

    def __init__(self, name: str, *, muted: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        if muted:
            self.setForegroundRole(QPalette.ColorRole.PlaceholderText)

    @guarded_with(QSize())
    def minimumSizeHint(self) -> QSize:
        """One line: how many there are follows from the width, and Qt would take a narrow one."""
        metrics = self.fontMetrics()
        return QSize(_NARROWEST * metrics.averageCharWidth(), metrics.height())
