"""The guard around overrides of Qt methods."""

from collections.abc import Callable
from typing import override

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.qt.guard import guarded, guarded_with


class _Fragile(QWidget):
    """A widget whose overrides fail, except for the middle mouse button."""

    pressed: Qt.MouseButton | None = None

    @guarded
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.MiddleButton:
            raise RuntimeError("no such button")
        self.pressed = event.button()

    @override
    @guarded_with(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        raise RuntimeError("the filter is broken")


def test_a_failing_override_is_logged_and_the_program_lives_on(
    qtbot: QtBot, expect_log: Callable[[str], None]
) -> None:
    expect_log("mousePressEvent failed")
    widget = _Fragile()
    qtbot.addWidget(widget)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    QTest.mouseClick(widget, Qt.MouseButton.MiddleButton)
    assert widget.pressed is Qt.MouseButton.MiddleButton


def test_a_failing_override_returns_its_default(
    qtbot: QtBot, expect_log: Callable[[str], None]
) -> None:
    expect_log("eventFilter failed")
    filter_widget, watched = _Fragile(), QWidget()
    qtbot.addWidget(filter_widget)
    qtbot.addWidget(watched)
    watched.installEventFilter(filter_widget)
    watched.resize(123, 45)
    watched.show()
    assert watched.width() == 123


def test_a_guarded_override_returns_what_it_returns() -> None:
    @guarded_with(default=0)
    def doubled(value: int) -> int:
        return 2 * value

    assert doubled(21) == 42
