"""Tables in files that state the types of their columns: Parquet and Arrow."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, override

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from mdn_gui.core.files.disk_files import open_regular
from mdn_gui.core.files.parquet import ParquetFile, Piece, batches, describe, find, pieces
from mdn_gui.core.files.same_types import difference, joined
from mdn_gui.core.files.table_files import Cells, TypedFile, refusing, unicode_names
from mdn_gui.core.files.table_refusals import check_table_memory, names_in_short
from mdn_gui.core.reading import Dialect
from mdn_gui.core.text import say, say_count

LOOKED_AT = 200_000
"""So many rows of a long table are looked at before its columns are chosen."""

_PIECES = 10  # of the table, which these come from
_ARROW_MARK: Final = b"ARROW1"  # with which a file begins and ends, but not a stream


def plain_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Turn what few programs know into what all do.

    Args:
        column: Values of any type.

    Returns:
        The same values: of an extension type as they are stored, of repeated values each one, of
        views the text itself.
    """
    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        chunks = [chunk.storage for chunk in column.chunks]
        return plain_column(pa.chunked_array(chunks, kind.storage_type))
    if pa.types.is_run_end_encoded(kind):
        chunks = [pc.run_end_decode(chunk) for chunk in column.chunks]
        return plain_column(pa.chunked_array(chunks, kind.value_type))
    if pa.types.is_string_view(kind):
        return column.cast(pa.string())
    if pa.types.is_null(kind):
        return column.cast(pa.string())  # nothing in it says what it might hold
    return column


