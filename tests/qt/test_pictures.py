"""Pictures in memory."""

import pytest
from PySide6.QtGui import QColor, QImage, QPixmap
from pytestqt.qtbot import QtBot

from mdn_gui.qt.pictures import picture_content


@pytest.fixture
def picture(qtbot: QtBot) -> QPixmap:  # noqa: ARG001 - a pixmap needs an application
    pixmap = QPixmap(3, 2)
    pixmap.fill(QColor("teal"))
    return pixmap


def test_a_picture_comes_back(picture: QPixmap) -> None:
    image = QImage.fromData(picture_content(picture, ".png"))
    assert (image.width(), image.height()) == (3, 2)
    assert image.pixelColor(2, 1) == QColor("teal")


def test_the_suffix_says_which_format(picture: QPixmap) -> None:
    assert picture_content(picture, ".png").startswith(b"\x89PNG")
    assert picture_content(picture, ".JPG").startswith(b"\xff\xd8")


@pytest.mark.parametrize("suffix", ["", ".", ".2", ".csv"])
def test_what_is_no_format_is_png(picture: QPixmap, suffix: str) -> None:
    assert picture_content(picture, suffix) == picture_content(picture, ".png")
