"""Tables in text files, whose fields are separated by commas, semicolons, tabs, pipes or spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import filterfalse
from pathlib import Path
from typing import Final, override

import pyarrow as pa
import pyarrow.csv as pa_csv

from mdn_gui.core.files.cell_text import is_number
from mdn_gui.core.files.decimal_marks import Marks, Written, marks_of
from mdn_gui.core.files.table_files import Cells, in_view
from mdn_gui.core.files.table_refusals import TableError, check_table_memory
from mdn_gui.core.files.text_column import MarkEvidence, TextColumn
from mdn_gui.core.files.text_content import TextContent, cut_apart
from mdn_gui.core.files.text_encoding import name_of
from mdn_gui.core.files.text_faults import cut_off_text, left_out_text, ragged_cause
from mdn_gui.core.files.text_layout import layout_of, sniffed
from mdn_gui.core.files.text_places import places_of
from mdn_gui.core.files.text_rows import Record, TextRows, check_quotes
from mdn_gui.core.reading import DecimalMark, Dialect, ReadingOptions
from mdn_gui.core.steps import step
from mdn_gui.core.system_memory import size_text
from mdn_gui.core.text import say, say_count

_BLOCK_BYTES = 2**20
_MOST_BLOCK_BYTES = 2**31 - 1
_MANY_COLUMNS = 1000
_BYTES_OF_CELL = 25  # beside its text, measured: its number as it is read and as it is kept
_SMALL_BYTES = 2**17
_CONVERTED_COLUMN: Final = re.compile(r"#([0-9]+): CSV")
_FEWEST_DIGITS = 2  # of which one may be a zero before others
_FEWEST_FIELDS = 2
_SPLIT_SHARE = 0.3  # of the work of reading a table, as `steps` tell it
_RAGGED_SHARE = 0.1  # of the rows; where there are more, their cause is the table's
_PLAIN_NUMBER: Final = re.compile(r"-?[0-9.,]+(?:[eE][+-]?[0-9]+)?")
_ALWAYSMISSING: Final = ("", "?", "-", "--", "---", ".")
_MISSING_WORDS: Final = ("NA", "N/A", "NaN", "null", "None", "nil", "missing", "#N/A", "<NA>")
MISSING: Final = [
    *_ALWAYSMISSING,
    *sorted({form for word in _MISSING_WORDS for form in (word, word.lower(), word.upper())}),
]


@dataclass(frozen=True, eq=False)
class NumberCells(Cells):
    """A column of which pyarrow made numbers at once, without keeping their text.

    Args:
        original: Gives the text of a row.
    """

    original: Callable[[int], str] = str

    @override
    def text(self, index: int) -> str:
        return in_view(self.original(index))


class DelimitedFile:
    """Delimited text.

    pyarrow reads the cells. Python's csv module, which is slow but counts rows, reads the first
    lines, and the rest of the file only when there is a row to blame.

    Args:
        path: The file.
        options: What a person says of it.

    Attributes:
        path: The file.
        names: Names of the columns, no two alike.
        dialect: How the rows lie in the file.
        left_out: How many rows the last `load` left out because of the number of their fields.

    Raises:
        TableError: If there is no row, if the first rows are not those of a table, or if an option
            does not fit.
        OSError: If the file cannot be opened.
        UnicodeDecodeError: If it is damaged UTF-16.
    """

    def __init__(self, path: Path, options: ReadingOptions | None = None) -> None:
        self.path = path
        self._options = options or ReadingOptions()
        self._content = TextContent(path, self._options.encoding)
        head, whole = self._content.head()
        lines = sniffed(head)
        if self._options.separator is None:
            self._content.places = places_of(lines)
            lines = [cut_apart(line, self._content.places) for line in lines]
        whole &= sum(map(len, lines)) == len(head)
        self._layout = layout = layout_of(path.name, lines, self._options)
        self._rows = TextRows(self._content, layout, lines, whole=whole)
        if layout.heading.names:
            number, fields, taken = layout.heading.names
            record = Record(number, fields, lines[taken.start : taken.stop])
            check_quotes(path.name, record, self._rows.separator, 0)
        self._ending = self._rows.ending()
        above = "".join(lines[: layout.first_line])
        sizes = [len("".join(lines[r.lines.start : r.lines.stop]).encode()) for r in layout.rows]
        self._block = max(_BLOCK_BYTES, 32 * max(sizes, default=0), 4 * len(above))
        self._probable_rows = self._content.size * len(sizes) // max(1, sum(sizes))
        self._any = bool(layout.rows) or not whole
        self.names = layout.names
        self.dialect = self._dialect()
        self.left_out = 0

    @property
    def faults(self) -> tuple[str, ...]:
        """Why the last `load` left rows out: each the rest of a sentence that names the file."""
        found, width = [], self._layout.width
        cut = self._ending.cut
        others = self.left_out - (cut is not None)
        ragged = self._rows.ragged if others > 0 else None
        if ragged:
            record, _ = ragged
            found.append(left_out_text(record.number, len(record.fields), width, others))
        if cut and self.left_out:
            found.append(cut_off_text(cut.number, len(cut.fields), width))
        return tuple(found)

    def load(
        self,
        indices: Sequence[int],
        texts: Collection[int] = (),
    ) -> list[Cells]:
        """Read columns.

        Args:
            indices: Places of the columns, counted from 0.
            texts: Places of those columns whose cells must keep their text, as those of levels do.

        Returns:
            The cells of each.

        Raises:
            TableError: If most rows have more or fewer fields than the header, a quote is not
                closed, or there is too little memory.
            pyarrow.ArrowException: If the file cannot be parsed for another reason.
        """
        columns, wanted = self._read(indices, texts), set(indices)

        def others() -> Sequence[Written]:
            return self._read([index for index in range(len(self.names)) if index not in wanted])

        marks = marks_of(columns, others, self._options, self._assumed_mark)
        return [
            self._cells(index, column, marks)
            for index, column in zip(indices, columns, strict=True)
        ]

    def row_number(self, index: int) -> int:
        """Find a row in a spreadsheet, which counts the header and blank lines too.

        Args:
            index: The row of data, counted from 0.

        Returns:
            The row in a spreadsheet, counted from 1.
        """
        return self._rows.number(index)

    def _dialect(self) -> Dialect:
        layout, content = self._layout, self._content
        notes = list(layout.notes)
        if self._rows.comments:
            notes.append(
                say_count(
                    "One line that begins with '#' is passed over.",
                    "{count:,} lines that begin with '#' are passed over.",
                    self._rows.comments,
                )
            )
        ending = self._ending
        footer = (*ending.sums, *ending.padded, *ending.footer)
        if footer:
            text = " ".join(" ".join(footer[0].fields).split())
            notes.append(
                say_count(
                    "The last row ({text!r}) is passed over: it is no row of data.",
                    "The last {count:,} rows (the first is {text!r}) are passed over: they are no "
                    "rows of data.",
                    len(footer),
                    text=text if len(text) <= 40 else f"{text[:40]}...",
                )
            )
        if content.foreign:
            notes.append(
                say_count(
                    "One character is not UTF-8 and is shown as \ufffd.",
                    "{count:,} characters are not UTF-8 and are shown as \ufffd.",
                    content.foreign,
                )
            )
        if content.places:
            notes.append(
                say("The places of fields in a line tell the columns, as cells are empty.")
            )
        heading, formats = layout.heading, {"\t": "TSV", ",": "CSV", ";": "CSV"}
        return Dialect(
            format=say("text") if content.places else formats.get(layout.separator, say("text")),
            encoding=name_of(content.encoding),
            separator=" " if content.places else layout.separator,
            compression=content.compression,
            header=heading.names.number if heading.names else 0,
            units_row=heading.units.number if heading.units else 0,
            units=layout.units,
            notes=tuple(notes),
        )

    def _assumed_mark(self, columns: Sequence[Written]) -> DecimalMark | None:
        """The decimal mark of a table that tells none, if there is one to assume."""
        # Where commas separate the fields, numbers with a point are what they seem, and commas in
        # other columns group thousands.
        commas = any(c.text is not None and c.evidence.open and c.text.holds(",") for c in columns)
        points = any(column.evidence.decimal == "point" for column in columns)
        return "point" if self._layout.separator == "," and (points or not commas) else None

    def _cells(self, index: int, column: Written, marks: Marks) -> Cells:
        """A column, with what tells how its numbers are written."""
        if column.text is None:
            return NumberCells(
                column.values,
                None,
                column.evidence,
                original=lambda row: self._rows.fields(row)[index],
            )
        return Cells(column.values, column.text, *marks.decided(column))

    def _read(self, indices: Sequence[int], texts: Collection[int] = ()) -> list[Written]:
        """Read columns, as numbers where their first cells are plain ones, else as text."""
        if not indices or not self._any:
            nothing = Written.of(TextColumn(pa.chunked_array([], pa.string())))
            return [nothing for _ in indices]
        size = self._content.size
        # Text and numbers are in memory side by side.
        text = 2 * size * len(indices) // len(self.names)
        numbers = _BYTES_OF_CELL * self._probable_rows * len(indices)
        check_table_memory(self.path.name, text + numbers)
        direct: dict[int, MarkEvidence] = {}
        if size > _SMALL_BYTES and len(indices) <= _MANY_COLUMNS:
            direct = {
                index: evidence
                for index in indices
                if index not in texts and (evidence := self._plain_numbers(index))
            }
        while direct:
            try:
                columns = self._parsed(indices, direct)
            except pa.ArrowInvalid as error:
                # Not all cells are plain numbers; the message tells where.
                found = _CONVERTED_COLUMN.search(str(error))
                if not found or direct.pop(int(found[1]), None) is None:
                    direct = {}
                continue
            pairs = zip(indices, columns, strict=True)
            codes = [index for index, column in pairs if self._may_be_codes(index, column)]
            if not codes:
                return columns
            for index in codes:
                del direct[index]
        try:
            return self._parsed(indices, {})
        except pa.ArrowInvalid:
            self._rows.check()
            self._block = max(self._block, size)  # however long a row is
            return self._parsed(indices, {})

    def _plain_numbers(self, index: int) -> MarkEvidence | None:
        """What the first cells of a column tell of the decimal mark.

        Returns:
            None unless they are numbers as programs write them, and no dates, beyond doubt.
        """
        cells = [row.fields[index].strip() for row in self._rows.first]
        filled = [cell for cell in cells if cell not in MISSING]
        if not filled or not all(map(_PLAIN_NUMBER.fullmatch, filled)):
            return None
        column = TextColumn(pa.chunked_array([pa.array(cells, pa.string())]))
        doubtful = column.evidence.open or column.date_forms or column.codes
        return None if doubtful else column.evidence

    def _may_be_codes(self, index: int, column: Written) -> bool:
        """Whether numbers may be digits, equally many, of which some begin with a zero.

        Then one has fewer digits as a number than each of the first cells has.
        """
        if column.text is not None or column.evidence.decimal is not None:
            return False
        lengths = {len(row.fields[index].strip()) for row in self._rows.first}
        length = lengths.pop()
        if lengths or length < _FEWEST_DIGITS or column.values.null_count:
            return False
        numbers = column.values.to_numpy()
        return bool(0 <= numbers.min() < 10 ** (length - 1) and numbers.max() < 10**length)

    def _parsed(self, indices: Sequence[int], direct: dict[int, MarkEvidence]) -> list[Written]:
        """Have pyarrow read columns; it knows them by their places.

        Args:
            indices: The columns.
            direct: Those of plain numbers, with their evidence.
        """
        marks = [evidence.decimal for evidence in direct.values()]
        comma = marks.count("comma") > marks.count("point")
        types = {}
        for index in indices:
            evidence = direct.get(index)
            if evidence is None or evidence.decimal == ("point" if comma else "comma"):
                types[index] = pa.string()
            else:
                # A mark that comes after whole numbers must not be taken for a decimal one.
                types[index] = pa.float64() if evidence.decimal else pa.int64()
        ragged = _Ragged()
        convert = pa_csv.ConvertOptions(
            column_types={str(index): kind for index, kind in types.items()},
            include_columns=list(map(str, indices)),
            decimal_point="," if comma else ".",
            # A number that stands for a missing value is a number until it is known to.
            null_values=[*MISSING, *filterfalse(is_number, self._options.missing_marks)],
            quoted_strings_can_be_null=True,
        )
        table = self._whole(convert, ragged)
        self._check(table.num_rows, ragged)
        table = table.slice(0, table.num_rows - len(self._ending.whole))
        commas = self._layout.separator == ","
        columns = []
        for index, column in zip(indices, table.columns, strict=True):
            if types[index] == pa.string():
                text = TextColumn(column, between_commas=commas)
                columns.append(Written(column, text, text.evidence))
            else:
                numbers = column.cast(pa.float64(), safe=False)
                columns.append(Written(numbers, None, direct[index]))
        return columns

    def _whole(self, convert: pa_csv.ConvertOptions, ragged: _Ragged) -> pa.Table:
        """Have pyarrow read all of the text; see `_table`."""
        size = self._content.size
        step(say("{size} of text", size=size_text(size)), 0.0)
        if self._rows.plain:
            file = pa.OSFile(str(self.path))  # a path may end with .gz, and nothing be compressed
            return self._table(file, self._layout.first_line, convert, ragged)
        # Not a file of Python's: pyarrow's threads may still ask for it when the program ends.
        tables, read = list[pa.Table](), 0
        for place, chunk in enumerate(self._rows.chunks()):
            read += len(chunk)
            share = _SPLIT_SHARE * min(1.0, read / max(size, 1))
            step(say("{size} of text", size=size_text(read)), share)
            above = 0 if place else self._layout.first_line
            if above or not chunk.isspace():
                tables.append(self._table(pa.BufferReader(chunk), above, convert, ragged))
        return pa.concat_tables(tables)

    def _table(
        self,
        source: pa.NativeFile,
        above: int,
        convert: pa_csv.ConvertOptions,
        ragged: _Ragged,
    ) -> pa.Table:
        """Have pyarrow read a text.

        Args:
            source: The file, or a part of it.
            above: How many lines are above the data.
            convert: The columns and their types.
            ragged: Counts the rows that are left out.
        """
        return pa_csv.read_csv(
            source,
            read_options=pa_csv.ReadOptions(
                # Starting a thread for each column takes longer than reading a short one.
                use_threads=len(convert.include_columns) < _MANY_COLUMNS,
                block_size=min(self._block, _MOST_BLOCK_BYTES),
                column_names=[str(index) for index in range(self._layout.width)],
                skip_rows=above,
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=self._rows.separator,
                quote_char='"' if self._content.quotes else False,
                newlines_in_values=self._content.quotes,
                invalid_row_handler=ragged,
            ),
            convert_options=convert,
        )

    def _check(self, rows: int, ragged: _Ragged) -> None:
        """Refuse what is not the table that it seems to be, and count the rows left out.

        Args:
            rows: How many rows were read.
            ragged: Those that have another number of fields.
        """
        self._rows.have_read(rows)
        if self._content.quotes:
            lines = self._rows.count_lines()
            if rows + ragged.count != lines:  # fields hold line breaks
                self._rows.check()
        self.left_out = max(0, ragged.count - len(self._ending.footer)) + self._ending.cut_in_quotes
        lines = min(ragged.lines, rows // 2) if self._layout.width > _FEWEST_FIELDS else 0
        if self.left_out - lines > max(1, _RAGGED_SHARE * rows):
            found = self._rows.ragged
            if found:
                (number, fields, _), last = found
                cause = ragged_cause(number, fields, self._layout.width, last=last)
                raise TableError(say("{name}, {fault}", name=self.path.name, fault=cause))


class _Ragged:
    """Leaves out the rows that pyarrow finds to have another number of fields.

    Attributes:
        count: How many there are.
        lines: How many of them have no separator, as titles of pages have none.
    """

    def __init__(self) -> None:
        self.count = self.lines = 0

    def __call__(self, row: pa_csv.InvalidRow) -> str:
        self.count += 1
        self.lines += row.actual_columns == 1
        return "skip"
