"""Pictures as the content of files, made in memory: a file is only replaced by a whole one."""

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QPixmap


def picture_content(picture: QPixmap, suffix: str) -> bytes:
    """A picture as the content of a file.

    Args:
        picture: The picture.
        suffix: Of the file's name, such as .jpg; where it is no format of pictures, PNG is taken.
    """
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    if not picture.save(buffer, suffix.removeprefix(".") or "png"):
        buffer.seek(0)
        picture.save(buffer, "png")
    return bytes(buffer.data().data())
