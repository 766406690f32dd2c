"""Someone who does whatever can be done in a window, at random."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QMainWindow,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)

from tests.mouse import send_mouse

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
KEYS = (
    *(Qt.Key.Key_Space, Qt.Key.Key_S, Qt.Key.Key_R, Qt.Key.Key_Left, Qt.Key.Key_Right),
    *(Qt.Key.Key_Tab, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Home),
    Qt.Key.Key_P,
)
ASKS_FOR_A_FILE = ("…", "Quit", "About")
"""What opens a dialog of the system, or closes the window."""


class Monkey:
    """Acts by mouse and keys on what is visible and enabled.

    Args:
        window: Where it acts.
        seed: What it does follows from it.
    """

    def __init__(self, window: QMainWindow, seed: int) -> None:
        self._window = window
        self._rng = np.random.default_rng(seed)
        self.done: list[str] = []
        self._actions: list[Callable[[], str]] = [
            *(self._click_plot, self._drag_plot, self._drag_plot, self._press_button),
            *(self._press_button, self._turn, self._turn, self._step, self._choose),
            *(self._change_tab, self._pick_in_table, self._press_key, self._resize, self._trigger),
        ]

    def act(self) -> None:
        """Do one thing, and let the window answer."""
        action = self._actions[int(self._rng.integers(len(self._actions)))]
        self.done.append(action())
        QCoreApplication.processEvents()
        for dialog in self._window.findChildren(QDialog):
            if dialog.isVisible():
                self.done.append(f"close {dialog.windowTitle()!r}")
                QTest.keyClick(dialog, Qt.Key.Key_Escape)

    def _some[W: QWidget](self, kind: type[W]) -> W | None:
        found = [w for w in self._window.findChildren(kind) if w.isVisible() and w.isEnabled()]
        return found[int(self._rng.integers(len(found)))] if found else None

    def _place(self, widget: QWidget) -> QPoint:
        x, y = self._rng.random(2)
        return QPoint(int(x * widget.width()), int(y * widget.height()))

    def _click_plot(self) -> str:
        plot = self._some(pg.PlotWidget)
        if plot is None:
            return "no plot"
        place = self._place(plot.viewport())
        self._drag(plot.viewport(), place, place)
        return f"click {plot.accessibleName()!r} at {place.toTuple()}"

    def _drag_plot(self) -> str:
        plot = self._some(pg.PlotWidget)
        if plot is None:
            return "no plot"
        start, end = self._place(plot.viewport()), self._place(plot.viewport())
        self._drag(plot.viewport(), start, end)
        return f"drag {plot.accessibleName()!r} {start.toTuple()} to {end.toTuple()}"

    def _drag(self, viewport: QWidget, start: QPoint, end: QPoint) -> None:
        send_mouse(viewport, QEvent.Type.MouseMove, start, NONE, NONE)
        send_mouse(viewport, QEvent.Type.MouseButtonPress, start, LEFT, LEFT)
        for share in (0.2, 0.6, 1.0):
            QCoreApplication.processEvents()
            send_mouse(viewport, QEvent.Type.MouseMove, start + (end - start) * share, NONE, LEFT)
        send_mouse(viewport, QEvent.Type.MouseButtonRelease, end, LEFT, NONE)

    def _press_button(self) -> str:
        button = self._some(QAbstractButton)
        if button is None or _waits(button):
            return "no button"
        QTest.mouseClick(button, LEFT)
        return f"press {button.text() or button.accessibleName()!r}"

    def _turn(self) -> str:
        slider = self._some(QAbstractSlider)
        if slider is None or isinstance(slider, QScrollBar):
            return "no slider"
        value = int(self._rng.integers(slider.minimum(), slider.maximum() + 1))
        slider.setSliderPosition(value)
        return f"turn {slider.accessibleName()!r} to {value}"

    def _step(self) -> str:
        field = self._some(QAbstractSpinBox)
        if field is None:
            return "no field"
        steps = int(self._rng.integers(-3, 4))
        field.stepBy(steps)
        return f"step {field.accessibleName()!r} by {steps}"

    def _choose(self) -> str:
        choice = self._some(QComboBox)
        if choice is None:
            return "no choice"
        key = (Qt.Key.Key_Up, Qt.Key.Key_Down)[int(self._rng.integers(2))]
        QTest.keyClick(choice, key)
        return f"choose {choice.currentText()!r} in {choice.accessibleName()!r}"

    def _change_tab(self) -> str:
        bar = self._some(QTabBar)
        if bar is None or not bar.count():
            return "no tabs"
        tab = int(self._rng.integers(bar.count()))
        QTest.mouseClick(bar, LEFT, pos=bar.tabRect(tab).center())
        return f"tab {bar.tabText(tab)!r}"

    def _pick_in_table(self) -> str:
        table = self._some(QAbstractItemView)
        if table is None:
            return "no table"
        QTest.mouseClick(table.viewport(), LEFT, pos=self._place(table.viewport()))
        return f"pick in {table.accessibleName()!r}"

    def _press_key(self) -> str:
        key = KEYS[int(self._rng.integers(len(KEYS)))]
        focused = QApplication.focusWidget() or self._window
        if isinstance(focused, QAbstractButton) and key is Qt.Key.Key_Space:
            return "no key"  # it might ask for a file
        QTest.keyClick(focused, key)
        return f"key {key.name} on {focused.accessibleName()!r}"

    def _resize(self) -> str:
        width, height = int(self._rng.integers(900, 1600)), int(self._rng.integers(600, 1000))
        self._window.resize(width, height)
        return f"resize to {width} x {height}"

    def _trigger(self) -> str:
        """What a person does by menu, without the menu, which would wait for the mouse."""
        found = [
            action
            for action in self._window.findChildren(QAction)
            if action.isEnabled()
            and action.text()
            and action.menu() is None
            and not any(word in action.text() for word in ASKS_FOR_A_FILE)
            and action.parent() is self._window
        ]
        action = found[int(self._rng.integers(len(found)))]
        action.trigger()
        return f"trigger {action.text()!r}"


def _waits(button: QAbstractButton) -> bool:
    """Whether a click opens a menu or a dialog that waits for the mouse."""
    names = button.text() + button.accessibleName()
    if any(word in names for word in ASKS_FOR_A_FILE):
        return True
    popup = QToolButton.ToolButtonPopupMode.DelayedPopup
    return isinstance(button, QToolButton) and button.popupMode() is not popup
