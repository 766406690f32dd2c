"""Names of a command's options in what it advises; the window has none, and names none."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

_NAMES: ContextVar[Mapping[str, str]] = ContextVar("_NAMES", default=MappingProxyType({}))


@contextmanager
def options_named(names: Mapping[str, str]) -> Iterator[None]:
    """Let what is advised inside name the options by which one does it.

    Args:
        names: Of the options, such as "--sheet", by what they set: a field of `ReadingOptions`,
            `Role` or `Roles`.
    """
    token = _NAMES.set(names)
    try:
        yield
    finally:
        _NAMES.reset(token)


def by_option(*what: str, value: str = "") -> str:
    """The options that set something, to be put behind advice: " (--sheet)".

    Args:
        what: What they set; see `options_named`.
        value: What it is to be set to; "" for whatever it is.

    Returns:
        "" where no options are named.
    """
    named = ", ".join(name for each in what if (name := _NAMES.get().get(each)))
    return f" ({' '.join(filter(None, (named, value)))})" if named else ""
