"""How a text table is laid out: what separates its fields, where its names and its rows are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from typing import Final

from mdn_gui.core.export import cell_text
from mdn_gui.core.files.cell_text import FAULTS, is_number
from mdn_gui.core.files.table_refusals import TableError, names_in_short
from mdn_gui.core.files.text_faults import header_cause
from mdn_gui.core.files.text_header import (
    Heading,
    Row,
    find_heading,
    find_units,
    is_value,
    numeric_columns,
    told_units,
)
from mdn_gui.core.files.text_separator import (
    best_separator,
    checked_separator,
    longest_run,
    rows_of,
)
from mdn_gui.core.reading import ReadingOptions
from mdn_gui.core.text import say, say_count

_SNIFFED_LINES = 100
_MOST_COLUMNS = 100_000
_SNIFFED_CHARACTERS = 2**20
_COMMENT_MARK: Final = re.compile(r"\s*(?:#+|%+|//|!|; ) ?")
_COMMENTED_NAMES: Final = re.compile(r"^#+\s*(?=[\w\"'])")
_IN_BRACKETS: Final = re.compile(r"\[.*\]|\(.*\)|<.*>|（.*）|［.*］")
_SEPARATOR_LINE: Final = re.compile(r'"?sep=(.?)"?[;,\t|]*', re.IGNORECASE)
_RULE: Final = re.compile(r"[-=+|:,;\s]*[-=]{3}[-=+|:,;\s]*")


@dataclass(frozen=True)
class Comments:
    """Which lines that begin with "#" are comments, and which are rows of a table.

    Args:
        separator: What separates the fields of the table.
        table: The first of its rows that are known to be none.
    """

    separator: str
    table: Sequence[Row]

    @cached_property
    def columns(self) -> list[int]:
        """The columns of numbers or dates.

        Where the first column is one, or where there are none, no row begins with "#".
        """
        return numeric_columns(self.table) if self.table else []

    @property
    def named(self) -> bool:
        """Whether the rows have names above them."""
        return not self.table or find_heading(self.table).names is not None

    def shows(self, line: str) -> bool:
        """Whether a line begins with "#" and is a row."""
        return line.startswith("#") and not self.hides(line)

    def hides(self, line: str) -> bool:
        """Whether a line that begins with "#" is a comment."""
        if _begins_with_fault(line):
            return False
        if not self.columns or self.columns[0] == 0:
            return True
        fields = next((row.fields for row in rows_of([line], self.separator)), [""])
        if len(fields) != len(self.table[0].fields) or fields[0].strip() == "#":
            return True
        return not any(is_value(fields[column]) for column in self.columns)


@dataclass(frozen=True)
class Layout:
    """How a table is laid out.

    Attributes:
        separator: What separates the fields; " " for any number of spaces.
        width: How many fields a row of data has.
        names: The columns; the last field of each row has none if it is always empty.
        heading: The rows of names and units.
        units: The unit of each column; nothing without a row of units.
        first_line: The line with which the data begin, counted from 0.
        first_row: The row with which the data begin, as a spreadsheet counts.
        rows: The first rows of data.
        comments: Which lines that begin with "#" are none of the rows; None if all are rows.
        notes: What was passed over, each a sentence.
    """

    separator: str
    width: int
    names: tuple[str, ...]
    heading: Heading
    units: tuple[str, ...]
    first_line: int
    first_row: int
    rows: tuple[Row, ...]
    comments: Comments | None
    notes: tuple[str, ...]


def sniffed(text: str) -> list[str]:
    """Take the first lines of a text: a hundred that are not blank, or a million characters."""
    head: list[str] = []
    filled = characters = 0
    for line in StringIO(text, newline=""):
        head.append(line)
        filled += not line.isspace()
        characters += len(line)
        if filled == _SNIFFED_LINES or characters >= _SNIFFED_CHARACTERS:
            break
    return head


def layout_of(name: str, lines: Sequence[str], options: ReadingOptions) -> Layout:
    """Find out how a table is laid out.

    Args:
        name: The name of the file.
        lines: Its first lines; see `sniffed`.
        options: What a person says of it.

    Raises:
        TableError: If the first lines are not those of a table that can be read.
    """
    check_header(name, options.header)
    marked, told = _separator_line(lines)
    above, within = _comment_lines(lines, marked)
    passed = {*range(marked), *above, *within, *_rules(lines)}
    kept = blanked(lines, passed)
    if options.header:
        place = options.header - 1
        head = [_COMMENTED_NAMES.sub("", line) for line in lines[place:][:1]]
        kept = [*blanked(lines[:place], range(place)), *head, *kept[place + 1 :]]
    separator = checked_separator(name, options.separator) or told or best_separator(name, kept)
    rows = rows_of(kept, separator)
    comments = None
    if rows and (within or not any(line.startswith("#") for line in kept)):
        width = _width(rows)
        comments = Comments(separator, [row for row in rows if len(row.fields) == width])
        signed = [*above, *within]
        if above and (options.header or comments.named):
            signed = within
        shown = [p for p in signed if p >= (options.header or 0) and comments.shows(lines[p])]
        if shown:
            above, within = ([p for p in each if p not in shown] for each in (above, within))
            kept = [lines[place] if place in shown else line for place, line in enumerate(kept)]
            rows = rows_of(kept, separator)
    filled = any(field.strip() for row in rows for field in row.fields)
    if not filled and not options.header:
        raise TableError(say("{name} is empty; choose a file with a header and rows.", name=name))
    width = _width(rows[1:] if options.header and len(rows) > 1 else rows)
    if width > _MOST_COLUMNS:
        raise TableError(
            say(
                "{name}, row {number} has {count:,} fields, as where the ends of lines are "
                "missing; export the table anew, with at most {most:,} columns.",
                name=name,
                number=next(row.number for row in rows if len(row.fields) == width),
                count=width,
                most=_MOST_COLUMNS,
            )
        )
    sample = _Sample(name, lines, rows, separator, [r for r in rows if len(r.fields) == width])
    if options.header is not None:
        heading = sample.told_heading(options.header)
    else:
        heading = find_heading(sample.table)
        if heading.names is None:
            heading = sample.commented_heading(above) or sample.shifted_heading() or heading
    if options.units is not None:
        heading = told_units(name, heading, sample.rows, held=options.units)
    return sample.layout(heading, len(above), [*above, *within], comments)


@dataclass(frozen=True)
class _Sample:
    """The first rows of a table.

    Args:
        name: The name of the file.
        lines: Its first lines.
        rows: Their rows, without comments and rules.
        separator: What separates their fields.
        table: Those rows that have as many fields as most.
    """

    name: str
    lines: Sequence[str]
    rows: Sequence[Row]
    separator: str
    table: Sequence[Row]

    @property
    def width(self) -> int:
        return len(self.table[0].fields) if self.table else 1

    @property
    def ends_empty(self) -> bool:
        """Whether each row ends with a separator behind which nothing is."""
        return self.width > 1 and not any(row.fields[-1].strip() for row in self.table[-50:])

    def told_heading(self, number: int) -> Heading:
        """The row that a person says the names are in; 0 for none."""
        if not number:
            return Heading()
        names = next((row for row in self.rows if row.number == number), None)
        if names is None:
            raise TableError(
                say(
                    "{name} has no names in row {number}, which is blank or below its first "
                    "{count} lines; name another row.",
                    name=self.name,
                    number=number,
                    count=len(self.lines),
                )
            )
        fields = [*names.fields[: self.width], *[""] * (self.width - len(names.fields))]
        names = names._replace(fields=fields)
        units = find_units(names, [row for row in self.table if row.number > number])
        return Heading(names, units, units.number if units else number)

    def commented_heading(self, comments: Sequence[int]) -> Heading | None:
        """The names in the last comment above rows that have none, if there are as many.

        Where there are as many words in the comment above it, that has the names, and the last one
        the units.
        """
        fits = [row for place in comments[-2:] if (row := self._commented(place))]
        if not fits or fits[-1].lines.start != comments[-1]:
            return None
        if len(fits) == 2 and self.width > 2:
            return Heading(fits[0], fits[1])
        return Heading(fits[-1])

    def _commented(self, place: int) -> Row | None:
        """The fields of a comment, if they may be names."""
        text = _COMMENT_MARK.sub("", self.lines[place])
        fields = next(iter(rows_of([text], self.separator)), Row(0, [""], range(0))).fields
        if len(fields) != self.width or any(map(is_number, fields)) or fields[0].endswith(":"):
            return None
        fields[0] = fields[0].strip() or "#"
        return Row(place + 1, fields, range(place, place + 1))

    def shifted_heading(self) -> Heading | None:
        """The names in the row above the data where their number is not that of the fields."""
        first = self.table[0]
        above = [row for row in self.rows if row.number < first.number]
        between = self.lines[above[-1].lines.stop : first.lines.start] if above else [""]
        if not above or any(not line.strip() for line in between):
            return None
        row, width = above[-1], self.width
        fields = row.fields
        apart = re.split(r"\s{2,}|\t", self.lines[row.lines.start].strip())
        if any(map(is_number, fields)):
            return None
        if len(fields) == width + 1 and not fields[-1].strip():
            names = fields[:-1]
        elif len(fields) == width - 1 and self.ends_empty:
            names = [*fields, ""]
        elif len(fields) == width - 1 and self._has_row_names():
            names = ["", *fields]
        elif self.separator == " " and len(apart) == width:
            names = apart
        elif len(fields) == 1:
            return None  # a title
        else:
            cause = header_cause(row, first, width)
            raise TableError(say("{name}, {fault}", name=self.name, fault=cause))
        return Heading(row._replace(fields=names), None, row.number)

    def _has_row_names(self) -> bool:
        """Whether the first column names the rows, as R writes them, and has no name itself.

        Between commas they are no numbers: decimal commas make two fields of one.
        """
        cells = [row.fields[0].strip() for row in self.table]
        names = [
            not is_number(cell) or (self.separator != "," and cell.isdigit()) for cell in cells
        ]
        return all(names) and len(set(cells)) == len(cells)

    def layout(
        self, heading: Heading, above: int, within: Collection[int], comments: Comments | None
    ) -> Layout:
        """Put together what was found out.

        Args:
            heading: The rows of names and units.
            above: How many comments are above the data.
            within: The lines of the sample that are comments.
            comments: Which lines are.
        """
        names = heading.names.fields if heading.names else [""] * self.width
        written = names[: self.width - (self.ends_empty and not names[-1].strip())]
        unique = unique_names(written)
        if heading.last:
            rest = [row for row in self.rows if row.number > heading.last]
        else:
            rest = list(self.rows[self.rows.index(self.table[0]) :])
        if rest:
            first_line, first_row = rest[0].lines.start, rest[0].number
        else:
            first_line, first_row = len(self.lines), heading.last + 1
        kept = blanked(self.lines, {*range(first_line), *within})
        data = [row for row in rows_of(kept, self.separator) if len(row.fields) == self.width]
        return Layout(
            separator=self.separator,
            width=self.width,
            names=unique,
            heading=heading,
            units=_units(heading.units, len(unique)),
            first_line=first_line,
            first_row=first_row,
            rows=tuple(data),
            comments=comments,
            notes=(*self._notes(heading, first_row, above), *repeated_notes(written, unique)),
        )

    def _notes(self, heading: Heading, first_row: int, comments: int) -> Iterator[str]:
        """Say what is passed over above the data."""
        begin = heading.names.number if heading.names else first_row
        # The names may be in the last comment.
        if not heading.last:
            comments -= (heading.names is not None) + (heading.units is not None)
        if comments:
            yield say_count(
                "One comment above the table is passed over.",
                "{count:,} comments above the table are passed over.",
                comments,
            )
        above = [row for row in self.rows if row.number < (begin if heading.last else first_row)]
        known = {row.number for row in (heading.names, heading.units) if row}
        below = [row for row in self.rows if begin < row.number <= heading.last]
        for rows in (above, [row for row in below if row.number not in known]):
            if rows:
                yield say_count(
                    "Row {first} is passed over: it is no part of the table.",
                    "Rows {first} to {last} are passed over: they are no part of the table.",
                    len(rows),
                    first=rows[0].number,
                    last=rows[-1].number,
                )


def check_header(name: str, header: int | None) -> None:
    """Refuse a row of names that no file has, for it is below 0.

    Raises:
        TableError: If it is.
    """
    if header is not None and header < 0:
        raise TableError(
            say(
                "{name} has no row {header}, as rows are counted from 1; name another row, or 0 if "
                "there are no names.",
                name=name,
                header=header,
            )
        )


def unique_names(fields: Sequence[str]) -> tuple[str, ...]:
    """Name columns so that no two have one name.

    Args:
        fields: What is written above the columns.

    Returns:
        Their names: "column 2" for the second where nothing is written, and "x (2)" for the second
        that is named "x".
    """
    written = [cell_text(field.strip()) for field in fields]
    taken = set(written)
    names: list[str] = []
    counts: dict[str, int] = {}
    for place, text in enumerate(written, start=1):
        name = stem = text or f"column {place}"
        if text not in counts and text:
            counts[text] = 1
        else:
            count = counts.get(stem, 0)
            while name in taken or count == 1:
                count += 1
                name = f"{stem} ({count})"
            counts[stem] = count
        taken.add(name)
        names.append(name)
    return tuple(names)


def repeated_notes(fields: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """Say which columns have the name of another above them.

    Args:
        fields: What is written above the columns.
        names: What they are called instead; see `unique_names`.
    """
    pairs = [(cell_text(field.strip()), name) for field, name in zip(fields, names, strict=True)]
    renamed = [name for text, name in pairs if text not in ("", name)]
    if renamed:
        yield say_count(
            "One column has the name of another, and is called {names}.",
            "{count:,} columns have the name of another, and are called {names}.",
            len(renamed),
            names=names_in_short(renamed),
        )


def blanked(lines: Sequence[str], blank: Collection[int]) -> list[str]:
    """Make lines blank at some places, so that the others keep their numbers."""
    return [
        line[len(line.rstrip("\r\n")) :] if place in blank else line
        for place, line in enumerate(lines)
    ]


def _separator_line(lines: Sequence[str]) -> tuple[int, str | None]:
    """Find a line such as "sep=;", which names the separator for Excel.

    Returns:
        How many lines end with it, and the separator.
    """
    for place, line in enumerate(lines):
        text = line.strip("\r\n ")
        if text:
            found = _SEPARATOR_LINE.fullmatch(text)
            return (place + 1, found[1] or None) if found and found[1].isascii() else (0, None)
    return 0, None


def _comment_lines(lines: Sequence[str], first: int) -> tuple[list[int], list[int]]:
    """Find the comments above the first other line, and those below it that begin with "#".

    There are none where nearly nothing else is there: then "#" is part of the rows.
    """
    above: list[int] = []
    filled = [place for place in range(first, len(lines)) if lines[place].strip()]
    for place in filled:
        if not _COMMENT_MARK.match(lines[place]) or _begins_with_fault(lines[place]):
            break
        above.append(place)
    rest = filled[len(above) :]
    if not rest:
        return [], []
    within, quotes = [], 0
    for place in range(rest[0], len(lines)):
        fault = _begins_with_fault(lines[place])
        if lines[place].startswith("#") and quotes % 2 == 0 and not fault:
            within.append(place)
        else:
            quotes += lines[place].count('"')
    return above, within if 2 * len(within) <= len(rest) else []


def _begins_with_fault(line: str) -> bool:
    """Whether a line begins with what a spreadsheet shows of a faulty formula."""
    return line.lstrip()[:8].casefold().startswith(tuple(FAULTS))


def _rules(lines: Sequence[str]) -> list[int]:
    """Find lines of dashes, which clients of databases draw below the names."""
    return [place for place, line in enumerate(lines) if _RULE.fullmatch(line.strip())]


def _width(rows: Sequence[Row]) -> int:
    """The number of fields that the rows of the table have."""
    width, agreeing = longest_run(rows)
    single = sum(len(row.fields) == 1 for row in rows)
    return 1 if not width or (agreeing == 1 and 2 * single > len(rows)) else width


def _units(row: Row | None, named: int) -> tuple[str, ...]:
    """The units of columns, without the brackets around them."""
    if row is None:
        return ()
    texts = [field.strip() for field in row.fields[:named]]
    return tuple(text[1:-1].strip() if _IN_BRACKETS.fullmatch(text) else text for text in texts)
