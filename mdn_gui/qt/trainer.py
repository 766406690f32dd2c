"""The worker thread: trains one job at a time and tells what happens by signals."""

import logging
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, Signal

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.settings import NetworkSettings, TrainingSettings

_LOG = logging.getLogger(__name__)

PROGRESS_SECONDS = 0.05
"""Least time between two reports of progress within an epoch."""


@dataclass(frozen=True, eq=False)
class Job:
    """What to train."""

    dataset: Dataset
    network_settings: NetworkSettings
    training_settings: TrainingSettings


type Train = Callable[
    [Dataset, NetworkSettings, TrainingSettings, Callable[[float], bool]], Iterator[Any]
]
"""`core.training.train`; handed in, because this package must not reach TensorFlow."""

type WarmUp = Callable[[NetworkSettings, TrainingSettings], None]
"""`core.training.warm_up`, likewise."""


@dataclass(frozen=True, eq=False)
class _Run:
    """One job under way: its number, and the two events that cross the threads."""

    number: int
    job: Job
    stop: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)


class Trainer(QObject):
    """Trains on one worker thread; each run has a number, so that late news of an old one shows.

    The thread is Python's own, not a QThread: to PySide6 every slot call on a QThread is a new
    Python thread, and TensorFlow crashed when what it keeps for each thread had gone.

    Signals:
        epoch_done(run, epoch): A `core.training.Epoch` ended.
        progressed(run, epochs passed): Some steps of an epoch were taken.
        finished(run, stopped): The run ended, by itself or stopped.
        failed(run, message, traceback): The run ended with an error.
        closed: The worker has ended, after `close`.

    Args:
        train: `core.training.train`.
        warm_up: `core.training.warm_up`.
        parent: The owner.
    """

    epoch_done = Signal(int, object)
    progressed = Signal(int, float)
    finished = Signal(int, bool)
    failed = Signal(int, str, str)
    closed = Signal()

    def __init__(self, train: Train, warm_up: WarmUp, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._train, self._warm_up = train, warm_up
        self._current: _Run | None = None
        self._expected: tuple[NetworkSettings, TrainingSettings] | None = None
        self._tasks: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        threading.Thread(target=self._work, name="trainer", daemon=True).start()

    def warm_up(self, network: NetworkSettings, training: TrainingSettings) -> None:
        """Prepare for runs with these settings, in the background; the latest request wins."""
        self._expected = (network, training)
        self._tasks.put(partial(self._prepare, self._expected))

    def start(self, job: Job) -> int:
        """Train a job as soon as the worker is free; a run still going is stopped.

        Returns:
            The number of the run.
        """
        self.stop()
        number = self._current.number + 1 if self._current else 1
        self._current = _Run(number, job)
        self._current.go.set()
        self._tasks.put(partial(self._run, self._current))
        return number

    def pause(self) -> None:
        """Hold the run before its next steps."""
        if self._current:
            self._current.go.clear()

    def resume(self) -> None:
        """Let the run go on."""
        if self._current:
            self._current.go.set()

    def stop(self) -> None:
        """Ask the run to end; `finished` tells when it has."""
        if self._current:
            self._current.stop.set()
            self._current.go.set()

    def close(self) -> None:
        """Stop, and end the thread; `closed` tells when it has."""
        self.stop()
        self._tasks.put(None)

    # On the worker thread: signals leave, nothing else is touched.

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            task()
        self.closed.emit()

    def _prepare(self, settings: tuple[NetworkSettings, TrainingSettings]) -> None:
        if settings is not self._expected:
            return
        try:
            self._warm_up(*settings)
        except Exception:  # training itself will meet it again, and tell the person
            _LOG.exception("Preparing the training failed")

    def _run(self, run: _Run) -> None:
        try:
            self._train_to_the_end(run)
        except Exception as error:  # whatever it is, the person is told
            self.failed.emit(run.number, str(error), traceback.format_exc())
        else:
            self.finished.emit(run.number, run.stop.is_set())

    def _train_to_the_end(self, run: _Run) -> None:
        reported = 0.0

        def proceed(passed: float) -> bool:
            nonlocal reported
            now = time.monotonic()
            if now - reported >= PROGRESS_SECONDS:
                reported = now
                self.progressed.emit(run.number, passed)
            run.go.wait()
            return not run.stop.is_set()

        job = run.job
        if not proceed(0.0):
            return
        for epoch in self._train(job.dataset, job.network_settings, job.training_settings, proceed):
            self.epoch_done.emit(run.number, epoch)
