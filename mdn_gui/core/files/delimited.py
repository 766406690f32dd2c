"""Tables in text files, whose fields are separated by commas, semicolons or tabs."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TextIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from mdn_gui.core.export import cell_text
from mdn_gui.core.files.cell_text import is_number, kind_of
from mdn_gui.core.files.table_files import Cells
from mdn_gui.core.files.table_refusals import TableError, check_table_memory
from mdn_gui.core.files.text_column import MarkEvidence, TextColumn
from mdn_gui.core.files.text_layout import probable_encoding, ragged_cause, separator_of
from mdn_gui.core.reading import DecimalMark, Dialect
from mdn_gui.core.text import say

_SNIFFED_LINES = 100
_SNIFFED_CHARACTERS = 2**20
_BLOCK_BYTES = 2**20
_MOST_BLOCK_BYTES = 2**31 - 1
_MANY_COLUMNS = 1000
_PIECE_BYTES = 2**20


class _Record(NamedTuple):
    """A row that is not blank.

    Attributes:
        number: Its number in a spreadsheet.
        fields: The text of its fields.
        lines: The lines of the file that it takes, of which there are several if a quoted field
            holds line breaks.
    """

    number: int
    fields: list[str]
    lines: list[str]


class DelimitedFile:
    """Delimited text; a header is row 1.

    pyarrow reads the cells. Python's csv module, which is slow but counts rows, reads the header,
    and the rest of the file only when there is a row to blame.

    Args:
        path: The file.
        encoding: The name of its encoding. Bytes that are not UTF-8 do no harm in columns that
            are not wanted.

    Attributes:
        names: Names of the columns.

    Raises:
        TableError: If there is no row, or if the first rows are not those of a table.
        OSError: If the file cannot be opened.
        UnicodeDecodeError: If the first rows are damaged UTF-16.
    """

    def __init__(self, path: Path, encoding: str) -> None:
        self.path = path
        self._encoding = encoding
        self._separator = ","
        head = self._head()
        self._separator = separator_of(path.name, head)
        first = next(self._records(), None)
        if first is None:
            raise TableError(
                say("{name} is empty; choose a file with a header and rows.", name=path.name)
            )
        self._check_quotes(first, width=0)
        self._has_header = not _is_data(first.fields)
        header = first.fields if self._has_header else [""] * len(first.fields)
        names = (cell_text(cell.strip()) for cell in header)
        self.names = tuple(name or f"column {i}" for i, name in enumerate(names, start=1))
        if not all(map(_is_unicode, self.names)):
            raise TableError(
                say(
                    "{name}, row {number} is not UTF-8 but probably {encoding} text; save the file "
                    "as CSV UTF-8.",
                    name=path.name,
                    number=first.number,
                    encoding=probable_encoding(path),
                )
            )
        # Rows are lines up to here: the header may be several.
        self._lines_before_data = first.number - 1 + len(first.lines) if self._has_header else 0
        filled = sum(bool(line.strip("\r\n")) for line in first.lines)
        self._header_lines = filled if self._has_header else 0
        self._row_numbers: list[int] = []

    @property
    def separator(self) -> str:
        """What separates the fields."""
        return self._separator

    @property
    def dialect(self) -> Dialect:
        """How the rows lie in the file."""
        return Dialect("CSV", separator=self._separator, header=int(self._has_header))

    def load(self, indices: Sequence[int], decimal: DecimalMark | None = None) -> list[Cells]:
        """Read columns.

        Args:
            indices: Places of the columns, counted from 0.
            decimal: The decimal mark of columns that do not tell it.

        Returns:
            The cells of each.

        Raises:
            TableError: If a row has more or fewer fields than the header, a quote is not closed,
                or there is too little memory.
            pyarrow.ArrowException: If the file cannot be parsed for another reason.
        """
        columns = self._read(indices)
        told = assumed = decimal
        if decimal is None and any(column.evidence.open or column.date_forms for column in columns):
            wanted = set(indices)
            others = [index for index in range(len(self.names)) if index not in wanted]
            every = [*columns, *self._read(others)]
            marks = _told_marks(every)
            told = next(iter(marks)) if len(marks) == 1 else None
            assumed = told if marks else self._assumed_mark(every)
        return [self._interpreted(column, told, assumed) for column in columns]

    def row_number(self, index: int) -> int:
        """Find a row in a spreadsheet, which counts the header and blank lines too.

        Args:
            index: The row of data, counted from 0.

        Returns:
            The row in a spreadsheet, counted from 1.
        """
        if index >= len(self._row_numbers):
            # Twice as far as asked for: who asks for one row after another reads the file twice.
            below = slice(int(self._has_header), None)
            records = islice(self._records(), 2 * max(index, _SNIFFED_LINES))
            self._row_numbers = [record.number for record in records][below]
        return self._row_numbers[index]

    def _assumed_mark(self, columns: Sequence[TextColumn]) -> DecimalMark | None:
        """The decimal mark of a table that tells none, if there is one to assume."""
        # Where commas separate the fields, numbers with a point are what they seem.
        commas = any(column.evidence.open and column.holds(",") for column in columns)
        return "point" if self._separator == "," and not commas else None

    def _interpreted(
        self, column: TextColumn, told: DecimalMark | None, assumed: DecimalMark | None
    ) -> Cells:
        """Decide how the numbers of a column are written, where something tells it.

        Args:
            column: The cells.
            told: The decimal mark of the table as a whole, if something tells it.
            assumed: The same, or where nothing does, the mark that is assumed.
        """
        evidence = column.evidence
        if _are_dates(column, told):
            return Cells(column.values, column, evidence, dates=True)
        if evidence.open and assumed is not None:
            evidence = MarkEvidence(assumed)
        return Cells(column.values, column, evidence)

    def _read(self, indices: Sequence[int]) -> list[TextColumn]:
        """Read columns as text."""
        if not indices or len(self._first_two) <= int(self._has_header):
            return [TextColumn(pa.chunked_array([], pa.string())) for _ in indices]
        size = self.path.stat().st_size
        # Text and numbers are in memory side by side.
        check_table_memory(self.path.name, 2 * size * len(indices) // len(self.names))
        block = max(_BLOCK_BYTES, 32 * max(map(len, self._first_two[-1].lines)))
        try:
            columns = self._parsed(indices, pa.string(), block)
        except pa.ArrowInvalid:
            self._refuse_bad_rows()
            # Now whatever the encoding of the cells and however long a row.
            columns = [
                _decoded(column) for column in self._parsed(indices, pa.binary(), max(block, size))
            ]
        if self._may_have_swallowed(len(columns[0])):
            self._refuse_bad_rows()
        commas = self._separator == ","
        return [TextColumn(column, between_commas=commas) for column in columns]

    def _parsed(
        self, indices: Sequence[int], kind: pa.DataType, block: int
    ) -> list[pa.ChunkedArray]:
        """Have pyarrow read columns; it knows them by their places, for names may be alike."""
        wanted = list(map(str, indices))
        table = pa_csv.read_csv(
            str(self.path),
            read_options=pa_csv.ReadOptions(
                # Starting a thread for each column takes longer than reading a short one.
                use_threads=len(wanted) < _MANY_COLUMNS,
                block_size=min(block, _MOST_BLOCK_BYTES),
                column_names=[str(index) for index in range(len(self.names))],
                skip_rows=self._lines_before_data,
                # pyarrow skips the byte order mark of UTF-8 unasked.
                encoding=self._encoding.removesuffix("-sig"),
            ),
            parse_options=pa_csv.ParseOptions(delimiter=self._separator, newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(wanted, kind), include_columns=wanted
            ),
        )
        return list(table.columns)

    @cached_property
    def _first_two(self) -> list[_Record]:
        records = self._records()
        return [record for record, _ in zip(records, range(2), strict=False)]

    def _open(self) -> TextIO:
        # Bytes that are not UTF-8 are let pass; in UTF-16 every byte counts.
        errors = "strict" if self._encoding == "utf-16" else "surrogateescape"
        return self.path.open(encoding=self._encoding, errors=errors, newline="")

    def _head(self) -> list[str]:
        """The first lines."""
        head: list[str] = []
        filled = characters = 0
        with self._open() as lines:
            for line in lines:
                head.append(line)
                filled += not line.isspace()
                characters += len(line)
                if filled == _SNIFFED_LINES or characters >= _SNIFFED_CHARACTERS:
                    break
        return head

    def _records(self) -> Iterator[_Record]:
        """Read the rows that are not blank."""
        taken: list[str] = []
        with self._open() as file:

            def lines() -> Iterator[str]:
                for line in file:
                    taken.append(line)
                    yield line

            for number, fields in enumerate(csv.reader(lines(), delimiter=self._separator), 1):
                if fields:
                    yield _Record(number, fields, taken.copy())
                taken.clear()

    def _may_have_swallowed(self, rows: int) -> bool:
        """Whether there are quotes and fewer rows than lines, so that fields hold line breaks."""
        if self._lines_if_quotes is None:
            return False
        return rows + self._header_lines != self._lines_if_quotes

    @cached_property
    def _lines_if_quotes(self) -> int | None:
        """How many lines are not blank; None if no quote is in the file."""
        if not any(b'"' in piece for piece in self._pieces()):
            return None
        units, size = "u1", 1
        if self._encoding == "utf-16":
            mark = next(self._pieces(), b"")[:2]
            units, size = (">u2" if mark == b"\xfe\xff" else "<u2"), 2
        lines, ended = 0, True
        for piece in self._pieces():
            codes = np.frombuffer(piece + bytes(len(piece) % size), units)
            ends = (codes == ord("\n")) | (codes == ord("\r"))
            lines += int(np.count_nonzero(ends[:-1] & ~ends[1:])) + int(ended and not ends[0])
            ended = bool(ends[-1])
        return lines

    def _pieces(self) -> Iterator[bytes]:
        """Read the file as it is."""
        with self.path.open("rb") as file:
            while piece := file.read(_PIECE_BYTES):
                yield piece

    def _refuse_bad_rows(self) -> None:
        """Raise a `TableError` for the first row whose fields or quotes are not as they should."""
        records, width = self._records(), len(self.names)
        for record in records:
            self._check_quotes(record, width)
            if len(record.fields) != width:
                last = next(records, None) is None
                cause = ragged_cause(record.number, record.fields, width, last=last)
                raise TableError(say("{name}, {fault}", name=self.path.name, fault=cause))

    def _check_quotes(self, record: _Record, width: int) -> None:
        """Refuse a row that has swallowed others, for want of a quote at the end of a field."""
        if len(record.lines) == 1:
            return
        try:
            list(csv.reader(record.lines, delimiter=self._separator, strict=True))
        except csv.Error:
            pass
        else:
            inside = csv.reader(record.lines[1:-1], delimiter=self._separator)
            if not any(
                len(fields) == width and sum(map(is_number, fields)) > 1 for fields in inside
            ):
                return
        raise TableError(
            say(
                "{name}, row {number} has a field that begins with a quote and does not end "
                "with one, so that the rows below are taken for its text; close the quote, or "
                "delete it.",
                name=self.path.name,
                number=record.number,
            )
        )


def _is_data(fields: Sequence[str]) -> bool:
    """Whether a first row is one of numbers, of which some may be missing, and not of names."""
    if not fields[0].strip() and _count_columns(fields[1:]):
        return False
    filled = [field for field in fields if kind_of(field.strip()) not in ("nothing", "missing")]
    return bool(filled) and all(map(is_number, filled))


def _count_columns(fields: Sequence[str]) -> bool:
    """Whether fields count from 0 or 1, as pandas names columns above an index."""
    return any(
        [field.strip() for field in fields] == [str(first + i) for i in range(len(fields))]
        for first in (0, 1)
    )


def _are_dates(column: TextColumn, told: DecimalMark | None) -> bool:
    """Whether what may be numbers or dates is dates.

    Args:
        column: The cells.
        told: The decimal mark that other columns or a person tell, if any does.
    """
    if not column.date_forms:
        return False
    return told == "comma" or (told is None and "month" in column.date_forms) or column.any_padded


def _told_marks(columns: Sequence[TextColumn]) -> set[DecimalMark]:
    """The decimal marks of all columns of numbers that tell one and cannot be dates."""
    marks: set[DecimalMark] = set()
    for column in columns:
        decimal = column.evidence.decimal
        if decimal not in marks and decimal is not None and not column.date_forms:
            finite = np.isfinite(column.numbers(decimal))
            if 2 * np.count_nonzero(finite) >= len(finite):
                marks.add(decimal)
    return marks


def _decoded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Make text of bytes that should be UTF-8; what is not becomes U+FFFD."""
    try:
        return pc.cast(column, pa.string())
    except pa.ArrowInvalid:
        texts = [cell.decode("utf-8", "replace") for cell in column.to_pylist()]
        return pa.chunked_array([pa.array(texts, pa.string())])


def _is_unicode(text: str) -> bool:
    """Whether a text holds no bytes that could not be decoded."""
    return not any("\udc80" <= character <= "\udcff" for character in text)
