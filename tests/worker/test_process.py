"""Training in a process of its own, and what happens when that ends unasked."""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.trainer import Trainer
from mdn_gui.worker.messages import Job
from mdn_gui.worker.process import start_worker
from mdn_gui.worker.worker import Worker
from tests.listening import DATASET, Heard, close, job, listen
from tests.trainings import epoch, scripted
from tests.workers import no_warm_up

UNHURRIED_MS = 60_000
SMALL = Job(DATASET, NetworkSettings(hidden=(4,), components=2), TrainingSettings(epochs=100_000))


@pytest.fixture
def trainer(qtbot: QtBot) -> Iterator[Trainer]:
    trainer = Trainer(start_worker)
    yield trainer
    close(trainer, qtbot)
    assert running() == []


@pytest.fixture
def heard(trainer: Trainer) -> Heard:
    return listen(trainer)


def running() -> list[int]:
    """The processes that train now."""
    until = time.monotonic() + 10.0
    while True:
        alive = [child.pid for child in multiprocessing.active_children() if child.pid]
        if not alive or time.monotonic() > until:
            return alive


def test_trains_in_another_process_and_survives_its_end(
    trainer: Trainer, heard: Heard, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(trainer.epochs_done, timeout=UNHURRIED_MS) as first:
        trainer.start(SMALL)
    [news] = first.args
    assert not news.frames[0].network.parameters.flags.writeable
    [worker] = multiprocessing.active_children()
    assert worker.pid != os.getpid()

    with qtbot.waitSignal(trainer.failed, timeout=UNHURRIED_MS) as failure:
        worker.kill()  # as the system does where memory runs out
    run, message, _ = failure.args
    assert run == 1
    assert message.startswith("The training broke off: its process ended")

    # What is gone cannot go on; another run can.
    with qtbot.waitSignal(trainer.failed, timeout=UNHURRIED_MS) as refusal:
        trainer.extend(5)
    assert "train anew" in refusal.args[1]
    with qtbot.waitSignal(trainer.epochs_done, timeout=UNHURRIED_MS):
        assert trainer.start(SMALL) == 2
    with qtbot.waitSignal(trainer.finished):
        trainer.stop()
    assert heard[-1] == ("finished", 2, True)


def test_a_worker_that_cannot_be_started_is_told(qtbot: QtBot) -> None:
    def no_process() -> None:
        raise OSError("no more processes")

    trainer = Trainer(no_process)  # type: ignore[arg-type]  # it returns nothing
    with qtbot.waitSignal(trainer.failed) as failure:
        trainer.start(SMALL)
    assert "'mdn-gui --worker thread'" in failure.args[1]
    assert failure.args[2] == "no more processes"
    close(trainer, qtbot)


def test_closing_before_anything_was_asked_starts_nothing(qtbot: QtBot) -> None:
    trainer = Trainer(start_worker)
    close(trainer, qtbot)
    assert multiprocessing.active_children() == []


def test_a_worker_ends_with_the_window_that_vanished() -> None:
    connection = start_worker()
    [worker] = multiprocessing.active_children()
    connection.close()  # as the kernel does for a process that is gone
    worker.join(timeout=30)
    assert worker.exitcode == 0


def serve(connection: "Connection[Any, Any]") -> None:
    """A worker that takes no time to train, and may not grow at all."""
    made_up = scripted(*map(epoch, range(1, 100)))
    Worker(connection, made_up, no_warm_up, most_growth=-1).serve()


def start_growing_worker() -> "Connection[Any, Any]":
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    context.Process(target=serve, args=(theirs,), daemon=True).start()
    theirs.close()
    return ours


@pytest.mark.skipif(sys.platform not in {"linux", "darwin"}, reason="tells no memory taken")
def test_a_worker_that_has_grown_is_replaced_when_the_next_run_begins(qtbot: QtBot) -> None:
    trainer = Trainer(start_growing_worker)
    heard, pids = listen(trainer), []

    def end(act: Callable[[], object]) -> None:
        with qtbot.waitSignal(trainer.finished, timeout=UNHURRIED_MS):
            act()
        pids.append(running_one())

    trainer.set_speed(1e6)
    for run in (1, 2, 3):
        end(lambda: trainer.start(job(epochs=5)))
        # What a person may want meanwhile takes nothing from the run that can go on.
        trainer.warm_up(NetworkSettings(), TrainingSettings(), 1, 1)
        end(lambda: trainer.extend(5))
        endings = [what for what in heard if what[:2] == ("finished", run)]
        assert endings == [("finished", run, False)] * 2
    first, second = pids[0], pids[-1]
    assert pids == [first] * 4 + [second] * 2
    assert first != second
    assert [what[0] for what in heard].count("failed") == 0
    close(trainer, qtbot)
    assert running() == []


def running_one() -> int:
    """The process that trains, once others have ended."""
    until = time.monotonic() + 10.0
    while len(multiprocessing.active_children()) > 1:
        assert time.monotonic() < until
    [worker] = multiprocessing.active_children()
    assert worker.pid is not None
    return worker.pid
