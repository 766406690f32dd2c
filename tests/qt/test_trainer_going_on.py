"""Runs that are stepped, slowed, extended and forgotten."""

import time
import weakref
from functools import partial
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mdn_gui.qt.trainer import Trainer
from mdn_gui.worker.worker import Training
from tests.listening import Heard, close, job, listen
from tests.trainings import LedTraining, epoch, failing_training, scripted
from tests.workers import working


@pytest.fixture
def heard(trainer: Trainer) -> Heard:
    return listen(trainer)


def test_a_step_from_nothing_trains_one_epoch_and_waits(
    trainer: Trainer, led: LedTraining, heard: Heard, qtbot: QtBot
) -> None:
    led.let_end(3)
    with qtbot.waitSignal(trainer.held):
        trainer.start(job(), held=True)
    with qtbot.waitSignal(trainer.held):
        trainer.step()
    with qtbot.waitSignal(trainer.finished):  # nothing is left to wait for after the last
        trainer.step()
    assert heard == [
        *(("epoch", 1, 1), ("held", 1), ("epoch", 1, 2), ("held", 1)),
        *(("epoch", 1, 3), ("finished", 1, False)),
    ]


def test_a_run_goes_on_after_a_step(
    trainer: Trainer, led: LedTraining, heard: Heard, qtbot: QtBot
) -> None:
    led.let_end(3)
    with qtbot.waitSignal(trainer.held):
        trainer.start(job(), held=True)
    with qtbot.waitSignal(trainer.finished):
        trainer.resume()
    assert [what for what, *_ in heard] == ["epoch", "held", "epoch", "epoch", "finished"]


def test_a_run_told_to_go_on_in_time_is_not_said_to_be_held(
    trainer: Trainer, led: LedTraining, heard: Heard, qtbot: QtBot
) -> None:
    trainer.epochs_done.connect(lambda *_: trainer.resume())
    led.let_end(2)
    with qtbot.waitSignal(trainer.finished):
        trainer.start(job(epochs=2), held=True)
    assert [what for what, *_ in heard] == ["epoch", "epoch", "finished"]


def test_a_run_is_extended_after_it_ended_and_after_it_was_stopped(
    trainer: Trainer, led: LedTraining, heard: Heard, qtbot: QtBot
) -> None:
    led.let_end(4)
    with qtbot.waitSignal(trainer.finished):
        trainer.start(job(epochs=2))
    with qtbot.waitSignal(
        trainer.epochs_done, check_params_cb=lambda news: news.losses[-1].epoch == 4
    ):
        trainer.extend(3)
    with qtbot.waitSignal(trainer.finished):
        trainer.stop()
    led.let_end(2)
    with qtbot.waitSignal(trainer.finished):
        trainer.extend(2)
    assert heard == [
        *(("epoch", 1, 1), ("epoch", 1, 2), ("finished", 1, False)),
        *(("epoch", 1, 3), ("epoch", 1, 4), ("finished", 1, True)),
        *(("epoch", 1, 5), ("epoch", 1, 6), ("finished", 1, False)),
    ]
    assert len(led.settings) == 1, "it is one training"


def test_progress_goes_on_when_a_run_is_extended(
    trainer: Trainer, led: LedTraining, qtbot: QtBot
) -> None:
    led.let_end(2)
    with qtbot.waitSignal(trainer.finished):
        trainer.start(job(epochs=2))
    reports: list[float] = []
    trainer.progressed.connect(lambda _, passed: reports.append(passed))
    with qtbot.waitSignal(trainer.progressed, check_params_cb=lambda _, passed: passed == 2.5):
        trainer.extend(1)
    assert min(reports) >= 2.0


def test_without_a_run_nothing_can_be_extended(
    trainer: Trainer, led: LedTraining, qtbot: QtBot
) -> None:
    with pytest.raises(RuntimeError, match="no run that could go on; start one"):
        trainer.extend(1)
    led.let_end(1)
    with qtbot.waitSignal(trainer.finished):
        trainer.start(job(epochs=1))
    trainer.forget()
    with pytest.raises(RuntimeError, match="no run that could go on; start one"):
        trainer.extend(1)
    led.let_end(1)
    with qtbot.waitSignal(trainer.finished):
        assert trainer.start(job(epochs=1)) == 2


def test_forgetting_ends_a_run_that_is_paused(trainer: Trainer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(trainer.progressed):
        trainer.start(job())
    trainer.pause()
    with qtbot.waitSignal(trainer.finished):
        trainer.forget()


def test_what_was_trained_is_kept_until_it_is_forgotten_or_another_run_starts(
    qtbot: QtBot,
) -> None:
    kept: list[weakref.ref[Training]] = []

    def new_training(*arguments: Any) -> Training:  # noqa: ANN401 - handed on as they are
        training = scripted(epoch(1))(*arguments)
        kept.append(weakref.ref(training))
        return training

    trainer = Trainer(working(new_training))
    for ending in (trainer.forget, lambda: trainer.start(job())):
        with qtbot.waitSignal(trainer.finished):
            trainer.start(job())
        assert kept[-1]() is not None
        ending()
        qtbot.waitUntil(partial(gone, kept[-1]))
    close(trainer, qtbot)


def gone(training: weakref.ref[Training]) -> bool:
    return training() is None


def test_a_failure_can_be_the_ending_of_an_extended_run(qtbot: QtBot) -> None:
    trainer = Trainer(working(failing_training))
    heard = listen(trainer)
    with qtbot.waitSignal(trainer.failed):
        trainer.start(job())
    with qtbot.waitSignal(trainer.failed):
        trainer.extend(1)
    close(trainer, qtbot)
    assert [what for what, *_ in heard] == [*["epoch"] * 3, "failed", "failed"]


def test_slow_motion_holds_for_later_runs_too_and_ends_at_once(
    trainer: Trainer, led: LedTraining, heard: Heard, qtbot: QtBot
) -> None:
    trainer.set_speed(20.0)
    led.let_end(300)
    start = time.monotonic()
    with qtbot.waitSignal(trainer.finished):
        trainer.start(job(epochs=4))
    assert time.monotonic() - start >= 3 / 20
    trainer.set_speed(1e-3)
    with qtbot.waitSignal(trainer.epochs_done):
        trainer.start(job(epochs=200))
    with qtbot.waitSignal(trainer.finished):
        trainer.set_speed(None)
    assert heard[-1] == ("finished", 2, False)


def test_a_speed_that_is_none_is_refused(trainer: Trainer) -> None:
    with pytest.raises(ValueError, match="choose more than 0"):
        trainer.set_speed(0.0)
