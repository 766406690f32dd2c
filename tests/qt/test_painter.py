"""Pictures come from another process; the window never waits for it, and outlives it."""

import math
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from operator import call
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from mdn_gui.core.colour import Colour
from mdn_gui.core.drawing.picture import Picture, PictureRequest, paint
from mdn_gui.core.predictor import Predictor
from mdn_gui.qt.renderer import Painter, Renderer, painter
from mdn_gui.worker.process import start_painter
from tests.networks import known_network

UNHURRIED_MS = 60_000
TICKS = 20

needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")


def processes() -> list[int | None]:
    """Those that paint now."""
    children = multiprocessing.active_children()
    return [child.pid for child in children if child.name == "painting"]


def join(threads: set[threading.Thread]) -> None:
    """Wait until the line to a process has ended: it must not tell a painter that is gone."""
    for thread in (each for each in threads if each.name == "news"):
        thread.join(UNHURRIED_MS / 1e3)
        assert not thread.is_alive()


@pytest.fixture
def shut(qtbot: QtBot) -> Iterator[Painter]:
    """A painter that is not open; in the end, no process of it is left."""
    processes_before, threads_before = processes(), set(threading.enumerate())
    own = Painter()
    yield own
    own.close()
    qtbot.waitUntil(lambda: processes() == processes_before, timeout=UNHURRIED_MS)
    join(set(threading.enumerate()) - threads_before)


@pytest.fixture(scope="module")
def opened(qapp: object) -> Iterator[Painter]:
    """An open painter, shared by tests that leave it so: a process takes half a second to start."""
    del qapp
    threads_before = set(threading.enumerate())
    own = Painter()
    own.open(start_painter)
    yield own
    own.close()
    join(set(threading.enumerate()) - threads_before)


@pytest.fixture
def renderer(opened: Painter) -> Renderer:
    """Paints what the functions return that it is asked for."""
    return Renderer(call, pool=opened)


def rendered(renderer: Renderer, request: object, qtbot: QtBot) -> Any:  # noqa: ANN401 - whatever was painted
    """The picture of a request."""
    with qtbot.waitSignal(renderer.rendered, timeout=UNHURRIED_MS) as picture:
        renderer.request(request)
    assert picture.args is not None
    assert picture.args[1] is request
    return picture.args[0]


def test_pictures_come_from_one_other_process(renderer: Renderer, qtbot: QtBot) -> None:
    first, second = (rendered(renderer, os.getpid, qtbot) for _ in range(2))
    assert first == second != os.getpid()
    assert processes() == [first]
    assert not renderer.busy


def test_a_picture_of_another_process_is_the_same_and_frozen(opened: Painter, qtbot: QtBot) -> None:
    edges = np.linspace(-5.0, 5.0, 41)
    request = PictureRequest(
        line=Predictor(known_network((0.3, 0.7), (-1.0, 2.0), (0.5, 1.0))).along([0.0], 0, 0),
        x_edges=edges,
        y_edges=edges,
        density=True,
        colour=Colour.PROBABILITY,
        per_column=False,
        mean=True,
        median=True,
        bands=True,
        components=True,
        colours=np.arange(256, dtype=np.uint32),
        component_colours=np.full((2, 3), 99, np.uint8),
    )
    own, other = paint(request), rendered(Renderer(paint, pool=opened), request, qtbot)
    assert isinstance(other, Picture)
    for name in ("x", "image", "mean", "median"):
        array = getattr(other, name)
        np.testing.assert_array_equal(array, getattr(own, name))
        assert not array.flags.writeable
    assert len(other.bands) == len(own.bands) > 0
    for one, same in zip(other.bands, own.bands, strict=True):
        for line, outline in zip(one.outlines, same.outlines, strict=True):
            np.testing.assert_array_equal(line, outline)

    # What it does not need would cost it seconds to start, and hundreds of megabytes.
    needless = "{'tensorflow', 'keras', 'PySide6', 'pyqtgraph'} & set(__import__('sys').modules)"
    assert rendered(Renderer(call, pool=opened), partial(eval, needless), qtbot) == set()


