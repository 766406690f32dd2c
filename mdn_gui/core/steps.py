"""Steps of long work: each is told before it begins, and there the work can be broken off.

What reads a table knows its steps but not who waits for it, so the listener is of the thread's
context and no argument of a dozen functions.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from mdn_gui.core.text import say

type Listen = Callable[[str, float], None]
"""Is told what begins, as a part of a sentence, and which share of all is done, from 0 to 1; raises
`BrokenOff` where the work is not wanted any more."""

_LISTENER: ContextVar[Listen | None] = ContextVar("listener", default=None)


class BrokenOff(Exception):  # noqa: N818 - no error: it is what was asked for
    """Nobody wants the work any more."""


@contextmanager
def listening(listen: Listen) -> Iterator[None]:
    """Tell the steps of what is done inside to a listener."""
    token = _LISTENER.set(listen)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def step(what: str, share: float) -> None:
    """Tell the listener, if there is one, what begins.

    Args:
        what: As after "Reading a.csv: ".
        share: How much of the work is done, from 0 to 1.

    Raises:
        BrokenOff: The work is not wanted any more.
    """
    listen = _LISTENER.get()
    if listen is not None:
        listen(what, share)


def column_by_column[T](columns: Sequence[T], begin: float, end: float) -> Iterator[T]:
    """Go through columns, each a step.

    Args:
        columns: Of a table.
        begin: The share of the work that is done before the first.
        end: And after the last.

    Raises:
        BrokenOff: The work is not wanted any more.
    """
    count = len(columns)
    for number, column in enumerate(columns, start=1):
        share = begin + (end - begin) * (number - 1) / count
        step(say("column {number:,} of {count:,}", number=number, count=count), share)
        yield column
