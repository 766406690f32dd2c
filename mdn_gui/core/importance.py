"""Importance of inputs: what is lost, and how the density moves, when one of them is permuted."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import inf, sqrt
from typing import Literal, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.associations import associations
from mdn_gui.core.atoms import Cells, log_score
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.ended_run import EndedRun
from mdn_gui.core.gains import MOST_NATS
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.maths.rounding import with_error
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.network import Network
from mdn_gui.core.table import Table, joined
from mdn_gui.core.text import say, say_count
from mdn_gui.core.wasserstein import wasserstein

PERMUTATIONS = 5
"""So often is each input permuted; all inputs in the same ways."""

MOST_ROWS, MOST_COMPARED = 2_000, 500
"""So many rows at most are scored, and of them so many have their densities compared."""

NEGLIGIBLE = 0.1
"""So many standard deviations of y are too short a way to matter."""

MOSTLY = 4.0
"""What moves so many times as far as the other is mostly what moves."""

_CERTAIN = 2.0  # standard errors
_LEAST_REACH = 3.0  # spreads of a target, where the rows have nearly the same one

type Part = Literal["test", "validation", "folds", "table"]
"""Which rows were held out: for test, for validation, by the members of each fold, or those of a
table of which the network may know any."""

type Indices = NDArray[np.intp]


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
        deviation: Absolute difference of the standard deviations.
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


def importance_of_run(run: EndedRun, seed: int = 0) -> Importance:
    """The importance of each input to the best network of a run, on rows that it held out.

    These are the rows that members took turns to hold out, or else test rows, or else validation
    rows.

    Args:
        run: What was trained, and on what.
        seed: Of the permutations, and the choice among more than `MOST_ROWS` rows.

    Raises:
        TableError: A streamed table cannot be read any more.
        ValueError: The columns do not fit the network, or it predicts no finite number.
    """
    source = run.data.source(run.training_settings.holdout)
    if source.folds is not None:
        folds = source.folds[: source.validation.rows]
        return importance(run.best, source.validation, folds, part="folds", seed=seed)
    if source.test is not None:
        return importance(run.best, source.test, part="test", seed=seed)
    return importance(run.best, source.validation, part="validation", seed=seed)


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

    Raises:
        ValueError: The columns do not fit the network, or it predicts no finite number.

    Source:
        Breiman, "Random forests", Machine Learning 45 (2001), section 10; Fisher, Rudin and
        Dominici, "All models are wrong, but many are useful", Journal of Machine Learning Research
        20 (2019).
    """
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(held_out.rows)[:MOST_ROWS]
    rows, measure = held_out.take(chosen), _Measure.of(network, held_out)
    givers = np.stack([_givers(rows, rng) for _ in range(PERMUTATIONS)])
    given = rows.inputs[givers]
    judges = [(network, np.arange(rows.rows))]
    if folds is not None:
        of_rows = folds[chosen]
        judges = [
            (network.holding_out(fold), np.flatnonzero(of_rows == fold))
            for fold in np.unique(of_rows).tolist()
        ]
    found = [
        _permuted(judge, rows.take(own), given[:, own], int((own < MOST_COMPARED).sum()), measure)
        for judge, own in judges
    ]
    order = np.concatenate([own for _, own in judges])
    count = min(rows.rows, MOST_COMPARED)
    lost, moved, deviations = (np.concatenate(parts, axis=-1) for parts in zip(*found, strict=True))
    lost, moved = lost[..., np.argsort(order)], moved[..., np.argsort(order[order < count])]
    estimate = partial(_estimate, givers=givers, weights=rows.weights)

    def moves(of_target: Floats, before: Floats) -> Moves:
        density, mean, deviation = map(estimate, of_target)
        return Moves(density, mean, deviation, float(np.median(before)))

    inputs = [
        OfInput(name, estimate(lost[column]), tuple(map(moves, moved[column], deviations)))
        for column, name in enumerate(rows.input_names)
    ]
    notes = tuple(map(str, associations(rows)))
    return Importance(part, rows.rows, count, rows.target_names, tuple(inputs), notes)


def _givers(rows: Dataset, rng: np.random.Generator) -> Indices:
    """For each row the one whose input it is given, `(rows,)`."""
    if rows.weights is None:
        return rng.permutation(rows.rows)
    return rng.choice(rows.rows, rows.rows, p=rows.weights / rows.weights.sum())


