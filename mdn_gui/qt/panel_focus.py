"""From panel to panel by a key, and a frame around the one that was reached."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QGraphicsView, QMainWindow, QWidget

from mdn_gui.qt import theme
from mdn_gui.qt.guard import guarded, guarded_with
from mdn_gui.qt.widgets.overlay import Overlay
from mdn_gui.qt.workspace import Workspace

_WIDTH = 2  # pixels of the frame


def go_on(window: QMainWindow, by: int) -> None:
    """Move the focus to another of the panels that are seen and have a control, in reading order.

    Args:
        window: The window.
        by: 1 for the next panel, -1 for the one before; after the last comes the first.
    """
    there = [(panel, entry) for panel in _panels(window) if (entry := _entry(panel)) is not None]
    focused = QApplication.focusWidget()
    inside = [focused is not None and panel.isAncestorOf(focused) for panel, _ in there]
    before = inside.index(True) if True in inside else min(-by, 0)
    panel, entry = there[(before + by) % len(there)]
    entry.setFocus(Qt.FocusReason.TabFocusReason)
    _Frame(panel).show()


def _panels(window: QMainWindow) -> Iterator[QWidget]:
    [workspace] = window.findChildren(Workspace)
    yield workspace.controls
    if workspace.isVisible():
        yield from workspace.seen
    else:
        yield window.centralWidget()  # the start page is in front


def _entry(panel: QWidget) -> QWidget | None:
    """What takes the focus in a panel: its plot, or else its first control; None if none does."""
    controls = [
        each
        for each in panel.findChildren(QWidget)
        if each.isVisible() and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    plots = [each for each in controls if isinstance(each, QGraphicsView)]
    return next(iter([*plots, *controls]), None)


class _Frame(Overlay):
    """Stands around a panel until the focus leaves it, or the mouse is used."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self.setObjectName("panel_frame")
        self._panel = panel
        panel.window().windowHandle().installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame."""
        brush = QPainter(self)
        brush.setPen(QPen(QColor(theme.in_force().accent), _WIDTH))
        inset = _WIDTH // 2
        brush.drawRect(self.rect().adjusted(inset, inset, -inset, -inset))
        brush.end()

    @guarded_with(False)  # noqa: FBT003 - what Qt is told where this fails
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Go when the mouse is used."""
        if event.type() is QEvent.Type.MouseButtonPress:
            self.remove()
        return super().eventFilter(watched, event)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _before: QWidget | None, focused: QWidget | None) -> None:
        if focused is not None and not self._panel.isAncestorOf(focused):
            self.remove()
