"""Workers on a thread of the tests' own process, with whatever training a test leads."""

import threading
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from mdn_gui.core import training
from mdn_gui.core.training import Epoch
from mdn_gui.worker.link import Connect
from mdn_gui.worker.messages import EpochsDone, News
from mdn_gui.worker.passage import Passage
from mdn_gui.worker.worker import NewTraining, WarmUpFunction, Worker


def no_warm_up(*_: object) -> None:
    """Prepares nothing."""


def working(new_training: NewTraining, warm_up: WarmUpFunction = no_warm_up) -> Connect:
    """What starts such a worker, for a `Trainer`."""

    def connect() -> "Connection[Any, Any]":
        ours, theirs = Pipe()
        worker = Worker(theirs, new_training, warm_up)
        threading.Thread(target=worker.serve, daemon=True).start()
        return ours

    return connect


real_training = working(training.Training, training.warm_up)
"""Starts a worker that really trains, with the one TensorFlow that all tests share."""


def epochs_done(run: int, *epochs: Epoch) -> EpochsDone:
    """News of these epochs of a run."""
    news: list[News] = []
    passage = Passage(run, news.append)
    for epoch in epochs:
        passage.end_epoch(epoch)
    passage.tell_epochs()
    [done] = news
    assert isinstance(done, EpochsDone)
    return done
