"""Listening to a trainer."""

from pytestqt.qtbot import QtBot

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.trainer import Trainer
from mdn_gui.worker.messages import Job

type Heard = list[tuple[object, ...]]

DATASET = EXAMPLES["inverse-sine"].dataset(20, seed=0)


def job(epochs: int = 3) -> Job:
    """Something to train."""
    return Job(DATASET, NetworkSettings(), TrainingSettings(epochs=epochs))


def listen(trainer: Trainer) -> Heard:
    """What the trainer says, in order; progress within an epoch left out."""
    heard: Heard = []
    trainer.epochs_done.connect(
        lambda news: heard.extend(("epoch", news.run, losses.epoch) for losses in news.losses)
    )
    trainer.held.connect(lambda run: heard.append(("held", run)))
    trainer.finished.connect(lambda run, stopped: heard.append(("finished", run, stopped)))
    trainer.failed.connect(lambda run, message, _: heard.append(("failed", run, message)))
    return heard


def close(trainer: Trainer, qtbot: QtBot) -> None:
    """Close; closing while training is to take under a second, even on a busy machine under 5."""
    with qtbot.waitSignal(trainer.closed, timeout=5000):
        trainer.close()
