"""When panels are shown what."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.recording import Losses, Recording
from mdn_gui.qt.frames import Frames, Panel
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from tests.networks import random_network
from tests.sessions import changed, session_of

FILM_MS, READING_MS, SLOW_MS = 33, 1000, 8


class Notebook:
    """A panel that notes what it was shown, and in which order among others."""

    def __init__(self, order: list[Any] | None = None) -> None:
        self.shown: list[Session] = []
        self._order = [] if order is None else order

    def show_session(self, session: Session) -> None:
        self.shown.append(session)
        self._order.append(self)


class Failing:
    """A panel that fails as often as it is told to."""

    def __init__(self, *errors: Exception) -> None:
        self._errors = list(errors)
        self.shown: list[Session] = []

    def show_session(self, session: Session) -> None:
        if self._errors:
            raise self._errors.pop(0)
        self.shown.append(session)


def sessions(count: int, phase: Phase = Phase.IDLE) -> list[Session]:
    return [session_of(progress=float(number), phase=phase) for number in range(count)]


def last(panel: Notebook) -> Session | None:
    return panel.shown[-1] if panel.shown else None


def test_what_comes_at_once_is_shown_once(qtbot: QtBot) -> None:
    panel, text = Notebook(), Notebook()
    frames = Frames({0: [panel], READING_MS: [text]})
    many = sessions(1000)
    with qtbot.waitSignal(frames.drawn) as drawn:
        for session in many:
            frames.request(session)
    assert drawn.args == [many[-1]]
    assert panel.shown == text.shown == [many[-1]]


def test_plots_come_before_texts(qtbot: QtBot) -> None:
    order: list[object] = []
    first, second, text = (Notebook(order) for _ in range(3))
    frames = Frames({0: [first, second], READING_MS: [text]})
    with qtbot.waitSignal(frames.drawn):
        frames.request(Session())
    assert order == [first, second, text]


def test_what_the_plots_ask_for_is_done_before_texts_are_shown(qtbot: QtBot) -> None:
    order: list[object] = []
    text = Notebook(order)

    class Asking:
        def show_session(self, _session: Session) -> None:
            QTimer.singleShot(0, lambda: order.append("done"))

    frames = Frames({0: [Asking()], READING_MS: [text]})
    with qtbot.waitSignal(frames.drawn):
        frames.request(Session())
    assert order == ["done", text]


def test_a_session_that_comes_within_a_frame_is_shown_from_then_on(qtbot: QtBot) -> None:
    before, after = sessions(2)
    panel = Notebook()

    class Interrupting:
        def show_session(self, session: Session) -> None:
            if session is before:
                frames.request(after)

    panels: list[Panel] = [Interrupting(), panel]
    frames = Frames({0: panels, READING_MS: []})
    with qtbot.waitSignal(frames.drawn) as drawn:
        frames.request(before)
    assert drawn.args == [after], "not before every panel shows it"
    assert set(panel.shown) == {after}


def test_while_a_run_goes_texts_change_seldom_and_catch_up(qtbot: QtBot) -> None:
    panel, text = Notebook(), Notebook()
    frames = Frames({0: [panel], READING_MS: [text]})
    running = sessions(5, Phase.TRAINING)
    for session in running:
        with qtbot.waitSignal(frames.drawn):
            frames.request(session)
    assert panel.shown == running
    qtbot.waitUntil(lambda: last(text) is running[-1])
    assert len(text.shown) < len(panel.shown)


def test_the_first_network_of_a_run_is_told_at_once(qtbot: QtBot) -> None:
    text = Notebook()
    frames = Frames({0: [], READING_MS: [text]})
    running = session_of(phase=Phase.TRAINING)
    for session in (running, changed(running, network=random_network())):
        with qtbot.waitSignal(frames.drawn):
            frames.request(session)
    assert last(text) is session


def test_the_plots_show_the_first_network_before_texts_show_anything(qtbot: QtBot) -> None:
    order: list[object] = []
    plot, text = Notebook(order), Notebook(order)
    running = session_of(phase=Phase.TRAINING)
    first = changed(running, network=random_network())

    class Interrupting:
        def show_session(self, session: Session) -> None:
            if session is running:
                frames.request(first)

    frames = Frames({0: [plot, Interrupting(), text]})
    with qtbot.waitSignal(frames.drawn):
        frames.request(running)
    assert order == [plot, plot, text]
    assert plot.shown == [running, first]


def test_the_first_line_of_losses_is_drawn_at_once(qtbot: QtBot) -> None:
    chart = Notebook()
    frames = Frames({0: [], READING_MS: [chart]})
    losses = tuple(Losses(epoch, 1.0, 1.0) for epoch in (1, 2, 3))
    running = [
        session_of(
            phase=Phase.TRAINING,
            network=random_network(),
            recording=Recording(losses=losses[:told]),
        )
        for told in (1, 2, 3)
    ]
    for session in running:
        with qtbot.waitSignal(frames.drawn):
            frames.request(session)
    assert chart.shown == running[:2]


def test_the_end_of_a_run_is_told_at_once(qtbot: QtBot) -> None:
    text = Notebook()
    frames = Frames({0: [], READING_MS: [text]})
    running, ended = session_of(phase=Phase.TRAINING), Session()
    for session in (running, replace(running), ended):
        with qtbot.waitSignal(frames.drawn):
            frames.request(session)
    assert last(text) is ended


def test_before_the_window_is_seen_everything_is_shown_at_once() -> None:
    panel, text, session = Notebook(), Notebook(), Session()
    Frames({0: [panel], READING_MS: [text]}).show(session)
    assert panel.shown == text.shown == [session]


@pytest.mark.parametrize(
    "asked",
    [
        {"place": (2.0, 0.0)},
        {"place": (0.0, 2.0)},
        {"across": 1},
        {"up": 1},
        {"switched_off": frozenset({1})},
    ],
)
def test_what_a_person_asks_is_answered_at_once_while_a_run_goes(
    qtbot: QtBot, asked: dict[str, object]
) -> None:
    text = Notebook()
    frames = Frames({0: [], READING_MS: [text]})
    running = session_of(
        dataset=Dataset(np.zeros((3, 2)), np.zeros((3, 2)), ("a", "b"), ("s", "t")),
        sampled_ranges=((-3.0, 3.0),) * 2,
        place=(0.0, 0.0),
        phase=Phase.TRAINING,
        network=random_network(inputs=2, outputs=2),
    )
    for session in (running, changed(running, **asked)):
        with qtbot.waitSignal(frames.drawn):
            frames.request(session)
    assert last(text) is session


def test_a_panel_that_fails_keeps_no_other_from_being_shown(
    qtbot: QtBot, expect_log: Callable[[str], None]
) -> None:
    expect_log("^Failing failed: Traceback(.|\n)*OverflowError")
    failing, panel, text = Failing(OverflowError()), Notebook(), Notebook()
    frames = Frames({0: [failing, panel], READING_MS: [text]})
    first, second = sessions(2)
    with qtbot.waitSignal(frames.drawn) as drawn:
        frames.request(first)
    assert drawn.args == [first]
    assert panel.shown == text.shown == [first]
    with qtbot.waitSignal(frames.drawn):
        frames.request(second)
    assert failing.shown == [second], "and it is shown what comes next"
    assert last(text) is second


def test_each_kind_of_failure_of_a_panel_is_told_once(
    qtbot: QtBot, expect_log: Callable[[str], None]
) -> None:
    expect_log("OverflowError")
    expect_log("ValueError")
    failing = Failing(OverflowError(), OverflowError(), ValueError(), OverflowError())
    frames = Frames({0: [failing]})
    told: list[tuple[object, str]] = []
    frames.failed.connect(lambda panel, error: told.append((panel, type(error).__name__)))
    for session in sessions(4):
        with qtbot.waitSignal(frames.drawn):
            frames.request(session)
    assert told == [(failing, "OverflowError"), (failing, "ValueError")]


def test_a_panel_that_fails_at_the_start_keeps_no_window_from_being_made(
    expect_log: Callable[[str], None],
) -> None:
    expect_log("OverflowError")
    panel, session = Notebook(), Session()
    Frames({0: [Failing(OverflowError())], READING_MS: [panel]}).show(session)
    assert panel.shown == [session]


def test_slow_texts_rest_while_a_person_moves_fast_and_catch_up(qtbot: QtBot) -> None:
    class Slow(Notebook):
        def show_session(self, session: Session) -> None:
            QTest.qSleep(SLOW_MS)
            super().show_session(session)

    plot, text = Notebook(), Slow()
    frames = Frames({FILM_MS: [plot], READING_MS: [text]})
    moved = sessions(6)
    for session in moved:
        frames.request(session)
        qtbot.waitUntil(lambda session=session: last(plot) is session)  # type: ignore[misc]  # mypy infers no type of a default
    with qtbot.waitSignal(frames.drawn):
        pass
    assert last(text) is moved[-1]
    assert len(text.shown) < len(plot.shown) == len(moved)
