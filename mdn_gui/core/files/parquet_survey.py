"""Looking through a table in Parquet files: what its columns stand for, and which rows are kept.

A stream cannot be looked at again and again as a column in memory can, so the first rows tell what
a column holds; all of them tell its levels or its first date, and what is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mdn_gui.core.dataset import usable_weights
from mdn_gui.core.files.chosen_columns import (
    Absences,
    Rows,
    check_columns,
    kept,
    refuse_absent,
)
from mdn_gui.core.files.column_kinds import understand
from mdn_gui.core.files.column_readings import (
    MOST_CHOSEN_LEVELS,
    UNIT_SECONDS,
    Column,
    Understood,
    category,
    date_kind,
    start,
    too_many,
)
from mdn_gui.core.files.table_files import Cells
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.kinds import Category, Date, Kind
from mdn_gui.core.reading import UNSAID, ColumnReading
from mdn_gui.core.roles import Role, Roles
from mdn_gui.core.text import say

type Batch = tuple[str, int, pa.RecordBatch]
"""Some rows of a file: its name, the number of the first of them from 0, the chosen columns."""


@dataclass(frozen=True)
class Survey:
    """What a look through all rows told.

    Attributes:
        roles: What the columns are for, and what each stands for.
        kept: How many rows of each piece are kept.
        rows: How many rows there are, those left out included.
        columns: How each was understood.
        notes: What is left out and why; each a sentence.
    """

    roles: Roles
    kept: tuple[int, ...]
    rows: int
    columns: tuple[ColumnReading, ...]
    notes: tuple[str, ...]

    def kinds(self, names: Iterable[str]) -> tuple[Kind, ...]:
        """What columns stand for."""
        kinds = (self.roles.details[name].known for name in names)
        return tuple(kind for kind in kinds if kind is not None)


def understood(batch: Batch, roles: Roles) -> list[Understood]:
    """Understand the chosen columns of some rows."""
    _, first, rows = batch
    return [
        understand(
            Column(
                name,
                Cells(pa.chunked_array([rows.column(place)])),
                partial(_row_number, first),
                roles.details.get(name, Role()),
                UNSAID,
            )
        )
        for place, name in enumerate(roles.columns)
    ]


def values_of(batch: Batch, roles: Roles) -> NDArray[np.float64]:
    """The rows of a batch that are kept, `(columns, rows)`.

    Args:
        batch: Some rows.
        roles: With the kind of every column.
    """
    if (numbers := _numbers(batch, roles)) is not None:
        return numbers
    columns = understood(batch, roles)
    values = np.stack([column.values for column in columns])
    used = kept(columns, roles)
    return values if used.all() else values.compress(used, axis=1)


def _numbers(batch: Batch, roles: Roles) -> NDArray[np.float64] | None:
    """The rows of a batch that holds numbers only, none missing; it takes half as long."""
    columns = batch[2].columns
    known = (roles.details.get(name, Role()).known for name in roles.columns)
    if any(isinstance(kind, Category | Date) for kind in known):
        return None
    if any(column.null_count or not _is_number(column.type) for column in columns):
        return None
    values = np.stack([column.cast(pa.float64(), safe=False).to_numpy() for column in columns])
    good = np.isfinite(values).all() and (not roles.weight or usable_weights(values[-1]).all())
    return values if good else None


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def survey(name: str, pieces: Sequence[Callable[[], Iterator[Batch]]], roles: Roles) -> Survey:
    """Look through a table.

    Args:
        name: What messages call it.
        pieces: Reads each piece of it.
        roles: What its columns are for.

    Raises:
        TableError: A column holds nothing that can be used, or no row is left.
    """
    columns = [_Surveyed(column, roles) for column in roles.columns]
    counts, rows = [], 0
    for piece in pieces:
        counts.append(0)
        for batch in piece():
            file, first, content = batch
            where = Rows(file, partial(_row_number, first))
            provisional = replace(roles, details={each.name: each.provisional for each in columns})
            parts = understood(batch, provisional)
            present = [part for part in parts if not part.missing.all()]
            check_columns(where, present, provisional)
            if roles.missing == "refuse":
                refuse_absent(where, parts, roles)
            used = kept(parts, roles)
            for column, part in zip(columns, parts, strict=True):
                column.add(part, where, used)
            counts[-1] += int(np.count_nonzero(used))
            rows += content.num_rows
    notes = tuple(note for column in columns for note in column.notes())
    if not sum(counts):
        raise TableError(
            say(
                "{name} has no row in which all chosen columns hold what they should: {why}",
                name=name,
                why=" ".join(notes),
            )
        )
    readings = tuple(column.reading(name) for column in columns)
    details = {reading.name: Role(known=reading.kind) for reading in readings}
    return Survey(replace(roles, details=details), tuple(counts), rows, readings, notes)


def _row_number(first: int, index: int) -> int:
    return first + index + 1


class _Surveyed:
    """What is gathered of a column while its table is looked through."""

    def __init__(self, name: str, roles: Roles) -> None:
        self.name, self._roles = name, roles
        self._role = roles.details.get(name, Role())
        self._found: Kind | None = self._role.known
        self._levels = Counter[str]()
        self._ends = np.inf, -np.inf
        self._whole_days = True
        self._missing = False
        self._reason = ""
        self._absences: Absences | None = None

    @property
    def provisional(self) -> Role:
        """How the next rows are to be understood."""
        if self._role.known is not None or self._found is None:
            return replace(self._role, rare=0)
        if isinstance(self._found, Category):  # with levels of its own
            return Role(kind="category")
        return Role(known=self._found)

    def add(self, part: Understood, rows: Rows, used: NDArray[np.bool_]) -> None:
        """Take in some rows, of which those used are kept."""
        found = Absences.of(part, rows, self._roles)
        self._absences = found if self._absences is None else self._absences.followed_by(found)
        values, kind = part.values[used], part.reading.kind
        self._missing |= bool(np.isnan(values).any())
        if kind is None:
            return
        if self._found is None:
            self._found = kind
        self._reason = self._reason or part.reading.reason
        given = part.values[np.isfinite(part.values)]
        if isinstance(kind, Category):
            counts = np.bincount(given.astype(np.intp), minlength=len(kind.levels))
            self._levels.update(dict(zip(kind.levels, counts.tolist(), strict=True)))
            if self._role.known is None and len(self._levels) > MOST_CHOSEN_LEVELS:
                rows.refuse(too_many(self.name, len(self._levels)))
        elif isinstance(kind, Date) and kind.origin and len(given):
            seconds = given * UNIT_SECONDS[kind.unit] + start(kind)
            low, high = self._ends
            self._ends = min(low, float(seconds.min())), max(high, float(seconds.max()))
            self._whole_days &= bool(np.all(seconds % UNIT_SECONDS["days"] == 0))

    def reading(self, table: str) -> ColumnReading:
        """How the column was understood.

        Raises:
            TableError: It held no value.
        """
        kind, absences = self._kind(table), self._absences
        if absences is None:  # there is no row, which is refused before
            return ColumnReading(self.name, kind, self._reason)
        return ColumnReading(
            self.name,
            kind,
            self._reason,
            missing=absences.missing,
            bad=absences.strange,
            first_bad=absences.first_strange,
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
                kind = category(self._levels, self._role.rare)
            elif isinstance(kind, Date) and kind.origin:
                kind = date_kind(*self._ends, whole_days=self._whole_days, role=self._role)
        return replace(kind, missing=self._missing or bool(self._role.known and kind.missing))

    def notes(self) -> Iterator[str]:
        """What is missing."""
        if self._absences is not None:
            yield from self._absences.notes()
