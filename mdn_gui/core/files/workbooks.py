"""Tables on the sheets of workbooks: Excel and OpenDocument.

python-calamine reads them: an .xlsx of 100,000 rows of three numbers in 0.3 s, where openpyxl,
which reads neither .xls nor .ods, takes 2.9 s. It executes nothing of a workbook, and of a formula
it reads the result that is stored in the file. See `sheet_reader` for why it runs in a process of
its own.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from mdn_gui.core.files import sheet_reader
from mdn_gui.core.files.decimal_marks import Written, marks_of
from mdn_gui.core.files.disk_files import open_regular
from mdn_gui.core.files.sheet_layout import Sheet, cell_text, layout_of
from mdn_gui.core.files.sheet_reader import DATE, DURATION, EMPTY, NUMBER, TEXT, TIME, TRUTH
from mdn_gui.core.files.table_files import Cells
from mdn_gui.core.files.table_refusals import (
    TableError,
    check_table_memory,
    in_short,
    names_in_short,
)
from mdn_gui.core.files.text_column import NO_EVIDENCE, MarkEvidence, TextColumn
from mdn_gui.core.files.text_layout import check_header, repeated_notes, unique_names
from mdn_gui.core.kept_table import once
from mdn_gui.core.reading import Dialect, ReadingOptions
from mdn_gui.core.system_memory import available_memory
from mdn_gui.core.text import say, say_count

_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how .xls begins
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
# The first record of a workbook, and behind it the one that says that the others are encrypted.
_PASSWORD: Final = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}\x2f\x00", re.DOTALL)
_DOCUMENTS: Final = (
    (re.compile("word/"), say("a Word document")),
    (re.compile("ppt/"), say("a presentation")),
    (re.compile("index/.*[.]iwa"), say("a document of Numbers, Pages or Keynote")),
    (re.compile(".*[.]npy"), say("an archive of NumPy")),
)
"""What other documents are, by a part that only they have."""
_HARMLESS_BYTES: Final = 100_000_000
_MOST_RATIO: Final = 200
_LEAST_MEMORY: Final = 2**28
_EXACT: Final = 2.0**53
_SOON_READ: Final = 10_000_000
_FILLED_CELL: Final = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*[^/]>)[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["']"""
)


