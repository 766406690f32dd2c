"""What the window and its processes tell each other: frozen values that can be pickled."""

import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.network import Network
from mdn_gui.core.recording import Frame, Losses, kept
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.table import Table
from mdn_gui.core.text import say
from mdn_gui.worker.handover import HandoverError, MappedRows


@dataclass(frozen=True, eq=False)
class Job:
    """What to train.

    Attributes:
        table: The rows; those in memory go to another process as `MappedRows`.
        network_settings: The network's shape.
        training_settings: How it is trained.
    """

    table: Table | MappedRows
    network_settings: NetworkSettings
    training_settings: TrainingSettings


# To the process that trains


@dataclass(frozen=True)
class WarmUp:
    """Prepare for runs with these settings, of so many columns; of several that wait, the latest.

    Attributes:
        network_settings: The network's shape.
        training_settings: How it is trained.
        inputs: Columns of x.
        outputs: Columns of y.
    """

    network_settings: NetworkSettings
    training_settings: TrainingSettings
    inputs: int
    outputs: int


@dataclass(frozen=True, eq=False)
class Start:
    """Train a job; a run still going is stopped.

    Attributes:
        run: The run's number.
        job: What to train.
        step: Hold after the first epoch, and tell it with this number; None to go on.
    """

    run: int
    job: Job
    step: int | None = None

    def refused(self, error: Exception) -> "Failed":
        """What is told where the job cannot be sent."""
        sentence = (
            str(error)
            if isinstance(error, HandoverError)
            else say(
                "The rows could not be handed to the training, perhaps for want of memory; train "
                "on fewer rows."
            )
        )
        return Failed(self.run, sentence, traced(error))


@dataclass(frozen=True)
class Extend:
    """Let the last run go on after its ending, for so many epochs more."""

    run: int
    epochs: int


@dataclass(frozen=True)
class Forget:
    """Stop the run, and keep nothing of it."""


@dataclass(frozen=True)
class Pause:
    """Hold the run before its next steps."""


@dataclass(frozen=True)
class Resume:
    """Let the run go on."""


@dataclass(frozen=True)
class Step:
    """Train for one epoch, or to the end of the one under way, hold, and tell it by this number."""

    number: int


@dataclass(frozen=True)
class Limit:
    """Train at most so many epochs a second, in later runs too; None for no limit."""

    epochs_per_second: float | None


@dataclass(frozen=True)
class Stop:
    """End the run; it can be extended."""


@dataclass(frozen=True)
class Close:
    """End the process."""


# To the process that paints


@dataclass(frozen=True, eq=False)
class Call:
    """Call a function.

    Attributes:
        number: Of the call, for its answer.
        function: Takes nothing; it can be pickled, and so can what it returns.
    """

    number: int
    function: Callable[[], Any]

    def refused(self, error: Exception) -> "Raised":
        """What is told where the function cannot be sent."""
        return Raised(self.number, str(error), traced(error))


type Command = (
    WarmUp | Start | Extend | Forget | Pause | Resume | Step | Limit | Stop | Close | Call
)

# From the process that trains


@dataclass(frozen=True, eq=False)
class EpochsDone:
    """Epochs of a run ended.

    Attributes:
        run: The run's number.
        losses: Of each, oldest first; at least one.
        frames: The networks of those that a recording keeps, the latest among them.
        best: The network of the best epoch so far; of several members, each at its own.
        recoveries: How often the run went back to its last good weights.
        rows: Training rows of all these networks and of those to come, which are sent without
            them; with the first news of a run only.
    """

    run: int
    losses: tuple[Losses, ...]
    frames: tuple[Frame, ...]
    best: Network
    recoveries: int
    rows: TrainingRows | None = None

    def with_rows(self, rows: TrainingRows | None) -> "EpochsDone":
        """The same news, of networks that know these training rows, or none."""
        # The best network may be that of a frame, and is to stay the same value.
        known = {
            id(network): network if network.rows is rows else replace(network, rows=rows)
            for network in (self.best, *(frame.network for frame in self.frames))
        }
        frames = tuple(frame._replace(network=known[id(frame.network)]) for frame in self.frames)
        return replace(self, frames=frames, best=known[id(self.best)])


@dataclass(frozen=True)
class Progressed:
    """Some steps were taken; so many epochs have passed, with fraction."""

    run: int
    epochs: float


@dataclass(frozen=True)
class Held:
    """The run took the step of this number, and waits."""

    run: int
    step: int


@dataclass(frozen=True)
class Finished:
    """The run ended, by itself or stopped; it can be extended."""

    run: int
    stopped: bool


@dataclass(frozen=True)
class Failed:
    """The run ended with an error: a sentence for the person, and the traceback."""

    run: int
    message: str
    details: str


# From the process that paints


@dataclass(frozen=True, eq=False)
class Returned:
    """What the function of a call returned."""

    number: int
    value: Any


@dataclass(frozen=True)
class Raised:
    """The function of a call raised an error: its sentence, and the traceback."""

    number: int
    message: str
    details: str


# From the line to either


@dataclass(frozen=True)
class Grown:
    """The worker takes much more memory than at first: the next run should go to a new worker."""


@dataclass(frozen=True)
class Lost:
    """The process has ended, asked to or not.

    Attributes:
        reason: Why, if that is known.
        started: Whether it was ever started.
    """

    reason: str = ""
    started: bool = True


type News = EpochsDone | Progressed | Held | Finished | Failed | Grown | Returned | Raised | Lost


def joined(earlier: News, later: News) -> News | None:
    """Merge two waiting news into one, so that they do not pile up.

    Args:
        earlier: The one before.
        later: The one after it.

    Returns:
        What tells all that both tell, with no more networks than a recording keeps; None where
        both have to be told.
    """
    match earlier, later:
        case EpochsDone(), EpochsDone() if earlier.run == later.run:
            return _of_all_epochs(earlier, later)
        case Progressed(), (Progressed() | EpochsDone()) if earlier.run == later.run:
            return later
    return None


def _of_all_epochs(earlier: EpochsDone, later: EpochsDone) -> EpochsDone:
    losses = (*earlier.losses, *later.losses)
    frames = wanted((*earlier.frames, *later.frames), losses)
    # Training rows come with the first news of a run.
    return replace(later, losses=losses, frames=frames, rows=earlier.rows)


def wanted(frames: Iterable[Frame], losses: Sequence[Losses]) -> tuple[Frame, ...]:
    """The networks of epochs that ended which a recording may keep.

    Args:
        frames: Their networks, oldest first.
        losses: Of each of them, oldest first.
    """
    best = min(losses, key=lambda each: each.validation)
    return kept(frames, losses[-1].epoch, {1, best.epoch})


def traced(error: Exception) -> str:
    """The traceback of an error, as text."""
    return "".join(traceback.format_exception(error))
