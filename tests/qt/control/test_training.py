"""One state, one loop."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.session import Layer, Phase, Session
from mdn_gui.core.settings import RANGES, NetworkSettings, TrainingSettings
from mdn_gui.qt.controller import Controller
from mdn_gui.qt.loader import Loaded
from mdn_gui.qt.trainer import Trainer
from tests.trainings import BEST_EPOCH, LedTraining, epoch, failing_train, no_warm_up

DATASET = Dataset(np.arange(30.0)[:, None] ** 2, np.ones((30, 1)), ("depth",), ("age",))
DATA = Loaded(DATASET, "wells.csv", (-10.0, 90.0))


@pytest.fixture
def ready(controller: Controller) -> Controller:
    """With data, and four epochs planned."""
    controller.show_data(DATA)
    controller.set_settings(NetworkSettings(), TrainingSettings(epochs=4))
    return controller


def wait_for_epochs(controller: Controller, epochs: int, qtbot: QtBot) -> Session:
    qtbot.waitUntil(lambda: len(controller.session.history) >= epochs)
    return controller.session


def test_every_change_makes_a_new_session(controller: Controller, qtbot: QtBot) -> None:
    before = controller.session
    with qtbot.waitSignal(controller.session_changed, timeout=0) as change:
        controller.pick_x(2.5)
    assert change.args == [controller.session]
    assert (before.x, controller.session.x) == (0.0, 2.5)


def test_shows_data_and_stands_at_the_median(ready: Controller) -> None:
    session = ready.session
    assert session.dataset is DATASET
    assert (session.title, session.sampled_range) == ("wells.csv", (-10.0, 90.0))
    assert session.x == (14**2 + 15**2) / 2
    assert session.message == "wells.csv: 30 rows loaded."


def test_a_run_shows_its_epochs_and_ends_with_the_best_network(
    ready: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    ready.train()
    assert ready.session.phase is Phase.TRAINING
    assert ready.session.epochs_planned == 4
    led.let_end(3)
    session = wait_for_epochs(ready, 3, qtbot)
    assert [losses.validation for losses in session.history] == [3.0, 2.0, 3.0]
    assert session.network is not session.best_network, "the latest is shown while training"
    with qtbot.waitSignal(ready.run_ended):
        led.let_end(1)
    session = ready.session
    assert session.phase is Phase.IDLE
    assert session.best is not None
    assert session.best.epoch == BEST_EPOCH
    assert session.network is session.best_network
    assert session.progress == 4.0
    assert session.message == "Training finished. The network of epoch 2, the best, is shown."


def test_estimates_the_time_left(ready: Controller, led: LedTraining, qtbot: QtBot) -> None:
    ready.train()
    led.let_end(2)
    session = wait_for_epochs(ready, 2, qtbot)
    assert session.seconds_left is not None
    assert 0 < session.seconds_left < 60
    ready.pause_or_resume()
    assert ready.session.seconds_left is None


def test_trains_with_the_settings_of_the_form(
    ready: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    network, training = NetworkSettings(components=3), TrainingSettings(epochs=1, seed=5)
    ready.set_settings(network, training)
    led.let_end(1)
    with qtbot.waitSignal(ready.run_ended):
        ready.train()
    assert led.settings == [(network, training)]


def test_without_data_there_is_no_run(controller: Controller, led: LedTraining) -> None:
    controller.train()
    controller.train_or_pause()
    assert controller.session.phase is Phase.IDLE
    assert led.settings == []


def test_one_key_starts_pauses_and_resumes(
    ready: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    phases = []
    for _ in range(3):
        ready.train_or_pause()
        phases.append(ready.session.phase)
    assert phases == [Phase.TRAINING, Phase.PAUSED, Phase.TRAINING]
    led.let_end(4)
    with qtbot.waitSignal(ready.run_ended):
        pass


def test_pause_says_so_and_counts(ready: Controller, led: LedTraining, qtbot: QtBot) -> None:
    ready.train()
    led.let_end(1)
    wait_for_epochs(ready, 1, qtbot)
    ready.pause_or_resume()
    assert ready.session.message == "Paused."
    ready.pause_or_resume()
    assert ready.session.message == "Training goes on."


def test_stop_ends_within_the_run_and_shows_the_best(
    ready: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    ready.train()
    led.let_end(3)
    wait_for_epochs(ready, 3, qtbot)
    phases = []
    ready.session_changed.connect(lambda session: phases.append(session.phase))
    with qtbot.waitSignal(ready.run_ended):
        ready.stop()
    assert {*phases[:-1]} == {Phase.STOPPING}
    assert phases[-1] is Phase.IDLE
    assert ready.session.network is ready.session.best_network is not None
    assert ready.session.message.startswith("Stopped. The network of epoch 2")


def test_stopped_before_the_first_epoch_there_is_no_network(
    ready: Controller, qtbot: QtBot
) -> None:
    ready.train()
    with qtbot.waitSignal(ready.run_ended):
        ready.stop()
    assert ready.session.network is None
    assert ready.session.message == "Stopped."


def test_reset_forgets_the_run_and_keeps_data_and_settings(
    ready: Controller, led: LedTraining, qtbot: QtBot
) -> None:
    ready.train()
    led.let_end(2)
    settings = wait_for_epochs(ready, 2, qtbot).training_settings
    ready.reset()
    session = ready.session
    assert (session.phase, session.history, session.best) == (Phase.IDLE, (), None)
    assert session.network is session.best_network is None
    assert (session.epochs_planned, session.progress) == (0, 0.0)
    assert session.dataset is DATASET
    assert session.training_settings is settings


def test_late_news_of_an_old_run_are_dropped(
    ready: Controller, trainer: Trainer, led: LedTraining, qtbot: QtBot
) -> None:
    ready.train()
    led.let_end(1)
    wait_for_epochs(ready, 1, qtbot)
    with qtbot.waitSignal(trainer.finished):
        ready.reset()
        ready.train()
        trainer.epoch_done.emit(1, epoch(2))
        trainer.progressed.emit(1, 2.5)
        trainer.failed.emit(1, "Too late.", "")
    assert (ready.session.phase, ready.session.history) == (Phase.TRAINING, ())
    assert ready.session.progress < 1.0
    led.let_end(4)
    with qtbot.waitSignal(ready.run_ended):
        pass
    assert [losses.epoch for losses in ready.session.history] == [1, 2, 3, 4]


def test_other_data_are_looked_at_as_they_are(ready: Controller) -> None:
    ready.set_sampling(0.05, 3.0)
    ready.show_data(DATA)
    assert (ready.session.temperature, ready.session.spread) == (1.0, 1.0)


def test_other_data_end_the_run(
    ready: Controller, trainer: Trainer, led: LedTraining, qtbot: QtBot
) -> None:
    ready.train()
    led.let_end(2)
    wait_for_epochs(ready, 2, qtbot)
    other = Loaded(DATASET, "other.csv", (0.0, 1.0))
    with qtbot.waitSignal(trainer.finished) as ending:
        ready.show_data(other)
    assert ending.args[1], "stopped"
    assert ready.session.phase is Phase.IDLE
    assert ready.session.network is None
    assert ready.session.message == "other.csv: 30 rows loaded."


def test_a_failing_run_tells_why_and_keeps_what_was_good(qtbot: QtBot) -> None:
    trainer = Trainer(failing_train, no_warm_up)
    controller = Controller(trainer)
    controller.show_data(DATA)
    with qtbot.waitSignal(controller.failed) as failure:
        controller.train()
    message, details = failure.args
    assert message == "The loss stopped being a finite number in epoch 4."
    assert "Traceback" in details
    session = controller.session
    assert session.phase is Phase.IDLE
    assert len(session.history) == 3
    assert session.network is session.best_network is not None
    with qtbot.waitSignal(trainer.closed):
        trainer.close()


def test_steps_along_x_by_a_hundredth_of_the_range(ready: Controller) -> None:
    ready.pick_x(20.0)
    ready.move_x(1)
    assert ready.session.x == pytest.approx(21.0)
    ready.move_x(-2)
    assert ready.session.x == pytest.approx(19.0)


def test_resample_takes_the_next_seed_and_the_first_after_the_last(
    controller: Controller,
) -> None:
    controller.set_seed(7)
    controller.resample()
    assert controller.session.sampling_seed == 8
    low, high = RANGES["seed"]
    controller.set_seed(int(high))
    controller.resample()
    assert controller.session.sampling_seed == low


def test_takes_over_temperature_spread_and_layers(controller: Controller) -> None:
    controller.set_sampling(0.5, 2.0)
    controller.set_layers(frozenset({Layer.GRID}))
    session = controller.session
    assert (session.temperature, session.spread) == (0.5, 2.0)
    assert session.layers == {Layer.GRID}
