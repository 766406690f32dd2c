"""Looking through a table in Parquet files: what its columns stand for, and which rows are kept.

A stream cannot be looked at again and again as a column in memory can, so the first rows tell what
a column holds; all of them tell its levels or its first date, and what is missing. Where dates such
as 3/4/2024 come before the row that tells which number is the month, 1,234 before one that tells
the decimal mark, or yes and no before other words, all is looked through again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pyarrow as pa

from mdn_gui.core.files.chosen_columns import Rows, check_columns, kept, refuse_absent
from mdn_gui.core.files.row_batches import Batch, Interpretation, row_number, understood
from mdn_gui.core.files.surveyed_column import OtherWordsError, SurveyedColumn
from mdn_gui.core.files.table_refusals import TableError, doubt_fault
from mdn_gui.core.kinds import Kind
from mdn_gui.core.reading import ColumnReading, DayOrder, Doubt
from mdn_gui.core.roles import Role
from mdn_gui.core.text import say


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
    columns = [SurveyedColumn(column, how) for column in how.roles.columns]
    try:
        counts, rows = _look_through(name, pieces, columns, how)
    except OtherWordsError as found:
        return survey(name, pieces, replace(how, words=how.words | {found.column}))
    for column in columns:
        column.refuse_contradicting_days()
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


def _look_through(
    name: str,
    pieces: Sequence[Callable[[], Iterator[Batch]]],
    columns: Sequence[SurveyedColumn],
    how: Interpretation,
) -> tuple[list[int], int]:
    """Take all rows into what is gathered of their columns.

    Returns:
        How many rows of each piece are kept, and how many rows there are.
    """
    counts, rows = [], 0
    for piece in pieces:
        counts.append(0)
        for batch in piece():
            counts[-1] += _add(batch, Rows(name, partial(row_number, rows)), columns, how)
            rows += batch[2].num_rows
    return counts, rows


def _add(
    batch: Batch, through_all: Rows, columns: Sequence[SurveyedColumn], how: Interpretation
) -> int:
    """Take some rows into what is gathered of their columns; tells how many are kept."""
    file, first, _ = batch
    where = Rows(file, partial(row_number, first))
    provisional = replace(how.roles, details={each.name: each.provisional for each in columns})
    parts = understood(batch, replace(_told(columns, how), roles=provisional))
    parts = [column.undoubted(part, where) for column, part in zip(columns, parts, strict=True)]
    for column, part in zip(columns, parts, strict=True):
        column.refuse_unlike(part, where)
    check_columns(where, [part for part in parts if not part.missing.all()], provisional)
    if how.roles.missing == "refuse":
        refuse_absent(where, parts, how.roles)
    used = kept(parts, how.roles)
    for column, part, cells in zip(columns, parts, batch[2].columns, strict=True):
        column.declared &= pa.types.is_dictionary(cells.type) or pa.types.is_null(cells.type)
        column.add(part, where, through_all, used)
    return int(np.count_nonzero(used))


def _told(columns: Sequence[SurveyedColumn], how: Interpretation) -> Interpretation:
    """The same interpretation, with what columns told of dates and decimal marks."""
    orders = {each.name: each.order for each in columns if each.order}
    decimals = {each.name: each.decimal for each in columns if each.decimal}
    continued = frozenset(each.name for each in columns if each.continued)
    return replace(how, orders=orders, decimals=decimals, continued=continued)


def _orders(
    columns: Sequence[SurveyedColumn], otherwise: DayOrder | None
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
    orders = {each.name: each.told_order for each in columns if each.told_order}
    told, assumed = set(orders.values()), dict[str, Doubt]()
    tells = len(told) == 1
    order = told.pop() if tells else otherwise
    for column in columns:
        if column.doubt and not column.told_order:
            if order is None:
                rows, doubt = column.doubt
                rows.refuse(doubt_fault(column.name, doubt))
            orders[column.name] = order
            if not tells:
                assumed[column.name] = column.doubt[1]
    return orders, assumed
