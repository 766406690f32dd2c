"""Where there are rows, and where a prediction is a guess: how many training rows lie near a place.

A network predicts at every x, also where it had no training rows. The evidence at x is a count of
the training rows near it, in which a row at x counts as 1 and one at the edge of the neighbourhood
as 0. Where it is no more than that of the loneliest training rows, or outside the range of an
input, whatever a network says is a guess.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.frozen import remade
from mdn_gui.core.text import say

Floats = NDArray[np.float64]

MOST_ROWS = 5_000
"""Rows that evidence is counted from; of more rows a sample."""

FEW_ROWS = 10.0
"""Less evidence than that is little."""

_LEAST_RADIUS = 0.2  # spreads of a column
_NEIGHBOURS = 30.0  # that the median training row has within the radius
_LEAST_SHARE = 0.1  # of the rows of a small table, instead
_LONELIEST = 0.05  # share of the training rows that a guess may touch
_MOST_LONELY = 3.0  # rows near; more is no guess
_QUERIES = 500  # rows that the radius of several inputs is found from
_LARGEST_RADIUS, _RADIUS_PRECISION = 1e6, 1e-3  # spreads; a share of the radius
_ROUNDING = 1e-9  # rows near, in sums over thousands of them
_LEAST_SPREAD = 1e-300  # of a column, so that sums over rows in units of it are finite
_FEW_VALUES = 50  # a column of no more distinct values has steps
_ISOLATION = 5.0  # spreads between an isolated value and its neighbours
_MOST_ISOLATED = 0.3  # share of the rows
_BLOCK = 1_000_000  # distances held in memory at once
_QUARTILE_RANGE, _DECILE_RANGE = 1.349, 2.563  # of a Gaussian, in standard deviations


def spread(values: Floats) -> float:
    """A standard deviation that outliers do not widen.

    Args:
        values: One column, `(rows,)`.

    Returns:
        The lesser of what the quartiles and the outer deciles say of a Gaussian; the other where
        one is 0; the standard deviation where both are. 0 for a constant column only.
    """
    low, first, third, high = np.quantile(values, [0.1, 0.25, 0.75, 0.9])
    estimates = (third - first) / _QUARTILE_RANGE, (high - low) / _DECILE_RANGE
    positive = [estimate for estimate in estimates if estimate > 0]
    return float(min(positive)) if positive else float(np.std(values))


def isolated_values(values: Floats) -> Floats:
    """Values that repeat and lie far from all others, such as a code -999 for a missing cell.

    Args:
        values: One column, `(rows,)`.

    Returns:
        Those that occur at least twice, in less than 30% of the rows, and more than five spreads
        from their neighbours; `(values,)`, increasing. None where all others are one value, as of
        a flag that is seldom set.
    """
    distinct, counts = np.unique(values, return_counts=True)
    if len(distinct) < 2:
        return distinct[:0]
    gaps = np.diff(distinct)
    nearest = np.minimum(np.append(np.inf, gaps), np.append(gaps, np.inf))
    rare = (counts >= 2) & (counts < _MOST_ISOLATED * len(values))
    isolated: Floats = distinct[rare & (nearest > _ISOLATION * spread(values))]
    return isolated if len(distinct) > len(isolated) + 1 else isolated[:0]


def _step(values: Floats) -> float:
    """The median gap of a column of few distinct values; 0 of one of many."""
    distinct = np.unique(values)
    if not 1 < len(distinct) <= _FEW_VALUES:
        return 0.0
    return float(np.median(np.diff(distinct)))


def _others_near(rows: Floats, spreads: Floats, steps: Floats) -> Callable[[float], Floats]:
    """How many other rows lie near rows `(rows, inputs)`, as a function of the radius.

    Of one input it counts at every row, of several at some hundred of them.
    """
    if rows.shape[1] == 1:
        unit, step = float(spreads[0]), float(steps[0])
        return lambda radius: _counted(rows, rows, np.array([max(radius * unit, step)])) - 1.0
    queries = rows[:: -(-len(rows) // _QUERIES)]
    # Distances in spreads; those of columns without steps worth minding are one matrix.
    merged = np.zeros((len(queries), len(rows)), np.float32)
    stepped = []
    for column, (unit, step) in enumerate(zip(spreads, steps, strict=True)):
        apart = np.abs(queries[:, None, column] - rows[:, column]) / unit
        if step > _LEAST_RADIUS * unit:
            stepped.append((apart.astype(np.float32), step / unit))
        else:
            np.maximum(merged, apart, out=merged)

    def near(radius: float) -> Floats:
        distances = merged / np.float32(radius)
        for apart, least in stepped:
            np.maximum(distances, apart / np.float32(max(radius, least)), out=distances)
        counted: Floats = np.maximum(0.0, 1.0 - distances).sum(axis=1, dtype=np.float64)
        return counted - 1.0

    return near


def _least_radius(suffices: Callable[[float], bool]) -> float:
    """The least radius that suffices, to a thousandth; one that is too small does not."""
    high = _LEAST_RADIUS
    if suffices(high):
        return high
    while not suffices(high) and high < _LARGEST_RADIUS:
        high *= 2
    low = high / 2
    while high - low > _RADIUS_PRECISION * high:
        middle = (low + high) / 2
        low, high = (low, middle) if suffices(middle) else (middle, high)
    return high


@dataclass(frozen=True, eq=False)
class Section:
    """Evidence along one input while the others are held: linear between the knots.

    Attributes:
        x: The knots, increasing, `(knots,)`, in units of the input.
        rows_near: Evidence there, `(knots,)`; there is none beyond the knots.
        guesses: Separate intervals of x where a prediction is a guess, `(n, 2)`, increasing; the
            first begins at minus infinity and the last ends at infinity.
    """

    x: Floats
    rows_near: Floats
    guesses: Floats

    def at(self, x: ArrayLike) -> Floats:
        """Evidence at values of the input, of any shape."""
        places = np.asarray(x, np.float64)
        if not self.x.size:  # the held inputs are far from all rows
            return np.zeros(places.shape)
        near: Floats = np.interp(places, self.x, self.rows_near)
        return near

    def guessed(self, x: ArrayLike) -> NDArray[np.bool_]:
        """Whether a prediction at values of the input, of any shape, is a guess."""
        edges = self.guesses.ravel()
        before, after = np.searchsorted(edges, x), np.searchsorted(edges, x, side="right")
        # On an edge, where there is one place with rows alone, it is none.
        guessed: NDArray[np.bool_] = (before == after) & (before % 2 == 1)
        return guessed


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known of where the training rows lie.

    The distance of a row from a place is the greatest over all inputs of |x - row| / reach; a row
    counts as much as its distance is below 1.

    Attributes:
        rows: Inputs of training rows, `(rows, inputs)`, in the data's units; rows with an isolated
            value are left out.
        weight: How many training rows each of them stands for.
        spreads: Of the columns, `(inputs,)`, in the data's units.
        steps: The least reach in each column, `(inputs,)`, in the data's units.
        radius: How far a row still counts, in spreads.
        threshold: No more rows near than that, and a prediction is a guess.

    Raises:
        ValueError: The shapes do not fit, or a number is out of range.
    """

    rows: Floats
    weight: float
    spreads: Floats
    steps: Floats
    radius: float
    threshold: float

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
        if not (np.isfinite(self.rows).all() and np.isfinite(self.reach).all()):
            raise ValueError(say("the rows, spreads, steps and radius of evidence must be finite."))
        if not (self.reach > 0).all():
            raise ValueError(say("the reach of evidence must be positive."))
        if not (1.0 <= self.weight < np.inf and 0.0 <= self.threshold < np.inf):
            raise ValueError(
                say("weight must be at least 1 and threshold at least 0, both finite.")
            )

    __reduce__ = remade

    @classmethod
    def of(cls, inputs: Floats, total: int | None = None) -> Evidence:
        """Learn from training rows how near is near.

        Args:
            inputs: Of the training rows or of a sample of some thousands of them,
                `(rows, inputs)`, at least one row.
            total: How many training rows there are; by default the rows given.
        """
        weight = 1.0 if total is None else max(1.0, total / len(inputs))
        coded = [np.isin(column, isolated_values(column)) for column in inputs.T]
        rows = inputs[~np.any(coded, axis=0)]
        if not len(rows):
            rows = inputs
        spreads = np.array([spread(column) for column in rows.T])
        # A constant column has one place only; what is near it is a matter of its magnitude.
        magnitude = np.abs(rows).max(axis=0)
        spreads = np.where(spreads > 0, spreads, np.where(magnitude > 0, magnitude, 1.0))
        spreads = np.maximum(spreads, _LEAST_SPREAD)
        steps = np.array([_step(column) for column in rows.T])
        near = _others_near(rows, spreads, steps)
        enough = min(_NEIGHBOURS / weight, _LEAST_SHARE * len(rows))
        radius = _least_radius(lambda radius: bool(np.median(near(radius)) >= enough))
        return cls(rows, weight, spreads, steps, radius, _threshold(near(radius), weight))

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
        return self.weight * _counted(self._places(x), self.rows, self.reach)

    def guessed(self, x: ArrayLike) -> NDArray[np.bool_]:
        """Whether a prediction at each place is a guess, `(n,)`, for `x` as of `at`."""
        places = self._places(x)
        inside = (places >= self.rows.min(axis=0)) & (places <= self.rows.max(axis=0))
        return ~inside.all(axis=1) | (self.at(places) <= self.threshold + _ROUNDING)

    def nearest(self, x: ArrayLike) -> Floats:
        """The training row nearest to one place `(inputs,)`: its inputs, `(inputs,)`."""
        distances = (np.abs(self.rows - np.asarray(x, np.float64)) / self.reach).max(axis=1)
        row: Floats = self.rows[distances.argmin()]
        return row

    def along(self, place: ArrayLike, column: int = 0) -> Section:
        """Evidence along one input; the same object as the last time the others were held there.

        Args:
            place: Values of all inputs, `(inputs,)`, of which that one does not matter.
            column: The input, from 0.
        """
        values = np.asarray(place, np.float64).tolist()
        return _along(self, (*values[:column], *values[column + 1 :]), column)

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
    near = _others_near(evidence.rows, evidence.spreads, evidence.steps)(radius)
    return replace(evidence, radius=radius, threshold=_threshold(near, evidence.weight))


