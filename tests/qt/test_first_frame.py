"""What a person sees at once, and what comes after it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QPushButton,
    QSplitter,
    QTableView,
    QToolBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.qt.control import looking, rows
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.main_window import MainWindow
from mdn_gui.qt.panels.columns_panel import ColumnsPanel
from mdn_gui.qt.widgets.controls import ElidedLabel
from mdn_gui.qt.widgets.number_field import NumberField
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.session.data import of_example
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Workspace
from tests.trainings import LedTraining
from tests.widgets import find

ROOT = Path(__file__).parents[2]
HEAVY = {
    *("scipy", "pyarrow", "contourpy", "PIL", "tensorflow", "keras", "matplotlib"),
    "pyqtgraph",
}


def test_what_takes_long_to_import_comes_after_the_first_frame() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "tests.first_frame"],
        cwd=ROOT,
        env=dict(os.environ, QT_QPA_PLATFORM="offscreen"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    [imported] = result.stdout.splitlines()
    assert {"numpy", "PySide6"} <= set(imported.split())
    assert not HEAVY & set(imported.split())


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_nothing_moves_when_the_rest_comes(
    controller: Controller, loader: Loader, qtbot: QtBot, size: tuple[int, int]
) -> None:
    controller.do(rows.show(of_example(EXAMPLES["inverse-sine"], 300)))
    window = _first_seen(controller, loader, qtbot, size)
    assert window.findChildren(NumberField) == []
    parts = _parts(window)
    first = [_place(part, window) for part in parts]
    qtbot.waitUntil(lambda: window.complete, timeout=30_000)
    assert window.findChildren(NumberField)
    assert [_place(part, window) for part in parts] == first


def test_what_is_done_before_the_rest_comes_is_in_it(
    controller: Controller, loader: Loader, led: LedTraining, qtbot: QtBot
) -> None:
    window = _first_seen(controller, loader, qtbot)
    drawn: list[object] = []
    window.drawn.connect(drawn.append)
    [example] = [each for each in window.findChildren(QAction) if each.text() == "Inverse sine"]
    example.trigger()
    QTest.keyClick(window, Qt.Key.Key_Space)
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert not window.complete
    assert drawn == [], "what is not there cannot have been drawn"
    qtbot.waitUntil(lambda: window.complete, timeout=30_000)
    assert controller.session.led.phase is Phase.TRAINING
    assert not find(window, NumberField, "epochs").isEnabled(), "locked, for the run goes"
    led.let_end(1)
    qtbot.waitUntil(lambda: "nats" in find(window, ElidedLabel, "facts").text())
    x = controller.session.resolved.x
    assert float(find(window, NumberField, "input_0").text()) == pytest.approx(x, abs=0.01)
    qtbot.waitUntil(lambda: bool(drawn))
    controller.training.stop()
    led.let_end(controller.session.led.epochs_planned)
    qtbot.waitUntil(lambda: not controller.session.led.busy)


def test_columns_that_are_asked_for_before_the_rest_comes_are_taken(
    controller: Controller, loader: Loader, qtbot: QtBot, tmp_path: Path
) -> None:
    table = tmp_path / "wells.csv"
    table.write_text("depth,age\n0,7\n10,8\n", encoding="utf-8")
    window = _first_seen(controller, loader, qtbot)
    with qtbot.waitSignal(loader.columns_wanted):
        loader.open_table(table)
    qtbot.waitUntil(lambda: window.complete, timeout=30_000)
    [panel] = window.findChildren(ColumnsPanel)
    with qtbot.waitSignal(loader.loaded):
        QTest.mouseClick(find(panel, QPushButton, "columns_take"), Qt.MouseButton.LeftButton)
    controller.do(looking.show_workspace(Workspace.DATA))
    rows_shown = find(window, QTableView, "rows_loaded")
    qtbot.waitUntil(lambda: rows_shown.isVisible() and rows_shown.model().rowCount() == 2)


def test_a_window_that_no_display_shows_has_all_its_panels_too(
    controller: Controller, loader: Loader, qtbot: QtBot
) -> None:
    window = MainWindow(controller, loader)
    qtbot.addWidget(window)
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.show()
    qtbot.waitUntil(lambda: window.complete, timeout=30_000)


def _first_seen(
    controller: Controller, loader: Loader, qtbot: QtBot, size: tuple[int, int] = (1280, 800)
) -> MainWindow:
    window = MainWindow(controller, loader)
    qtbot.addWidget(window)
    window.resize(*size)
    with qtbot.waitExposed(window):
        window.show()
    assert not window.complete
    return window


def _parts(window: MainWindow) -> list[QWidget]:
    """The menu, the status line, the toolbar, and what the borders between the panels part."""
    parts: list[QWidget] = [window.menuBar(), window.statusBar()]
    parts.append(find(window, QToolBar, "controls"))
    for splitter in window.findChildren(QSplitter):
        for index in range(splitter.count()):
            part = splitter.widget(index)
            assert part is not None
            parts.append(part)
    return parts


def _place(part: QWidget, window: MainWindow) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


def test_the_tab_key_goes_from_the_form_to_the_plots_and_the_tabs(
    controller: Controller, loader: Loader, qtbot: QtBot
) -> None:
    window = _first_seen(controller, loader, qtbot, (1280, 800))
    loader.load_example("inverse-sine")
    qtbot.waitUntil(lambda: window.complete, timeout=30_000)
    qtbot.waitUntil(find(window, QWidget, "workspace").isVisible)
    window.activateWindow()
    walked: list[str] = []
    for _ in range(150):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        at = QApplication.focusWidget()
        part = next(
            (
                type(each).__name__
                for each in window.findChildren(Pane)
                if at is not None and (each is at or each.isAncestorOf(at))
            ),
            "",
        )
        if part and part not in walked:
            walked.append(part)
    parts = ["SetupPanel", "SamplingPanel", "LayersBar", "SlicePlot", "PlaybackBar"]
    assert [part for part in walked if part in parts] == parts
