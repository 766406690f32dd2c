"""Everything the window shows, as one frozen value.

An event makes a new session with `dataclasses.replace`; panels draw what differs. Whatever is
shown is in here or follows from it, so a curve and the samples beside it cannot disagree.
"""

from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.colour import Colour
from mdn_gui.core.comparison import Comparison
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.evidence import Evidence, Section
from mdn_gui.core.examples import Example
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.network import Network
from mdn_gui.core.recording import Losses, Recording
from mdn_gui.core.runs import RunRecord
from mdn_gui.core.settings import PRESETS, NetworkSettings, TrainingSettings

Floats = NDArray[np.float64]

type Settings = tuple[NetworkSettings, TrainingSettings]

SAMPLED_X = 1_000
"""How many x the samples figure draws one y at."""

RUG_SAMPLES = 200
"""How many y are drawn at the chosen x."""


DRAWN = 1e100
"""The greatest number that is drawn; one over it is the least distance."""


class Phase(Enum):
    """What the training is doing."""

    IDLE = auto()
    TRAINING = auto()
    PAUSED = auto()
    STOPPING = auto()


class Layer(Enum):
    """What the main plot can draw, bottom to top, and its frame."""

    DENSITY = auto()
    COMPONENTS = auto()
    TRUTH = auto()
    DATA = auto()
    SAMPLES = auto()
    BANDS = auto()
    MEDIAN = auto()
    MEAN = auto()
    GRID = auto()
    LEGEND = auto()


class Curve(Enum):
    """What is drawn of y at the chosen x."""

    DENSITY = auto()
    CDF = auto()


class Tool(Enum):
    """What the mouse does in the main plot."""

    LOOK = auto()
    DRAW = auto()
    ERASE = auto()


class Points(NamedTuple):
    """Points in the plane: x (n,) and y (n,), in the data's units."""

    x: Floats
    y: Floats


class Samples(NamedTuple):
    """Points drawn from the mixture, (n,) each, and the component that each came from."""

    x: Floats
    y: Floats
    component: NDArray[np.intp]


class Interval(NamedTuple):
    """Two values of y, the first no higher than the second."""

    low: float
    high: float


type Plane = tuple[Interval, Interval]
"""A part of the plane, as intervals of x and of y."""


