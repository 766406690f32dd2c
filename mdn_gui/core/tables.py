"""Tables from files of any of the `table_formats` become a `Dataset`, or large ones a stream.

Text may be UTF-8 or, with a byte order mark, UTF-16; its fields are separated by commas,
semicolons or tabs, whichever fits most of the first rows, and may be quoted. The first row names
the columns, unless each of its cells is a number or missing: then it is data, and the columns are
called "column 1", "column 2" and so on. Blank lines are skipped.

Numbers in text may have a decimal point or comma and grouping marks; see `files.cell_text`. A cell
that is a number in one way only, such as "0.5", settles the decimal mark of its column, and of
columns that have no such cell, unless all numbers of its column may be dates or times, such as
"1.5" or "12.30". Where nothing settles whether "1.234" is 1234, the caller must, by `decimal`;
where commas separate the fields it is 1.234, and "1 234" is refused unless commas mark decimals
too.

Every refusal is a `TableError`: one sentence with the file, the row and the column, and what to do.
Rows are counted as a spreadsheet shows them: the header of a text table is row 1.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.files.cell_text import plain
from mdn_gui.core.files.table_refusals import (
    TableError,
    ambiguous_name,
    check_choice,
    check_roles,
    doubt_fault,
    in_short,
)
from mdn_gui.core.reading import DecimalMark
from mdn_gui.core.roles import Roles
from mdn_gui.core.table import Table, gathered
from mdn_gui.core.table_formats import opened, stream_of
from mdn_gui.core.text import say, say_count, say_in

if TYPE_CHECKING:
    from mdn_gui.core.files.table_files import Cells, ColumnFile

__all__ = [
    "Column",
    "Doubt",
    "TableError",
    "TablePreview",
    "open_rows",
    "preview",
    "read",
    "read_inputs",
]

MOST_NUMBERS = 25_000_000
"""A table of more numbers in the chosen columns (200 MB) is streamed if its format allows it."""

_PREVIEWED_ROWS = 10


class Doubt(NamedTuple):
    """A number that can be read in two ways, while nothing in its table tells which is right.

    Attributes:
        row: Its row, as a spreadsheet counts.
        text: The cell, such as "1.234".
        point: What it is with a decimal point, such as "1.234".
        comma: What it is with a decimal comma, such as "1234".
    """

    row: int
    text: str
    point: str
    comma: str


@dataclass(frozen=True)
class Column:
    """What a column holds.

    Args:
        name: The name in the header.
        numbers: How many rows hold a finite number.
        others: How many rows hold anything else or nothing.
        first_other: The first such row of a numeric column, as a spreadsheet counts.
        fault: Why the column cannot be read, and what to do: the rest of a sentence that begins
            with the name of the table; empty if it can.
        doubt: A number of the column, if a decimal mark must be chosen for it.
    """

    name: str
    numbers: int
    others: int
    first_other: int | None = None
    fault: str = ""
    doubt: Doubt | None = None

    @property
    def numeric(self) -> bool:
        """Whether there are numbers, in half of the cells at least."""
        return self.numbers > 0 and self.numbers >= self.others

    @property
    def summary(self) -> str:
        """The same in words, such as "numeric, 1 bad cell at row 17"."""
        if not self.numeric:
            return say("not numeric")
        if self.first_other is None:
            return say("numeric")
        return say_count(
            "numeric, 1 bad cell at row {row}",
            "numeric, {count:,} bad cells, the first at row {row}",
            self.others,
            row=self.first_other,
        )


@dataclass(frozen=True)
class TablePreview:
    """What a person needs to see to choose columns.

    Args:
        name: The name of the file.
        rows: How many rows of data there are.
        columns: All columns, in the order of the file.
        first_rows: The text of the first rows' cells.
        row_numbers: Their rows, as a spreadsheet counts.
        decimal: The decimal mark that was chosen for columns that do not tell it.
    """

    name: str
    rows: int
    columns: tuple[Column, ...]
    first_rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    decimal: DecimalMark | None = None

    @property
    def numeric_columns(self) -> tuple[str, ...]:
        """Names of the columns that can be inputs or targets."""
        return tuple(dict.fromkeys(column.name for column in self.columns if column.numeric))


def preview(path: str | os.PathLike[str], decimal: DecimalMark | None = None) -> TablePreview:
    """Look through a table to see which of its columns can be used.

    Args:
        path: A file of any of the `table_formats`.
        decimal: The decimal mark of columns that do not tell it.

    Returns:
        The columns and the first rows.

    Raises:
        TableError: If the file is no table, has no rows, or has fewer than two numeric columns.
    """
    file = Path(path)
    with opened(file) as table:
        cells = _load(table, range(len(table.names)), decimal)
        values = [column.numbers() for column in cells]
        columns = tuple(_described(table, table.names, cells, values))
        rows = len(cells[0])
        shown = range(min(rows, _PREVIEWED_ROWS))
        numbers = tuple(table.row_number(row) for row in shown)
    first_rows = tuple(tuple(column.text(row) for column in cells) for row in shown)
    result = TablePreview(file.name, rows, columns, first_rows, numbers, decimal)
    _check_numeric(result)
    return result


def read(
    path: str | os.PathLike[str],
    inputs: Sequence[str],
    targets: Sequence[str],
    decimal: DecimalMark | None = None,
) -> Dataset:
    """Read columns of a table.

    Args:
        path: A file of any of the `table_formats`.
        inputs: Names of the columns of x.
        targets: Names of the columns of y.
        decimal: The decimal mark of columns that do not tell it.

    Returns:
        All rows of these columns.

    Raises:
        TableError: If the file is no table, has no rows or lacks a column, if a column is chosen
            twice, if a chosen cell is not a finite number, or if nothing tells which of two numbers
            it is.
    """
    file, roles = Path(path), Roles(tuple(inputs), tuple(targets))
    check_roles(file.name, roles)
    values = _numbers(file, roles.columns, decimal)
    width = len(roles.inputs)
    return Dataset(values[:, :width], values[:, width:], roles.inputs, roles.targets)


def open_rows(
    path: str | os.PathLike[str],
    inputs: Sequence[str],
    targets: Sequence[str],
    decimal: DecimalMark | None = None,
) -> Table:
    """Open a table to train on or to score.

    Args:
        path: A file of any of the `table_formats`, or a folder of files that can be streamed.
        inputs: Names of the columns of x.
        targets: Names of the columns of y.
        decimal: The decimal mark of columns of text that do not tell it.

    Returns:
        The rows of these columns: streamed if they can be and hold more than `MOST_NUMBERS`
        numbers; else in memory.

    Raises:
        TableError: If the table cannot be read; see `read` and `parquet_rows.open_parquet`.
    """
    file, roles = Path(path), Roles(tuple(inputs), tuple(targets))
    stream = stream_of(file)
    if stream is not None:
        rows = stream(file, roles)
        if rows.rows * len(roles.columns) > MOST_NUMBERS:
            return rows
        if file.is_dir():
            return gathered(rows)
    return read(file, inputs, targets, decimal)


def read_inputs(
    path: str | os.PathLike[str], inputs: Sequence[str], decimal: DecimalMark | None = None
) -> NDArray[np.float64]:
    """Read the columns of x alone, of a table that need not have the targets.

    Args:
        path: A file of any of the `table_formats`.
        inputs: Names of the columns of x, at least one.
        decimal: The decimal mark of columns that do not tell it.

    Returns:
        All rows of these columns, `(rows, inputs)`.

    Raises:
        TableError: As for `read`.
    """
    return _numbers(Path(path), inputs, decimal)


def _numbers(path: Path, names: Sequence[str], decimal: DecimalMark | None) -> NDArray[np.float64]:
    """Read columns, `(rows, columns)`, all of which must hold finite numbers."""
    with opened(path) as table:
        check_choice(path.name, table.names, names)
        cells = _load(table, [table.names.index(name) for name in names], decimal)
        columns = [column.numbers() for column in cells]
        values = np.column_stack(columns)
        for column in _described(table, names, cells, columns):
            if column.fault:
                raise TableError(say("{name}, {fault}", name=path.name, fault=column.fault))
            if column.doubt:
                raise TableError(
                    say(
                        "{name}, {fault}",
                        name=path.name,
                        fault=doubt_fault(column.name, *column.doubt),
                    )
                )
    return values


def _load(
    table: ColumnFile, indices: Sequence[int], decimal: DecimalMark | None
) -> Sequence[Cells]:
    """Read columns, of which there must be some, with at least one row."""
    cells = table.load(indices, decimal)
    if not len(cells[0]):
        raise TableError(
            say("{name} has column names but no rows; add rows of data.", name=table.path.name)
        )
    return cells


def _described(
    table: ColumnFile,
    names: Sequence[str],
    cells: Sequence[Cells],
    columns: Sequence[NDArray[np.float64]],
) -> Iterator[Column]:
    """Say of columns how many numbers they hold, and what is wrong with the rest."""
    from mdn_gui.core.files.table_files import fault_of, title_rows  # noqa: PLC0415 - see table_formats

    finite = [np.isfinite(values) for values in columns]
    titles = title_rows(finite)
    namesakes = Counter(table.names)
    for name, column, good in zip(names, cells, finite, strict=True):
        numbers = int(np.count_nonzero(good))
        others = len(good) - numbers
        if namesakes[name] > 1:
            fault = ambiguous_name(name, namesakes[name])
        else:
            fault = fault_of(table, name, column, good, titles)
        first_other = table.row_number(int(good.argmin())) if 0 < others <= numbers else None
        yield Column(name, numbers, others, first_other, fault, _doubt(table, column))


def _doubt(table: ColumnFile, cells: Cells) -> Doubt | None:
    """A number that can be read in two ways, if nothing tells which is right."""
    index = cells.evidence.row
    if index is None or not cells.evidence.open:
        return None
    text = cells.text(index)
    point, comma = plain(text, "point") or "", plain(text, "comma") or ""
    return Doubt(table.row_number(index), text, point, comma)


def _check_numeric(preview: TablePreview) -> None:
    """Refuse a table that has no column for the input or none for the target."""
    names = preview.numeric_columns
    if len(names) > 1:
        return
    found = (
        say("only one, {column}", column=in_short(names[0])) if names else say_in("columns", "none")
    )
    if len(preview.columns) == 1:
        why: str = say("its rows hold no comma, semicolon or tab that would separate fields.")
    else:
        why = next(column.fault for column in preview.columns if not column.numeric)
    raise TableError(
        say(
            "{name} needs at least two numeric columns, an input and a target, but has "
            "{found}; {why}",
            name=preview.name,
            found=found,
            why=why,
        )
    )
