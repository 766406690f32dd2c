"""The command `mdn`: train, evaluate, sample and describe, with no window."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from mdn_gui.core.text import say

__all__ = ["main", "program"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: Arguments after the program's name; those of the process if None.

    Returns:
        The exit code: 0, 1 if the job could not be done, 2 for wrong arguments.
    """
    try:
        # Imported here, so that Ctrl-C during the import is told in one line too.
        from mdn_gui.cli.command import run  # noqa: PLC0415 - for the reason above

        return run(argv)
    except KeyboardInterrupt:
        print(say("mdn: stopped by Ctrl-C."), file=sys.stderr)
        return 1


def program() -> NoReturn:
    """Run the command, and end the process with its exit code.

    It ends at once: while Python takes itself apart, an interrupt would add a traceback to what
    has been said, and Python would answer one that has been dealt with by a signal of its own.
    """
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # it was told, or nobody listens
            stream.flush()
    os._exit(code)
