"""Columns that are chosen: what is wrong with them, and which rows are left out because of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from shlex import quote
from typing import TYPE_CHECKING, NoReturn

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import usable_weights
from mdn_gui.core.files.table_refusals import (
    TableError,
    cell_fault,
    doubt_fault,
    in_short,
    names_in_short,
    transform_fault,
)
from mdn_gui.core.kinds import Category, Date, Kind, Number
from mdn_gui.core.option_names import by_option
from mdn_gui.core.reading import ColumnReading
from mdn_gui.core.roles import Role, Roles
from mdn_gui.core.text import say, say_count

if TYPE_CHECKING:  # it imports pyarrow
    from mdn_gui.core.files.column_readings import Understood

type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """Where cells are.

    Attributes:
        name: What messages call the file.
        number: Tells the row of a cell, counted from 0, as a spreadsheet counts.
    """

    name: str
    number: Callable[[int], int]

    def refuse(self, fault: str) -> NoReturn:
        """Raise a `TableError`: the file's name, and what is wrong."""
        raise TableError(say("{name}, {fault}", name=self.name, fault=fault))


def check_columns(rows: Rows, columns: Sequence[Understood], roles: Roles) -> None:
    """Refuse columns that hold nothing for their role, or that must be asked about.

    Raises:
        TableError: There is such a column.
    """
    for column in columns:
        reading, role = column.reading, roles.details.get(column.reading.name, Role())
        kind, known = reading.kind, role.known
        if kind is None:
            rows.refuse(reading.reason)
        if reading.doubt:
            rows.refuse(doubt_fault(reading.name, reading.doubt))
        if known is not None and (fault := unlike(column, kind, known)):
            rows.refuse(fault)
        if fault := _out_of_place(reading.name, kind, role, target=reading.name in roles.targets):
            rows.refuse(fault)
        if fault := _no_number(reading.name, kind, roles):
            rows.refuse(fault)
        if isinstance(kind, Category) and isinstance(known, Category) and reading.bad:
            rows.refuse(_unseen_level(rows, column, known))
        if isinstance(kind, Number):
            fault = _outside(rows, column, kind) or _no_answer(rows, column, known)
            if fault:
                rows.refuse(fault)


def _no_number(name: str, kind: Kind, roles: Roles) -> str:
    """Why a column cannot be a weight or a target, if it cannot."""
    if name == roles.weight and not isinstance(kind, Number):
        return say(
            "column {column} holds {found}, and a weight must be a number; choose another column.",
            column=in_short(name),
            found=sort_name(kind),
        )
    if isinstance(kind, Category) and name not in roles.inputs:
        return say(
            "column {column} holds text, and only numbers can be a target; choose another column.",
            column=in_short(name),
        )
    return ""


def unlike(column: Understood, kind: Kind, known: Kind) -> str:
    """Why a column of a kind is not what a model learned from, if it is of another sort."""
    if same_sort(kind, known):
        return ""
    given = np.flatnonzero(~column.missing)
    return say(
        "column {column} holds {found}, such as {text!r}, and the model learned from {known}; "
        "give it as the model knows it.",
        column=in_short(column.reading.name),
        found=sort_name(kind),
        text=column.cells.text(int(given[0])) if len(given) else "",
        known=sort_name(known),
    )


def same_sort(kind: Kind, known: Kind) -> bool:
    """Whether a column is of the sort that a model knows: times are no dates, nor durations."""
    if isinstance(kind, Date) and isinstance(known, Date):
        return bool(kind.origin) == bool(known.origin) and (
            bool(kind.origin) or kind.unit == known.unit
        )
    return type(kind) is type(known)


def sort_name(kind: Kind) -> str:
    """What a column holds, in words."""
    match kind:
        case Number():
            return say("numbers")
        case Category():
            return say("levels of a category")
        case Date() if kind.origin:
            return say("dates")
    return say("durations") if kind.unit == "seconds" else say("times of day")


def _out_of_place(name: str, kind: Kind, role: Role, *, target: bool) -> str:
    """Why what is decided of a column does not suit its kind, if it does not."""
    if role.transform != "none" and not isinstance(kind, Number):
        return say(
            "column {column} holds {found}, which have no {transform}; leave that out.",
            column=in_short(name),
            found=sort_name(kind),
            transform=role.transform,
        )
    if role.parts and (target or not (isinstance(kind, Date) and kind.origin)):
        return say(
            "column {column} holds {found}, and only an input of dates has parts; leave them out.",
            column=in_short(name),
            found=sort_name(kind),
        )
    return ""


