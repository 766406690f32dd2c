"""Reading the fields of a JSON object that may hold anything; loads no library."""

import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn

from mdn_gui.core.text import say


class ModelFileError(ValueError):
    """A file that cannot be read or written as a model; the message says why and what to do."""


DEEPEST = 16
"""So many objects and lists may be within each other."""

LONGEST_NUMBER = 64
"""So many characters may a number have: twice those of the longest double and more."""

_QUOTED = 80  # characters of what a file says that a sentence repeats at most


class Fields:
    """The fields of one object, each read with its type checked.

    Args:
        values: What the JSON text holds here.
        name: Dotted name of the object within the file; nothing for the outermost.

    Raises:
        ValueError: It is no object.
    """

    def __init__(self, values: object, name: str = "") -> None:
        if not isinstance(values, dict):
            where = say("field {name!r}", name=name) if name else say("its description")
            raise ValueError(say("{where} is no object", where=where))  # noqa: TRY004 - the file is at fault
        self._values: Mapping[str, object] = values
        self._name = name

    @classmethod
    def parse(cls, text: bytes) -> "Fields":
        """Read JSON as RFC 8259 has it, without what readers of it disagree on.

        Raises:
            ValueError: The text is not JSON, or not an object; a field is there twice; a number is
                longer than `LONGEST_NUMBER` or too large for a double; or objects and lists are
                deeper than `DEEPEST` within each other.
        """
        try:
            values = json.loads(
                text.decode("utf-8"),
                object_pairs_hook=_object,
                parse_int=_whole,
                parse_float=_real,
                parse_constant=_refuse_constant,
            )
        except RecursionError as error:
            raise ValueError(_TOO_DEEP) from error
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise ValueError(say("its description is not JSON")) from error
        _check_depth(values)
        return cls(values)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str) -> str:
        """A field that holds text."""
        value = self._value(name)
        return value if isinstance(value, str) else self._refuse(name, say("text"))

    def texts(self, name: str, least: int = 1) -> tuple[str, ...]:
        """A field that holds a list of texts, so many of them at least."""
        value = self._value(name)
        if not isinstance(value, list) or len(value) < least:
            self._refuse(name, say("a list of names"))
        return tuple(
            item if isinstance(item, str) else self._refuse(name, say("text")) for item in value
        )

    def flag(self, name: str) -> bool:
        """A field that holds true or false."""
        value = self._value(name)
        return value if isinstance(value, bool) else self._refuse(name, say("true or false"))

    def choice[Chosen](self, name: str, choices: tuple[Chosen, ...]) -> Chosen:
        """A field that holds one of some texts."""
        value = self.text(name)
        found = [choice for choice in choices if choice == value]
        return found[0] if found else self._refuse(name, say("one of {choices}", choices=choices))

    def choices[Chosen](self, name: str, choices: tuple[Chosen, ...]) -> tuple[Chosen, ...]:
        """A field that holds a list of some of these texts."""
        texts = self.texts(name, least=0)
        return tuple(Fields({name: text}, self._name).choice(name, choices) for text in texts)

    def is_null(self, name: str) -> bool:
        """Whether a field holds nothing."""
        return self._value(name) is None

    def whole(self, name: str) -> int:
        """A field that holds a whole number."""
        value = self._value(name)
        if isinstance(value, bool) or not isinstance(value, int):
            self._refuse(name, say("a whole number"))
        return value

    def count(self, name: str) -> int:
        """A field that holds a whole number of at least 0."""
        value = self.whole(name)
        return value if value >= 0 else self._refuse(name, say("a number of at least 0"))

    def wholes(self, name: str) -> tuple[int, ...]:
        """A field that holds a list of whole numbers."""
        value = self._value(name)
        if not isinstance(value, list):
            self._refuse(name, say("a list of whole numbers"))
        return tuple(Fields({name: item}, self._name).whole(name) for item in value)

    def number(self, name: str) -> float:
        """A field that holds a number."""
        value = self._value(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._refuse(name, say("a number"))
        return float(value)

    def numbers(self, name: str) -> tuple[float, ...]:
        """A field that holds a list of numbers."""
        value = self._value(name)
        if not isinstance(value, list):
            self._refuse(name, say("a list of numbers"))
        return tuple(Fields({name: item}, self._name).number(name) for item in value)

    def fields(self, name: str) -> "Fields":
        """A field that holds an object."""
        return Fields(self._value(name), self._path(name))

    def list_of_fields(self, name: str) -> "tuple[Fields, ...]":
        """A field that holds a list of objects."""
        value = self._value(name)
        if not isinstance(value, list):
            self._refuse(name, say("a list of objects"))
        return tuple(Fields(item, self._path(name)) for item in value)

    def build[Built](self, kind: type[Built], names: tuple[str, ...]) -> Built:
        """Make a value that checks its own fields; one that is absent keeps its default.

        Args:
            kind: Its class.
            names: Its fields.

        Raises:
            ValueError: It refuses a field.
        """
        given: dict[str, Any] = {name: self._values[name] for name in names if name in self._values}
        try:
            return kind(**given)
        except (TypeError, ValueError) as error:
            reason = shortened(str(error).rstrip("."))
            raise ValueError(
                say("field {name!r} cannot be used: {reason}", name=self._name, reason=reason)
            ) from error

    def _value(self, name: str) -> object:
        if name not in self._values:
            raise ValueError(say("field {name!r} is missing", name=self._path(name)))
        return self._values[name]

    def _refuse(self, name: str, wanted: str) -> NoReturn:
        raise ValueError(
            say("field {name!r} is not {wanted}", name=self._path(name), wanted=wanted)
        )

    def _path(self, name: str) -> str:
        return f"{self._name}.{name}" if self._name else name


def shortened(text: str) -> str:
    """As much of what a file says as fits into a sentence."""
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


_TOO_DEEP = say(
    "its description has more than {deepest} objects and lists within each other", deepest=DEEPEST
)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, value in pairs:
        if name in values:
            raise ValueError(
                say("field {name!r} is in its description twice", name=shortened(name))
            )
        values[name] = value
    return values


def _whole(digits: str) -> int:
    _check_length(digits)
    return int(digits)


def _real(digits: str) -> float:
    _check_length(digits)
    number = float(digits)
    if math.isinf(number):
        raise ValueError(say("{digits} in its description is too large a number", digits=digits))
    return number


def _check_length(digits: str) -> None:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError(say("its description has a number of {count:,} digits", count=len(digits)))


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(say("{name} in its description is no number", name=name))


def _check_depth(values: object) -> None:
    level = [values]
    for _ in range(DEEPEST):
        level = [inner for value in level for inner in _within(value)]
    if level:
        raise ValueError(_TOO_DEEP)


def _within(value: object) -> list[object]:
    """The objects and lists directly within one."""
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return []
    return [inner for inner in value if isinstance(inner, dict | list)]