class Workbook:
    """A sheet of a workbook; its rows are counted as the sheet counts them.

    Args:
        path: The file.
        options: What a person says of it: the sheet, and the row of the names.

    Attributes:
        names: Names of the columns, no two alike.
        dialect: How the rows lie in the file, and on which sheet.
        options: What a person says of it now.
        left_out: How many rows are left out: none.
        unread: How many rows are not loaded: none.
        faults: Which rows these are.

    Raises:
        TableError: If the file is damaged, encrypted or no workbook, has no such sheet, or if it
            takes more memory than there is or than its size explains.
        OSError: If the file cannot be opened.
    """

    left_out = 0
    unread = 0
    faults: tuple[str, ...] = ()

    def __init__(self, path: Path, options: ReadingOptions) -> None:
        self.path, self.options = path, options
        check_header(path.name, options.header)
        told, sheet = _read(path, options.sheet)
        rows, chosen = sheet.kinds.shape[1], told["sheet"]
        if options.header is not None and options.header > rows:
            raise TableError(
                say(
                    "{name}, sheet {sheet} has only {rows:,} rows, so that row {header} cannot "
                    "hold the names; choose another row.",
                    name=path.name,
                    sheet=in_short(chosen),
                    rows=rows,
                    header=options.header,
                )
            )
        layout = layout_of(path.name, sheet, options.header, units_held=options.units)
        self._sheet, self._rows = sheet, layout.rows
        self._texts: dict[int, Written] = {}
        top = layout.header
        below = sheet.kinds[:, layout.rows].any(axis=1)
        named = [""] * len(below)
        if top is not None:
            named = [" ".join(sheet.text(column, top).split()) for column in range(len(below))]
        self._columns = [c for c, name in enumerate(named) if name or below[c]]
        self.names: tuple[str, ...] = unique_names([named[column] for column in self._columns])
        empty = [named[c] for c in self._columns if not below[c]] if len(layout.rows) else []
        notes = [*layout.notes, *repeated_notes([named[c] for c in self._columns], self.names)]
        if empty:
            notes.append(
                say_count(
                    "Column {columns} is empty; if formulas fill it, save the file in a "
                    "spreadsheet program, which stores their results.",
                    "Columns {columns} are empty; if formulas fill them, save the file in a "
                    "spreadsheet program, which stores their results.",
                    len(empty),
                    columns=names_in_short(empty),
                )
            )
        units = layout.units
        self.dialect = Dialect(
            format=told["format"],
            sheet=told["sheet"],
            sheets=tuple(told["sheets"]),
            header=0 if top is None else top + 1,
            units_row=0 if units is None else units + 1,
            units=() if units is None else tuple(sheet.text(c, units) for c in self._columns),
            notes=tuple(notes),
        )

    def load(self, indices: Sequence[int], texts: Collection[int] = ()) -> list[Cells]:
        """Read columns; see `DelimitedFile.load`.

        A column with text in it is text as a whole. Its numbers are written with the decimal mark
        of those that a person wrote as text, if there are any, so that all are read alike.
        """
        del texts  # no number is made of text here
        wanted = set(indices)

        def others() -> Sequence[Written]:
            return [self._text(i) for i in range(len(self.names)) if i not in wanted]

        texts_of = [self._text(index) for index in indices]
        marks = marks_of(texts_of, others, self.options)
        decided = map(marks.decided, texts_of)
        return [
            once(("cells", index), told, partial(self._cells, index))
            for index, told in zip(indices, decided, strict=True)
        ]

    def row_number(self, index: int) -> int:
        """The row on the sheet, counted from 1."""
        return int(self._rows[index]) + 1

    def row_numbers(self, indices: NDArray[np.intp]) -> NDArray[np.intp]:
        """The same of several rows."""
        numbers: NDArray[np.intp] = np.asarray(self._rows, np.intp)[indices] + 1
        return numbers

    def _of(self, index: int) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
        """The kinds and the values of a column, (rows,)."""
        column = self._columns[index]
        return self._sheet.kinds[column, self._rows], self._sheet.values[column, self._rows]

    def _text(self, index: int) -> Written:
        """What is text of a column; all other cells are empty, and no cells where nothing is."""
        if index not in self._texts:
            kinds, values = self._of(index)
            texts, places = self._sheet.texts, np.where(kinds == TEXT, values, -1).astype(int)
            cells = [texts[place] if place >= 0 else "" for place in places.tolist()]
            found = [cells] if (kinds == TEXT).any() else []
            self._texts[index] = Written.of(TextColumn(pa.chunked_array(found, pa.string())))
        return self._texts[index]

    def _cells(self, index: int, told: tuple[MarkEvidence, bool]) -> Cells:
        """One column, and what is told of its decimal mark, and whether it holds dates."""
        kinds, values = self._of(index)
        typed = _typed(kinds, values)
        if typed is not None:
            return Cells(typed)
        evidence, dates = told
        if evidence == NO_EVIDENCE and (kinds == NUMBER).any():
            evidence = MarkEvidence("point")
        mark = "," if evidence.decimal == "comma" else "."
        cells = [
            cell_text(kind, value, self._sheet.texts, mark)
            for kind, value in zip(kinds.tolist(), values.tolist(), strict=True)
        ]
        column = TextColumn(pa.chunked_array([cells], pa.string()))
        if_empty = say(
            "if formulas fill it, save the file in a spreadsheet program, which stores their "
            "results, or choose another column"
        )
        return Cells(column.values, column, evidence, dates, if_empty=if_empty)


