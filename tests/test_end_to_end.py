"""The program as a person meets it: started on a display, clicked and typed at from outside."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
UNHURRIED_S = 120.0

type Place = tuple[int, int, int, int]


@dataclass(frozen=True)
class Outside:
    """Hands and eyes at a display.

    Attributes:
        environment: Of programs on that display.
        eyes: `tests.screen`, running.
        window: The number of the program's window.
        places: Where its controls are.
    """

    environment: dict[str, str]
    eyes: "subprocess.Popen[str]"
    window: str
    places: dict[str, Place]

    def xdotool(self, *arguments: str) -> str:
        """Do something with mouse, keys or windows."""
        return xdotool(self.environment, *arguments)

    def click(self, name: str, times: int = 1) -> None:
        """Click in the middle of a control, and leave it."""
        x, y, width, height = self.places[name]
        self.xdotool(
            "mousemove", "--sync", "--window", self.window, *_texts(x + width // 2, y + height // 2)
        )
        self.xdotool("click", "--repeat", str(times), "1")
        self.xdotool("mousemove", "--sync", "--window", self.window, "640", "795")

    def keys(self, *names: str) -> None:
        """Press keys one after the other."""
        self.xdotool("key", *names)

    def picture(self, name: str) -> str:
        """What stands for the picture of a control."""
        return str(ask(self.eyes, "picture", *self.places[name]))

    def numbers(self) -> dict[str, str]:
        """Copy the numbers at x and read them where they were copied to."""
        self.click("copy_numbers")
        text = str(ask(self.eyes, "clipboard"))
        return {line.split("\t")[0]: line.split("\t")[1] for line in text.split("\n")[1:]}

    def title(self) -> str:
        """The title of the window."""
        return self.xdotool("getwindowname", self.window)


@pytest.fixture
def environment(virtual_display: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "WAYLAND_DISPLAY"}
    return kept | {
        "DISPLAY": virtual_display,
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def arguments() -> list[str]:
    """What the program is started with."""
    return []


@pytest.fixture
def program(
    environment: dict[str, str], tmp_path: Path, arguments: list[str]
) -> Iterator["subprocess.Popen[str]"]:
    program = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        cwd=tmp_path,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield program
    program.kill()
    program.communicate()


@pytest.fixture
def outside(environment: dict[str, str], program: "subprocess.Popen[str]") -> Iterator[Outside]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.screen"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as eyes:
        places = ask(eyes, "places")
        assert isinstance(places, dict)
        window = xdotool(environment, "search", "--sync", "--onlyvisible", "--name", "^MDN Studio$")
        assert program.poll() is None
        yield Outside(environment, eyes, window, places)
        eyes.kill()


def test_a_person_trains_looks_and_leaves(
    outside: Outside, program: "subprocess.Popen[str]"
) -> None:
    choose_example(outside)
    no_stop = outside.picture("Stop")
    outside.click("Train")
    until(lambda: outside.picture("Stop") != no_stop, "the start of the training")
    until(lambda: outside.picture("Stop") == no_stop, "the end of the training")

    outside.click("x = 0")
    true_modes = [-7.611, -4.639, 0.0, 4.639, 7.611]
    until(lambda: near(true_modes, outside.numbers()), "five modes")
    outside.click("x = 5")
    true_modes = [-6.156, 0.938, 3.550, 8.519]
    until(lambda: near(true_modes, outside.numbers()), "four modes")
    warm_numbers = outside.numbers()

    warm = outside.picture("plot")
    outside.click("temperature", times=3)
    outside.keys("0", "period", "0", "1", "Return")
    until(lambda: spread(outside.numbers()) < 0.5 * spread(warm_numbers), "the cold")
    until(lambda: outside.picture("plot") != warm, "the density of the cold")

    leave(outside, program)
    assert program.stderr is not None
    assert "Traceback" not in program.stderr.read()


@pytest.mark.parametrize("arguments", [["--worker", "thread"]])
def test_without_processes_a_person_trains_pauses_stops_and_leaves(
    outside: Outside, program: "subprocess.Popen[str]"
) -> None:
    choose_example(outside)
    no_stop, ready = outside.picture("Stop"), outside.picture("Train")
    outside.click("Train")
    until(lambda: outside.picture("Stop") != no_stop, "the start of the training")
    empty = outside.picture("plot")
    until(lambda: outside.picture("plot") != empty, "the first epochs")
    assert children(program) == []

    going = outside.picture("Train")  # which says "Pause" now
    outside.keys("space")
    until(lambda: outside.picture("Train") != going, "the pause")
    outside.keys("space")
    until(lambda: outside.picture("Train") == going, "the end of the pause")
    outside.click("Stop")
    until(lambda: outside.picture("Train") == ready, "the end of the training")

    outside.click("Train")
    until(lambda: outside.picture("Stop") != no_stop, "another start")
    leave(outside, program)
    assert program.stderr is not None
    said = program.stderr.read()
    assert "Traceback" not in said
    assert "Fatal" not in said


def choose_example(outside: Outside) -> None:
    """Open the first example from the menu, and the drawer with the numbers."""
    outside.xdotool("windowfocus", "--sync", outside.window)
    closed = outside.picture("Data")  # which the menu will cover
    outside.keys("alt+f")
    until(lambda: outside.picture("Data") != closed, "the menu")
    outside.keys("Down", "Down", "Right", "Return")
    until(lambda: outside.title().startswith("Inverse sine"), "the example")
    closed = outside.picture("copy_numbers")
    outside.click("Numbers")
    until(lambda: outside.picture("copy_numbers") != closed, "the drawer")


def leave(outside: Outside, program: "subprocess.Popen[str]") -> None:
    """Close the window, as a person does who is asked whether it is meant."""
    outside.keys("ctrl+q")
    question = outside.xdotool("search", "--sync", "--onlyvisible", "--name", "^Close MDN Studio")
    assert program.poll() is None
    outside.xdotool("windowfocus", "--sync", question)
    outside.keys("alt+c")
    assert program.wait(timeout=UNHURRIED_S) == 0


def children(program: "subprocess.Popen[str]") -> list[str]:
    """The processes that the program has started and that are there."""
    threads = Path(f"/proc/{program.pid}/task").iterdir()
    return [child for thread in threads for child in (thread / "children").read_text().split()]


def spread(numbers: dict[str, str]) -> float:
    return float(numbers["Standard deviation"])


def near(true_modes: list[float], numbers: dict[str, str]) -> bool:
    """Whether there is a mode shown near each of these."""
    shown = [float(value) for name, value in numbers.items() if name.startswith("Mode")]
    return all(any(abs(mode - seen) < 0.7 for seen in shown) for mode in true_modes)


def ask(eyes: "subprocess.Popen[str]", *question: str | int) -> object:
    """Put a question to `tests.screen`."""
    assert eyes.stdin is not None
    assert eyes.stdout is not None
    eyes.stdin.write(json.dumps(question) + "\n")
    eyes.stdin.flush()
    return json.loads(eyes.stdout.readline())


def xdotool(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        ["xdotool", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=UNHURRIED_S,
    )
    return done.stdout.strip()


def until[T](look: Callable[[], T], wanted: str) -> T:
    """Look again and again, for a bounded time, until there is something to see."""
    deadline = time.monotonic() + UNHURRIED_S
    while not (seen := look()):
        assert time.monotonic() < deadline, f"waited in vain for {wanted}"
    return seen


def _texts(*numbers: int) -> list[str]:
    return [str(number) for number in numbers]
