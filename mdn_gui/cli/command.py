"""What `mdn` does from its arguments to its exit code."""

import errno
import io
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from mdn_gui.cli.arguments import parse
from mdn_gui.cli.terminal import CommandError
from mdn_gui.core.files.model_fields import ModelFileError
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.option_names import options_named
from mdn_gui.core.system_memory import free_address_space, size_text
from mdn_gui.core.text import say
from mdn_gui.table_options import OPTION_NAMES

_LONGEST_REASON = 300
"""Characters of a library's own words."""

_ADDRESSES_OF_NUMPY = 300_000_000
_ADDRESSES_OF_PYARROW = 250_000_000
_ADDRESSES_PER_CORE = 40_000_000
"""The least address space that commands ran in. Measured on 2 cores: 380 MB, with tables 630."""


def run(argv: Sequence[str] | None) -> int:
    """Run the command; see `mdn_gui.cli.main`."""
    name, code = "mdn", 0
    try:
        _open_streams()
        try:
            arguments = parse(argv)
        except SystemExit as leaving:  # after --help, --version or a fault
            code = int(leaving.code or 0)
        else:
            name = f"mdn {arguments.command}"
            with options_named(OPTION_NAMES):
                _run_command(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        _tell(name, say("stopped by Ctrl-C."))
        return 1
    except Exception as error:  # whatever it is, the caller is told in one line
        _tell(name, _sentence(error))
        return 1
    return code


def _sentence(error: Exception) -> str:
    """What went wrong."""
    match error:
        case CommandError() | ModelFileError() | TableError():
            return str(error)
        case OSError():
            _close_output()
            return _unwritten(error)
        case MemoryError():
            return say(
                "there is not enough memory; take fewer rows or columns, or a smaller network."
            )
        case ImportError():
            return say(
                "a library of the program cannot be loaded ({error}); free memory or raise its "
                "limit (ulimit -v), else install the program anew.",
                error=_short(error),
            )
    *_, last = traceback.extract_tb(error.__traceback__)
    place = say("{file}, line {line}", file=Path(last.filename).name, line=last.lineno)
    kind = type(error).__name__
    return say(
        "a fault of the program itself, {kind} in {place}: {error}; report it.",
        kind=kind,
        place=place,
        error=_short(error),
    )


def _unwritten(error: OSError) -> str:
    """What the system refused, which no command foresaw: most often to take the output."""
    if isinstance(error, BrokenPipeError):
        return say("whoever read the output stopped before its end.")
    if error.errno == errno.EBADF:
        return say("the output is closed; give the command one to write to.")
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}."


def _short(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= _LONGEST_REASON else f"{text[: _LONGEST_REASON - 1]}…"


def _tell(name: str, sentence: str) -> None:
    """Say in one line what went wrong; an interrupt meanwhile changes nothing of it."""
    with suppress(KeyboardInterrupt, OSError):  # nobody may be there to hear it
        print(f"{name}: {' '.join(sentence.split())}", file=sys.stderr, flush=True)


def _check_addresses(command: str) -> None:
    """Refuse a command whose libraries would not fit under the limit of the address space.

    Where they cannot start their threads, OpenBLAS raises SIGINT in its own process, and pyarrow
    and TensorFlow abort.

    Raises:
        CommandError: It is one.
    """
    free = free_address_space()
    needed = _ADDRESSES_OF_NUMPY + (_ADDRESSES_OF_PYARROW if command != "describe" else 0)
    needed += _ADDRESSES_PER_CORE * (os.cpu_count() or 1)
    if free is not None and free < needed:
        raise CommandError(
            say(
                "its libraries need about {needed} of address space; {free} are free. Raise "
                "the limit of this process (ulimit -v).",
                needed=size_text(needed),
                free=size_text(free),
            )
        )


def _run_command(arguments: Namespace) -> None:
    """Call the command's module, and import no other: their libraries take long."""
    _check_addresses(arguments.command)
    match arguments.command:
        case "train":
            from mdn_gui.cli.train import run_train  # noqa: PLC0415 - for the reason above

            run_train(arguments)
        case "evaluate":
            from mdn_gui.cli.evaluate import run_evaluate  # noqa: PLC0415 - for the reason above

            run_evaluate(arguments)
        case "check":
            from mdn_gui.cli.check import run_check  # noqa: PLC0415 - for the reason above

            run_check(arguments)
        case "sample":
            from mdn_gui.cli.sample import run_sample  # noqa: PLC0415 - for the reason above

            run_sample(arguments)
        case "describe":
            from mdn_gui.cli.describe import run_describe  # noqa: PLC0415 - for the reason above

            run_describe(arguments)


def _open_streams() -> None:
    """Make the output and stderr such that any text can be written to them.

    A name of a column or file may hold what the terminal's encoding lacks. A stream that was
    closed before the program began is opened: else the next file would take its number, and be
    written to. What is written to the output then fails, as on a disk without room.
    """
    for name, way in (("stdin", os.O_RDONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, os.fdopen(os.open(os.devnull, way), mode))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _close_output() -> None:
    """Keep Python from writing again, at its end, what could not be written."""
    with suppress(OSError, ValueError):  # an output that is no file has nothing to close
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
