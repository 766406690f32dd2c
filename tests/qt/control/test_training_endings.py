"""How a run ends, and what is said and shown then."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.network import Network
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.training import DivergedError
from mdn_gui.qt.control import rows, run_list
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.trainer import Trainer
from mdn_gui.session.data import Data
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from mdn_gui.worker.worker import NewTraining
from tests.acts import settings
from tests.networks import random_network
from tests.sessions import changing
from tests.trainings import epoch, scripted
from tests.workers import epochs_done, working

RNG = np.random.default_rng(0)
DATASET = Dataset(RNG.normal(size=(50, 1)), RNG.normal(size=(50, 1)), ("depth",), ("age",))
CODES = Dataset(np.arange(60.0)[:, None], np.arange(60.0)[:, None] % 3, ("age",), ("grade",))

PLANNED = 10
PATIENCE = 2

Run = Callable[..., Controller]


@pytest.fixture
def run(qtbot: QtBot) -> Iterator[Run]:
    """Runs a training of ten epochs planned to its end, and waits until it was looked at."""
    with ExitStack() as closings:

        def run(
            new_training: NewTraining, dataset: Dataset = DATASET, members: int = 1
        ) -> Controller:
            trainer = Trainer(working(new_training))
            closings.callback(close, trainer, qtbot)
            controller = Controller(trainer)
            controller.do(rows.show(Data(dataset, "wells.csv", ((-3.0, 3.0),))))
            training = TrainingSettings(epochs=PLANNED, patience=PATIENCE)
            controller.do(settings(NetworkSettings(members=members), training))
            controller.training.train()
            qtbot.waitUntil(lambda: over(controller.session))
            return controller

        yield run


def close(trainer: Trainer, qtbot: QtBot) -> None:
    with qtbot.waitSignal(trainer.closed):
        trainer.close()


def over(session: Session) -> bool:
    """Whether the run has ended, and what is left of it has been looked at."""
    return not session.run.busy and (session.network is None or session.run.notes is not None)


def ensemble(seed: int) -> Network:
    """Two members with random weights."""
    members = [random_network(seed=seed), random_network(seed=seed + 100)]
    parameters = np.concatenate([member.parameters for member in members])
    layout = replace(members[0].layout, members=2)
    return replace(members[0], layout=layout, parameters=parameters)


def test_going_back_to_the_last_good_weights_is_said_each_time(
    controller: Controller, trainer: Trainer
) -> None:
    controller.do(rows.show(Data(DATASET, "wells.csv", ((-3.0, 3.0),))))
    controller.training.train()
    said = []
    for number, recoveries in enumerate([0, 1, 1, 2, 2], start=1):
        trainer.epochs_done.emit(epochs_done(1, replace(epoch(number), recoveries=recoveries)))
        said.append(controller.session.status.message)
        controller.state.edit(changing(message=""))
    sentence = "A loss was not a finite number: back to the last good weights, at half the rate."
    assert said == ["Training started.", sentence, "", sentence, ""]
    assert controller.session.run.recoveries == 2


def test_a_new_run_begins_with_no_recoveries(run: Run, qtbot: QtBot) -> None:
    controller = run(scripted(replace(epoch(1), recoveries=3)))
    assert controller.session.run.recoveries == 3
    with qtbot.waitSignal(controller.state.changed) as change:
        controller.training.train()
    assert change.args is not None
    assert change.args[1].run.recoveries == 0


def test_an_early_end_is_said_with_its_reason(run: Run) -> None:
    session = run(scripted(*map(epoch, range(1, 5)))).session
    assert len(session.run.history) == 4 < session.run.epochs_planned
    assert session.status.message.startswith(
        "Training ended early: no better epoch for 2 epochs. "
        "The network of epoch 2, the best, is shown."
    )
    assert session.run.progress == 4.0
    assert session.run.seconds_left is None


def test_a_run_that_ends_with_the_last_epoch_planned_did_not_end_early(run: Run) -> None:
    session = run(scripted(*map(epoch, range(1, PLANNED + 1)))).session
    assert session.status.message.startswith("Training finished. The network of epoch 2")


def test_of_several_members_each_is_shown_as_of_its_own_best_epoch(run: Run) -> None:
    best = ensemble(seed=3)
    epochs = [replace(epoch(n), network=ensemble(seed=n), best=best) for n in (1, 2)]
    session = run(scripted(*epochs), members=2).session
    assert session.network is not None
    assert session.network is session.run.best_network
    assert np.array_equal(session.network.parameters, best.parameters)
    assert "Each member is shown as of its own best epoch." in session.status.message


@pytest.mark.parametrize("good", [3, 1])
def test_a_run_that_diverged_shows_the_best_network_and_the_reason(run: Run, good: int) -> None:
    epochs = [epoch(number) for number in range(1, good + 1)]
    reason = f"The loss stopped being a finite number in epoch {good + 1}."
    session = run(scripted(*epochs, error=DivergedError(reason, epochs[-1].best))).session
    assert session.run.phase is Phase.IDLE
    assert session.network is not None
    assert np.array_equal(session.network.parameters, epochs[-1].best.parameters)
    best = min(good, 2)
    assert session.status.message.startswith(
        f"{reason} The network of epoch {best}, the best, is shown."
    )


def test_a_run_that_diverged_at_once_shows_the_reason_alone(run: Run) -> None:
    reason = "The loss stopped being a finite number in epoch 1."
    session = run(scripted(error=DivergedError(reason, None))).session
    assert session.status.message == reason
    assert session.network is None
    assert session.run.notes is None


@pytest.mark.parametrize("error", [None, DivergedError("It diverged.", None)])
def test_what_to_know_before_trusting_the_network_is_counted(
    qtbot: QtBot, error: Exception | None
) -> None:
    trainer = Trainer(working(scripted(epoch(1), error=error)))
    controller = Controller(trainer)
    controller.do(rows.show(Data(CODES, "grades.csv", ((0.0, 60.0),))))
    controller.training.train()
    qtbot.waitUntil(lambda: over(controller.session))
    notes = controller.session.run.notes
    assert notes
    assert any("'grade' is a code or a count" in note for note in notes)
    counted = "1 note." if len(notes) == 1 else f"{len(notes)} notes."
    assert controller.session.status.message.endswith(f"by their shares. {counted}")
    close(trainer, qtbot)


def test_notes_are_not_counted_behind_what_happened_since(qtbot: QtBot) -> None:
    trainer = Trainer(working(scripted(epoch(1))))
    controller = Controller(trainer)
    controller.do(rows.show(Data(CODES, "grades.csv", ((0.0, 60.0),))))
    since = "The settings of Run 1 are in force again."
    controller.training.run_ended.connect(lambda: controller.do(run_list.restore(1)))
    controller.training.train()
    qtbot.waitUntil(lambda: over(controller.session))
    assert controller.session.run.notes
    assert controller.session.status.message == since
    close(trainer, qtbot)


def test_a_network_with_nothing_to_note_is_shown_without_a_count(run: Run) -> None:
    known = epoch(1).best
    x = RNG.uniform(-9.0, 9.0, 3000)
    y = known(x).sample(1, RNG)[0]
    truth = Dataset(x[:, np.newaxis], y, ("depth",), ("age",))
    session = run(scripted(epoch(1)), truth).session
    assert session.run.notes == ()
    assert session.status.message.endswith("is shown.")


def test_notes_of_an_old_run_do_not_reach_a_new_one(run: Run, qtbot: QtBot) -> None:
    controller = run(scripted(*map(epoch, range(1, PLANNED + 1))))
    sessions: list[Session] = []
    controller.state.changed.connect(lambda _, session: sessions.append(session))
    controller.training.reset()
    assert controller.session.run.notes is None
    with qtbot.waitSignal(controller.training.run_ended):
        controller.training.train()
    controller.training.reset()  # while the network is being looked at
    with qtbot.waitSignal(controller.training.run_ended):
        controller.training.train()
    qtbot.waitUntil(lambda: over(controller.session))
    assert len({session.run.notes for session in sessions} - {None}) == 1
    noted = [session.run.number for session in sessions if session.run.notes is not None]
    assert set(noted) == {controller.session.run.number}
