"""What a person needs to see of a table to choose columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.column_summary import ColumnSummary
from mdn_gui.core.reading import UNSAID, ColumnReading, Reading, ReadingOptions
from mdn_gui.core.roles import Role, Roles

type CellFault = Literal["missing", "bad"]


@dataclass(frozen=True)
class TablePreview:
    """What a person needs to see to choose columns.

    Args:
        name: The name of the file.
        reading: How the table was understood.
        first_rows: The text of the cells of the first rows, and of some rows below these in which
            a cell of a column cannot be read for the first time.
        row_numbers: Their rows, as a spreadsheet counts.
        options: What a person said of the file.
        identifiers: Names of the columns of numbers that seem to count rows or name things.
        absent: Which rows have no value in a column, for its cell is missing or cannot be read: a
            bit for each row, as `numpy.packbits` has them. Nothing of a column that has them all.
        summaries: What the values of each column are like.
        faults: What is wrong with cells of `first_rows`, by row and column from 0; nothing of
            columns that cannot be used.
        details: What a person said of its columns, by their names.
        bad: Which rows have a cell that cannot be read, as `absent` has them.
        extremes: The rows of the least and of the greatest number of a column, as a spreadsheet
            counts.
        codes: Numbers of columns that may stand for a missing value, and in how many rows they are.
        unread: How many more rows the table has; what is told is of those looked at.
    """

    name: str
    reading: Reading
    first_rows: tuple[tuple[str, ...], ...]
    row_numbers: tuple[int, ...]
    options: ReadingOptions = UNSAID
    identifiers: frozenset[str] = frozenset()
    absent: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict, compare=False)
    summaries: Mapping[str, ColumnSummary] = field(default_factory=dict)
    faults: Mapping[tuple[int, int], CellFault] = field(default_factory=dict)
    details: Mapping[str, Role] = field(default_factory=dict)
    bad: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict, compare=False)
    extremes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    codes: Mapping[str, tuple[float, int]] = field(default_factory=dict)
    unread: int = 0

    def rows_with(self, columns: Iterable[str], may_miss: Collection[str] = ()) -> int:
        """How many rows have a value in all of these columns.

        Args:
            columns: Names of columns.
            may_miss: Those of them whose cells may be missing, and only must not be bad.
        """
        each = ((self.bad if name in may_miss else self.absent).get(name) for name in columns)
        lacking = [rows for rows in each if rows is not None]
        if not lacking:
            return self.rows
        return self.rows - int(np.bitwise_count(np.bitwise_or.reduce(lacking)).sum())

    def rows_missing(self, columns: Iterable[str]) -> int:
        """How many rows have a missing cell in one of these columns."""
        lacking = [
            self.absent[name] & ~self.bad.get(name, np.uint8(0))
            for name in columns
            if name in self.absent
        ]
        return int(np.bitwise_count(np.bitwise_or.reduce(lacking)).sum()) if lacking else 0

    def rows_kept(self, roles: Roles) -> int:
        """How many rows are not left out."""
        may_miss = roles.inputs if roles.missing == "keep" else ()
        return self.rows_with(roles.columns, frozenset(may_miss))

    @property
    def rows(self) -> int:
        """How many rows of data were looked at."""
        return self.reading.rows

    @property
    def columns(self) -> tuple[ColumnReading, ...]:
        """All columns, in the order of the file."""
        return self.reading.columns

    @property
    def numeric_columns(self) -> tuple[str, ...]:
        """Names of the columns that can be inputs or targets as numbers."""
        return tuple(column.name for column in self.columns if column.numeric)
