"""How far a training is, on stderr."""

import re
from dataclasses import replace
from io import StringIO

import pytest

from mdn_gui.cli.progress import ProgressBar, ProgressLines, losses, progress_on
from tests.cli.engines import epoch
from tests.cli.terminal import Terminal


def lines(epochs: int, seconds_an_epoch: float, ends_after: int | None = None) -> list[str]:
    """What a run writes whose programs take 10 seconds to compile."""
    now = 0.0
    stream = StringIO()
    with ProgressLines(stream, epochs, clock=lambda: now) as progress:
        progress.passed(0.0)
        now += 10.0
        for number in range(1, (ends_after or epochs) + 1):
            now += seconds_an_epoch
            progress.passed(number - 0.1)
            progress.epoch_done(epoch(number))
    return stream.getvalue().splitlines()


def numbers(said: list[str]) -> list[int]:
    return [int(line.split()[1].partition("/")[0]) for line in said]


def test_a_line_says_epoch_losses_and_time_left() -> None:
    assert lines(epochs=10, seconds_an_epoch=2.0)[4] == (
        "epoch 5/10  train 4.5000  validation 5.0000  best 2.0000  0:00:10 left"
    )


def test_there_is_a_line_every_tenth_of_the_run() -> None:
    assert numbers(lines(epochs=200, seconds_an_epoch=1.0)) == [20 * i for i in range(1, 11)]


def test_lines_come_a_second_apart_at_least() -> None:
    # The compilation counts: after it a line is due at the first tenth.
    assert numbers(lines(epochs=200, seconds_an_epoch=1 / 128)) == [20, 148, 200]


def test_of_a_long_run_there_is_a_line_every_minute() -> None:
    said = numbers(lines(epochs=100_000, seconds_an_epoch=20.0, ends_after=12))
    assert said == [3, 6, 9, 12]


def test_epochs_that_take_minutes_have_a_line_each() -> None:
    assert numbers(lines(epochs=300, seconds_an_epoch=300.0, ends_after=3)) == [1, 2, 3]


@pytest.mark.parametrize("epochs", [1, 2, 7])
def test_the_last_epoch_always_has_a_line(epochs: int) -> None:
    last = lines(epochs, seconds_an_epoch=1e-4)[-1]
    assert last.startswith(f"epoch {epochs}/{epochs}  ")
    assert "left" not in last


def test_the_first_epoch_in_which_programs_are_compiled_does_not_count() -> None:
    now = 0.0
    stream = StringIO()
    progress = ProgressLines(stream, 100, clock=lambda: now)
    now = 200.0
    progress.epoch_done(epoch(1))
    now = 202.0
    for number in range(2, 12):
        progress.epoch_done(epoch(number))
    first, last = stream.getvalue().splitlines()
    assert "left" not in first
    assert last.endswith("0:00:18 left")


@pytest.mark.parametrize(
    ("loss", "text"), [(-0.5, "-0.5000"), (1234.5, "1234.5000"), (6.23e13, "6.230e+13")]
)
def test_a_loss_beyond_all_bounds_stays_short(loss: float, text: str) -> None:
    assert f"train {text}  validation" in losses(replace(epoch(1), train_loss=loss))


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal of 80 columns."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    return Terminal()


def frames(terminal: Terminal) -> list[str]:
    """The lines that were shown one after another."""
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.getvalue())
    return [frame for frame in re.split(r"[\r\n]+", text) if frame]


def test_it_says_that_it_compiles_until_the_first_steps_are_made(terminal: Terminal) -> None:
    with ProgressBar(terminal, 10) as progress:
        progress.passed(0.0)
    assert all(frame.startswith("Compiling") for frame in frames(terminal))


def test_it_shows_epoch_losses_and_time_left_within_80_columns(terminal: Terminal) -> None:
    with ProgressBar(terminal, 300) as progress:
        for number in (1, 2, 3):
            progress.passed(number - 0.5)
            progress.epoch_done(epoch(number))
        progress.passed(3.5)
    last = frames(terminal)[-1]
    assert last.startswith("epoch 4/300 ")
    assert "train 2.5000  validation 3.0000  best 2.0000" in last
    assert re.search(r"\d+:\d\d$", last.rstrip()), last
    assert len(last) <= 80


def test_it_ends_with_the_last_epoch(terminal: Terminal) -> None:
    with ProgressBar(terminal, 2) as progress:
        for number in (1, 2):
            progress.epoch_done(epoch(number))
            progress.passed(float(number))
    assert frames(terminal)[-1].startswith("epoch 2/2 ")


def test_the_cursor_comes_back_whatever_happens(terminal: Terminal) -> None:
    bar = ProgressBar(terminal, 2)
    with pytest.raises(KeyboardInterrupt), bar:
        raise KeyboardInterrupt
    assert terminal.getvalue().rindex("\x1b[?25h") > terminal.getvalue().rindex("\x1b[?25l")


def test_a_terminal_has_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert isinstance(progress_on(Terminal(), 10, quiet=False), ProgressBar)


def test_a_terminal_that_cannot_move_its_cursor_has_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert isinstance(progress_on(Terminal(), 10, quiet=False), ProgressLines)


def test_a_file_has_lines() -> None:
    assert isinstance(progress_on(StringIO(), 10, quiet=False), ProgressLines)


@pytest.mark.parametrize("stream", [StringIO(), Terminal()])
def test_the_quiet_see_nothing(stream: StringIO) -> None:
    with progress_on(stream, 1, quiet=True) as progress:
        progress.passed(0.5)
        progress.epoch_done(epoch(1))
    assert stream.getvalue() == ""
