"""Reading the fields of a JSON object that may hold anything."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn


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
            where = f"field {name!r}" if name else "its description"
            raise ValueError(f"{where} is no object")  # noqa: TRY004 - the file is at fault
        self._values: Mapping[str, object] = values
        self._name = name

    @classmethod
    def parse(cls, text: bytes) -> "Fields":
        """Read JSON.

        Raises:
            ValueError: The text is not JSON, or not an object.
        """
        try:
            values = json.loads(text.decode("utf-8"), parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise ValueError("its description is not JSON") from error
        return cls(values)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str) -> str:
        """A field that holds text."""
        value = self._value(name)
        return value if isinstance(value, str) else self._refuse(name, "text")

    def texts(self, name: str) -> tuple[str, ...]:
        """A field that holds a list of texts, at least one."""
        value = self._value(name)
        if not isinstance(value, list) or not value:
            self._refuse(name, "a list of names")
        return tuple(
            item if isinstance(item, str) else self._refuse(name, "text") for item in value
        )

    def whole(self, name: str) -> int:
        """A field that holds a whole number."""
        value = self._value(name)
        if isinstance(value, bool) or not isinstance(value, int):
            self._refuse(name, "a whole number")
        return value

    def wholes(self, name: str) -> tuple[int, ...]:
        """A field that holds a list of whole numbers."""
        value = self._value(name)
        if not isinstance(value, list):
            self._refuse(name, "a list of whole numbers")
        return tuple(Fields({name: item}, self._name).whole(name) for item in value)

    def number(self, name: str) -> float:
        """A field that holds a number."""
        value = self._value(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._refuse(name, "a number")
        try:
            return float(value)
        except OverflowError:
            self._refuse(name, "a number that a computer counts with")

    def fields(self, name: str) -> "Fields":
        """A field that holds an object."""
        return Fields(self._value(name), self._path(name))

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
            raise ValueError(f"field {self._name!r} cannot be used: {error}".rstrip(".")) from error

    def _value(self, name: str) -> object:
        if name not in self._values:
            raise ValueError(f"field {self._path(name)!r} is missing")
        return self._values[name]

    def _refuse(self, name: str, wanted: str) -> NoReturn:
        raise ValueError(f"field {self._path(name)!r} is not {wanted}")

    def _path(self, name: str) -> str:
        return f"{self._name}.{name}" if self._name else name


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
