"""Options of both commands that say how a table is read and what its columns are for."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.reading import DayOrder, Reading, ReadingOptions, read_as
from mdn_gui.core.roles import Role, Roles
from mdn_gui.core.table_formats import any_name
from mdn_gui.core.text import say

_SEPARATORS = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "pipe": "|",
    "space": " ",
}
_MOST_DIGITS = 100
_EXAMPLE = """{"price": {"use": "target", "transform": "log"}}"""
_YES_OR_NO: Mapping[str, bool] = {"yes": True, "no": False}
_DATES: Mapping[str, DayOrder] = {"day-first": "day_first", "month-first": "month_first"}

_OF_COLUMNS = {
    "inputs": "--input",
    "targets": "--target",
    "categories": "--category",
    "weight": "--weight",
    "rare": "--rare",
    "missing": "--missing",
    "roles": "--roles",
}
_OF_READING = {
    "decimal": "--decimal",
    "dates": "--dates",
    "missing_marks": "--missing-mark",
    "separator": "--separator",
    "encoding": "--encoding",
    "header": "--header-row",
    "units": "--units-row",
    "sheet": "--sheet",
}
OPTION_NAMES: Mapping[str, str] = {**_OF_COLUMNS, **_OF_READING}
"""The options by the names of their values, which are those of what they set."""

type _Group = argparse._ArgumentGroup  # noqa: SLF001 - it has no public name


def add_table(parser: argparse.ArgumentParser) -> None:
    """Add the table and the options of how it is read."""
    parser.add_argument(
        "table",
        metavar="TABLE",
        type=Path,
        help=say("a {formats} file, or a folder of Parquet files", formats=any_name()),
    )
    add_reading_options(parser)


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of how a table is read; each is found out where it is not given."""
    group = parser.add_argument_group(say("how the table is read"))
    group.add_argument(
        "--decimal",
        choices=("comma", "point"),
        help=say(
            "what marks decimals in columns that do not tell it, where 1.234 may be 1234; a column "
            "with a cell such as 0.5 tells it itself"
        ),
    )
    group.add_argument(
        "--dates",
        choices=tuple(_DATES),
        help=say(
            "what comes first in dates such as 3/4/2024, in columns that do not tell it, as "
            "25/4/2024 does, or that hold dates of both orders"
        ),
    )
    group.add_argument(
        "--missing-mark",
        dest="missing_marks",
        metavar="[COLUMN=]TEXT",
        action="append",
        default=[],
        help=say(
            "a cell that marks a missing value, such as -999, or of one column only, such as "
            "age=99; may be repeated"
        ),
    )
    _add_layout(group)


def _add_layout(group: _Group) -> None:
    """Add how the rows lie in the file."""
    group.add_argument(
        "--separator",
        metavar="NAME",
        type=_separator,
        help=say(
            "what separates the fields of a text: {names}, or the character itself",
            names=", ".join(_SEPARATORS),
        ),
    )
    group.add_argument(
        "--encoding", metavar="NAME", help=say("the encoding of a text, such as cp1252")
    )
    group.add_argument(
        "--header-row",
        dest="header",
        metavar="N",
        type=whole_number(0),
        help=say("the row that holds the names of columns, from 1; 0 if there is none"),
    )
    group.add_argument(
        "--units-row",
        dest="units",
        choices=tuple(_YES_OR_NO),
        help=say("whether the row below the names of columns holds their units"),
    )
    group.add_argument("--sheet", metavar="NAME", help=say("the sheet of a spreadsheet"))


def _separator(text: str) -> str:
    """The character that a name of a separator, or it itself, stands for."""
    if text in _SEPARATORS.values():
        return text
    if text not in _SEPARATORS:
        raise argparse.ArgumentTypeError(
            say(
                "{text!r} is none of {names}, nor the character of one",
                text=text,
                names=", ".join(_SEPARATORS),
            )
        )
    return _SEPARATORS[text]


def whole_number(least: int) -> Callable[[str], int]:
    """What reads a whole number of at least so much, for argparse."""

    def read(text: str) -> int:
        # Python makes no numbers of thousands of digits, and nobody means one.
        if not text.isdecimal() or len(text) > _MOST_DIGITS or int(text) < least:
            raise argparse.ArgumentTypeError(
                say("{text!r} is not a whole number from {least}", text=text, least=least)
            )
        return int(text)

    return read


def reading_options(
    arguments: argparse.Namespace, trained_on: Reading | None = None
) -> ReadingOptions:
    """What the arguments say of how a table is read.

    Args:
        arguments: With the options of a table.
        trained_on: How the table was understood that a model learned from: where nothing tells how
            a number or a date is to be read, it is read as there.
    """
    return _read_so(arguments, read_as(trained_on))


