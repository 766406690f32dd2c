"""Widgets one above the other, and how large a widget can be."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

ANY_SIZE = 16_777_215
"""Pixels of a widget of any size: Qt's QWIDGETSIZE_MAX, which PySide does not have."""


def column(*widgets: QWidget) -> QWidget:
    """Put widgets one above the other, with nothing between them.

    Returns:
        What holds them; its layout takes more.
    """
    around = QWidget()
    layout = QVBoxLayout(around)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    return around