@dataclass(frozen=True, eq=False)
class Session:
    """The state of the window.

    Attributes:
        dataset: The rows loaded, one input and one target; None before anything is.
        title: What the data is called: a file's name or an example's title.
        example: The built-in problem that the rows are from, whose truth is known.
        sampled_range: First and last x of the samples figure.
        canvas: The plane that is drawn on, while a person draws the rows.
        tool: What the mouse does in the main plot.
        network_settings: As set in the form.
        training_settings: As set in the form.
        recommended: The settings recommended for the rows loaded.
        refusal: Why the form has nothing to train with: a text in it is no number; "" if it has.
        phase: What the training is doing.
        speed: Most epochs a second, in slow motion; None for as many as there can be.
        run: Number of the run shown, in the list of runs once it ended; None before any.
        run_settings: Both settings of the run shown; None before any.
        epochs_planned: Epochs of the run shown; 0 before any.
        progress: Epochs passed of the run shown, with fraction.
        seconds_left: Estimate for the run in progress, when there is one.
        recording: The run shown, as far as it has come.
        epoch: The epoch that is revisited; None for the latest while training, then the best.
        playing: Whether the recording is being played back.
        playback_speed: Epochs a second that are played back.
        network: The network shown.
        extendable: Whether the run shown can be trained for more epochs.
        recoveries: How often the run shown went back to its last good weights.
        notes: What to know before trusting the network of a run that ended, see `core.review`;
            None until it has been looked at.
        x: The chosen x, in the data's units.
        row: The data point in question; None if there is none.
        component: The component that is emphasised, from 0; None if there is none.
        interval: The y between which a probability is asked for; None for none.
        curve: What is drawn of y at x.
        temperature: Divides the logits of the component weights.
        spread: Multiplies the components' variances.
        nearness: How near counts: how many times as far as usual a row counts as near a place.
        compared_temperatures: Those shown side by side.
        sampling_seed: Seed of all samples shown.
        samples_per_x: How many y the samples figure draws at each x.
        samples_by_component: Whether samples have the colour of the component they came from.
        layers: What the main plot draws.
        colour: What the tones of the density image say.
        per_column: Whether each column of the density image is scaled by its own highest value,
            where the tones are densities or their logarithms.
        log_epochs: Whether the epochs of the loss plot are on a logarithmic axis.
        smoothing: Weight of the epochs before in the smoothed losses, from 0 to below 1.
        runs: The runs of the sitting, oldest first.
        deleted: Runs taken out of these, which can be brought back, the last deleted last.
        compared: Numbers of the runs that are compared, at most two.
        comparison: Their paired difference in nats; None while there is none.
        incomparable: Why there is none, as a sentence.
        message: What happened last, as one sentence.
    """

    dataset: Dataset | None = None
    title: str = ""
    example: Example | None = None
    sampled_range: tuple[float, float] = (0.0, 1.0)
    canvas: Plane | None = None
    tool: Tool = Tool.LOOK
    network_settings: NetworkSettings = PRESETS["recommended"][0]
    training_settings: TrainingSettings = PRESETS["recommended"][1]
    recommended: Settings = PRESETS["recommended"]
    refusal: str = ""
    phase: Phase = Phase.IDLE
    speed: float | None = None
    run: int | None = None
    run_settings: Settings | None = None
    epochs_planned: int = 0
    progress: float = 0.0
    seconds_left: float | None = None
    recording: Recording = field(default_factory=Recording)
    epoch: int | None = None
    playing: bool = False
    playback_speed: float = 20.0
    network: Network | None = None
    extendable: bool = False
    recoveries: int = 0
    notes: tuple[str, ...] | None = None
    x: float = 0.0
    row: int | None = None
    component: int | None = None
    interval: Interval | None = None
    curve: Curve = Curve.DENSITY
    temperature: float = 1.0
    spread: float = 1.0
    nearness: float = 1.0
    compared_temperatures: tuple[float, float, float] = (0.2, 1.0, 5.0)
    sampling_seed: int = 0
    samples_per_x: int = 1
    samples_by_component: bool = False
    layers: frozenset[Layer] = frozenset({Layer.DENSITY, Layer.DATA})
    colour: Colour = Colour.PROBABILITY
    per_column: bool = False
    log_epochs: bool = False
    smoothing: float = 0.0
    runs: tuple[RunRecord, ...] = ()
    deleted: tuple[RunRecord, ...] = ()
    compared: tuple[int, ...] = ()
    comparison: Comparison | None = None
    incomparable: str = ""
    message: str = ""

    @property
    def busy(self) -> bool:
        """Whether a run is under way, paused or about to stop."""
        return self.phase is not Phase.IDLE

    @property
    def history(self) -> tuple[Losses, ...]:
        """Losses of the run shown, oldest first."""
        return self.recording.losses

    @property
    def best(self) -> Losses | None:
        """Losses of the best epoch of the run shown."""
        return self.recording.best

    @property
    def best_network(self) -> Network | None:
        """The network of the best epoch; of several members, each at its own."""
        return self.recording.best_network

    @property
    def epoch_shown(self) -> int | None:
        """The epoch whose network is shown; None while no epoch has ended."""
        frames = self.recording.frames
        if self.epoch is not None or not frames:
            return self.epoch
        return frames[-1].epoch if self.busy or self.best is None else self.best.epoch

    @property
    def live_network(self) -> Network | None:
        """What is shown with no epoch chosen: the latest while a run goes, then the best."""
        frames = self.recording.frames
        return frames[-1].network if self.busy and frames else self.best_network

    @property
    def settings(self) -> Settings:
        """Both settings as set in the form."""
        return self.network_settings, self.training_settings

    @property
    def axis_names(self) -> tuple[str, str]:
        """What x and y are called."""
        if self.dataset is None:
            return "x", "y"
        return self.dataset.input_names[0], self.dataset.target_names[0]

    @property
    def data(self) -> Points:
        """The rows loaded; no points if there are none."""
        if self.dataset is None:
            return Points(np.empty(0), np.empty(0))
        return Points(self.dataset.inputs[:, 0], self.dataset.targets[:, 0])

    @property
    def evidence(self) -> Evidence | None:
        """Where the training rows of the network shown lie; None if that is not known."""
        if self.network is None or self.network.rows is None:
            return None
        return self.network.rows.evidence.within(self.nearness)

    @property
    def section(self) -> Section | None:
        """The same along x; the same object for all networks of a run."""
        return None if self.evidence is None else self.evidence.along_only_input

    @property
    def rows_near(self) -> float | None:
        """How many training rows lie near the chosen x; None if that is not known."""
        return None if self.section is None else float(self.section.at(self.x))

    @property
    def guessed(self) -> bool:
        """Whether what the network says at the chosen x is known to be a guess."""
        return self.section is not None and bool(self.section.guessed(self.x))

    @property
    def components_left_out(self) -> int:
        """How many components have no part in what is shown, for no training row speaks for them.

        At a temperature of 1 all have.
        """
        if self.network is None or self.temperature == 1.0:
            return 0
        return int((~self.network.supported).sum())

    def is_of_this_data(self, run: RunRecord) -> bool:
        """Whether a run learned from the table or problem loaded, so that x is the same in both."""
        if self.dataset is None:
            return self.canvas is not None and run.title == self.title
        names = (self.dataset.input_names, self.dataset.target_names)
        return (run.title, run.dataset.input_names, run.dataset.target_names) == (
            self.title,
            *names,
        )

    def predict(self, x: Floats) -> Mixture:
        """The mixtures shown at `x` (n,): the network's at the chosen temperature and spread.

        Raises:
            ValueError: There is no network yet.
        """
        if self.network is None:
            raise ValueError("There is no network yet; train one first.")
        return self.network.tempered(x, self.temperature, self.spread)

    def mixture_at_x(self) -> Mixture:
        """The mixture at the chosen x, with no batch axis."""
        return self._mixture_at_x

    @cached_property
    def _mixture_at_x(self) -> Mixture:
        # Several panels ask for it, and for its modes and regions, which it keeps.
        return self.predict(np.array([self.x]))[0]

    def samples(self) -> Samples:
        """So many y as chosen at each of 1,000 x, evenly spaced; the seed's own, x by x."""
        x = np.linspace(*self.sampled_range, SAMPLED_X)
        drawn = self.predict(x).draw(self.samples_per_x, self._rng("samples"))
        each = np.repeat(x, self.samples_per_x)
        return Samples(each, drawn.y[..., 0].T.ravel(), drawn.component.T.ravel())

    def rug(self) -> Floats:
        """Samples of y at the chosen x, (200,); the seed's own."""
        return self.mixture_at_x().sample(RUG_SAMPLES, self._rng("rug"))[:, 0]

    def _rng(self, purpose: str) -> np.random.Generator:
        """A stream per purpose, so that showing one set of samples does not shift another."""
        return np.random.default_rng([self.sampling_seed, ("samples", "rug").index(purpose)])


def farthest(low: float, high: float) -> Interval:
    """How far one can go from a part of an axis: ten times its length to each side."""
    return Interval(11 * low - 10 * high, 11 * high - 10 * low)


def drawable(values: Floats) -> bool:
    """Whether plots can draw a column of numbers (n,); they work with squares of distances.

    Those from -`DRAWN` to `DRAWN` can be drawn, unless they are all but equal beside 0.
    """
    low, high = float(values.min()), float(values.max())
    return low >= -DRAWN and high <= DRAWN and (low == high or high - low >= 1 / DRAWN)


def widened_range(values: Floats) -> tuple[float, float]:
    """The range of `values` (n,) made a fifth longer, a tenth at each end; never empty."""
    low, high = float(values.min()), float(values.max())
    margin = (high - low) / 10 or max(abs(low), 1.0) / 10
    return low - margin, high + margin
