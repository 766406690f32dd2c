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

from mdn_gui.cli.arguments import BRANCHES
from mdn_gui.cli.table_notes import mark_notes, tell_notes
from mdn_gui.cli.terminal import CommandError
from mdn_gui.core import model_file, tables
from mdn_gui.core.export import free_name, text_cell, text_cells
from mdn_gui.core.files.disk_files import writing_text
from mdn_gui.core.kinds import Kind, cells
from mdn_gui.core.model import Model
from mdn_gui.core.network import Network
from mdn_gui.core.roles import Roles
from mdn_gui.core.text import say
from mdn_gui.table_options import reading_options, with_marks

type _Line = tuple[Any, ...]

STANDARD_OUTPUT = "-"

BLOCK = 50_000
"""Draws made and written at once, so that memory does not grow with their number."""


def run_sample(arguments: Namespace) -> None:
    """Write the samples.

    Args:
        arguments: With `model`, `table` and how it is read, `n`, `temperature`, `temper`,
            `width_factor`, `seed` and `out`.

    Raises:
        ModelFileError: The model cannot be read.
        TableError: The table cannot be read, or lacks an input of the model's.
        CommandError: The file cannot be written; one that exists is as it was.
    """
    model = model_file.load(arguments.model)
    options = reading_options(arguments, trained_on=model.reading)
    known = {name: model.roles.details[name] for name in model.input_names}
    roles = with_marks(Roles(model.input_names, (), details=known), arguments).details
    x = tables.open_inputs(arguments.table, model.input_names, roles, options)
    tell_notes((*x.notes, *mark_notes(arguments, x.reading)))
    with _opened(arguments.out) as file:
        # Lines end as those of other programs in a pipe do.
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(text_cells(_header(model)))
        for block in _blocks(model, x, arguments):
            writer.writerows(block)


def _blocks(model: Model, x: tables.Inputs, arguments: Namespace) -> Iterator[list[_Line]]:
    """Lines of the file: every row's draws one after another, at most `BLOCK` at once."""
    rng = np.random.default_rng(arguments.seed)
    rows_at_once = max(1, BLOCK // arguments.n)
    for start in range(0, len(x.values), rows_at_once):
        part = slice(start, start + rows_at_once)
        rows = x.values[part]
        mixture = model.network.tempered(
            rows,
            arguments.temperature,
            arguments.width_factor,
            branches=arguments.temper == BRANCHES,
        )
        known = model.network.rows
        near = None if known is None else np.round(known.evidence.at(rows), 1)
        for done in range(0, arguments.n, BLOCK):
            y = mixture.sample(min(BLOCK, arguments.n - done), rng)
            lines = _lines(model.network, rows, y, near, first=done + 1)
            places = (place for place in x.numbers[part].tolist() for _ in range(len(y)))
            yield [(place, *line) for place, line in zip(places, lines, strict=True)]


def _lines(
    network: Network,
    rows: NDArray[np.float64],
    y: NDArray[np.float64],
    near: NDArray[np.float64] | None,
    first: int,
) -> list[_Line]:
    """Draws (n, rows, outputs) as lines without the row, the draws of one row together.

    Each ends with how many training rows are near its inputs, where that is known.
    """
    numbers = range(first, first + len(y))
    last = [[]] * len(rows) if near is None else near[:, np.newaxis].tolist()
    x = zip(*map(_cells, network.encoding.kinds, rows.T), strict=True)
    # (outputs, rows, n): the draws of a row follow each other.
    columns = map(_cells, network.target_kinds, y.transpose(2, 1, 0).reshape(y.shape[2], -1))
    targets = zip(*columns, strict=True)
    return [
        (*inputs, number, *next(targets), *evidence)
        for inputs, evidence in zip(x, last, strict=True)
        for number in numbers
    ]


def _cells(kind: Kind, values: NDArray[np.float64]) -> list[float | str]:
    """The cells of a column; none that a spreadsheet would work out."""
    written = cells(kind, values.tolist())
    return [text_cell(cell) if isinstance(cell, str) else cell for cell in written]


def _header(model: Model) -> tuple[str, ...]:
    """Names of the columns; those that the model does not name differ from those that it does."""
    taken = (*model.input_names, *model.target_names)
    names = (*model.input_names, free_name("sample", taken), *model.target_names)
    names = (free_name("row", names), *names)
    return names if model.network.rows is None else (*names, free_name("rows_near", names))


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
            say(
                "{out} cannot be written ({reason}); choose another folder, or make room or "
                "permission in this one.",
                out=out,
                reason=error.strerror or error,
            )
        ) from error
