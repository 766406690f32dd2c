"""Which types go together where several files are one table, in memory and streamed alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pyarrow as pa

from mdn_gui.core.files.parquet import ParquetFile
from mdn_gui.core.files.table_files import may_be_used
from mdn_gui.core.files.table_refusals import TableError, in_short
from mdn_gui.core.text import say

_COMMON: Final[Mapping[str, pa.DataType]] = {
    "bool": pa.bool_(),
    "time": pa.time64("us"),
    "duration": pa.duration("us"),
    "text": pa.string(),
    "instant": pa.timestamp("us", "UTC"),
    "date": pa.timestamp("us"),
    "number": pa.float64(),
}
"""What columns of types that go together become where they differ."""


def check_alike(table: str, files: Sequence[ParquetFile], columns: Sequence[str]) -> None:
    """Refuse files that are not one table.

    Args:
        table: What messages call them together.
        files: The files, in order.
        columns: Those that are chosen, each once in the first file.

    Raises:
        TableError: One lacks a column, or a column holds numbers in one file and text in another.
    """
    for column in columns:
        for file in files:
            if column not in file.columns:
                raise TableError(
                    say(
                        "{name} has no column {column}, but {first} has; give both the same "
                        "columns or choose others.",
                        name=file.name,
                        column=in_short(column),
                        first=files[0].name,
                    )
                )
        held = [(file.name, file.types[file.columns.index(column)]) for file in files]
        if fault := difference(column, held):
            raise TableError(say("{name}, {fault}", name=table, fault=fault))


def difference(column: str, held: Sequence[tuple[str, pa.DataType]]) -> str:
    """Find two files in which a column holds what does not go together.

    Args:
        column: Its name.
        held: The name of each file, and the type that it has there.

    Returns:
        The rest of a sentence about the table; "" if there are none.
    """
    known = [(file, kind) for file, kind in held if not pa.types.is_null(kind)]
    for file, kind in known[1:]:
        before, other = known[0]
        if _sort(kind) != _sort(other):
            return say(
                "column {column} holds {held} in {file}, but {other} in {before}; write all files "
                "with one type, or choose another column.",
                column=in_short(column),
                held=str(kind),
                file=file,
                other=str(other),
                before=before,
            )
    return ""


def joined(parts: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    """Put parts of a column, between which there is no difference, below each other."""
    if len({part.type for part in parts}) > 1:
        types = [part.type for part in parts if part.null_count < len(part)] or [pa.string()]
        parts = [_as(part, _COMMON[_sort(types[0])]) for part in parts]
    return pa.chunked_array([chunk for part in parts for chunk in part.chunks], parts[0].type)


def _as(part: pa.ChunkedArray, common: pa.DataType) -> pa.ChunkedArray:
    """Values of another type; Arrow does not change each type into each, even without a value."""
    if part.null_count == len(part):
        return pa.chunked_array([pa.nulls(len(part), common)])
    return part.cast(common, safe=False)


def _sort(kind: pa.DataType) -> str:
    """What types that go together have in common; of others, the type itself."""
    types = pa.types
    if isinstance(kind, pa.BaseExtensionType):
        return _sort(kind.storage_type)
    if types.is_dictionary(kind):
        return _sort(kind.value_type)
    if types.is_timestamp(kind) and kind.tz is not None:
        return "instant"
    if types.is_date(kind) or types.is_timestamp(kind):
        return "date"
    sorts = {"bool": types.is_boolean, "time": types.is_time, "duration": types.is_duration}
    sorts["text"] = lambda kind: (
        types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)
    )
    other = "number" if may_be_used(kind) else str(kind)
    return next((sort for sort, holds in sorts.items() if holds(kind)), other)
