"""Stand-ins for the training: no TensorFlow, and what a test wants to happen happens."""

import signal
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mdn_gui.cli.arguments import parse
from mdn_gui.cli.train import Engine
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.recipes import networks_kept
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.training import Epoch
from tests.models import small_network

BEST_EPOCH = 2


def epoch(
    number: int, settings: NetworkSettings | None = None, inputs: int = 1, outputs: int = 1
) -> Epoch:
    """The outcome of an epoch: validation losses 3, 2, 3, 4, ... nats."""
    settings = settings or NetworkSettings()
    best = min(number, BEST_EPOCH)
    return Epoch(
        number=number,
        train_loss=number - 0.5,
        validation_loss=2.0 + abs(number - BEST_EPOCH),
        network=small_network(settings, inputs, outputs, seed=number),
        best=small_network(settings, inputs, outputs, seed=best),
        best_loss=2.0 + abs(best - BEST_EPOCH),
        recoveries=0,
    )


class Training:
    """A training that takes no time.

    Args:
        then: Called with the number of each epoch before it ends; may raise.
        ends_after: The last epoch, where the run does not go on to the planned one.
    """

    def __init__(
        self, then: Callable[[int], object] = lambda _: None, ends_after: int | None = None
    ) -> None:
        self._then = then
        self._ends_after = ends_after
        self.data: Dataset | None = None
        self.settings: tuple[NetworkSettings, TrainingSettings] | None = None

    @property
    def engine(self) -> Engine:
        """What to hand to the command."""
        return Engine(prepare=lambda: None, train=self.train)

    def train(
        self,
        data: Dataset,
        network: NetworkSettings,
        training: TrainingSettings,
        proceed: Callable[[float], bool],
    ) -> Iterator[Epoch]:
        """See `core.training.train`."""
        self.data, self.settings = data, (network, training)
        for number in range(1, (self._ends_after or training.epochs) + 1):
            self._then(number)
            if not proceed(number - 0.5):
                return
            kept = replace(network, members=networks_kept(network, training))
            yield epoch(number, kept, data.inputs.shape[1], data.targets.shape[1])


def interrupt_in(wanted: int, times: int = 1) -> Callable[[int], None]:
    """Press Ctrl-C in an epoch."""

    def then(number: int) -> None:
        if number == wanted:
            for _ in range(times):
                signal.raise_signal(signal.SIGINT)

    return then


def train_arguments(table: Path, out: Path, options: Sequence[str] = ()) -> Namespace:
    """Arguments of `mdn train` for a table with the columns a, b and y."""
    columns = ["--input", "a", "--input", "b", "--target", "y"]
    return parse(["train", str(table), *columns, "--out", str(out), *options])
