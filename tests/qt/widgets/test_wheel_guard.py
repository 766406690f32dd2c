"""The wheel over controls."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QScrollArea,
    QScrollBar,
    QSlider,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mdn_gui.core.settings import Range
from mdn_gui.qt.widgets.controls import WheelGuard
from mdn_gui.qt.widgets.setting_fields import WholeNumberField

type State = tuple[int, int, int, int]


@pytest.fixture
def area(qtbot: QtBot) -> QScrollArea:
    """A form of one control of each kind, higher than there is room for."""
    column, area = QWidget(), QScrollArea()
    layout = QVBoxLayout(column)
    slider, choice, tabs = QSlider(Qt.Orientation.Horizontal), QComboBox(), QTabBar()
    choice.addItems(["first", "second", "third"])
    choice.setCurrentIndex(1)
    for tab in ("first", "second", "third"):
        tabs.addTab(tab)
    tabs.setCurrentIndex(1)
    number = WholeNumberField("number", Range(0, 9))
    for control in (slider, number, choice, tabs):
        control.setMinimumHeight(60)
        layout.addWidget(control)
    slider.setValue(5)
    number.reset(5)
    area.setWidgetResizable(True)
    area.setWidget(column)
    WheelGuard(area).protect(area)
    qtbot.addWidget(area)
    area.resize(200, 150)
    with qtbot.waitActive(area):
        area.show()
        area.activateWindow()
    return area


def state(area: QScrollArea) -> State:
    [slider] = area.findChildren(QSlider)
    [choice], [tabs] = area.findChildren(QComboBox), area.findChildren(QTabBar)
    [number] = area.findChildren(WholeNumberField)
    return slider.value(), number.value(), choice.currentIndex(), tabs.currentIndex()


@pytest.mark.parametrize("kind", [QSlider, WholeNumberField, QComboBox, QTabBar])
def test_the_wheel_scrolls_past_a_control_and_gives_it_no_focus(
    area: QScrollArea, kind: type[QWidget], qtbot: QtBot
) -> None:
    area.setFocus()
    [control] = [c for c in area.findChildren(kind) if not isinstance(c, QScrollBar)]
    before, bar = state(area), area.verticalScrollBar()
    area.ensureWidgetVisible(control)
    bar.setValue(min(bar.value(), bar.maximum() - 10))
    place, scrolled = control.mapTo(area, QPoint(8, 8)), bar.value()
    QTest.wheelEvent(area.windowHandle(), place, QPoint(0, -120))
    qtbot.waitUntil(lambda: bar.value() > scrolled)
    assert state(area) == before
    assert not control.hasFocus()


@pytest.mark.parametrize("kind", [QSlider, WholeNumberField, QComboBox, QTabBar])
def test_a_control_with_the_focus_is_turned(
    area: QScrollArea, kind: type[QWidget], qtbot: QtBot
) -> None:
    [control] = [c for c in area.findChildren(kind) if not isinstance(c, QScrollBar)]
    control.setFocus()
    area.ensureWidgetVisible(control)
    before = state(area)
    QTest.wheelEvent(area.windowHandle(), control.mapTo(area, QPoint(8, 8)), QPoint(0, -120))
    qtbot.waitUntil(lambda: state(area) != before)
