"""What a network loses, and how far its densities move, where an input is permuted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np

from mdn_gui.core.atoms import Cells, log_score
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.gains import MOST_NATS
from mdn_gui.core.maths.numerics import Floats, Indices
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.network import Network
from mdn_gui.core.wasserstein import Floats32, Grid, distribution_functions

_LEAST_REACH = 3.0  # spreads of a target, where the rows have nearly the same one

_AT_ONCE = 2**16
"""Means of components that are predicted at once. Those of all rows and permutations of an input
took 560 MB where there were 20 networks of 20 components and two targets; this many take 20."""

_DRAWS = 10_000  # of all mixtures together
_LEAST_SEEN = 8  # rows of each input permuted that tell where densities are compared


class Measure(NamedTuple):
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

    def scores(self, mixture: Mixture, y: Floats) -> Floats:
        """Of each row with the targets y, `(rows,)`."""
        return np.maximum(log_score(self.cells, mixture, y), -MOST_NATS)

    def moments(self, marginal: Mixture, output: int) -> Floats:
        """Mean and standard deviation that count, of mixtures of an output, `(2, rows)`."""
        low, high = self.bounds[output]
        means, scales = np.clip(marginal.means, low, high), np.fmin(marginal.scales, high - low)
        within = Mixture(marginal.log_weights, means, scales)
        return np.stack([within.mean()[:, 0], within.standard_deviation()[:, 0]])


class Given(NamedTuple):
    """The inputs that rows are given.

    Attributes:
        inputs: Of all rows, `(all, inputs)`.
        givers: For each row the one whose input it is given, `(permutations, rows)`.
    """

    inputs: Floats
    givers: Indices

    def to(self, rows: Indices) -> Given:
        """What some of the rows are given."""
        return Given(self.inputs, self.givers[:, rows])


class _Before(NamedTuple):
    """What is predicted of one target before an input is permuted.

    Attributes:
        grid: Where densities are compared.
        functions: Distribution functions there, `(compared, places)`.
        moments: Means and standard deviations that count, `(2, compared)`.
    """

    grid: Grid
    functions: Floats32
    moments: Floats

    @classmethod
    def of(cls, near: Sequence[Mixture], drawn: Floats, measure: Measure, output: int) -> Self:
        """What some mixtures of one output predict.

        Args:
            near: Of rows that follow each other.
            drawn: Draws of what is Gaussian, before and after, `(draws,)`.
            measure: Tells what counts.
            output: Which one.
        """
        restored = near[0].restored
        grid = Grid.over(drawn, lambda t: restored(t[:, np.newaxis])[:, 0], measure.bounds[output])
        functions = [distribution_functions(each.gaussian, grid.places) for each in near]
        moments = [measure.moments(each, output) for each in near]
        return cls(grid, np.concatenate(functions), np.concatenate(moments, axis=1))


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows, and what is predicted of them; `permuted` tells what permuting an input changes.

    Attributes:
        judge: What predicts.
        rows: The rows.
        given: The inputs of others.
        compared: The densities of so many rows, the first ones, are compared.
        measure: Tells what is lost and what moves.
        scores: Of each row before, `(rows,)`.
        before: What is predicted of each target.
    """

    judge: Network
    rows: Dataset
    given: Given
    compared: int
    measure: Measure
    scores: Floats
    before: tuple[_Before, ...]

    @classmethod
    def of(
        cls, judge: Network, rows: Dataset, given: Given, compared: int, measure: Measure
    ) -> Self:
        """Predict the rows as they are; arguments as the attributes."""
        scores, near = np.empty(rows.rows), list[Mixture]()
        for part, mixture in _predicted(judge, rows.inputs, compared):
            scores[part] = measure.scores(mixture, rows.targets[part])
            if part.start < compared:
                near.append(mixture)
        if not near:
            return cls(judge, rows, given, compared, measure, scores, ())
        some = _each_permuted(rows.inputs, given, compared)
        count = -(-_DRAWS // (compared + len(some)))
        rng = np.random.default_rng(0)
        draws = [each.gaussian.sample(count, rng) for each in near]
        draws += [each.gaussian.sample(count, rng) for _, each in _predicted(judge, some)]
        drawn = np.concatenate([each.reshape(-1, each.shape[-1]) for each in draws])
        before = [
            _Before.of([each.marginal(output) for each in near], of_output, measure, output)
            for output, of_output in enumerate(drawn.T)
        ]
        return cls(judge, rows, given, compared, measure, scores, tuple(before))

    @property
    def deviations(self) -> Floats:
        """Standard deviations before, `(outputs, compared)`."""
        found = np.array([each.moments[1] for each in self.before])
        return found.reshape(len(self.measure.bounds), self.compared)

    def permuted(self, column: int, permutation: int) -> tuple[Floats, Floats]:
        """Give rows the input of others.

        Args:
            column: The input, from 0.
            permutation: Which of the others, from 0.

        Returns:
            What each row loses, `(rows,)`, and how far density, mean and standard deviation move,
            `(outputs, 3, compared)`.
        """
        lost = np.empty(self.rows.rows)
        moved = np.empty((len(self.measure.bounds), 3, self.compared))
        x = self.rows.inputs.copy()
        x[:, column] = self.given.inputs[self.given.givers[permutation], column]
        for part, mixture in _predicted(self.judge, x, self.compared):
            after = self.measure.scores(mixture, self.rows.targets[part])
            lost[part] = self.scores[part] - after
            if part.start < self.compared:
                moved[..., part] = self._moves(mixture, part)
        return lost, moved

    def _moves(self, after: Mixture, part: slice) -> Floats:
        """How far density, mean and deviation of some rows move, `(outputs, 3, rows)`."""
        moves = []
        for output, before in enumerate(self.before):
            marginal = after.marginal(output)
            functions = distribution_functions(marginal.gaussian, before.grid.places)
            density = before.grid.distances(before.functions[part], functions)
            moments = self.measure.moments(marginal, output) - before.moments[:, part]
            moves.append(np.stack([density, *np.abs(moments)]))
        return np.stack(moves)


def _predicted(
    judge: Network, inputs: Floats, compared: int = 0
) -> Iterator[tuple[slice, Mixture]]:
    """Predict rows in parts, each either of those whose densities are compared or of the others."""
    size = judge.layout.members * judge.layout.components * judge.layout.outputs
    step = max(1, _AT_ONCE // size)
    for first, end in ((0, compared), (compared, len(inputs))):
        for begin in range(first, end, step):
            part = slice(begin, min(begin + step, end))
            yield part, judge(inputs[part])


def _each_permuted(inputs: Floats, given: Given, compared: int) -> Floats:
    """Some of the rows that are compared with one input of another each, the inputs in turn."""
    columns = inputs.shape[1]
    number = np.arange(columns * max(_LEAST_SEEN, compared // columns))
    row, column = number % compared, number % columns
    some: Floats = inputs[row]
    some[number, column] = given.inputs[given.givers[number % len(given.givers), row], column]
    return some
