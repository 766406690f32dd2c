"""The worker thread: trains one job at a time and tells what happens by signals."""

import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.gate import Gate

_LOG = logging.getLogger(__name__)

PROGRESS_SECONDS = 0.05
"""Least time between two reports of progress within an epoch."""

NEWS_SECONDS = 0.016
"""Least time between two reports of epochs, unless the run waits: a frame of the window. Telling
the window of each of a thousand epochs a second slowed both it and the training."""


@dataclass(frozen=True, eq=False)
class Job:
    """What to train."""

    dataset: Dataset
    network_settings: NetworkSettings
    training_settings: TrainingSettings


class Training(Protocol):
    """What the worker needs of a `core.training.Training`."""

    def epochs(self, count: int) -> Iterator[Any]:
        """Train for so many epochs more; each is a `core.training.Epoch`."""
        ...


type NewTraining = Callable[
    [Dataset, NetworkSettings, TrainingSettings, Callable[[float], bool]], Training
]
"""`core.training.Training`; handed in, because this package must not reach TensorFlow."""

type WarmUp = Callable[[NetworkSettings, TrainingSettings], None]
"""`core.training.warm_up`, likewise."""


class _Passage:
    """What a training asks between chunks of steps; used by the worker only."""

    def __init__(
        self, progressed: Callable[[float], None], epochs_done: Callable[[tuple[Any, ...]], None]
    ) -> None:
        self.gate = Gate()
        self._progressed, self._reported = progressed, 0.0
        self._epochs_done, self._epochs, self._told = epochs_done, list[Any](), 0.0

    def proceed(self, passed: float) -> bool:
        """Report the epochs passed, wait at the gate, and tell whether to go on."""
        now = time.monotonic()
        if now - self._told >= NEWS_SECONDS or not self.gate.open:
            self.tell_epochs()
        if now - self._reported >= PROGRESS_SECONDS:
            self._reported = now
            self._progressed(passed)
        return self.gate.pass_through()

    def end_epoch(self, epoch: Any) -> None:  # noqa: ANN401 - core.training.Epoch, out of reach here
        """Note an epoch, to be reported soon."""
        self._epochs.append(epoch)
        self.gate.epoch_ended()

    def tell_epochs(self) -> None:
        """Report the epochs that ended since the last time."""
        self._told = time.monotonic()
        if self._epochs:
            epochs, self._epochs = tuple(self._epochs), []
            self._epochs_done(epochs)


class _Run:
    """What of a run outlives its ending, so that it can go on.

    The training is told to ask `passage`, and nothing here: no cycle keeps a run that is forgotten.
    """

    def __init__(self, number: int, job: Job, passage: _Passage) -> None:
        self.number, self.job, self.passage = number, job, passage
        self.training: Training | None = None
        self.passed = 0


