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

from mdn_gui.core.files.compression import compression_of, open_content
from mdn_gui.core.files.disk_files import open_regular
from mdn_gui.core.files.foreign import refuse_foreign
from mdn_gui.core.files.table_refusals import TableError, check_columns, check_table_memory
from mdn_gui.core.files.text_encoding import as_utf_8, encoding_by_zeros
from mdn_gui.core.kept_table import kept, stamp_of
from mdn_gui.core.option_names import by_option
from mdn_gui.core.reading import UNSAID, ReadingOptions
from mdn_gui.core.text import say

if TYPE_CHECKING:
    from mdn_gui.core.files.table_files import ColumnFile
    from mdn_gui.core.roles import Roles
    from mdn_gui.core.table import StreamedTable

_SNIFFED_BYTES = 65536
_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How archives begin, such as .xlsx and .ods, and how .xls does."""
_FEATHER_1, _STREAM = b"FEA1", b"\xff\xff\xff\xff"

type Open = Callable[[Path, bytes, ReadingOptions], ColumnFile]
"""Opens a file, given its first bytes and what a person says of it."""
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1f]")


type Stream = Callable[[Path, Roles, ReadingOptions], StreamedTable]
"""Opens a file, or a folder of files, given what its columns are for and what a person says of it;
reads no rows yet."""


@dataclass(frozen=True)
class TableFormat:
    """A format of tables.

    Attributes:
        names: What it is called, as in "a CSV file"; the first one is what others are advised.
        suffixes: How names of such files end; what a file is, its content tells.
        recognizes: Tells such a file by its first 64 KiB, whatever its name.
        open: Opens a file, given these bytes and what a person says of it; may raise any `OSError`
            and whatever pyarrow raises.
        stream: Opens it to be read piece by piece, if it can be; raises a `TableError`.
        look: Opens some of its rows, if it can be streamed.
        advised: Whether others are told to export their tables in this format.
        compressed: Whether a file may be compressed as a whole.
        layout: Which of the `ReadingOptions` of how its rows lie it has; others are refused.
    """

    names: tuple[str, ...]
    suffixes: tuple[str, ...]
    recognizes: Callable[[bytes], bool]
    open: Open
    stream: Stream | None = None
    look: Callable[[Path], ColumnFile] | None = None
    advised: bool = True
    compressed: bool = False
    layout: frozenset[str] = frozenset()


def _is_text(head: bytes) -> bool:
    if encoding_by_zeros(head).startswith("utf-16"):
        return True
    if not head:
        return True
    text = head.rstrip(b"\0\x1a")  # a crash may leave zeros at the end, and DOS its mark
    lines = text.count(b"\n") + text.count(b"\r")
    if not text or (text != head and not lines):
        return False
    # Damaged text is told apart from what is none, so that the damage can be named.
    return len(_CONTROLS.findall(text)) <= max(len(text) // 100, min(1, lines))


def _open_text(path: Path, head: bytes, options: ReadingOptions) -> ColumnFile:
    from mdn_gui.core.files.delimited import DelimitedFile  # noqa: PLC0415 - see the module

    if len(head) == _SNIFFED_BYTES and not any(end in head for end in b"\r\n"):
        # The first line may be all there is, and is read in one go.
        check_table_memory(path.name, 8 * path.stat().st_size)
    return DelimitedFile(path, options)


def _open_parquet(path: Path, _head: bytes, _options: ReadingOptions) -> ColumnFile:
    from mdn_gui.core.files.typed_tables import ParquetTable  # noqa: PLC0415 - see the module

    return ParquetTable(path)


def _open_arrow(path: Path, head: bytes, _options: ReadingOptions) -> ColumnFile:
    from mdn_gui.core.files.typed_tables import ArrowTable  # noqa: PLC0415 - see the module

    if head.startswith(_FEATHER_1):
        # pyarrow reads it, but crashes on damaged files, and will give it up.
        raise TableError(
            say(
                "{name} is a Feather file of version 1, which is not read; save it as Feather "
                "version 2 or as Parquet.",
                name=path.name,
            )
        )
    return ArrowTable(path, stream=head.startswith(_STREAM))


def _look_at_parquet(path: Path) -> ColumnFile:
    from mdn_gui.core.files.typed_tables import ParquetLook  # noqa: PLC0415 - see the module

    return ParquetLook(path)


def _open_workbook(path: Path, _head: bytes, options: ReadingOptions) -> ColumnFile:
    from mdn_gui.core.files.workbooks import Workbook  # noqa: PLC0415 - see the module

    return Workbook(path, options)


def _open_json(path: Path, _head: bytes, _options: ReadingOptions) -> ColumnFile:
    from mdn_gui.core.files.json_tables import JsonTable  # noqa: PLC0415 - see the module

    return JsonTable(path)


def _stream_parquet(path: Path, roles: Roles, options: ReadingOptions) -> StreamedTable:
    from mdn_gui.core.parquet_rows import open_parquet  # noqa: PLC0415 - see the module

    _check_layout(path.name, options, "Parquet")
    return open_parquet(path, roles, options)


_TEXTS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz", ".csv.zst", ".tsv.zst")
_JSON = (".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".jsonl.zst")
_BEGINS_JSON = re.compile(rb'\s*(?:\{\s*["}]|\[\s*(?:[{[]|\]\s*$))')

FORMATS: tuple[TableFormat, ...] = (
    TableFormat(
        ("CSV", "TSV", say("semicolon-separated")),
        _TEXTS,
        _is_text,
        _open_text,
        compressed=True,
        layout=frozenset(("encoding", "separator", "header", "units")),
    ),
    TableFormat(
        (say("JSON lines"),),
        _JSON,
        lambda head: _BEGINS_JSON.match(as_utf_8(head, whole=False)) is not None,
        _open_json,
        advised=False,
        compressed=True,
    ),
    TableFormat(
        ("Excel", "ODS"),
        (".xlsx", ".xlsm", ".xls", ".ods"),
        lambda head: head.startswith(_WORKBOOKS),
        _open_workbook,
        advised=False,
        layout=frozenset(("sheet", "header", "units")),
    ),
    TableFormat(
        ("Arrow",),
        (".feather", ".arrow"),
        lambda head: head.startswith((b"ARROW1", _FEATHER_1, _STREAM)),
        _open_arrow,
        advised=False,
    ),
    TableFormat(
        ("Parquet",),
        (".parquet",),
        lambda head: head.startswith(b"PAR1"),
        _open_parquet,
        _stream_parquet,
        _look_at_parquet,
    ),
)
"""All formats, in the order in which they are told; the last one is asked first what a file is, for
most files of other formats look like text."""


def any_name() -> str:
    """What a table may be, such as "CSV, TSV, semicolon-separated or Parquet"."""
    return _either([name for each in FORMATS for name in each.names])


def advised() -> str:
    """What a table is best exported as, such as "CSV or Parquet"."""
    return _either([each.names[0] for each in FORMATS if each.advised])


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
    found = _format_of(path)
    return None if found is None else found.stream


def _look_at(path: Path) -> ColumnFile | None:
    """Some rows of a table that can be streamed and has many; None of another."""
    found = _format_of(path)
    look = None if found is None or found.look is None else found.look(path)
    return look if look is not None and look.unread else None


def _format_of(path: Path) -> TableFormat | None:
    """The format of a table that is not compressed; None if it cannot be read."""
    if path.is_dir():
        streamed = next(each for each in FORMATS if each.stream is not None)
        return _held_by(path) or streamed
    try:
        return None if _is_compressed(path) else _recognized(_head_of(path))
    except OSError:
        return None


@contextmanager
def opened(
    path: Path, options: ReadingOptions = UNSAID, *, look: bool = False
) -> Iterator[ColumnFile]:
    """Open a table; whatever goes wrong until it is closed becomes a `TableError`.

    Args:
        path: A file of any of the formats, or a folder of files that can be streamed.
        options: What a person says of it.
        look: Whether some of its rows will do, if it can be streamed and has many.

    Yields:
        The table; the same as before where one is kept whose rows lie as the options say.

    Raises:
        TableError: If the file does not exist, may not be read, is damaged, or is no table.
    """
    from mdn_gui.core.files.table_files import refusing  # noqa: PLC0415 - see the module

    with refusing(path, say("export it anew as {formats}", formats=advised())):
        str(path).encode()  # or nothing about it could be written down
        layout = tuple(getattr(options, field) for field in _LAYOUT)
        some = _look_at(path) if look else None
        source = (path, stamp_of(path), layout, some is not None)
        table = kept().opened(source, lambda: some or _opened(path, options))
        table.options = options
        yield table


def _opened(path: Path, options: ReadingOptions) -> ColumnFile:
    """Open a table; see `opened`."""
    found = _held_by(path) if path.is_dir() else None
    head = b"" if found else _head_of(path)
    refuse_foreign(path.name, head, advised())
    found = found or _recognized(head)
    if found is None:
        raise TableError(
            say(
                "{name} is no table that can be read; export it as {formats}.",
                name=path.name,
                formats=advised(),
            )
        )
    if not (found.compressed or path.is_dir()) and _is_compressed(path):
        raise TableError(
            say(
                "{name} is a compressed {format} file; unpack it first.",
                name=path.name,
                format=found.names[0],
            )
        )
    _check_layout(path.name, options, found.names[0], found.layout)
    table = found.open(path, head, options)
    check_columns(path.name, table.names)
    return table


_LAYOUT = {
    "sheet": say("sheets; leave the sheet out"),
    "encoding": say("choice of encodings; leave the encoding out"),
    "separator": say("separator of fields; leave the separator out"),
    "header": say("row of names; leave the row of names out"),
    "units": say("row of units; leave the row of units out"),
}
"""What a format lacks, and so what to leave out, by the field of `ReadingOptions`."""


def _check_layout(
    name: str, options: ReadingOptions, called: str, layout: frozenset[str] = frozenset()
) -> None:
    """Refuse what is said of rows that lie in another way.

    Args:
        name: The file's name.
        options: What a person says of it.
        called: What its format is called.
        layout: What such files have; see `TableFormat`.

    Raises:
        TableError: Something is.
    """
    for field, lacks in _LAYOUT.items():
        if getattr(options, field) is not None and field not in layout:
            raise TableError(
                say(
                    "{name} is {format}, which has no {lacks}{option}.",
                    name=name,
                    format=called,
                    lacks=lacks,
                    option=by_option(field),
                )
            )


def _held_by(folder: Path) -> TableFormat | None:
    """The format of the files in a folder that are one table."""
    streamed = (each for each in FORMATS if each.stream is not None)
    held = (each for each in streamed for end in each.suffixes if any(folder.rglob(f"*{end}")))
    return next(held, None)


def _head_of(path: Path) -> bytes:
    """The first bytes of what is in a file, which may be compressed."""
    with open_content(path) as content:
        return content.read(_SNIFFED_BYTES)


def _is_compressed(path: Path) -> bool:
    with open_regular(path) as file:
        return compression_of(file.read(4)) != ""


def _recognized(head: bytes) -> TableFormat | None:
    return next((each for each in reversed(FORMATS) if each.recognizes(head)), None)


def _either(names: Sequence[str]) -> str:
    *others, last = names
    return say("{others} or {last}", others=", ".join(others), last=last) if others else last