class ParquetTable(TypedFile):
    """A Parquet file, or a folder of them; there is no header, so the first row is row 1.

    Args:
        path: The file or folder; see `parquet.find`.

    Attributes:
        names: Names of the columns; of a folder, those that all its files have.
        dialect: How the rows lie in the file.

    Raises:
        TableError: If a file is damaged, or there is none in the folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files = [describe(name, file, ()) for name, file in find(path)]
        first, *others = (_counted(file.columns) for file in self._files)
        self._columns = [column for column in first if all(column in other for other in others)]
        self.names: tuple[str, ...] = tuple(name for name, _ in self._columns)
        self.dialect = Dialect(format="Parquet", notes=tuple(self._notes()))

    @override
    def _load(self, indices: Sequence[int]) -> list[Cells]:
        rows = sum(sum(file.groups) for file in self._files)
        # What is in the file and the numbers are in memory side by side.
        check_table_memory(self.path.name, 16 * rows * len(indices))
        read = [self._read(file, indices) for file in self._files]
        return [
            self._cells(self._columns[index], columns)
            for index, columns in zip(indices, zip(*read, strict=True), strict=True)
        ]

    def _notes(self) -> Iterator[str]:
        """Say what of the files is no column."""
        every = dict.fromkeys(name for file in self._files for name in file.columns)
        missing = [name for name in every if name not in self.names]
        if missing:
            lacking = next(file.name for file in self._files if missing[0] not in file.columns)
            yield say_count(
                "Column {columns} is left out: not all files have it ({file} does not).",
                "Columns {columns} are left out: not all files have them ({file} lacks the first).",
                len(missing),
                columns=names_in_short(missing),
                file=lacking,
            )
        folders = [file.path.relative_to(self.path).parts[:-1] for file in self._files]
        told = dict.fromkeys(
            name.partition("=")[0] for each in folders for name in each if "=" in name
        )
        if told:
            yield say_count(
                "The names of folders tell {names}, which is not read; write it as a column.",
                "The names of folders tell {names}, which are not read; write them as columns.",
                len(told),
                names=names_in_short(list(told)),
            )

    def _cells(self, column: tuple[str, int], parts: Sequence[pa.ChunkedArray]) -> Cells:
        """Put the parts of a column below each other, if they hold the same."""
        held = [(file.name, file.types[_counted(file.columns)[column]]) for file in self._files]
        if fault := difference(column[0], held):
            return Cells(pa.chunked_array([pa.nulls(sum(map(len, parts)))]), fault=fault)
        return Cells(joined(parts))

    def _read(self, file: ParquetFile, indices: Sequence[int]) -> list[pa.ChunkedArray]:
        """Read columns of one of the files."""
        wanted = [self._columns[index] for index in indices]
        # pyarrow knows columns by their names alone.
        alike = len(set(file.columns)) < len(file.columns)
        with (
            refusing(file.path, say("export it anew as Parquet")),
            pq.ParquetFile(file.path) as source,
        ):
            table = source.read(columns=None if alike else [name for name, _ in wanted])
            found = _counted(table.schema.names)
            if not all(column in found for column in wanted):
                raise pa.ArrowInvalid(say("its columns are not what they were"))
            return [plain_column(table.column(found[column])) for column in wanted]


class ParquetLook(ParquetTable):
    """Some rows from all over a long Parquet table, which tell what there is to see.

    Args:
        path: The file or folder.

    Attributes:
        unread: How many rows it leaves unread; 0 where there are no more than `LOOKED_AT`, or
            columns of one name, which cannot be read by themselves.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        every = list(pieces(self._files))
        chosen = np.unique(np.linspace(0, len(every) - 1, _PIECES).astype(np.intp))
        self._pieces = [every[place] for place in chosen] if every else []
        self._each = -(-LOOKED_AT // max(1, len(self._pieces)))
        rows = [piece.row + np.arange(min(piece.rows, self._each)) for piece in self._pieces]
        self._numbers: NDArray[np.intp] = np.concatenate(rows) if rows else np.empty(0, np.intp)
        alike = any(len(set(file.columns)) < len(file.columns) for file in self._files)
        total = sum(sum(file.groups) for file in self._files)
        self.unread = 0 if alike or total <= LOOKED_AT else total - len(self._numbers)

    @override
    def row_number(self, index: int) -> int:
        return int(self._numbers[index]) + 1

    @override
    def row_numbers(self, indices: NDArray[np.intp]) -> NDArray[np.intp]:
        return self._numbers[indices] + 1

    @override
    def _load(self, indices: Sequence[int]) -> list[Cells]:
        names = [self._columns[index][0] for index in indices]
        read = [self._begin_of(piece, names) for piece in self._pieces]
        return [
            self._cells(self._columns[index], parts)
            for index, parts in zip(indices, zip(*read, strict=True), strict=True)
        ]

    def _begin_of(self, piece: Piece, names: Sequence[str]) -> list[pa.ChunkedArray]:
        """Columns of the first rows of a piece."""
        found: list[pa.RecordBatch] = []
        missing = min(piece.rows, self._each)
        for _, _, batch in batches(piece, names):
            found.append(batch[:missing])
            missing -= len(found[-1])
            if not missing:
                break
        table = pa.Table.from_batches(found)
        return [plain_column(table.column(place)) for place in range(len(names))]


class ArrowTable(TypedFile):
    """An Arrow file or stream, Feather among them; there is no header, so the first row is row 1.

    Args:
        path: The file.
        stream: Whether it is a stream, which has no footer.

    Attributes:
        names: Names of the columns.
        dialect: How the rows lie in the file.

    Raises:
        pyarrow.ArrowException: If the file is damaged.
        OSError: Likewise, or if it cannot be opened.
    """

    def __init__(self, path: Path, *, stream: bool) -> None:
        self.path = path
        self._stream = stream
        if not stream:
            with open_regular(path) as file:
                file.seek(-len(_ARROW_MARK), os.SEEK_END)
                if file.read() != _ARROW_MARK:
                    raise pa.ArrowInvalid(say("it is cut off or damaged"))
        with unicode_names(), self._opened() as source:
            self.names: tuple[str, ...] = tuple(source.schema.names)
        self.dialect = Dialect(format="Arrow")

    @override
    def _load(self, indices: Sequence[int]) -> list[Cells]:
        wanted = sorted(set(indices))
        batches = []
        with unicode_names(), self._opened(wanted) as source:
            count = 1 if self._stream else source.num_record_batches
            for batch in source if self._stream else map(source.get_batch, range(count)):
                # A damaged file may refer to what is not in it; only a full look finds that out.
                batch.validate(full=True)
                batches.append(batch)
                # How much is compressed in it, a file does not tell before it is read.
                remaining = 1 if self._stream else count - len(batches)
                check_table_memory(self.path.name, 2 * batch.nbytes * remaining)
            table = pa.Table.from_batches(batches, source.schema)
        return [Cells(plain_column(table.column(wanted.index(index)))) for index in indices]

    def _opened(self, fields: Sequence[int] | None = None) -> pa.ipc.RecordBatchReader:
        opened = pa.ipc.open_stream if self._stream else pa.ipc.open_file
        options = pa.ipc.IpcReadOptions(included_fields=fields)
        return opened(pa.OSFile(str(self.path)), options=options)


def _counted(names: Sequence[str]) -> dict[tuple[str, int], int]:
    """The place of each column, by its name and how many before it have the same."""
    seen: Counter[str] = Counter()
    places = {}
    for place, name in enumerate(names):
        places[name, seen[name]] = place
        seen[name] += 1
    return places
