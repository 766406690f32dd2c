"""A format of tables that the program does not have, to find what follows from declaring it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import override

import pyarrow as pa
import pytest

from mdn_gui.core import table_formats
from mdn_gui.core.files.table_files import Cells, TypedFile
from mdn_gui.core.reading import Dialect, ReadingOptions
from mdn_gui.core.table_formats import TableFormat


class Pairs(TypedFile):
    """A mark, and an object a line, all with the same names."""

    def __init__(self, path: Path, _head: bytes, _options: ReadingOptions) -> None:
        self.path, self.dialect = path, Dialect(format="pairs")
        _, *lines = path.read_text(encoding="utf-8").splitlines()
        self._rows = [json.loads(line) for line in lines]
        self.names = tuple(self._rows[0])

    @override
    def _load(self, indices: Sequence[int]) -> list[Cells]:
        names = [self.names[index] for index in indices]
        return [Cells(pa.chunked_array([[row[name] for row in self._rows]])) for name in names]


PAIRS = TableFormat(("pairs",), (".pairs",), lambda head: head.startswith(b"%pairs"), Pairs)


def declare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the format to the list."""
    monkeypatch.setattr(table_formats, "FORMATS", (*table_formats.FORMATS, PAIRS))


def written(path: Path, rows: Sequence[Sequence[float]]) -> Path:
    """Write a table of columns x and y."""
    lines = (json.dumps(dict(zip("xy", row, strict=True))) for row in rows)
    path.write_text("\n".join(["%pairs", *lines]), encoding="utf-8")
    return path
