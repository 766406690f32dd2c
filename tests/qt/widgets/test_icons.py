"""Icons in the colour of the text."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from pytestqt.qtbot import QtBot

from mdn_gui.core.resources import resource
from mdn_gui.qt.theme import icon

NAMES = sorted({path.stem for path in resource("icons").glob("*.svg")} - {"mdn-studio", "check"})
"""All but the program's own and the tick of a check box, which have their own colours."""


def opaque_colours(drawn: QIcon, mode: QIcon.Mode) -> set[str]:
    image = drawn.pixmap(QSize(64, 64), 1.0, mode).toImage()
    pixels = [image.pixelColor(x, y) for x in range(64) for y in range(64)]
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("name", NAMES)
def test_is_drawn_in_the_colours_asked_for(qtbot: QtBot, name: str) -> None:
    del qtbot  # there must be an application
    drawn = icon(name, "#123456", "#abcdef")
    assert "#123456" in opaque_colours(drawn, QIcon.Mode.Normal)
    assert opaque_colours(drawn, QIcon.Mode.Disabled) >= {"#abcdef"}
    assert "#123456" not in opaque_colours(drawn, QIcon.Mode.Disabled)


def test_its_corners_are_see_through(qtbot: QtBot) -> None:
    del qtbot
    image = icon("train", "#123456", "#abcdef").pixmap(64, 64).toImage()
    assert image.pixelColor(0, 0) == QColor(0, 0, 0, 0)


def test_an_icon_that_is_not_there_is_refused(qtbot: QtBot) -> None:
    del qtbot
    with pytest.raises(FileNotFoundError, match=str(Path("icons") / "nothing.svg")):
        icon("nothing", "#123456", "#abcdef")
