"""Files of named columns: reading their cells, and what is wrong with those that fail."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mdn_gui.core.files.cell_text import PATTERNS, decimals, kind_of_column
from mdn_gui.core.files.date_text import contradicting_days
from mdn_gui.core.files.table_refusals import (
    TableError,
    column_fault,
    contradiction,
    in_short,
    type_fault,
)
from mdn_gui.core.files.text_column import NO_EVIDENCE, MarkEvidence, TextColumn
from mdn_gui.core.reading import DecimalMark, Dialect
from mdn_gui.core.text import say

_SHOWN_OF_CELL = 40


@dataclass(frozen=True, eq=False)
class Cells:
    """One column of a table.

    Args:
        values: The cells, `(rows,)`, of any type.
        written: The same cells if they are text that people may have written; None for what a
            program wrote, whose numbers need no interpretation.
        evidence: What tells the decimal mark of `written`: the column itself, or without a row the
            whole table or a person; if it is open, the numbers are in doubt.
        dates: Whether the cells are dates that look like numbers, such as "01.05".
    """

    values: pa.ChunkedArray
    written: TextColumn | None = None
    evidence: MarkEvidence = NO_EVIDENCE
    dates: bool = False

    def __len__(self) -> int:
        return len(self.values)

    @property
    def other_type(self) -> str:
        """The type of the cells if it is not one of numbers or text, such as "bool"; else ""."""
        return "" if may_hold_numbers(self.values.type) else str(self.values.type)

    def numbers(self) -> NDArray[np.float64]:
        """Convert the cells.

        Returns:
            The numbers, `(rows,)`; whatever is not a number is NaN.
        """
        values, kind = self.values, self.values.type
        if self.dates or self.other_type:
            return np.full(len(values), np.nan)
        if self.written is not None:
            return self.written.numbers(self.evidence.decimal or "point")
        if pa.types.is_dictionary(kind):
            return Cells(values.cast(kind.value_type)).numbers()
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            return _parsed(pc.utf8_trim_whitespace(values))
        numbers: NDArray[np.float64] = values.cast(pa.float64(), safe=False).to_numpy()
        return numbers

    def text(self, index: int) -> str:
        """Show a cell.

        Args:
            index: The row, counted from 0.

        Returns:
            The cell's text, shortened if it is long; nothing if there is no value.
        """
        if self.written is not None and not self.written.unit:
            value: object = self.written.cell(index)
        else:
            value = self.values[index].as_py()
        text = "" if value is None else str(value).strip()
        return text if len(text) <= _SHOWN_OF_CELL else f"{text[:_SHOWN_OF_CELL]}..."


def may_hold_numbers(kind: pa.DataType) -> bool:
    """Tell whether `Cells` can find numbers in a column; in text, only its cells can tell.

    Args:
        kind: The type of the column.
    """
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    kinds = pa.types
    return bool(
        kinds.is_integer(kind)
        or kinds.is_floating(kind)
        or kinds.is_decimal(kind)
        or kinds.is_string(kind)
        or kinds.is_large_string(kind)
    )


def may_be_used(kind: pa.DataType) -> bool:
    """Tell whether a column of a type may be an input or a target; only its cells can tell."""
    kinds = pa.types
    if kinds.is_dictionary(kind):
        kind = kind.value_type
    return may_hold_numbers(kind) or bool(kinds.is_boolean(kind) or kinds.is_temporal(kind))


def _parsed(text: pa.ChunkedArray) -> NDArray[np.float64]:
    """Read text that holds numbers as programs write them; other text is NaN."""
    try:
        numbers: NDArray[np.float64] = text.cast(pa.float64()).to_numpy()
    except pa.ArrowInvalid:
        # A number with a decimal point and no grouping.
        plain = pc.match_substring_regex(text, r"^[0-9.eE+-]*$")
        numeric = pc.and_(plain, pc.match_substring_regex(text, PATTERNS["point"]))
        numbers = pc.if_else(numeric, text, None).cast(pa.float64()).to_numpy()
    return numbers


_SHOWN_CHARACTERS = 255


class ColumnFile(Protocol):
    """A file of named columns.

    Attributes:
        path: The file.
        names: Names of the columns, each once.
        dialect: How the rows lie in the file.
    """

    path: Path
    names: tuple[str, ...]
    dialect: Dialect

    @property
    def left_out(self) -> int:
        """How many rows of what was loaded are left out, for their fields do not fit the header."""

    @property
    def faults(self) -> tuple[str, ...]:
        """Which rows these are, and why; each the rest of a sentence that names the file."""

    def load(
        self,
        indices: Sequence[int],
        decimal: DecimalMark | None = None,
        texts: Collection[int] = (),
    ) -> Sequence[Cells]:
        """Read columns; see `DelimitedFile.load`."""

    def row_number(self, index: int) -> int:
        """Find a row in a spreadsheet; see `DelimitedFile.row_number`."""


@contextmanager
def refusing(path: Path, remedy: str) -> Iterator[None]:
    """Make a `TableError` of whatever goes wrong with a table.

    Args:
        path: The file.
        remedy: What to do about a damaged one.

    Raises:
        TableError: If the file does not exist, may not be read or is damaged.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise TableError(
            say("{path} does not exist; check the name or choose another file.", path=path)
        ) from error
    except PermissionError as error:
        raise TableError(
            say("{path} may not be read; ask for permission or copy the file.", path=path)
        ) from error
    except UnicodeEncodeError as error:  # pyarrow takes no such name
        raise TableError(
            say("{path} has a name that is no Unicode text; rename it.", path=path)
        ) from error
    except UnicodeDecodeError as error:
        raise TableError(
            say("{name} is damaged UTF-16 text; save it as CSV UTF-8.", name=path.name)
        ) from error
    except IsADirectoryError as error:
        raise TableError(say("{path} is a folder; choose a file in it.", path=path)) from error
    except (OSError, csv.Error, pa.ArrowException) as error:
        name = path.name[:_SHOWN_CHARACTERS]
        if isinstance(error, OSError) and error.strerror:
            reason, remedy = error.strerror, say("choose another file")
        else:
            reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        raise TableError(
            say(
                "{name} cannot be read ({reason}); {remedy}.",
                name=name,
                reason=reason,
                remedy=remedy,
            )
        ) from error


