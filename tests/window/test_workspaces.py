"""The workspaces, the answer at the place, and what keys show while they are held."""

import re
from functools import partial

import numpy as np
import pyqtgraph as pg
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QPlainTextEdit,
    QStackedWidget,
    QToolButton,
)

from mdn_gui.core.examples.inverse_sine import InverseSine
from mdn_gui.qt.widgets.tabs import Drawer, Pages
from tests.person import LEFT
from tests.plots import curve
from tests.trainings import LedTraining
from tests.widgets import find
from tests.window.explorer import Explorer
from tests.window.image import colour_by_density, shares, texts_of_bar


def percentages(person: Explorer) -> list[str]:
    """What stands on the branches."""
    texts = [item for item in person.field.plotItem.items if isinstance(item, pg.TextItem)]
    shown = [item.textItem.toPlainText() for item in texts if item.isVisible()]
    return sorted(text for text in shown if text.endswith("%"))


def lines(person: Explorer) -> int:
    """How many unnamed curves are drawn in the field."""
    curves = [item for item in person.field.plotItem.items if isinstance(item, pg.PlotCurveItem)]
    return sum(item.name() is None and np.size(item.getData()[0]) > 1 for item in curves)


def test_whatever_lets_a_run_go_shows_the_training(trained: Explorer, led: LedTraining) -> None:
    rooms = find(trained.window, QStackedWidget, "workspace")
    trained.go_to_workspace("Check")
    trained.take("Continue", "50 epochs more")
    trained.qtbot.waitUntil(lambda: rooms.currentIndex() == 1)
    led.let_end(1)
    trained.key(Qt.Key.Key_Space)
    trained.wait_for_message("Paused.")
    for key, said in ((Qt.Key.Key_Space, "Training goes on."), (Qt.Key.Key_S, "One more epoch.")):
        trained.go_to_workspace("Check")
        trained.key(key)
        trained.wait_for_message(said)
        trained.qtbot.waitUntil(lambda: rooms.currentIndex() == 1)
    trained.press("Stop")
    trained.wait_for_message("Stopped.")
    trained.go_to_workspace("Check")
    trained.key(Qt.Key.Key_Space)
    trained.qtbot.waitUntil(lambda: rooms.currentIndex() == 1)


def test_keys_go_to_the_workspaces(trained: Explorer) -> None:
    rooms = find(trained.window, QStackedWidget, "workspace")

    def at(place: int) -> bool:
        return rooms.currentIndex() == place

    for key, place in ((Qt.Key.Key_1, 0), (Qt.Key.Key_3, 2), (Qt.Key.Key_2, 1)):
        QTest.keyClick(trained.window, key, Qt.KeyboardModifier.AltModifier)
        trained.qtbot.waitUntil(partial(at, place))


def test_training_leads_from_data_to_explore(person: Explorer, led: LedTraining) -> None:
    person.choose_example()
    person.go_to_workspace("Data")
    rows = person.table("rows_loaded").model()
    person.qtbot.waitUntil(lambda: rows.rowCount() == 1000)  # of 3,000
    person.press("Train")
    rooms = find(person.window, QStackedWidget, "workspace")
    person.qtbot.waitUntil(lambda: rooms.currentIndex() == 1)
    person.qtbot.waitUntil(lambda: person.text("answer").endswith("bring the first answer."))
    led.let_end(3)
    person.qtbot.waitUntil(lambda: "near" in person.text("answer"), timeout=15_000)
    person.press("Stop")


def test_sentence_branches_and_numbers_tell_the_same_modes(trained: Explorer) -> None:
    def agree() -> bool:
        rows = [row for row in trained.cells("numbers") if row[0].startswith("Mode")]
        modes = {(value, probability) for _, value, probability, *_ in rows}
        answer, count = trained.text("answer"), len(rows)
        beginning = {1: "One answer", 2: "Two answers"}.get(count, f"{count} answers")
        if count == 1:
            named = answer.startswith(f"One answer: near {rows[0][1]}.")
        else:
            told = set(re.findall(r"(\S+) \((\d+%)\)", answer))
            named = told <= modes and len(told) == min(count, 5)
        dots = len(curve(trained.field, "modes at x")[0])
        beyond = sum(text.count("%") for text in percentages(trained) if text[0] in "▲▼")
        here = trained.x_shown() == 2.5
        return here and named and answer.startswith(beginning) and dots + beyond == count

    trained.stand_at(2.5)
    trained.qtbot.waitUntil(agree, timeout=15_000)


