"""Workers on a thread of the tests' own process, with whatever training a test leads."""

from functools import partial

from mdn_gui.core.training import Epoch
from mdn_gui.worker.line import Connect
from mdn_gui.worker.messages import EpochsDone, News
from mdn_gui.worker.passage import Passage
from mdn_gui.worker.thread import start_worker_thread
from mdn_gui.worker.worker import NewTraining, WarmUpFunction


def no_warm_up(*_: object) -> None:
    """Prepares nothing."""


def working(new_training: NewTraining, warm_up: WarmUpFunction = no_warm_up) -> Connect:
    """What starts such a worker, for a `Trainer`."""
    return partial(start_worker_thread, new_training, warm_up)


real_training = start_worker_thread
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
