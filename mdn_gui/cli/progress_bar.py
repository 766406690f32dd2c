"""How far a training is, as a bar on a terminal."""

from typing import Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress

from mdn_gui.cli.progress_lines import Progress, losses
from mdn_gui.core.text import say
from mdn_gui.core.training import Epoch


class ProgressBar(Progress):
    """One line that changes: the epoch, a bar, the losses and the time left.

    Args:
        stream: The terminal.
        epochs: Epochs planned.
    """

    def __init__(self, stream: TextIO, epochs: int) -> None:
        self._epochs = epochs
        self._bar = RichProgress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[losses]}", markup=False),
            TimeRemainingColumn(compact=True),
            console=Console(file=stream),
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
