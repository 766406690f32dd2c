"""The wheel scrolls; it changes a control only where a person has put the focus."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QComboBox, QTabBar, QWidget

from mdn_gui.qt.guard import guarded_with

CONTROLS = (QAbstractSlider, QAbstractSpinBox, QComboBox, QTabBar)
"""What Qt lets the wheel change. Scroll bars, which are sliders too, do not take the focus."""


class WheelGuard(QObject):
    """Lets the wheel over a control without the focus scroll what is around it.

    Args:
        parent: The owner.
    """

    def protect(self, root: QWidget) -> None:
        """Guard every control in a window that can have the focus."""
        for control in root.findChildren(QWidget):
            if isinstance(control, CONTROLS) and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                if control.focusPolicy() == Qt.FocusPolicy.WheelFocus:
                    # The wheel itself would give it the focus.
                    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                control.installEventFilter(self)

    @guarded_with(False)  # noqa: FBT003 - what Qt calls "not filtered"
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Pass the wheel on to what is around a control."""
        if event.type() != QEvent.Type.Wheel or not isinstance(watched, QWidget):
            return False
        event.ignore()
        return not watched.hasFocus()