def _unseen_level(rows: Rows, column: Understood, known: Category) -> str:
    index = int(column.bad.argmax())
    return say(
        "row {row}, column {column} holds {text!r}, which training did not see; it saw {levels}. "
        "Correct the cell, or train with a level for others{option}.",
        option=by_option("rare"),
        row=rows.number(index),
        column=in_short(column.reading.name),
        text=column.cells.text(index),
        levels=names_in_short(known.levels),
    )


def _outside(rows: Rows, column: Understood, kind: Number) -> str:
    """Why a column has no logarithm or logit, if it has none."""
    if kind.transform == "none":
        return ""
    low, high = kind.bounds
    with np.errstate(invalid="ignore"):
        bad = (column.values <= low) | (column.values >= high)
    if not bad.any():
        return ""
    index = int(bad.argmax())
    return transform_fault(
        column.reading.name, rows.number(index), float(column.values[index]), kind
    )


def _no_answer(rows: Rows, column: Understood, known: Kind | None) -> str:
    """Why a number is neither yes nor no, where a model, or rows before it, know nothing else."""
    if not (isinstance(known, Number) and known.yes_or_no):
        return ""
    bad = np.isfinite(column.values) & (column.values != 0.0) & (column.values != 1.0)
    if not bad.any():
        return ""
    index = int(bad.argmax())
    return say(
        "row {row}, column {column} holds {value:g}, and the column is one of yes and no, which "
        "are 1 and 0; correct the cell.",
        row=rows.number(index),
        column=in_short(column.reading.name),
        value=column.values[index],
    )


def refuse_absent(rows: Rows, columns: Sequence[Understood], roles: Roles) -> None:
    """Refuse a table for the first cell that is missing where it must not be, or is bad.

    Cells may be missing where a model knows them to be.

    Raises:
        TableError: There is such a cell.
    """
    for column in columns:
        known = roles.details.get(column.reading.name, Role()).known
        may_miss = known is not None and known.missing
        absent = column.bad if may_miss else column.bad | column.missing
        if not absent.any():
            continue
        index = int(absent.argmax())
        name, row = column.reading.name, rows.number(index)
        if known is not None and column.missing[index]:
            rows.refuse(
                say(
                    "the cell of column {column} in row {row} is missing, and the model has seen "
                    "no row that lacks it; fill it in, or train on rows that lack it{option}.",
                    option=by_option("missing", value="keep"),
                    row=row,
                    column=in_short(name),
                )
            )
        extent = say_count("{count} row", "{count:,} rows", int(np.count_nonzero(absent)))
        date = isinstance(column.reading.kind, Date)
        told = cell_fault(name, row, column.cells.text(index), extent, date=date)
        rows.refuse(say("{fault}; {remedy}.", fault=told, remedy=_remedy(column, index, roles)))


def _remedy(column: Understood, index: int, roles: Roles) -> str:
    """What to do about a cell that is missing or bad, where none may be."""
    name = column.reading.name
    if roles.details.get(name, Role()).known is not None:
        return say("correct such cells, or delete such rows")
    if column.missing[index] and name in roles.inputs:
        return say(
            "fill such cells in, delete such rows, or keep them, so that the network sees that "
            "they are missing{option}",
            option=by_option("missing", value="keep"),
        )
    if isinstance(column.reading.kind, Date):
        return say("correct such cells, delete such rows, or choose another column")
    return say("fill in numbers, delete such rows, or choose another column")


def kept(columns: Sequence[Understood], roles: Roles) -> Flags:
    """Which rows are not left out, `(rows,)`."""
    rows = np.ones(len(columns[0].values), np.bool_)
    for column in columns:
        rows &= ~_absent(column, roles)
    return rows


def _absent(column: Understood, roles: Roles) -> Flags:
    """The rows that must be left out because of a column."""
    name = column.reading.name
    absent = column.bad.copy()
    if not _may_miss(name, roles):
        absent |= column.missing
    if name == roles.weight:
        absent |= ~usable_weights(column.values)
    return absent


def _may_miss(name: str, roles: Roles) -> bool:
    known = roles.details.get(name, Role()).known
    return name in roles.inputs and (known.missing if known else roles.missing == "keep")


