"""What controls have in common: names and tips, long texts, the wheel."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QSlider,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mdn_gui.core.setting import Range
from mdn_gui.qt.widgets.controls import ElidedLabel, WheelGuard, describe
from mdn_gui.qt.widgets.setting_fields import WholeNumberField


def test_tells_a_screen_reader_and_shows_the_same_in_the_tooltip(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    tip = "Makes a < b & c."
    describe(button, "Order", tip)
    assert button.accessibleName() == "Order"
    assert button.accessibleDescription() == tip
    shown = QTextDocument()
    shown.setHtml(button.toolTip())
    assert shown.toPlainText() == tip


LONG = "a_name_that_is_far_too_long_for_its_column.parquet"


def picture(label: ElidedLabel, text: str) -> object:
    label.show_text(text)
    return label.grab().toImage()


def test_a_long_text_needs_no_room_and_is_in_the_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.show_text("a")
    narrow = label.minimumSizeHint().width()
    label.show_text(LONG)
    assert label.minimumSizeHint().width() == narrow
    assert LONG in label.toolTip()
    assert label.text() == LONG


def test_shows_both_ends_and_leaves_out_the_middle(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(120, 20)
    kept = label.fontMetrics().elidedText(LONG, Qt.TextElideMode.ElideMiddle, 120)
    assert kept.endswith("quet")
    assert picture(label, LONG) == picture(label, kept)
    assert picture(label, LONG) != picture(label, LONG.replace(".parquet", ".nothing"))


def test_a_shorter_text_is_shown_whole_before_anything_is_left_out(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    whole, shorter = "ended at 415, best 261", ("415, best 261", "best 261")
    for shown in (whole, *shorter):
        label.resize(label.fontMetrics().horizontalAdvance(shown), 20)
        expected = picture(label, shown)
        label.show_text(whole, shorter=shorter)
        assert label.grab().toImage() == expected
        assert whole in label.toolTip()
    assert label.minimumSizeHint().width() == label.width(), "the shortest one always fits"


def test_a_text_with_marks_is_shown_as_it_is(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(200, 20)
    assert picture(label, "<b>x</b>") != picture(label, "x")


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
