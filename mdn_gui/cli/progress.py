"""How far a training is, for whoever looks at stderr: in lines, or as a bar on a terminal."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Self, TextIO

from mdn_gui.core.text import say, say_in
from mdn_gui.core.training import Epoch

LEAST_SECONDS = 1.0
MOST_SECONDS = 60.0
"""Lines come a tenth of the run apart, but no closer and no farther than these."""


class Progress:
    """Is told how far a run is while it is entered; this one shows nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End whatever is shown."""

    def passed(self, epochs: float) -> None:
        """Tell how many epochs have passed, with fraction; 0 while the network is compiled."""

    def epoch_done(self, epoch: Epoch) -> None:
        """Tell the losses of an epoch that ended."""


class ProgressLines(Progress):
    """A line now and then, for a log.

    Args:
        stream: Where to.
        epochs: Epochs planned.
        clock: Seconds, counted from anywhere.
    """

    def __init__(
        self, stream: TextIO, epochs: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream
        self._epochs = epochs
        self._clock = clock
        self._first_ended = 0.0
        self._said = (clock(), 0)

    def epoch_done(self, epoch: Epoch) -> None:
        """Write a line if one is due, and at the end."""
        now = self._clock()
        if epoch.number == 1:
            self._first_ended = now
        then, said = self._said
        tenth = 10 * (epoch.number - said) >= self._epochs
        due = now - then >= LEAST_SECONDS and (tenth or now - then >= MOST_SECONDS)
        if due or epoch.number == self._epochs:
            self._said = (now, epoch.number)
            line = [
                say("epoch {number}/{epochs}", number=epoch.number, epochs=self._epochs),
                losses(epoch),
                *self._time_left(epoch.number, now),
            ]
            print("  ".join(line), file=self._stream, flush=True)

    def _time_left(self, number: int, now: float) -> Iterator[str]:
        # In the first epoch programs are compiled, so that it says nothing of the others.
        if 1 < number < self._epochs:
            seconds = (self._epochs - number) * (now - self._first_ended) / (number - 1)
            yield say("{time} left", time=timedelta(seconds=round(seconds)))


def losses(epoch: Epoch) -> str:
    """The losses of an epoch, and the best validation loss so far, in nats."""
    values = (epoch.train_loss, epoch.validation_loss, epoch.best_loss)
    words = (say_in("loss", "train"), say_in("loss", "validation"), say_in("loss", "best"))
    return "  ".join(f"{word} {_short(value)}" for word, value in zip(words, values, strict=True))


def _short(loss: float) -> str:
    return f"{loss:.4f}" if abs(loss) < 1e4 else f"{loss:.3e}"


class ProgressBar(Progress):
    """One line that changes: the epoch, a bar, the losses and the time left.

    Args:
        stream: The terminal.
        epochs: Epochs planned.
    """

    def __init__(self, stream: TextIO, epochs: int) -> None:
        # Not every run has a terminal, and rich takes a while to import.
        from rich import console, progress  # noqa: PLC0415 - for the reason above

        self._epochs = epochs
        self._bar = progress.Progress(
            progress.TextColumn("{task.description}", markup=False),
            progress.BarColumn(bar_width=None),
            progress.TextColumn("{task.fields[losses]}", markup=False),
            progress.TimeRemainingColumn(compact=True),
            console=console.Console(file=stream),
            expand=True,
        )
        self._task = self._bar.add_task(say("Compiling"), total=epochs, start=False, losses="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def passed(self, epochs: float) -> None:
        """Move the bar."""
        if epochs > 0.0:
            self._bar.start_task(self._task)
            number = min(int(epochs) + 1, self._epochs)
            self._bar.update(
                self._task,
                completed=epochs,
                description=say("epoch {number}/{epochs}", number=number, epochs=self._epochs),
            )

    def epoch_done(self, epoch: Epoch) -> None:
        """Show the losses."""
        if epoch.number == 1:
            # Until now programs were compiled, which says nothing of the time that is left.
            self._bar.reset(self._task)
        self._bar.update(self._task, completed=epoch.number, losses=losses(epoch))


def progress_on(stream: TextIO, epochs: int, *, quiet: bool) -> Progress:
    """Choose how to show a run: as a bar on a terminal, else as lines; or not at all.

    Args:
        stream: Where to.
        epochs: Epochs planned.
        quiet: Whether to show nothing.
    """
    if quiet:
        return Progress()
    if stream.isatty() and os.environ.get("TERM") != "dumb":
        return ProgressBar(stream, epochs)
    return ProgressLines(stream, epochs)