class _Measure(NamedTuple):
    """What losses and moves are measured by.

    Attributes:
        cells: Of the targets, see `core.atoms.log_score`.
        bounds: Of each target, as far beyond its values as these reach, `(outputs, 2)`: a component
            of next to no weight that lies or reaches farther counts as if it did so far only.
    """

    cells: Cells | None
    bounds: Floats

    @classmethod
    def of(cls, network: Network, rows: Dataset) -> Self:
        """What to measure rows by."""
        low, high = rows.targets.min(axis=0), rows.targets.max(axis=0)
        reach = np.maximum(high - low, _LEAST_REACH * network.target_units)
        return cls(Cells.of(rows), np.stack([low - reach, high + reach], axis=1))

    def scores(self, mixture: Mixture, rows: Dataset) -> Floats:
        """Of each row, `(rows,)`."""
        return np.maximum(log_score(self.cells, mixture, rows.targets), -MOST_NATS)

    def within(self, mixture: Mixture, output: int) -> Mixture:
        """The Gaussian mixture of an output with the mean and deviation that count."""
        marginal, (low, high) = mixture.marginal(output), self.bounds[output]
        means, scales = np.clip(marginal.means, low, high), np.fmin(marginal.scales, high - low)
        return Mixture(marginal.log_weights, means, scales)

    def moves(self, before: Mixture, after: Sequence[Mixture], output: int) -> Floats:
        """How far density, mean and deviation move, `(3, permutations, rows)`."""
        low, high = self.bounds[output].tolist()
        others = [each.marginal(output) for each in after]
        densities = wasserstein(before.marginal(output), others, (low, high))
        first, *others = (self.within(each, output) for each in (before, *after))
        means = np.stack([each.mean() for each in others]) - first.mean()
        deviations = np.stack([each.standard_deviation() for each in others])
        deviations -= first.standard_deviation()
        return np.stack([densities, np.abs(means[..., 0]), np.abs(deviations[..., 0])])


def _permuted(
    judge: Network, rows: Dataset, given: Floats, compared: int, measure: _Measure
) -> tuple[Floats, Floats, Floats]:
    """Give rows each input of others in turn.

    Args:
        judge: What predicts these rows.
        rows: The rows.
        given: The inputs of others, `(permutations, rows, inputs)`.
        compared: The densities of so many rows, the first ones, are compared.
        measure: Tells what is lost and what moves.

    Returns:
        What each row loses, `(inputs, permutations, rows)`; how far density, mean and standard
        deviation move, `(inputs, outputs, 3, permutations, compared)`; and the standard deviations
        before, `(outputs, compared)`.
    """
    before, outputs = judge(rows.inputs), range(len(measure.bounds))
    scores, near = measure.scores(before, rows), before[:compared]

    def permuted(column: int) -> tuple[Sequence[Floats], Sequence[Floats]]:
        after = []
        for others in given:
            x = rows.inputs.copy()
            x[:, column] = others[:, column]
            after.append(judge(x))
        lost = [scores - measure.scores(each, rows) for each in after]
        beside = [each[:compared] for each in after]
        return lost, [measure.moves(near, beside, output) for output in outputs]

    with ThreadPoolExecutor(os.cpu_count()) as pool:  # NumPy lets go of Python's lock
        lost, moved = zip(*pool.map(permuted, range(rows.inputs.shape[1])), strict=True)
    deviations = [measure.within(near, each).standard_deviation()[:, 0] for each in outputs]
    return np.array(lost), np.array(moved), np.array(deviations)


def _estimate(values: Floats, givers: Indices, weights: Floats | None) -> Estimate:
    """The mean of what depends on two rows each, and its standard error.

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
    shares /= permutations * shares.sum()
    mean = float((shares * values).sum())
    parts = shares * (values - mean)
    of_rows = np.bincount(givers[:, :n].ravel(), parts.ravel(), minlength=givers.shape[1])
    of_rows[:n] += parts.sum(axis=0)
    variance = max(float((of_rows**2).sum() - (parts**2).sum()), 0.0)
    return Estimate(mean, sqrt(variance * n / (n - 1)) if n > 1 else inf)
