"""Runs, and what news of them change."""

import threading
import time
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mdn_gui.core import memory
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.control import looking, playback, rows, run_list
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.trainer import Trainer
from mdn_gui.session.data import Data
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from mdn_gui.worker.worker import Training
from tests.acts import settings
from tests.trainings import BEST_EPOCH, LedTraining, epoch, failing_training, scripted
from tests.wells import LOADED, WELLS
from tests.workers import epochs_done, working

PREPARATION_SECONDS = 0.2


@pytest.fixture
def ready(controller: Controller) -> Controller:
    """With data, and four epochs planned."""
    controller.do(rows.show(LOADED))
    controller.do(settings(NetworkSettings(), TrainingSettings(epochs=4)))
    return controller


def wait_for_epochs(controller: Controller, epochs: int, qtbot: QtBot) -> Session:
    qtbot.waitUntil(lambda: len(controller.session.run.history) >= epochs)
    return controller.session


def test_a_run_shows_its_epochs_and_ends_with_the_best_network(
    ready: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    ready.training.train()
    assert ready.session.run.phase is Phase.TRAINING
    assert ready.session.run.epochs_planned == 4
    led.let_end(3)
    session = wait_for_epochs(ready, 3, qtbot)
    assert [losses.validation for losses in session.run.history] == [3.0, 2.0, 3.0]
    assert session.network is not session.run.best_network, "the latest is shown while training"
    with qtbot.waitSignal(ready.training.run_ended):
        led.let_end(1)
    session = ready.session
    assert session.run.phase is Phase.IDLE
    assert session.run.best is not None
    assert session.run.best.epoch == BEST_EPOCH
    assert session.network is session.run.best_network
    assert session.run.progress == 4.0
    assert (
        session.status.message == "Training finished. The network of epoch 2, the best, is shown."
    )


def test_estimates_the_time_left(ready: Controller, led: LedTraining, qtbot: QtBot) -> None:
    ready.training.train()
    for epochs in (1, 2):
        led.let_end(1)
        session = wait_for_epochs(ready, epochs, qtbot)
    assert session.run.seconds_left is not None
    assert 0 < session.run.seconds_left < 60
    ready.training.pause_or_resume()
    assert ready.session.run.seconds_left is None


def test_trains_with_the_settings_of_the_form(
    ready: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    network, training = NetworkSettings(components=3), TrainingSettings(epochs=1, seed=5)
    ready.do(settings(network, training))
    led.let_end(1)
    with qtbot.waitSignal(ready.training.run_ended):
        ready.training.train()
    assert led.settings == [(network, training)]


def test_without_data_there_is_no_run(controller: Controller, led: LedTraining) -> None:
    controller.training.train()
    controller.training.train_or_pause()
    assert controller.session.run.phase is Phase.IDLE
    assert led.settings == []


def test_one_key_starts_pauses_and_resumes(
    ready: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    phases = []
    for _ in range(3):
        ready.training.train_or_pause()
        phases.append(ready.session.run.phase)
    assert phases == [Phase.TRAINING, Phase.PAUSED, Phase.TRAINING]
    led.let_end(4)
    with qtbot.waitSignal(ready.training.run_ended):
        pass


def test_pause_says_so_and_counts(ready: Controller, led: LedTraining, qtbot: QtBot) -> None:
    ready.training.train()
    led.let_end(1)
    wait_for_epochs(ready, 1, qtbot)
    ready.training.pause_or_resume()
    assert ready.session.status.message == "Paused."
    ready.training.pause_or_resume()
    assert ready.session.status.message == "Training goes on."


def test_stop_ends_within_the_run_and_shows_the_best(
    ready: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    ready.training.train()
    led.let_end(3)
    wait_for_epochs(ready, 3, qtbot)
    phases = []
    ready.state.changed.connect(lambda _, session: phases.append(session.run.phase))
    with qtbot.waitSignal(ready.training.run_ended):
        ready.training.stop()
    assert {*phases[:-1]} == {Phase.STOPPING}
    assert phases[-1] is Phase.IDLE
    assert ready.session.network is ready.session.run.best_network is not None
    assert ready.session.status.message.startswith("Stopped. The network of epoch 2")


def test_stopped_before_the_first_epoch_there_is_no_network(
    ready: Controller, qtbot: QtBot
) -> None:
    ready.training.train()
    with qtbot.waitSignal(ready.training.run_ended):
        ready.training.stop()
    assert ready.session.network is None
    assert ready.session.status.message == "Stopped."


def test_reset_forgets_the_run_and_keeps_data_and_settings(
    ready: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    ready.training.train()
    led.let_end(2)
    settings = wait_for_epochs(ready, 2, qtbot).setup.training
    ready.training.reset()
    session = ready.session
    assert (session.run.phase, session.run.history, session.run.best) == (Phase.IDLE, (), None)
    assert session.network is session.run.best_network is None
    assert (session.run.epochs_planned, session.run.progress) == (0, 0.0)
    assert session.data.dataset is WELLS
    assert session.setup.training is settings


def test_a_run_too_large_for_the_memory_is_refused_and_the_last_one_stays(
    ready: Controller, led: LedTraining, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    led.let_end(4)
    with qtbot.waitSignal(ready.training.run_ended):
        ready.training.train()
    before = ready.session
    monkeypatch.setattr(memory, "free_memory", lambda: 12_000_000_000)
    large = NetworkSettings(hidden=(4096,) * 8, members=2)
    ready.do(settings(large, before.setup.training))
    with qtbot.waitSignal(ready.training.failed) as failure:
        ready.training.train()
    message, details = failure.args
    assert message.startswith("These settings need about 47 GB of memory; 12 GB are free.")
    assert details == ""
    session = ready.session
    assert (session.run.phase, session.status.message) == (Phase.IDLE, message)
    assert (session.run.number, session.run.recording) == (before.run.number, before.run.recording)
    assert session.network is before.network
    assert len(led.settings) == 1


def test_late_news_of_an_old_run_are_dropped(
    ready: Controller, trainer: Trainer, led: LedTraining, qtbot: QtBot
) -> None:
    ready.training.train()
    led.let_end(1)
    wait_for_epochs(ready, 1, qtbot)
    with qtbot.waitSignal(trainer.finished):
        ready.training.reset()
        ready.training.train()
        trainer.epochs_done.emit(epochs_done(1, epoch(2)))
        trainer.progressed.emit(1, 2.5)
        trainer.failed.emit(1, "Too late.", "")
    assert (ready.session.run.phase, ready.session.run.history) == (Phase.TRAINING, ())
    assert ready.session.run.progress < 1.0
    led.let_end(4)
    with qtbot.waitSignal(ready.training.run_ended):
        pass
    assert [losses.epoch for losses in ready.session.run.history] == [1, 2, 3, 4]


def test_a_run_that_goes_on_keeps_what_is_emphasised_and_follows_its_latest_epoch(
    ready: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    led.let_end(4)
    with qtbot.waitSignal(ready.training.run_ended):
        ready.training.train()
    ready.do(looking.pick_component(2))
    ready.do(playback.show_epoch(1))
    ready.do(run_list.remove((1,)))
    ready.training.extend(2)
    session = ready.session
    assert (session.view.component, session.view.epoch) == (2, None)
    assert [name for name, _ in session.listed] == ["Run 1"], "listed again"
    assert (session.run.phase, session.run.epochs_planned) == (Phase.TRAINING, 6)
    led.let_end(2)
    with qtbot.waitSignal(ready.training.run_ended):
        pass
    assert len(ready.session.run.history) == 6


def test_other_data_end_the_run(
    ready: Controller, trainer: Trainer, led: LedTraining, qtbot: QtBot
) -> None:
    ready.training.train()
    led.let_end(2)
    wait_for_epochs(ready, 2, qtbot)
    other = Data(WELLS, "other.csv", ((0.0, 1.0),))
    with qtbot.waitSignal(trainer.finished) as ending:
        ready.do(rows.show(other))
    assert ending.args[1], "stopped"
    assert ready.session.run.phase is Phase.IDLE
    assert ready.session.network is None
    assert ready.session.status.message.startswith("other.csv: 30 rows loaded.")


def test_a_failing_run_tells_why_and_keeps_what_was_good(qtbot: QtBot) -> None:
    trainer = Trainer(working(failing_training))
    controller = Controller(trainer)
    controller.do(rows.show(LOADED))
    with qtbot.waitSignal(controller.training.failed) as failure:
        controller.training.train()
    message, details = failure.args
    assert message == "The loss stopped being a finite number in epoch 4."
    assert "Traceback" in details
    session = controller.session
    assert session.run.phase is Phase.IDLE
    assert len(session.run.history) == 3
    assert session.network is session.run.best_network is not None
    with qtbot.waitSignal(trainer.closed):
        trainer.close()


def test_the_time_of_a_run_leaves_its_preparation_out(qtbot: QtBot) -> None:
    prepared, scripted_training = threading.Event(), scripted(epoch(1), epoch(2))

    def prepare(*arguments: Any) -> Training:  # noqa: ANN401 - whatever a training takes
        assert prepared.wait(timeout=10)
        return scripted_training(*arguments)

    trainer = Trainer(working(prepare))
    controller = Controller(trainer)
    controller.do(rows.show(LOADED))
    begun = time.monotonic()
    controller.training.train()
    qtbot.waitUntil(lambda: time.monotonic() - begun > PREPARATION_SECONDS)
    with qtbot.waitSignal(controller.training.run_ended):
        prepared.set()
    run = controller.session.run
    assert 0.0 <= run.seconds < time.monotonic() - begun - PREPARATION_SECONDS
    with qtbot.waitSignal(trainer.closed):
        trainer.close()
