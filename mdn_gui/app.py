"""The entry point: reads the arguments and checks the system before Qt is imported.

Slow imports are made inside `main`, while the garbage collector is off.
"""

import argparse
import gc
import logging
import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from mdn_gui import __version__
from mdn_gui.core.text import answer_for, say
from mdn_gui.qt.system_libraries import install_line, missing_packages

OFFSCREEN_EXAMPLE = "inverse-sine"
OFFSCREEN_FOLDER = Path("output")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: Arguments after the program's name; those of the process if None.

    Returns:
        The exit code: 0, 1 if a job could not be done, or that of a signal; see `studio.run`.

    Raises:
        SystemExit: With code 2 for wrong arguments, 0 after `--help` and `--version`.
    """
    # A frozen program is started again for each of its processes, and would open a window there.
    multiprocessing.freeze_support()
    # Almost everything made until the window is complete stays alive: collecting garbage among it
    # would take a tenth of the start. `studio.run` enables the collector afterwards.
    gc.disable()
    try:
        return _main(argv)
    finally:
        gc.enable()


def _main(argv: Sequence[str] | None) -> int:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    display = _has_display()
    arguments = _parse(argv, display=display)
    missing = missing_packages(display=display)
    if missing:
        print(
            say(
                "Qt needs system libraries that are missing. Install them with:\n{missing}",
                missing=install_line(missing),
            ),
            file=sys.stderr,
        )
        return 1
    if not display:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # Until there is an event loop that hears it, Ctrl-C just ends the program.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    # Only now: without its system libraries, Qt would abort the process.
    from mdn_gui.studio import run  # noqa: PLC0415 - for the reason above

    return run(arguments)


def _has_display() -> bool:
    if os.environ.get("QT_QPA_PLATFORM", "").startswith("offscreen"):
        return False
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _parse(argv: Sequence[str] | None, *, display: bool) -> argparse.Namespace:
    parser = _parser()
    arguments = parser.parse_args(argv)
    if not display:
        _ask_for_files(arguments)
    if arguments.snapshot or arguments.samples:
        arguments.train = True
    fault = _fault(arguments)
    if fault:
        parser.error(fault)
    return arguments


def _parser() -> argparse.ArgumentParser:
    from mdn_gui.core.examples import EXAMPLES  # noqa: PLC0415 - see the module

    answer_for(argparse)
    parser = argparse.ArgumentParser(
        prog="mdn-gui",
        description=say(
            "See the whole conditional distribution p(y | x): train a mixture density "
            "network on a table or a built-in problem, and look at it."
        ),
        epilog=say(
            "With no display the job is done offscreen: the window is saved as a picture and "
            "the samples as CSV, in the folder 'output' unless told otherwise."
        ),
    )
    _add_table(parser)
    parser.add_argument(
        "--example", choices=tuple(EXAMPLES), help=say("a built-in problem instead")
    )
    _add_jobs(parser)
    return parser


def _add_table(parser: argparse.ArgumentParser) -> None:
    """Add the table, what its columns are for, and how it is read."""
    from mdn_gui.core.roles import WHAT_BECOMES_OF_MISSING  # noqa: PLC0415 - see the module
    from mdn_gui.core.table_formats import any_name  # noqa: PLC0415 - see the module

    parser.add_argument(
        "table", nargs="?", type=Path, help=say("a {formats} file", formats=any_name())
    )
    for option, text in (
        ("--input", say("a column of x; may be repeated")),
        ("--target", say("a column of y; may be repeated")),
    ):
        parser.add_argument(option, metavar="COLUMN", action="append", default=[], help=text)
    parser.add_argument(
        "--missing",
        choices=("drop", "keep", "refuse"),
        default="drop",
        help=WHAT_BECOMES_OF_MISSING,
    )
    parser.add_argument(
        "--decimal",
        choices=("comma", "point"),
        help=say(
            "what marks decimals in columns that do not tell it, where 1.234 may be 1234; a column "
            "with a cell such as 0.5 tells it itself"
        ),
    )
    parser.add_argument(
        "--dates",
        choices=("day-first", "month-first"),
        help=say(
            "what comes first in dates such as 3/4/2024, in columns that do not tell it, as "
            "25/4/2024 does, or that hold dates of both orders"
        ),
    )


def _add_jobs(parser: argparse.ArgumentParser) -> None:
    """Add what the window is to do, and how."""
    parser.add_argument("--train", action="store_true", help=say("train at once"))
    parser.add_argument(
        "--snapshot", metavar="FILE.png", type=Path, help=say("train, save the window, and exit")
    )
    parser.add_argument(
        "--samples", metavar="FILE.csv", type=Path, help=say("train, save the samples, and exit")
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"%(prog)s {__version__}",
        help=say("show the version and exit"),
    )
    parser.add_argument(
        "--worker",
        choices=("process", "thread"),
        default="process",
        help=say(
            "where training and painting are done: in processes of their own (the default), or on "
            "threads of the window's, where no process can be started; that is slower"
        ),
    )


def _ask_for_files(arguments: argparse.Namespace) -> None:
    """Without a display, let the window train, save its picture and samples, and exit."""
    if not arguments.table:
        arguments.example = arguments.example or OFFSCREEN_EXAMPLE
    if not (arguments.snapshot or arguments.samples):
        arguments.snapshot = OFFSCREEN_FOLDER / "window.png"
        arguments.samples = OFFSCREEN_FOLDER / "samples.csv"


def _fault(arguments: argparse.Namespace) -> str | None:
    table, columns = arguments.table, arguments.input or arguments.target
    faults = (
        (table and arguments.example, say("give a table or --example, not both")),
        (
            bool(arguments.input) != bool(arguments.target),
            say("--input and --target go together"),
        ),
        (columns and not table, say("--input and --target need a table")),
        (
            arguments.missing != "drop" and not columns,
            say("--missing needs a table with --input and --target"),
        ),
        (
            (arguments.decimal or arguments.dates) and not table,
            say("--decimal and --dates need a table"),
        ),
        (
            arguments.train and not (arguments.example or columns),
            say("training needs --example, or a table with --input and --target"),
        ),
    )
    return next((fault for wrong, fault in faults if wrong), None)
