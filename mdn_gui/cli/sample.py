"""`mdn sample`: draws of the targets at every row of a table, as CSV."""

import csv
import io
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
from mdn_gui.core.files.atomic_file import replacing
from mdn_gui.core.model import Model

type _Line = tuple[Any, ...]

STANDARD_OUTPUT = "-"

BLOCK = 50_000
"""Draws made and written at once, so that memory does not grow with their number."""


def run_sample(arguments: Namespace) -> None:
    """Write the samples.

    Args:
        arguments: With `model`, `table`, `n`, `temperature`, `spread`, `seed` and `out`.

    Raises:
        ModelFileError: The model cannot be read.
        TableError: The table cannot be read, or lacks an input of the model's.
        CommandError: The file cannot be written; one that exists is as it was.
    """
    model = model_file.load(arguments.model)
    x = tables.read_inputs(arguments.table, model.input_names)
    with _opened(arguments.out) as file:
        # Lines end as those of other programs in a pipe do.
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow((*model.input_names, _free_name(model), *model.target_names))
        for block in _blocks(model, x, arguments):
            writer.writerows(block)


def _blocks(model: Model, x: NDArray[np.float64], arguments: Namespace) -> Iterator[list[_Line]]:
    """Lines of the file: every row's draws one after another, at most `BLOCK` at once."""
    rng = np.random.default_rng(arguments.seed)
    rows_at_once = max(1, BLOCK // arguments.n)
    for start in range(0, len(x), rows_at_once):
        rows = x[start : start + rows_at_once]
        mixture = model.network(rows).tempered(
            weights=arguments.temperature, scales=arguments.spread
        )
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
    path = Path(out)
    try:
        device = path.exists() and not path.is_file()  # or a pipe: it cannot be replaced
        with path.open("wb") if device else replacing(path) as content:
            text = io.TextIOWrapper(content, encoding="utf-8", newline="")
            yield text
            text.detach()  # flushes, and leaves the file open to be brought to the disk
    except OSError as error:
        raise CommandError(
            f"{out} cannot be written ({error.strerror or error}); choose another folder, or make "
            "room or permission in this one."
        ) from error
