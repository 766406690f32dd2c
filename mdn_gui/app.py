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
    from mdn_gui.core.table_formats import any_name  # noqa: PLC0415 - see the module
    from mdn_gui.table_options import add_reading_options, add_roles  # noqa: PLC0415 - likewise

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
    parser.add_argument(
        "table", nargs="?", type=Path, help=say("a {formats} file", formats=any_name())
    )
    add_roles(parser)
    add_reading_options(parser)
    parser.add_argument(
        "--example", choices=tuple(EXAMPLES), help=say("a built-in problem instead")
    )
    _add_jobs(parser)
    return parser


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
    from mdn_gui.table_options import options_given  # noqa: PLC0415 - see the module

    if arguments.table and arguments.example:
        return say("give a table or --example, not both")
    inputs = bool(arguments.inputs or arguments.categories)
    if inputs != bool(arguments.targets) and not arguments.roles:
        return say("--input and --target go together")
    chosen = inputs or bool(arguments.roles)
    for option, of_columns in options_given(arguments).items():
        if not arguments.table:
            return say("{option} needs a table", option=option)
        if of_columns and not chosen:
            return say("{option} needs --input and --target, or --roles", option=option)
    if arguments.train and not (arguments.example or chosen):
        return say("training needs --example, or a table with --input and --target, or --roles")
    return None