@dataclass(frozen=True)
class Absences:
    """Cells of a column that are missing, and those that could not be understood.

    Attributes:
        column: The name of the column.
        missing: How many are missing.
        first_missing: The row of the first of these, as a spreadsheet counts.
        kept: Whether their rows are kept.
        strange: How many others cost their row.
        first_strange: The row of the first of these.
        text: What it holds.
        weight: Whether the column is the weight.
    """

    column: str
    missing: int
    first_missing: int
    kept: bool
    strange: int
    first_strange: int
    text: str
    weight: bool = False

    @classmethod
    def of(cls, column: Understood, rows: Rows, roles: Roles) -> Absences:
        """Count those of a column."""
        strange = _absent(column, roles) & ~column.missing
        missing, others = (int(np.count_nonzero(each)) for each in (column.missing, strange))
        index = int(strange.argmax())
        return cls(
            column.reading.name,
            missing,
            rows.number(int(column.missing.argmax())) if missing else 0,
            _may_miss(column.reading.name, roles),
            others,
            rows.number(index) if others else 0,
            column.cells.text(index) if others else "",
            column.reading.name == roles.weight,
        )

    def followed_by(self, later: Absences) -> Absences:
        """Those of this and of a later part of the same column."""
        first = self if self.strange else later
        return replace(
            self,
            missing=self.missing + later.missing,
            first_missing=self.first_missing or later.first_missing,
            strange=self.strange + later.strange,
            first_strange=first.first_strange,
            text=first.text,
        )

    def notes(self) -> Iterator[str]:
        """Say which rows are left out, and which are kept though a cell is missing."""
        name = in_short(self.column)
        if self.missing and self.kept:
            yield say_count(
                "{count} cell of column {column} is missing, and its row is kept: the network sees "
                "that it is missing.",
                "{count:,} cells of column {column} are missing, and their rows are kept: the "
                "network sees that they are missing.",
                self.missing,
                column=name,
            )
        elif self.missing:
            yield say_count(
                "{count} row is left out because its cell in column {column} is missing: row "
                "{row}.",
                "{count:,} rows are left out because their cells in column {column} are missing: "
                "the first is row {row}.",
                self.missing,
                column=name,
                row=self.first_missing,
            )
        if self.strange and self.weight:
            yield say_count(
                "{count} row is left out because its weight in column {column} is no number above "
                "0: row {row} holds {text!r}.",
                "{count:,} rows are left out because their weights in column {column} are no "
                "numbers above 0: the first, row {row}, holds {text!r}.",
                self.strange,
                column=name,
                row=self.first_strange,
                text=self.text,
            )
        elif self.strange:
            yield say_count(
                "{count} row is left out because of its cell in column {column}: row {row} holds "
                "{text!r}.",
                "{count:,} rows are left out because of their cells in column {column}: the first, "
                "row {row}, holds {text!r}.",
                self.strange,
                column=name,
                row=self.first_strange,
                text=self.text,
            )
        if self.strange and self.kept:
            yield say(
                "Where a cell such as {text!r} stands for a missing value, say so, and its row is "
                "kept{option}.",
                text=self.text,
                option=by_option("missing_marks", value=quote(f"{self.column}={self.text}")),
            )


def kind_of_rows(column: Understood, values: Floats, role: Role) -> tuple[Kind, Floats]:
    """The kind of a column, of the rows that are left, and its values in these terms.

    Args:
        column: The column.
        values: Of the rows that are left, `(rows,)`.
        role: What is decided of it.
    """
    from mdn_gui.core.files.column_levels import regrouped  # noqa: PLC0415 - imports pyarrow

    kind = column.reading.kind
    assert kind is not None  # noqa: S101 - `check_columns` refuses such columns
    if isinstance(kind, Category) and role.known is None:
        kind, values = regrouped(kind, values, role.rare)
    known = role.known is not None and role.known.missing
    return replace(kind, missing=known or bool(np.isnan(values).any())), values


def of_rows_kept(reading: ColumnReading, kind: Kind) -> ColumnReading:
    """How a column was understood, by the kind that it has in the rows that are kept."""
    if isinstance(kind, Category):
        reason = say_count("text of {count} level", "text of {count:,} levels", len(kind.levels))
        reading = replace(reading, reason=reason)
    return replace(reading, kind=kind)
