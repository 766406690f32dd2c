"""Field, density at x and temperature alone, for a hall."""

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QLabel,
    QPushButton,
    QSlider,
    QSplitter,
    QToolBar,
    QWidget,
)

from mdn_gui.qt.panels.rows_panel import RowsPanel
from tests.person import LEFT
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import CONTROL, Explorer, picture

ALT = Qt.KeyboardModifier.AltModifier
PLOTS = ["Density of y given x", "Density of y at the chosen x"]


def present(person: Explorer) -> QWidget:
    """Press F11, and wait for what is presented."""
    person.strike(Qt.Key.Key_F11)
    person.qtbot.waitUntil(lambda: bool(person.window.findChildren(QWidget, "presentation")))
    presentation = find(person.window, QWidget, "presentation")
    person.qtbot.waitUntil(lambda: presentation.size() == person.window.size())
    return presentation


def plot(parent: QWidget, name: str) -> pg.PlotWidget:
    """One of the plots that are presented."""
    plots = parent.findChildren(pg.PlotWidget)
    [found] = [each for each in plots if each.accessibleName() == name]
    return found


def seen(person: Explorer) -> set[str]:
    """What of the window, and in it, is seen."""
    window = person.window
    parts: list[QWidget] = [window.menuBar(), window.statusBar()]
    parts += [*window.findChildren(QToolBar, "controls"), *window.findChildren(QWidget, "tabs")]
    parts += window.findChildren(QSplitter)
    return {type(part).__name__ for part in parts if part.isVisible()}


def size_of(label: QLabel) -> float:
    return QFontInfo(label.font()).pointSizeF()


def test_nothing_but_the_answer_both_plots_and_the_temperature_is_seen(trained: Explorer) -> None:
    assert len(seen(trained)) == 5
    presentation = present(trained)
    assert not seen(trained)
    assert trained.window.isFullScreen()
    plots = trained.window.findChildren(pg.PlotWidget)
    assert sorted(each.accessibleName() for each in plots if each.isVisible()) == sorted(PLOTS)
    controls = [*presentation.findChildren(QPushButton), *presentation.findChildren(QSlider)]
    controls += [
        *presentation.findChildren(QAbstractSpinBox),
        *presentation.findChildren(QCheckBox),
    ]
    names = [each.accessibleName() for each in controls if each.isVisible()]
    shown = ["Resample", "Leave", "Temperature, slider", "Temperature"]
    assert names == [*shown, "Compare temperatures", "Samples"]


def test_all_that_is_written_is_larger(trained: Explorer) -> None:
    usual = {name: trained.plot(name) for name in PLOTS}
    label = find(trained.window, QAbstractSpinBox, "temperature").parentWidget()
    assert label is not None
    small = size_of(label.findChildren(QLabel)[0])
    presentation = present(trained)
    [temperature] = [
        each for each in presentation.findChildren(QLabel) if each.text() == "Temperature"
    ]
    assert size_of(temperature) == pytest.approx(1.6 * small, rel=0.03)
    for name, before in usual.items():
        shown = plot(presentation, name)
        assert _type(shown) == pytest.approx(1.6 * _type(before), rel=0.06)


def _type(shown: pg.PlotWidget) -> np.ndarray:
    """Heights of what is written in a plot: title, legend, and of both axes names and numbers."""
    axes = [shown.getAxis(side) for side in ("bottom", "left")]
    labels = [shown.plotItem.titleLabel, *(label for _, label in shown.legend.items)]
    texts = [*(label.item for label in labels), *(axis.label for axis in axes)]
    heights = [
        text.boundingRect().height() - 2 * text.document().documentMargin() for text in texts
    ]
    return np.array([*heights, *(axis.style["tickFont"].pointSizeF() for axis in axes)])


@pytest.mark.parametrize("way", ["F11", "Escape", "button"])
def test_leaving_brings_everything_back(trained: Explorer, way: str) -> None:
    window = trained.window
    window.resize(1100, 760)
    trained.qtbot.waitUntil(lambda: window.centralWidget().width() == 1100)
    trained.open_tab("Row")
    QApplication.processEvents()
    before = seen(trained), window.size(), _sizes(trained)
    presentation = present(trained)
    if way == "button":
        QTest.mouseClick(find(presentation, QPushButton, "leave"), LEFT)
    else:
        trained.strike(Qt.Key[f"Key_{way}"])
    trained.qtbot.waitUntil(lambda: not presentation.isVisible())
    trained.qtbot.waitUntil(lambda: window.size() == before[1])
    assert not window.isFullScreen()
    assert (seen(trained), window.size(), _sizes(trained)) == before
    assert "Row" in trained.tabs()


def _sizes(person: Explorer) -> list[list[int]]:
    splitters = person.window.findChildren(QSplitter)
    return [splitter.sizes() for splitter in splitters if splitter.isVisible()]


def test_the_keys_do_what_they_always_do(trained: Explorer, led: LedTraining) -> None:
    x, seed = trained.x_shown(), _number(trained, "sampling_seed")
    presentation = present(trained)
    trained.strike(Qt.Key.Key_Right)
    trained.strike(Qt.Key.Key_R)
    QTest.keyClick(trained.window, Qt.Key.Key_Z, CONTROL)
    trained.strike(Qt.Key.Key_Space)
    led.let_end(1)
    wait = trained.qtbot.waitUntil
    message = find(trained.window, QLabel, "message")
    wait(lambda: "started" in message.text())
    assert presentation.isVisible()
    trained.strike(Qt.Key.Key_Escape)
    wait(lambda: trained.x_shown() > x)
    assert _number(trained, "sampling_seed") == seed, "Ctrl+Z undid what R did"


