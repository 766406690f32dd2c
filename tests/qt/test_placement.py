"""Where a window opens, and how large."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mdn_gui.qt.placement import fitted, opening_size, place, placement_of
from mdn_gui.qt.preferences import Placement

FRAME = QMargins(4, 30, 4, 4)
LEFT, RIGHT = QRect(0, 0, 1280, 1000), QRect(1280, 40, 1920, 1040)


@given(
    free=st.tuples(st.integers(200, 8000), st.integers(200, 8000)),
    frame=st.tuples(st.integers(0, 24), st.integers(0, 80)),
)
def test_it_opens_as_large_as_wanted_and_as_there_is_room(
    free: tuple[int, int], frame: tuple[int, int]
) -> None:
    size = opening_size(QSize(*free), QSize(*frame))
    assert size.width() == min(1280, free[0] - frame[0])
    assert size.height() == min(800, free[1] - frame[1])


@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [(1366, 768, 1.0), (1920, 1080, 1.5), (1920, 1080, 2.0), (1366, 768, 2.0)],
)
def test_it_opens_no_larger_than_a_screen_with_a_bar_on_it(
    width: int, height: int, scale: float
) -> None:
    free = QSize(round(width / scale), round((height - 40) / scale))
    frame = QSize(8, 30)
    size = opening_size(free, frame) + frame
    assert size.boundedTo(free) == size


@given(
    st.builds(
        QRect,
        *[st.integers(-5000, 5000)] * 2,
        *[st.integers(1, 5000)] * 2,
    )
)
def test_all_of_a_window_with_its_frame_is_on_one_screen(wanted: QRect) -> None:
    area = fitted(wanted, [LEFT, RIGHT], FRAME)
    with_frame = area.marginsAdded(FRAME)
    [screen] = [screen for screen in (LEFT, RIGHT) if screen.contains(with_frame)]
    free = screen.marginsRemoved(FRAME)
    assert area.size() == wanted.size().boundedTo(free.size())
    if free.contains(wanted):
        assert area == wanted, "where it has room, it stays"
    seen = {each.left(): each.intersected(wanted) for each in (LEFT, RIGHT)}
    areas = {left: part.width() * part.height() for left, part in seen.items()}
    assert areas[screen.left()] == max(areas.values())


def test_a_window_of_a_screen_that_is_gone_comes_to_the_first_one() -> None:
    area = fitted(QRect(4000, -800, 900, 700), [LEFT, RIGHT], FRAME)
    assert LEFT.contains(area)
    assert area.size() == QSize(900, 700)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def well_inside(window: QWidget) -> Placement:
    """A place on the screen with room around it."""
    free = window.screen().availableGeometry()
    return Placement(free.x() + 40, free.y() + 60, free.width() - 80, free.height() - 100)


def test_a_window_opens_where_it_was(window: QWidget) -> None:
    there = well_inside(window)
    place(window, there)
    window.show()
    assert placement_of(window) == there


def test_a_window_that_filled_its_screen_does_again_and_keeps_its_size(
    window: QWidget, qtbot: QtBot
) -> None:
    there = well_inside(window)._replace(maximized=True)
    place(window, there)
    window.show()
    assert window.isMaximized()
    qtbot.waitUntil(lambda: window.width() > there.width)
    assert placement_of(window) == there
    window.setWindowState(Qt.WindowState.WindowNoState)
    qtbot.waitUntil(lambda: placement_of(window) == there._replace(maximized=False))
