"""A network together with how it is looked at, such as at another temperature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import ArrayLike

from mdn_gui.core.frozen import remade
from mdn_gui.core.kinds import Kind, Number
from mdn_gui.core.levels import nearest_levels
from mdn_gui.core.maths.change_of_variables import inside
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.missing import MissingBand
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.network import Network
from mdn_gui.core.stops import stops_of


@dataclass(frozen=True)
class Adjustment:
    """How a network's mixtures are changed before they are shown and sampled.

    Attributes:
        temperature: Divides the logits of the components' weights, or of the branches'; above 0.
        variance_factor: Multiplies the components' variances; above 0.
        branches: Whether the temperature is of branches, see `Mixture.tempered`.
    """

    temperature: float = 1.0
    variance_factor: float = 1.0
    branches: bool = False


@dataclass(frozen=True, eq=False)
class Predictor:
    """A network and an adjustment; calling it gives p(y | x) as it is looked at.

    Attributes:
        network: What predicts.
        adjustment: How its mixtures are changed.
    """

    network: Network
    adjustment: Adjustment = Adjustment()

    __reduce__ = remade

    def __call__(self, x: ArrayLike) -> Mixture:
        """The mixture at each row of inputs; see `Network.tempered`.

        Args:
            x: `(n, inputs)`, or `(n,)` where there is one input; in the data's units.

        Raises:
            ValueError: The shape of `x` does not fit, or a factor is not positive and finite.
        """
        how = self.adjustment
        return self.network.tempered(x, how.temperature, how.variance_factor, branches=how.branches)

    def at(self, place: Sequence[float]) -> Mixture:
        """The mixture at one place, with no batch axis.

        Args:
            place: A value for each input, in the data's units.
        """
        return self(np.array([place], np.float64))[0]

    def apart(self, places: ArrayLike) -> Mixture:
        """The mixtures of each member, with batch shape `(n, members)`, for places as of a call."""
        how = self.adjustment
        return self.network.apart(
            places, how.temperature, how.variance_factor, branches=how.branches
        )

    def along(
        self, place: Sequence[float], column: int, output: int, missing: MissingBand | None = None
    ) -> Line:
        """What is predicted of one output along one input, the others held.

        Args:
            place: A value for each input, in the data's units; that of `column` counts for nothing.
            column: The input that varies, from 0.
            output: From 0.
            missing: Where along that input a missing value is; None where none is drawn.
        """
        return Line(self, (*place[:column], *place[column + 1 :]), column, output, missing)

    @cached_property
    def drawn(self) -> Predictor:
        """The same for pictures: in single precision and without rows, which take most memory."""
        tempered = self.adjustment.temperature != 1.0
        return replace(self, network=self.network.without_rows(tempered=tempered, single=True))


@dataclass(frozen=True)
class Line:
    """p(y | x) along one input, the others held; equal to another of the same predictor.

    Along it, x is a position on the axis of the input: a value, or within the band of missing ones.

    Attributes:
        predictor: What predicts.
        held: The values of the other inputs, in their order, in the data's units.
        column: The input that varies, from 0.
        output: What y is, from 0.
        missing: The band of the missing ones; None where none is drawn.
    """

    predictor: Predictor
    held: tuple[float, ...]
    column: int
    output: int
    missing: MissingBand | None = None

    def __call__(self, x: ArrayLike) -> Mixture:
        """The mixtures, of one output, at positions along the input that varies, `(n,)`.

        Raises:
            ValueError: A mean or a scale is not finite there.
        """
        return self.at(self.places(x))

    @property
    def kind(self) -> Kind:
        """What the values of the input that varies stand for."""
        return self.predictor.network.encoding.kinds[self.column]

    @property
    def levels(self) -> tuple[float, ...]:
        """The only positions along the input that varies, if it is a category; else nothing."""
        levels = stops_of(np.empty(0), self.kind)
        return (*levels, self.missing.centre) if levels and self.missing else levels

    def snapped(self, x: ArrayLike) -> Floats:
        """Of a category the level nearest to each of `x` `(n,)`; else these values."""
        positions = np.asarray(x, np.float64)
        levels = len(self.levels)
        return nearest_levels(positions, levels) if levels else positions

    def parts(self, x: Floats) -> list[slice]:
        """Those of increasing positions `(n,)` between which p(y | x) is one picture.

        Of a category there is one part. Else a band of missing ones is one by itself; beside it,
        and where there can be no value, as what is seen as a logarithm is above 0, there is none.
        """
        shown = (inside(x, self.kind) if isinstance(self.kind, Number) else np.isfinite(x)) * 1
        if self.missing is not None and not self.levels:
            low, high = self.missing.span
            beyond = x > self.missing.begins
            shown = np.where(beyond, 2 * ((x >= low) & (x <= high)), shown)
        edges = np.flatnonzero(np.diff(shown, prepend=0, append=0)).tolist()
        return [slice(*each) for each in pairwise(edges) if shown[each[0]]]

    def places(self, x: ArrayLike) -> Floats:
        """Values of all inputs where the one that varies is at positions `(n,)`; `(n, inputs)`."""
        values = self.snapped(x)
        if self.missing is not None:
            values = self.missing.values(values)
        held = np.broadcast_to(self.held, (len(values), len(self.held)))
        return np.insert(held, self.column, values, axis=1)

    def at(self, places: Floats) -> Mixture:
        """As a call, at places `(n, inputs)` on this line or on others."""
        return self.predictor(places).marginal(self.output)

    @property
    def drawn(self) -> Line:
        """The same for pictures, see `Predictor.drawn`."""
        return replace(self, predictor=self.predictor.drawn)


_PREDICTORS: WeakValueDictionary[tuple[int, Adjustment], Predictor] = WeakValueDictionary()
"""Those that somebody looks through; each keeps its network, whose identity is in its key."""


def predictor(network: Network, adjustment: Adjustment) -> Predictor:
    """The predictor of a network and an adjustment: the same object as long as anybody keeps it.

    So whether a predictor is another tells whether what it predicts is.
    """
    key = id(network), adjustment
    found = _PREDICTORS.get(key)
    if found is None:
        found = _PREDICTORS[key] = Predictor(network, adjustment)
    return found
