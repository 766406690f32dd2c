"""The rows that a person looks at and trains on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite, isnan
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples import EXAMPLES, Example
from mdn_gui.core.kinds import NUMBER, Category, Kind, Number
from mdn_gui.core.levels import sideways
from mdn_gui.core.missing import MISSING, MissingBand, placed
from mdn_gui.core.reading import ReadingOptions
from mdn_gui.core.roles import Roles
from mdn_gui.core.settings import (
    PRESETS,
    NetworkSettings,
    TrainingSettings,
    presets_for,
)
from mdn_gui.core.stops import nearest_stop, next_stop, stops_of
from mdn_gui.core.table import Table
from mdn_gui.core.typical import most_typical
from mdn_gui.session.view import Interval

Floats = NDArray[np.float64]

EXAMPLE_SEED = 0
"""Seed of the rows of the built-in problems: everybody sees the same ones."""

DRAWN = 1e100
"""The greatest number that is drawn; one over it is the least distance."""

_NEAR = 1000  # one comes so many times as near to a bound as what is looked at does

type Settings = tuple[NetworkSettings, TrainingSettings]

type Plane = tuple[Interval, Interval]
"""A part of the plane, as intervals of x and of y."""


class Points(NamedTuple):
    """Points in the plane: x (n,) and y (n,), in the data's units."""

    x: Floats
    y: Floats


@dataclass(frozen=True)
class FromFile:
    """Rows of a table.

    Attributes:
        path: The file, absolute.
        roles: What its columns are for.
        options: What the person said of the file.
        digest: SHA-256 of the content, in hexadecimal digits: whether it is still the same.
    """

    path: Path
    roles: Roles
    options: ReadingOptions
    digest: str


@dataclass(frozen=True)
class FromExample:
    """Rows drawn from a built-in problem.

    Attributes:
        key: Its name in `EXAMPLES`.
        rows: How many.
        noise: In times the problem's own.
        seed: Of the draw.
    """

    key: str
    rows: int
    noise: float
    seed: int


@dataclass(frozen=True)
class Drawn:
    """Rows drawn by hand.

    Attributes:
        canvas: The plane that they are drawn on.
    """

    canvas: Plane


type Origin = FromFile | FromExample | Drawn


