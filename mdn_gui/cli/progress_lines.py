"""How far a training is, in lines."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Self, TextIO

from mdn_gui.core.text import say
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
        """Write a line if it is time for one, and at the end."""
        now = self._clock()
        if epoch.number == 1:
            self._first_ended = now
        then, said = self._said
        tenth = 10 * (epoch.number - said) >= self._epochs
        due = now - then >= LEAST_SECONDS and (tenth or now - then >= MOST_SECONDS)
        if due or epoch.number == self._epochs:
            self._said = (now, epoch.number)
            line = say(
                "epoch {number}/{epochs}  {losses}",
                number=epoch.number,
                epochs=self._epochs,
                losses=losses(epoch),
            )
            print(line + self._time_left(epoch.number, now), file=self._stream, flush=True)

    def _time_left(self, number: int, now: float) -> str:
        # In the first epoch programs are compiled, so that it says nothing of the others.
        if not 1 < number < self._epochs:
            return ""
        seconds = (self._epochs - number) * (now - self._first_ended) / (number - 1)
        return say("  {time} left", time=timedelta(seconds=round(seconds)))


def losses(epoch: Epoch) -> str:
    """The losses of an epoch, and the best validation loss so far, in nats."""
    values = (epoch.train_loss, epoch.validation_loss, epoch.best_loss)
    words = (say("train"), say("validation"), say("best"))
    return "  ".join(f"{word} {_short(value)}" for word, value in zip(words, values, strict=True))


def _short(loss: float) -> str:
    return f"{loss:.4f}" if abs(loss) < 1e4 else f"{loss:.3e}"
