"""The rows that a density finds least likely, and what they have in common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.check.levels import DRAWS
from mdn_gui.core.check.ranges import bins_of
from mdn_gui.core.check.scores import Judged
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats, Indices

_SHARE, _FEWEST, _MOST = 0.05, 10, 100  # of the rows
_CHANCE = 0.01  # below which what rows have in common is told
_HALF = 0.5  # of them have it at least
_TWICE = 2.0  # times as many as of all rows


@dataclass(frozen=True, slots=True)
class Common:
    """A range of an input that many of some rows lie in.

    Attributes:
        column: Number of the input, from 0.
        low: The least value; NaN for missing cells.
        high: The greatest.
        rows: How many of the rows lie there.
        of: How many rows there are.
        share: Of all rows, the part that lies there.
        p_value: How often as many of rows drawn at random lie in one of all ranges, at most.
    """

    column: int
    low: float
    high: float
    rows: int
    of: int
    share: float
    p_value: float


@dataclass(frozen=True, eq=False)
class Unlikely:
    """The least likely rows, those first that lie farthest out.

    Attributes:
        rows: Numbers of the test rows, from 0, `(count,)`.
        levels: Probability of the smallest region that holds each, at least, `(count,)`.
        log_scores: In nats, `(count,)`.
        common: What they have in common; None for nothing.
    """

    rows: Indices
    levels: Floats
    log_scores: Floats
    common: Common | None


def least_likely(judged: Judged) -> Unlikely:
    """Find the rows that lie farthest out in their densities.

    A low density alone does not make a row unlikely: all are low where y spreads. The smallest
    region that holds the row tells; of rows beyond all draws, the density.

    Args:
        judged: What a density made of the rows.
    """
    looked_at = judged.looked_at
    count = min(len(looked_at), max(_FEWEST, min(_MOST, round(_SHARE * len(looked_at)))))
    scores = judged.log_scores[looked_at]
    ranks = np.floor(judged.region_levels * (DRAWS + 1))
    worst = np.lexsort((scores, -ranks))[:count]
    common = in_common(judged.test.take(looked_at), worst)
    return Unlikely(looked_at[worst], ranks[worst] / (DRAWS + 1), scores[worst], common)


def in_common(test: Dataset, rows: Indices) -> Common | None:
    """The range of an input that holds more of some rows than chance explains.

    Args:
        test: All rows.
        rows: Numbers of some of them, from 0.

    Returns:
        The range that chance explains least, times the number of ranges (Bonferroni's bound); None
        if there is none that holds half of the rows and twice as many as of others.
    """
    found: Common | None = None
    looks, count = 0, len(rows)
    for column in range(len(test.input_names)):
        bins = bins_of(test, column)
        ends = np.array(list(bins.ranges()), np.intp).reshape(-1, 2)
        looks += len(ends)
        there, here = (
            np.append(0, np.cumsum(np.bincount(numbers, minlength=len(bins))))
            for numbers in (bins.number, bins.number[rows])
        )
        there, here = (sums[ends[:, 1]] - sums[ends[:, 0]] for sums in (there, here))
        share = there / test.rows
        many = np.flatnonzero((here >= _HALF * count) & (here >= _TWICE * share * count))
        if not many.size:
            continue
        chances = as_many(here[many], count, there[many], test.rows)
        least = int(chances.argmin())
        if found is None or chances[least] < found.p_value:
            at = many[least]
            first, last = ends[at]
            low, high = float(bins.low[first]), float(bins.high[last - 1])
            held, of_all = int(here[at]), float(share[at])
            found = Common(column, low, high, held, count, of_all, float(chances[least]))
    if found is None or found.p_value * looks > _CHANCE:
        return None
    where = found.column, found.low, found.high
    return Common(*where, found.rows, found.of, found.share, found.p_value * looks)


def as_many(found: NDArray[np.intp], drawn: int, marked: NDArray[np.intp], rows: int) -> Floats:
    """How often as many marked rows are drawn: the upper tail of the hypergeometric distribution.

    Args:
        found: Marked rows among those drawn, `(n,)`.
        drawn: How many are drawn, without putting back.
        marked: How many are marked, `(n,)`.
        rows: Of how many.
    """
    counts = np.arange(drawn + 1)
    marks = marked[:, np.newaxis]
    possible = (counts >= np.maximum(found, drawn - (rows - marked))[:, np.newaxis]) & (
        counts <= marks
    )
    kept = np.where(possible, counts, np.clip(found[:, np.newaxis], 0, marks))
    logs = (
        _log_choices(marks, kept)
        + _log_choices(rows - marks, drawn - kept)
        - _log_choices(rows, drawn)
    )
    tails: Floats = np.where(possible, np.exp(logs), 0.0).sum(axis=1)
    return np.minimum(tails, 1.0)


def _log_choices(
    total: NDArray[np.intp] | int, chosen: NDArray[np.intp] | int
) -> NDArray[np.float64]:
    """Logarithm of a binomial coefficient."""
    logs: Floats = -special.betaln(total - chosen + 1.0, chosen + 1.0) - np.log(total + 1.0)
    return logs
