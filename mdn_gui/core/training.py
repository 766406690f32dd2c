"""Training as a generator of frozen epochs.

Nothing here knows who listens: a script loops over `train`, the worker thread loops over it too.
A generator's body first runs at the first `next()`, so TensorFlow, which takes seconds to import,
is imported on the thread that trains.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.loading import load_tensorflow
from mdn_gui.core.network import Network
from mdn_gui.core.settings import NetworkSettings, TrainingSettings


@dataclass(frozen=True, eq=False)
class Epoch:
    """One pass over the training rows.

    Attributes:
        number: 1 for the first.
        train_loss: Mean negative log-likelihood over the epoch, while the weights moved; nats, of
            the targets in their own units. A density may exceed 1, so it may be negative.
        validation_loss: The same of the held-out rows, at the epoch's end.
        network: The network at the epoch's end.
    """

    number: int
    train_loss: float
    validation_loss: float
    network: Network


class DivergedError(RuntimeError):
    """The loss stopped being a finite number.

    Attributes:
        network: The last network whose losses were finite; None if the first epoch failed.
    """

    def __init__(self, message: str, network: Network | None) -> None:
        super().__init__(message)
        self.network = network


def train(
    dataset: Dataset,
    network_settings: NetworkSettings,
    training_settings: TrainingSettings,
    proceed: Callable[[float], bool] = lambda _: True,
) -> Iterator[Epoch]:
    """Fit a network by maximum likelihood (Bishop 1994, section 3), one epoch per `next()`.

    Every row of the training split is seen exactly once an epoch, in a fresh order. The same
    settings on the same machine give the same losses.

    Args:
        dataset: The rows; a share of them, drawn at random from the seed, is held out.
        network_settings: The network's shape.
        training_settings: How it is trained.
        proceed: Asked between chunks of steps with the epochs passed so far, as a fraction; may
            block for a pause; False ends the training after the last complete epoch.

    Yields:
        Each epoch, as it ends.

    Raises:
        DivergedError: A loss stopped being finite.
        ValueError: Too few rows to hold any out.
    """
    load_tensorflow()
    from mdn_gui.core.fitting import Fit  # noqa: PLC0415 - imports TensorFlow

    run = Fit(dataset, network_settings, training_settings)
    last: Network | None = None
    for number in range(1, training_settings.epochs + 1):
        train_loss = run.epoch(number, proceed)
        if train_loss is None:
            return
        validation_loss = run.validation_loss(number, proceed)
        if validation_loss is None:
            return
        network = run.network()
        if not (np.isfinite([train_loss, validation_loss]).all() and network.finite):
            raise DivergedError(_diverged(number, training_settings), last)
        last = network
        yield Epoch(number, train_loss, validation_loss, network)


def fit(
    dataset: Dataset, network_settings: NetworkSettings, training_settings: TrainingSettings
) -> Network:
    """Train to the end and return the network of the epoch with the lowest validation loss.

    Raises:
        DivergedError: A loss stopped being finite.
        ValueError: Too few rows to hold any out.
    """
    epochs = train(dataset, network_settings, training_settings)
    return min(epochs, key=lambda epoch: epoch.validation_loss).network


def warm_up(
    network_settings: NetworkSettings,
    training_settings: TrainingSettings,
    inputs: int = 1,
    outputs: int = 1,
) -> None:
    """Import TensorFlow and compile what a run with these settings needs, to start it at once."""
    grid = np.linspace(-1.0, 1.0, 20)[:, None]
    names = tuple(str(number) for number in range(max(inputs, outputs)))
    x, y = grid.repeat(inputs, axis=1), grid.repeat(outputs, axis=1)
    dataset = Dataset(x, y, names[:inputs], names[:outputs])
    next(train(dataset, network_settings, training_settings))


def _diverged(number: int, settings: TrainingSettings) -> str:
    return (
        f"The loss stopped being a finite number in epoch {number}. Try a learning rate below "
        f"{settings.learning_rate:g}, or standardized inputs and targets."
    )
