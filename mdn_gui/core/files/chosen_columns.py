"""Columns that are chosen: what is wrong with them, and which rows are left out because of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.evidence import isolated_values
from mdn_gui.core.files.table_refusals import (
    TableError,
    cell_fault,
    doubt_fault,
    in_short,
    names_in_short,
)
from mdn_gui.core.kinds import Category, Kind, Number
from mdn_gui.core.reading import ColumnReading
from mdn_gui.core.relations import GREATEST
from mdn_gui.core.roles import Role, Roles
from mdn_gui.core.text import say, say_count

if TYPE_CHECKING:  # these import pyarrow
    from mdn_gui.core.files.column_kinds import Understood
    from mdn_gui.core.files.table_files import ColumnFile

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


def check_columns(table: ColumnFile, columns: Sequence[Understood], roles: Roles) -> None:
    """Refuse columns that hold nothing for their role, or that must be asked about."""
    for column in columns:
        reading = column.reading
        fault = reading.reason if reading.kind is None else ""
        if reading.doubt and not fault:
            fault = doubt_fault(reading.name, reading.doubt)
        if isinstance(reading.kind, Category) and reading.name not in roles.inputs:
            fault = say(
                "column {column} holds text, and only numbers can be a target or a weight; choose "
                "another column.",
                column=in_short(reading.name),
            )
        role = roles.details.get(reading.name, Role())
        if isinstance(reading.kind, Category) and isinstance(role.known, Category) and reading.bad:
            fault = _unseen_level(table, column, role.known)
        if isinstance(reading.kind, Number) and not fault:
            fault = _outside(table, column, reading.kind)
        if fault:
            raise TableError(say("{name}, {fault}", name=table.path.name, fault=fault))


def _unseen_level(table: ColumnFile, column: Understood, known: Category) -> str:
    index = int(column.bad.argmax())
    return say(
        "row {row}, column {column} holds {text!r}, which training did not see; it saw {levels}. "
        "Correct the cell, or train with a level for others (--rare).",
        row=table.row_number(index),
        column=in_short(column.reading.name),
        text=column.cells.text(index),
        levels=names_in_short(known.levels),
    )


def _outside(table: ColumnFile, column: Understood, kind: Number) -> str:
    """Why a column has no logarithm or logit, if it has none."""
    if kind.transform == "none":
        return ""
    low, high = (0.0, np.inf) if kind.transform == "log" else (kind.low, kind.high)
    with np.errstate(invalid="ignore"):
        bad = (column.values <= low) | (column.values >= high)
    if not bad.any():
        return ""
    index = int(bad.argmax())
    return say(
        "row {row}, column {column} holds {value:.6g}, and its {transform} is defined above "
        "{low:g} and below {high:g} only; correct the cell, or choose another transform.",
        row=table.row_number(index),
        column=in_short(column.reading.name),
        value=column.values[index],
        transform=kind.transform,
        low=low,
        high=high,
    )


def refuse_absent(
    table: ColumnFile, columns: Sequence[Understood], may_miss: Sequence[bool] = ()
) -> None:
    """Refuse a table for the first cell that is missing where it must not be, or is bad."""
    for column, missing in zip(columns, may_miss or [False] * len(columns), strict=True):
        absent = column.bad if missing else column.bad | column.missing
        if absent.any():
            index = int(absent.argmax())
            fault = cell_fault(
                column.reading.name,
                table.row_number(index),
                column.cells.text(index),
                say_count("{count} row", "{count:,} rows", int(np.count_nonzero(absent))),
            )
            raise TableError(say("{name}, {fault}", name=table.path.name, fault=fault))


def _absent(column: Understood, roles: Roles) -> Flags:
    """The rows that must be left out because of a column."""
    name = column.reading.name
    absent = column.bad.copy()
    if roles.missing != "keep" or name not in roles.inputs:
        absent |= column.missing
    if name == roles.weight:
        with np.errstate(invalid="ignore"):
            absent |= ~(column.values > 0)
    return absent


def kept(columns: Sequence[Understood], roles: Roles) -> Flags:
    """Which rows are not left out, `(rows,)`."""
    kept = np.ones(len(columns[0].values), np.bool_)
    for column in columns:
        kept &= ~_absent(column, roles)
    return kept


def left_out_notes(table: ColumnFile, columns: Sequence[Understood], roles: Roles) -> Iterator[str]:
    """Say which rows are left out, and why."""
    for column in columns:
        name = in_short(column.reading.name)
        absent, missing = _absent(column, roles), column.missing
        gone = absent & missing
        if gone.any():
            yield say_count(
                "{count} row is left out because its cell in column {column} is missing: row "
                "{row}.",
                "{count:,} rows are left out because their cells in column {column} are missing: "
                "the first is row {row}.",
                int(np.count_nonzero(gone)),
                column=name,
                row=table.row_number(int(gone.argmax())),
            )
        elif missing.any():
            yield say_count(
                "{count} cell of column {column} is missing, and its row is kept: the network sees "
                "that it is missing.",
                "{count:,} cells of column {column} are missing, and their rows are kept: the "
                "network sees that they are missing.",
                int(np.count_nonzero(missing)),
                column=name,
            )
        strange = absent & ~missing
        if strange.any():
            index = int(strange.argmax())
            yield say_count(
                "{count} row is left out because of its cell in column {column}: row {row} holds "
                "{text!r}.",
                "{count:,} rows are left out because of their cells in column {column}: the first, "
                "row {row}, holds {text!r}.",
                int(np.count_nonzero(strange)),
                column=name,
                row=table.row_number(index),
                text=column.cells.text(index),
            )


def kind_of_rows(column: Understood, values: Floats) -> Kind:
    """The kind of a column, of the rows that are left."""
    kind = column.reading.kind
    assert kind is not None  # noqa: S101 - `_check` refuses such columns
    return replace(kind, missing=bool(np.isnan(values).any()))


def code_notes(reading: ColumnReading, values: Floats) -> Iterator[str]:
    """Ask about a number that may be a code for a missing value, such as -999."""
    if not isinstance(reading.kind, Number):
        return
    given = values[np.isfinite(values)]
    if np.abs(given).max(initial=0.0) > GREATEST:
        return
    for value in isolated_values(given)[:1].tolist():
        yield say_count(
            "Column {column} holds {value:g} in {count} row, far from all its other values; if "
            "that marks a missing value, say so (--missing-mark {value:g}).",
            "Column {column} holds {value:g} in {count:,} rows, far from all its other values; "
            "if that marks a missing value, say so (--missing-mark {value:g}).",
            int(np.count_nonzero(given == value)),
            column=in_short(reading.name),
            value=value,
        )
