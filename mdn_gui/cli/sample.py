"""`mdn sample`: draws of the targets at every row of a table, as CSV."""

import csv
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from mdn_gui.cli.failure import CommandError
from mdn_gui.core import model_file, tables
from mdn_gui.core.files.atomic_file import writing_text
from mdn_gui.core.files.csv_text import text_cells
from mdn_gui.core.model import Model

type _Line = tuple[Any, ...]

STANDARD_OUTPUT = "-"

BLOCK = 50_000
"""Draws made and written at once, so that memory does not grow with their number."""


def run_sample(arguments: Namespace) -> None:
    """Write the samples.

    Args:
        arguments: With `model`, `table`, `decimal`, `n`, `temperature`, `spread`, `seed` and
            `out`.

    Raises:
        ModelFileError: The model cannot be read.
        TableError: The table cannot be read, or lacks an input of the model's.
        CommandError: The file cannot be written; one that exists is as it was.
    """
    model = model_file.load(arguments.model)
    x = tables.read_inputs(arguments.table, model.input_names, arguments.decimal)
    with _opened(arguments.out) as file:
        # Lines end as those of other programs in a pipe do.
        writer = csv.writer(file, lineterminator="\n")
        names = (*model.input_names, _free_name(model), *model.target_names)
        writer.writerow(text_cells(names))
        for block in _blocks(model, x, arguments):
            writer.writerows(block)


def _blocks(model: Model, x: NDArray[np.float64], arguments: Namespace) -> Iterator[list[_Line]]:
    """Lines of the file: every row's draws one after another, at most `BLOCK` at once."""
    rng = np.random.default_rng(arguments.seed)
    rows_at_once = max(1, BLOCK // arguments.n)
    for start in range(0, len(x), rows_at_once):
        rows = x[start : start + rows_at_once]
        mixture = model.network.tempered(rows, arguments.temperature, arguments.spread)
        for done in range(0, arguments.n, BLOCK):
            y = mixture.sample(min(BLOCK, arguments.n - done), rng)
            yield _lines(rows, y, first=done + 1)


def _lines(rows: NDArray[np.float64], y: NDArray[np.float64], first: int) -> list[_Line]:
    """Draws (n, rows, outputs) as lines, the draws of one row together."""
    numbers = range(first, first + len(y))
    return [
        (*inputs, number, *targets)
        for inputs, draws in zip(rows.tolist(), y.swapaxes(0, 1).tolist(), strict=True)
        for number, targets in zip(numbers, draws, strict=True)
    ]


def _free_name(model: Model) -> str:
    """The name of the column of numbers, which none of the model's columns may have."""
    name = "sample"
    while name in (*model.input_names, *model.target_names):
        name += "_"
    return name


@contextmanager
def _opened(out: str) -> Iterator[TextIO]:
    if out == STANDARD_OUTPUT:
        yield sys.stdout
        return
    try:
        with writing_text(Path(out)) as file:
            yield file
    except OSError as error:
        raise CommandError(
            f"{out} cannot be written ({error.strerror or error}); choose another folder, or make "
            "room or permission in this one."
        ) from error
