"""The arguments of `mdn`; light, for `--help` should come at once."""

import argparse
import math
import shutil
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from mdn_gui import __version__
from mdn_gui.cli.setting_options import PRESET_NAMES, add_setting_options
from mdn_gui.core.table_formats import any_name
from mdn_gui.core.text import answer_for, say
from mdn_gui.table_options import add_reading_options, add_roles, add_table, whole_number

_EXIT_CODES = say("Exit codes: 0 done, 1 failed, 2 wrong arguments. Errors are one line on stderr.")

COMPONENTS, BRANCHES = "components", "branches"
"""What a temperature can be of."""

_WIDTH = 90  # of a description, in characters; less where the terminal is narrower
_NARROWEST = 11  # argparse has no narrower lines either
_LONGEST_FAULT = 500  # characters


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        if len(message) > _LONGEST_FAULT:
            message = f"{message[: _LONGEST_FAULT - 1]}…"
        self.exit(
            2, f"{say('{prog}: {message} (see {prog} --help)', prog=self.prog, message=message)}\n"
        )


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the arguments.

    Args:
        argv: Arguments after the program's name; those of the process if None.

    Returns:
        The attribute `command` and those of that command.

    Raises:
        SystemExit: With code 2 for wrong arguments, 0 after `--help` and `--version`.
    """
    answer_for(argparse)
    parser = _Parser(
        prog="mdn",
        description=say(
            "Train mixture density networks on tables, and use them: the whole "
            "conditional distribution p(y | x), with no window."
        ),
        epilog=say("See mdn COMMAND --help for each. {exit_codes}", exit_codes=_EXIT_CODES),
        allow_abbrev=False,
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"%(prog)s {__version__}",
        help=say("show the version and exit"),
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    train = _add_train(commands)
    _add_evaluate(commands)
    _add_check(commands)
    sample = _add_sample(commands)
    _add_describe(commands)
    arguments = parser.parse_args(argv)
    if arguments.command == "train" and not arguments.roles:
        inputs = [*arguments.inputs, *arguments.categories]
        chosen = {"--input": inputs, "--target": arguments.targets}
        lacking = [option for option, columns in chosen.items() if not columns]
        if lacking:
            train.error(
                say("the following arguments are required: {options}", options=", ".join(lacking))
            )
    if arguments.command == "sample" and _would_replace(arguments):
        sample.error(
            say("argument --out: {out} is what is read; choose another name", out=arguments.out)
        )
    return arguments


type _Commands = argparse._SubParsersAction[_Parser]  # noqa: SLF001 - it has no public name


def _add(commands: _Commands, name: str, summary: str, *description: str, example: str) -> _Parser:
    return commands.add_parser(
        name,
        help=summary,
        description="\n\n".join(map(_filled, description)),
        epilog=f"{say('example:')}\n  {example}\n\n{_filled(_EXIT_CODES)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def _filled(paragraph: str) -> str:
    """A paragraph in lines that fit, as argparse makes them of other texts."""
    columns = shutil.get_terminal_size().columns - 2
    return textwrap.fill(paragraph, max(_NARROWEST, min(_WIDTH, columns)))


_TRAIN_DESCRIPTION = (
    say("Fit a mixture density network to columns of a table and save the best one in a file."),
    say(
        "A share of the rows is held out; the best network is the one with the lowest validation "
        "loss, the mean negative log-likelihood of these rows in nats. Of 1,000 rows or more, "
        "another share is for test: it judges the best network. Ctrl-C ends the training and saves "
        "the best network so far (exit code 0, or 1 if no epoch had ended); a second Ctrl-C ends "
        "the program at once and saves nothing. If the training breaks down, the best network "
        "before that is saved too, and the exit code is 1."
    ),
)


def _add_train(commands: _Commands) -> _Parser:
    parser = _add(
        commands,
        "train",
        say("fit a network to a table and save it"),
        *_TRAIN_DESCRIPTION,
        example="mdn train table.csv --input a --input b --target y --out model.mdn",
    )
    add_table(parser)
    add_roles(parser)
    parser.add_argument(
        "--out",
        metavar="FILE.mdn",
        type=Path,
        required=True,
        help=say("the file to save the model in"),
    )
    parser.add_argument(
        "--preset",
        choices=PRESET_NAMES,
        default="recommended",
        help=say(
            "settings to start from: those recommended for a table of this size (default), those "
            "of a single network, which is there sooner (quick), or the recipe of the tutorial; "
            "each option below replaces one of them"
        ),
    )
    parser.add_argument(
        "--without-rows",
        action="store_true",
        help=say(
            "keep no training rows in the file; it holds at most 5,000 of their inputs, to tell "
            "where there are rows and where a prediction is a guess"
        ),
    )
    parser.add_argument(
        "--quiet",
        action="store_true",
        help=say("write nothing but errors, and that Ctrl-C was heard"),
    )
    add_setting_options(parser)
    return parser


def _add_evaluate(commands: _Commands) -> None:
    parser = _add(
        commands,
        "evaluate",
        say("score a model on the rows of a table"),
        say("Score a model on a table that has its columns, which are found by their names."),
        say(
            "Printed are means over all rows: the negative log-likelihood of all targets "
            "together, in nats; and for each target the continuous ranked probability score in its "
            "own units, and the share of its values inside the central intervals that should hold "
            "50% and 90%. Whether the inputs help is said by mdn train alone: a fair density that "
            "ignores them is fitted to the training rows, which a model file does not hold."
        ),
        example="mdn evaluate model.mdn table.csv",
    )
    _add_model(parser)
    add_table(parser)
    parser.add_argument(
        "--importance",
        action="store_true",
        help=say(
            "also print by how many nats the log score falls, and how far density, mean and "
            "standard deviation of each target move, when an input is permuted among rows, at most "
            "2,000; ± standard error. Rows that trained the model make its inputs look more "
            "important than they are"
        ),
    )


def _add_check(commands: _Commands) -> None:
    parser = _add(
        commands,
        "check",
        say("say whether a model's densities are right, and where not"),
        say(
            "Judge a model by the rows of a table: whether regions hold what they should, where "
            "along the inputs they do not, and whether simpler densities would do. Of the table "
            "that it learned from, the rows that were held out judge it."
        ),
        example="mdn check model.mdn table.csv",
    )
    _add_model(parser)
    add_table(parser)
    parser.add_argument("--json", action="store_true", help=say("print JSON, with all digits"))
    parser.add_argument(
        "--strict", action="store_true", help=say("exit with 1 if the density is not to be used")
    )


def _add_sample(commands: _Commands) -> _Parser:
    parser = _add(
        commands,
        "sample",
        say("draw from p(y | x) at every row of a table"),
        say(
            "Draw targets at every row of a table, which needs only the model's input columns, "
            "and write them as CSV: the row of the table, the inputs, the number of the draw, the "
            "targets; all digits."
        ),
        example="mdn sample model.mdn table.csv --n 100 --temperature 0.5 --out samples.csv",
    )
    _add_model(parser)
    add_table(parser)
    parser.add_argument(
        "--n",
        metavar="N",
        type=whole_number(1),
        default=1,
        help=say("draws for every row (default: 1)"),
    )
    _add_temperature(parser)
    # Once --spread: still understood.
    _add_factor(
        parser,
        "--width-factor",
        "--spread",
        text=say("multiplies the components' variances (default: 1)"),
    )
    parser.add_argument(
        "--seed",
        metavar="N",
        type=whole_number(0),
        default=0,
        help=say("of the draws (default: 0)"),
    )
    parser.add_argument(
        "--out", metavar="FILE.csv", required=True, help=say("the file to write; - for the output")
    )
    return parser


def _add_temperature(parser: _Parser) -> None:
    _add_factor(
        parser,
        "--temperature",
        text=say(
            "divides the logits of the components' weights: below 1, likely components become "
            "likelier; components that no training row speaks for are left out, except at 1 "
            "(default: 1)"
        ),
    )
    parser.add_argument(
        "--temper",
        choices=(COMPONENTS, BRANCHES),
        default=COMPONENTS,
        help=say(
            "what the temperature is of: components, as in the tutorial, or branches, which are "
            "components that share a mode and so one weight (default: components)"
        ),
    )


def _add_describe(commands: _Commands) -> None:
    parser = _add(
        commands,
        "describe",
        say("say how a table is understood, or what a model is"),
        say(
            "Print how a table is read and what its columns are taken for: the encoding, the "
            "separator, the header, the kind of each column and why, the missing cells. The "
            "options below change it, here as in the other commands."
        ),
        say(
            "Or print a model's columns and their scaling, its layers, the settings it was trained "
            "with and what came of it."
        ),
        example="mdn describe table.csv",
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help=say("a table ({formats}), or a model that mdn train wrote", formats=any_name()),
    )
    add_reading_options(parser)


def _add_model(parser: _Parser) -> None:
    parser.add_argument(
        "model", metavar="MODEL", type=Path, help=say("a file that mdn train wrote")
    )


def _add_factor(parser: _Parser, *options: str, text: str) -> None:
    parser.add_argument(
        *options,
        metavar="FACTOR",
        type=_factor,
        default=1.0,
        help=text,
    )


def _factor(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0.0 < value < math.inf:
        fault = say("{text!r} is not a number above 0")
        if "," in text:
            fault = say("{text!r} is not a number above 0; write decimals with a point")
        raise argparse.ArgumentTypeError(fault.format(text=text))
    return value


def _would_replace(arguments: argparse.Namespace) -> bool:
    """Whether the samples would take the place of the model or the table."""
    out = Path(arguments.out)
    read = (arguments.model, arguments.table)
    try:
        return out.exists() and any(file.exists() and out.samefile(file) for file in read)
    except OSError:  # what cannot be looked at cannot be written or read either, and is refused so
        return False
