"""What holds for every control of the window, however many there are: found by walking it."""

from collections.abc import Iterator
from dataclasses import asdict

import pytest
from PySide6.QtCore import QLocale, Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.trainer import Trainer
from mdn_gui.qt.widgets.setting_fields import WholeNumberField
from mdn_gui.session import edits
from mdn_gui.session.edits import Act
from mdn_gui.session.session import Session
from mdn_gui.session.view import Interval
from tests.mouse import turn_wheel
from tests.networks import known_network
from tests.sessions import changing
from tests.trainings import LedTraining
from tests.widgets import around
from tests.window.explorer import Insider
from tests.workers import working

LOCALES = ("C", "de_DE", "zh_CN")
MARKS = {"C": ".", "de_DE": ",", "zh_CN": "."}


@pytest.fixture
def seat(qtbot: QtBot, led: LedTraining, request: pytest.FixtureRequest) -> Iterator[Insider]:
    """In a locale; with an example, a network and an interval, so that every field is in use."""
    before = QLocale()
    QLocale.setDefault(QLocale(getattr(request, "param", "C")))
    trainer = Trainer(working(led.training))
    seat = Insider(Controller(trainer), qtbot)
    seat.choose_example()
    network = known_network([1.0], [0.0], [1.0])
    seat.controller.state.edit(changing(network=network, interval=Interval(-2.0, 2.0)))
    qtbot.waitUntil(find_open(seat, "interval_high").isEnabled)
    yield seat
    seat.leave()
    QLocale.setDefault(before)
    with qtbot.waitSignal(trainer.closed):
        trainer.close()
    assert QThreadPool.globalInstance().waitForDone(10_000)


def find_open(seat: Insider, name: str) -> QWidget:
    [widget] = [w for w in seat.window.findChildren(QWidget) if w.objectName() == name]
    return widget


def has_its_tab(widget: QWidget) -> bool:
    """Whether no tab that a table like this one lacks, as that of two targets, hides a widget."""
    for place in around(widget):
        if isinstance(place, QTabWidget):
            for tab in range(place.count()):
                page = place.widget(tab)
                if page is not None and page.isAncestorOf(widget) and not place.isTabVisible(tab):
                    return False
    return True


def real_number_fields(seat: Insider) -> list[QAbstractSpinBox]:
    """Whatever is like a spin box and not for whole numbers."""
    fields = seat.window.findChildren(QAbstractSpinBox)
    reals = [field for field in fields if not isinstance(field, WholeNumberField)]
    return [field for field in reals if has_its_tab(field)]


def numbers_in_force(session: Session) -> list[float]:
    """Every number that a person can set."""
    settings = [value for part in session.setup.settings for value in asdict(part).values()]
    noise = () if session.data.example is None else (session.data.example.noise,)
    factors = (
        session.view.temperature,
        session.view.variance_factor,
        session.view.nearness,
    )
    others = (
        session.resolved.x,
        *(session.view.interval or ()),
        session.view.playback_speed,
        *factors,
        *noise,
    )
    return [float(value) for value in (*settings, *others) if isinstance(value, int | float)]


@pytest.mark.parametrize("seat", LOCALES, indirect=True)
def test_a_comma_and_a_point_are_decimal_marks_in_every_field(
    seat: Insider, request: pytest.FixtureRequest
) -> None:
    fields = real_number_fields(seat)
    assert len(fields) >= 19
    fields.sort(key=lambda field: field.objectName() == "noise")  # after it, there is no network
    mark = MARKS[request.node.callspec.params["seat"]]
    for field in fields:
        name = field.objectName()
        seat.reach(field)
        seat.qtbot.waitUntil(field.isEnabled)
        other = 0.375 if name == "test_fraction" else 0.625  # of it at most a half
        for typed in ("0.5", "0,5"):
            type_in(field, str(other))
            before = numbers_in_force(seat.controller.session)
            type_in(field, typed)
            after = numbers_in_force(seat.controller.session)
            changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
            assert changed == [(other, 0.5)], f"{typed} in {name}"
            assert field.text().startswith(f"0{mark}5"), f"{typed} in {name}"


def type_in(field: QAbstractSpinBox, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_what_cannot_be_read_starts_nothing_and_is_told(seat: Insider, led: LedTraining) -> None:
    seat.controller.state.edit(changing(network=None))
    field = find_open(seat, "learning_rate")
    assert isinstance(field, QAbstractSpinBox)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0,001,5")
    seat.qtbot.waitUntil(lambda: not seat.offered("Train"))
    assert "Learning rate: “0,001,5” is not a number." in seat.button("Train").toolTip()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "0,001,5"
    said = seat.window.statusBar().currentMessage()
    assert said.startswith("Learning rate: “0,001,5” is not a number. Write a number from")
    seat.key(Qt.Key.Key_Space)
    seat.wait_for_message("Learning rate: “0,001,5” is not a number.")
    assert not led.settings
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0,001")
    assert seat.window.statusBar().currentMessage() == ""
    seat.press("Train")
    seat.qtbot.waitUntil(lambda: bool(led.settings))
    assert led.settings[0][1].learning_rate == 0.001


def state_of(control: QWidget) -> object:
    if isinstance(control, QAbstractSpinBox):
        return control.text()
    if isinstance(control, QAbstractSlider):
        return control.value()
    assert isinstance(control, QComboBox | QTabBar)
    return control.currentIndex()


def test_the_wheel_changes_no_control_without_the_focus(seat: Insider) -> None:
    kinds = (QAbstractSlider, QAbstractSpinBox, QComboBox, QTabBar)
    controls = [
        control
        for control in seat.window.findChildren(QWidget)
        if isinstance(control, kinds) and not isinstance(control, QScrollBar)
        if has_its_tab(control)
    ]
    assert {
        "temperature",
        "temperature_slider",
        "input_0",
        "speed",
        "figure",
        "playback_speed",
    } <= {control.objectName() for control in controls}
    for control in controls:
        seat.reach(control)
        seat.window.setFocus()
        for notches in (1, -1):
            before = state_of(control)
            turn_wheel(control, control.rect().center(), notches)
            assert state_of(control) == before, control.objectName()
            assert not control.hasFocus(), control.objectName()


def test_space_trains_wherever_the_focus_is_unless_text_is_typed_there(seat: Insider) -> None:
    # What says that it would train, and starts no run at every control.
    seat.controller.do(Act(edits.refuse("epochs", "Not now.")))
    seat.qtbot.waitUntil(lambda: not seat.offered("Train"))
    reached = 0
    for control in seat.window.findChildren(QWidget):
        if not (control.focusPolicy() & Qt.FocusPolicy.TabFocus and control.isEnabled()):
            continue
        control.setFocus()
        if QApplication.focusWidget() is not control:
            continue  # another control takes its keys
        reached += 1
        name = f"{type(control).__name__} {control.objectName()} {control.accessibleName()}"
        seat.controller.state.edit(changing(message=""))
        box = control if isinstance(control, QCheckBox) else None
        ticked = box is not None and box.isChecked()
        QTest.keyClick(control, Qt.Key.Key_Space)
        typed = isinstance(control, QAbstractSpinBox | QLineEdit)
        said = seat.controller.session.status.message
        assert said == ("" if typed or box is not None else "Not now."), name
        if box is not None:
            assert box.isChecked() != ticked, name
        elif typed:
            QTest.keyClick(control, Qt.Key.Key_Escape)
    assert reached > 50
