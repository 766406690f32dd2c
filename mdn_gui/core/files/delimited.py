"""Tables in text files, whose fields are separated by commas, semicolons, tabs, pipes or spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import filterfalse
from pathlib import Path
from typing import Any, Final, override

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

from mdn_gui.core.files.cell_text import is_number
from mdn_gui.core.files.decimal_marks import Marks, Written, marks_of
from mdn_gui.core.files.plain_numbers import MISSING, Way, in_one_piece, may_be_codes, plain_numbers
from mdn_gui.core.files.table_files import Cells, in_view
from mdn_gui.core.files.table_refusals import TableError, check_table_memory
from mdn_gui.core.files.text_column import MarkEvidence, TextColumn
from mdn_gui.core.files.text_content import TextContent, cut_apart
from mdn_gui.core.files.text_encoding import name_of
from mdn_gui.core.files.text_faults import cut_off_text, left_out_text, ragged_cause
from mdn_gui.core.files.text_layout import layout_of, sniffed
from mdn_gui.core.files.text_places import places_of
from mdn_gui.core.files.text_rows import Record, TextRows, check_quotes
from mdn_gui.core.kept_table import kept, once
from mdn_gui.core.reading import DecimalMark, Dialect, ReadingOptions
from mdn_gui.core.steps import step
from mdn_gui.core.system_memory import size_text
from mdn_gui.core.text import say, say_count

_BLOCK_BYTES = 2**20
_MOST_BLOCK_BYTES = 2**31 - 1
_STREAMED_BYTES = 2**24
_BLOCK_OF_COLUMN = 2**13  # bytes: some hundred cells, or of each column there were many pieces
_MANY_COLUMNS = 1000
_MOST_TRIES = 50  # after which nothing is taken for numbers at first sight
_BYTES_OF_CELL = 25  # beside its text, measured: its number as it is read and as it is kept
_SMALL_BYTES = 2**17
_CONVERTED_COLUMN: Final = re.compile(r"#([0-9]+): CSV")
_FEWEST_FIELDS = 2
_SPLIT_SHARE = 0.3  # of the work of reading a table, as `steps` tell it
_RAGGED_SHARE = 0.1  # of the rows; where there are more, their cause is the table's


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
        options: What a person says of it now; where the rows lie was said when it was opened.
        left_out: How many rows the last `load` left out because of the number of their fields.
        unread: How many rows are not loaded: none.

    Raises:
        TableError: If there is no row, if the first rows are not those of a table, or if an option
            does not fit.
        OSError: If the file cannot be opened.
        UnicodeDecodeError: If it is damaged UTF-16.
    """

    unread = 0

    def __init__(self, path: Path, options: ReadingOptions | None = None) -> None:
        self.path = path
        self.options = options or ReadingOptions()
        self._content = TextContent(path, self.options.encoding)
        head, whole = self._content.head()
        lines = sniffed(head)
        if self.options.separator is None:
            self._content.places = places_of(lines)
            lines = [cut_apart(line, self._content.places) for line in lines]
        whole &= sum(map(len, lines)) == len(head)
        self._layout = layout = layout_of(path.name, lines, self.options)
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

        marks = marks_of(columns, others, self.options, self._assumed_mark)
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

    def row_numbers(self, indices: NDArray[np.intp]) -> NDArray[np.intp]:
        """Find several rows in a spreadsheet; see `row_number`."""
        return self._rows.numbers(indices)

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
        told = (column, *marks.decided(column))
        return once(("cells", index), told, partial(self._cells_of, index))

    def _cells_of(self, index: int, told: tuple[Written, MarkEvidence, bool]) -> Cells:
        column, evidence, dates = told
        if column.text is not None:
            return Cells(column.values, column.text, evidence, dates)
        return NumberCells(
            column.values, None, evidence, original=lambda row: self._rows.fields(row)[index]
        )

    def _read(self, indices: Sequence[int], texts: Collection[int] = ()) -> list[Written]:
        """Read columns, as numbers where their first cells are plain ones, else as text."""
        if not indices or not self._any:
            nothing = Written.of(TextColumn(pa.chunked_array([], pa.string())))
            return [nothing for _ in indices]
        ways, found = self._ways(indices, texts), dict[int, Written]()
        for index in indices:
            if (column := self._recalled(index, ways.get(index))) is not None:
                found[index] = column
        unread = [index for index in indices if index not in found]
        if unread:
            # Text and numbers are in memory side by side.
            text = 2 * self._content.size * len(unread) // len(self.names)
            numbers = _BYTES_OF_CELL * self._probable_rows * len(unread)
            check_table_memory(self.path.name, text + numbers)
            direct = {index: ways[index] for index in unread if index in ways}
            found.update(zip(unread, self._split(unread, direct), strict=True))
        return [found[index] for index in indices]

    def _ways(self, indices: Sequence[int], texts: Collection[int]) -> dict[int, Way]:
        """Which columns are read as numbers at once, and how; those of which it failed are not."""
        if self._content.size <= _SMALL_BYTES:
            return {}
        told = {
            index: evidence
            for index in indices
            if index not in texts and (evidence := plain_numbers(self._first(index)))
        }
        marks = [evidence.decimal for evidence in told.values()]
        mark: DecimalMark = "comma" if marks.count("comma") > marks.count("point") else "point"
        return {
            index: way
            for index, evidence in told.items()
            if evidence.decimal in (None, mark)
            and not self._has_failed(index, way := Way(evidence, mark))
        }

    @property
    def _texts_missing(self) -> frozenset[str]:
        """Cells that a person says are missing, and that are no numbers.

        A number that stands for a missing value is a number until it is known to.
        """
        return frozenset(filterfalse(is_number, self.options.missing_marks))

    def _recalled(self, index: int, way: Way | None) -> Written | None:
        """A column that is kept, if it would be the same if it were read now.

        What was text is text whatever is missing, and numbers are numbers where more may be, or
        where none of their cells is missing.
        """
        known, value = kept().recall(("written", index))
        if known != (way or "text"):
            return None
        missing, column = value
        alike = way is None or missing <= self._texts_missing or not column.values.null_count
        return column if alike else None

    def _has_failed(self, index: int, way: Way) -> bool:
        """Whether a column is known to be none of numbers, though its first cells are."""
        known, missing = kept().recall(("failed", index))
        return known == way and (missing is None or self._texts_missing <= missing)

    def _first(self, index: int) -> list[str]:
        """The first cells of a column."""
        return [row.fields[index].strip() for row in self._rows.first]

    def _split(self, indices: Sequence[int], direct: dict[int, Way]) -> list[Written]:
        """Have pyarrow read columns, as numbers those that can be, and keep them."""
        ways, missing, table = dict(direct), self._texts_missing, kept()

        def give_up(index: int, unless: frozenset[str] | None) -> None:
            table.keep(("failed", index), ways.pop(index), unless)

        columns = None
        while columns is None and ways:
            try:
                columns = self._parsed(indices, ways)
            except pa.ArrowInvalid as error:
                # Not all cells are plain numbers; the message tells where.
                found = _CONVERTED_COLUMN.search(str(error))
                failed = [int(found[1])] if found and int(found[1]) in ways else list(ways)
                tries = len(direct) - len(ways)
                for index in failed if tries < _MOST_TRIES else list(ways):
                    give_up(index, missing)
                continue
            pairs = zip(indices, columns, strict=True)
            codes = [index for index, column in pairs if may_be_codes(self._first(index), column)]
            for index in codes:
                give_up(index, None)
            columns = None if codes else columns
        columns = columns or self._as_text(indices)
        for index, column in zip(indices, columns, strict=True):
            table.keep(("written", index), ways.get(index, "text"), (missing, column))
        return columns

    def _as_text(self, indices: Sequence[int]) -> list[Written]:
        """Have pyarrow read columns as text."""
        try:
            return self._parsed(indices, {})
        except pa.ArrowInvalid:
            self._rows.check()
            self._block = max(self._block, self._content.size)  # however long a row is
            return self._parsed(indices, {})

    def _parsed(self, indices: Sequence[int], ways: Mapping[int, Way]) -> list[Written]:
        """Have pyarrow read columns; it knows them by their places.

        Args:
            indices: The columns.
            ways: How those of plain numbers are read.
        """
        types = {index: ways[index].type if index in ways else pa.string() for index in indices}
        ragged = _Ragged()
        convert = pa_csv.ConvertOptions(
            column_types={str(index): kind for index, kind in types.items()},
            include_columns=list(map(str, indices)),
            decimal_point="," if any(way.mark == "comma" for way in ways.values()) else ".",
            null_values=[*MISSING, *self._texts_missing],
            quoted_strings_can_be_null=True,
        )
        table = self._whole(convert, ragged)
        self._check(table.num_rows, ragged)
        table = table.slice(0, table.num_rows - len(self._ending.whole))
        parts, commas = table.columns, self._layout.separator == ","
        del table  # each column is given back as soon as another is made of it
        columns = []
        for place, index in enumerate(indices):
            column, parts[place] = parts[place], None
            if index in ways:
                columns.append(Written(in_one_piece(column), None, ways[index].evidence))
            else:
                text = TextColumn(column, between_commas=commas)
                columns.append(Written(column, text, text.evidence))
        return columns

    def _whole(self, convert: pa_csv.ConvertOptions, ragged: _Ragged) -> pa.Table:
        """Have pyarrow read all of the text; each piece of it is a step."""
        size, quotes = max(self._content.size, 1), self._content.quotes
        told = say("{size} of text", size=size_text(self._content.size))
        step(told, 0.0)
        # Not a file of Python's: pyarrow's threads may still ask for it when the program ends.
        if self._rows.plain and quotes and size > _STREAMED_BYTES:  # a row may be of many lines
            file = pa.OSFile(str(self.path))  # a path may end with .gz, and nothing be compressed
            above = self._layout.first_line
            batches = list[pa.RecordBatch]()
            with pa_csv.open_csv(file, **self._how(convert, ragged, above)) as reader:
                for batch in reader:
                    batches.append(batch)
                    step(told, _SPLIT_SHARE * min(1.0, file.tell() / size))
            return pa.Table.from_batches(batches)
        tables, read = list[pa.Table](), 0
        for place, chunk in enumerate(self._rows.chunks()):
            if place:
                step(told, _SPLIT_SHARE * min(1.0, read / size))
            read += len(chunk)
            above = 0 if place else self._layout.first_line
            if above or not chunk.isspace():
                source = pa.BufferReader(chunk)
                tables.append(pa_csv.read_csv(source, **self._how(convert, ragged, above)))
        return pa.concat_tables(tables)

    def _how(self, convert: pa_csv.ConvertOptions, ragged: _Ragged, above: int) -> dict[str, Any]:
        """How pyarrow reads a text.

        Args:
            convert: The columns and their types.
            ragged: Counts the rows that are left out.
            above: How many lines are above the data.
        """
        columns = len(convert.include_columns)
        return {
            "read_options": pa_csv.ReadOptions(
                # Starting a thread for each column takes longer than reading a short one.
                use_threads=columns < max(_MANY_COLUMNS, self._probable_rows),
                block_size=min(max(self._block, _BLOCK_OF_COLUMN * columns), _MOST_BLOCK_BYTES),
                column_names=[str(index) for index in range(self._layout.width)],
                skip_rows=above,
            ),
            "parse_options": pa_csv.ParseOptions(
                delimiter=self._rows.separator,
                quote_char='"' if self._content.quotes else False,
                newlines_in_values=self._content.quotes,
                invalid_row_handler=ragged,
            ),
            "convert_options": convert,
        }

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