@dataclass(frozen=True, eq=False)
class Data:
    """Rows, and where they are from.

    Attributes:
        dataset: The rows; None before anything is loaded or drawn.
        title: What they are called: a file's name or an example's title.
        sampled_ranges: First and last value of each input that is looked at, and drawn samples at.
        origin: Where they are from, so that they can be had again; None before there are any.
        distinct: How many rows there are without copies (see `core.split.copies`); None where that
            is not counted, because it takes a while: then as many as there are.
        typical: The number of the row that is most like all others, from 0; None where it is not
            known.
        stream: The whole table, where the rows are a sample of it: what is trained on.
    """

    dataset: Dataset | None = None
    title: str = ""
    sampled_ranges: tuple[tuple[float, float], ...] = ((0.0, 1.0),)
    origin: Origin | None = None
    distinct: int | None = None
    typical: int | None = None
    stream: Table | None = None

    @property
    def table(self) -> Table | None:
        """All rows, also those that are too many for memory: what is trained on."""
        return self.dataset if self.stream is None else self.stream

    @cached_property
    def example(self) -> Example | None:
        """The built-in problem that they are from, whose truth is known."""
        if not isinstance(self.origin, FromExample):
            return None
        return EXAMPLES[self.origin.key].with_noise(self.origin.noise)

    @property
    def canvas(self) -> Plane | None:
        """The plane that is drawn on, where a person draws them."""
        return self.origin.canvas if isinstance(self.origin, Drawn) else None

    @property
    def empty(self) -> bool:
        """Whether nothing is loaded, and there is no plane to draw on."""
        return self.dataset is None and self.canvas is None

    @property
    def subject(self) -> tuple[object, ...]:
        """What the rows are of: a table and its columns, a built-in problem, or a drawn plane."""
        table = self.dataset
        names = () if table is None else (table.input_names, table.target_names)
        match self.origin:
            case FromFile(path):
                return path, *names
            case FromExample(key):
                return (key,)
            case Drawn(canvas):
                return (canvas,)
        return self.title, *names

    @property
    def weight_name(self) -> str:
        """The column that says how many rows each row stands for; "" where each stands for one."""
        return self.origin.roles.weight if isinstance(self.origin, FromFile) else ""

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return 0 if self.dataset is None else self.dataset.rows

    def axis_names(self, across: int, up: int) -> tuple[str, str]:
        """What an input and a target are called."""
        if self.dataset is None:
            return "x", "y"
        return self.dataset.input_names[across], self.dataset.target_names[up]

    def axis_kinds(self, across: int, up: int) -> tuple[Kind, Kind]:
        """What the numbers of an input and of a target stand for."""
        if self.dataset is None:
            return NUMBER, NUMBER
        return self.dataset.input_kinds[across], self.dataset.target_kinds[up]

    @cached_property
    def middle(self) -> tuple[float, ...]:
        """Where one stands first: at the most typical row, or else at the median of each input.

        Of an even number of rows it is the lower one in the middle: halfway between no and yes is
        no row.
        Before there are rows, it is the middle of what is looked at.
        """
        if self.dataset is None:
            return tuple((low + high) / 2 for low, high in self.sampled_ranges)
        if self.typical is not None:
            return placed(self.dataset.inputs[self.typical].tolist())
        return placed(np.nanquantile(self.dataset.inputs, 0.5, axis=0, method="lower").tolist())

    @cached_property
    def ends(self) -> tuple[tuple[Interval, ...], tuple[Interval, ...]]:
        """The least and the greatest value of each input, and of each target."""
        if self.dataset is None:
            return (), ()
        inputs, targets = self.dataset.inputs.T, self.dataset.targets.T
        return tuple(map(_ends, inputs)), tuple(map(_ends, targets))

    def target_range(self, column: int) -> Interval:
        """The range of a target, from 0, a fifth longer; see `widened`."""
        return widened(*self.ends[1][column])

    def prepare(self) -> None:
        """Work out now what of many rows takes long, for whoever shows them must not wait."""
        _ = self.middle, self.stops, self.ends

    @property
    def input_names(self) -> tuple[str, ...]:
        """What the inputs are called."""
        return ("x",) if self.dataset is None else self.dataset.input_names

    @property
    def columns(self) -> tuple[int, int]:
        """How many inputs and outputs there are; one of each before there are rows."""
        if self.dataset is None:
            return 1, 1
        return len(self.dataset.input_names), len(self.dataset.target_names)

    def points(self, across: int, up: int) -> Points:
        """The rows in the plane of an input and a target; no points if there are none.

        Those of a level of a category are spread sideways within its band, and so are those that
        lack a value of the input.
        """
        if self.dataset is None:
            return Points(np.empty(0), np.empty(0))
        return Points(self._positions(self.dataset, across), self.dataset.targets[:, up])

    def _positions(self, dataset: Dataset, across: int) -> Floats:
        """Where along an input the rows are drawn; the same array each time, as a drag asks."""
        x, missing = dataset.inputs[:, across], self.missing[across]
        category = isinstance(dataset.input_kinds[across], Category)
        if missing is None and not category:
            return x
        if across not in self._moved:
            moved = x + self._sideways if category else x
            if missing is not None:
                moved = np.where(np.isnan(x), missing.within(self._sideways), moved)
            self._moved[across] = moved
        return self._moved[across]

    @cached_property
    def _moved(self) -> dict[int, Floats]:
        return {}

    @cached_property
    def _sideways(self) -> Floats:
        return sideways(self.rows)

    @cached_property
    def missing(self) -> tuple[MissingBand | None, ...]:
        """Where along each input missing values are drawn; None where none can be missing."""
        if self.dataset is None:
            return (None,)
        each = zip(self.sampled_ranges, self.dataset.input_kinds, strict=True)
        return tuple(
            MissingBand.beside(*ends, kind) if kind.missing else None for ends, kind in each
        )

    def missing_rows(self, column: int) -> int:
        """How many rows lack a value of an input."""
        if self.dataset is None or self.missing[column] is None:
            return 0
        return int(np.isnan(self.dataset.inputs[:, column]).sum())

    @cached_property
    def spans(self) -> tuple[tuple[float, float], ...]:
        """First and last position along each input: where it is looked at, and what is missing."""
        each = zip(self.sampled_ranges, self.missing, strict=True)
        return tuple((low, high if band is None else band.ends) for (low, high), band in each)

    def limits(self, column: int) -> Interval:
        """How far one can go along an input; where missing values are drawn, no farther."""
        low, high = self.sampled_ranges[column]
        first, last = farthest(low, high, self.axis_kinds(column, 0)[0])
        return Interval(first, last if self.missing[column] is None else high)

    @cached_property
    def stops(self) -> tuple[tuple[float, ...], ...]:
        """The values that a place can have in each input; none where any value makes sense."""
        if self.dataset is None:
            return ((),)
        columns = zip(self.dataset.inputs.T, self.dataset.input_kinds, strict=True)
        return tuple(stops_of(values, kind) for values, kind in columns)

    def standing(self, place: Sequence[float]) -> tuple[float, ...]:
        """Where one stands who goes to a place `(inputs,)`: the nearest where there can be rows."""
        values = list(place)
        for column, (value, stops) in enumerate(zip(place, self.stops, strict=True)):
            kind = self.axis_kinds(column, 0)[0]
            if isfinite(value):
                values[column] = nearest_stop(value, stops)
            if isinstance(kind, Number) and not kind.bounds[0] < value < kind.bounds[1]:
                values[column] = float(np.clip(value, *self.sampled_ranges[column]))
        return self.known(values)

    def known(self, place: Sequence[float]) -> tuple[float, ...]:
        """A place `(inputs,)` with the middle of what has no value there and cannot be missing."""
        values = list(place)
        for column, (value, missing) in enumerate(zip(place, self.missing, strict=True)):
            if missing is not None:
                values[column] = min(value, missing.begins)  # of what is missing, itself
            elif not isfinite(value):
                values[column] = self.middle[column]
        return placed(values)

    def stepped(self, column: int, value: float, steps: int) -> float:
        """The value so many steps along an input, as far as one can go; the last is the missing.

        Each is a hundredth of the range that is looked at, or goes to the next stop.
        """
        band, (low, high) = self.missing[column], self.sampled_ranges[column]
        if stops := self.stops[column]:
            there = stops if band is None else (*stops, band.centre)
            at = value if band is None else band.position(value)
            reached = next_stop(at, there, steps)
            return reached if band is None else band.value(reached)
        first, last = self.limits(column)
        reached = (high if isnan(value) else value) + steps * (high - low) / 100
        if band is not None and (reached > last or (isnan(value) and steps >= 0)):
            return MISSING
        return min(max(reached, first), last)

    @property
    def recommended(self) -> Settings:
        """The settings recommended for the rows."""
        return self.presets["recommended"]

    @cached_property
    def presets(self) -> Mapping[str, Settings]:
        """All settings by name, for the rows."""
        if self.dataset is None:
            return PRESETS
        rows = self.dataset.rows if self.distinct is None else self.distinct
        return presets_for(rows, inputs=len(self.dataset.input_names))


