"""Pickling frozen dataclasses."""

from dataclasses import fields
from typing import Any


def remade(value: Any) -> tuple[Any, ...]:  # noqa: ANN401 - any dataclass
    """How to pickle a frozen dataclass: as the call that makes it.

    Arrays come out of a pickle writeable; made by its own class, they are checked and read-only.

    Args:
        value: An instance of a dataclass; this function is its `__reduce__`.

    Returns:
        Its class and the arguments of it.
    """
    return type(value), tuple(getattr(value, field.name) for field in fields(value))
