"""Training as a generator of frozen epochs.

Nothing here knows who listens: a script loops over `train`, the worker thread over the epochs of a
`Training`, which can go on after its end. A generator's body first runs at the first `next()`, so
TensorFlow, which takes seconds to import, is imported on the thread that trains.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.engine.loading import load_tensorflow, tensorflow_loaded
from mdn_gui.core.engine.run import DivergedError, Run
from mdn_gui.core.memory import NotEnoughMemoryError, check_memory
from mdn_gui.core.network import Network
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.table import Table, source_of

__all__ = ["DivergedError", "Epoch", "NotEnoughMemoryError", "Training", "fit", "train", "warm_up"]


@dataclass(frozen=True, eq=False)
class Epoch:
    """One pass over the training rows.

    Attributes:
        number: 1 for the first.
        train_loss: Mean negative log-likelihood over the epoch, while the weights moved; nats, of
            the targets in their own units. A density may exceed 1, so it may be negative. Of rows
            that have weights it is the weighted mean.
        validation_loss: The same of the held-out rows, at the epoch's end: of a network alone, of
            several members mixed equally, or with stacking of these and their best, by shares.
            With folds each row is predicted by those members alone that hold it out.
        network: The network at the epoch's end.
        best: The network of the best epoch so far; of several members, each at its own. Where all
            hold out the same rows and are stacked, the last epoch of a run that ends by itself
            adjusts its scales.
        best_loss: Its loss on the held-out rows, before that.
        recoveries: How often the run went back to its last good weights.
    """

    number: int
    train_loss: float
    validation_loss: float
    network: Network
    best: Network
    best_loss: float
    recoveries: int = 0


class Training:
    """A run of training by maximum likelihood (Bishop 1994, section 3) that can go on.

    Every row of the training split is seen exactly once an epoch, in a fresh order. The same
    settings on the same machine give the same losses. Where a loss or a weight stops being a
    finite number, the run goes back to the last good epoch's weights and on at half the rate,
    three times at most.

    Args:
        data: The rows; those that are held out follow from what they contain and the seed.
        network_settings: The network's shape.
        training_settings: How it is trained.
        proceed: Asked between chunks of steps with the epochs passed so far, as a fraction; may
            block for a pause; False ends the training after the last complete epoch.
    """

    def __init__(
        self,
        data: Table,
        network_settings: NetworkSettings,
        training_settings: TrainingSettings,
        proceed: Callable[[float], bool] = lambda _: True,
    ) -> None:
        self._data, self._proceed = data, proceed
        self._network_settings, self._settings = network_settings, training_settings
        self._run: Run | None = None

    def epochs(self, count: int) -> Iterator[Epoch]:
        """Train for so many epochs, or so many more.

        Called again, after its end or in the middle, it goes on where the last complete epoch
        ended, with the same weights, moments of Adam, streams of randomness and best network: at
        a constant rate a run in parts equals, to the bit, one without a break, wherever it was
        stopped. The patience counts anew, and a cosine falls anew over the epochs added, without
        a second warm-up. The warm-up is a share of the epochs of the settings.

        Args:
            count: How many epochs at most.

        Yields:
            Each epoch, as it ends.

        Raises:
            DivergedError: A loss was not finite for a fourth time.
            RuntimeError: That had happened before.
            ValueError: Too few rows to hold any out, or values too large for single precision.
            NotEnoughMemoryError: The run needs more memory than there is; a ValueError too.
        """
        if self._run is None:
            self._run = self._begun()
        run = self._run
        run.plan(count)
        for _ in range(count):
            losses = run.epoch(self._proceed)
            if losses is None:
                return
            yield Epoch(
                run.passed,
                losses.train,
                losses.validation,
                run.network(),
                run.best,
                run.best_loss,
                run.recoveries,
            )
            if run.out_of_patience:
                return

    def _begun(self) -> Run:
        settings = self._settings
        loads = not tensorflow_loaded()
        check_memory(self._data, self._network_settings, settings, loads_tensorflow=loads)
        load_tensorflow()
        from mdn_gui.core.engine.fitting import Fit  # noqa: PLC0415 - imports TensorFlow

        source = source_of(self._data, settings.holdout)
        return Run(Fit(source, self._network_settings, settings), settings)


def train(
    data: Table,
    network_settings: NetworkSettings,
    training_settings: TrainingSettings,
    proceed: Callable[[float], bool] = lambda _: True,
) -> Iterator[Epoch]:
    """Fit a network, one epoch per `next()`: a `Training` of the epochs of its settings.

    Args:
        data: As of `Training`, like the next three.
        network_settings: The network's shape.
        training_settings: How it is trained.
        proceed: Asked between chunks of steps whether to go on.

    Yields:
        Each epoch, as it ends.

    Raises:
        DivergedError: A loss was not finite for a fourth time.
        ValueError: Too few rows to hold any out, or values too large for single precision.
        NotEnoughMemoryError: The run needs more memory than there is; a ValueError too.
    """
    training = Training(data, network_settings, training_settings, proceed)
    yield from training.epochs(training_settings.epochs)


def fit(
    data: Table,
    network_settings: NetworkSettings,
    training_settings: TrainingSettings,
) -> Network:
    """Train to the end and return the best epoch's network; of several members, each at its own.

    Raises:
        DivergedError: A loss was not finite for a fourth time.
        ValueError: Too few rows to hold any out, or values too large for single precision.
        NotEnoughMemoryError: The run needs more memory than there is; a ValueError too.
    """
    (last,) = deque(train(data, network_settings, training_settings), maxlen=1)
    return last.best


def warm_up(
    network_settings: NetworkSettings,
    training_settings: TrainingSettings,
    inputs: int = 1,
    outputs: int = 1,
) -> None:
    """Import TensorFlow and compile what a run with these settings needs, to start it at once.

    Raises:
        NotEnoughMemoryError: There is too little memory for such a run.
    """
    grid = np.linspace(-1.0, 1.0, 20)[:, None]
    names = tuple(str(number) for number in range(max(inputs, outputs)))
    x, y = grid.repeat(inputs, axis=1), grid.repeat(outputs, axis=1)
    dataset = Dataset(x, y, names[:inputs], names[:outputs])
    next(train(dataset, network_settings, training_settings))
