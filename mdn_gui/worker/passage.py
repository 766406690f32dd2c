"""What a training asks between chunks of steps, and what it tells there."""

import time
from collections.abc import Callable
from dataclasses import replace

from mdn_gui.core.recording import Frame, Losses
from mdn_gui.core.training import Epoch
from mdn_gui.worker.gate import Gate
from mdn_gui.worker.messages import EpochsDone, News, Progressed, wanted

PROGRESS_SECONDS = 0.05
"""Least time between two reports of progress within an epoch."""

NEWS_SECONDS = 0.03
"""Least time between two reports of epochs, unless the run waits: a frame of the window. Telling
the window of each of a thousand epochs a second slowed both it and the training."""


class Passage:
    """Where a run reports, pauses, steps, slows down and stops; used by its thread only.

    Args:
        run: The run's number.
        tell: Takes news; does not wait.

    Attributes:
        gate: Where the run waits; another one for each start or extension.
    """

    def __init__(self, run: int, tell: Callable[[News], None]) -> None:
        self.gate = Gate()
        self._run, self._tell = run, tell
        self._epochs: list[Epoch] = []
        self._told = self._reported = 0.0
        self._rows_told = False

    def proceed(self, passed: float) -> bool:
        """Report the epochs passed, wait at the gate, and tell whether to go on."""
        now = time.monotonic()
        if now - self._told >= NEWS_SECONDS:
            self.tell_epochs()
        if now - self._reported >= PROGRESS_SECONDS:
            self._reported = now
            self._tell(Progressed(self._run, passed))
        return self.gate.pass_through()

    def end_epoch(self, epoch: Epoch) -> None:
        """Note an epoch, to be reported soon."""
        self._epochs.append(epoch)
        self.gate.epoch_ended()

    def tell_epochs(self) -> None:
        """Report the epochs that ended since the last time."""
        if self._epochs:
            self._told = time.monotonic()
            epochs, self._epochs = self._epochs, []
            news = _epochs_done(self._run, epochs).with_rows(None)
            if not self._rows_told:
                rows = epochs[-1].network.rows
                if rows is not None:
                    _ = rows.evidence  # computed here, so that the window need not
                news = replace(news, rows=rows)
                self._rows_told = True
            self._tell(news)


def _epochs_done(run: int, epochs: list[Epoch]) -> EpochsDone:
    losses = tuple(Losses(e.number, e.train_loss, e.validation_loss) for e in epochs)
    frames = (Frame(epoch.number, epoch.network) for epoch in epochs)
    latest = epochs[-1]
    # Only networks that the window would keep: there may be thousands of epochs a second.
    return EpochsDone(run, losses, wanted(frames, losses), latest.best, latest.recoveries)
