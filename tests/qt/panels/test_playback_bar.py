"""The row under the losses."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QSlider, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.core.recording import MOST_NETWORKS
from mdn_gui.qt.panels.playback_bar import PlaybackBar
from mdn_gui.qt.theme import DARK, apply
from mdn_gui.qt.widgets.number_field import NumberField
from mdn_gui.qt.widgets.setting_fields import EpochField
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from tests.networks import loaded, trained_like
from tests.panes import told
from tests.sessions import changed
from tests.widgets import find

RUN = trained_like(loaded(), epochs=20)
"""A run that ended, its last epoch the best."""

STEPS = ("first_epoch", "back", "play", "forward", "epoch_shown", "live")
VIEWS = ("playback_speed", "smoothing", "log_epochs", "loss_help_button")


@pytest.fixture
def bar(qtbot: QtBot) -> PlaybackBar:
    bar = PlaybackBar()
    qtbot.addWidget(bar)
    bar.show_session(RUN)
    with qtbot.waitExposed(bar):
        bar.show()
    return bar


def button(bar: PlaybackBar, name: str) -> QToolButton:
    return find(bar, QToolButton, name)


def press(bar: PlaybackBar, name: str) -> None:
    QTest.mouseClick(button(bar, name), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("name", "read", "expected"),
    [
        ("first_epoch", lambda session: session.view.epoch, [1, 1]),
        ("back", lambda session: session.view.epoch, [6, 5]),
        ("play", lambda session: session.status.playing, [True, False]),
        ("forward", lambda session: session.view.epoch, [8, 9]),
        ("live", lambda session: session.view.epoch, [None, None]),
        ("log_epochs", lambda session: session.view.log_epochs, [True, True]),
    ],
)
def test_every_button_tells_by_mouse_and_by_key(
    bar: PlaybackBar, name: str, read: Callable[[Session], object], expected: list[object]
) -> None:
    heard = told(bar, changed(RUN, epoch=7), read)
    press(bar, name)
    bar.show_session(RUN)
    QTest.keyClick(button(bar, name), Qt.Key.Key_Space)
    assert heard == expected


def test_an_animation_is_asked_for_by_mouse_and_by_key(bar: PlaybackBar) -> None:
    asked: list[bool] = []
    bar.export_requested.connect(lambda: asked.append(True))
    press(bar, "export")
    QTest.keyClick(button(bar, "export"), Qt.Key.Key_Space)
    assert asked == [True, True]


def test_an_epoch_typed_is_picked_and_the_arrows_step(bar: PlaybackBar) -> None:
    epochs = told(bar, RUN, lambda session: session.view.epoch)
    field = find(bar, EpochField, "epoch_shown")
    field.selectAll()
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert epochs == [7, 6]


def test_a_speed_is_typed(bar: PlaybackBar) -> None:
    speeds = told(bar, RUN, lambda session: session.view.playback_speed)
    field = find(bar, NumberField, "playback_speed")
    assert field.text() == "20/s"
    field.selectAll()
    QTest.keyClicks(field, "0.5")
    assert speeds[-1] == 0.5


def test_losses_are_smoothed_in_hundredths(bar: PlaybackBar) -> None:
    smoothings = told(bar, RUN, lambda session: session.view.smoothing)
    slider = find(bar, QSlider, "smoothing")
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert smoothings == [0.01, 0.99]


def test_shows_what_is_in_force_and_tells_nothing(bar: PlaybackBar, qtbot: QtBot) -> None:
    session = changed(RUN, epoch=7, playback_speed=3.5, log_epochs=True, smoothing=0.25)
    with qtbot.assertNotEmitted(bar.edited):
        bar.show_session(session)
    assert find(bar, EpochField, "epoch_shown").value() == 7
    assert find(bar, NumberField, "playback_speed").text() == "3.5/s"
    assert button(bar, "log_epochs").isChecked()
    assert find(bar, QSlider, "smoothing").value() == 25


def test_live_says_whether_it_is_and_where_it_leads(bar: PlaybackBar) -> None:
    live = button(bar, "live")
    for session, text, checked in (
        (RUN, "Best", True),
        (changed(RUN, epoch=7), "Best", False),
        (changed(RUN, phase=Phase.TRAINING), "Live", True),
        (changed(RUN, phase=Phase.TRAINING, epoch=7), "Live", False),
    ):
        bar.show_session(session)
        assert (live.text(), live.isChecked()) == (text, checked)
        assert live.accessibleName() == text


def test_a_click_on_live_does_not_make_it_so_by_itself(bar: PlaybackBar) -> None:
    press(bar, "live")
    bar.show_session(RUN)
    assert button(bar, "live").isChecked()


def test_play_becomes_hold_while_it_plays(bar: PlaybackBar) -> None:
    play = button(bar, "play")
    before = play.icon().cacheKey()
    assert play.accessibleName() == "Play"
    bar.show_session(changed(RUN, epoch=7, playing=True))
    assert play.accessibleName() == "Hold"
    assert play.icon().cacheKey() != before


def test_without_a_recording_the_steps_are_off_and_say_why(bar: PlaybackBar) -> None:
    bar.show_session(Session())
    for name in (*STEPS, "export"):
        control = find(bar, QWidget, name)
        assert not control.isEnabled()
        assert "Train a network first" in control.toolTip()
    assert all(find(bar, QWidget, name).isEnabled() for name in VIEWS)
    bar.show_session(RUN)
    assert all(find(bar, QWidget, name).isEnabled() for name in STEPS)


def test_while_a_run_goes_nothing_is_exported(bar: PlaybackBar) -> None:
    bar.show_session(changed(RUN, phase=Phase.TRAINING))
    assert not button(bar, "export").isEnabled()
    assert "A run is under way" in button(bar, "export").toolTip()
    assert button(bar, "play").isEnabled()


@pytest.mark.parametrize("width", [400, 900])
def test_one_row_that_hides_names_where_there_is_no_room(bar: PlaybackBar, width: int) -> None:
    bar.resize(width, bar.sizeHint().height())
    assert bar.width() == width
    controls = [find(bar, QWidget, name) for name in (*STEPS, *VIEWS, "export")]
    places = [control.geometry() for control in controls]
    assert all(place.left() >= 0 and place.right() < width for place in places)
    assert not any(
        one.intersects(other) for index, one in enumerate(places) for other in places[:index]
    )
    assert [label.isVisible() for label in bar.findChildren(QLabel)] == [width > 600] * 3


def test_help_opens_by_mouse_and_by_key(bar: PlaybackBar, qtbot: QtBot) -> None:
    assert button(bar, "loss_help_button").accessibleName() == "About these losses"
    press(bar, "loss_help_button")
    QTest.keyClick(find(bar, QDialog, "loss_help"), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not bar.findChildren(QDialog))
    QTest.keyClick(button(bar, "loss_help_button"), Qt.Key.Key_Space)
    assert find(bar, QDialog, "loss_help").isVisible()


def test_every_control_has_a_name_a_tooltip_and_a_place_in_the_tab_order(bar: PlaybackBar) -> None:
    for name in (*STEPS, *VIEWS, "export"):
        control = find(bar, QWidget, name)
        assert control.accessibleName()
        assert control.toolTip()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_icons_take_the_colours_of_a_theme(bar: PlaybackBar, qapp: QApplication) -> None:
    pictured = ("first_epoch", "back", "play", "forward", "export")
    light = [button(bar, name).icon().pixmap(24).toImage() for name in pictured]
    apply(qapp, DARK)
    dark = [button(bar, name).icon().pixmap(24).toImage() for name in pictured]
    assert all(one != other for one, other in zip(light, dark, strict=True))


def test_the_epoch_field_tells_that_not_every_network_is_kept(bar: PlaybackBar) -> None:
    field = find(bar, EpochField, "epoch_shown")
    assert "Type an epoch to go there." in field.toolTip()
    bar.show_session(trained_like(loaded(), epochs=MOST_NETWORKS + 1))
    assert "here in 2, beside the first, the best and the latest" in field.toolTip()
    bar.show_session(RUN)
    assert "Type an epoch to go there." in field.toolTip()
