"""What a person should know of the columns of a table that is read; each note a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from shlex import quote

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.files.table_refusals import in_short, names_in_short
from mdn_gui.core.kinds import Category, Date, Kind, Number
from mdn_gui.core.option_names import by_option
from mdn_gui.core.reading import ColumnReading, DayOrder, DecimalMark
from mdn_gui.core.relations import GREATEST
from mdn_gui.core.roles import Role, Roles
from mdn_gui.core.spread import isolated_values
from mdn_gui.core.text import say, say_count

type Floats = NDArray[np.float64]


def merge_notes(reading: ColumnReading, counts: Mapping[str, int], rare: int) -> Iterator[str]:
    """Say which levels are together, for few rows have them.

    Args:
        reading: Of a category, as it is with these levels together.
        counts: How many of the rows that are kept have each level that there was.
        rare: In fewer rows than this, a text is no level of its own.
    """
    merged = [name for name in sorted(counts) if counts[name] < rare]
    merged.sort(key=lambda name: counts[name], reverse=True)
    if not merged or not isinstance(reading.kind, Category):
        return
    note = say_count(
        "Column {column}: level {levels}, in fewer than {rare:,} rows, is taken as {other}.",
        "Column {column}: levels {levels}, each in fewer than {rare:,} rows, are together as "
        "{other}.",
        len(merged),
        column=in_short(reading.name),
        levels=names_in_short(merged),
        rare=rare,
        other=in_short(reading.kind.levels[-1]),
    )
    if len(merged) == len(counts):
        note = say(
            "{note} No other level is left, so the column tells nothing; let fewer rows make a "
            "level rare{option}, or leave the column out.",
            note=note,
            option=by_option("rare"),
        )
    yield note


def unused_notes(roles: Roles) -> Iterator[str]:
    """Say of which columns something is decided in vain."""
    names = [name for name in roles.only_stated if roles.details[name].use != "left_out"]
    if names:
        yield say_count(
            "Column {names} is not used, so what is said of it changes nothing; make it an input, "
            "a target or the weight{options}.",
            "Columns {names} are not used, so what is said of them changes nothing; make them "
            "inputs, targets or the weight{options}.",
            len(names),
            options=by_option("inputs", "targets", "weight"),
            names=names_in_short(names),
        )


type Code = tuple[float, int]
"""A number that may stand for a missing value, and in how many rows it is."""


def code_of(kind: Kind | None, values: Floats) -> Code | None:
    """The number of a column that may be a code for a missing value, such as -999, if there is one.

    Args:
        kind: Of the column.
        values: Its numbers, `(rows,)`.
    """
    if not isinstance(kind, Number):
        return None
    given = values[np.isfinite(values)]
    if np.abs(given).max(initial=0.0) > GREATEST:
        return None
    found = isolated_values(given)[:1].tolist()
    return next(((value, int(np.count_nonzero(given == value))) for value in found), None)


def code_notes(name: str, code: Code | None) -> Iterator[str]:
    """Ask about a number that may be a code for a missing value."""
    if code is not None:
        value, count = code
        yield say_count(
            "Column {column} holds {value:g} in {count} row, far from all its other values; if "
            "that marks a missing value, say so{option}.",
            "Column {column} holds {value:g} in {count:,} rows, far from all its other values; "
            "if that marks a missing value, say so{option}.",
            count,
            column=in_short(name),
            value=value,
            option=by_option("missing_marks", value=quote(f"{name}={value:g}")),
        )


def assumed_notes(reading: ColumnReading) -> Iterator[str]:
    """Say how a column is read of which nothing in its table tells it."""
    way = reading.dates or reading.decimal
    if reading.assumed is None or way is None:
        return
    yield _ASSUMED[way].format(
        column=in_short(reading.name),
        text=reading.assumed.text,
        value=dict(reading.assumed.readings)[way],
        option=by_option("dates" if reading.dates else "decimal"),
    )


_ASSUMED: Mapping[DecimalMark | DayOrder, str] = {
    "point": say(
        "Column {column}: {text!r} is read as {value}, with a decimal point as in the table that "
        "the model learned from; say so where it is otherwise{option}."
    ),
    "comma": say(
        "Column {column}: {text!r} is read as {value}, with a decimal comma as in the table that "
        "the model learned from; say so where it is otherwise{option}."
    ),
    "day_first": say(
        "Column {column}: {text!r} is read as {value}, with the day first as in the table that "
        "the model learned from; say so where it is otherwise{option}."
    ),
    "month_first": say(
        "Column {column}: {text!r} is read as {value}, with the month first as in the table that "
        "the model learned from; say so where it is otherwise{option}."
    ),
}


def kind_notes(reading: ColumnReading, kind: Kind, role: Role) -> Iterator[str]:
    """Say what a column is taken for, where that is not plain: dates, and levels unasked."""
    unasked = isinstance(kind, Category) and role == Role(use=role.use)
    if reading.reason and (isinstance(kind, Date) or unasked):
        name, what = in_short(reading.name), reading.reason
        yield say("Column {column} holds {what}.", column=name, what=what)
