"""What of many epochs is told."""

from dataclasses import replace
from itertools import chain

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.recording import MOST_NETWORKS, Frame, Recording
from mdn_gui.core.training import Epoch
from mdn_gui.worker.messages import EpochsDone, News
from mdn_gui.worker.passage import Passage
from tests.networks import random_network
from tests.trainings import epoch

NETWORK = random_network(components=1)


def told(sizes: list[int]) -> list[EpochsDone]:
    """What is told of a run whose epochs end so many at a time; the best may be anywhere."""
    news: list[News] = []
    passage, number, rng = Passage(7, news.append), 0, np.random.default_rng(sum(sizes))
    for size in sizes:
        for _ in range(size):
            number += 1
            loss = float(rng.random())
            passage.end_epoch(Epoch(number, 3.0, loss, NETWORK, NETWORK, 0.0))
        passage.tell_epochs()
    return [each for each in news if isinstance(each, EpochsDone)]


@given(st.lists(st.integers(1, 300), min_size=1, max_size=6))
def test_what_is_told_is_what_a_recording_keeps(sizes: list[int]) -> None:
    recording = every = Recording()
    for news in told(sizes):
        recording = recording.with_epochs(news.losses, news.frames, news.best)
        frames = [Frame(losses.epoch, NETWORK) for losses in news.losses]
        every = every.with_epochs(news.losses, frames, news.best)
    assert len(recording.losses) == sum(sizes)
    assert recording.frames == every.frames
    assert recording.best == every.best


def test_training_rows_are_told_once() -> None:
    rows = TrainingRows(np.zeros((3, 1)), 3, np.zeros((3, 1)))
    network = replace(NETWORK, rows=rows)
    news: list[News] = []
    passage = Passage(7, news.append)
    for number in (1, 2):
        passage.end_epoch(Epoch(number, 3.0, 1.0, network, network, 1.0))
        passage.tell_epochs()
    first, second = news
    assert isinstance(first, EpochsDone)
    assert isinstance(second, EpochsDone)
    assert first.rows is rows
    assert second.rows is None
    assert first.best.rows is second.best.rows is second.frames[0].network.rows is None
    known = second.with_rows(rows)
    assert known.best.rows is rows
    assert known.frames[0].network is known.best


def test_of_a_long_run_few_networks_are_told() -> None:
    *_, last = told([MOST_NETWORKS * 8, 100])
    assert len(last.losses) == 100
    assert len(last.frames) <= 100 / 8 + 3
    assert last.frames[-1].epoch == MOST_NETWORKS * 8 + 100


def test_the_first_epoch_is_told_as_soon_as_the_run_comes_by() -> None:
    news: list[News] = []
    passage = Passage(7, news.append)
    assert passage.proceed(0.0)
    passage.end_epoch(epoch(1))
    assert passage.proceed(1.0)
    assert sum(isinstance(each, EpochsDone) for each in news) == 1


def test_nothing_is_told_where_no_epoch_ended() -> None:
    assert told([]) == []
    assert [len(news.losses) for news in told([1, 2])] == [1, 2]


def test_recoveries_are_those_of_the_latest() -> None:
    news: list[News] = []
    passage = Passage(1, news.append)
    for number in (1, 2):
        passage.end_epoch(replace(epoch(number), recoveries=number))
    passage.tell_epochs()
    [done] = news
    assert isinstance(done, EpochsDone)
    assert (done.run, done.recoveries) == (1, 2)
    assert list(chain(done.losses[0])) == [1, 2.5, 3.0]
