"""Where a window opens, how large, and what it has on the full screen."""

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle, QWidget

from mdn_gui.qt.preferences import Placement

_WANTED = QSize(1280, 800)
"""The size that the window opens with, in logical pixels, where the screen has room for it."""


def place(window: QWidget, remembered: Placement | None) -> None:
    """Give a window that is not shown yet its place and size.

    Args:
        window: The window.
        remembered: Where it was; None to let the window manager say where, and to open it as large
            as is wanted, and no larger than the free area of the screen.
    """
    style = window.style()
    # The frame is not there yet; window managers draw about what the style would.
    edge = style.pixelMetric(QStyle.PixelMetric.PM_MdiSubWindowFrameWidth)
    title = style.pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    frame = QMargins(edge, title + edge, edge, edge)
    if remembered is not None:
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        window.setGeometry(fitted(QRect(*remembered[:4]), screens, frame))
        if remembered.maximized:
            window.setWindowState(Qt.WindowState.WindowMaximized)
    elif QGuiApplication.platformName() == "offscreen":
        # Nobody sees it: the size of the screen that Qt invents must not cut saved pictures.
        window.resize(_WANTED)
    else:
        around = QSize(frame.left() + frame.right(), frame.top() + frame.bottom())
        window.resize(opening_size(window.screen().availableSize(), around))


def placement_of(window: QWidget) -> Placement:
    """Where a window is, and how large it is when it does not fill the screen."""
    usual = window.normalGeometry()  # none, where it filled the screen from the start
    area = usual if usual.isValid() else window.geometry()
    return Placement(area.x(), area.y(), area.width(), area.height(), window.isMaximized())


def fitted(wanted: QRect, screens: Sequence[QRect], frame: QMargins) -> QRect:
    """Put a window on the screen that shows most of it, no larger than that, and all of it there.

    Args:
        wanted: Where it was, without its frame.
        screens: The free areas of the screens, at least one; the first is for a window that none
            of them would show.
        frame: What the window's frame adds.

    Returns:
        Where it is to be, without its frame.
    """

    def shown(screen: QRect) -> int:
        seen = screen.intersected(wanted)
        return seen.width() * seen.height()

    free = max(screens, key=shown).marginsRemoved(frame)
    size = wanted.size().boundedTo(free.size())
    last = QPoint(free.right() - size.width() + 1, free.bottom() - size.height() + 1)
    x = max(free.left(), min(wanted.left(), last.x()))
    y = max(free.top(), min(wanted.top(), last.y()))
    return QRect(QPoint(x, y), size)


def opening_size(free: QSize, frame: QSize) -> QSize:
    """How large the window opens; where is for the window manager to say.

    Args:
        free: The size of the free area of its screen, in logical pixels.
        frame: What the window's frame adds to its width and height.

    Returns:
        The size of what is inside the frame.
    """
    return _WANTED.boundedTo(free - frame)


class FullScreen:
    """Lets a window show what is in its middle alone, and all that it had before again.

    Args:
        window: The window.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._hidden: list[QWidget] = []
        self._before = window.windowState()

    def begin(self, *bars: QWidget) -> None:
        """Hide bars, and fill the screen."""
        self._before = self._window.windowState()
        self._hidden = [bar for bar in bars if bar.isVisibleTo(self._window)]
        for bar in self._hidden:
            bar.hide()
        self._window.setWindowState(self._before | Qt.WindowState.WindowFullScreen)
        self._window.setFocus()

    def end(self) -> None:
        """Show the bars that were seen, as large as the window was."""
        for bar in self._hidden:
            bar.show()
        self._window.setWindowState(self._before)
        self._window.setFocus()
