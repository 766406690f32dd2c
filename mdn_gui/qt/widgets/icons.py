"""Icons drawn in the colour of the text around them."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from mdn_gui.core.resources import resource

SIZE = 64
"""Pixels drawn at; smaller sizes are scaled from it."""


def icon(name: str, colour: str, disabled_colour: str) -> QIcon:
    """An icon of `resources/icons`, in the colours of the theme.

    Args:
        name: The file's name without its ending.
        colour: Of the drawing, '#rrggbb'.
        disabled_colour: Of the drawing where the control is off.
    """
    drawn = QIcon()
    drawn.addPixmap(_pixmap(name, colour), QIcon.Mode.Normal)
    drawn.addPixmap(_pixmap(name, disabled_colour), QIcon.Mode.Disabled)
    return drawn


def _pixmap(name: str, colour: str) -> QPixmap:
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
    pixmap = QPixmap(SIZE, SIZE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    return pixmap
