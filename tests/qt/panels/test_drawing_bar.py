"""The tools of a person who draws the rows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.qt.panels.drawing_bar import DrawingBar
from mdn_gui.qt.theme import DARK, LIGHT
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session, Tool
from mdn_gui.session.view import Interval
from tests.networks import loaded
from tests.panes import told
from tests.sessions import changed, session_of
from tests.widgets import find

EMPTY = session_of(canvas=(Interval(0.0, 1.0), Interval(0.0, 1.0)), tool=Tool.DRAW)
DRAWN = changed(EMPTY, dataset=loaded(1200).data.dataset)
BUTTONS = {Tool.LOOK: "look", Tool.DRAW: "draw", Tool.ERASE: "erase"}


@pytest.fixture
def owner(qtbot: QtBot) -> QWidget:
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.setLayout(QVBoxLayout())
    owner.show()
    return owner


@pytest.fixture
def bar(owner: QWidget) -> DrawingBar:
    bar = DrawingBar()
    layout = owner.layout()
    assert layout is not None
    layout.addWidget(bar)
    bar.show_session(DRAWN)
    return bar


def button(bar: DrawingBar, name: str) -> QToolButton:
    return find(bar, QToolButton, name)


def text(bar: DrawingBar, name: str) -> str:
    return find(bar, QLabel, name).text()


@pytest.mark.parametrize("session", [Session(), loaded()], ids=["nothing", "data"])
def test_is_there_only_while_a_person_draws(bar: DrawingBar, session: Session) -> None:
    assert bar.isVisible()
    bar.show_session(session)
    assert not bar.isVisible()
    bar.show_session(EMPTY)
    assert bar.isVisible()


@pytest.mark.parametrize("tool", Tool)
def test_a_click_on_a_tool_takes_it(bar: DrawingBar, tool: Tool) -> None:
    tools = told(bar, DRAWN, lambda session: session.status.tool)
    QTest.mouseClick(button(bar, BUTTONS[tool]), Qt.MouseButton.LeftButton)
    assert tools == [tool]


def test_tools_are_taken_by_keys(bar: DrawingBar) -> None:
    tools = told(bar, DRAWN, lambda session: session.status.tool)
    QTest.keyClick(button(bar, "erase"), Qt.Key.Key_Space)
    assert tools == [Tool.ERASE]


def test_the_tab_key_reaches_every_button_and_a_click_leaves_the_keys_to_the_window(
    bar: DrawingBar,
) -> None:
    for name in (*BUTTONS.values(), "clear"):
        assert button(bar, name).focusPolicy() == Qt.FocusPolicy.TabFocus


def test_one_tool_at_a_time_is_pressed(bar: DrawingBar) -> None:
    for name in ("erase", "look", "look"):
        QTest.mouseClick(button(bar, name), Qt.MouseButton.LeftButton)
        pressed = {name for name in BUTTONS.values() if button(bar, name).isChecked()}
        assert pressed == {name}


@pytest.mark.parametrize("tool", Tool)
def test_shows_the_tool_and_what_the_mouse_does_with_it(bar: DrawingBar, tool: Tool) -> None:
    bar.show_session(changed(DRAWN, tool=tool))
    pressed = {name for name in BUTTONS.values() if button(bar, name).isChecked()}
    assert pressed == {BUTTONS[tool]}
    hint = {Tool.LOOK: "Click to choose", Tool.DRAW: "Drag to draw", Tool.ERASE: "Drag to erase"}
    assert hint[tool] in text(bar, "drawing_hint")


def test_showing_a_tool_tells_nothing(bar: DrawingBar, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(bar.edited):
        bar.show_session(changed(DRAWN, tool=Tool.ERASE))


def test_a_click_that_changes_nothing_is_taken_back(bar: DrawingBar) -> None:
    QTest.mouseClick(button(bar, "erase"), Qt.MouseButton.LeftButton)
    bar.show_session(DRAWN)
    assert button(bar, "draw").isChecked()


@pytest.mark.parametrize(
    ("session", "shown"),
    [
        (EMPTY, "0 points"),
        (changed(EMPTY, dataset=loaded(1).data.dataset), "1 point"),
        (DRAWN, "1,200 points"),
    ],
)
def test_counts_the_points(bar: DrawingBar, session: Session, shown: str) -> None:
    bar.show_session(session)
    assert text(bar, "points") == shown


def test_all_points_are_cleared_by_a_button(bar: DrawingBar) -> None:
    bar.show_session(DRAWN)
    counts = told(bar, DRAWN, lambda session: session.data.rows)
    QTest.mouseClick(button(bar, "clear"), Qt.MouseButton.LeftButton)
    assert counts == [0]
    bar.show_session(EMPTY)
    assert not button(bar, "clear").isEnabled()
    assert "no points yet" in button(bar, "clear").toolTip()


def test_rows_are_locked_while_a_run_is_under_way_but_one_can_look(bar: DrawingBar) -> None:
    tips = {name: button(bar, name).toolTip() for name in (*BUTTONS.values(), "clear")}
    bar.show_session(changed(DRAWN, phase=Phase.PAUSED))
    for name in ("draw", "erase", "clear"):
        assert not button(bar, name).isEnabled()
        assert "while a run is under way" in button(bar, name).toolTip()
    assert button(bar, "look").isEnabled()
    assert text(bar, "drawing_hint") == "Stop the run first."
    bar.show_session(changed(DRAWN, phase=Phase.PAUSED, tool=Tool.LOOK))
    assert "Click to choose" in text(bar, "drawing_hint")
    bar.show_session(DRAWN)
    assert {name: button(bar, name).toolTip() for name in tips} == tips
    assert all(button(bar, name).isEnabled() for name in tips)


def test_every_control_has_a_name_and_a_tooltip(bar: DrawingBar) -> None:
    for name in (*BUTTONS.values(), "clear"):
        assert button(bar, name).accessibleName() == button(bar, name).text()
        assert button(bar, name).toolTip()
    assert all(find(bar, QLabel, name).accessibleName() for name in ("points", "drawing_hint"))


def test_icons_have_the_colour_of_the_theme(bar: DrawingBar) -> None:
    for theme in (LIGHT, DARK):
        bar.set_theme(theme)
        for name in (*BUTTONS.values(), "clear"):
            image = button(bar, name).icon().pixmap(64, 64).toImage()
            places = [(x, y) for x in range(64) for y in range(64)]
            assert any(image.pixelColor(*place).name() == theme.foreground for place in places)
