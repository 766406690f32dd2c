"""The rows of a text table one by one: those to be named, or shown as they are written."""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.files.cell_text import is_number, kind_of
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.files.text_content import Changes, TextContent
from mdn_gui.core.files.text_header import Row, is_value
from mdn_gui.core.files.text_layout import Layout, blanked
from mdn_gui.core.files.text_separator import is_loose, rows_of
from mdn_gui.core.files.text_sums import count_sums
from mdn_gui.core.text import say

_SMALL_BYTES = 2**13


class Record(NamedTuple):
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


class Ending(NamedTuple):
    """What is at the end of a table.

    Attributes:
        footer: Rows of text that are none of the table, such as a source or a count.
        cut: The last row, if it has too few fields, or ends within quotes.
        sums: Rows at the end that sum up those above, such as totals, with as many fields as these.
        padded: Rows of the footer that have as many fields, all but the first of them empty.
        cut_in_quotes: Whether the row that is cut has as many fields as the others.
    """

    footer: tuple[Row, ...] = ()
    cut: Row | None = None
    sums: tuple[Row, ...] = ()
    padded: tuple[Row, ...] = ()
    cut_in_quotes: bool = False

    @property
    def whole(self) -> tuple[Row, ...]:
        """Rows at the end that have as many fields as the others, and are none of the data."""
        cut = (self.cut,) if self.cut and self.cut_in_quotes else ()
        return (*self.sums, *self.padded, *cut)


