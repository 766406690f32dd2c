"""What stands over a panel for a while: it takes no mouse, and is in no picture that is saved."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from mdn_gui.qt.guard import guarded_with


class Overlay(QWidget):
    """As large as a panel, and over it.

    Args:
        panel: The panel.
    """

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(panel.size())
        panel.installEventFilter(self)

    @guarded_with(False)  # noqa: FBT003 - what Qt is told where this fails
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay as large as the panel."""
        panel = self.parentWidget()
        if event.type() is QEvent.Type.Resize and panel is not None and watched is panel:
            self.resize(panel.size())
        return False

    def remove(self) -> None:
        """Be seen no longer."""
        self.hide()
        self.deleteLater()
