"""Importance of inputs: what is lost, and how the density moves, when one of them is permuted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import batched, product
from math import inf, sqrt
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.associations import FEWEST_ROWS, associations
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.ended_run import EndedRun
from mdn_gui.core.maths.numerics import EPSILON, Floats
from mdn_gui.core.maths.rounding import with_error
from mdn_gui.core.network import Network
from mdn_gui.core.permuted import Given, Measure, Rows
from mdn_gui.core.table import Table, joined
from mdn_gui.core.text import say, say_count

PERMUTATIONS = 5
"""How often each input is permuted; all inputs in the same ways."""

MOST_ROWS, MOST_COMPARED = 2_000, 500
"""Most rows that are scored, and most of them whose densities are compared."""

NEGLIGIBLE = 0.1
"""A move by less than this, in standard deviations of y, does not matter."""

MOSTLY = 4.0
"""The mean or the spread moves mostly where it moves this many times as far as the other."""

_CERTAIN = 2.0  # standard errors
_THREADS = 2  # of the cores there are, so that the window keeps some

type Part = Literal["test", "validation", "folds", "table"]
"""Which rows were held out: for test, for validation, by the members of each fold, or those of a
table of which the network may know any."""

type Indices = NDArray[np.intp]

type Proceed = Callable[[int], bool]
"""Told how many inputs are done; whether to go on."""


class StoppedError(Exception):
    """The importance was not wanted any more."""


class Estimate(NamedTuple):
    """A mean over rows and permutations.

    Attributes:
        value: The mean.
        error: Its standard error.
    """

    value: float
    error: float

    @property
    def text(self) -> str:
        """As "0.123 ± 0.004"."""
        return with_error(self.value, self.error)


class Moves(NamedTuple):
    """How far what is predicted of one target moves when an input is permuted, in units of y.

    Attributes:
        density: 1-Wasserstein distance of the density from that before.
        mean: Absolute difference of the means.
        deviation: Absolute difference of the standard deviations, the spread in words.
        unit: The median over rows of the standard deviation of y.
    """

    density: Estimate
    mean: Estimate
    deviation: Estimate
    unit: float

    @property
    def verdict(self) -> str:
        """What moves, in words."""
        mean, spread = self._surely(self.mean), self._surely(self.deviation)
        none = self.density.value + _CERTAIN * self.density.error < NEGLIGIBLE * self.unit
        least = MOSTLY * min(self.mean.value, self.deviation.value)
        cases = (
            (none, say("hardly moves anything")),
            (not self._surely(self.density), say("too few rows to tell")),
            (not mean and not spread, say("moves the shape alone")),
            (not spread, say("moves the mean, not the spread")),
            (not mean, say("moves the spread, not the mean")),
            (self.mean.value > least, say("moves mostly the mean")),
            (self.deviation.value > least, say("moves mostly the spread")),
            (True, say("moves both mean and spread")),
        )
        return next(words for holds, words in cases if holds)

    def _surely(self, move: Estimate) -> bool:
        """Whether a move is more than negligible."""
        return move.value - _CERTAIN * move.error > NEGLIGIBLE * self.unit


class OfInput(NamedTuple):
    """What permuting an input does.

    Attributes:
        name: The input's.
        nats: What all targets together lose of their log score (see `core.atoms.log_score`).
        moves: What is predicted of each target moves so far.
    """

    name: str
    nats: Estimate
    moves: tuple[Moves, ...]


@dataclass(frozen=True, slots=True)
class Importance:
    """The importance of each input.

    Attributes:
        part: Which rows were looked at.
        rows: How many were scored.
        compared: How many of them had their densities compared.
        target_names: Names of the targets.
        inputs: In the order of the columns.
        notes: Which inputs go together, each a sentence.
    """

    part: Part
    rows: int
    compared: int
    target_names: tuple[str, ...]
    inputs: tuple[OfInput, ...]
    notes: tuple[str, ...]

    @property
    def order(self) -> tuple[int, ...]:
        """The inputs by what is lost without them, the most important first, from 0."""
        lost = [-each.nats.value for each in self.inputs]
        return tuple(np.argsort(lost, kind="stable").tolist())

    @property
    def on_rows(self) -> str:
        """On which rows it was found, as a sentence."""
        rows = {
            "test": say_count("On {count} test row", "On {count:,} test rows", self.rows),
            "validation": say_count(
                "On {count} validation row", "On {count:,} validation rows", self.rows
            ),
            "folds": say_count(
                "On {count} row, judged by the members that held it out",
                "On {count:,} rows, each judged by the members that held it out",
                self.rows,
            ),
            "table": say_count("On {count} row", "On {count:,} rows", self.rows),
        }[self.part]
        if self.compared < self.rows:
            return say(
                "{on_rows}, and densities on {compared} of them; each input permuted "
                "{permutations} times.",
                on_rows=rows,
                compared=self.compared,
                permutations=PERMUTATIONS,
            )
        return say(
            "{on_rows}; each input permuted {permutations} times.",
            on_rows=rows,
            permutations=PERMUTATIONS,
        )


def importance_of_run(
    run: EndedRun, seed: int = 0, proceed: Proceed = lambda _: True
) -> Importance:
    """The importance of each input to the best network of a run, on rows that it held out.

    These are the rows that members took turns to hold out, or else test rows, or else validation
    rows.

    Args:
        run: What was trained, and on what.
        seed: Of the permutations, and the choice among more than `MOST_ROWS` rows.
        proceed: Told after each permutation how many inputs are done; False ends it.

    Raises:
        StoppedError: `proceed` ended it.
        TableError: A streamed table cannot be read any more.
        ValueError: The columns do not fit the network, or it predicts no finite number.
    """
    source = run.data.source(run.training_settings.holdout)
    found = partial(importance, run.best, seed=seed, proceed=proceed)
    if source.folds is not None:
        folds = source.folds[: source.validation.rows]
        return found(source.validation, folds, part="folds")
    if source.test is not None:
        return found(source.test, part="test")
    return found(source.validation, part="validation")


def importance_on(network: Network, data: Table, seed: int = 0) -> Importance:
    """The importance of each input on the rows of a table; of a streamed one, on every n-th.

    Args:
        network: What predicts.
        data: The rows.
        seed: As of `importance_of_run`.

    Raises:
        TableError: As of `importance_of_run`.
        ValueError: Likewise.
    """
    if isinstance(data, Dataset):
        return importance(network, data, seed=seed)
    step, passed, chosen = -(-data.rows // MOST_ROWS), 0, list[Dataset]()
    for block in data.blocks():
        rows = np.arange(-passed % step, block.rows, step)
        passed += block.rows
        if len(rows):
            chosen.append(block.take(rows))
    return importance(network, joined(chosen), seed=seed)


def importance(
    network: Network,
    held_out: Dataset,
    folds: Indices | None = None,
    *,
    part: Part = "table",
    seed: int = 0,
    proceed: Proceed = lambda _: True,
) -> Importance:
    """Permute each input among rows, and see what is lost and what moves.

    Each row is compared with itself, and the errors are those over rows and permutations. Weighted
    rows count by their weights, and give their inputs as often as these say.

    Args:
        network: What predicts.
        held_out: The rows.
        folds: The fold of each, `(rows,)`, by whose members alone it is predicted; None where all
            held out all.
        part: Which rows these are.
        seed: As of `importance_of_run`.
        proceed: Likewise.

    Raises:
        StoppedError: As of `importance_of_run`.
        ValueError: The columns do not fit the network, or it predicts no finite number.

    Source:
        Breiman, "Random forests", Machine Learning 45 (2001), section 10; Fisher, Rudin and
        Dominici, "All models are wrong, but many are useful", Journal of Machine Learning Research
        20 (2019).
    """
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(held_out.rows)[:MOST_ROWS]
    rows, measure = held_out.take(chosen), Measure.of(network, held_out)
    givers = np.stack([_givers(rows, rng) for _ in range(PERMUTATIONS)])
    folds = None if folds is None else folds[chosen]
    # Single precision changes the seventh digit, and takes a fifth of all time less.
    network = network.without_rows(tempered=False, single=True)
    judged = _judged(network, rows, givers, folds, measure)
    order, count = np.concatenate([own for _, own in judged]), min(rows.rows, MOST_COMPARED)
    all_in_order, near_in_order = np.argsort(order), np.argsort(order[order < count])
    units = np.median(np.concatenate([each.deviations for each, _ in judged], axis=1), axis=1)
    estimate = partial(_estimate, givers=givers, weights=rows.weights)

    def permuted(column_and_permutation: tuple[int, int]) -> tuple[Floats, Floats]:
        found = [each.permuted(*column_and_permutation) for each, _ in judged]
        lost, moved = (np.concatenate(parts, axis=-1) for parts in zip(*found, strict=True))
        return lost[all_in_order], moved[..., near_in_order]

    def of_input(name: str, found: Sequence[tuple[Floats, Floats]]) -> OfInput:
        lost, moved = (np.stack(parts, axis=-2) for parts in zip(*found, strict=True))
        moves = list[Moves]()
        for of_target, unit in zip(moved, units.tolist(), strict=True):
            density, mean, deviation = map(estimate, of_target)
            moves.append(Moves(density, mean, deviation, unit))
        return OfInput(name, estimate(lost), tuple(moves))

    names, pool = rows.input_names, ThreadPoolExecutor(_THREADS)  # NumPy lets go of Python's lock
    try:
        found = pool.map(permuted, product(range(len(names)), range(PERMUTATIONS)))
        by_input = batched(_while_wanted(found, proceed), PERMUTATIONS)
        inputs = tuple(map(of_input, names, by_input))
    finally:
        pool.shutdown(cancel_futures=True)
    notes = tuple(map(str, associations(rows)))
    return Importance(part, rows.rows, count, rows.target_names, inputs, notes)


def _while_wanted[T](found: Iterable[T], proceed: Proceed) -> Iterator[T]:
    """What comes of each permutation, while it is to go on.

    Raises:
        StoppedError: As of `importance_of_run`.
    """
    for number, each in enumerate(found, 1):
        if not proceed(number // PERMUTATIONS):
            raise StoppedError
        yield each


def _judged(
    network: Network, rows: Dataset, givers: Indices, folds: Indices | None, measure: Measure
) -> list[tuple[Rows, Indices]]:
    """The rows that the same members predict, and their numbers among all."""
    judges = [(network, np.arange(rows.rows))]
    if folds is not None:
        judges = [
            (network.holding_out(fold), np.flatnonzero(folds == fold))
            for fold in np.unique(folds).tolist()
        ]
    given = Given(rows.inputs, givers)
    found = list[tuple[Rows, Indices]]()
    for judge, own in judges:
        compared = int((own < MOST_COMPARED).sum())
        found.append((Rows.of(judge, rows.take(own), given.to(own), compared, measure), own))
    return found


def _givers(rows: Dataset, rng: np.random.Generator) -> Indices:
    """For each row the one whose input it is given, `(rows,)`."""
    if rows.weights is None:
        return rng.permutation(rows.rows)
    return rng.choice(rows.rows, rows.rows, p=rows.weights / rows.weights.sum())


def _estimate(values: Floats, givers: Indices, weights: Floats | None) -> Estimate:
    """The mean of what depends on two rows each, and its standard error.

    The error is infinite where there are too few rows to tell it, or they give no variance.

    Args:
        values: Of the first rows, `(permutations, n)`.
        givers: For every row the one whose input it is given, `(permutations, rows)`.
        weights: Of the rows; None if each is one.

    Source:
        Aronow, Samii and Assenova, "Cluster-robust variance estimation for dyadic data", Political
        Analysis 23 (2015): a row counts where it takes and where it gives, so the same row twice.
    """
    permutations, n = values.shape
    shares = np.ones(n) if weights is None else weights[:n] / weights[:n].max()
    shares /= shares.sum()
    enough = (shares**2).sum() * FEWEST_ROWS <= 1.0 + EPSILON * n  # Kish's effective number of rows
    shares /= permutations
    mean = float((shares * values).sum())
    parts = shares * (values - mean)
    of_rows = np.bincount(givers[:, :n].ravel(), parts.ravel(), minlength=givers.shape[1])
    of_rows[:n] += parts.sum(axis=0)
    variance = float((of_rows**2).sum() - (parts**2).sum())
    if enough and np.ptp(values) == 0.0:
        return Estimate(mean, 0.0)
    return Estimate(mean, sqrt(variance * n / (n - 1)) if enough and variance > 0.0 else inf)
