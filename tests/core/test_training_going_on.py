"""A training that goes on after its end, against one without a break."""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from time import perf_counter

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.training import DivergedError, Epoch, Training, train

SMALL = NetworkSettings(hidden=(8,), components=3)
THREE = replace(SMALL, members=3, standardize=True)
TWENTY = TrainingSettings(epochs=20, batch_size=32, learning_rate=1e-2)
EVERYTHING = replace(
    TWENTY, dropout=0.2, beta=0.5, input_noise=0.05, target_noise=0.05, warm_up=0.3, clip_norm=1.0
)


def waves(rows: int = 150) -> Dataset:
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, (rows, 1))
    return Dataset(x, np.sin(3 * x) + rng.normal(0, 0.2, (rows, 1)), ("x",), ("y",))


def told(epochs: Iterable[Epoch]) -> list[tuple[int, float, float, float, bytes, bytes]]:
    """All that is said of each epoch."""
    return [
        (
            *(epoch.number, epoch.train_loss, epoch.validation_loss, epoch.best_loss),
            *(epoch.network.parameters.tobytes(), epoch.best.parameters.tobytes()),
        )
        for epoch in epochs
    ]


class Stops:
    """Tells a training to stop as soon as it has passed so much, once for each.

    Args:
        limits: Epochs passed, increasing.
    """

    def __init__(self, *limits: float) -> None:
        self._limits = list(limits)

    def proceed(self, passed: float) -> bool:
        """See `Training`."""
        if self._limits and passed >= self._limits[0]:
            del self._limits[0]
            return False
        return True


CASES = pytest.mark.parametrize(
    ("network", "settings"), [(SMALL, TWENTY), (THREE, TWENTY), (THREE, EVERYTHING)]
)


@CASES
def test_a_run_in_parts_equals_one_without_a_break_to_the_bit(
    network: NetworkSettings, settings: TrainingSettings
) -> None:
    training = Training(waves(), network, settings)
    parts = [*training.epochs(10), *training.epochs(1), *training.epochs(9)]
    assert told(parts) == told(train(waves(), network, settings))


@CASES
def test_so_does_one_that_was_stopped_in_the_middle_of_epochs(
    network: NetworkSettings, settings: TrainingSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mdn_gui.core.engine.fitting.CHUNK_SECONDS", 0.0)  # it asks at every step
    monkeypatch.setattr("mdn_gui.core.engine.fitting.WINDOW_ROWS", 64)  # rows come in pieces
    stops = Stops(0.3, 4.6, 5.0, 9.75)  # within the first, between two, and while scoring
    training = Training(waves(), network, settings, stops.proceed)
    lengths, parts = [], list[Epoch]()
    for _ in range(5):
        part = list(training.epochs(20 - len(parts)))
        lengths.append(len(part))
        parts += part
    assert lengths == [0, 4, 1, 4, 11]
    assert told(parts) == told(train(waves(), network, settings))


def test_so_does_one_that_nobody_listened_to_in_the_end() -> None:
    training = Training(waves(), SMALL, TWENTY)
    heard = []
    for epoch in training.epochs(20):
        heard.append(epoch)
        if epoch.number == 7:
            break
    heard += training.epochs(13)
    assert told(heard) == told(train(waves(), SMALL, TWENTY))


def test_so_does_one_that_an_error_interrupted() -> None:
    def proceed(passed: float) -> bool:
        if passed == 6.0 and not errors:
            errors.append(OSError("The disk is gone."))
            raise errors[0]
        return True

    errors: list[OSError] = []
    training, heard = Training(waves(), SMALL, TWENTY, proceed), deque[Epoch]()
    with pytest.raises(OSError, match="gone"):
        heard.extend(training.epochs(20))
    heard += training.epochs(14)
    assert told(heard) == told(train(waves(), SMALL, TWENTY))


def test_a_cosine_falls_anew_over_the_epochs_added() -> None:
    falling = replace(TWENTY, epochs=5, schedule="cosine", warm_up=0.2, batch_size=4)
    training = Training(waves(60), SMALL, falling)

    def moved(count: int) -> list[float]:
        """How far each epoch moved the weights."""
        weights = [epoch.network.parameters for epoch in training.epochs(count)]
        return [float(np.abs(np.diff(pair, axis=0)).sum()) for pair in pairwise(weights)]

    first, second = moved(5), moved(6)
    assert first[-1] < 0.3 * max(first)
    assert second[0] > 5 * first[-1], "the rate is high again, with no second warm-up"
    assert second[-1] < 0.3 * max(second)


def test_patience_counts_anew_and_the_best_is_kept() -> None:
    overfitting = replace(TWENTY, epochs=60, learning_rate=0.1, patience=7)
    training = Training(waves(40), SMALL, overfitting)
    first = list(training.epochs(60))
    assert len(first) < 60
    second = list(training.epochs(60))
    assert len(second) >= 7
    assert second[0].number == len(first) + 1
    losses = [epoch.validation_loss for epoch in (*first, *second)]
    assert second[-1].best_loss == min(losses)


def test_a_run_that_diverged_cannot_go_on() -> None:
    data = waves()
    huge = Dataset(data.inputs * 1e30, data.targets, ("x",), ("y",))
    training = Training(huge, SMALL, TWENTY)
    with pytest.raises(DivergedError):
        list(training.epochs(20))
    with pytest.raises(RuntimeError, match="cannot go on; start another"):
        list(training.epochs(20))


def test_going_on_compiles_nothing() -> None:
    training = Training(waves(), NetworkSettings(hidden=(9,), components=2), TWENTY)
    start = perf_counter()
    list(training.epochs(1))
    begun = perf_counter()
    list(training.epochs(1))
    assert perf_counter() - begun < (begun - start) / 10


def test_the_data_are_looked_at_when_it_begins() -> None:
    training = Training(waves(9), SMALL, TWENTY)
    with pytest.raises(ValueError, match="has 9 rows"):
        next(training.epochs(1))


def test_no_epochs_more_are_none_and_the_first_may_be_fewer_than_planned() -> None:
    training = Training(waves(), SMALL, TWENTY)
    assert list(training.epochs(0)) == []
    assert_array_equal([epoch.number for epoch in training.epochs(2)], [1, 2])
