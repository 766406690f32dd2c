"""Files of named columns: what each offers, and the many ways in which it can fail."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from mdn_gui.core.files.cell_text import DecimalMark
from mdn_gui.core.files.table_cells import Cells
from mdn_gui.core.files.table_refusals import TableError, check_table_memory
from mdn_gui.core.text import say

_SHOWN_CHARACTERS = 255


class ColumnFile(Protocol):
    """A file of named columns."""

    path: Path
    names: tuple[str, ...]

    def load(self, indices: Sequence[int], decimal: DecimalMark | None = None) -> Sequence[Cells]:
        """Read columns; see `DelimitedFile.load`."""

    def row_number(self, index: int) -> int:
        """Find a row in a spreadsheet; see `DelimitedFile.row_number`."""


class ParquetTable:
    """A Parquet file; it has no header, so its first row is row 1.

    Args:
        path: The file.

    Attributes:
        names: Names of the columns.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = pq.ParquetFile(path)
        self.names: tuple[str, ...] = tuple(self._file.schema_arrow.names)

    def load(self, indices: Sequence[int], decimal: DecimalMark | None = None) -> list[Cells]:
        """Read columns; see `DelimitedFile.load`."""
        del decimal  # programs write decimal points
        # What is in the file and the numbers are in memory side by side.
        check_table_memory(self.path.name, 16 * self._file.metadata.num_rows * len(indices))
        if len(indices) == len(self.names):
            table = self._file.read()
            return [Cells(table.column(index)) for index in indices]
        names = [self.names[index] for index in indices]
        table = self._file.read(columns=names)
        return [Cells(table.column(name)) for name in names]

    def row_number(self, index: int) -> int:
        """Count a row from 1."""
        return index + 1


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
