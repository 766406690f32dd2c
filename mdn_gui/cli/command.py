"""What `mdn` does from its arguments to its exit code."""

import io
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress

from mdn_gui.cli.arguments import parse
from mdn_gui.cli.failure import CommandError
from mdn_gui.core.files.model_error import ModelFileError
from mdn_gui.core.files.table_error import TableError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: Arguments after the program's name; those of the process if None.

    Returns:
        The exit code: 0, 1 if the job could not be done, 2 for wrong arguments.
    """
    _write_any_name()
    try:
        arguments = parse(argv)
    except SystemExit as leaving:  # after --help, --version or a fault
        return int(leaving.code or 0)
    fault = _fault(arguments)
    if fault is None:
        return 0
    sentence = " ".join(fault.split())
    print(f"mdn {arguments.command}: {sentence}", file=sys.stderr)
    return 1


def _fault(arguments: Namespace) -> str | None:
    """Run a command to its end; what went wrong, in words, if anything did."""
    try:
        _run(arguments)
        sys.stdout.flush()
    except (CommandError, ModelFileError, TableError) as error:
        return str(error)
    except BrokenPipeError:
        _close_output()
        return "whoever read the output stopped before its end."
    except OSError as error:
        _close_output()
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}."
    except MemoryError:
        return "there is not enough memory; take fewer rows or columns, or a smaller network."
    except KeyboardInterrupt:
        return "stopped by Ctrl-C."
    return None


def _run(arguments: Namespace) -> None:
    """Call the command's module, and import no other: their libraries take long."""
    match arguments.command:
        case "train":
            from mdn_gui.cli.train import run_train  # noqa: PLC0415 - for the reason above

            run_train(arguments)
        case "evaluate":
            from mdn_gui.cli.evaluate import run_evaluate  # noqa: PLC0415 - for the reason above

            run_evaluate(arguments)
        case "sample":
            from mdn_gui.cli.sample import run_sample  # noqa: PLC0415 - for the reason above

            run_sample(arguments)
        case "describe":
            from mdn_gui.cli.describe import run_describe  # noqa: PLC0415 - for the reason above

            run_describe(arguments)


def _write_any_name() -> None:
    """Let names of columns and files be written that the terminal's encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _close_output() -> None:
    """Keep Python from writing again, at its end, what could not be written."""
    with suppress(OSError, ValueError):  # an output that is no file has nothing to close
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
