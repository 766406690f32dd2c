"""Files of named columns: which kind a file is, and the many ways in which it can fail."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from mdn_gui.core.files.delimited import DelimitedFile
from mdn_gui.core.files.table_cells import Cells
from mdn_gui.core.files.table_error import TableError

_SNIFFED_BYTES = 65536


class Table(Protocol):
    """A file of named columns."""

    path: Path
    names: tuple[str, ...]

    def load(self, names: Sequence[str]) -> list[Cells]:
        """Read columns; see `DelimitedFile.load`."""

    def row_number(self, index: int) -> int:
        """Find a row in a spreadsheet; see `DelimitedFile.row_number`."""


class _ParquetFile:
    """A Parquet file; it has no header, so its first row is row 1."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = pq.ParquetFile(path)
        self.names: tuple[str, ...] = tuple(self._file.schema_arrow.names)

    def load(self, names: Sequence[str]) -> list[Cells]:
        table = self._file.read(columns=list(names))
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
        raise TableError(_undecodable(path)) from error
    except (OSError, csv.Error, pa.ArrowException) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
        raise TableError(
            f"{path.name} cannot be read ({reason}); export it anew as CSV or Parquet."
        ) from error


def _open(path: Path) -> Table:
    """Find out which kind of table a file is and read the names of its columns."""
    if path.is_dir():
        raise TableError(f"{path} is a folder; choose a file in it.")
    with path.open("rb") as file:
        head = file.read(_SNIFFED_BYTES)
    table: Table
    if head.startswith(b"PAR1"):
        table = _ParquetFile(path)
    else:
        encoding = _encoding(head)
        if b"\0" in head and encoding != "utf-16":
            raise TableError(f"{path.name} is not a text table; export it as CSV or Parquet.")
        table = DelimitedFile(path, encoding)
    if not table.names:
        raise TableError(f"{path.name} has no columns; choose another file.")
    for name, count in Counter(table.names).items():
        if count > 1:
            raise TableError(f"{path.name} has {count} columns named {name!r}; rename all but one.")
    return table


def _encoding(head: bytes) -> str:
    """Tell UTF-16, which needs a byte order mark, from UTF-8, which may have one."""
    return "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"


def _undecodable(path: Path) -> str:
    """Say which byte is not text."""
    content = path.read_bytes()
    encoding = _encoding(content)
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        # Decoders may drop the byte order mark before they count: ask for what they counted in.
        row = error.object[: error.start].decode(encoding, "replace").count("\n") + 1
        byte = error.object[error.start]
        where = f"{path.name}, row {row} holds the byte 0x{byte:02x}, which is not"
        return f"{where} {encoding.removesuffix('-sig').upper()} text; save the file as CSV UTF-8."
    return f"{path.name} changed while it was read; open it again."