def test_the_members_are_seen_while_m_is_held(trained: Explorer) -> None:
    before = lines(trained)
    QTest.keyPress(trained.window, Qt.Key.Key_M)
    trained.qtbot.waitUntil(lambda: lines(trained) > before)
    QTest.keyRelease(trained.window, Qt.Key.Key_M)
    trained.qtbot.waitUntil(lambda: lines(trained) == before)


def test_the_truth_stands_in_the_colours_of_the_network_while_t_is_held(
    trained: Explorer,
) -> None:
    shown = len(curve(trained.field, "data")[0])
    assert shown > 0
    colour_by_density(trained)
    before = trained.density()[0]
    trained.qtbot.waitUntil(lambda: bool(percentages(trained)))
    QTest.keyPress(trained.window, Qt.Key.Key_T)
    trained.qtbot.waitUntil(lambda: len(curve(trained.field, "data")[0]) == 0)
    trained.qtbot.waitUntil(lambda: likeness_of_truth(trained) > 0.95)
    assert texts_of_bar(trained.field) == "density"
    assert not percentages(trained)
    trained.qtbot.waitUntil(lambda: "truth" in trained.title_at_x())
    values, y = trained.density()
    assert_allclose(values, np.exp(InverseSine().truth([trained.line_at()], y).log_density[0]))
    assert not curve(trained.slice, "samples")[0].size
    assert not curve(trained.slice, "component 1")[0].size
    QTest.keyRelease(trained.window, Qt.Key.Key_T)
    trained.qtbot.waitUntil(lambda: len(curve(trained.field, "data")[0]) == shown)
    trained.qtbot.waitUntil(lambda: "truth" not in trained.title_at_x())
    assert_array_equal(trained.density()[0], before)
    assert curve(trained.slice, "samples")[0].size
    assert not trained.ticked("layer_truth")


def likeness_of_truth(person: Explorer) -> float:
    """How well the tones of the field fit the true densities."""
    seen = shares(person.field)
    density = np.exp(InverseSine().truth(seen.x, seen.y[::-1]).log_density)[:, ::-1]
    top = np.quantile(density.max(axis=1), 0.6)
    alike = np.corrcoef(np.minimum(density / top, 1.0).ravel(), seen.seen.ravel())
    return float(alike[0, 1])


def test_settings_that_differ_from_the_run_shown_are_counted_and_taken_back(
    trained: Explorer,
) -> None:
    def heading() -> str:
        return find(trained.window, QLabel, "next_run").text()

    assert heading() == "Next run"
    trained.retype("components", "3")
    trained.retype("epochs", "40")
    trained.retype("test_fraction", "0.2")  # in Data
    trained.qtbot.waitUntil(lambda: heading() == "Next run (3 changes)")
    captions = [label.text() for label in trained.window.findChildren(QLabel)]
    assert {"Components •", "Epochs •"} <= set(captions)
    QTest.mouseClick(find(trained.window, QToolButton, "as_run_shown"), Qt.MouseButton.LeftButton)
    trained.qtbot.waitUntil(lambda: heading() == "Next run")
    assert trained.typed("epochs") == "5"
    assert trained.typed("test_fraction") == "0.15"


def test_what_is_refused_out_of_sight_keeps_nobody_from_training(trained: Explorer) -> None:
    [undo] = [each for each in trained.window.findChildren(QAction) if each.data() == "undo"]
    run_shown = trained.typed("validation_fraction")
    for act, value in (
        (partial(trained.choose, "preset", "Quick"), "0.15"),
        (partial(trained.choose_example, "Circle"), "0.15"),
        (undo.trigger, "0.15"),
        (partial(trained.push, "as_run_shown"), run_shown),
    ):
        trained.retype("validation_fraction", "abc")  # in Data
        trained.qtbot.waitUntil(lambda: not trained.offered("Train"))
        act()
        trained.qtbot.waitUntil(lambda: trained.offered("Train"))
        assert trained.typed("validation_fraction") == value
        assert trained.offered("Train"), "nothing is refused again where it is seen"


def test_the_toolbar_shows_one_of_two_runs_and_compares_it(
    trained: Explorer, led: LedTraining
) -> None:
    trained.train(2, led)
    shown = find(trained.window, QComboBox, "run_shown")
    trained.qtbot.waitUntil(lambda: shown.currentText() == "Run 2")
    trained.choose("run_compared", "Run 1")
    trained.qtbot.waitUntil(lambda: "Run 1" in trained.text("comparison"))
    trained.choose("run_shown", "Run 1")
    trained.qtbot.waitUntil(lambda: "Run 1" in trained.text("facts"))
    trained.wait_until_drawn(5)