@lru_cache(maxsize=8)
def _along(evidence: Evidence, held: tuple[float, ...], column: int) -> Section:
    others = np.arange(evidence.inputs) != column
    rows, place = evidence.rows[:, others], np.array(held)
    distances = np.abs(rows - place) / evidence.reach[others]
    far = distances.max(axis=1, initial=0.0)
    x, counts = _trapezoids(evidence.rows[:, column], far, float(evidence.reach[column]))
    near = evidence.weight * counts
    outside = ((place < rows.min(axis=0)) | (place > rows.max(axis=0))).any()
    if outside or not len(x):
        return Section(x, near, np.array([[-np.inf, np.inf]]))
    ends = float(evidence.rows[:, column].min()), float(evidence.rows[:, column].max())
    return Section(x, near, _guesses(x, near - evidence.threshold, ends))


def _threshold(others_near: Floats, weight: float) -> float:
    """The most rows near a guess, from how many others are near some training rows."""
    loneliest = weight * max(0.0, float(np.quantile(others_near, _LONELIEST)))
    return min(_MOST_LONELY, loneliest)


def _counted(places: Floats, rows: Floats, reach: Floats) -> Floats:
    """Rows `(rows, inputs)` near each place `(n, inputs)`, by how near they are; `(n,)`."""
    if rows.shape[1] == 1:
        x, counts = _trapezoids(rows[:, 0], np.zeros(len(rows)), float(reach[0]))
        near: Floats = np.interp(places[:, 0], x, counts)
        return near
    near = np.empty(len(places))
    size = max(1, _BLOCK // len(rows))
    for start in range(0, len(places), size):
        block = places[start : start + size, None]
        distances = np.zeros((block.shape[0], len(rows)))
        for column, unit in enumerate(reach):
            apart = np.abs(block[..., column] - rows[:, column]) / unit
            np.maximum(distances, apart, out=distances)
        near[start : start + size] = np.maximum(0.0, 1.0 - distances).sum(axis=1)
    return near


def _trapezoids(centres: Floats, far: Floats, reach: float) -> tuple[Floats, Floats]:
    """The sum over rows of max(0, 1 - max(far, |x - centre| / reach)), as knots and values.

    Each row adds a trapezoid, so the sum is linear between their corners.

    Args:
        centres: Of the rows, `(rows,)`.
        far: Their distances in the other inputs, `(rows,)`.
        reach: In units of the centres.

    Returns:
        Increasing corners, `(knots,)`, and the sums there; the sum is 0 beyond them.
    """
    near = far < 1.0
    centres, flat = centres[near], far[near] * reach
    if not len(centres):
        return np.empty(0), np.empty(0)
    # About their middle, sums of slopes keep their digits however far the rows are from 0.
    middle = float(np.median(centres))
    offsets = centres - middle
    corners = np.concatenate([offsets - reach, offsets - flat, offsets + flat, offsets + reach])
    turns = np.repeat([1.0, -1.0, -1.0, 1.0], len(offsets)) / reach
    order = np.argsort(corners, kind="stable")
    corners, slopes = corners[order], np.cumsum(turns[order])
    rises = np.append(0.0, slopes[:-1] * np.diff(corners))
    sums = np.maximum(0.0, np.cumsum(rises))
    sums[-1] = 0.0  # but for rounding
    return corners + middle, sums


def _guesses(x: Floats, excess: Floats, ends: tuple[float, float]) -> Floats:
    """Intervals of x where a line through knots is not above 0, or x is not within the ends."""
    low, high = ends
    above = excess > _ROUNDING
    crossings = np.flatnonzero(above[1:] != above[:-1])
    left, right = excess[crossings], excess[crossings + 1]
    width = x[crossings + 1] - x[crossings]
    at = x[crossings] + width * (left / (left - right))
    # There is no evidence before the first knot and after the last: rises and falls take turns.
    supported = at.reshape(-1, 2)
    supported = supported[(supported[:, 1] >= low) & (supported[:, 0] <= high)]
    edges = np.concatenate([[-np.inf], np.clip(supported, low, high).ravel(), [np.inf]])
    return edges.reshape(-1, 2)


MOST_CELLS = 2_000_000
"""Inputs of all rows that are kept, at most: of 400 columns or more, fewer rows."""


@dataclass(frozen=True, eq=False)
class TrainingRows:
    """Some of the training rows, in the data's units.

    Attributes:
        inputs: `(rows, inputs)`, at most 5,000 rows.
        total: How many training rows there were.
        targets: `(rows, outputs)`; None after a model file, which holds no targets.

    Raises:
        ValueError: The shapes do not fit, there are too many rows or none, or one is not finite.
    """

    inputs: Floats
    total: int
    targets: Floats | None = None

    def __post_init__(self) -> None:
        for name in ("inputs", "targets"):
            values = getattr(self, name)
            if values is None:
                continue
            array = np.array(values, np.float64, order="C")
            array.setflags(write=False)
            object.__setattr__(self, name, array)
            if array.ndim != 2 or 0 in array.shape or not np.isfinite(array).all():
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
        return cls(training.inputs[rows], total, training.targets[rows])

    @cached_property
    def evidence(self) -> Evidence:
        """Where these rows lie."""
        return Evidence.of(self.inputs, self.total)
