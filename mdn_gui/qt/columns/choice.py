"""What the columns of a table are for: what is proposed, what can be chosen, and why."""

from collections.abc import Mapping
from typing import Final

from mdn_gui.core.column_summary import NO_SUMMARY
from mdn_gui.core.kinds import Category
from mdn_gui.core.reading import ColumnReading
from mdn_gui.core.roles import UNDECIDED, Missing, Role, Roles, Use
from mdn_gui.core.table_preview import TablePreview
from mdn_gui.core.text import Sentence, say, say_count, say_in
from mdn_gui.qt.columns.details import applying

type Uses = Mapping[str, Use]
"""What columns are for, by their names; those that are not named are left out."""

USE_NAMES: Final[Mapping[Use, Sentence]] = {
    "input": say_in("role", "Input"),
    "target": say_in("role", "Target"),
    "weight": say_in("role", "Weight"),
    "left_out": say_in("role", "Left out"),
}

MOST_CHOSEN = 12
"""Of a table with more inputs than that, a person chooses them; the first is chosen already."""

MOST_LEVELS = 50
"""A category of more levels than that is no input until a person chooses it."""

_FEWEST_COLUMNS = 2
_SHOWN_LEVELS = 6


def refusal(column: ColumnReading, use: Use) -> str:
    """Why a column cannot be used so, in a sentence; "" if it can."""
    if use == "left_out" or column.numeric:
        return ""
    if isinstance(column.kind, Category):
        told = say("Each of its levels has a density of its own: it can be an input, no target.")
        return "" if use == "input" else told
    return say("It cannot be used: {fault}", fault=column.reason)


def proposed(preview: TablePreview) -> Uses:
    """What columns are for until a person says it."""
    names = preview.identifiers
    usable = [column for column in preview.columns if column.kind is not None]
    measured = [column for column in usable if column.name not in names and not _many(column)]
    if len(measured) < _FEWEST_COLUMNS or not any(column.numeric for column in measured):
        measured = sorted(usable, key=lambda column: column.name not in names)
    last = [column for column in measured if column.numeric][-1]
    others = [column for column in measured if column is not last]
    sure = [column for column in others if not column.doubt]
    inputs = sure if 0 < len(sure) <= MOST_CHOSEN else others[:1]
    return {**dict.fromkeys((each.name for each in inputs), "input"), last.name: "target"}


def _many(column: ColumnReading) -> bool:
    """Whether a column is a category of so many levels that it is left out at first."""
    return isinstance(column.kind, Category) and len(column.kind.levels) > MOST_LEVELS


def uses_of(roles: Roles) -> Uses:
    """What the columns of some roles are for."""
    uses: dict[str, Use] = dict.fromkeys(roles.inputs, "input")
    uses |= dict.fromkeys(roles.targets, "target")
    return uses | ({roles.weight: "weight"} if roles.weight else {})


def roles_of(preview: TablePreview, uses: Uses, missing: Missing = "drop") -> Roles:
    """The roles that uses amount to, in the order of the table, with what is decided beside."""
    by_use: dict[Use, list[str]] = {use: [] for use in USE_NAMES}
    details: dict[str, Role] = {}
    for column in preview.columns:
        name, use = column.name, uses.get(column.name, "left_out")
        by_use[use].append(name)
        if use != "left_out" and name in preview.details:
            role = applying(preview.details[name], column.kind, use)
            details |= {} if role == UNDECIDED else {name: role}
    inputs, targets = tuple(by_use["input"]), tuple(by_use["target"])
    return Roles(inputs, targets, "".join(by_use["weight"]), details, missing)


def carried(before: TablePreview, after: TablePreview, uses: Uses) -> Uses:
    """What columns are for once a table is read in another way.

    Args:
        before: The table as it was read.
        after: As it is read now.
        uses: What its columns were for.
    """
    by_name = {column.name: column for column in after.columns}
    kept = renamed(before, after, uses)
    return {name: use for name, use in kept.items() if not refusal(by_name[name], use)}


def renamed[Value](
    before: TablePreview, after: TablePreview, said: Mapping[str, Value]
) -> Mapping[str, Value]:
    """What is said of columns once a table is read in another way: by their places, or by names."""
    names = {column.name: column.name for column in after.columns}
    if len(before.columns) == len(after.columns):
        pairs = zip(before.columns, after.columns, strict=True)
        names = {old.name: new.name for old, new in pairs}
    return {names[name]: value for name, value in said.items() if name in names}


def chosen(preview: TablePreview, uses: Uses, names: list[str], use: Use) -> Uses:
    """What columns are for once some of them are chosen for a use, as far as they can be.

    There is one weight at most, the one that was chosen last.
    """
    columns = {column.name: column for column in preview.columns}
    able = [name for name in names if not refusal(columns[name], use)]
    if use == "weight":
        able = able[-1:]
        uses = {name: other for name, other in uses.items() if other != "weight"}
    return {**uses, **dict.fromkeys(able, use)}


def reason(preview: TablePreview, column: ColumnReading, default: Use) -> str:
    """Why a column has the role that is proposed, in a few words."""
    if column.numeric and column.name in preview.identifiers:
        return say("identifier: its numbers only tell the rows apart")
    if column.doubt:
        return say(
            "row {row}: {text} can be read in two ways",
            row=column.doubt.row,
            text=column.doubt.text,
        )
    if default == "target":
        return say("the last column of numbers; {kind}", kind=column.reason)
    if default == "left_out" and _many(column):
        return say("{kind}, more than {most}", kind=column.reason, most=MOST_LEVELS)
    if default == "left_out" and column.numeric:
        return say("left for you to choose; {kind}", kind=column.reason)
    return column.reason


def cost(preview: TablePreview, column: ColumnReading) -> str:
    """How many rows a column costs, in a sentence; "" where it costs none."""
    count = lacking(preview, column)
    if not count:
        return ""
    told = say_count(
        "{count} of {rows:,} rows has no value in this column. It is left out where the column has "
        "a role.",
        "{count:,} of {rows:,} rows have no value in this column. They are left out where the "
        "column has a role.",
        count,
        rows=preview.rows,
    )
    if column.missing:
        told = say("{count} Where it is an input, rows without a value can be kept.", count=told)
    if not column.bad:
        return told
    first = say(
        "The first that cannot be read is {text!r} in row {row}.",
        text=column.bad_text,
        row=column.first_bad,
    )
    return say("{count} {first}", count=told, first=first)


def lacking(preview: TablePreview, column: ColumnReading) -> int:
    """How many rows have no value in a column; 0 of one that cannot be used."""
    if column.kind is None:
        return 0
    return preview.rows - preview.rows_with([column.name])


def levels_text(preview: TablePreview, column: ColumnReading) -> str:
    """The most frequent levels with their counts; "" where there are none."""
    summary = preview.summaries.get(column.name, NO_SUMMARY)
    pairs = zip(summary.levels, summary.counts, strict=False)
    told = [f"{level} {count:,}" for level, count in pairs][:_SHOWN_LEVELS]
    return ", ".join(told) + (", …" if summary.distinct > len(told) > 0 else "")