class TextRows:
    """The rows of data of a text, read by Python's csv module, which is slow but counts them.

    Args:
        content: The text.
        layout: How it is laid out.
        lines: Its first lines, by which that was found out.
        whole: Whether they are all lines.

    Attributes:
        comments: How many lines of the data are comments.
        first: The first rows.
    """

    def __init__(
        self, content: TextContent, layout: Layout, lines: Sequence[str], *, whole: bool
    ) -> None:
        self._content, self._layout = content, layout
        self._above = lines[: layout.first_line]
        spaced = layout.separator == " "
        loose = layout.separator if not spaced and is_loose(lines, layout.separator) else ""
        self._changes = Changes(layout.comments.hides if layout.comments else None, spaced, loose)
        self.comments = 0
        if layout.comments and content.comments > sum(line[:1] == "#" for line in self._above):
            self.comments = content.count_comments(self._changes)
            self.comments -= sum(map(self._hides, self._above))
        if not self.comments:
            self._changes = self._changes._replace(comments=None)
        # The last row of the lines may be cut, if there are more lines.
        self.first = layout.rows if whole else layout.rows[:-1]
        self._numbers = array("q", (row.number for row in self.first))
        self._count = -1
        self._further: Iterator[Record] = iter(())
        self._at = -1
        self._fields: list[str] = []

    @property
    def separator(self) -> str:
        """What separates the fields of `chunks`."""
        return "\t" if self._layout.separator == " " else self._layout.separator

    @property
    def plain(self) -> bool:
        """Whether pyarrow can read the file itself."""
        return self._content.plain and not any(self._changes)

    def chunks(self) -> Iterator[bytes]:
        """Read the text as pyarrow can read it, in pieces of whole rows."""
        return self._content.chunks(self._changes)

    def records(self, *, quoted: bool = False) -> Iterator[Record]:
        """Read the rows that are not blank, whatever the number of their fields.

        Args:
            quoted: Whether only those are read that hold a quote, which is sooner done.
        """
        taken: list[str] = []  # by the reader, for one row
        number = self._layout.first_row
        content = self._content.open(self._changes)
        with io.TextIOWrapper(content, "utf-8", errors="replace", newline="") as file:

            def lines() -> Iterator[str]:
                nonlocal number
                for line in islice(file, self._layout.first_line, None):
                    if quoted and not taken and '"' not in line:
                        number += 1
                    else:
                        taken.append(line)
                        yield line

            for fields in csv.reader(lines(), delimiter=self.separator):
                if fields:
                    yield Record(number, fields, taken)
                number += 1
                taken = []

    def have_read(self, rows: int) -> None:
        """Take note that there are so many rows of data."""
        self._count = rows

    def count_lines(self) -> int:
        """Count the lines from the first row on that are not blank."""
        ends = " \t\r\n" if self._changes.spaced else "\r\n"
        above = [line for line in self._above if not self._hides(line)]
        filled = self._content.count_filled(self._changes)
        return filled - sum(bool(line.strip(ends)) for line in above)

    def fields(self, index: int) -> list[str]:
        """The fields of a row of data, counted from 0, as they are written."""
        if index < len(self.first):
            return self.first[index].fields
        if index < self._at or self._at < 0:
            width = self._layout.width
            self._further = (each for each in self.records() if len(each.fields) == width)
            self._at = -1
        for record in islice(self._further, index - self._at):
            self._at += 1
            self._fields = record.fields
            if self._at == len(self._numbers):
                self._numbers.append(record.number)
        return self._fields

    def number(self, index: int) -> int:
        """The row of a row of data, counted from 0, in a spreadsheet, which counts from 1."""
        if index < len(self._numbers):
            return self._numbers[index]
        return int(self.numbers(np.array([index]))[0])

    def numbers(self, indices: NDArray[np.intp]) -> NDArray[np.intp]:
        """The same of several rows."""
        # A row takes a line at least: of as many lines as rows, each is a row.
        if self._content.lines - self._layout.first_line == self._count:
            return indices + self._layout.first_row
        if not self._content.quotes:
            return self._every_number[indices]
        self.fields(int(indices.max(initial=0)))
        return np.array(self._numbers)[indices]

    @cached_property
    def _every_number(self) -> NDArray[np.intp]:
        """The numbers of all rows where each is a line, told from its separators."""
        found, line = list[NDArray[np.intp]](), 0
        for chunk in self._content.chunks(self._changes):
            separators = separators_of_lines(chunk, self.separator)
            rows = line + np.flatnonzero(separators == self._layout.width - 1)
            found.append(rows[rows >= self._layout.first_line])
            line += len(separators)
        return np.concatenate(found) + (self._layout.first_row - self._layout.first_line)

    def ending(self) -> Ending:
        """Find out what is at the end."""
        tail = self._content.tail()
        begin = 0
        if self._content.size - 4 * sum(map(len, self._above)) <= 2 * _SMALL_BYTES:
            begin = max(0, self._layout.first_line - (self._content.lines - len(tail)))
        hidden = []
        if self._changes.comments:
            hidden = [place for place, line in enumerate(tail) if self._hides(line)]
        rows = rows_of(blanked(tail, {*range(begin), *hidden}), self._layout.separator)
        left: list[Row] = []
        while rows and len(rows[-1].fields) != self._layout.width:
            left.insert(0, rows.pop())
        if not rows:
            return Ending()
        if not left and self._cut_in_quotes(rows[-1], tail):
            return Ending(cut=self._numbered(rows[-1], tail), cut_in_quotes=True)
        padded: list[Row] = []
        while len(rows) > 1 and self._is_padded(rows[-1]):
            padded.insert(0, rows.pop())
        apart = bool(left) and left[0].lines.start > rows[-1].lines.stop
        sums = self._sums(rows, hidden, len(padded))
        if not sums and not any(row.fields[0].strip() for row in padded):
            padded = []  # rows of data, of which all is missing
        if not left or self._is_footer(left[0], apart=apart):
            return Ending(tuple(left), sums=tuple(sums), padded=tuple(padded))
        cut = left[0]
        if len(left) > 1 or len(cut.fields) > self._layout.width or self._content.quotes:
            return Ending()
        return Ending(cut=self._numbered(cut, tail))

    def _sums(self, rows: Sequence[Row], hidden: Sequence[int], behind: int) -> list[Row]:
        """Those of the last rows that sum up the others.

        Args:
            rows: The last rows.
            hidden: The places of comments among their lines.
            behind: How many rows of the table's width are behind them.
        """
        width = self._layout.width
        table = [row for row in rows if len(row.fields) == width]
        if hidden:
            table = [
                row._replace(lines=range(row.lines.start - above, row.lines.stop - above))
                for row in table
                for above in [sum(place < row.lines.start for place in hidden)]
            ]

        def fields() -> tuple[list[list[str]], bool]:
            if not self._content.short:
                return [row.fields for row in (*self.first, *table)], False
            every = [each.fields for each in self.records() if len(each.fields) == width]
            return every[: len(every) - behind], True

        small = self._content.size <= _SMALL_BYTES
        return table[len(table) - count_sums(table, fields, small=small) :]

    def _hides(self, line: str) -> bool:
        """Whether a line is a comment that is made blank."""
        line = line.lstrip(" \t") if self._changes.spaced else line
        return bool(line[:1] == "#" and self._changes.comments and self._changes.comments(line))

    def _numbered(self, row: Row, tail: Sequence[str]) -> Row:
        """Number a row of the last lines, where no field holds line breaks."""
        line = self._content.lines - len(tail) + row.lines.start
        return row._replace(number=self._layout.first_row + line - self._layout.first_line)

    def _cut_in_quotes(self, row: Row, tail: Sequence[str]) -> bool:
        """Whether the last row is a line that ends within quotes."""
        text = "".join(tail[row.lines.start : row.lines.stop])
        ends = text.endswith(("\n", "\r"))
        return len(row.lines) == 1 and not ends and text.count('"') % 2 == 1

    def _is_padded(self, row: Row) -> bool:
        """Whether a row of the table's width is a text, or nothing, as spreadsheets write it."""
        first, *others = row.fields
        alone = not any(map(str.strip, others))
        return (
            alone
            and len(others) > 1
            and not is_value(first)
            and all(
                any(map(str.strip, each.fields[1:]))
                for each in self.first[: 1 + len(self.first) // 2]
            )
        )

    def _is_footer(self, row: Row, *, apart: bool) -> bool:
        """Whether a row at the end is a text, and not what is left of a row of data.

        Args:
            row: The row.
            apart: Whether a blank line is above it.
        """
        if any(is_number(field) for field in row.fields):
            return False
        first = row.fields[0].strip()
        sample = [each.fields[0].strip() for each in self._layout.rows]
        names = sum(
            bool(cell) and kind_of(cell) == "text" and not is_number(cell) for cell in sample
        )
        texts = 2 * names > len(sample)
        return bool(first) and (apart or not texts or not first.isalnum())

    def check(self) -> None:
        """Refuse a text in which a quote is not closed.

        Raises:
            TableError: If there is one.
        """
        for record in self.records(quoted=True):
            if len(record.lines) > 1:
                check_quotes(self._content.path.name, record, self.separator, self._layout.width)

    @cached_property
    def ragged(self) -> tuple[Record, bool] | None:
        """The first row that has more or fewer fields than most, and whether it is the last."""
        records, width = self.records(), self._layout.width
        for record in records:
            if len(record.fields) != width:
                return record, next(records, None) is None
        return None


def separators_of_lines(chunk: bytes, separator: str) -> NDArray[np.intp]:
    """How many separators each line has; -1 of an empty one.

    Args:
        chunk: Whole lines.
        separator: One character of ASCII.
    """
    codes = np.frombuffer(chunk, np.uint8)
    ends = codes == ord("\n")
    if b"\r" in chunk:
        alone = codes == ord("\r")
        alone[:-1] &= ~ends[1:]
        ends |= alone
    behind = np.flatnonzero(ends) + 1
    if len(codes) and not ends[-1]:
        behind = np.append(behind, len(codes) + 1)
    begins = np.append(0, behind[:-1])
    length = behind - 1 - begins
    empty = (length == 0) | (
        (length == 1) & (codes[np.minimum(begins, len(codes) - 1)] == ord("\r"))
    )
    before = np.searchsorted(np.flatnonzero(codes == ord(separator)), behind)
    counts: NDArray[np.intp] = np.diff(before, prepend=0)
    return np.where(empty, -1, counts)


def check_quotes(name: str, record: Record, separator: str, width: int) -> None:
    """Refuse a row that has swallowed others, for want of a quote at the end of a field.

    Args:
        name: The name of the file.
        record: The row.
        separator: What separates the fields.
        width: How many fields the rows of the table have.

    Raises:
        TableError: If it has.
    """
    if len(record.lines) == 1:
        return
    try:
        list(csv.reader(record.lines, delimiter=separator, strict=True))
    except csv.Error:
        pass
    else:
        inside = csv.reader(record.lines[1:-1], delimiter=separator)
        if not any(len(fields) == width and sum(map(is_number, fields)) > 1 for fields in inside):
            return
    raise TableError(
        say(
            "{name}, row {number} has a field that begins with a quote and does not end "
            "with one, so that the rows below are taken for its text; close the quote, or "
            "delete it.",
            name=name,
            number=record.number,
        )
    )