def test_a_key_that_repeats_is_held(trained: Explorer) -> None:
    QTest.keyPress(trained.window, Qt.Key.Key_T)
    trained.qtbot.waitUntil(lambda: len(curve(trained.field, "data")[0]) == 0)
    for _ in range(5):  # as displays tell of a key that is held
        QTest.keyRelease(trained.window, Qt.Key.Key_T)
        QTest.keyPress(trained.window, Qt.Key.Key_T)
        QApplication.processEvents()
        assert len(curve(trained.field, "data")[0]) == 0
    QTest.keyRelease(trained.window, Qt.Key.Key_T)
    trained.qtbot.waitUntil(lambda: len(curve(trained.field, "data")[0]) > 0)


def test_a_key_pressed_as_another_is_released_shows_its_own(trained: Explorer) -> None:
    rows = len(curve(trained.field, "data")[0])
    QTest.keyPress(trained.window, Qt.Key.Key_T)
    trained.qtbot.waitUntil(lambda: len(curve(trained.field, "data")[0]) == 0)
    before = lines(trained)
    QTest.keyRelease(trained.window, Qt.Key.Key_T)
    QTest.keyPress(trained.window, Qt.Key.Key_M)
    trained.qtbot.waitUntil(lambda: len(curve(trained.field, "data")[0]) == rows)
    trained.qtbot.waitUntil(lambda: lines(trained) > before)
    QTest.keyRelease(trained.window, Qt.Key.Key_M)
    trained.qtbot.waitUntil(lambda: lines(trained) == before)


def test_the_drawer_is_opened_and_closed_by_return(trained: Explorer) -> None:
    drawer = find(trained.window, Drawer, "tabs")
    tabs = drawer.tabBar()
    tabs.setFocus()
    QTest.mouseClick(tabs, Qt.MouseButton.RightButton, pos=tabs.tabRect(1).center())
    assert drawer.opened
    trained.strike(Qt.Key.Key_Return)
    assert not drawer.opened
    trained.strike(Qt.Key.Key_Right)
    trained.strike(Qt.Key.Key_Return)
    assert drawer.opened
    table = trained.table("components")
    trained.qtbot.waitUntil(lambda: table.isVisible() and table.model().rowCount() > 0)


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900), (1920, 1080)])
def test_check_is_read_with_ease_at_any_width(trained: Explorer, size: tuple[int, int]) -> None:
    trained.window.resize(*size)
    trained.go_to_workspace("Check")
    table, notes = trained.table("least_likely"), find(trained.window, QPlainTextEdit, "notes")
    trained.qtbot.waitUntil(table.isVisible)
    trained.qtbot.waitUntil(
        lambda: abs(table.horizontalHeader().length() - table.viewport().width()) <= 2
    )
    letters = notes.width() / notes.fontMetrics().averageCharWidth()
    assert 50 <= letters <= 90
    assert table.verticalHeader().length() >= table.viewport().height() - 2, "no empty part below"
    parts = [each.mapTo(trained.window, each.rect().topLeft()).x() for each in (notes, table)]
    left, right = parts[0], trained.window.width() - parts[1] - table.width()
    assert abs(left - right) <= 40, "both stand in the middle"
    explained = trained.window.findChildren(QLabel)
    assert any(
        each.isVisible() and each.text().startswith("The network gives these rows the lowest")
        for each in explained
    )


@pytest.mark.parametrize("way", ["click", "Return"])
def test_what_an_open_drawer_takes_the_room_of_stays_as_tabs_that_bring_it_back(
    trained: Explorer, way: str
) -> None:
    drawer, slot = find(trained.window, Drawer, "tabs"), find(trained.window, Pages, "slot")
    trained.window.resize(1280, 720)
    trained.qtbot.waitUntil(lambda: trained.window.height() == 720)
    assert drawer.opened
    tabs = slot.tabBar()
    trained.qtbot.waitUntil(lambda: tabs.isVisible() and not trained.losses.isVisible())
    assert "closes the tables" in slot.tabToolTip(slot.currentIndex())
    assert trained.field.height() >= 300
    if way == "click":
        QTest.mouseClick(tabs, LEFT, pos=tabs.tabRect(slot.currentIndex()).center())
    else:
        QTest.keyClick(tabs, Qt.Key.Key_Return)
    trained.qtbot.waitUntil(trained.losses.isVisible)
    assert not drawer.opened
    assert slot.tabToolTip(slot.currentIndex()) == "Losses"
    assert not tabs.isVisible(), "a single tab needs no bar"
    trained.open_tab("Numbers")
    trained.qtbot.waitUntil(lambda: not trained.losses.isVisible())
    trained.window.resize(1280, 1000)
    trained.qtbot.waitUntil(trained.losses.isVisible)
    assert drawer.opened, "there is room for both"
