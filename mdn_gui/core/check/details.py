"""What takes longer to tell of a density that was checked: for who asks, in steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.check.conditional import Conditional, conditional
from mdn_gui.core.check.held_out import Part
from mdn_gui.core.check.scores import Judged
from mdn_gui.core.check.unlikely import Unlikely, least_likely
from mdn_gui.core.evidence import Evidence
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.network import Network

MASS = 0.9
"""Of the regions whose coverage at each place is told."""

_DRAWS = 64  # of a density, among which members are farthest apart
_MOST_APART = 1_000  # rows at which members are compared


class StoppedError(Exception):
    """The details were not wanted any more."""


@dataclass(frozen=True, slots=True)
class Regions:
    """Regions of one kind, and whether they hold as much at each place.

    Attributes:
        target: Name of the target whose central intervals they are; "" for highest-density regions
            of all together.
        found: What was found.
    """

    target: str
    found: Conditional


@dataclass(frozen=True, eq=False)
class Apart:
    """How far the members of a network lie apart at rows.

    Attributes:
        rows: Numbers of the test rows, from 0, increasing, `(rows,)`.
        distances: As of `core.answer.Answer.disagreement`, of each target, `(rows, targets)`.
    """

    rows: NDArray[np.intp]
    distances: Floats


@dataclass(frozen=True, eq=False)
class Details:
    """More of a density that was checked.

    Attributes:
        unlikely: The least likely rows.
        guesses: How many of the rows looked at lie where a prediction is a guess; None where that
            is not known.
        apart: How far members lie apart; None of one member, or of no network.
        regions: Whether regions hold as much at each place: highest-density regions first.
    """

    unlikely: Unlikely
    guesses: int | None
    apart: Apart | None
    regions: tuple[Regions, ...]


def details(
    judged: Judged,
    network: Network | None,
    part: Part,
    seed: int,
    proceed: Callable[[int], bool] = lambda _percent: True,
) -> Details:
    """Look closer.

    Args:
        judged: What a density made of rows.
        network: The network that it is of, if it is one's.
        part: What the rows are of its run.
        seed: Of the draws.
        proceed: Is told how many percent are done; says whether to go on.

    Raises:
        StoppedError: `proceed` said no.
    """
    rows = judged.test.take(judged.looked_at)
    guesses = None
    # A row of a fold is a training row too, and near to itself.
    if network is not None and network.rows is not None and part != "folds":
        guesses = guesses_among(network.rows.evidence, rows.inputs)
    apart = None
    if network is not None and np.count_nonzero(network.shares) > 1:
        apart = members_apart(network, judged, seed)
    return Details(
        least_likely(judged), guesses, apart, tuple(_at_each_place(judged, seed, proceed))
    )


def guesses_among(evidence: Evidence, inputs: Floats) -> int:
    """How many of some places lie where a prediction is a guess.

    Args:
        evidence: Where the training rows lie.
        inputs: `(rows, inputs)`.
    """
    return int(evidence.guessed(inputs).sum())


def members_apart(network: Network, judged: Judged, seed: int) -> Apart:
    """How far the members' distributions lie from their common one, at some of the rows.

    Args:
        network: Of several members.
        judged: Tells the rows.
        seed: Of draws of the common density, at which distribution functions are compared.
    """
    rng = np.random.default_rng(seed)
    rows = judged.looked_at
    if len(rows) > _MOST_APART:
        rows = np.sort(rng.choice(rows, _MOST_APART, replace=False))
    x = judged.test.inputs[rows]
    mixtures, members, shares = network(x), network.apart(x), network.shares
    distances = np.empty((len(rows), mixtures.outputs))
    for output in range(mixtures.outputs):
        y = mixtures.marginal(output).sample(_DRAWS, rng)[..., 0]
        theirs = members.marginal(output).cdf(y[..., np.newaxis])
        common = (theirs * shares).sum(axis=-1, keepdims=True)
        distances[:, output] = np.abs(theirs - common).max(axis=0) @ shares
    return Apart(rows, distances)


def _at_each_place(judged: Judged, seed: int, proceed: Callable[[int], bool]) -> Iterator[Regions]:
    some = judged.test.take(judged.looked_at)
    kinds = [("", judged.region_levels <= MASS)]
    kinds += [
        (name, judged.inside(MASS, output)[judged.looked_at])
        for output, name in enumerate(some.target_names)
    ]
    for number, (target, inside) in enumerate(kinds):

        def told(share: float, done: int = number) -> None:
            if not proceed(int(100 * (done + share) / len(kinds))):
                raise StoppedError

        told(0.0)
        yield Regions(target, conditional(some, inside, MASS, seed, told))
