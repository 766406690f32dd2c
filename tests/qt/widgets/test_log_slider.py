"""The logarithmic slider with its number."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSlider, QStyle
from pytestqt.qtbot import QtBot

from mdn_gui.core.setting import Range
from mdn_gui.qt.widgets.log_slider import LogSlider
from mdn_gui.qt.widgets.number_field import NumberField
from tests.widgets import find


@pytest.fixture
def widget(qtbot: QtBot) -> LogSlider:
    widget = LogSlider("heat", "Heat", "Makes it warmer.")
    qtbot.addWidget(widget)
    widget.resize(300, 80)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


@pytest.fixture
def slider(widget: LogSlider) -> QSlider:
    return find(widget, QSlider, "heat_slider")


@pytest.fixture
def field(widget: LogSlider) -> NumberField:
    return find(widget, NumberField, "heat")


@pytest.fixture
def told(widget: LogSlider) -> list[float]:
    told: list[float] = []
    widget.edited.connect(told.append)
    return told


def handle(slider: QSlider, step: int) -> QPoint:
    """Where the handle's middle lies at a step of the slider."""
    length = slider.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, slider)
    span = slider.width() - length
    x = QStyle.sliderPositionFromValue(slider.minimum(), slider.maximum(), step, span)
    return QPoint(x + length // 2, slider.height() // 3)


def drag(slider: QSlider, end: int) -> None:
    button = Qt.MouseButton.LeftButton
    QTest.mousePress(slider, button, pos=handle(slider, slider.value()))
    QTest.mouseMove(slider, handle(slider, end))
    QTest.mouseRelease(slider, button, pos=handle(slider, end))


def test_a_narrow_slider_goes_from_end_to_end(qtbot: QtBot) -> None:
    narrow = LogSlider("near", "Near", "Reaches farther.", Range(0.5, 2.0))
    qtbot.addWidget(narrow)
    told: list[float] = []
    narrow.edited.connect(told.append)
    slider = find(narrow, QSlider, "near_slider")
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(slider, key)
    assert told == [0.5, 2.0]
    narrow.show_value(1.0)
    assert slider.value() - slider.minimum() == slider.maximum() - slider.value()


def test_one_is_the_middle(slider: QSlider, field: NumberField) -> None:
    assert field.text() == "1"
    assert slider.value() - slider.minimum() == slider.maximum() - slider.value()


@pytest.mark.parametrize(("factor", "share"), [(0.01, 0.0), (0.1, 0.25), (10, 0.75), (100, 1.0)])
def test_equal_ratios_are_equal_distances(
    widget: LogSlider, slider: QSlider, told: list[float], factor: float, share: float
) -> None:
    widget.show_value(factor)
    length = slider.maximum() - slider.minimum()
    assert (slider.value() - slider.minimum()) / length == share
    assert told == []


def test_a_drag_near_one_snaps_to_one(
    slider: QSlider, field: NumberField, told: list[float]
) -> None:
    drag(slider, 100)
    assert told[-1] == pytest.approx(10, rel=0.1)
    drag(slider, 4)
    assert told[-1] == 1.0
    assert field.text() == "1"
    assert slider.value() == 0


def test_the_keyboard_passes_one_freely(slider: QSlider, told: list[float]) -> None:
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(slider, key)
    assert told == [1.12, 1.0, 0.891]


def test_the_ends_are_a_hundredth_and_a_hundred(slider: QSlider, told: list[float]) -> None:
    QTest.keyClick(slider, Qt.Key.Key_Home)
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert told == [0.01, 100.0]


def test_an_exact_number_is_kept_exactly(
    slider: QSlider, field: NumberField, told: list[float]
) -> None:
    field.selectAll()
    QTest.keyClicks(field, "3.14159")
    assert told[-1] == 3.14159
    assert field.text() == "3.14159"
    assert slider.value() > 0


def test_the_label_leads_to_the_number(widget: LogSlider, field: NumberField) -> None:
    assert [label.text() for label in widget.findChildren(QLabel) if label.buddy() is field] == [
        "Heat"
    ]
    assert field.accessibleName() == "Heat"


@pytest.mark.parametrize("step", [-120, 0, 3, 200])
def test_a_double_click_sets_one(
    slider: QSlider, field: NumberField, told: list[float], step: int
) -> None:
    drag(slider, step)
    QTest.mouseDClick(slider, Qt.MouseButton.LeftButton, pos=handle(slider, step))
    assert field.text() == "1"
    assert slider.value() == 0
    assert told[-1:] in ([], [1.0])
    assert "double click" in slider.toolTip()


def test_a_drag_snaps_at_what_is_marked(qtbot: QtBot) -> None:
    widget = LogSlider("heat", "Heat", "Makes it warmer.", Range(0.1, 10.0), marked=(0.2, 5.0))
    qtbot.addWidget(widget)
    widget.resize(300, 80)
    with qtbot.waitExposed(widget):
        widget.show()
    told: list[float] = []
    widget.edited.connect(told.append)
    slider = find(widget, QSlider, "heat_slider")
    for near, mark in ((round(200 * np.log10(5.0)) + 2, 5.0), (2, 1.0)):
        drag(slider, near)
        assert told[-1] == mark
