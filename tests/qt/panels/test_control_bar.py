"""The toolbar."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QMainWindow,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from mdn_gui.core.recording import Losses
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.panels.control_bar import ControlBar
from mdn_gui.qt.theme import LIGHT
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from tests.desk import actions_of
from tests.named_runs import named_run
from tests.networks import loaded
from tests.sessions import changed
from tests.widgets import find


class _Bar:
    def __init__(self, owner: QMainWindow, controller: Controller, loader: Loader) -> None:
        self.actions = actions_of(owner, controller, loader)
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
def bar(qtbot: QtBot, controller: Controller, loader: Loader) -> _Bar:
    owner = QMainWindow()
    qtbot.addWidget(owner)
    bar = _Bar(owner, controller, loader)
    owner.show()
    return bar


RUN = changed(loaded(), phase=Phase.TRAINING, epochs_planned=2000, progress=500.4)


def test_shows_how_far_the_run_is(bar: _Bar) -> None:
    bar.show(RUN)
    assert bar.time_left == "500/2,000 epochs"
    assert bar.percent == pytest.approx(25.0, abs=0.1)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0.2, "1 s"), (59.4, "59 s"), (90, "2 min"), (3599, "60 min"), (5400, "1.5 h")],
)
def test_shows_the_time_left(bar: _Bar, seconds: float, shown: str) -> None:
    bar.show(changed(RUN, seconds_left=seconds))
    assert bar.time_left == f"500/2,000 epochs, {shown} left"


def test_a_run_that_is_not_shown_is_called_by_its_name(bar: _Bar) -> None:
    going = named_run(5, phase=Phase.TRAINING, epochs_planned=200, progress=50.0, name="wide")
    bar.show(changed(loaded(), listed=(named_run(1), going), run=1))
    assert bar.time_left == "wide: 50/200 epochs"
    assert bar.percent == 25.0


def test_before_any_run_there_is_nothing_to_show(bar: _Bar) -> None:
    bar.show(RUN)
    bar.show(loaded())
    assert bar.time_left == ""
    assert bar.percent == 0


@pytest.mark.parametrize(
    ("text", "name", "phase"),
    [
        ("Train", "train", Phase.IDLE),
        ("Pause", "train", Phase.TRAINING),
        ("Resume", "train", Phase.PAUSED),
        ("Stop", "stop", Phase.PAUSED),
        ("Check", "go_to_check", Phase.IDLE),
    ],
)
def test_a_button_does_its_action_and_is_called_by_it(
    bar: _Bar, qtbot: QtBot, text: str, name: str, phase: Phase
) -> None:
    bar.show(changed(loaded(), phase=phase))
    [button] = [found for found in bar.bar.findChildren(QToolButton) if found.text() == text]
    spoken = QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)
    assert spoken == text
    with qtbot.waitSignal(bar.actions.action(name).triggered):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_run_goes_on_from_its_menu(bar: _Bar, qtbot: QtBot) -> None:
    bar.show(changed(loaded(), extendable=True))
    [button] = [found for found in bar.bar.findChildren(QToolButton) if found.text() == "Continue"]
    assert button.isEnabled()
    pressed = QTimer(interval=5)

    def take_hundred() -> None:
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu):
            pressed.stop()
            texts = [action.text() for action in menu.actions() if action.isEnabled()]
            for _ in range(1 + texts.index("100 epochs more")):
                QTest.keyClick(menu, Qt.Key.Key_Down)
            QTest.keyClick(menu, Qt.Key.Key_Return)

    pressed.timeout.connect(take_hundred)
    pressed.start()
    with qtbot.waitSignal(bar.actions.action("more_100").triggered):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # returns when the menu is closed


def test_shows_and_tells_the_speed(bar: _Bar, qtbot: QtBot) -> None:
    speed = find(bar.bar, QComboBox, "speed")
    assert speed.accessibleName() == "Speed of training"
    assert "Slow motion" in speed.toolTip()
    bar.show(changed(RUN, speed=5.0))
    assert speed.currentText() == "5/s"
    with qtbot.waitSignal(bar.bar.edited) as told:
        QTest.keyClick(speed, Qt.Key.Key_Down)
    assert told.args[0](RUN).status.speed == 2.0
    bar.show(changed(RUN, speed=2.0))
    with qtbot.waitSignal(bar.bar.edited) as told:
        QTest.keyClick(speed, Qt.Key.Key_Home)
    assert told.args[0](changed(RUN, speed=2.0)).status.speed is None
    bar.show(RUN)
    assert speed.currentText() == "Full speed"


def test_showing_a_speed_tells_nothing(bar: _Bar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(bar.bar.edited):
        bar.show(changed(RUN, speed=1.0))


def test_full_speed_is_offered_while_a_slowed_run_goes(bar: _Bar, qtbot: QtBot) -> None:
    button = find(bar.bar, QPushButton, "full_speed")
    slowed = changed(RUN, speed=10.0)
    bar.bar.resize(1600, 40)  # a toolbar hides what has no room
    for session in (RUN, changed(loaded(), speed=10.0), changed(slowed, phase=Phase.IDLE)):
        bar.show(session)
        assert not button.isVisible()
    bar.show(slowed)
    qtbot.waitUntil(button.isVisible)
    with qtbot.waitSignal(bar.bar.edited) as told:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert told.args[0](slowed).status.speed is None


def test_in_a_narrow_window_what_matters_of_an_ended_run_stays(bar: _Bar) -> None:
    ended = named_run(1, best=Losses(261, 1.0, 1.0), epochs_planned=500, progress=415.0)
    bar.show(changed(loaded(), listed=(ended,), run=1))
    label = find(bar.bar, QLabel, "time-left")
    assert label.text() == "ended at 415, best 261"
    needed = label.fontMetrics().horizontalAdvance("best 261")
    assert label.minimumSizeHint().width() >= needed
    assert label.minimumSizeHint().width() < label.fontMetrics().horizontalAdvance(label.text())


def test_all_of_it_fits_into_a_small_window(
    qtbot: QtBot, controller: Controller, loader: Loader
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = actions_of(window, controller, loader)
    actions.set_theme(LIGHT)
    bar = ControlBar(actions)
    window.addToolBar(bar)
    window.resize(1000, 200)
    longest = changed(RUN, epochs_planned=100_000, progress=99_999.0, seconds_left=3_000.0)
    for session in (longest, changed(longest, phase=Phase.PAUSED, speed=10.0)):
        actions.show_session(session)
        bar.show_session(session)
        with qtbot.waitExposed(window):
            window.show()
        buttons = [button for button in bar.findChildren(QToolButton) if button.text()]
        assert len(buttons) == 6
        assert all(button.isVisible() for button in buttons)
        assert find(bar, QComboBox, "speed").isVisible()
        label = find(bar, QLabel, "time-left")
        assert label.isVisible()
        assert "99,999/100,000 epochs, 50 min left" in label.toolTip()
    qtbot.waitUntil(find(bar, QPushButton, "full_speed").isVisible)
    assert all(button.isVisible() for button in buttons)


def test_every_button_is_reached_by_the_keyboard(bar: _Bar) -> None:
    bar.show(loaded())
    assert all(
        button.focusPolicy() & Qt.FocusPolicy.TabFocus
        for button in bar.bar.findChildren(QToolButton)
        if button.text()
    )
