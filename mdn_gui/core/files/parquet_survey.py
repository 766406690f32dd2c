"""Looking through a table in Parquet files: what its columns stand for, and which rows are kept.

A stream cannot be looked at again and again as a column in memory can, so the first rows tell what
a column holds; all of them tell its levels or its first date, and what is missing. Where dates such
as 3/4/2024 come before the row that tells which number is the month, or 1,234 before one that tells
the decimal mark, all is looked through again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from shlex import quote

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mdn_gui.core.dataset import usable_weights
from mdn_gui.core.files.chosen_columns import (
    Absences,
    Rows,
    assumed_notes,
    check_columns,
    code_notes,
    kept,
    kind_notes,
    refuse_absent,
)
from mdn_gui.core.files.column_kinds import understand
from mdn_gui.core.files.column_readings import (
    MOST_CHOSEN_LEVELS,
    MOST_LEVELS,
    UNIT_SECONDS,
    Column,
    Understood,
    category,
    date_kind,
    date_reason,
    start,
    too_many,
)
from mdn_gui.core.files.table_files import Cells
from mdn_gui.core.files.table_refusals import TableError, doubt_fault, in_short
from mdn_gui.core.files.text_column import MarkEvidence, TextColumn
from mdn_gui.core.kinds import Category, Date, Kind, Number
from mdn_gui.core.reading import UNSAID, ColumnReading, DayOrder, DecimalMark, Doubt, ReadingOptions
from mdn_gui.core.roles import Role, Roles
from mdn_gui.core.spread import isolated_values
from mdn_gui.core.text import say, say_count

type Batch = tuple[str, int, pa.RecordBatch]
"""Some rows of a file: its name, the number of the first of them from 0, the chosen columns."""

_MOST_SAMPLED = 2**14
"""So many values of each column are kept, to find codes among them."""


@dataclass(frozen=True)
class Interpretation:
    """How the cells of some rows are understood.

    Attributes:
        roles: What the columns are for.
        options: What a person says of the files.
        orders: Which comes first in dates such as 3/4/2024, of the columns where that is known.
        decimals: The decimal mark of columns of text, where that is known.
        assumed: Dates that can be read in two ways, of the columns whose order a person alone said.
    """

    roles: Roles
    options: ReadingOptions = UNSAID
    orders: Mapping[str, DayOrder] = field(default_factory=dict, hash=False)
    decimals: Mapping[str, DecimalMark] = field(default_factory=dict, hash=False)
    assumed: Mapping[str, Doubt] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Survey:
    """What a look through all rows told.

    Attributes:
        how: How the rows are understood, with the kind of every column.
        kept: How many rows of each piece are kept.
        rows: How many rows there are, those left out included.
        columns: How each was understood.
        notes: What is left out and why, what was found out of dates and text, and which
            numbers may be codes for missing values; each a sentence.
    """

    how: Interpretation
    kept: tuple[int, ...]
    rows: int
    columns: tuple[ColumnReading, ...]
    notes: tuple[str, ...]

    def kinds(self, names: Iterable[str]) -> tuple[Kind, ...]:
        """What columns stand for."""
        kinds = (self.how.roles.details[name].known for name in names)
        return tuple(kind for kind in kinds if kind is not None)


def understood(batch: Batch, how: Interpretation) -> list[Understood]:
    """Understand the chosen columns of some rows."""
    _, first, rows = batch
    return [
        understand(
            Column(
                name,
                _cells(rows.column(place), how.decimals.get(name)),
                partial(_row_number, first),
                how.roles.details.get(name, Role()),
                replace(how.options, dates=how.orders.get(name, how.options.dates)),
                declared=True,  # whether text is of too many levels, some of its rows do not tell
            )
        )
        for place, name in enumerate(how.roles.columns)
    ]


def _cells(column: pa.Array, decimal: DecimalMark | None) -> Cells:
    """The cells of a column, as text with this decimal mark if one is given."""
    values = pa.chunked_array([column])
    if decimal is None:
        return Cells(values)
    text = pc.fill_null(values.cast(pa.string()), "")
    return Cells(values.cast(pa.string()), TextColumn(text), MarkEvidence(decimal))


def values_of(batch: Batch, how: Interpretation) -> NDArray[np.float64]:
    """The rows of a batch that are kept, `(columns, rows)`.

    Args:
        batch: Some rows.
        how: With the kind of every column.
    """
    if (numbers := _numbers(batch, how)) is not None:
        return numbers
    columns = understood(batch, how)
    values = np.stack([column.values for column in columns])
    used = kept(columns, how.roles)
    return values if used.all() else values.compress(used, axis=1)


def _numbers(batch: Batch, how: Interpretation) -> NDArray[np.float64] | None:
    """The rows of a batch that holds numbers only, none missing; it takes half as long."""
    columns, roles = batch[2].columns, how.roles
    details = [roles.details.get(name, Role()) for name in roles.columns]
    if how.options.missing_marks or any(role.missing_marks for role in details):
        return None
    if any(isinstance(role.known, Category | Date) for role in details):
        return None
    if any(column.null_count or not _is_number(column.type) for column in columns):
        return None
    values = np.stack([column.cast(pa.float64(), safe=False).to_numpy() for column in columns])
    good = np.isfinite(values).all() and (not roles.weight or usable_weights(values[-1]).all())
    return values if good else None


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def survey(
    name: str, pieces: Sequence[Callable[[], Iterator[Batch]]], how: Interpretation
) -> Survey:
    """Look through a table.

    Args:
        name: What messages call it.
        pieces: Reads each piece of it.
        how: What its columns are for, and what a person says of it.

    Raises:
        TableError: A column holds nothing that can be used, or no row is left.
    """
    columns = [_Surveyed(column, how) for column in how.roles.columns]
    counts, rows = [], 0
    for piece in pieces:
        counts.append(0)
        for batch in piece():
            counts[-1] += _add(batch, Rows(name, partial(_row_number, rows)), columns, how)
            rows += batch[2].num_rows
    if any(column.misread for column in columns):
        orders, assumed = _orders(columns, how.options.dates_otherwise)
        how = replace(_told(columns, how), orders=orders, assumed=assumed)
        return survey(name, pieces, how)
    notes = tuple(note for column in columns for note in column.notes_on_absences())
    if not sum(counts):
        raise TableError(
            say(
                "{name} has no row in which all chosen columns hold what they should: {why}",
                name=name,
                why=" ".join(notes),
            )
        )
    readings = tuple(column.reading(name) for column in columns)
    details = {each.name: Role(known=each.kind, missing_marks=each.told_marks) for each in readings}
    how = replace(_told(columns, how), roles=replace(how.roles, details=details))
    notes += tuple(
        note
        for column, reading in zip(columns, readings, strict=True)
        for note in column.notes_on_values(reading)
    )
    return Survey(how, tuple(counts), rows, readings, notes)


def _add(batch: Batch, through_all: Rows, columns: Sequence[_Surveyed], how: Interpretation) -> int:
    """Take some rows into what is gathered of their columns; tells how many are kept."""
    file, first, _ = batch
    where = Rows(file, partial(_row_number, first))
    provisional = replace(how.roles, details={each.name: each.provisional for each in columns})
    parts = understood(batch, replace(_told(columns, how), roles=provisional))
    parts = [column.undoubted(part, where) for column, part in zip(columns, parts, strict=True)]
    check_columns(where, [part for part in parts if not part.missing.all()], provisional)
    if how.roles.missing == "refuse":
        refuse_absent(where, parts, how.roles)
    used = kept(parts, how.roles)
    for column, part, cells in zip(columns, parts, batch[2].columns, strict=True):
        column.declared &= pa.types.is_dictionary(cells.type) or pa.types.is_null(cells.type)
        column.add(part, where, through_all, used)
    return int(np.count_nonzero(used))


def _told(columns: Sequence[_Surveyed], how: Interpretation) -> Interpretation:
    """The same interpretation, with what columns told of dates and decimal marks."""
    orders = {each.name: each.order for each in columns if each.order}
    decimals = {each.name: each.decimal for each in columns if each.decimal}
    return replace(how, orders=orders, decimals=decimals)


def _row_number(first: int, index: int) -> int:
    return first + index + 1


def _orders(
    columns: Sequence[_Surveyed], otherwise: DayOrder | None
) -> tuple[dict[str, DayOrder], dict[str, Doubt]]:
    """The order of day and month of each column, told by its own cells or by those of another.

    Args:
        columns: All columns.
        otherwise: That of columns of which nothing tells it, if a person said so.

    Returns:
        The orders, and a date of each column whose order is that which a person said.

    Raises:
        TableError: Nothing tells that of a column.
    """
    orders = {each.name: each.order for each in columns if each.order}
    told, assumed = set(orders.values()), dict[str, Doubt]()
    tells = len(told) == 1
    order = told.pop() if tells else otherwise
    for column in columns:
        if column.doubt and not column.order:
            if order is None:
                rows, doubt = column.doubt
                rows.refuse(doubt_fault(column.name, doubt))
            orders[column.name] = order
            if not tells:
                assumed[column.name] = column.doubt[1]
    return orders, assumed


class _Surveyed:
    """What is gathered of a column while its table is looked through."""

    def __init__(self, name: str, how: Interpretation) -> None:
        self.name, self._roles = name, how.roles
        self.order = how.orders.get(name)
        self.doubt: tuple[Rows, Doubt] | None = None
        self.decimal = how.decimals.get(name)
        self._otherwise = how.assumed.get(name)
        self._assumed: DecimalMark | None = None
        self.declared = True
        self._role = how.roles.details.get(name, Role())
        self._marks = (*how.options.missing_marks, *self._role.missing_marks)
        self._unfound = set(self._marks)
        self._found: Kind | None = self._role.known
        self._levels, self._levels_kept = Counter[str](), Counter[str]()
        self._ends = np.inf, -np.inf
        self._whole_days = True
        self._missing = False
        self._reason = ""
        self._zoned = False
        self._absences: Absences | None = None
        self._sample = _Sample()

    @property
    def provisional(self) -> Role:
        """How the next rows are to be understood."""
        if self._role.known is not None or self._found is None:
            return replace(self._role, rare=0)
        if isinstance(self._found, Category):  # with levels of its own
            return Role(kind="category", missing_marks=self._marks)
        return Role(known=self._found, missing_marks=self._marks)

    @property
    def misread(self) -> bool:
        """Whether some rows were read in one way before others told that it may be the other."""
        assumed = self._assumed is not None and self.decimal not in (None, self._assumed)
        return self.doubt is not None or assumed

    def undoubted(self, part: Understood, rows: Rows) -> Understood:
        """Keep in mind what some rows tell of how dates and numbers are read, also in others."""
        reading, evidence = part.reading, part.cells.evidence
        if isinstance(reading.kind, Number) and evidence.decimal and not self.decimal:
            if evidence.row is None:
                self._assumed = evidence.decimal
            else:
                self.decimal = evidence.decimal
        if reading.doubt and not self.doubt:
            self.doubt = rows, reading.doubt
        if reading.dates and self.order and reading.dates != self.order:
            rows.refuse(
                say(
                    "column {column} holds dates with the day first and others with the month "
                    "first; write all of them as 2024-12-31.",
                    column=in_short(self.name),
                )
            )
        self.order = self.order or reading.dates
        return replace(part, reading=replace(reading, doubt=None))

    def add(self, part: Understood, rows: Rows, through_all: Rows, used: NDArray[np.bool_]) -> None:
        """Take in some rows, of which those used are kept.

        Args:
            part: Their cells.
            rows: Where these are in their file.
            through_all: Where they are in the table.
            used: Which rows are kept.
        """
        found = Absences.of(part, through_all, self._roles)
        self._absences = found if self._absences is None else self._absences.followed_by(found)
        self._unfound &= set(part.reading.unfound_marks)
        values, kind = part.values[used], part.reading.kind
        self._missing |= bool(np.isnan(values).any())
        if kind is None:
            return
        if self._found is None:
            self._found = kind
        self._reason = self._reason or part.reading.reason
        if isinstance(kind, Number):
            self._sample.add(values)
        given = part.values[np.isfinite(part.values)]
        if isinstance(kind, Category) and self._role.known is None:
            self._levels.update(_counts(kind, part.values))
            self._levels_kept.update(_counts(kind, values))
            if len(self._levels) > MOST_CHOSEN_LEVELS:
                rows.refuse(too_many(self.name, len(self._levels)))
        elif isinstance(kind, Date) and kind.origin and len(given):
            self._zoned |= part.reading.reason == date_reason(kind, zoned=True)
            seconds = given * UNIT_SECONDS[kind.unit] + start(kind)
            low, high = self._ends
            self._ends = min(low, float(seconds.min())), max(high, float(seconds.max()))
            self._whole_days &= bool(np.all(seconds % UNIT_SECONDS["days"] == 0))

    def _levels_fault(self) -> str:
        """Why text is no category, if it is none; see `column_readings.of_levels`."""
        levels, rows = len(self._levels), self._levels.total()
        stated = self.declared or self._role.kind == "category"
        if not stated and (levels > MOST_LEVELS or 3 * levels > 2 * rows):
            return too_many(self.name, levels)
        return ""

    def reading(self, table: str) -> ColumnReading:
        """How the column was understood.

        Raises:
            TableError: It held no value.
        """
        kind, absences, reason = self._kind(table), self._absences, self._reason
        if isinstance(kind, Category):
            reason = say_count(
                "text of {count} level", "text of {count:,} levels", len(kind.levels)
            )
        elif isinstance(kind, Date) and kind.origin and reason:
            reason = date_reason(kind, zoned=self._zoned)
        if absences is None:  # there is no row, which is refused before
            return ColumnReading(self.name, kind, reason)
        return ColumnReading(
            self.name,
            kind,
            reason,
            missing=absences.missing,
            bad=absences.strange,
            decimal=self.decimal or self._assumed,
            dates=self.order,
            bad_text=absences.text,
            told_marks=self._marks,
            first_bad=absences.first_strange,
            unfound_marks=tuple(mark for mark in self._marks if mark in self._unfound),
            assumed=self._otherwise,
        )

    def _kind(self, table: str) -> Kind:
        kind = self._found
        if kind is None:
            raise TableError(
                say(
                    "{name}, column {column!r} holds no value in any row; choose another column.",
                    name=table,
                    column=self.name,
                )
            )
        if self._role.known is None:
            if isinstance(kind, Category):
                if fault := self._levels_fault():
                    raise TableError(say("{name}, {fault}", name=table, fault=fault))
                kind = category(self._levels_kept or self._levels, self._role.rare)
            elif isinstance(kind, Date) and kind.origin:
                kind = date_kind(*self._ends, whole_days=self._whole_days, role=self._role)
        return replace(kind, missing=self._missing or bool(self._role.known and kind.missing))

    def notes_on_absences(self) -> Iterator[str]:
        """What is missing."""
        if self._absences is not None:
            yield from self._absences.notes()

    def notes_on_values(self, reading: ColumnReading) -> Iterator[str]:
        """Which number may be a code, and what dates and text were taken for."""
        yield from self._sample.code_notes(reading)
        if reading.kind is not None:
            yield from kind_notes(reading, reading.kind, self._role)
        yield from assumed_notes(reading)


class _Sample:
    """Some values of a column: all of few, else one of every so many."""

    def __init__(self) -> None:
        self._values = np.empty(0)
        self._rows, self._step = 0, 1

    def add(self, values: NDArray[np.float64]) -> None:
        """Take in the values of some more rows."""
        self._values = np.append(self._values, values[-self._rows % self._step :: self._step])
        self._rows += len(values)
        while len(self._values) > _MOST_SAMPLED:
            self._values, self._step = self._values[::2], 2 * self._step

    def code_notes(self, reading: ColumnReading) -> Iterator[str]:
        """Ask about a number that may be a code for a missing value; see `chosen_columns`."""
        found = code_notes(reading, self._values)
        if self._step == 1:
            yield from found
        elif any(True for _ in found):
            value = float(isolated_values(self._values[np.isfinite(self._values)])[0])
            yield say(
                "Column {column} holds {value:g} in about {count:,} rows, far from all its other "
                "values; if that marks a missing value, say so (--missing-mark {mark}).",
                column=in_short(reading.name),
                value=value,
                count=int(np.count_nonzero(self._values == value)) * self._step,
                mark=quote(f"{reading.name}={value:g}"),
            )


def _counts(kind: Category, values: NDArray[np.float64]) -> dict[str, int]:
    """How many rows have each level; those that none has are not there."""
    indices = values[np.isfinite(values)].astype(np.intp)
    counts = np.bincount(indices, minlength=len(kind.levels)).tolist()
    return {name: count for name, count in zip(kind.levels, counts, strict=True) if count}
