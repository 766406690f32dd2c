"""A run of training, as far as it has come."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple, Self

from mdn_gui.core.ended_run import EndedRun, OnTestRows
from mdn_gui.core.network import Network
from mdn_gui.core.recording import Losses, Recording
from mdn_gui.session.data import Data, Settings

if TYPE_CHECKING:
    from mdn_gui.core.importance import Importance  # not needed by the first frame


class Phase(Enum):
    """What the training is doing."""

    IDLE = auto()
    TRAINING = auto()
    PAUSED = auto()
    STOPPING = auto()


@dataclass(frozen=True, eq=False)
class Run:
    """A run, under way or ended.

    Attributes:
        number: 1 for the first run of the sitting, and no other run's; 0 for no run.
        data: The rows that it is trained on.
        settings: What it is trained with; None for no run.
        phase: What the training is doing; idle once it ended.
        epochs_planned: Number of epochs after which it ends.
        progress: Epochs passed, with fraction.
        seconds_left: Estimate, while it goes and there is one.
        seconds: How long it trained until it was last held or ended, without pauses.
        recording: Its losses and networks.
        extendable: Whether it can be trained for more epochs.
        recoveries: How often it went back to its last good weights.
        notes: What to know before trusting its network once it ended, see `core.review`; None until
            it has been looked at.
        on_test_rows: The loss of that network on test rows; None until it has been looked at, or
            without any.
        importance: Of the inputs to that network; None until a person has asked for it.
        ended: How it ended, as a sentence; "" while it is under way.
    """

    number: int = 0
    data: Data = field(default_factory=Data)
    settings: Settings | None = None
    phase: Phase = Phase.IDLE
    epochs_planned: int = 0
    progress: float = 0.0
    seconds_left: float | None = None
    seconds: float = 0.0
    recording: Recording = field(default_factory=Recording)
    extendable: bool = False
    recoveries: int = 0
    notes: tuple[str, ...] | None = None
    on_test_rows: OnTestRows | None = None
    importance: Importance | None = None
    ended: str = ""

    @property
    def busy(self) -> bool:
        """Whether it is under way, paused or about to stop."""
        return self.phase is not Phase.IDLE

    @property
    def history(self) -> tuple[Losses, ...]:
        """Its losses, oldest first."""
        return self.recording.losses

    @property
    def epochs_left(self) -> int:
        """Number of planned epochs that it has not trained."""
        return max(0, self.epochs_planned - len(self.history))

    @property
    def out_of_fold(self) -> bool:
        """Whether its validation losses are of each row by members that held its fold out."""
        return self.settings is not None and self.settings[1].folds > 1

    @property
    def best(self) -> Losses | None:
        """The losses of its best epoch."""
        return self.recording.best

    @property
    def best_network(self) -> Network | None:
        """The network of its best epoch; of several members, each at its own."""
        return self.recording.best_network

    @property
    def live_network(self) -> Network | None:
        """What is shown with no epoch chosen: the latest while it goes, then the best."""
        frames = self.recording.frames
        latest = frames[-1].network if frames else None
        if self.busy and latest is not None:
            return latest
        return self.best_network or latest

    @property
    def ended_run(self) -> EndedRun | None:
        """What there is to be said of it; None while it is under way, or if it left no network."""
        table, best = self.data.table, self.best_network
        if self.busy or self.settings is None or table is None or best is None:
            return None
        network, training = self.settings
        last = self.recording.frames[-1].network
        return EndedRun(table, network, training, self.history, best, last)

    def in_phase(self, phase: Phase, seconds: float) -> Self:
        """The run in another phase; one that does not train has no time left.

        Args:
            phase: What the training is doing now.
            seconds: How long it trained until now.
        """
        goes = phase in {Phase.TRAINING, Phase.STOPPING}
        left = self.seconds_left if goes else None
        return replace(self, phase=phase, seconds=seconds, seconds_left=left)

    def network_at(self, epoch: int | None) -> Network | None:
        """The network shown, that of the nearest epoch kept; None while there is none.

        Args:
            epoch: The epoch that is revisited; None for none.
        """
        frame = None if epoch is None else self.recording.nearest(epoch)
        return self.live_network if frame is None else frame.network

    def epoch_shown(self, epoch: int | None) -> int | None:
        """The epoch whose network is shown, the nearest one kept; None while no epoch has ended.

        Args:
            epoch: The epoch that is revisited; None for none.
        """
        frames = self.recording.frames
        if not frames:
            return None
        if epoch is not None and (frame := self.recording.nearest(epoch)) is not None:
            return frame.epoch
        return frames[-1].epoch if self.busy or self.best is None else self.best.epoch


NO_RUN = Run()
"""What is shown before any run is."""


class NamedRun(NamedTuple):
    """A run of the list, and what a person calls it."""

    name: str
    run: Run
