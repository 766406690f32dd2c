"""How a table was understood, and what a person may say of it beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from mdn_gui.core.kinds import Category, Kind

type DecimalMark = Literal["point", "comma"]
type DayOrder = Literal["day_first", "month_first"]


class Doubt(NamedTuple):
    """A cell that can be read in two ways, while nothing in its table tells which is right.

    Attributes:
        row: Its row, as a spreadsheet counts.
        text: The cell, such as "1.234" or "3/4/2024".
        readings: What it is in each way, by what a person answers: by the decimal mark, or by the
            order of day and month.
    """

    row: int
    text: str
    readings: tuple[tuple[DecimalMark | DayOrder, str], ...]


@dataclass(frozen=True)
class ReadingOptions:
    """What a person says of a file; what is None is found out from the file.

    Attributes:
        encoding: Python's name of the encoding of a text.
        separator: What separates the fields of a text; " " for any number of spaces.
        decimal: The decimal mark of the columns of text that do not tell their own, whatever other
            columns tell. Where a column tells it, a cell with the other mark is no number.
        header: The row that holds the names, as a spreadsheet counts; 0 if there is none.
        units: Whether the row below the names holds units.
        sheet: The sheet of a spreadsheet, by its name.
        dates: Which comes first in dates such as 3/4/2024, of the columns that do not tell it, or
            that hold dates of both orders, of which the others are then no dates.
        missing_marks: Cells that stand for a missing value, besides those always known, such as
            "-999".
        decimal_otherwise: The decimal mark of the columns that do not tell their own, where no
            other column tells one either: so a model's new tables are read as its own was.
        dates_otherwise: The same of what comes first in dates.
    """

    encoding: str | None = None
    separator: str | None = None
    decimal: DecimalMark | None = None
    header: int | None = None
    units: bool | None = None
    sheet: str | None = None
    dates: DayOrder | None = None
    missing_marks: tuple[str, ...] = ()
    decimal_otherwise: DecimalMark | None = None
    dates_otherwise: DayOrder | None = None


UNSAID: Final = ReadingOptions()
"""All is found out from the file."""


@dataclass(frozen=True)
class Dialect:
    """How the rows of a table lie in its file.

    Attributes:
        format: What the format is called, such as "CSV" or "Excel".
        encoding: What a person calls the encoding of a text, such as "UTF-8"; else "".
        separator: What separates the fields of a text, " " for any number of spaces; else "".
        sheet: The sheet of a spreadsheet that was read; else "".
        sheets: All sheets of a spreadsheet.
        compression: "gzip" or "Zstandard" of a compressed text; else "".
        header: The row that holds the names, as a spreadsheet counts; 0 if there is none.
        units_row: The row below the header that holds units; 0 if there is none.
        units: The unit of each column, "" where there is none; nothing without a row of units.
        notes: What was passed over, each a sentence: rows above the header, comments, a footer.
    """

    format: str
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    compression: str = ""
    header: int = 0
    units_row: int = 0
    units: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnReading:
    """How a column was understood.

    Attributes:
        name: Its name; one of several of the same name is told apart by a number behind it.
        kind: What its cells are; None if the column cannot be used.
        reason: Why they are taken for that; or why the column cannot be used, and what to do: the
            rest of a sentence that begins with the name of the file.
        decimal: The decimal mark of numbers in a text; None where there is nothing to tell.
        dates: Which comes first in dates such as 3/4/2024; None where there is nothing to tell.
        doubt: A cell of it, if a person must say how it is read.
        missing: How many cells are missing.
        missing_marks: The cells that stand for a missing value, such as "NA".
        bad: How many other cells could not be understood.
        first_bad: The row of the first of these, as a spreadsheet counts; 0 if there is none.
        bad_text: What it holds.
        told_marks: The cells that stand for a missing value because a person said so.
        unfound_marks: Those of them that no cell holds.
        assumed: A cell that can be read in two ways, and is read as `ReadingOptions` say for where
            nothing tells which is right.
    """

    name: str
    kind: Kind | None
    reason: str
    decimal: DecimalMark | None = None
    dates: DayOrder | None = None
    doubt: Doubt | None = None
    missing: int = 0
    missing_marks: tuple[str, ...] = ()
    bad: int = 0
    first_bad: int = 0
    bad_text: str = ""
    told_marks: tuple[str, ...] = ()
    unfound_marks: tuple[str, ...] = ()
    assumed: Doubt | None = None

    @property
    def numeric(self) -> bool:
        """Whether its cells can be used as numbers on an axis."""
        return self.kind is not None and not isinstance(self.kind, Category)


@dataclass(frozen=True)
class Reading:
    """How a table was understood.

    Attributes:
        dialect: How its rows lie in the file.
        rows: How many rows of data there are.
        columns: Each column that was looked at, in the order of the file.
        notes: What a person should know of the table as a whole, each a sentence.
    """

    dialect: Dialect
    rows: int
    columns: tuple[ColumnReading, ...]
    notes: tuple[str, ...] = ()


def read_as(reading: Reading | None) -> ReadingOptions:
    """How another table is read as one was: where nothing tells how, numbers and dates are alike.

    Args:
        reading: How that one was understood; None if that is not known.
    """
    columns = () if reading is None else reading.columns
    decimals = {column.decimal for column in columns} - {None}
    dates = {column.dates for column in columns} - {None}
    return ReadingOptions(
        decimal_otherwise=decimals.pop() if len(decimals) == 1 else None,
        dates_otherwise=dates.pop() if len(dates) == 1 else None,
    )
