"""Everything the window shows, as one frozen value.

An event makes a new session by an edit, a pure function of the one before; panels draw what
differs. Whatever is shown is in here or follows from it, so a curve and the samples beside it
cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import Enum, auto
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.answer import Answer, Given
from mdn_gui.core.comparison import Comparison
from mdn_gui.core.evidence import Evidence
from mdn_gui.core.examples.conditional import Conditional
from mdn_gui.core.holdout import Holdout
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.network import Network
from mdn_gui.core.predictor import Line, Predictor, predictor
from mdn_gui.core.text import say
from mdn_gui.session.checked import Checked
from mdn_gui.session.data import Data
from mdn_gui.session.document import Document, Setup
from mdn_gui.session.resolved import Resolved, resolve
from mdn_gui.session.run import NO_RUN, NamedRun, Run
from mdn_gui.session.view import Layer, View

Floats = NDArray[np.float64]

SAMPLED_X = 1_000
"""How many x the samples figure draws one y at."""

DOTS = 50
"""How many y are drawn at the chosen x."""


class Tool(Enum):
    """What the mouse does in the main plot."""

    LOOK = auto()
    DRAW = auto()
    ERASE = auto()


class Held(Enum):
    """What is looked at while a key is held."""

    TRUTH = auto()
    MEMBERS = auto()


class Workspace(Enum):
    """Where a person is in the window."""

    DATA = auto()
    EXPLORE = auto()
    CHECK = auto()


class Samples(NamedTuple):
    """Points drawn from the mixture, (n,) each, and the component that each came from.

    Each x is a position on its axis.
    """

    x: Floats
    y: Floats
    component: NDArray[np.intp]


class Answered(NamedTuple):
    """An answer, and what it is of.

    Attributes:
        line: What was predicted.
        x: Where.
        answer: What y is there; None where that could not be worked out.
        failure: Why not, as a sentence.
        given: The target that was taken to have a value; None for none.
    """

    line: Line
    x: float
    answer: Answer | None
    failure: str = ""
    given: Given | None = None


UNANSWERED: Final = "columns"
"""The name of the refusal while the columns of a table are asked for; see `Status.refusals`."""


@dataclass(frozen=True, eq=False)
class Status:
    """What happens now: neither saved nor undone.

    Attributes:
        message: What happened last, as one sentence.
        refusals: Why fields have nothing to train with, by their names: a text in them is no
            number. A field of no refusal shows what is in force.
        workspace: Where a person is.
        presenting: Whether field, density at x and temperature are shown alone, in larger type.
        tool: What the mouse does in the main plot.
        held: What is looked at while a key is held; None while none is.
        speed: Most epochs a second, in slow motion; None for as many as there can be.
        playing: Whether the recording is being played back.
        comparison: The paired difference of the runs compared, in nats; None while there is none.
        incomparable: Why there is none, as a sentence.
        answered: What was answered last of a place; `Session.answered` tells whether of this one.
        checked: What was checked last; `Session.checked` tells whether it is the network shown.
        undo: What would be undone, as a noun; "" for nothing.
        redo: What would be done again, likewise.
    """

    message: str = ""
    refusals: Mapping[str, str] = MappingProxyType({})
    workspace: Workspace = Workspace.EXPLORE
    presenting: bool = False
    tool: Tool = Tool.LOOK
    held: Held | None = None
    speed: float | None = None
    playing: bool = False
    comparison: Comparison | None = None
    incomparable: str = ""
    answered: Answered | None = None
    checked: Checked | None = None
    undo: str = ""
    redo: str = ""

    @property
    def refusal(self) -> str:
        """Why the settings have nothing to train with, as a sentence; "" if they have."""
        return next(iter(self.refusals.values()), "")


@dataclass(frozen=True, eq=False)
class Session:
    """The state of the window, by lifetime.

    Attributes:
        document: What a person decides.
        runs: The runs of the sitting by their numbers, oldest first; also those that are not
            listed, for undoing may list them again.
        status: What happens now.
    """

    document: Document = field(default_factory=Document)
    runs: Mapping[int, Run] = MappingProxyType({})
    status: Status = field(default_factory=Status)

    @property
    def data(self) -> Data:
        """The rows."""
        return self.document.data

    @property
    def setup(self) -> Setup:
        """The settings of the next run."""
        return self.document.setup

    @property
    def view(self) -> View:
        """What is looked at, and how."""
        return self.document.view

    @cached_property
    def run(self) -> Run:
        """The run shown; `NO_RUN` if none is."""
        return NO_RUN if self.view.run is None else self.runs[self.view.run]

    @cached_property
    def under_way(self) -> Run | None:
        """The run that trains, is paused or about to stop, shown or not; None if none is."""
        return next((run for run in self.runs.values() if run.busy), None)

    @property
    def led(self) -> Run:
        """The run that the buttons of the training are about: under way, or else shown."""
        return self.under_way or self.run

    @property
    def preset(self) -> str:
        """The name of the preset of the rows that is in force; "" where the settings are others."""
        presets, settings = self.data.presets.items(), self.setup.settings
        return next((name for name, preset in presets if preset == settings), "")

    @cached_property
    def changes(self) -> frozenset[str]:
        """Names of the settings that the next run has and the run shown has not."""
        if self.run.settings is None:
            return frozenset()
        now, ran = (
            {**asdict(network), **asdict(training)}
            for network, training in (self.setup.settings, self.run.settings)
        )
        return frozenset(name for name, value in now.items() if value != ran[name])

    @cached_property
    def listed(self) -> tuple[NamedRun, ...]:
        """The runs of the list, in its order."""
        return tuple(NamedRun(name, self.runs[number]) for number, name in self.document.listed)

    @property
    def compared(self) -> tuple[NamedRun, ...]:
        """The runs that are compared, or chosen for that, the earlier one first."""
        chosen = self.view.compared
        return tuple(
            sorted(
                (each for each in self.listed if each.run.number in chosen),
                key=lambda each: each.run.number,
            )
        )

    @cached_property
    def network(self) -> Network | None:
        """The network shown without what is switched off, the same object while both stay."""
        return self._switched(self._trained)

    def _switched(self, network: Network | None) -> Network | None:
        """A network without the members that the view switches off."""
        off = frozenset[int]() if network is None else _applicable(network, self.view.switched_off)
        return network if network is None or not off else _without(network, off)

    @cached_property
    def switched_off(self) -> frozenset[int]:
        """Places of the members of the network shown that are switched off, from 0.

        Those of the view that it has, for that of another epoch may have more; none where no other
        member has a share of the prediction.
        """
        if self._trained is None:
            return frozenset()
        return _applicable(self._trained, self.view.switched_off)

    @cached_property
    def _trained(self) -> Network | None:
        """The network shown, with all its members."""
        return self.run.network_at(self.view.epoch)

    def can_switch(self, member: int) -> bool:
        """Whether a member of the network shown can be switched off, or on again.

        Args:
            member: Its place, from 0. The last one that has a share of the prediction cannot be
                switched off.
        """
        off = self.switched_off ^ {member}
        return self._trained is not None and _applicable(self._trained, off) == off

    @cached_property
    def predictor(self) -> Predictor | None:
        """The network shown as it is looked at; the same object while neither changes."""
        return None if self.network is None else predictor(self.network, self.view.adjustment)

    @cached_property
    def resolved(self) -> Resolved:
        """The place that is looked at, and the plane through it."""
        return resolve(self.view, self.data, self.evidence)

    @cached_property
    def input_order(self) -> tuple[int, ...]:
        """The inputs in the order in which they are listed, from 0."""
        found, inputs = self.run.importance, self.data.columns[0]
        if self.view.by_importance and found is not None and len(found.inputs) == inputs:
            return found.order
        return tuple(range(inputs))

    @cached_property
    def line(self) -> Line | None:
        """What is predicted along x; equal to another while neither that nor the plane changes."""
        seen = self.resolved
        along = None if self.predictor is None else self.predictor.along
        return None if along is None else along(seen.place, seen.across, seen.up, seen.missing)

    @cached_property
    def best_line(self) -> Line | None:
        """What the best epoch predicts along x while another is revisited; None while none is."""
        best, network = self.run.best, self._switched(self.run.best_network)
        if self.view.epoch is None or best is None or network is None or self.line is None:
            return None
        if self.epoch_shown == best.epoch:
            return None
        return replace(self.line, predictor=predictor(network, self.view.adjustment))

    @cached_property
    def truth(self) -> Conditional | None:
        """The true density along x; None where it is not known."""
        seen, example = self.resolved, self.data.example
        return None if example is None else example.along(seen.place, seen.across, seen.up)

    @property
    def truth_held(self) -> Conditional | None:
        """The true density along x while it is looked at in place of the network's."""
        return self.truth if self.status.held is Held.TRUTH else None

    @property
    def layers(self) -> frozenset[Layer]:
        """What the main plot draws; while the truth is held, its density as that of a network."""
        chosen = self.view.layers
        if self.truth_held is not None:
            return (chosen & {Layer.BANDS, Layer.GRID, Layer.LEGEND}) | {Layer.DENSITY}
        return chosen

    @property
    def components_of_colour(self) -> int:
        """How many components at x share a colour: those of a member, or 1."""
        by_member = self.view.components_by_member and self.network is not None
        return self.network.layout.components if self.network is not None and by_member else 1

    @property
    def answered(self) -> Answered | None:
        """What was answered of the place; None until it is.

        While a run goes, that of the latest epoch for which it was.
        """
        found, line = self.status.answered, self.line
        if found is None or line is None:
            return None
        if (found.x, found.given) != (self.resolved.x, self.given):
            return None
        if self.run.busy:
            line = replace(line, predictor=found.line.predictor)
        return found if found.line == line else None

    @property
    def to_check(self) -> Network | None:
        """The network to be checked: the one shown, with all its members; None while it cannot be.

        A run that trains needs the processor.
        """
        network = self._trained
        ready = self.under_way is None and network is not None and network.finite
        return network if ready else None

    @property
    def checked(self) -> Checked | None:
        """What was found of the network shown; None until it is checked."""
        found, network = self.status.checked, self.to_check
        return found if found is not None and found.network is network else None

    @property
    def given(self) -> Given | None:
        """The second target, where a person takes it to have a value; None where not."""
        output, value = self.resolved.joint, self.view.given
        return None if output is None or value is None else Given(output, value)

    @property
    def holdout(self) -> Holdout | None:
        """How the run shown divided the rows; None where it is of other rows, or of a stream."""
        run = self.run
        if run.settings is None or run.data.stream is not None:
            return None
        same = run.data.dataset is not None and run.data.dataset is self.data.dataset
        return run.settings[1].holdout if same else None

    @property
    def epoch_shown(self) -> int | None:
        """The epoch whose network is shown; None while no epoch has ended."""
        return self.run.epoch_shown(self.view.epoch)

    @property
    def evidence(self) -> Evidence | None:
        """Where the training rows of the network shown lie; None if that is not known."""
        if self.network is None or self.network.rows is None:
            return None
        return self.network.rows.evidence.within(self.view.nearness)

    @property
    def components_left_out(self) -> int:
        """How many components have no part in what is shown, for no training row speaks for them.

        At a temperature of 1 all have.
        """
        if self.network is None or self.view.temperature == 1.0:
            return 0
        return int((~self.network.supported[self.network.shares > 0.0]).sum())

    def is_of_this_data(self, run: Run) -> bool:
        """Whether a run learned of what is loaded, be it of other rows: x is the same in both."""
        return run.data.subject == self.data.subject

    def predict(self, x: Floats) -> Mixture:
        """The mixtures of y shown at `x` (n,), at the chosen temperature and width factor.

        Raises:
            ValueError: There is no network yet.
        """
        if self.line is None:
            raise ValueError(say("There is no network yet; train one first."))
        return self.line(x)

    def mixture_at_x(self) -> Mixture:
        """The mixture of y at the chosen place, with no batch axis."""
        return self._mixture_at_x

    @cached_property
    def _mixture_at_x(self) -> Mixture:
        # Several panels ask for it, and for its modes and regions, which it keeps.
        return self.predict(np.array([self.resolved.x]))[0]

    def mixtures_at_x(self, temperatures: Sequence[float]) -> tuple[Mixture, ...]:
        """`mixture_at_x` at each of some temperatures; nothing where there is no network."""
        if self.network is None or self.line is None:
            return ()
        adjusted = [replace(self.view.adjustment, temperature=each) for each in temperatures]
        x = np.array([self.resolved.x])
        return tuple(
            replace(self.line, predictor=predictor(self.network, each))(x)[0] for each in adjusted
        )

    @cached_property
    def joint_mixture(self) -> Mixture | None:
        """The mixture of the second target and the one along y at the chosen place, in this order.

        None where there is no network or no second target.

        Raises:
            ValueError: A mean or a scale is not finite there.
        """
        seen = self.resolved
        if self.predictor is None or seen.joint is None:
            return None
        return self.predictor.at(seen.place).marginal((seen.joint, seen.up))

    @cached_property
    def joint_truth(self) -> Mixture | None:
        """The true density of the same two targets there; None where it is not known."""
        seen, example = self.resolved, self.data.example
        if example is None or seen.joint is None:
            return None
        return example.jointly(seen.place, (seen.joint, seen.up))

    @property
    def joint_shown(self) -> Mixture | None:
        """What is shown of both: the network's density, or the truth while that is looked at."""
        if self.truth_held is not None:
            return self.joint_truth
        predicts = self.network is not None and self.network.finite
        return self.joint_mixture if predicts else None

    def samples(self) -> Samples:
        """As many y as chosen at each of 1,000 evenly spaced x, by the seed of the samples.

        Along a category they are at its levels, as many at each.
        """
        x = np.linspace(*self.resolved.x_range, SAMPLED_X)
        drawn = self.predict(x).draw(self.view.samples_per_x, self._rng("samples"))
        each = np.repeat(x if self.line is None else self.line.snapped(x), self.view.samples_per_x)
        return Samples(each, drawn.y.squeeze(-1).T.ravel(), drawn.component.T.ravel())

    def dot_levels(self) -> Floats:
        """Probabilities of at most each sample at the chosen x, (50,), by the seed of the samples.

        The same at any temperature, so that samples move as little as the density does (common
        random numbers).
        """
        return self._rng("dots").uniform(size=DOTS)

    def _rng(self, purpose: str) -> np.random.Generator:
        """A stream per purpose, so that showing one set of samples does not shift another."""
        return np.random.default_rng([self.view.sampling_seed, ("samples", "dots").index(purpose)])


def _applicable(network: Network, off: frozenset[int]) -> frozenset[int]:
    """Those of some places that a network has; none if that left nothing of its prediction."""
    own = frozenset(member for member in off if member < network.layout.members)
    return own if np.delete(network.shares, [*own]).any() else frozenset()


@lru_cache(maxsize=8)
def _without(network: Network, off: frozenset[int]) -> Network:
    """The network with these members switched off."""
    return network.without(off)
