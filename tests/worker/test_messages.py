"""Whatever is told survives the way to another process."""

import multiprocessing
import pickle
from dataclasses import replace

import numpy as np
import pytest

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.recording import MOST_NETWORKS, Recording
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.worker import messages
from tests.listening import DATASET, job
from tests.trainings import BEST_EPOCH, epoch
from tests.workers import epochs_done

SETTINGS = NetworkSettings(), TrainingSettings()


def arrived(message: object) -> object:
    """What comes out of the other end."""
    ours, theirs = multiprocessing.Pipe()
    with ours, theirs:
        ours.send(message)
        received: object = theirs.recv()
        return received


@pytest.mark.parametrize(
    "message",
    [
        *(
            messages.WarmUp(*SETTINGS, inputs=2, outputs=1),
            messages.Extend(1, 7),
            messages.Forget(),
            messages.Pause(),
        ),
        *(messages.Resume(), messages.Step(3), messages.Limit(None), messages.Limit(0.5)),
        *(messages.Stop(), messages.Close(), messages.Progressed(1, 2.5), messages.Held(1, 3)),
        *(messages.Finished(1, True), messages.Failed(1, "Why.", "Where."), messages.Lost()),  # noqa: FBT003 - messages are matched by position
    ],
)
def test_arrives_as_it_was(message: object) -> None:
    assert arrived(message) == message


def test_a_job_arrives() -> None:
    start = arrived(messages.Start(4, job(), None))
    assert isinstance(start, messages.Start)
    assert (start.run, start.step) == (4, None)
    assert start.job.training_settings == job().training_settings
    assert isinstance(start.job.table, Dataset)
    assert start.job.table.rows == DATASET.rows


def test_the_best_network_is_sent_once_where_it_is_among_the_others() -> None:
    apart = epochs_done(2, epoch(1))
    same = replace(apart, best=apart.frames[0].network)
    assert len(pickle.dumps(same)) < 0.6 * len(pickle.dumps(apart))
    done = arrived(same)
    assert isinstance(done, messages.EpochsDone)
    assert [frame.epoch for frame in done.frames] == [1]
    assert done.best is done.frames[0].network
    assert done.losses == apart.losses


def test_epochs_that_wait_are_told_as_one_and_keep_what_a_recording_keeps() -> None:
    rows = TrainingRows(np.zeros((3, 1)), 3)
    waiting: messages.News = replace(epochs_done(1, epoch(1)), rows=rows)
    numbers = range(2, 2 * MOST_NETWORKS + 100)
    for number in numbers:
        both = messages.joined(waiting, epochs_done(1, epoch(number)))
        assert both is not None
        waiting = both
    assert isinstance(waiting, messages.EpochsDone)
    assert waiting.rows is rows
    assert [losses.epoch for losses in waiting.losses] == [1, *numbers]
    kept = [frame.epoch for frame in waiting.frames]
    assert len(kept) <= MOST_NETWORKS + 3
    assert {1, BEST_EPOCH, numbers[-1]} <= set(kept)
    every = Recording().with_epochs(waiting.losses, waiting.frames, waiting.best)
    assert every.frames == waiting.frames


def test_news_of_which_the_later_tells_all_are_joined() -> None:
    first, done = messages.Progressed(1, 0.5), epochs_done(1, epoch(1))
    assert messages.joined(first, messages.Progressed(1, 0.7)) == messages.Progressed(1, 0.7)
    assert messages.joined(first, done) is done


def test_news_that_both_tell_something_stay_two() -> None:
    done, ended = epochs_done(1, epoch(1)), messages.Finished(1, stopped=False)
    for earlier, later in (
        (done, messages.Progressed(1, 1.5)),
        (done, ended),
        (ended, messages.Progressed(2, 0.0)),
        (done, epochs_done(2, epoch(1))),
        (messages.Progressed(1, 0.5), messages.Progressed(2, 0.0)),
    ):
        assert messages.joined(earlier, later) is None
