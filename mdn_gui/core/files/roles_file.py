"""Files that say what the columns of tables are for, and how tables are read: JSON.

A file that a person writes is one object with an entry a column. One that the program writes has
these as "columns", and a number as "version", which no entry of a column is; beside them it says
how the table is read, and what becomes of rows with a missing input.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

from mdn_gui.core.files.disk_files import open_regular
from mdn_gui.core.files.kind_fields import described_kinds, kind_of
from mdn_gui.core.files.model_fields import Fields
from mdn_gui.core.files.table_refusals import TableError, in_short
from mdn_gui.core.reading import UNSAID, DayOrder, DecimalMark, ReadingOptions
from mdn_gui.core.roles import Missing, Role, Roles, Use
from mdn_gui.core.text import Sentence, say

_LARGEST = 1_000_000
_UTF_8_MARK: Final = b"\xef\xbb\xbf"
_EXAMPLE: Final = """{"price": {"use": "target", "transform": "log"}}"""


class _Field(NamedTuple):
    """A field of an entry: how it is read, and what it must be, in words."""

    read: Callable[[Fields, str], object]
    wanted: Sentence


def _texts(stated: Fields, name: str) -> tuple[str, ...]:
    return stated.texts(name, least=0)


def _known(stated: Fields, name: str) -> object:
    return kind_of(stated.fields(name))


def _missing_values(stated: Fields) -> Missing:
    choices: tuple[Missing, ...] = get_args(Missing.__value__)
    return stated.choice("missing", choices)


def _mark(stated: Fields, name: str) -> DecimalMark:
    return stated.choice(name, get_args(DecimalMark.__value__))


def _order(stated: Fields, name: str) -> DayOrder:
    return stated.choice(name, get_args(DayOrder.__value__))


_VERSION: Final = 2
_OPTIONS: Final[Mapping[str, Callable[[Fields, str], object]]] = {
    "encoding": Fields.text,
    "separator": Fields.text,
    "decimal": _mark,
    "header": Fields.count,
    "units": Fields.flag,
    "sheet": Fields.text,
    "dates": _order,
    "missing_marks": _texts,
    "decimal_otherwise": _mark,
    "dates_otherwise": _order,
}
_BOUND: Final = _Field(Fields.number, say("a number"))
_FIELDS: Final[Mapping[str, _Field]] = {
    "use": _Field(Fields.text, say('text such as "input"')),
    "kind": _Field(Fields.text, say('text such as "category"')),
    "transform": _Field(Fields.text, say('text such as "log"')),
    "low": _BOUND,
    "high": _BOUND,
    "rare": _Field(Fields.count, say("a whole number from 0")),
    "parts": _Field(_texts, say('a list of texts such as ["hour"]')),
    "missing_marks": _Field(_texts, say('a list of texts such as ["-99"]')),
    "known": _Field(_known, say("a kind as the program writes it")),
}


class SavedColumns(NamedTuple):
    """What a file says of the columns of tables.

    Attributes:
        details: What is decided of each column, its use included, by its name.
        missing: What becomes of a row with a missing input; None where that is not said.
        options: How a table is read.
    """

    details: Mapping[str, Role]
    missing: Missing | None = None
    options: ReadingOptions = UNSAID

    @property
    def roles(self) -> Roles:
        """What the columns are for.

        Raises:
            ValueError: Two are weights.
        """
        return Roles.of((), (), self.details, self.missing or "drop")


def with_uses(roles: Roles) -> Mapping[str, Role]:
    """What is decided of each column that is used, its use included: inputs first, in order."""
    uses: dict[str, Use] = dict.fromkeys(roles.inputs, "input")
    uses |= dict.fromkeys(roles.targets, "target")
    uses |= {roles.weight: "weight"} if roles.weight else {}
    return {name: replace(roles.details.get(name, Role()), use=use) for name, use in uses.items()}


def roles_content(roles: Roles, options: ReadingOptions) -> bytes:
    """What a file holds that says what columns are for, and how a table is read.

    Args:
        roles: What the columns are for.
        options: What was said of how the table is read.
    """
    columns = {}
    for name, role in with_uses(roles).items():
        columns[name] = _said(role, Role())
        if role.known is not None:
            columns[name]["known"] = described_kinds([role.known])[0]
    content = {
        "version": _VERSION,
        "missing": roles.missing,
        "reading": _said(options, UNSAID),
        "columns": columns,
    }
    # Escaped, so that even names that are not valid Unicode come back as they were.
    return (json.dumps(content, indent=1, ensure_ascii=True) + "\n").encode()


def _said(value: Role | ReadingOptions, unsaid: Role | ReadingOptions) -> dict[str, Any]:
    """The fields that are not as they are where nothing is said."""
    return {name: it for name, it in asdict(value).items() if it != getattr(unsaid, name)}


def read_roles_file(path: Path) -> SavedColumns:
    """Read what columns are for.

    Args:
        path: A file such as `{"price": {"use": "target", "transform": "log"}}`: by the name of each
            column, the fields of its `Role`; or one that holds `roles_content`.

    Returns:
        What it says.

    Raises:
        TableError: The file cannot be read, or says something that is no role.
    """
    try:
        with open_regular(path) as file:
            text = file.read(_LARGEST).removeprefix(_UTF_8_MARK)
    except OSError as error:
        raise TableError(
            say(
                "{path} cannot be read ({reason}); choose another file of roles.",
                path=path,
                reason=error.strerror or error,
            )
        ) from error
    content = _parsed(path.name, text)
    if not _has_version(content):
        return SavedColumns(_roles(path.name, content))
    if content.whole("version") > _VERSION:
        raise TableError(
            say(
                "{file} is of a later version of the program; open it with that one.",
                file=path.name,
            )
        )
    try:
        options = _options(content.fields("reading"))
        missing, columns = _missing_values(content), content.fields("columns")
    except ValueError as error:
        raise _unreadable(path.name, str(error)) from error
    return SavedColumns(_roles(path.name, columns), missing, options)


def _has_version(content: Fields) -> bool:
    """Whether the program wrote it: then "version" is a number, and no entry of a column."""
    try:
        return bool(content.whole("version"))
    except ValueError:
        return False


def _options(stated: Fields) -> ReadingOptions:
    """How a table is read.

    Raises:
        ValueError: An option is not there, or cannot be so.
    """
    unknown = [name for name in stated.names if name not in _OPTIONS]
    if unknown:
        raise ValueError(
            say(
                "{field} is none of {known}",
                field=in_short(unknown[0]),
                known=", ".join(map(repr, _OPTIONS)),
            )
        )
    given: dict[str, Any] = {name: _OPTIONS[name](stated, name) for name in stated.names}
    return ReadingOptions(**given)


def _roles(file: str, columns: Fields) -> Mapping[str, Role]:
    return {name: _role(file, name, columns) for name in columns.names}


def _parsed(file: str, text: bytes) -> Fields:
    if not text.lstrip().startswith(b"{"):
        raise _unreadable(file, say("it does not begin with a brace"))
    try:
        return Fields.parse(text)
    except ValueError as error:
        line = getattr(error.__cause__, "lineno", 0)  # of what is no JSON
        where = say("{file}, line {line}", file=file, line=line) if line else file
        raise _unreadable(where, getattr(error.__cause__, "msg", str(error))) from error


def _unreadable(where: str, reason: str) -> TableError:
    return TableError(
        say(
            "{where} cannot be read as roles ({reason}); write one entry for each column, as in "
            "{example}.",
            where=where,
            reason=reason,
            example=_EXAMPLE,
        )
    )


def _role(file: str, column: str, content: Fields) -> Role:
    try:
        return Role(**_stated(column, content))
    except ValueError as error:
        raise TableError(
            say(
                "{file}, column {column}: {reason}.",
                file=file,
                column=in_short(column),
                reason=str(error).rstrip("."),
            )
        ) from error


def _stated(column: str, content: Fields) -> dict[str, Any]:
    """The fields of an entry, each of its type.

    Raises:
        ValueError: One is not.
    """
    try:
        entry = content.fields(column)
    except ValueError as error:
        raise ValueError(
            say("its entry must be like those of {example}", example=_EXAMPLE)
        ) from error
    unknown = [name for name in entry.names if name not in _FIELDS]
    if unknown:
        raise ValueError(
            say(
                "{field} is none of {known}; correct the name",
                field=in_short(unknown[0]),
                known=", ".join(map(repr, _FIELDS)),
            )
        )
    stated: dict[str, Any] = {}
    for name in entry.names:
        try:
            stated[name] = _FIELDS[name].read(entry, name)
        except ValueError as error:
            wanted = _FIELDS[name].wanted
            raise ValueError(
                say("{field!r} must be {wanted}", field=name, wanted=wanted)
            ) from error
    _check_bounds(stated)
    return stated


def _check_bounds(stated: Mapping[str, Any]) -> None:
    """Refuse a bound that the other one, which nobody stated, does not go with."""
    given = [name for name in ("low", "high") if name in stated]
    bounds = {"low": Role.low, "high": Role.high, **stated}
    if len(given) == 1 and not bounds["low"] < bounds["high"]:
        (other,) = {"low", "high"} - set(given)
        raise ValueError(
            say(
                "{bound!r} is {value:g}, and {other!r} is {otherwise:g} unless stated; state both, "
                "'low' below 'high'",
                bound=given[0],
                value=stated[given[0]],
                other=other,
                otherwise=bounds[other],
            )
        )
