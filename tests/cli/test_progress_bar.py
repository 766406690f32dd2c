"""A run as a bar on a terminal."""

import re

import pytest

from mdn_gui.cli.progress import ProgressBar
from tests.cli.engines import epoch
from tests.cli.terminal import Terminal


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