def test_single_keys_are_not_written_into_the_temperature(trained: Explorer) -> None:
    present(trained)
    seed, box = (
        _number(trained, "sampling_seed"),
        find(trained.window, QAbstractSpinBox, "presented_temperature"),
    )
    box.setFocus()
    trained.strike(Qt.Key.Key_R)
    assert box.text() == "1"
    trained.strike(Qt.Key.Key_Escape)
    trained.qtbot.waitUntil(lambda: _number(trained, "sampling_seed") != seed)


def _number(person: Explorer, name: str) -> str:
    return find(person.window, QAbstractSpinBox, name).text()


def test_a_workspace_that_is_chosen_ends_it(trained: Explorer) -> None:
    presentation = present(trained)
    QTest.keyClick(trained.window, Qt.Key.Key_1, ALT)
    trained.qtbot.waitUntil(lambda: not presentation.isVisible())
    [rows] = trained.window.findChildren(RowsPanel)
    trained.qtbot.waitUntil(rows.isVisible)


def test_the_temperature_and_the_samples_change_what_is_shown(trained: Explorer) -> None:
    presentation = present(trained)
    density = plot(presentation, PLOTS[1])

    def changes(what: Callable[[], None]) -> None:
        before = picture(density)
        what()
        trained.qtbot.waitUntil(lambda: bool(np.any(picture(density) != before)))

    slider = find(presentation, QSlider, "presented_temperature_slider")
    changes(lambda: QTest.keyClick(slider, Qt.Key.Key_Home))
    changes(lambda: QTest.mouseClick(find(presentation, QPushButton, "presented_resample"), LEFT))
    trained.strike(Qt.Key.Key_Escape)
    trained.qtbot.waitUntil(lambda: not presentation.isVisible())
    trained.qtbot.waitUntil(lambda: _number(trained, "temperature") == "0.01")


@pytest.mark.parametrize(
    ("box", "shown_at", "back"),
    [("presented_compare", 1, "compare_temperatures"), ("presented_samples", 0, "layer_samples")],
)
def test_temperatures_are_compared_and_samples_drawn(
    trained: Explorer, box: str, shown_at: int, back: str
) -> None:
    presentation = present(trained)
    shown = plot(presentation, PLOTS[shown_at])
    before = picture(shown)
    QTest.mouseClick(find(presentation, QCheckBox, box), LEFT, pos=QPoint(8, 8))
    trained.qtbot.waitUntil(lambda: bool(np.any(picture(shown) != before)))
    trained.strike(Qt.Key.Key_Escape)
    trained.qtbot.waitUntil(lambda: not presentation.isVisible())
    trained.qtbot.waitUntil(lambda: trained.ticked(back))


def test_the_epoch_is_told_while_a_run_goes_and_after_it(
    person: Explorer, led: LedTraining
) -> None:
    person.choose_example()
    person.retype("epochs", "5")
    presentation = present(person)
    epoch = find(presentation, QLabel, "presented_epoch")
    person.strike(Qt.Key.Key_Space)
    led.let_end(3)
    person.qtbot.waitUntil(lambda: epoch.text() == "Epoch 3 of 5")
    assert epoch.isVisible()
    led.let_end(2)
    person.qtbot.waitUntil(lambda: epoch.text() == "Best epoch 2")
    answer = find(presentation, QLabel, "answer")
    assert size_of(epoch) == pytest.approx(
        1.6 * size_of(find(person.window, QLabel, "message")), rel=0.05
    )
    assert answer.geometry().width() > epoch.geometry().width()


def test_no_temperature_is_told_that_the_picture_does_not_show(trained: Explorer) -> None:
    presentation = present(trained)
    field = plot(presentation, PLOTS[0])
    trained.qtbot.waitUntil(lambda: field.plotItem.titleLabel.text == "p(y | x)")

    def seen_below_the_title() -> np.ndarray:
        return picture(field)[60:]

    before = seen_below_the_title()
    slider = find(presentation, QSlider, "presented_temperature_slider")
    QTest.keyClick(slider, Qt.Key.Key_Home)
    trained.qtbot.waitUntil(lambda: "temperature 0.01" in field.plotItem.titleLabel.text)
    assert np.any(seen_below_the_title() != before)


def test_the_answer_is_said_in_large_type(trained: Explorer) -> None:
    usual = find(trained.window, QLabel, "answer")
    trained.qtbot.waitUntil(lambda: "answer" in usual.text())
    size = size_of(usual)
    presentation = present(trained)
    large = find(presentation, QLabel, "answer")
    trained.qtbot.waitUntil(lambda: large.text() == usual.text())
    assert size_of(large) == pytest.approx(1.6 * size, rel=0.03)
    assert large.isVisible()


def test_before_a_run_nothing_can_be_resampled(person: Explorer) -> None:
    person.choose_example()
    presentation = present(person)
    assert not find(presentation, QPushButton, "presented_resample").isEnabled()


def test_before_anything_is_loaded_there_is_nothing_to_present(person: Explorer) -> None:
    person.strike(Qt.Key.Key_F11)
    person.wait_for_message("there is nothing to present")
    assert not person.window.isFullScreen()
