"""Pictures come from another thread, the latest always."""

import threading
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from mdn_gui.qt.renderer import Renderer


class Painter:
    """Paints when the test lets it."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.threads: set[int] = set()
        self._permits = threading.Semaphore(0)

    def __call__(self, request: int) -> int:
        self.begun.append(request)
        self.threads.add(threading.get_ident())
        assert self._permits.acquire(timeout=10)
        if request < 0:
            raise ValueError("no such picture")
        return 10 * request

    def let_end(self, pictures: int) -> None:
        self._permits.release(pictures)


@pytest.fixture
def painter() -> Painter:
    return Painter()


@pytest.fixture
def renderer(painter: Painter, qtbot: QtBot) -> Renderer:
    del qtbot  # there must be an application
    return Renderer(painter)


def test_a_picture_is_painted_on_another_thread(
    renderer: Renderer, painter: Painter, qtbot: QtBot
) -> None:
    painter.let_end(1)
    with qtbot.waitSignals([renderer.rendered, renderer.rested]):
        renderer.request(1)
    assert painter.threads.isdisjoint({threading.get_ident()})
    assert not renderer.busy


def test_what_comes_faster_is_left_out_but_for_the_latest(
    renderer: Renderer, painter: Painter, qtbot: QtBot
) -> None:
    pictures: list[tuple[int, int]] = []
    renderer.rendered.connect(lambda *told: pictures.append(told))
    for request in (1, 2, 3, 4):
        renderer.request(request)
    assert renderer.busy
    with qtbot.waitSignal(renderer.rested):
        painter.let_end(2)
    assert pictures == [(10, 1), (40, 4)]
    assert painter.begun == [1, 4]


def test_a_cancelled_picture_does_not_come(
    renderer: Renderer, painter: Painter, qtbot: QtBot
) -> None:
    pictures: list[tuple[int, int]] = []
    renderer.rendered.connect(lambda *told: pictures.append(told))
    renderer.request(1)
    renderer.request(2)
    with qtbot.waitSignal(renderer.rested, timeout=0):
        renderer.cancel()
    assert not renderer.busy
    painter.let_end(2)
    with qtbot.waitSignal(renderer.rendered):
        renderer.request(3)
    assert pictures == [(30, 3)]


def test_a_picture_that_fails_is_logged_and_the_next_one_comes(
    renderer: Renderer, painter: Painter, qtbot: QtBot, expect_log: Callable[[str], None]
) -> None:
    expect_log("could not be painted")
    painter.let_end(2)
    with qtbot.waitSignal(renderer.rested):
        renderer.request(-1)
    with qtbot.waitSignal(renderer.rendered) as picture:
        renderer.request(2)
    assert picture.args == [20, 2]
