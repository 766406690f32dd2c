"""The formats that a table may have: one list, which opening, streaming, dialogs and texts ask.

Light: what reads a format is imported only then, for pyarrow takes a quarter of a second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mdn_gui.core.files.compression import compression_of
from mdn_gui.core.files.disk_files import open_regular
from mdn_gui.core.files.table_refusals import TableError, check_columns
from mdn_gui.core.files.text_encoding import encoding_by_zeros
from mdn_gui.core.text import say

if TYPE_CHECKING:
    from mdn_gui.core.files.table_files import ColumnFile
    from mdn_gui.core.roles import Roles
    from mdn_gui.core.table import Table

_SNIFFED_BYTES = 65536
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]")

type Stream = Callable[[Path, Roles], Table]
"""Opens a file, or a folder of files, given what its columns are for, and reads no rows yet."""


@dataclass(frozen=True)
class TableFormat:
    """A format of tables.

    Attributes:
        names: What it is called, as in "a CSV file"; the first one is what others are advised.
        suffixes: How names of such files end; what a file is, its content tells.
        recognizes: Tells such a file by its first 64 KiB, whatever its name.
        open: Opens a file, given these bytes too; may raise any `OSError` and whatever pyarrow
            raises.
        stream: Opens it to be read piece by piece, if it can be; raises a `TableError`.
    """

    names: tuple[str, ...]
    suffixes: tuple[str, ...]
    recognizes: Callable[[bytes], bool]
    open: Callable[[Path, bytes], ColumnFile]
    stream: Stream | None = None


def _is_text(head: bytes) -> bool:
    if encoding_by_zeros(head).startswith("utf-16") or compression_of(head):
        return True
    if not head:
        return True
    text = head.rstrip(b"\0")  # a crash may leave zeros at the end
    # Damaged text is told apart from what is none, so that the damage can be named.
    allowed = max(1, len(text) // 100) if text == head else 0
    return text != b"" and len(_CONTROLS.findall(text)) <= allowed


def _open_text(path: Path, head: bytes) -> ColumnFile:
    from mdn_gui.core.files.delimited import DelimitedFile  # noqa: PLC0415 - see the module

    if len(head) == _SNIFFED_BYTES and not any(end in head for end in b"\r\n"):
        # The first line may be all there is, and is read in one go.
        from mdn_gui.core.files.table_refusals import check_table_memory  # noqa: PLC0415 - likewise

        check_table_memory(path.name, 8 * path.stat().st_size)
    return DelimitedFile(path)


def _open_parquet(path: Path, _head: bytes) -> ColumnFile:
    from mdn_gui.core.files.table_files import ParquetTable  # noqa: PLC0415 - see the module

    return ParquetTable(path)


def _stream_parquet(path: Path, roles: Roles) -> Table:
    from mdn_gui.core.parquet_rows import open_parquet  # noqa: PLC0415 - see the module

    return open_parquet(path, roles.inputs, roles.targets)


FORMATS: tuple[TableFormat, ...] = (
    TableFormat(
        ("CSV", "TSV", say("semicolon-separated")), (".csv", ".tsv", ".txt"), _is_text, _open_text
    ),
    TableFormat(
        ("Parquet",),
        (".parquet",),
        lambda head: head.startswith(b"PAR1"),
        _open_parquet,
        _stream_parquet,
    ),
)
"""All formats, in the order in which they are told; the last one is asked first what a file is, for
most files of other formats look like text."""


def any_name() -> str:
    """What a table may be, such as "CSV, TSV, semicolon-separated or Parquet"."""
    return _either([name for each in FORMATS for name in each.names])


def advised() -> str:
    """What a table is best exported as, such as "CSV or Parquet"."""
    return _either([each.names[0] for each in FORMATS])


def patterns() -> str:
    """What the names of tables look like, such as "*.csv *.parquet"."""
    return " ".join(f"*{suffix}" for each in FORMATS for suffix in each.suffixes)


def stream_of(path: Path) -> Stream | None:
    """How a table is read piece by piece.

    Args:
        path: A file, or a folder of files.

    Returns:
        What opens it so; None if it can only be read at once, or cannot be read.
    """
    if path.is_dir():
        streamed = [each for each in FORMATS if each.stream is not None]
        held = (each for each in streamed for end in each.suffixes if any(path.rglob(f"*{end}")))
        return next(held, streamed[0]).stream
    try:
        found = _recognized(_head_of(path))
    except OSError:
        return None
    return None if found is None else found.stream


@contextmanager
def opened(path: Path) -> Iterator[ColumnFile]:
    """Open a table; whatever goes wrong until it is closed becomes a `TableError`.

    Args:
        path: A file of any of the formats.

    Yields:
        The table.

    Raises:
        TableError: If the file does not exist, may not be read, is damaged, or is no table.
    """
    from mdn_gui.core.files.table_files import refusing  # noqa: PLC0415 - see the module

    with refusing(path, say("export it anew as {formats}", formats=advised())):
        head = _head_of(path)
        found = _recognized(head)
        if found is None:
            raise TableError(
                say(
                    "{name} is not a text table; export it as {formats}.",
                    name=path.name,
                    formats=advised(),
                )
            )
        table = found.open(path, head)
        check_columns(path.name, table.names)
        yield table


def _head_of(path: Path) -> bytes:
    with open_regular(path) as file:
        return file.read(_SNIFFED_BYTES)


def _recognized(head: bytes) -> TableFormat | None:
    return next((each for each in reversed(FORMATS) if each.recognizes(head)), None)


def _either(names: Sequence[str]) -> str:
    *others, last = names
    return say("{others} or {last}", others=", ".join(others), last=last) if others else last
