"""Labels of text that is read and copied."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy


def paragraph(name: str, *, muted: bool = False) -> QLabel:
    """A label of plain text that wraps and can be selected and copied, by mouse or keys.

    Args:
        name: Its object name.
        muted: Whether it is a hint.
    """
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if muted:
        label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
    return label
