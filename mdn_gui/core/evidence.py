"""Where there are rows, and where a prediction is a guess: how many training rows lie near a place.

A network predicts at every x, also where it had no training rows. The evidence at x is a count of
the training rows near it, in which a row at x counts as 1 and one at the edge of the neighbourhood
as 0. Where it is no more than that of the loneliest training rows, or outside the range of an
input, whatever a network says is a guess. Rows count, not their weights: a row tells of one place,
however much it matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.frozen import remade
from mdn_gui.core.kinds import Category, Kind
from mdn_gui.core.levels import Levels, finite
from mdn_gui.core.missing import MissingBand, placed
from mdn_gui.core.nearness import (
    AT_ONCE,
    counted,
    guess_threshold,
    neighbourhood,
    others_near,
)
from mdn_gui.core.section import (
    ROUNDING,
    Floats,
    Section,
    at_levels,
    beside_missing,
    guesses,
    trapezoids,
)
from mdn_gui.core.spread import isolated_values, step, unit
from mdn_gui.core.text import say

MOST_ROWS = 5_000
"""Rows that evidence is counted from; of more rows a sample."""

FEW_ROWS = 10.0
"""Less evidence than that is little."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known of where the training rows lie.

    The distance of a row from a place is the greatest over all numbers of |x - row| / reach; a row
    counts as much as its distance is below 1, times a factor for each level that it differs in. A
    missing cell is a level, of a number too; a level that no row has gives no evidence. A date is
    a number here, whatever parts of it a network sees.

    Attributes:
        rows: Inputs of training rows, `(rows, inputs)`, in the data's units; rows with an isolated
            value are left out.
        weight: How many training rows each of them stands for.
        spreads: Of the columns, `(inputs,)`, in the data's units; 1 of categories.
        steps: The least reach in each column, `(inputs,)`, in the data's units.
        radius: How far a row still counts, in spreads.
        threshold: No more rows near than that, and a prediction is a guess.
        kinds: Of the inputs; numbers if nothing is given.
        factor: What a row counts for each level that it differs in, from 0 to 1.

    Raises:
        ValueError: The shapes do not fit, or a number is out of range.
    """

    rows: Floats
    weight: float
    spreads: Floats
    steps: Floats
    radius: float
    threshold: float
    kinds: tuple[Kind, ...] = ()
    factor: float = 0.0

    def __post_init__(self) -> None:
        for name in ("rows", "spreads", "steps"):
            array = np.array(getattr(self, name), np.float64, order="C")
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        shapes = self.rows.shape, self.spreads.shape, self.steps.shape
        if self.rows.ndim != 2 or 0 in self.rows.shape or shapes[1:] != 2 * (shapes[0][1:],):
            raise ValueError(
                say(
                    "rows must be (rows, inputs), spreads and steps (inputs,), but their shapes "
                    "are {rows}, {spreads} and {steps}.",
                    rows=shapes[0],
                    spreads=shapes[1],
                    steps=shapes[2],
                )
            )
        object.__setattr__(self, "kinds", self.levels.kinds)
        if not (finite(self.rows, self.kinds) and np.isfinite(self.reach).all()):
            raise ValueError(say("the rows, spreads, steps and radius of evidence must be finite."))
        if not (self.reach > 0).all():
            raise ValueError(say("the reach of evidence must be positive."))
        if not (1.0 <= self.weight < np.inf and 0.0 <= self.threshold < np.inf):
            raise ValueError(
                say("weight must be at least 1 and threshold at least 0, both finite.")
            )
        if not 0.0 <= self.factor <= 1.0:
            raise ValueError(say("the factor of a level must be 0 to 1."))

    __reduce__ = remade

    @classmethod
    def of(cls, inputs: Floats, total: int | None = None, kinds: Sequence[Kind] = ()) -> Evidence:
        """Learn from training rows how near is near.

        Args:
            inputs: Of the training rows or of a sample of some thousands of them,
                `(rows, inputs)`, at least one row.
            total: How many training rows there are; by default the rows given.
            kinds: Of the inputs; numbers if nothing is given.
        """
        weight = 1.0 if total is None else max(1.0, total / len(inputs))
        levels = Levels.of(kinds, inputs.shape[1])
        columns = [inputs[:, column] for column in levels.numbers]
        coded = [np.isin(column, isolated_values(_present(column))) for column in columns]
        rows = inputs[~np.any(coded, axis=0)] if coded else inputs
        if not len(rows):
            rows = inputs
        spreads, steps = np.ones(inputs.shape[1]), np.zeros(inputs.shape[1])
        for column in levels.numbers:
            present = _present(rows[:, column])
            if len(present):
                spreads[column], steps[column] = unit(present), step(present)
        radius, threshold, factor = neighbourhood(rows, spreads, steps, levels, weight)
        return cls(rows, weight, spreads, steps, radius, threshold, levels.kinds, factor)

    def within(self, nearness: float) -> Evidence:
        """The same rows where nearer ones alone count, or farther ones too.

        Args:
            nearness: How many times as far a row counts, such as 0.5 or 2.

        Returns:
            The same evidence for the same number, as long as it is asked for.
        """
        return self if nearness == 1.0 else _within(self, nearness)

    @cached_property
    def reach(self) -> Floats:
        """How far a row still counts, `(inputs,)`, in the data's units."""
        return np.maximum(self.radius * self.spreads, self.steps)

    @property
    def inputs(self) -> int:
        """Number of inputs."""
        return int(self.rows.shape[1])

    def at(self, x: ArrayLike) -> Floats:
        """Evidence: how many training rows lie near.

        Args:
            x: Places, `(n, inputs)`, or `(n,)` where there is one input; in the data's units.

        Returns:
            `(n,)`.

        Raises:
            ValueError: The shape of `x` does not fit.
        """
        places = self._places(x)
        if not self.levels.any:
            return self.weight * counted(places, self.rows, self.reach)
        near = np.empty(len(places))
        size = max(1, AT_ONCE // len(self.rows))
        for start in range(0, len(places), size):
            block = slice(start, start + size)
            near[block] = self._counts(places[block], self.rows).sum(axis=1)
        return self.weight * near

    def near(self, rows: Floats, place: ArrayLike) -> Floats:
        """How much rows count as near a place.

        Args:
            rows: Any, not only training rows, `(n, inputs)`.
            place: Values of all inputs, `(inputs,)`.

        Returns:
            From 1 for one at the place to 0 for one that does not count, `(n,)`.
        """
        counts: Floats = self._counts(self._places(np.atleast_2d(place)), rows)[0]
        return counts

    def _counts(self, places: Floats, rows: Floats) -> Floats:
        """What rows count by how near and how much alike they are to places, `(n, rows)`."""
        counts = np.maximum(0.0, 1.0 - self._far(places, rows=rows))
        if self.levels.any:
            counts *= self.factor ** self.levels.differing(places, rows)
            counts *= self.levels.seen(places, self.rows)[:, np.newaxis]
        return counts

    def _far(self, places: Floats, without: int = -1, rows: Floats | None = None) -> Floats:
        """Distances of rows from places in all numbers present in both but one, `(n, rows)`.

        Args:
            places: `(n, inputs)`.
            without: The input that does not matter.
            rows: `(rows, inputs)`; the training rows if nothing is given.
        """
        rows = self.rows if rows is None else rows
        distances = np.zeros((len(places), len(rows)))
        for column in self.levels.numbers:
            if column != without:
                apart = np.abs(places[:, None, column] - rows[:, column]) / self.reach[column]
                np.fmax(distances, apart, out=distances)
        return distances

    def far_but(self, place: Floats, column: int) -> Floats:
        """How far the training rows lie from a place in all inputs but one, in reaches, `(rows,)`.

        Six pictures ask for it each time that a place moves: this is many times as fast as `apart`.
        """
        distances = np.abs(self._by_column - place[:, np.newaxis])
        distances /= self.reach[:, np.newaxis]
        distances[column] = 0.0
        far: Floats = distances.max(axis=0)
        return far

    @cached_property
    def _by_column(self) -> Floats:
        return np.ascontiguousarray(self.rows.T)

    def apart(self, rows: Floats, place: ArrayLike, column: int) -> Floats:
        """How far rows lie from a place in all inputs but one.

        Args:
            rows: Any, not only training rows, `(n, inputs)`.
            place: Values of all inputs, `(inputs,)`, of which that one does not matter.
            column: The input, from 0.

        Returns:
            In reaches, so that rows beyond 1 do not count as near, `(n,)`; infinite where a level
            differs.
        """
        values = np.asarray(place, np.float64)
        distances: Floats = self._far(values[np.newaxis], column, rows)[0]
        if not self.levels.any:
            return distances
        alike = rows.copy()
        alike[:, column] = values[column]
        differing = self.levels.differing(values[np.newaxis], alike)[0]
        return np.where(differing > 0, np.inf, distances)

    @cached_property
    def levels(self) -> Levels:
        """Which inputs have levels: categories, and numbers that may be missing."""
        return Levels.of(self.kinds, self.inputs)

    @cached_property
    def ends(self) -> tuple[Floats, Floats]:
        """The least and the greatest of each input among the rows; without bounds of a level."""
        if not self.levels.any:
            return self.rows.min(axis=0), self.rows.max(axis=0)
        low, high = np.full(self.inputs, -np.inf), np.full(self.inputs, np.inf)
        for column in self.levels.numbers:
            present = _present(self.rows[:, column])
            if len(present):
                low[column], high[column] = present.min(), present.max()
        return low, high

    def guessed(self, x: ArrayLike) -> NDArray[np.bool_]:
        """Whether a prediction at each place is a guess, `(n,)`, for `x` as of `at`."""
        places = self._places(x)
        return ~self.inside(places) | (self.at(places) <= self.threshold + ROUNDING)

    def inside(self, places: Floats) -> NDArray[np.bool_]:
        """Whether no input is outside the range of its rows, `(n,)`."""
        low, high = self.ends
        inside = (places >= low) & (places <= high)
        if self.levels.any:
            inside |= np.isnan(places) & np.array([kind.missing for kind in self.kinds])
        return inside.all(axis=1)

    def nearest(self, x: ArrayLike) -> Floats:
        """The training row nearest to one place `(inputs,)`: its inputs, `(inputs,)`."""
        place = self._places(np.atleast_2d(np.asarray(x, np.float64)))
        distances, differing = self._far(place)[0], self.levels.differing(place, self.rows)[0]
        row: Floats = self.rows[np.lexsort((distances, differing))[0]]
        return row

    def along(
        self, place: ArrayLike, column: int = 0, missing: MissingBand | None = None
    ) -> Section:
        """Evidence along one input; the same object as the last time the others were held there.

        Args:
            place: Values of all inputs, `(inputs,)`, of which that one does not matter.
            column: The input, from 0.
            missing: Where along that input a missing value is; None where none is drawn.
        """
        values = placed(np.asarray(place, np.float64).tolist())
        return _along(self, (*values[:column], *values[column + 1 :]), column, missing)

    def section(self, place: Floats, column: int, missing: MissingBand | None) -> Section:
        """`along`, worked out anew, of inputs with levels; the place lacks a value of that one."""
        kind = self.kinds[column]
        if isinstance(kind, Category):
            places = np.tile(place, (len(kind.levels) + (missing is not None), 1))
            places[: len(kind.levels), column] = np.arange(float(len(kind.levels)))
            return at_levels(self.at(places), self.guessed(places))
        values = self._along_values(place, column)
        if missing is None:
            return values
        near, guessed = self.at(place[np.newaxis]), self.guessed(place[np.newaxis])
        return beside_missing(values, missing, float(near[0]), guessed=bool(guessed[0]))

    def _along_values(self, place: Floats, column: int) -> Section:
        axis = self.rows[:, column]
        x = np.unique(_present(axis))
        if not len(x):
            return Section(x, x, np.array([[-np.inf, np.inf]]))
        places = np.tile(place, (len(x), 1))
        places[:, column] = x
        ends, reach = (float(x[0]), float(x[-1])), float(self.reach[column])
        far = self._far(places[:1], without=column)[0]
        shares = self.factor ** self.levels.differing(places[:1], self.rows)[0]
        shares *= self.levels.seen(places[:1], self.rows)
        gone = np.isnan(axis)
        x, counts = trapezoids(axis[~gone], far[~gone], reach, shares[~gone])
        # Rows where this number is missing are as near wherever it is not.
        always = float((shares * np.maximum(0.0, 1.0 - far))[gone].sum())
        x, counts = _between(x, counts, (ends[0] - reach, ends[1] + reach))
        near = self.weight * (counts + always)
        if not self.inside(places[:1]).all():
            return Section(x, near, np.array([[-np.inf, np.inf]]))
        excess = near - self.threshold
        excess[[0, -1]] = -1.0
        return Section(x, near, guesses(x, excess, ends))

    def _places(self, x: ArrayLike) -> Floats:
        places = np.asarray(x, np.float64)
        if places.ndim == 1 and self.inputs == 1:
            places = places[:, None]
        if places.ndim != 2 or places.shape[1] != self.inputs:
            raise ValueError(
                say(
                    "x has shape {shape}; need (rows, {inputs}).",
                    shape=places.shape,
                    inputs=self.inputs,
                )
            )
        return places


@lru_cache(maxsize=4)
def _within(evidence: Evidence, nearness: float) -> Evidence:
    radius = nearness * evidence.radius
    columns = evidence.rows, evidence.spreads, evidence.steps
    near = others_near(*columns, evidence.levels, evidence.factor)(radius)
    return replace(evidence, radius=radius, threshold=guess_threshold(near, evidence.weight))


@lru_cache(maxsize=8)
def _along(
    evidence: Evidence, held: tuple[float, ...], column: int, missing: MissingBand | None
) -> Section:
    if evidence.levels.any:
        place = np.insert(np.array(held, np.float64), column, np.nan)
        return evidence.section(place, column, missing)
    place = np.insert(np.array(held, np.float64), column, evidence.rows[0, column])
    far = evidence.far_but(place, column)
    x, counts = trapezoids(evidence.rows[:, column], far, float(evidence.reach[column]))
    near = evidence.weight * counts
    if not evidence.inside(place[np.newaxis]).all() or not len(x):
        return Section(x, near, np.array([[-np.inf, np.inf]]))
    low, high = evidence.ends
    ends = float(low[column]), float(high[column])
    return Section(x, near, guesses(x, near - evidence.threshold, ends))


def _between(x: Floats, counts: Floats, ends: tuple[float, float]) -> tuple[Floats, Floats]:
    """Knots and values with nothing at two ends beyond all of them, and just within these."""
    low, high = ends
    margin = high - low
    knots = [low - margin, min([low, *x[:1]]), max([high, *x[-1:]]), high + margin]
    first, last = knots[:2], knots[2:]
    return np.concatenate([first, x, last]), np.pad(counts, 2)


def _present(values: Floats) -> Floats:
    """Those that are not missing."""
    return values[~np.isnan(values)]


MOST_CELLS = 2_000_000
"""Inputs of all rows that are kept, at most: of 400 columns or more, fewer rows."""


@dataclass(frozen=True, eq=False)
class TrainingRows:
    """Some of the training rows, in the data's units.

    Attributes:
        inputs: `(rows, inputs)`, at most 5,000 rows.
        total: How many training rows there were.
        targets: `(rows, outputs)`; None after a model file, which holds no targets.
        kinds: Of the inputs; numbers if nothing is given.

    Raises:
        ValueError: The shapes do not fit, there are too many rows or none, or one is not finite.
    """

    inputs: Floats
    total: int
    targets: Floats | None = None
    kinds: tuple[Kind, ...] = ()

    def __post_init__(self) -> None:
        for name in ("inputs", "targets"):
            values = getattr(self, name)
            if values is None:
                continue
            array = np.array(values, np.float64, order="C")
            array.setflags(write=False)
            object.__setattr__(self, name, array)
            kinds = self.kinds if name == "inputs" else ()
            if array.ndim != 2 or 0 in array.shape or not finite(array, kinds):
                raise ValueError(
                    say(
                        "{name} must be finite and (rows, columns), not {shape}.",
                        name=name,
                        shape=array.shape,
                    )
                )
        rows = len(self.inputs)
        if rows > MOST_ROWS or self.total < rows:
            raise ValueError(
                say(
                    "{rows} rows cannot be kept of {total}, {most_rows} at most.",
                    rows=rows,
                    total=self.total,
                    most_rows=MOST_ROWS,
                )
            )
        if self.targets is not None and len(self.targets) != rows:
            raise ValueError(
                say(
                    "there are {rows} rows of inputs, but {count} of targets.",
                    rows=rows,
                    count=len(self.targets),
                )
            )

    def __reduce__(self) -> tuple[Any, ...]:
        # What takes a while to work out goes along, once it is.
        worked_out = {name: vars(self)[name] for name in ("evidence",) if name in vars(self)}
        return (*remade(self), worked_out) if worked_out else remade(self)

    @classmethod
    def of(cls, training: Dataset, total: int | None = None) -> TrainingRows:
        """Keep rows of a training part.

        Args:
            training: Its rows, or a sample of them.
            total: How many it has; by default those given.
        """
        most = min(MOST_ROWS, max(1, MOST_CELLS // training.inputs.shape[1]))
        rows = np.arange(training.rows)
        if training.rows > most:
            rows = np.random.default_rng(0).choice(training.rows, most, replace=False)
        total = training.rows if total is None else total
        return cls(training.inputs[rows], total, training.targets[rows], training.input_kinds)

    @cached_property
    def evidence(self) -> Evidence:
        """Where these rows lie."""
        return Evidence.of(self.inputs, self.total, self.kinds)
