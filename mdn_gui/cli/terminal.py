"""The terminal of a command: its text, its failures, Ctrl-C, and what libraries say unasked."""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Self


class CommandError(Exception):
    """A command cannot do its job; the message says in one sentence why and what to do."""


def aligned(rows: Sequence[Sequence[str]], indent: str = "  ") -> str:
    """Lay out cells in columns, two spaces apart; equally many in every row."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(indent + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


_STDERR = 2


@contextmanager
def chatter_held_back() -> Iterator[None]:
    """Catch whatever is written to the process's stderr, and show it only after an exception.

    TensorFlow's libraries write notices about missing GPU drivers past Python and past their own
    log level, while they are loaded. Where loading fails, these are what one needs to see.
    """
    sys.stderr.flush()
    with tempfile.TemporaryFile() as caught:
        terminal = os.dup(_STDERR)
        os.dup2(caught.fileno(), _STDERR)
        try:
            yield
        except Exception:
            sys.stderr.flush()
            caught.seek(0)
            with suppress(OSError), os.fdopen(os.dup(terminal), "wb") as shown:
                shutil.copyfileobj(caught, shown)
            raise
        finally:
            sys.stderr.flush()
            os.dup2(terminal, _STDERR)
            os.close(terminal)


class Interruption:
    """Listens for Ctrl-C while it is entered.

    The first is only remembered. The second raises KeyboardInterrupt wherever the program is.

    Attributes:
        asked: Whether there was one.
    """

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> Self:
        self._previous = signal.signal(signal.SIGINT, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._previous)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
