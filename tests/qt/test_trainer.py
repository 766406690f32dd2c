"""Leading a worker: commands go, news come."""

import threading
from collections.abc import Callable
from multiprocessing import Pipe
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from mdn_gui.core.memory import NotEnoughMemoryError
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.trainer import Trainer
from mdn_gui.worker import messages
from mdn_gui.worker.worker import Training
from tests.listening import Heard, close, job, listen
from tests.trainings import LedTraining, epoch, failing_training, scripted
from tests.workers import epochs_done, working


@pytest.fixture
def heard(trainer: Trainer) -> Heard:
    return listen(trainer)


def test_a_run_tells_its_epochs_and_one_ending(
    trainer: Trainer, led: LedTraining, heard: Heard, qtbot: QtBot
) -> None:
    led.let_end(3)
    with qtbot.waitSignal(trainer.finished):
        trainer.start(job(epochs=3))
    with qtbot.waitSignal(trainer.finished):  # whatever the first run still had to say is said
        trainer.start(job(epochs=1))
        led.let_end(1)
    assert heard == [
        *(("epoch", 1, 1), ("epoch", 1, 2), ("epoch", 1, 3), ("finished", 1, False)),
        *(("epoch", 2, 1), ("finished", 2, False)),
    ]


def test_trains_on_another_thread_and_tells_on_the_windows_own(
    trainer: Trainer, led: LedTraining, qtbot: QtBot
) -> None:
    told_on = []
    for signal in (trainer.epochs_done, trainer.progressed, trainer.finished):
        signal.connect(lambda *_: told_on.append(threading.get_ident()))
    led.let_end(2)
    with qtbot.waitSignal(trainer.finished):
        trainer.start(job(epochs=2))
    assert set(told_on) == {threading.get_ident()}
    assert len(led.threads) == 1
    assert threading.get_ident() not in led.threads


