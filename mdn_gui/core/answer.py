"""What is answered at a place: the modes of y, how probable each is, and whether members agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.numbers import modes_of
from mdn_gui.core.predictor import Predictor

AGREE, DISAGREE = 0.1, 0.25
"""Members that lie apart by so little agree; those that lie apart by more than that disagree."""

_POINTS = 200  # among which distribution functions are compared
# A value hardly ever occurs outside this region, or with so little probability beyond it.
_NEARLY_ALL, _MORE_EXTREME = 0.998, 0.001


@dataclass(frozen=True, eq=False)
class Answer:
    """The answer at a place.

    Attributes:
        modes: Those worth naming, increasing, the densities there, and the probability around each,
            `(modes, 3)`.
        given: The modes where another target has a value, as of `modes`; None where none is given,
            and no modes where there is no density at that value.
        disagreement: How far the members' distributions of y lie from their common one: the largest
            difference of the distribution functions (Kolmogorov's distance), from 0 to 1, in the
            mean over members by their shares; None of one member.
        rare: Whether the value given hardly ever occurs at the place.
    """

    modes: Floats
    disagreement: float | None
    given: Floats | None = None
    rare: bool = False


class Given(NamedTuple):
    """A target that is taken to have a value.

    Attributes:
        output: Which, from 0.
        value: In the data's units.
    """

    output: int
    value: float


def answer_at(
    shown: Predictor, place: Sequence[float], output: int, given: Given | None = None
) -> Answer:
    """Answer what y is at a place.

    Args:
        shown: What predicts.
        place: A value for each input, in the data's units.
        output: What y is, from 0.
        given: Another target that has a value; None for none.
    """
    mixtures = shown.at(place)
    mixture = mixtures.marginal(output)
    network = shown.network
    disagreement = None
    if np.count_nonzero(network.shares) > 1:
        members = shown.apart([place])[0].marginal(output)
        disagreement = _disagreement(mixture, members, network.shares)
    if given is None:
        return Answer(modes_of(mixture), disagreement)
    then = _modes_given(mixtures.marginal((given.output, output)), given)
    rare = hardly_occurs(mixtures.marginal(given.output), given.value)
    return Answer(modes_of(mixture), disagreement, then, rare)


def hardly_occurs(mixture: Mixture, value: float) -> bool:
    """Whether a value is far out, or in a gap between the values that there are.

    Args:
        mixture: A single one, with one output.
        value: In the data's units.
    """
    below = float(mixture.cdf(value))
    low, high = mixture.highest_density_regions(_NEARLY_ALL).T
    return min(below, 1.0 - below) < _MORE_EXTREME or not ((low <= value) & (value <= high)).any()


def _modes_given(both: Mixture, given: Given) -> Floats:
    try:
        return modes_of(both.conditioned(0, given.value))
    except ValueError:  # it is beyond the bounds of the target
        return np.empty((0, 3))


def _disagreement(mixture: Mixture, members: Mixture, shares: Floats) -> float:
    y = mixture.density_grid(_POINTS)
    y = y[:: max(1, len(y) // (2 * _POINTS))]
    theirs = members.cdf(y[:, np.newaxis]).T
    distances = np.abs(theirs - shares @ theirs).max(axis=1)
    return float(shares @ distances)
