"""What a run of training leaves, for all that is to be said of it."""

from dataclasses import dataclass
from typing import NamedTuple

from mdn_gui.core.network import Network
from mdn_gui.core.recording import Losses
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.table import Table


@dataclass(frozen=True, eq=False)
class EndedRun:
    """A run of training that left a network.

    Attributes:
        data: All its rows, held-out ones included; in memory or streamed.
        network_settings: The network's shape.
        training_settings: How it was trained.
        losses: Of every epoch, oldest first.
        best: The network of the best epoch; of several members, each at its own.
        last: The network of the last epoch.
    """

    data: Table
    network_settings: NetworkSettings
    training_settings: TrainingSettings
    losses: tuple[Losses, ...]
    best: Network
    last: Network


class OnTestRows(NamedTuple):
    """A network's mean loss on rows that neither trained it nor picked its epoch.

    Attributes:
        loss: In nats of y in its own units.
        rows: How many rows were scored.
        by_cells: Whether it is of the probability of rounded values, see `core.atoms`.
    """

    loss: float
    rows: int
    by_cells: bool = False