def of_example(example: Example, rows: int) -> Data:
    """So many rows of a built-in problem, with the noise that it has.

    The 100,000 rows that a form offers at most take 8 ms, half a frame, and of several inputs 40.
    They are of continuous densities, so none is a copy, and there is nothing to count.
    """
    dataset = example.dataset(rows, EXAMPLE_SEED)
    typical = None
    if len(dataset.input_names) > 1:  # one input has a median, which is as typical
        typical = most_typical(dataset.inputs, dataset.input_kinds)
    origin = FromExample(example.name, rows, example.noise, EXAMPLE_SEED)
    return Data(dataset, example.title, example.input_ranges, origin, rows, typical)


def farthest(low: float, high: float, kind: Kind = NUMBER) -> Interval:
    """How far one can go from a part of an axis: ten times its length to each side.

    Args:
        low: Where it begins.
        high: Where it ends.
        kind: What its values stand for; a bound of theirs one can come near, but not reach.
    """
    least, most = kind.bounds if isinstance(kind, Number) else (-np.inf, np.inf)
    first, last = 11 * low - 10 * high, 11 * high - 10 * low
    if first <= least:
        first = least + (low - least) / _NEAR
    if last >= most:
        last = most - (most - high) / _NEAR
    return Interval(first, last)


def drawable(values: Floats) -> bool:
    """Whether plots can draw a column of numbers (n,); they work with squares of distances.

    Those from -`DRAWN` to `DRAWN` can be drawn, unless they are all but equal beside 0.
    """
    low, high = _ends(values)
    return low >= -DRAWN and high <= DRAWN and (low == high or high - low >= 1 / DRAWN)


def looked_at(values: Floats, kind: Kind) -> tuple[float, float]:
    """The range in which an input is looked at: that of its values and a tenth at each end.

    Args:
        values: Those of the rows, `(rows,)`.
        kind: What they stand for; of a category, the bands of all its levels are looked at, and
            where values are bounded, as of a logarithm, nothing beyond the bounds.
    """
    if isinstance(kind, Category):
        return -0.5, len(kind.levels) - 0.5
    low, high = widened_range(values)
    if isinstance(kind, Number):
        least, most = kind.bounds
        first, last = _ends(values)
        low = low if low > least else (least + first) / 2
        high = high if high < most else (most + last) / 2
    return low, high


def widened_range(values: Floats) -> tuple[float, float]:
    """The range of `values` (n,), `widened`."""
    return widened(*_ends(values))


def widened(low: float, high: float) -> Interval:
    """A range made a fifth longer, a tenth at each end; never empty."""
    margin = (high - low) / 10 or max(abs(low), 1.0) / 10
    return Interval(low - margin, high + margin)


def _ends(values: Floats) -> Interval:
    """The least and the greatest that are not missing; 0 and 1 where all are."""
    low, high = float(np.fmin.reduce(values)), float(np.fmax.reduce(values))
    return Interval(0.0, 1.0) if isnan(low) else Interval(low, high)
