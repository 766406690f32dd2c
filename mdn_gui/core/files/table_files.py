"""Files of named columns: reading their cells, and what is wrong with those that fail."""

from __future__ import annotations

import csv
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from mdn_gui.core.files.cell_text import decimals, kind_of_column
from mdn_gui.core.files.date_text import contradicting_days
from mdn_gui.core.files.table_refusals import (
    TableError,
    column_fault,
    contradicting_dates,
    contradiction,
    in_short,
    type_fault,
)
from mdn_gui.core.files.text_column import NO_EVIDENCE, MarkEvidence, TextColumn
from mdn_gui.core.kept_table import kept
from mdn_gui.core.reading import UNSAID, Dialect, ReadingOptions
from mdn_gui.core.text import say

_SHOWN_OF_CELL = 40


@dataclass(frozen=True, eq=False)
class Cells:
    """One column of a table.

    Args:
        values: The cells, `(rows,)`, of any type.
        written: The same cells if they are text; None for text that is not looked into yet.
        evidence: What tells the decimal mark of `written`: the column itself, or without a row the
            whole table or a person; if it is open, the numbers are in doubt.
        dates: Whether the cells are dates that look like numbers, such as "01.05".
        fault: Why they cannot be used, if that is known beforehand: the rest of a sentence that
            begins with the name of the table.
        if_empty: What to do where no cell holds a value, if there is more to do than to choose
            another column.
    """

    values: pa.ChunkedArray
    written: TextColumn | None = None
    evidence: MarkEvidence = NO_EVIDENCE
    dates: bool = False
    fault: str = ""
    if_empty: str = ""

    def __len__(self) -> int:
        return len(self.values)

    @property
    def other_type(self) -> str:
        """The type of the cells if it is not one of numbers or text, such as "bool"; else ""."""
        return "" if may_hold_numbers(self.values.type) else str(self.values.type)

    def told(self, options: ReadingOptions) -> ReadingOptions:
        """What a person says of the file, as far as it tells what these cells stand for."""
        kinds, kind = pa.types, self.values.type
        if kinds.is_integer(kind) or kinds.is_floating(kind) or kinds.is_decimal(kind):
            return ReadingOptions(missing_marks=options.missing_marks)
        return ReadingOptions(
            decimal=options.decimal if self.dates else None,
            dates=options.dates,
            missing_marks=options.missing_marks,
        )

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
            values = values.cast(kind.value_type)
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
            value = self._plain(index)
        return "" if value is None else in_view(str(value))

    def _plain(self, index: int) -> object:
        """A cell as Python has it; a time that Python does not have, as NumPy writes it."""
        try:
            return self.values[index].as_py()
        except (ValueError, OverflowError):  # nanoseconds, a year above 9999, an unknown zone
            cell, kind = self.values.slice(index, 1), self.values.type
            if pa.types.is_dictionary(kind):
                cell, kind = cell.cast(kind.value_type), kind.value_type
            if pa.types.is_time(kind):
                return cell.cast(pa.string())[0].as_py()
            moment = str(cell.to_numpy()[0])
            zoned = pa.types.is_timestamp(kind) and kind.tz is not None
            return f"{moment} UTC" if zoned else moment


def in_view(text: str) -> str:
    """The text of a cell without white space around it, shortened if it is long."""
    text = text.strip()
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


_SHOWN_CHARACTERS = 255


class ColumnFile(Protocol):
    """A file of named columns.

    Attributes:
        path: The file.
        names: Names of the columns, each once.
        dialect: How the rows lie in the file.
        options: What a person says of it now; where the rows lie was said when it was opened.
        unread: How many rows are not loaded, because those that are tell what there is to see.
    """

    path: Path
    names: tuple[str, ...]
    dialect: Dialect
    options: ReadingOptions
    unread: int

    @property
    def left_out(self) -> int:
        """How many rows of what was loaded are left out, for their fields do not fit the header."""

    @property
    def faults(self) -> tuple[str, ...]:
        """Which rows these are, and why; each the rest of a sentence that names the file."""

    def load(
        self,
        indices: Sequence[int],
        texts: Collection[int] = (),
    ) -> Sequence[Cells]:
        """Read columns; see `DelimitedFile.load`."""

    def row_number(self, index: int) -> int:
        """Find a row in a spreadsheet; see `DelimitedFile.row_number`."""

    def row_numbers(self, indices: NDArray[np.intp]) -> NDArray[np.intp]:
        """Find several rows, `(n,)`."""


class TypedFile(ABC):
    """A file that states what its cells are: each has a type, and none is split out of a text.

    Attributes:
        left_out: How many rows are left out.
        faults: Which rows these are, and why.
        names: Names of the columns, each once.
        options: What a person says of it now.
        unread: How many rows are not loaded.
    """

    names: tuple[str, ...]
    left_out = 0
    unread = 0
    faults: tuple[str, ...] = ()
    options: ReadingOptions = UNSAID

    def load(self, indices: Sequence[int], texts: Collection[int] = ()) -> list[Cells]:
        """Read columns; see `DelimitedFile.load`."""
        del texts  # what has a type needs no text
        table = kept()
        found: dict[int, Cells] = {}
        for index in indices:
            known, cells = table.recall(("cells", index))
            if known is not None:
                found[index] = cells
        unread = [index for index in indices if index not in found]
        for index, cells in zip(unread, self._load(unread) if unread else (), strict=True):
            table.keep(("cells", index), self.names[index], cells)
            found[index] = cells
        return [found[index] for index in indices]

    def row_number(self, index: int) -> int:
        """Count a row from 1: there is no header."""
        return index + 1

    def row_numbers(self, indices: NDArray[np.intp]) -> NDArray[np.intp]:
        """The same of several rows, `(n,)`."""
        return indices + 1

    @abstractmethod
    def _load(self, indices: Sequence[int]) -> list[Cells]:
        """Read columns."""


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
        raise TableError(
            say("{path} is a folder with no file *.parquet in it; choose a file in it.", path=path)
        ) from error
    except (OSError, csv.Error, pa.ArrowException) as error:
        name = path.name[:_SHOWN_CHARACTERS]
        if isinstance(error, OSError) and error.strerror:
            reason, remedy = error.strerror, say("choose another file")
        else:
            reason = reason_of(error)
        raise TableError(
            say(
                "{name} cannot be read ({reason}); {remedy}.",
                name=name,
                reason=reason,
                remedy=remedy,
            )
        ) from error


def reason_of(error: Exception) -> str:
    """What a library says of a file, in one line."""
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")


@contextmanager
def unicode_names() -> Iterator[None]:
    """Say that a file is damaged whose names are no text.

    Raises:
        pyarrow.ArrowInvalid: They are not.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise pa.ArrowInvalid(say("a name in it is no Unicode text")) from error


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
        if told and len(found) == 1 and told not in found:
            cell = None if telling is None else (row_number(telling), cells.text(telling))
            return contradiction(name, told, cell, (row_number(index), text, found[0]))
    kind = "date" if cells.dates else kind_of_column(texts.values())
    if kind == "date":
        days = contradicting_days(pc.utf8_trim_whitespace(cells.values.cast(pa.string())))
        if days:
            return contradicting_dates(name, *((str(row_number(i)), cells.text(i)) for i in days))
    for index, text in texts.items():
        return column_fault(name, row_number(index), text, kind, learned=learned)
    return say("column {column} holds no numbers; choose another column.", column=in_short(name))