def test_tells_progress_within_an_epoch(trainer: Trainer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(trainer.progressed, check_params_cb=lambda _, passed: passed == 0.5):
        trainer.start(job())


def test_stop_ends_a_run_within_an_epoch(
    trainer: Trainer, led: LedTraining, heard: Heard, qtbot: QtBot
) -> None:
    led.let_end(1)
    with qtbot.waitSignal(trainer.epochs_done):
        trainer.start(job())
    with qtbot.waitSignal(trainer.finished):
        trainer.stop()
    assert heard == [("epoch", 1, 1), ("finished", 1, True)]


def test_stop_ends_a_run_that_is_paused(trainer: Trainer, heard: Heard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(trainer.progressed):
        trainer.start(job())
    trainer.pause()
    with qtbot.waitSignal(trainer.finished):
        trainer.stop()
    assert heard == [("finished", 1, True)]


def test_pause_holds_and_resume_goes_on(
    trainer: Trainer, led: LedTraining, heard: Heard, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(trainer.progressed):
        trainer.start(job(epochs=200))
    trainer.pause()
    led.let_end(200)
    trainer.warm_up(
        NetworkSettings(), TrainingSettings(), 1, 1
    )  # queued behind the run, which holds
    with qtbot.assertNotEmitted(trainer.finished, wait=400):
        pass  # news of what had ended may be late
    held = len(heard)
    with qtbot.assertNotEmitted(trainer.epochs_done, wait=100):
        pass
    assert len(heard) == held < 200
    with qtbot.waitSignal(trainer.finished):
        trainer.resume()
    assert heard[-2:] == [("epoch", 1, 200), ("finished", 1, False)]


def test_a_new_run_ends_the_one_before(
    trainer: Trainer, led: LedTraining, heard: Heard, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(trainer.progressed):
        trainer.start(job())
    with qtbot.waitSignal(trainer.finished):
        assert trainer.start(job(epochs=1)) == 2
    led.let_end(1)
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert heard == [("finished", 1, True), ("epoch", 2, 1), ("finished", 2, False)]


def test_without_a_run_nothing_can_be_held_or_stopped(trainer: Trainer, heard: Heard) -> None:
    trainer.pause()
    trainer.resume()
    trainer.step()
    trainer.stop()
    trainer.forget()
    assert heard == []


@pytest.mark.parametrize("paused", [False, True])
def test_closing_ends_a_run_and_the_thread(
    led: LedTraining,
    qtbot: QtBot,
    paused: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    trainer = Trainer(working(led.training))
    heard = listen(trainer)
    with qtbot.waitSignal(trainer.progressed):
        trainer.start(job())
    if paused:
        trainer.pause()
    close(trainer, qtbot)
    assert heard in ([], [("finished", 1, True)]), "closing waits for no ending"
    qtbot.waitUntil(lambda: not led.waiting)


def test_a_failure_is_the_runs_one_ending_and_the_next_run_works(qtbot: QtBot) -> None:
    trainer = Trainer(working(failing_training))
    heard = listen(trainer)
    for run in (1, 2):
        with qtbot.waitSignal(trainer.failed) as failure:
            trainer.start(job())
        number, message, details = failure.args
        assert (number, message) == (run, "The loss stopped being a finite number in epoch 4.")
        assert "Traceback" in details
        assert "RuntimeError" in details
    close(trainer, qtbot)
    assert [what for what, *_ in heard] == ["epoch", "epoch", "epoch", "failed"] * 2


def test_warms_up_on_the_worker_before_the_run(qtbot: QtBot) -> None:
    calls: list[tuple[str, int]] = []

    def warm_up(*_: object) -> None:
        calls.append(("warm up", threading.get_ident()))

    def new_training(*arguments: Any) -> Training:  # noqa: ANN401 - handed on as they are
        calls.append(("train", threading.get_ident()))
        return scripted(epoch(1))(*arguments)

    trainer = Trainer(working(new_training, warm_up))
    with qtbot.waitSignal(trainer.finished):
        trainer.warm_up(NetworkSettings(), TrainingSettings(), 1, 1)
        trainer.start(job())
    close(trainer, qtbot)
    assert [what for what, _ in calls] == ["warm up", "train"]
    assert len({thread for _, thread in calls} - {threading.get_ident()}) == 1


def test_only_the_latest_settings_asked_for_are_warmed_up(led: LedTraining, qtbot: QtBot) -> None:
    calls: list[int] = []

    def warm_up(network: NetworkSettings, *_: object) -> None:
        calls.append(network.components)

    trainer = Trainer(working(led.training, warm_up))
    with qtbot.waitSignal(trainer.progressed):
        trainer.start(job())
    for components in (3, 4, 5):  # while the worker is busy
        trainer.warm_up(NetworkSettings(components=components), TrainingSettings(), 1, 1)
    with qtbot.waitSignal(trainer.finished):
        trainer.stop()
    with qtbot.waitSignal(trainer.progressed):  # after what was to be warmed up
        trainer.start(job())
    close(trainer, qtbot)
    assert calls == [5]


def test_a_failing_warm_up_is_logged_and_the_run_still_tells(
    led: LedTraining, qtbot: QtBot, expect_log: Callable[[str], None]
) -> None:
    expect_log("Preparing the training failed")

    def warm_up(*_: object) -> None:
        raise MemoryError

    trainer = Trainer(working(led.training, warm_up))
    led.let_end(1)
    with qtbot.waitSignal(trainer.finished):
        trainer.warm_up(NetworkSettings(), TrainingSettings(), 1, 1)
        trainer.start(job(epochs=1))
    close(trainer, qtbot)


def test_settings_too_large_to_prepare_for_are_left_to_the_run(
    led: LedTraining, qtbot: QtBot
) -> None:
    def warm_up(*_: object) -> None:
        raise NotEnoughMemoryError("These settings need about 41 GB; 12 GB are free.")

    trainer = Trainer(working(led.training, warm_up))
    led.let_end(1)
    with qtbot.waitSignal(trainer.finished):
        trainer.warm_up(NetworkSettings(), TrainingSettings(), 1, 1)
        trainer.start(job(epochs=1))
    close(trainer, qtbot)


def test_news_that_come_after_the_window_was_destroyed_are_dropped(qtbot: QtBot) -> None:
    del qtbot  # there must be an application
    ours, theirs = Pipe()
    window = QObject()
    trainer = Trainer(lambda: ours, window)
    before = set(threading.enumerate())
    trainer.start(job())
    assert isinstance(theirs.recv(), messages.Limit)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theirs.send(messages.Progressed(1, 0.5))
    theirs.close()
    for thread in set(threading.enumerate()) - before:
        thread.join(10)  # an exception on it fails the test
        assert not thread.is_alive()


def test_news_that_a_busy_window_does_not_take_do_not_pile_up(qtbot: QtBot) -> None:
    ours, theirs = Pipe()
    trainer = Trainer(lambda: ours)
    heard, counts = listen(trainer), []
    trainer.epochs_done.connect(lambda news: counts.append(len(news.losses)))
    before = set(threading.enumerate())
    trainer.start(job(epochs=50))
    for number in range(1, 51):
        theirs.send(epochs_done(1, epoch(number)))
    theirs.send(messages.Finished(1, stopped=False))
    theirs.close()
    for thread in set(threading.enumerate()) - before:
        thread.join(10)  # all is heard, and the window has not looked yet
        assert not thread.is_alive()
    qtbot.waitUntil(lambda: bool(heard) and heard[-1] == ("finished", 1, False))
    assert counts == [50]
    assert heard[:-1] == [("epoch", 1, number) for number in range(1, 51)]