def _typed(kinds: NDArray[np.uint8], values: NDArray[np.float64]) -> pa.ChunkedArray | None:
    """A column all of whose cells are of one type; None for another, or an empty one."""
    held, empty = set(np.unique(kinds).tolist()) - {EMPTY}, kinds == EMPTY
    if held == {NUMBER}:
        whole = bool(np.abs(values).max() < _EXACT) and not (values % 1).any()
        numbers = values.astype(np.int64) if whole else values
        return pa.chunked_array([pa.array(numbers, mask=empty)])
    if held == {TRUTH}:
        return pa.chunked_array([pa.array(values != 0, mask=empty)])
    kind = {
        frozenset((DATE,)): pa.timestamp("ms"),
        frozenset((TIME,)): pa.time32("ms"),
        frozenset((DURATION,)): pa.duration("ms"),
        frozenset((TIME, DURATION)): pa.duration("ms"),
    }.get(frozenset(held))
    if kind is None:
        return None
    counts = np.round(values).astype(np.int32 if pa.types.is_time(kind) else np.int64)
    return pa.chunked_array([pa.array(counts, mask=empty).view(kind)])


def _read(path: Path, wanted: str | None) -> tuple[Mapping[str, Any], Sheet]:
    """Read a sheet, and what there is beside it."""
    with open_regular(path) as file:
        size, kind = _checked(path.name, file)
        # The child reads on where the system is, and not where Python's buffer is.
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        told, content = _answer(path.name, file, size, wanted)
    chosen, sheets = told["sheet"], told["sheets"]
    if chosen is None:
        if wanted is not None and sheets:
            raise TableError(
                say(
                    "{name} has no sheet {sheet}; choose among {available}.",
                    name=path.name,
                    sheet=in_short(wanted),
                    available=names_in_short(sheets),
                )
            )
        raise TableError(say("{name} has no sheet of cells; choose another file.", name=path.name))
    rows, columns = told["rows"], told["columns"]
    if not rows * columns:
        raise TableError(
            say(
                "{name}, sheet {sheet} is empty; choose a file with a header and rows.",
                name=path.name,
                sheet=in_short(chosen),
            )
        )
    parts = np.frombuffer(content, np.uint8).reshape(columns, 9 * rows)
    kinds, values = parts[:, :rows].copy(), parts[:, rows:].copy().view(np.float64)
    for (top, left), (bottom, right) in told["merged"]:
        column = left - told["left"]
        if left == right and 0 <= column < columns and top < rows:
            # What is in merged cells is stored in the first of them alone.
            kinds[column, top : bottom + 1] = kinds[column, top]
            values[column, top : bottom + 1] = values[column, top]
    return {**told, "format": kind}, Sheet(kinds, values, told["texts"])


def _answer(
    name: str, file: BinaryIO, size: int, wanted: str | None
) -> tuple[dict[str, Any], memoryview]:
    """Let the reader read a file of so many bytes: what it tells, and the cells."""
    available = available_memory() or 2**40
    limit = max(_LEAST_MEMORY, min(2 * _LEAST_MEMORY + 32 * size, available))
    command = [
        sys.executable,
        "-P",
        sheet_reader.__file__,
        str(limit),
        *([] if wanted is None else [wanted]),
    ]
    try:
        done = subprocess.run(  # noqa: S603 - nothing of it comes from the file
            command,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=20 + size / 2e6,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # which Windows has
        )
    except subprocess.TimeoutExpired as error:
        raise _endless(name, file) from error
    if done.returncode == 1:
        raise _damaged(name)
    if done.returncode:
        raise _endless(name, file)
    head, _, content = done.stdout.partition(b"\n")
    return json.loads(head), memoryview(content)


