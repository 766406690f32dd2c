"""A run as lines of a log."""

from dataclasses import replace
from io import StringIO

import pytest

from mdn_gui.cli.progress import ProgressLines, losses
from tests.cli.engines import epoch


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
