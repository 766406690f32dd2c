"""What a person chose for a table, remembered for it and for tables with the same columns."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from mdn_gui.core.reading import UNSAID, ReadingOptions
from mdn_gui.core.roles import UNDECIDED, Role, Roles
from mdn_gui.qt.preferences import Preferences

MOST_CHOICES = 50
"""For so many tables choices are remembered."""

_BOUNDS = ("low", "high")
_DETAILS = {"kind", "transform", *_BOUNDS, "rare", "parts", "missing_marks"}
_MOST_COLUMNS = 2_000  # with a role; more would fill the file


class Choice(NamedTuple):
    """What was chosen for a table.

    Attributes:
        roles: What its columns are for.
        options: How it is read.
    """

    roles: Roles
    options: ReadingOptions


def choice_for(preferences: Preferences, path: Path, columns: Sequence[str]) -> Choice | None:
    """What was chosen last for a table, or else for another with the same columns.

    Args:
        preferences: What is remembered.
        path: Where the table is.
        columns: The names of its columns, as they are found while nothing is said of that.

    Returns:
        The choice; None if there was none.
    """
    preferences.refresh()
    key, place = _key(columns), str(path.absolute())
    known = [each for each in preferences.choices if _field(each, "columns") == key]
    known.sort(key=lambda each: _field(each, "path") != place)  # the latest of each first
    return next((_choice(each) for each in known if isinstance(each, dict)), None)


def remember_choice(
    preferences: Preferences, path: Path, columns: Sequence[str], choice: Choice
) -> None:
    """Remember what was chosen for a table; see `choice_for`."""
    roles, options = choice
    if len(roles.columns) > _MOST_COLUMNS:
        return
    preferences.refresh()
    key, place = _key(columns), str(path.absolute())
    entry = {
        "path": place,
        "columns": key,
        "inputs": roles.inputs,
        "targets": roles.targets,
        "weight": roles.weight,
        "missing": roles.missing,
        "details": {name: _said(role, UNDECIDED) for name, role in roles.details.items()},
        "reading": _said(options, UNSAID),
    }
    others = [
        each
        for each in preferences.choices
        if (_field(each, "path"), _field(each, "columns")) != (place, key)
    ]
    entry = json.loads(json.dumps(entry))  # as it is read again
    preferences.remember_choices([entry, *others][:MOST_CHOICES])


def _said(stated: Role | ReadingOptions, otherwise: Role | ReadingOptions) -> dict[str, Any]:
    """The fields in which a person said something."""
    given = asdict(stated)
    return {name: value for name, value in given.items() if value != getattr(otherwise, name)}


def _key(columns: Sequence[str]) -> str:
    """Tells the names of columns, of which there may be many."""
    import hashlib  # noqa: PLC0415 - brings OpenSSL, not needed by the first frame

    return hashlib.sha256(json.dumps(list(columns)).encode()).hexdigest()


def _field(entry: object, name: str) -> object:
    return entry.get(name) if isinstance(entry, dict) else None


def _choice(entry: Mapping[str, Any]) -> Choice | None:
    """What an entry says; None if it is broken."""
    inputs, targets, weight = (entry.get(name) for name in ("inputs", "targets", "weight"))
    if not _are_texts(inputs) or not _are_texts(targets) or not isinstance(weight, str):
        return None
    missing = entry.get("missing", "drop")
    reading, stated = entry.get("reading"), entry.get("details", {})
    options = _options(reading) if isinstance(reading, dict) else None
    details = _details(stated) if isinstance(stated, dict) else None
    if options is None or details is None or missing not in ("drop", "keep"):
        return None
    x, y = tuple(inputs or ()), tuple(targets or ())
    return Choice(Roles(x, y, weight, details, missing), options)


def _details(stated: Mapping[str, Any]) -> Mapping[str, Role] | None:
    """What an entry says of columns; None if that is broken."""
    try:
        return {name: Role(**_fields(entry)) for name, entry in stated.items()}
    except (TypeError, ValueError):
        return None


def _fields(entry: object) -> Mapping[str, Any]:
    """The fields of a role, whose values a `Role` checks itself, but for the bounds.

    Raises:
        ValueError: There is one of another name, or a bound is no number.
    """
    if not isinstance(entry, dict) or not entry.keys() <= _DETAILS:
        raise ValueError(entry)
    if any(type(entry.get(name, 0.0)) not in (int, float) for name in _BOUNDS):
        raise ValueError(entry)
    return entry


def _options(reading: Mapping[str, Any]) -> ReadingOptions | None:
    """The options that an entry states; None if they are broken."""
    kinds: dict[str, tuple[object, ...]] = {
        "decimal": ("point", "comma"),
        "dates": ("day_first", "month_first"),
        "units": (True, False),
    }
    for name, value in reading.items():
        if name == "missing_marks":
            good = _are_texts(value)
        elif name == "header":
            good = type(value) is int and value >= 0
        elif name in kinds:
            good = value in kinds[name]
        else:
            good = name in {"encoding", "separator", "sheet"} and isinstance(value, str)
        if not good:
            return None
    marks = tuple(reading.get("missing_marks", ()))
    return ReadingOptions(**{**reading, "missing_marks": marks})


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
