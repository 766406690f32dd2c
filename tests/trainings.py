"""Stand-ins for the training: no TensorFlow, and epochs end when the test says so."""

import threading
from collections.abc import Callable, Iterator

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.training import Epoch
from mdn_gui.qt.trainer import Train
from tests.networks import random_network

BEST_EPOCH = 2
"""The epoch of the lowest validation loss in every run of these trainings."""

_STEP_SECONDS = 0.005


def epoch(number: int) -> Epoch:
    """The outcome of an epoch: validation losses 3, 2, 3, 4, ... nats."""
    validation = 2.0 + abs(number - BEST_EPOCH)
    best = min(number, BEST_EPOCH)
    return Epoch(
        number,
        validation - 0.5,
        validation,
        random_network(seed=number),
        random_network(seed=best),
        2.0 + abs(best - BEST_EPOCH),
    )


class LedTraining:
    """A training that waits for the test.

    Attributes:
        threads: Identifier of the thread of each run so far.
        settings: Settings of each run so far.
    """

    def __init__(self) -> None:
        self._permits = threading.Semaphore(0)
        self.threads: list[int] = []
        self.settings: list[tuple[NetworkSettings, TrainingSettings]] = []

    def let_end(self, epochs: int) -> None:
        """Let that many more epochs end, of this run or a later one."""
        self._permits.release(epochs)

    def train(
        self,
        _dataset: Dataset,
        network_settings: NetworkSettings,
        training_settings: TrainingSettings,
        proceed: Callable[[float], bool],
    ) -> Iterator[Epoch]:
        """Like `core.training.train`: asks between steps whether to go on."""
        self.threads.append(threading.get_ident())
        self.settings.append((network_settings, training_settings))
        for number in range(1, training_settings.epochs + 1):
            while proceed(number - 0.5):
                if self._permits.acquire(timeout=_STEP_SECONDS):
                    break
            else:
                return
            yield epoch(number)


def scripted(*epochs: Epoch, error: Exception | None = None) -> Train:
    """A training of exactly these epochs, however many are planned; may end with an error."""

    def train(
        _dataset: Dataset,
        _network_settings: NetworkSettings,
        _training_settings: TrainingSettings,
        _proceed: Callable[[float], bool],
    ) -> Iterator[Epoch]:
        yield from epochs
        if error is not None:
            raise error

    return train


def failing_train(
    _dataset: Dataset,
    _network_settings: NetworkSettings,
    _training_settings: TrainingSettings,
    proceed: Callable[[float], bool],
) -> Iterator[Epoch]:
    """Ends three epochs, then fails with a sentence for the person."""
    for number in (1, 2, 3):
        proceed(float(number))
        yield epoch(number)
    raise RuntimeError("The loss stopped being a finite number in epoch 4.")


def no_warm_up(_network: NetworkSettings, _training: TrainingSettings) -> None:
    """Prepares nothing."""
