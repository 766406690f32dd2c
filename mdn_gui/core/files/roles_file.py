"""Files that say what the columns of tables are for: JSON, one object with an entry a column."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from mdn_gui.core.files.disk_files import open_regular
from mdn_gui.core.files.model_fields import Fields
from mdn_gui.core.files.table_refusals import TableError, in_short
from mdn_gui.core.roles import Role
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
}


def read_roles_file(path: Path) -> Mapping[str, Role]:
    """Read what columns are for.

    Args:
        path: A file such as `{"price": {"use": "target", "transform": "log"}}`: by the name of each
            column, the fields of its `Role`.

    Returns:
        The roles by the names of their columns.

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
    return {name: _role(path.name, name, content) for name in content.names}


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