def _checked(name: str, file: BinaryIO) -> tuple[int, str]:
    """How large a workbook is when it is unpacked, in bytes, and what its format is called.

    Raises:
        TableError: If it is no workbook, is encrypted, or is too large.
    """
    if file.read(len(_COMPOUND)) == _COMPOUND:
        content = file.read()
        if _ENCRYPTED in content or _PASSWORD.search(content):
            raise _encrypted(name)
        return len(content), "Excel"
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = {entry.filename.replace("\\", "/").lower() for entry in entries}
            size = sum(entry.file_size for entry in entries)
            _check_size(name, size, sum(entry.compress_size for entry in entries))
            document = "content.xml" in names
            if "encrypted-package" in names or (
                document and b"encryption-data" in archive.read("META-INF/manifest.xml")
            ):
                raise _encrypted(name)
            told = archive.read("mimetype") if "mimetype" in archive.namelist() else b""
    except (zipfile.BadZipFile, zlib.error, ArithmeticError, LookupError, RuntimeError) as error:
        raise _damaged(name) from error
    except ValueError as error:
        if isinstance(error, TableError):
            raise
        raise _damaged(name) from error
    _check_contents(name, names, told)
    return size, "OpenDocument" if document else "Excel"


def _check_contents(name: str, names: Collection[str], told: bytes) -> None:
    """Refuse an archive that holds no workbook.

    Args:
        name: What messages call it.
        names: Its files, in lower case.
        told: What it says of itself; nothing if it does not.
    """
    document = "content.xml" in names
    if document and told and b"spreadsheet" not in told:
        raise _foreign(name, say("an OpenDocument file"))
    for part, kind in _DOCUMENTS:
        if any(map(part.match, names)):
            raise _foreign(name, kind)
    if not document and not any(entry.startswith("xl/") for entry in names):
        raise TableError(
            say(
                "{name} is a ZIP archive and no workbook; unpack it and choose a table in it.",
                name=name,
            )
        )


def _foreign(name: str, kind: str) -> TableError:
    return TableError(
        say(
            "{name} is {kind} and no workbook; open it with the program that it belongs to, and "
            "save the table as CSV.",
            name=name,
            kind=kind,
        )
    )


def _check_size(name: str, size: int, packed: int) -> None:
    """Refuse an archive that is made to fill the memory, or that is too large."""
    if size > _HARMLESS_BYTES and size > _MOST_RATIO * packed:
        raise TableError(
            say(
                "{name} would unpack to {size:,.1f} GB, {ratio:,.0f} times its size, as no table "
                "does but what is made to fill the memory; export the table as CSV.",
                name=name,
                size=size / 1e9,
                ratio=size / max(1, packed),
            )
        )
    check_table_memory(name, 8 * size)


def _encrypted(name: str) -> TableError:
    return TableError(
        say("{name} is protected by a password; save it without one, or as CSV.", name=name)
    )


def _damaged(name: str) -> TableError:
    return TableError(
        say(
            "{name} is a damaged or cut off spreadsheet; copy it or save it anew, or export "
            "it as CSV.",
            name=name,
        )
    )


def _endless(name: str, file: BinaryIO) -> TableError:
    corner = _corner(file)
    if corner:
        return TableError(
            say(
                "{name} takes more memory or time than its size explains, for its cells reach as "
                "far as {corner}; delete what is outside the table, or export it as CSV.",
                name=name,
                corner=corner,
            )
        )
    return TableError(
        say(
            "{name} takes more memory or time than its size explains, as where a cell far from "
            "the table is filled; delete what is outside the table, or export it as CSV.",
            name=name,
        )
    )


def _corner(file: BinaryIO) -> str:
    """The last row and column of the cells of an .xlsx, such as "XFD1048576"; "" if it is long."""
    last_column, last_row = "", 0
    with suppress(zipfile.BadZipFile, zlib.error, OSError, ValueError, LookupError, RuntimeError):
        archive = zipfile.ZipFile(file)
        sheets = [each for each in archive.infolist() if each.filename.startswith("xl/worksheets/")]
        for sheet in sheets if sum(each.file_size for each in sheets) < _SOON_READ else ():
            for column, row in _FILLED_CELL.findall(archive.read(sheet)):
                last_column = max(last_column, column.decode(), key=lambda c: (len(c), c))
                last_row = max(last_row, int(row))
    return f"{last_column}{last_row}" if last_column else ""