type Flags = NDArray[np.bool_]

_LOOKED_AT = 100


def fault_of(
    name: str,
    cells: Cells,
    missing: Flags,
    row_number: Callable[[int], int],
    *,
    learned: bool = False,
) -> str:
    """Find out why a column cannot be used.

    Args:
        name: The column.
        cells: Its cells.
        missing: Which of them are missing.
        row_number: Tells the row of a cell, counted from 0, as a spreadsheet counts.
        learned: Whether a model learned from the column, so that no other can be chosen.

    Returns:
        What is wrong, and what to do: the rest of a sentence that begins with the name of the
        table.
    """
    if cells.other_type:
        return type_fault(name, cells.other_type, learned=learned)
    bad = np.flatnonzero(~(np.isfinite(cells.numbers()) | missing))[:_LOOKED_AT].tolist()
    texts = {index: cells.text(index) for index in bad}
    told, telling, _ = cells.evidence
    for index, text in texts.items():
        found = decimals(text)
        if told and telling is not None and len(found) == 1 and told not in found:
            settled = (row_number(telling), cells.text(telling), told)
            return contradiction(name, settled, (row_number(index), text, found[0]))
    kind = "date" if cells.dates else kind_of_column(texts.values())
    if kind == "date":
        days = contradicting_days(pc.utf8_trim_whitespace(cells.values.cast(pa.string())))
        if days:
            return _contradicting_dates(name, cells, days, row_number)
    for index, text in texts.items():
        return column_fault(name, row_number(index), text, kind, learned=learned)
    return say(
        "column {column} holds numbers and no dates; choose another column, or do not say that it "
        "holds dates.",
        column=in_short(name),
    )


def _contradicting_dates(
    name: str, cells: Cells, days: tuple[int, int], row_number: Callable[[int], int]
) -> str:
    """Say that some dates begin with the day and others with the month."""
    day_first, month_first = days
    return say(
        "row {row}, column {column} holds {text!r}, where only the second number can be the day, "
        "but row {other_row} holds {other_text!r}, where only the first can; write all dates of "
        "the column alike, or say by --dates day-first or --dates month-first which are right, so "
        "that the others are left out.",
        row=row_number(month_first),
        column=in_short(name),
        text=cells.text(month_first),
        other_row=row_number(day_first),
        other_text=cells.text(day_first),
    )
