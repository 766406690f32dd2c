"""What is answered at a place: the modes of y, how probable each is, and whether members agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.numbers import modes_of
from mdn_gui.core.predictor import Predictor

_POINTS = 200  # among which distribution functions are compared


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
    """

    modes: Floats
    disagreement: float | None
    given: Floats | None = None


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
    modes = (
        None if given is None else _modes_given(mixtures.marginal((given.output, output)), given)
    )
    return Answer(modes_of(mixture), disagreement, modes)


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
