"""Why tables, columns and cells are refused, in sentences for a person; loads no library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mdn_gui.core.kinds import Number
from mdn_gui.core.option_names import by_option
from mdn_gui.core.reading import DecimalMark, Doubt
from mdn_gui.core.roles import Roles
from mdn_gui.core.system_memory import available_memory
from mdn_gui.core.text import Sentence, say

if TYPE_CHECKING:
    from mdn_gui.core.files.cell_text import Kind


class TableError(ValueError):
    """A file that cannot be used as a table; the message says what is wrong and what to do."""


_LITTLE = 2_000_000
"""So many bytes are there; to ask the system takes as long as to read a small table."""

_SHOWN_NAMES = 5
_SHOWN_CHARACTERS = 40

_MARKS: Mapping[DecimalMark, Sentence] = {"point": say("point"), "comma": say("comma")}


def in_short(name: str) -> str:
    """Quote a name, or so much of it that it fits into a sentence."""
    return repr(_shortened(name))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}..."


def names_in_short(names: Sequence[str]) -> str:
    """List names, at most five of them, and how many more there are."""
    shown = [in_short(name) for name in names[:_SHOWN_NAMES]]
    more = len(names) - len(shown)
    listed = ", ".join(shown)
    return say("{names} and {count:,} more", names=listed, count=more) if more else listed


def check_columns(name: str, names: Sequence[str]) -> None:
    """Refuse a table without columns.

    Args:
        name: The table's name.
        names: Its columns.

    Raises:
        TableError: If there are none.
    """
    if not names:
        raise TableError(say("{name} has no columns; choose another file.", name=name))


def check_roles(name: str, roles: Roles) -> None:
    """Refuse roles without an input or without a target.

    Args:
        name: The table's name.
        roles: What its columns are for.

    Raises:
        TableError: One of them is missing.
    """
    if not roles.inputs or not roles.targets:
        raise TableError(
            say("{name} needs at least one input and one target; choose its columns.", name=name)
        )


def check_weight(name: str, available: Sequence[str], weight: str) -> None:
    """Refuse a table without the column that says how many rows each row stands for.

    Args:
        name: The table's name.
        available: Its columns.
        weight: That column; "" for none.

    Raises:
        TableError: If it has none of that name.
    """
    if weight and weight not in available:
        raise TableError(
            say(
                "{name} has no column {column}, the weight of the rows; choose among {available}, "
                "or add it, with 1 in each row where all count alike.",
                name=name,
                column=in_short(weight),
                available=names_in_short(_nearest_first(weight, available)),
            )
        )


def check_choice(name: str, available: Sequence[str], chosen: Sequence[str]) -> None:
    """Refuse columns that do not exist, whose name is not theirs alone, or that are chosen twice.

    Args:
        name: The table's name.
        available: Its columns.
        chosen: Names of the columns that are wanted.

    Raises:
        TableError: If they cannot be read.
    """
    for column in chosen:
        if column not in available:
            raise TableError(
                say(
                    "{name} has no column {column}; choose among {available}.",
                    name=name,
                    column=in_short(column),
                    available=names_in_short(_nearest_first(column, available)),
                )
            )
        if available.count(column) > 1:
            raise TableError(
                say(
                    "{name}, {fault}",
                    name=name,
                    fault=ambiguous_name(column, available.count(column)),
                )
            )
        if chosen.count(column) > 1:
            raise TableError(
                say(
                    "{name}, column {column} is chosen twice; choose it only once.",
                    name=name,
                    column=in_short(column),
                )
            )


def _nearest_first(name: str, available: Sequence[str]) -> list[str]:
    """Names, those first that are written much like one that is none of them."""
    folded = {each.casefold(): each for each in reversed(available)}
    from difflib import get_close_matches  # noqa: PLC0415 - not needed by the first frame

    found = get_close_matches(name.casefold(), folded, n=_SHOWN_NAMES)
    near = [folded[each] for each in found]
    return [*near, *(each for each in available if each not in near)]


def ambiguous_name(column: str, count: int) -> str:
    """Say that several columns have one name; the rest of a sentence about a table."""
    return say(
        "{count} columns are named {column}; rename all but one, or choose another.",
        count=count,
        column=in_short(column),
    )


def check_table_memory(name: str, needed: int) -> None:
    """Refuse a table that does not fit in the memory available.

    Args:
        name: The table's name.
        needed: How many bytes reading it takes, about.

    Raises:
        TableError: If there are fewer.
    """
    if needed < _LITTLE:
        return
    available = available_memory()
    if available is not None and needed > available:
        raise TableError(
            say(
                "{name} takes about {needed:,.1f} GB of memory, and {available:,.1f} GB are "
                "available; choose fewer columns or rows, or convert it to Parquet, which mdn "
                "train reads piece by piece.",
                name=name,
                needed=needed / 1000000000.0,
                available=available / 1000000000.0,
            )
        )


def type_fault(column: str, kind: str, *, learned: bool = False) -> str:
    """Say that a column has a type of no numbers; the rest of a sentence about a table.

    Args:
        column: The column.
        kind: The type.
        learned: Whether a model learned from the column, so that no other can be chosen.
    """
    held = _shortened(kind)  # a structure names all its fields
    if learned:
        return say(
            "column {column} holds {held}, which the model did not learn from; give it as the "
            "model knows it.",
            column=in_short(column),
            held=held,
        )
    return say(
        "column {column} holds {held}, not numbers; choose another column.",
        column=in_short(column),
        held=held,
    )


def column_fault(column: str, row: int, text: str, kind: Kind, *, learned: bool = False) -> str:
    """Say that no numbers are what a column holds; the rest of a sentence about a table.

    Args:
        column: The column.
        row: A row that shows it, as a spreadsheet counts.
        text: What the cell there holds.
        kind: What the column holds.
        learned: Whether a model learned from the column, so that no other can be chosen.

    Returns:
        What is wrong, and what to do.
    """
    match kind:
        case "date":
            held, remedy = say("dates"), say("write them as numbers, such as days since the first")
        case "yes or no":
            held, remedy = say("yes or no"), say("write 1 and 0")
        case "digits":
            held, remedy = say("digits with spaces between them"), say("delete the spaces")
        case _:
            held, remedy = say("text"), say("write numbers")
    if learned:
        return say(
            "column {column} holds {held} ({text!r} in row {row}), which the model did not learn "
            "from; give it as the model knows it.",
            column=in_short(column),
            held=held,
            text=text,
            row=row,
        )
    return say(
        "column {column} holds {held} ({text!r} in row {row}), not numbers; {remedy}, "
        "or choose another column.",
        column=in_short(column),
        held=held,
        text=text,
        row=row,
        remedy=remedy,
    )


def contradiction(
    column: str,
    told: DecimalMark,
    telling: tuple[int, str] | None,
    found: tuple[int, str, DecimalMark],
) -> str:
    """Say that two cells need different decimal marks; the rest of a sentence about a table.

    Args:
        column: Their column.
        told: The mark that the first needs.
        telling: Its row and its text; None if the whole table tells the mark, or a person.
        found: The row, the text and the mark of the second.

    Returns:
        What is wrong, and what to do.
    """
    if telling is None:
        return say(
            "row {row}, column {column} holds {text!r}, a number with a decimal {mark} only, but "
            "the table is read with a decimal {other_mark}; write all numbers alike.",
            row=found[0],
            column=in_short(column),
            text=found[1],
            mark=_MARKS[found[2]],
            other_mark=_MARKS[told],
        )
    return say(
        "row {row}, column {column} holds {text!r}, a number with a decimal "
        "{mark} only, but row {other_row} holds {other_text!r}, one with a decimal {other_mark} "
        "only; write all numbers of the column alike.",
        row=found[0],
        column=in_short(column),
        text=found[1],
        mark=_MARKS[found[2]],
        other_row=telling[0],
        other_text=telling[1],
        other_mark=_MARKS[told],
    )


def contradicting_dates(
    column: str, day_first: tuple[str, str], month_first: tuple[str, str]
) -> str:
    """Say that some dates begin with the day and others with the month.

    Args:
        column: Their column.
        day_first: The row and the text of one that begins with the day.
        month_first: The same of one that begins with the month.

    Returns:
        What is wrong, and what to do: the rest of a sentence about a table.
    """
    return say(
        "row {row}, column {column} holds {text!r}, where only the second number can be the day, "
        "but row {other_row} holds {other_text!r}, where only the first can; write all dates of "
        "the column alike, or say whether the day or the month comes first{option}, so that the "
        "others are left out.",
        option=by_option("dates"),
        row=month_first[0],
        column=in_short(column),
        text=month_first[1],
        other_row=day_first[0],
        other_text=day_first[1],
    )


def doubt_fault(column: str, doubt: Doubt) -> str:
    """Say that a cell can be read in two ways; the rest of a sentence about a table.

    Args:
        column: Its column.
        doubt: The cell.

    Returns:
        What is wrong, and what to do.
    """
    (asked, first), (_, second) = doubt.readings
    if asked == "point":
        return say(
            "row {row}, column {column} holds {text!r}, which is {point} with a decimal "
            "point and {comma} with a decimal comma, and nothing in the table tells which "
            "is meant; say which mark it is{option}, or choose the columns in the window, which "
            "asks.",
            option=by_option("decimal"),
            row=doubt.row,
            column=in_short(column),
            text=doubt.text,
            point=first,
            comma=second,
        )
    return say(
        "row {row}, column {column} holds {text!r}, which is {first} if the day comes first and "
        "{second} if the month does, and nothing in the table tells which is meant; say which "
        "comes first{option}, or choose the columns in the window, which asks.",
        option=by_option("dates"),
        row=doubt.row,
        column=in_short(column),
        text=doubt.text,
        first=first,
        second=second,
    )


def transform_fault(column: str, row: int, value: float, kind: Number) -> str:
    """Say that a number has no logarithm, or no logit; the rest of a sentence about a table.

    Args:
        column: The name of its column.
        row: Its row, as a spreadsheet counts.
        value: The number.
        kind: What the column is.
    """
    low, high = kind.bounds
    fault = say(
        "row {row}, column {column} holds {value:.6g}, and its {transform} is defined above "
        "{low:g} and below {high:g} only; correct the cell, or choose another transform."
    )
    if kind.transform == "log":
        fault = say(
            "row {row}, column {column} holds {value:.6g}, and its {transform} is defined above "
            "0 only; correct the cell, or choose another transform."
        )
    return fault.format(
        row=row,
        column=in_short(column),
        value=value,
        transform=kind.transform,
        low=low,
        high=high,
    )


def cell_fault(column: str, row: int, text: str, extent: str = "", *, date: bool = False) -> str:
    """Say that a cell holds no finite number; a part of a sentence about a table.

    Args:
        column: The cell's column.
        row: The cell's row, as a spreadsheet counts.
        text: What the cell holds.
        extent: How many rows are like it, where that is known.
        date: Whether it should hold a date.

    Returns:
        What is wrong.
    """
    from mdn_gui.core.files.cell_text import kind_of  # noqa: PLC0415 - see `_nearest`

    match kind_of(text):
        case "nothing":
            fault = say("row {row}, column {column} is empty")
        case "missing":
            fault = say("row {row}, column {column} holds {text!r}, which marks a missing value")
        case _ if date:
            fault = say(
                "row {row}, column {column} holds {text!r}, which is no date written as the others"
            )
        case "date":
            fault = say(
                "row {row}, column {column} holds {text!r}, which is a date and not a number"
            )
        case "digits":
            fault = say(
                "row {row}, column {column} holds {text!r}, which may be one number or several"
            )
        case _:
            fault = say("row {row}, column {column} holds {text!r}, which is not a finite number")
    told = fault.format(row=row, column=in_short(column), text=text)
    return say("{fault} ({extent} affected)", fault=told, extent=extent) if extent else told
