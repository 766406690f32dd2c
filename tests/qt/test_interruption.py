"""Signals that tell the program to end, sent to the real program and within this one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mdn_gui.qt.interruption import SIGNALS, Interruption

ROOT = Path(__file__).parents[2]
UNHURRIED_S = 60.0

type Start = Callable[..., "subprocess.Popen[str]"]

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals to one process"),
    pytest.mark.skipif(
        signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="Ctrl-C is ignored from outside"
    ),
]


# Within this program


@pytest.fixture
def interruption(qtbot: QtBot) -> Iterator[Interruption]:
    del qtbot  # there must be an application
    # nohup starts a program with one of them ignored.
    before = {number: signal.signal(number, signal.SIG_DFL) for number in SIGNALS}
    interruption = Interruption()
    yield interruption
    interruption.close()
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_the_first_signal_is_told_in_the_event_loop(
    interruption: Interruption, qtbot: QtBot, number: int
) -> None:
    told: list[int] = []
    interruption.asked.connect(told.append)
    signal.raise_signal(number)
    assert not told, "not in the middle of what is done"
    qtbot.waitUntil(lambda: told == [number])
    left = {signal.getsignal(each) for each in SIGNALS}
    assert left == {signal.SIG_DFL}, "the next one ends the program"


def test_a_signal_of_another_library_is_left_alone(
    interruption: Interruption, qtbot: QtBot
) -> None:
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    told: list[int] = []
    interruption.asked.connect(told.append)
    signal.raise_signal(signal.SIGUSR1)
    signal.raise_signal(signal.SIGTERM)
    qtbot.waitUntil(lambda: told == [signal.SIGTERM])
    signal.signal(signal.SIGUSR1, before)


def test_what_is_ignored_from_the_start_stays_so(qtbot: QtBot) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    others = {number: signal.getsignal(number) for number in SIGNALS}
    interruption = Interruption()
    with qtbot.assertNotEmitted(interruption.asked, wait=20):
        signal.raise_signal(signal.SIGHUP)
    interruption.close()
    for number, handler in (others | {signal.SIGHUP: before}).items():
        signal.signal(number, handler)


# To the real program


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the program in a group of processes of its own, until a run is under way."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **variables: str) -> "subprocess.Popen[str]":
        hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
        kept = {name: value for name, value in os.environ.items() if name not in hidden}
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.telling", *arguments],
            cwd=tmp_path,
            env=kept | {"PYTHONPATH": str(ROOT)} | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(program)
        assert program.stdout is not None
        assert program.stdout.readline() == "training\n"
        return program

    yield start
    for program in started:
        program.kill()
        program.communicate()


def ended(program: "subprocess.Popen[str]") -> tuple[int, str]:
    """Wait until the program and all that it started are gone; its exit code and what it said."""
    _, said = program.communicate(timeout=UNHURRIED_S)
    deadline = time.monotonic() + UNHURRIED_S
    while group_lives(program.pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not group_lives(program.pid), "no process is left behind"
    return program.returncode, said


def group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_ctrl_c_in_a_terminal_ends_a_job_in_order(start: Start, tmp_path: Path) -> None:
    program = start("--snapshot", "window.png")
    os.killpg(program.pid, signal.SIGINT)  # as a terminal does: to every process there
    assert ended(program) == (130, "mdn-gui: stopped by Ctrl-C; nothing was saved.\n")
    assert not list(tmp_path.iterdir())


def test_being_told_to_end_closes_the_window_in_order(start: Start, virtual_display: str) -> None:
    program = start("--example", "inverse-sine", "--train", DISPLAY=virtual_display)
    program.send_signal(signal.SIGTERM)
    assert ended(program) == (143, "")


def test_a_second_ctrl_c_ends_a_window_that_hangs(start: Start) -> None:
    program = start(STUCK="1")
    program.send_signal(signal.SIGINT)
    assert program.stdout is not None
    assert program.stdout.readline() == "heard\n"
    program.send_signal(signal.SIGINT)
    code, said = ended(program)
    assert code == -signal.SIGINT
    assert "Traceback" not in said  # TensorFlow tells of the GPU that it does not find
