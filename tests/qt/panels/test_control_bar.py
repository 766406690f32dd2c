"""The toolbar."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QProgressBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.core.session import Phase, Session
from mdn_gui.qt.actions import Actions
from mdn_gui.qt.panels.control_bar import ControlBar
from tests.networks import loaded
from tests.widgets import find


class _Bar:
    def __init__(self, owner: QWidget) -> None:
        self.actions = Actions(owner)
        self.bar = ControlBar(self.actions, owner)

    def show(self, session: Session) -> None:
        self.actions.show_session(session)
        self.bar.show_session(session)

    @property
    def time_left(self) -> str:
        return find(self.bar, QLabel, "time-left").text()

    @property
    def percent(self) -> float:
        [progress] = self.bar.findChildren(QProgressBar)
        return 100 * progress.value() / progress.maximum()


@pytest.fixture
def bar(qtbot: QtBot) -> _Bar:
    owner = QWidget()
    qtbot.addWidget(owner)
    bar = _Bar(owner)
    owner.show()
    return bar


RUN = replace(loaded(), phase=Phase.TRAINING, epochs_planned=2000, progress=500.4)


def test_shows_how_far_the_run_is(bar: _Bar) -> None:
    bar.show(RUN)
    assert bar.time_left == "500/2,000 epochs"
    assert bar.percent == pytest.approx(25.0, abs=0.1)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0.2, "1 s"), (59.4, "59 s"), (90, "2 min"), (3599, "60 min"), (5400, "1.5 h")],
)
def test_shows_the_time_left(bar: _Bar, seconds: float, shown: str) -> None:
    bar.show(replace(RUN, seconds_left=seconds))
    assert bar.time_left == f"500/2,000 epochs, {shown} left"


def test_before_any_run_there_is_nothing_to_show(bar: _Bar) -> None:
    bar.show(RUN)
    bar.show(loaded())
    assert bar.time_left == ""
    assert bar.percent == 0


@pytest.mark.parametrize(
    ("text", "name", "phase"),
    [
        ("Train", "train", Phase.IDLE),
        ("Pause", "pause", Phase.TRAINING),
        ("Resume", "pause", Phase.PAUSED),
        ("Stop", "stop", Phase.PAUSED),
        ("Reset", "reset", Phase.TRAINING),
    ],
)
def test_a_button_does_its_action_and_is_called_by_it(
    bar: _Bar, qtbot: QtBot, text: str, name: str, phase: Phase
) -> None:
    bar.show(replace(loaded(), phase=phase))
    [button] = [found for found in bar.bar.findChildren(QToolButton) if found.text() == text]
    spoken = QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)
    assert spoken == text
    with qtbot.waitSignal(getattr(bar.actions, name).triggered):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_every_button_is_reached_by_the_keyboard(bar: _Bar) -> None:
    bar.show(loaded())
    assert all(
        button.focusPolicy() & Qt.FocusPolicy.TabFocus
        for button in bar.bar.findChildren(QToolButton)
        if button.text()
    )
