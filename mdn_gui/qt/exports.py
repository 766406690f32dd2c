"""What can be saved in a file: a list of which commands, dialogs and files are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from mdn_gui.core.files.roles_file import roles_content
from mdn_gui.core.text import say
from mdn_gui.qt.widgets.overlay import Overlay
from mdn_gui.session.data import FromFile
from mdn_gui.session.samples import samples_csv
from mdn_gui.session.session import Session

type Content = Callable[[str], bytes]
"""Makes the content of a file, given the suffix of its name, such as ".png"."""


@dataclass(frozen=True)
class Export:
    """Something that can be saved; its texts are translated where they are shown.

    Attributes:
        title: Of the dialog that asks where to.
        formats: What each format is called, by its suffix; the first is proposed.
        take: Takes down what is to be saved, given the session and the window; None for what takes
            longer, where `Files.animation_chosen` tells only where to.
        name: Of its action; "" for what is offered by a panel, and in no menu.
        text: The entry of the menu.
        tip: What it saves.
        keys: Such as "Ctrl+E".
        missing: Why it cannot be done now, as a sentence; "" if it can.
    """

    title: str
    formats: Mapping[str, str]
    take: Callable[[Session, QWidget], Content] | None
    name: str = ""
    text: str = ""
    tip: str = ""
    keys: str = ""
    missing: Callable[[Session], str] = lambda _session: ""


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


def window_picture(window: QWidget) -> QPixmap:
    """A picture of a window, without what stands over its panels for a while."""
    overlays = [each for each in window.findChildren(Overlay) if each.isVisible()]
    for overlay in overlays:
        overlay.hide()
    picture = window.grab()
    for overlay in overlays:
        overlay.show()
    return picture


def _content(content: bytes, _suffix: str) -> bytes:
    return content


def _no_network(session: Session) -> str:
    if session.network is not None:
        return ""
    return say("Train first: there is no network to draw samples from.")


def _no_table(session: Session) -> str:
    if isinstance(session.data.origin, FromFile):
        return ""
    return say("Open a table first: only its columns have roles.")


def _columns_of(session: Session) -> bytes:
    """What the columns of a table are for, and how it was read."""
    origin = session.data.origin
    if not isinstance(origin, FromFile):
        return b""
    return roles_content(origin.roles, origin.options)


ANIMATION = Export(
    say("Save an animation"),
    {".gif": say("Animated GIF"), ".webp": say("Animated WebP")},
    take=None,
)

EXPORTS: tuple[Export, ...] = (
    Export(
        say("Save a picture"),
        {".png": say("Pictures")},
        # Taken now: the dialog would stand in it later.
        lambda _session, window: partial(picture_content, window_picture(window)),
        name="save_picture",
        text=say("Save picture…"),
        tip=say("Save a picture of the window as PNG"),
        # Ctrl+S is for saving a session, which cannot be yet.
        keys="Ctrl+Shift+E",
    ),
    Export(
        say("Save the samples"),
        {".csv": say("Tables")},
        lambda session, _window: lambda _suffix: samples_csv(session),
        name="save_samples",
        text=say("Save samples…"),
        tip=say("Save the samples shown as CSV"),
        missing=_no_network,
    ),
    Export(
        say("Save the columns"),
        {".json": say("Columns")},
        lambda session, _window: partial(_content, _columns_of(session)),
        name="save_columns",
        text=say("Save columns…"),
        tip=say("Save what the columns are for and how the table is read, for other tables"),
        missing=_no_table,
    ),
)
"""What the menu of files offers, in this order."""
