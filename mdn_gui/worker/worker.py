"""The worker: trains one job at a time and sends news of it."""

import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, Protocol

from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.system_memory import resident_memory
from mdn_gui.core.table import Table
from mdn_gui.core.text import say
from mdn_gui.core.training import Epoch, NotEnoughMemoryError
from mdn_gui.worker import messages
from mdn_gui.worker.gate import Gate
from mdn_gui.worker.handover import MappedRows
from mdn_gui.worker.line import Outbox
from mdn_gui.worker.messages import (
    Command,
    Extend,
    Failed,
    Finished,
    Held,
    Job,
    News,
    Start,
    WarmUp,
)
from mdn_gui.worker.passage import Passage

_LOG = logging.getLogger(__name__)

MOST_GROWTH = 500_000_000
"""Bytes by which a worker may grow between runs. TensorFlow never gives a compiled program back:
133 architectures took it from 888 to 2,075 MB."""


class Training(Protocol):
    """What the worker needs of a `core.training.Training`."""

    def epochs(self, count: int) -> Iterator[Epoch]:
        """Train for so many epochs more."""
        ...


type NewTraining = Callable[
    [Table, NetworkSettings, TrainingSettings, Callable[[float], bool]], Training
]
"""`core.training.Training`."""

type WarmUpFunction = Callable[[NetworkSettings, TrainingSettings, int, int], None]
"""`core.training.warm_up`."""


class _Run:
    """What of a run outlives its ending, so that it can go on.

    The training refers to `passage` only, so that no reference cycle keeps a forgotten run.
    """

    def __init__(self, number: int, job: Job, passage: Passage) -> None:
        self.number, self.job, self.passage = number, job, passage
        self.training: Training | None = None
        self.passed = 0


class Worker:
    """Receives commands on the thread that calls `serve`, and trains on another.

    Args:
        connection: `messages.Command`s come from it, `messages.News` go there.
        new_training: `core.training.Training`.
        warm_up: `core.training.warm_up`.
        most_growth: Bytes by which it may grow until it says that another is to take its place.
    """

    def __init__(
        self,
        connection: "Connection[Any, Any]",
        new_training: NewTraining,
        warm_up: WarmUpFunction,
        most_growth: int = MOST_GROWTH,
    ) -> None:
        self._connection = connection
        self._new_training, self._warm_up = new_training, warm_up
        self._news = Outbox[News](connection.send, _lose, connection.close, messages.joined)
        self._tell = self._news.put
        self._run: _Run | None = None
        self._gate = Gate()
        self._speed: float | None = None
        self._expected: WarmUp | None = None
        self._tasks: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        # Used on the thread that trains: whether it has trained, and the memory it took then.
        self._used = False
        self._at_first: int | None = None
        self._most_growth = most_growth

    def serve(self) -> None:
        """Obey commands until `Close`, or until the connection ends.

        Returns at once then: what is being trained ends soon after, on its own thread.
        """
        threading.Thread(target=self._work, name="training", daemon=True).start()
        try:
            while not isinstance(command := self._connection.recv(), messages.Close):
                self._obey(command)
        except (EOFError, OSError):
            pass
        self._news.end(drop=True)
        self._gate.stop()
        self._tasks.put(None)

    def _obey(self, command: Command) -> None:
        match command:
            case WarmUp():
                self._expected = command
                self._tasks.put(partial(self._prepare, command))
            case Start():
                self._start(command)
            case Extend():
                self._extend(command)
            case messages.Forget():
                self._gate.stop()
                self._run = None
            case messages.Pause():
                self._gate.pause()
            case messages.Resume():
                self._gate.resume()
            case messages.Step(number):
                self._gate.step(number)
            case messages.Limit(speed):
                self._gate.limit(speed)
                self._speed = speed
            case messages.Stop():
                self._gate.stop()

    def _start(self, command: Start) -> None:
        self._run = _Run(command.run, command.job, Passage(command.run, self._tell))
        self._send(self._run, command.job.training_settings.epochs, command.step)

    def _extend(self, command: Extend) -> None:
        if self._run is None or self._run.number != command.run:
            # It was forgotten, or its process is gone and this is another.
            reason = say("The run is no longer in memory, so it cannot go on; train anew.")
            self._tell(Failed(command.run, reason, ""))
        else:
            self._send(self._run, command.epochs, None)

    def _send(self, run: _Run, epochs: int, step: int | None) -> None:
        self._gate.stop()
        # Else the gate would keep the run in memory.
        tell, number, passage = self._tell, run.number, run.passage
        self._gate = Gate(
            self._speed, lambda step: tell(Held(number, step)), on_wait=passage.tell_epochs
        )
        if step is not None:
            self._gate.step(step)
        self._tasks.put(partial(self._work_on, run, epochs, self._gate))

    # On the thread that trains

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            task()
            del task  # else its training would stay in memory until the next task
            self._used = True

    def _prepare(self, command: WarmUp) -> None:
        if command is not self._expected:
            return
        try:
            self._warm_up(
                command.network_settings,
                command.training_settings,
                command.inputs,
                command.outputs,
            )
        except NotEnoughMemoryError:
            pass  # the run is refused with the reason, if a person wants it
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
            self._tell(Failed(run.number, _sentence(error), traceback.format_exc()))
        else:
            self._tell(Finished(run.number, gate.stopped))

    def _train(self, run: _Run, epochs: int) -> None:
        passage, job = run.passage, run.job
        if not passage.proceed(float(run.passed)):
            return
        if run.training is None:
            self._note_growth()
            table = job.table.dataset() if isinstance(job.table, MappedRows) else job.table
            run.training = self._new_training(
                table, job.network_settings, job.training_settings, passage.proceed
            )
        for epoch in run.training.epochs(epochs):
            run.passed = epoch.number
            passage.end_epoch(epoch)

    def _note_growth(self) -> None:
        """Tell if too much of the memory has stayed, now that no run holds any."""
        taken = resident_memory()
        if not self._used or taken is None:
            return  # TensorFlow itself is still to come
        if self._at_first is None:
            self._at_first = taken
        if taken - self._at_first > self._most_growth:
            self._tell(messages.Grown())


def _sentence(error: Exception) -> str:
    """What went wrong, for the person."""
    if isinstance(error, MemoryError):
        return say("The training ran out of memory; a smaller network, batch or table needs less.")
    return str(error) or say(
        "The training failed: {fault}. Change the settings.", fault=type(error).__name__
    )


def _lose(news: News, error: Exception) -> None:
    _LOG.error("News could not be sent: %s", type(news).__name__, exc_info=error)
