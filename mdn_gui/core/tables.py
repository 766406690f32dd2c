"""Tables from files: delimited text and Parquet become a `Dataset`.

Text may be UTF-8 or, with a byte order mark, UTF-16; its fields are separated by commas,
semicolons or tabs, whichever fits the first rows, and may be quoted. Between semicolons a decimal
comma is understood. The first row names the columns, unless each of its cells is a number: then it
is data, and the columns are called "column 1", "column 2" and so on. Blank lines are skipped.

Every refusal is a `TableError`: one sentence with the file, the row and the column, and what to do.
Rows are counted as a spreadsheet shows them: the header of a text table is row 1.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.files.table_error import TableError

if TYPE_CHECKING:
    from mdn_gui.core.files.table_cells import Cells
    from mdn_gui.core.files.table_files import Table

__all__ = ["Column", "TableError", "TablePreview", "preview", "read"]

_PREVIEWED_ROWS = 10


@dataclass(frozen=True)
class Column:
    """What a column holds.

    Args:
        name: The name in the header.
        numbers: How many rows hold a finite number.
        others: How many rows hold anything else or nothing.
        first_other: The first such row of a numeric column, as a spreadsheet counts.
    """

    name: str
    numbers: int
    others: int
    first_other: int | None = None

    @property
    def numeric(self) -> bool:
        """Whether there are numbers, in half of the cells at least."""
        return self.numbers > 0 and self.numbers >= self.others

    @property
    def summary(self) -> str:
        """The same in words, such as "numeric, 1 bad cell at row 17"."""
        if not self.numeric:
            return "not numeric"
        if self.first_other is None:
            return "numeric"
        if self.others == 1:
            return f"numeric, 1 bad cell at row {self.first_other}"
        return f"numeric, {self.others:,} bad cells, the first at row {self.first_other}"


@dataclass(frozen=True)
class TablePreview:
    """What a person needs to see to choose columns.

    Args:
        name: The name of the file.
        rows: How many rows of data there are.
        columns: All columns, in the order of the file.
        first_rows: The text of the first rows' cells.
        row_numbers: Their rows, as a spreadsheet counts.
    """

    name: str
    rows: int
    columns: tuple[Column, ...]
    first_rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]

    @property
    def numeric_columns(self) -> tuple[str, ...]:
        """Names of the columns that can be inputs or targets."""
        return tuple(column.name for column in self.columns if column.numeric)


def preview(path: str | os.PathLike[str]) -> TablePreview:
    """Look through a table to see which of its columns can be used.

    Args:
        path: A CSV, TSV, semicolon-separated or Parquet file.

    Returns:
        The columns and the first rows.

    Raises:
        TableError: If the file is no table, has no rows, or has fewer than two numeric columns.
    """
    file = Path(path)
    with _opened(file) as table:
        cells = _load(table, table.names)
        columns = tuple(_describe(table, *named) for named in zip(table.names, cells, strict=True))
        rows = len(cells[0])
        shown = range(min(rows, _PREVIEWED_ROWS))
        numbers = tuple(table.row_number(row) for row in shown)
    first_rows = tuple(tuple(column.text(row) for column in cells) for row in shown)
    result = TablePreview(file.name, rows, columns, first_rows, numbers)
    if len(result.numeric_columns) < 2:
        found = f"only one, {result.numeric_columns[0]!r}" if result.numeric_columns else "none"
        raise TableError(
            f"{file.name} needs at least two numeric columns, an input and a target, but has "
            f"{found}; check that its fields are separated by commas, semicolons or tabs."
        )
    return result


def read(path: str | os.PathLike[str], inputs: Sequence[str], targets: Sequence[str]) -> Dataset:
    """Read columns of a table.

    Args:
        path: A CSV, TSV, semicolon-separated or Parquet file.
        inputs: Names of the columns of x.
        targets: Names of the columns of y.

    Returns:
        All rows of these columns.

    Raises:
        TableError: If the file is no table, has no rows or lacks a column, if a column is chosen
            twice, or if a chosen cell is not a finite number.
    """
    file = Path(path)
    if not inputs or not targets:
        raise TableError(
            f"{file.name} needs at least one input and one target; choose its columns."
        )
    values = _numbers(file, (*inputs, *targets))
    width = len(inputs)
    return Dataset(values[:, :width], values[:, width:], tuple(inputs), tuple(targets))


def read_inputs(path: str | os.PathLike[str], inputs: Sequence[str]) -> NDArray[np.float64]:
    """Read the columns of x alone, of a table that need not have the targets.

    Args:
        path: A CSV, TSV, semicolon-separated or Parquet file.
        inputs: Names of the columns of x, at least one.

    Returns:
        All rows of these columns, `(rows, inputs)`.

    Raises:
        TableError: As for `read`.
    """
    return _numbers(Path(path), inputs)


@contextmanager
def _opened(path: Path) -> Iterator[Table]:
    """Open a table; see `table_files.opened`."""
    # pyarrow takes a quarter of a second to import: the window should not wait for it.
    from mdn_gui.core.files.table_files import opened  # noqa: PLC0415 - for the reason above

    with opened(path) as table:
        yield table


def _numbers(path: Path, names: Sequence[str]) -> NDArray[np.float64]:
    """Read columns, `(rows, columns)`, all of which must hold finite numbers."""
    with _opened(path) as table:
        _check_choice(table, names)
        cells = _load(table, names)
        values = np.column_stack([column.numbers() for column in cells])
        _check_cells(table, names, cells, values)
    return values


def _load(table: Table, names: Sequence[str]) -> list[Cells]:
    """Read columns, of which there must be some, with at least one row."""
    cells = table.load(names)
    if not len(cells[0]):
        raise TableError(f"{table.path.name} has column names but no rows; add rows of data.")
    return cells


def _describe(table: Table, name: str, cells: Cells) -> Column:
    """Count the numbers in a column."""
    finite = np.isfinite(cells.numbers())
    numbers = int(finite.sum())
    others = len(finite) - numbers
    if not 0 < others < numbers:
        return Column(name, numbers, others)
    return Column(name, numbers, others, table.row_number(int(finite.argmin())))


def _check_choice(table: Table, chosen: Sequence[str]) -> None:
    """Refuse columns that do not exist, or one that is chosen twice."""
    name = table.path.name
    missing = [column for column in chosen if column not in table.names]
    if missing:
        available = ", ".join(map(repr, table.names))
        raise TableError(f"{name} has no column {missing[0]!r}; choose among {available}.")
    repeated = [column for column in chosen if chosen.count(column) > 1]
    if repeated:
        raise TableError(f"{name}, column {repeated[0]!r} is chosen twice; choose it only once.")


def _check_cells(
    table: Table, names: Sequence[str], cells: Sequence[Cells], values: NDArray[np.float64]
) -> None:
    """Refuse values, `(rows, columns)`, that are not finite."""
    bad = ~np.isfinite(values)
    bad_rows = np.flatnonzero(bad.any(axis=1))
    if not len(bad_rows):
        return
    index = int(bad_rows[0])
    column = int(bad[index].argmax())
    text = cells[column].text(index)
    fault = f"holds {text!r}, which is not a finite number" if text else "is empty"
    extent = "1 row" if len(bad_rows) == 1 else f"{len(bad_rows):,} rows"
    raise TableError(
        f"{table.path.name}, row {table.row_number(index)}, column {names[column]!r} {fault} "
        f"({extent} affected); fill in numbers, delete such rows, or choose another column."
    )
