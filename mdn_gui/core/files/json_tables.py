"""Tables of JSON objects: one on each line, or all of them in one array.

pyarrow reads lines that are all alike; what it refuses, Python reads line by line, which takes ten
times as long and finds the line to blame.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from itertools import batched
from pathlib import Path
from typing import Any, Final, override

import numpy as np
import pyarrow as pa
import pyarrow.json as pa_json
from numpy.typing import NDArray

from mdn_gui.core.files.compression import compression_of, open_content
from mdn_gui.core.files.disk_files import open_regular
from mdn_gui.core.files.table_files import Cells, TypedFile
from mdn_gui.core.files.table_refusals import TableError, check_table_memory
from mdn_gui.core.files.text_encoding import as_utf_8
from mdn_gui.core.files.typed_tables import plain_column
from mdn_gui.core.reading import Dialect
from mdn_gui.core.text import say, say_count

type Object = dict[str, Any]

_BLOCK_BYTES: Final = 2**24
_MOST_BY_PYTHON: Final = 2**28
_MOST_NESTED: Final = 500
_SAMPLED: Final = 1000
_AT_ONCE: Final = 1000
_FEW: Final = 0.01
_BYTES_OF_LINE: Final = 120  # beside its text, measured
_BYTES_OF_OBJECT: Final = 250


class JsonTable(TypedFile):
    """JSON objects, each of which is a row; rows are counted as lines, or in an array from 1.

    Args:
        path: The file, which may be compressed.

    Attributes:
        names: Names of the columns, in the order in which they appear.
        dialect: How the rows lie in the file.
        left_out: How many lines hold no whole object and are left out.
        faults: What is wrong with them: each the rest of a sentence that names the file.

    Raises:
        TableError: If there are no objects, if more than a few lines hold none, or if there is too
            little memory.
        OSError: If the file cannot be opened.
        UnicodeDecodeError: If it is damaged UTF-16.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with open_regular(path) as file:
            compression = compression_of(file.read(4))
        with open_content(path) as content:
            text = as_utf_8(content.read())
        # The text, its lines and the numbers are in memory side by side.
        count = text.count(b"{")
        check_table_memory(path.name, 3 * len(text) + _BYTES_OF_LINE * count)
        array = text.lstrip().startswith(b"[")
        lines = [] if array else list(map(bytes.strip, text.split(b"\n")))
        self._numbers = [number for number, line in enumerate(lines, start=1) if line]
        rows = list(filter(None, lines))
        self._check_width(rows)
        table = None if array else _by_pyarrow(text, rows)
        if table is None:
            check_table_memory(path.name, 20 * len(text) + _BYTES_OF_OBJECT * count)
            if len(text) > _MOST_BY_PYTHON:
                raise self._refusal(say("its lines are not alike, and it is too large to mend"))
            objects = self._items(text) if array else _all_parsed(rows)
            self._numbers = self._numbers or list(range(1, len(objects) + 1))
            self._leave_out_bad(objects)
            table = _of_objects([each for each in objects if each is not None])
        self.names = tuple(table)
        self._columns = list(table.values())
        self.dialect = Dialect(say("JSON lines"), compression=compression)

    @override
    def _load(self, indices: Sequence[int]) -> list[Cells]:
        return [Cells(self._columns[index]) for index in indices]

    @override
    def row_number(self, index: int) -> int:
        """The line of a row, or its place in the array, counted from 1."""
        return self._numbers[index]

    @override
    def row_numbers(self, indices: NDArray[np.intp]) -> NDArray[np.intp]:
        return np.array(self._numbers)[indices]

    def _check_width(self, rows: Sequence[bytes]) -> None:
        """Refuse objects with so many different names that their table would fill the memory."""
        some = [each for row in rows[:: len(rows) // _SAMPLED + 1] if (each := _parsed(row))]
        names = {name for each in some for name in each}
        widest = max(map(len, some), default=0)
        # Where each line has names of its own, there are more in the lines that were not looked at.
        more = len(rows) / len(some) if len(names) > 2 * widest else 1
        check_table_memory(self.path.name, round(16 * len(rows) * len(names) * more))

    def _items(self, text: bytes) -> list[Object | None]:
        """The objects of an array; None for anything else in it."""
        try:
            items = json.loads(text)
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 1)
            raise self._refusal(say("line {line} is no JSON", line=line)) from error
        return [item if isinstance(item, dict) else None for item in items]

    def _leave_out_bad(self, objects: Sequence[Object | None]) -> None:
        """Forget the rows that are no objects; refuse a table of many."""
        numbered = zip(self._numbers, objects, strict=True)
        bad = [number for number, each in numbered if each is None]
        if not bad:
            return
        if len(bad) > max(1, _FEW * len(objects)) or len(objects) == 1:
            raise TableError(
                say_count(
                    "{name}, row {row} holds no whole JSON object; write one object of names and "
                    "values on each line.",
                    "{name}, row {row} and others, {count:,} in all, hold no whole JSON object; "
                    "write one object of names and values on each line.",
                    len(bad),
                    name=self.path.name,
                    row=bad[0],
                )
            )
        left_out = set(bad)
        self._numbers = [number for number in self._numbers if number not in left_out]
        self.left_out = len(bad)
        self.faults = (
            say_count(
                "row {row} holds no whole JSON object; it is left out.",
                "{count:,} rows hold no whole JSON object and are left out; the first is row "
                "{row}.",
                len(bad),
                row=bad[0],
            ),
        )

    def _refusal(self, reason: str) -> TableError:
        return TableError(
            say(
                "{name} cannot be read ({reason}); write one JSON object on each line, or export "
                "it as CSV or Parquet.",
                name=self.path.name,
                reason=reason,
            )
        )


def _by_pyarrow(text: bytes, rows: Sequence[bytes]) -> dict[str, pa.ChunkedArray] | None:
    """Read lines that all hold an object; None if some do not, or if their types differ."""
    # What is nested ten thousand times makes pyarrow crash; so let no object go on below its line.
    if not all(row.startswith(b"{") and row.endswith(b"}") for row in rows):
        return None
    if _brackets(text) > _MOST_NESTED + len(rows) and max(map(_brackets, rows)) > _MOST_NESTED:
        return None
    options = pa_json.ReadOptions(block_size=min(len(text) + 1, _BLOCK_BYTES))
    try:
        text.decode()  # pyarrow takes any bytes
        table = pa_json.read_json(pa.BufferReader(text), options)
        # It forgets which moments state a time zone; those who read dates as text do not.
        moments = [field.name for field in table.schema if pa.types.is_timestamp(field.type)]
        if moments:
            schema = pa.schema([(name, pa.string()) for name in moments])
            parsing = pa_json.ParseOptions(explicit_schema=schema)
            table = pa_json.read_json(pa.BufferReader(text), options, parsing)
    except (pa.ArrowException, UnicodeDecodeError):
        return None
    if table.num_rows != len(rows):  # several objects on a line
        return None
    return dict(zip(table.schema.names, map(plain_column, table.columns), strict=True))


def _brackets(text: bytes) -> int:
    return text.count(b"{") + text.count(b"[")


def _parsed(line: bytes) -> Object | None:
    """The object on a line; None if there is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _all_parsed(rows: Sequence[bytes]) -> list[Object | None]:
    """The object on each line; None where there is none."""
    objects: list[Object | None] = []
    for some in batched(rows, _AT_ONCE):
        # Many at once take half the time.
        together = _parsed(b'{"all":[' + b",".join(some) + b"]}") or {}
        found = together.get("all", ())
        alike = len(found) == len(some) and all(isinstance(each, dict) for each in found)
        objects += found if alike else map(_parsed, some)
    return objects


def _of_objects(objects: Sequence[Object]) -> dict[str, pa.ChunkedArray]:
    """The columns of rows that may have different names, and values of different types."""
    names = dict.fromkeys(name for each in objects for name in each)
    return {
        _unicode(name): pa.chunked_array([_column([each.get(name) for each in objects])])
        for name in names
    }


def _column(values: Sequence[Any]) -> pa.Array:
    """Values of one type as they are; of several types as text, so that numbers are numbers."""
    kinds = {type(value) for value in values} - {type(None)}
    nested = sum(isinstance(value, (dict, list)) for value in values)
    if 2 * nested > sum(value is not None for value in values):
        return pa.nulls(len(values), pa.list_(pa.null()) if list in kinds else pa.struct([]))
    if kinds == {bool}:
        return pa.array(values, pa.bool_())
    if kinds and kinds <= {int, float}:
        return pa.array([None if value is None else _float(value) for value in values])
    write = partial(json.dumps, ensure_ascii=False)
    texts = [
        None if value is None else _unicode(value if isinstance(value, str) else write(value))
        for value in values
    ]
    return pa.array(texts, pa.string())


def _float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return np.inf


def _unicode(text: str) -> str:
    """Text without halves of characters, which JSON can hold and no file of text can."""
    return text.encode("utf-8", "replace").decode()
