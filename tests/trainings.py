"""Stand-ins for the training: no TensorFlow, and epochs end when the test says so."""

import threading
from collections.abc import Callable, Iterator
from functools import partial

from mdn_gui.core.network import Network
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.table import Table
from mdn_gui.core.training import Epoch
from mdn_gui.worker.worker import NewTraining, Training
from tests.networks import random_network

type Proceed = Callable[[float], bool]

type NetworkOf = Callable[[int], Network]
"""Makes the network of an epoch."""

BEST_EPOCH = 2
"""The epoch of the lowest validation loss in a run of these trainings, if not told otherwise."""

_STEP_SECONDS = 0.005


def single(number: int) -> Network:
    """A network of one member, that of the epoch."""
    return random_network(seed=number)


def epoch(number: int, network_of: NetworkOf = single, best_epoch: int = BEST_EPOCH) -> Epoch:
    """The outcome of an epoch: validation losses ..., 3, 2, 3, 4, ... nats."""
    validation = 2.0 + abs(number - best_epoch)
    best = min(number, best_epoch)
    return Epoch(
        number,
        validation - 0.5,
        validation,
        network_of(number),
        network_of(best),
        2.0 + abs(best - best_epoch),
    )


class LedTraining:
    """Makes trainings that wait for the test.

    Attributes:
        threads: Identifier of the thread of each run so far.
        waiting: How many of its trainings wait for permission.
        settings: Settings of each run so far.
        rows: Rows of each run so far.

    Args:
        network_of: Makes the network of an epoch.
        best_epoch: That of the lowest validation loss.
    """

    def __init__(self, network_of: NetworkOf = single, best_epoch: int = BEST_EPOCH) -> None:
        self._epoch = partial(epoch, network_of=network_of, best_epoch=best_epoch)
        self._permits = threading.Semaphore(0)
        self.threads: list[int] = []
        self.waiting = 0
        self.settings: list[tuple[NetworkSettings, TrainingSettings]] = []
        self.rows: list[int] = []

    def let_end(self, epochs: int) -> None:
        """Let that many more epochs end, of this run or a later one."""
        self._permits.release(epochs)

    def training(
        self,
        table: Table,
        network_settings: NetworkSettings,
        training_settings: TrainingSettings,
        proceed: Proceed,
    ) -> Training:
        """Like `core.training.Training`: asks between steps whether to go on."""
        self.rows.append(table.rows)
        self.threads.append(threading.get_ident())
        self.settings.append((network_settings, training_settings))

        def permitted(passed: float) -> bool:
            self.waiting += 1
            try:
                while proceed(passed):
                    if self._permits.acquire(timeout=_STEP_SECONDS):
                        return True
                return False
            finally:
                self.waiting -= 1

        return _Endless(permitted, self._epoch)


class _Endless:
    """Epoch after epoch, each as soon as it is permitted."""

    def __init__(self, permitted: Proceed, epoch_of: Callable[[int], Epoch]) -> None:
        self._permitted, self._epoch_of, self._passed = permitted, epoch_of, 0

    def epochs(self, count: int) -> Iterator[Epoch]:
        """So many more."""
        for _ in range(count):
            if not self._permitted(self._passed + 0.5):
                return
            self._passed += 1
            yield self._epoch_of(self._passed)


def scripted(*epochs: Epoch, error: Exception | None = None) -> NewTraining:
    """A training of exactly these epochs, however many are planned; may end with an error."""

    def new_training(
        _dataset: Table,
        _network_settings: NetworkSettings,
        _training_settings: TrainingSettings,
        proceed: Proceed,
    ) -> Training:
        return _Scripted(epochs, error, proceed)

    return new_training


class _Scripted:
    """These epochs, once."""

    def __init__(
        self, epochs: tuple[Epoch, ...], error: Exception | None, proceed: Proceed
    ) -> None:
        self._epochs, self._error, self._proceed = iter(epochs), error, proceed

    def epochs(self, _count: int) -> Iterator[Epoch]:
        """All that are left."""
        for epoch in self._epochs:
            if not self._proceed(float(epoch.number)):
                return
            yield epoch
        if self._error is not None:
            raise self._error


failing_training = scripted(
    *map(epoch, (1, 2, 3)),
    error=RuntimeError("The loss stopped being a finite number in epoch 4."),
)
"""Ends three epochs, then fails with a sentence for the person."""
