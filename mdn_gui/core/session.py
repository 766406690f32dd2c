"""Everything the window shows, as one frozen value.

An event makes a new session with `dataclasses.replace`; panels draw what differs. Whatever is
shown is in here or follows from it, so a curve and the samples beside it cannot disagree.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.network import Network
from mdn_gui.core.settings import PRESETS, NetworkSettings, TrainingSettings

Floats = NDArray[np.float64]

type Settings = tuple[NetworkSettings, TrainingSettings]

SAMPLED_X = 1_000
"""How many x the samples figure draws one y at."""

RUG_SAMPLES = 200
"""How many y are drawn at the chosen x."""


class Phase(Enum):
    """What the training is doing."""

    IDLE = auto()
    TRAINING = auto()
    PAUSED = auto()
    STOPPING = auto()


class Layer(Enum):
    """What the main plot can draw, bottom to top, and its frame."""

    DENSITY = auto()
    DATA = auto()
    SAMPLES = auto()
    MEAN = auto()
    GRID = auto()
    LEGEND = auto()


class Losses(NamedTuple):
    """One epoch's mean negative log-likelihoods, in nats of y in its own units."""

    epoch: int
    train: float
    validation: float


class Points(NamedTuple):
    """Points in the plane: x (n,) and y (n,), in the data's units."""

    x: Floats
    y: Floats


@dataclass(frozen=True, eq=False)
class Session:
    """The state of the window.

    Attributes:
        dataset: The rows loaded, one input and one target; None before anything is.
        title: What the data is called: a file's name or an example's title.
        sampled_range: First and last x of the samples figure.
        network_settings: As set in the form.
        training_settings: As set in the form.
        recommended: The settings recommended for the rows loaded.
        phase: What the training is doing.
        epochs_planned: Epochs of the run shown; 0 before any.
        progress: Epochs passed of the run shown, with fraction.
        seconds_left: Estimate for the run in progress, when there is one.
        history: Losses of the run shown, oldest first.
        best: The epoch with the lowest validation loss so far, the first of equals.
        network: The network shown: the latest epoch's while training, then the best one's.
        best_network: That epoch's network; of several members, each at its own best epoch.
        recoveries: How often the run shown went back to its last good weights.
        notes: What to know before trusting the network of a run that ended, see `core.diagnosis`;
            None until it has been looked at.
        x: The chosen x, in the data's units.
        temperature: Divides the logits of the component weights.
        spread: Multiplies the components' variances.
        sampling_seed: Seed of all samples shown.
        layers: What the main plot draws.
        message: What happened last, as one sentence.
    """

    dataset: Dataset | None = None
    title: str = ""
    sampled_range: tuple[float, float] = (0.0, 1.0)
    network_settings: NetworkSettings = PRESETS["recommended"][0]
    training_settings: TrainingSettings = PRESETS["recommended"][1]
    recommended: Settings = PRESETS["recommended"]
    phase: Phase = Phase.IDLE
    epochs_planned: int = 0
    progress: float = 0.0
    seconds_left: float | None = None
    history: tuple[Losses, ...] = ()
    best: Losses | None = None
    network: Network | None = None
    best_network: Network | None = None
    recoveries: int = 0
    notes: tuple[str, ...] | None = None
    x: float = 0.0
    temperature: float = 1.0
    spread: float = 1.0
    sampling_seed: int = 0
    layers: frozenset[Layer] = frozenset({Layer.DENSITY, Layer.DATA})
    message: str = ""

    @property
    def busy(self) -> bool:
        """Whether a run is under way, paused or about to stop."""
        return self.phase is not Phase.IDLE

    @property
    def settings(self) -> Settings:
        """Both settings as set in the form."""
        return self.network_settings, self.training_settings

    @property
    def data(self) -> Points:
        """The rows loaded; no points if there are none."""
        if self.dataset is None:
            return Points(np.empty(0), np.empty(0))
        return Points(self.dataset.inputs[:, 0], self.dataset.targets[:, 0])

    def predict(self, x: Floats) -> Mixture:
        """The mixtures shown at `x` (n,): the network's at the chosen temperature and spread.

        Raises:
            ValueError: There is no network yet.
        """
        if self.network is None:
            raise ValueError("There is no network yet; train one first.")
        return self.network(x).tempered(weights=self.temperature, scales=self.spread)

    def mixture_at_x(self) -> Mixture:
        """The mixture at the chosen x, with no batch axis."""
        return self.predict(np.array([self.x]))[0]

    def samples(self) -> Points:
        """One y at each of 1,000 x evenly spaced over the sampled range; the seed's own."""
        x = np.linspace(*self.sampled_range, SAMPLED_X)
        y = self.predict(x).sample(1, self._rng("samples"))
        return Points(x, y[0, :, 0])

    def rug(self) -> Floats:
        """Samples of y at the chosen x, (200,); the seed's own."""
        return self.mixture_at_x().sample(RUG_SAMPLES, self._rng("rug"))[:, 0]

    def _rng(self, purpose: str) -> np.random.Generator:
        """A stream per purpose, so that showing one set of samples does not shift another."""
        return np.random.default_rng([self.sampling_seed, ("samples", "rug").index(purpose)])


def widened_range(values: Floats) -> tuple[float, float]:
    """The range of `values` (n,) made a fifth longer, a tenth at each end; never empty."""
    low, high = float(values.min()), float(values.max())
    margin = (high - low) / 10 or max(abs(low), 1.0) / 10
    return low - margin, high + margin