def _read_so(arguments: argparse.Namespace, otherwise: ReadingOptions) -> ReadingOptions:
    """What the arguments say of how a table is read, and of what they do not say another."""
    said = {
        "encoding": arguments.encoding,
        "separator": arguments.separator,
        "decimal": arguments.decimal,
        "header": arguments.header,
        "units": _YES_OR_NO.get(arguments.units),
        "sheet": arguments.sheet,
        "dates": _DATES.get(arguments.dates),
    }
    marks = tuple(mark for name, mark in marks_of(arguments) if not name)
    return replace(
        otherwise,
        **{name: value for name, value in said.items() if value is not None},
        missing_marks=(*otherwise.missing_marks, *marks),
    )


def with_marks(roles: Roles, arguments: argparse.Namespace) -> Roles:
    """Roles with the marks for missing cells that the arguments give for single columns."""
    details = dict(roles.details)
    for name, mark in marks_of(arguments):
        if name:
            role = details.get(name, Role())
            details[name] = replace(role, missing_marks=(*role.missing_marks, mark))
    return replace(roles, details=details)


def marks_of(arguments: argparse.Namespace) -> list[tuple[str, str]]:
    """The marks for missing cells, each with the column that it is for; "" for all."""
    found = []
    for given in arguments.missing_marks:
        name, _, mark = given.rpartition("=")
        found.append((name, mark))
    return found


def add_roles(parser: argparse.ArgumentParser) -> None:
    """Add the options of what columns are for."""
    group = parser.add_argument_group(say("what the columns are for"))
    for option, dest, text in (
        ("--input", "inputs", say("a column of x; may be repeated")),
        ("--target", "targets", say("a column of y; may be repeated")),
        (
            "--category",
            "categories",
            say(
                "a column of x whose values are levels of a category, numbers too; needs no "
                "--input beside it; may be repeated"
            ),
        ),
    ):
        group.add_argument(
            option, dest=dest, metavar="COLUMN", action="append", default=[], help=text
        )
    group.add_argument(
        "--weight", metavar="COLUMN", help=say("the column of how many rows each row stands for")
    )
    _add_treatment(group)


def _add_treatment(group: _Group) -> None:
    """Add what becomes of rare levels and of missing cells, and the file that says more."""
    group.add_argument(
        "--rare",
        metavar="N",
        type=whole_number(0),
        help=say(
            "levels of categories in fewer than N rows become one level, which also stands for "
            "those that training did not see"
        ),
    )
    group.add_argument(
        "--missing",
        choices=("drop", "keep", "refuse"),
        help=say(
            "what becomes of a row with a missing input: it is left out (default), it is kept and "
            "the network sees that it is missing, or the table is refused"
        ),
    )
    group.add_argument(
        "--roles",
        metavar="FILE",
        type=Path,
        help=say(
            "a JSON file with an entry for each column, such as "
            "{example}; fields: use, kind, transform, low, high, rare, parts; or a file of "
            "columns that the window saved, or a model, whose columns and reading are taken",
            example=_EXAMPLE,
        ),
    )


def columns_of(arguments: argparse.Namespace) -> tuple[Roles, ReadingOptions]:
    """What the arguments say of what the columns are for, and of how the table is read.

    Raises:
        TableError: The file of roles cannot be read, or a column has two uses.
    """
    from mdn_gui.core.files.roles_file import SavedColumns  # noqa: PLC0415 - seldom used

    saved = SavedColumns({})
    if arguments.roles is not None:
        from mdn_gui.core.saved_columns import load  # noqa: PLC0415 - likewise

        saved = load(arguments.roles)
    details = dict(saved.details)
    if arguments.weight:
        details[arguments.weight] = replace(details.get(arguments.weight, Role()), use="weight")
    for name in arguments.categories:
        details[name] = replace(details.get(name, Role()), use="input", kind="category")
    missing = arguments.missing or saved.missing or "drop"
    try:
        roles = Roles.of(arguments.inputs, arguments.targets, details, missing)
    except ValueError as error:
        raise TableError(str(error)) from error
    roles = with_marks(roles, arguments)
    if arguments.rare is not None:
        roles = replace(roles, details=_rare(roles, arguments.rare))
    return roles, _read_so(arguments, saved.options)


def options_given(arguments: argparse.Namespace) -> Mapping[str, bool]:
    """The options that were given, and of each whether it says what columns are for.

    Args:
        arguments: With those of `add_roles` and `add_reading_options`.
    """
    return {
        option: of_columns
        for of_columns, options in ((True, _OF_COLUMNS), (False, _OF_READING))
        for dest, option in options.items()
        if getattr(arguments, dest) not in (None, [], "")
    }


def _rare(roles: Roles, rare: int) -> Mapping[str, Role]:
    """The details, in which so few rows make a level of any input rare."""
    return dict(roles.details) | {
        name: replace(roles.details.get(name, Role()), rare=rare) for name in roles.inputs
    }