def test_a_picture_that_fails_is_logged_and_the_next_one_comes(
    renderer: Renderer, qtbot: QtBot, expect_log: Callable[[str], None]
) -> None:
    expect_log("could not be painted: Traceback(.|\n)*ValueError")
    with qtbot.waitSignal(renderer.rested, timeout=UNHURRIED_MS):
        renderer.request(partial(math.sqrt, -1.0))
    assert rendered(renderer, partial(math.sqrt, 9.0), qtbot) == 3.0


def test_what_cannot_be_sent_is_a_picture_that_fails(
    renderer: Renderer, qtbot: QtBot, expect_log: Callable[[str], None]
) -> None:
    expect_log("could not be painted: (.|\n)*pickle")
    with qtbot.waitSignal(renderer.rested, timeout=UNHURRIED_MS):
        renderer.request(lambda: 3.0)
    assert rendered(renderer, partial(math.sqrt, 9.0), qtbot) == 3.0


@needs_signals
def test_the_window_goes_on_while_the_process_stands_still(
    renderer: Renderer, qtbot: QtBot
) -> None:
    process = rendered(renderer, os.getpid, qtbot)
    os.kill(process, signal.SIGSTOP)
    try:
        ticks: list[bool] = []
        timer = QTimer()
        timer.timeout.connect(lambda: ticks.append(renderer.busy))
        renderer.request(os.getpid)
        timer.start(1)
        qtbot.waitUntil(lambda: len(ticks) >= TICKS, timeout=UNHURRIED_MS)
        timer.stop()
        assert all(ticks), "no picture came meanwhile"
    finally:
        with qtbot.waitSignal(renderer.rendered, timeout=UNHURRIED_MS) as picture:
            os.kill(process, signal.SIGCONT)
    assert picture.args is not None
    assert picture.args[0] == process


@needs_signals
def test_a_process_that_is_killed_is_replaced_and_its_picture_comes(
    renderer: Renderer, qtbot: QtBot
) -> None:
    for _ in range(2):  # and so on, as long as pictures come in between
        process = rendered(renderer, os.getpid, qtbot)
        os.kill(process, signal.SIGSTOP)
        with qtbot.waitSignal(renderer.rendered, timeout=UNHURRIED_MS) as picture:
            renderer.request(os.getpid)
            os.kill(process, signal.SIGKILL)  # as the system does where memory runs out
        assert picture.args is not None
        assert picture.args[0] not in {process, os.getpid()}


def no_process() -> "Connection[Any, Any]":
    raise OSError("no more processes")


def dead_process() -> "Connection[Any, Any]":
    ours, theirs = Pipe()
    theirs.close()
    return ours


@pytest.mark.parametrize(
    ("connect", "reason"), [(no_process, "no more processes"), (dead_process, "")]
)
def test_where_no_process_stays_threads_paint_and_it_is_told(
    shut: Painter,
    connect: "Callable[[], Connection[Any, Any]]",
    reason: str,
    qtbot: QtBot,
    expect_log: Callable[[str], None],
) -> None:
    expect_log("No process can paint")
    renderer = Renderer(call, pool=shut)
    told: list[str] = []
    shut.unavailable.connect(told.append)
    shut.open(connect)
    assert rendered(renderer, os.getpid, qtbot) == os.getpid()
    assert told == [reason]
    assert rendered(renderer, os.getpid, qtbot) == os.getpid()


def test_threads_paint_while_the_painter_is_closed_and_each_opening_has_its_process(
    shut: Painter, qtbot: QtBot
) -> None:
    renderer = Renderer(call, pool=shut)
    assert rendered(renderer, os.getpid, qtbot) == os.getpid()
    shut.open(start_painter)
    first = rendered(renderer, os.getpid, qtbot)
    shut.close()
    assert rendered(renderer, os.getpid, qtbot) == os.getpid()
    shut.open(start_painter)
    assert rendered(renderer, os.getpid, qtbot) not in {first, os.getpid()}


def test_the_program_has_one_painter() -> None:
    assert painter() is painter()