class Trainer(QObject):
    """Trains on one worker thread; each run has a number, so that late news of an old one shows.

    The thread is Python's own, not a QThread: to PySide6 every slot call on a QThread is a new
    Python thread, and TensorFlow crashed when what it keeps for each thread had gone.

    Signals:
        epochs_done(run, epochs): A tuple of `core.training.Epoch`s ended, oldest first.
        progressed(run, epochs passed): Some steps of an epoch were taken.
        held(run): The run took the step that was asked for and waits.
        finished(run, stopped): The run ended, by itself or stopped; it can be extended.
        failed(run, message, traceback): The run ended with an error.
        closed: The worker has ended, after `close`.

    Args:
        new_training: `core.training.Training`.
        warm_up: `core.training.warm_up`.
        parent: The owner.
    """

    epochs_done = Signal(int, object)
    progressed = Signal(int, float)
    held = Signal(int)
    finished = Signal(int, bool)
    failed = Signal(int, str, str)
    closed = Signal()
    _step_ended = Signal(int)

    def __init__(
        self, new_training: NewTraining, warm_up: WarmUp, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._new_training, self._warm_up = new_training, warm_up
        self._runs = 0
        self._run: _Run | None = None
        self._gate = Gate()
        self._speed: float | None = None
        self._expected: tuple[NetworkSettings, TrainingSettings] | None = None
        self._step_ended.connect(self._on_step_ended)
        self._tasks: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        threading.Thread(target=self._work, name="trainer", daemon=True).start()

    def warm_up(self, network: NetworkSettings, training: TrainingSettings) -> None:
        """Prepare for runs with these settings, in the background; the latest request wins."""
        self._expected = (network, training)
        self._tasks.put(partial(self._prepare, self._expected))

    def start(self, job: Job, *, held: bool = False) -> int:
        """Train a job as soon as the worker is free; a run still going is stopped.

        Args:
            job: What to train.
            held: Whether to hold after the first epoch.

        Returns:
            The number of the run.
        """
        self._runs += 1
        told = (self.progressed, self.epochs_done)
        passage = _Passage(*(partial(signal.emit, self._runs) for signal in told))
        self._run = _Run(self._runs, job, passage)
        self._send(self._run, job.training_settings.epochs, held=held)
        return self._runs

    def extend(self, epochs: int) -> None:
        """Let the last run go on for so many epochs more, after an ending; another one follows.

        Raises:
            RuntimeError: There was no run, or it is forgotten.
        """
        if self._run is None:
            raise RuntimeError("There is no run that could go on; start one.")
        self._send(self._run, epochs, held=False)

    def forget(self) -> None:
        """Stop the run and keep nothing of it; it can no longer be extended."""
        self.stop()
        self._run = None

    def pause(self) -> None:
        """Hold the run before its next steps."""
        self._gate.pause()

    def resume(self) -> None:
        """Let the run go on."""
        self._gate.resume()

    def step(self) -> None:
        """Let the run train for one epoch, or to the end of the one under way, and hold.

        `held` tells when it waits; after the last epoch the run ends instead.
        """
        self._gate.step()

    def set_speed(self, epochs_per_second: float | None) -> None:
        """Train at most so many epochs a second, in later runs too; None for no limit.

        Raises:
            ValueError: The speed is not above 0.
        """
        self._gate.limit(epochs_per_second)
        self._speed = epochs_per_second

    def stop(self) -> None:
        """Ask the run to end; `finished` tells when it has."""
        self._gate.stop()

    def close(self) -> None:
        """Stop, and end the thread; `closed` tells when it has."""
        self.stop()
        self._tasks.put(None)

    def _send(self, run: _Run, epochs: int, *, held: bool) -> None:
        self.stop()
        self._gate = Gate(self._speed, partial(self._step_ended.emit, run.number))
        if held:
            self._gate.step()
        self._tasks.put(partial(self._work_on, run, epochs, self._gate))

    @Slot(int)
    def _on_step_ended(self, run: int) -> None:
        # Late news: by now the run may be told to go on.
        if run == self._runs and self._gate.held:
            self.held.emit(run)

    # On the worker thread: signals leave, nothing else of this object is touched.

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            task()
            del task  # what it trained is not to be kept until the next one comes
        self.closed.emit()

    def _prepare(self, settings: tuple[NetworkSettings, TrainingSettings]) -> None:
        if settings is not self._expected:
            return
        try:
            self._warm_up(*settings)
        except Exception:  # training itself will meet it again, and tell the person
            _LOG.exception("Preparing the training failed")

    def _work_on(self, run: _Run, epochs: int, gate: Gate) -> None:
        run.passage.gate = gate
        try:
            try:
                self._train(run, epochs)
            finally:
                run.passage.tell_epochs()
        except Exception as error:  # whatever it is, the person is told
            self.failed.emit(run.number, str(error), traceback.format_exc())
        else:
            self.finished.emit(run.number, gate.stopped)

    def _train(self, run: _Run, epochs: int) -> None:
        passage, job = run.passage, run.job
        if not passage.proceed(float(run.passed)):
            return
        if run.training is None:
            run.training = self._new_training(
                job.dataset, job.network_settings, job.training_settings, passage.proceed
            )
        for epoch in run.training.epochs(epochs):
            run.passed = epoch.number
            passage.end_epoch(epoch)
