"""Files of named columns: which kind a file is, and the many ways in which it can fail."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from mdn_gui.core.files.delimited import DelimitedFile
from mdn_gui.core.files.number_text import DecimalMark
from mdn_gui.core.files.regular_file import open_regular
from mdn_gui.core.files.table_cells import Cells
from mdn_gui.core.files.table_error import TableError
from mdn_gui.core.files.table_refusals import check_table_memory
from mdn_gui.core.files.text_encoding import encoding_by_mark, is_unmarked_utf16

_SNIFFED_BYTES = 65536
_SHOWN_CHARACTERS = 255


class Table(Protocol):
    """A file of named columns."""

    path: Path
    names: tuple[str, ...]

    def load(self, indices: Sequence[int], decimal: DecimalMark | None = None) -> Sequence[Cells]:
        """Read columns; see `DelimitedFile.load`."""

    def row_number(self, index: int) -> int:
        """Find a row in a spreadsheet; see `DelimitedFile.row_number`."""


class _ParquetFile:
    """A Parquet file; it has no header, so its first row is row 1."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = pq.ParquetFile(path)
        self.names: tuple[str, ...] = tuple(self._file.schema_arrow.names)

    def load(self, indices: Sequence[int], decimal: DecimalMark | None = None) -> list[Cells]:
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
        return index + 1


@contextmanager
def opened(path: Path) -> Iterator[Table]:
    """Open a table; whatever goes wrong until it is closed becomes a `TableError`.

    Args:
        path: A file of delimited text or a Parquet file.

    Yields:
        The table.

    Raises:
        TableError: If the file does not exist, may not be read, is damaged, or is no table.
    """
    try:
        yield _open(path)
    except FileNotFoundError as error:
        raise TableError(
            f"{path} does not exist; check the name or choose another file."
        ) from error
    except PermissionError as error:
        raise TableError(f"{path} may not be read; ask for permission or copy the file.") from error
    except UnicodeEncodeError as error:  # pyarrow takes no such name
        raise TableError(f"{path} has a name that is no Unicode text; rename it.") from error
    except UnicodeDecodeError as error:
        raise TableError(f"{path.name} is damaged UTF-16 text; save it as CSV UTF-8.") from error
    except IsADirectoryError as error:
        raise TableError(f"{path} is a folder; choose a file in it.") from error
    except (OSError, csv.Error, pa.ArrowException) as error:
        name = path.name[:_SHOWN_CHARACTERS]
        if isinstance(error, OSError) and error.strerror:
            reason, remedy = error.strerror, "choose another file"
        else:
            reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
            remedy = "export it anew as CSV or Parquet"
        raise TableError(f"{name} cannot be read ({reason}); {remedy}.") from error


def _open(path: Path) -> Table:
    """Find out which kind of table a file is and read the names of its columns."""
    with open_regular(path) as file:
        head = file.read(_SNIFFED_BYTES)
    table = _ParquetFile(path) if head.startswith(b"PAR1") else _open_text(path, head)
    if not table.names:
        raise TableError(f"{path.name} has no columns; choose another file.")
    return table


def _open_text(path: Path, head: bytes) -> Table:
    encoding = encoding_by_mark(head)
    if encoding != "utf-16" and b"\0" in head:
        if is_unmarked_utf16(head):
            raise TableError(
                f"{path.name} is probably UTF-16 text without the mark that says so; save the file "
                "as CSV UTF-8."
            )
        raise TableError(f"{path.name} is not a text table; export it as CSV or Parquet.")
    if len(head) == _SNIFFED_BYTES and not any(end in head for end in b"\r\n"):
        # The first line may be all there is, and is read in one go.
        check_table_memory(path.name, 8 * path.stat().st_size)
    return DelimitedFile(path, encoding)
