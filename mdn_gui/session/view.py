"""What a person looks at, and how."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.colour import Colour
from mdn_gui.core.missing import placed
from mdn_gui.core.predictor import Adjustment

Floats = NDArray[np.float64]


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


class Interval(NamedTuple):
    """Two values of y, the first no higher than the second."""

    low: float
    high: float

    def moved(self, before: float, after: float) -> "Interval":
        """The interval with the end nearest to `before` at `after`; it may pass the other."""
        ends = sorted(self, key=lambda end: abs(end - before))
        return Interval(*sorted((after, ends[1])))


COMPARED_TEMPERATURES = (0.2, 1.0, 5.0)
"""The temperatures whose densities are laid over each other."""

MOST_PLACES = 6
"""So many places can be pinned: as many as there are colours that everybody tells apart."""


class PinnedPlace(NamedTuple):
    """A place that is compared with others.

    Attributes:
        number: Which colour it has, from 0; no other place has the same.
        name: What a person calls it.
        values: The value of each input, in the data's units.
    """

    number: int
    name: str
    values: tuple[float, ...]


class Stretch(NamedTuple):
    """A part of an input, whose rows stand out.

    Attributes:
        column: Number of the input, from 0.
        low: The least value; `MISSING` for missing cells.
        high: The greatest.
    """

    column: int
    low: float
    high: float

    @classmethod
    def of(cls, column: int, low: float, high: float) -> Self:
        """The same, where NaN, whichever it is, stands for missing cells."""
        return cls(column, *placed((low, high)))

    def holds(self, inputs: Floats) -> NDArray[np.bool_]:
        """Which rows are in it, of inputs `(rows, inputs)`."""
        values = inputs[:, self.column]
        if np.isnan(self.low):
            return np.isnan(values)
        inside: NDArray[np.bool_] = (values >= self.low) & (values <= self.high)
        return inside


@dataclass(frozen=True)
class View:
    """What a person looks at, and how.

    Attributes:
        place: The chosen value of each input, in the data's units, `MISSING` where it is held at
            that; of those that are not there that of `Data.middle`.
        locked: Inputs that keep their value wherever a person goes, from 0.
        places: Those that are pinned, at most `MOST_PLACES`, the first pinned first.
        across: The input on the axis of x, from 0.
        up: The target on the axis of y, from 0.
        joint: The target shown jointly with that one, from 0; None for the first of the others.
        given: The value that this target is taken to have; None for any.
        rectangle: The values of that target and of the one on the axis of y between which a joint
            probability is asked for; None for none.
        by_importance: Whether inputs are listed by their importance, once that is known.
        row: The data point in question; None if there is none.
        stretch: The part of an input whose rows stand out; None for none.
        component: The component that is emphasised, from 0; None if there is none.
        interval: The y between which a probability is asked for; None for none.
        curve: What is drawn of y at x.
        temperature: Divides the logits of the components' weights, or of the branches'.
        tempers_branches: Whether it is the branches', see `Mixture.tempered`.
        variance_factor: Multiplies the components' variances.
        nearness: How near counts: how many times as far as usual a row counts as near a place.
        compares_temperatures: Whether the densities at `COMPARED_TEMPERATURES` are laid over each
            other at x.
        sampling_seed: Seed of all samples shown.
        samples_per_x: How many y the samples figure draws at each x.
        components_by_member: Whether components at x have the colour of their member.
        samples_by_component: Whether samples have the colour of the component they came from.
        layers: What the main plot draws.
        colour: What the tones of the density image say.
        per_column: Whether each column of the density image is scaled by its own highest value,
            where the tones are densities or their logarithms.
        run: The number of the run shown; None for none.
        switched_off: Places of the members of its network that are switched off, from 0, see
            `Session.switched_off`.
        epoch: The epoch of it that is revisited; None for the latest while training, then the best.
        playback_speed: Epochs a second that are played back.
        log_epochs: Whether the epochs of the loss plot are on a logarithmic axis.
        smoothing: Weight of the epochs before in the smoothed losses, from 0 to below 1.
        compared: Numbers of the runs that are compared, at most two.
    """

    place: tuple[float, ...] = ()
    locked: frozenset[int] = frozenset()
    places: tuple[PinnedPlace, ...] = ()
    across: int = 0
    up: int = 0
    joint: int | None = None
    given: float | None = None
    rectangle: tuple[Interval, Interval] | None = None
    by_importance: bool = False
    row: int | None = None
    stretch: Stretch | None = None
    component: int | None = None
    interval: Interval | None = None
    curve: Curve = Curve.DENSITY
    temperature: float = 1.0
    tempers_branches: bool = False
    variance_factor: float = 1.0
    nearness: float = 1.0
    compares_temperatures: bool = False
    sampling_seed: int = 0
    samples_per_x: int = 1
    components_by_member: bool = False
    samples_by_component: bool = False
    layers: frozenset[Layer] = frozenset({Layer.DENSITY, Layer.DATA})
    colour: Colour = Colour.PROBABILITY
    per_column: bool = False
    run: int | None = None
    switched_off: frozenset[int] = frozenset()
    epoch: int | None = None
    playback_speed: float = 20.0
    log_epochs: bool = False
    smoothing: float = 0.0
    compared: tuple[int, ...] = ()

    @property
    def adjustment(self) -> Adjustment:
        """How what a network predicts is bent."""
        return Adjustment(self.temperature, self.variance_factor, self.tempers_branches)
