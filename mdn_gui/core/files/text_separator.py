"""What separates the fields of a text table."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from itertools import groupby
from typing import Final

from mdn_gui.core.files.cell_text import is_number
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.files.text_content import tabbed, without_spaces_before_quotes
from mdn_gui.core.files.text_header import Row
from mdn_gui.core.text import say

SEPARATORS: Final = "\t;|, "
"""In the order in which they win where all fit, so that decimal commas do not beat semicolons."""

_LOOKED_AT = 20

# Python's limit is for every reader of a process, so that it cannot be lifted for one alone; what
# bounds a field here is the size of the file, which is compared with the memory available.
csv.field_size_limit(2**31 - 1)


def rows_of(lines: Sequence[str], separator: str) -> list[Row]:
    """Split lines into the fields of their rows."""
    if separator == " ":
        content = tabbed("".join(lines).encode("utf-8", "replace"))
        lines, separator = list(StringIO(content.decode(), newline="")), "\t"
    elif is_loose(lines, separator):
        content = "".join(lines).encode("utf-8", "replace")
        content = without_spaces_before_quotes(content, separator)
        lines = list(StringIO(content.decode(), newline=""))
    reader = csv.reader(lines, delimiter=separator)
    rows, line = [], 0
    for number, fields in enumerate(reader, start=1):
        if fields:
            rows.append(Row(number, fields, range(line, reader.line_num)))
        line = reader.line_num
    return rows


def is_loose(lines: Sequence[str], separator: str) -> bool:
    """Whether there are spaces between separators and quotes."""
    return any(f'{separator} "' in line for line in lines)


def checked_separator(name: str, separator: str | None) -> str | None:
    """Refuse a separator that cannot be one; None is none that is told.

    Raises:
        TableError: If it cannot.
    """
    if separator is not None and (len(separator) != 1 or separator in '"\r\n\0'):
        raise TableError(
            say(
                "{name} cannot be split by {separator!r}; name one character, such as a semicolon.",
                name=name,
                separator=separator,
            )
        )
    return separator


def best_separator(name: str, lines: Sequence[str]) -> str:
    """Find the separator with which most rows in a run have the same number of fields.

    Args:
        name: The name of the file.
        lines: Its first lines, of which those that are none of the table are blank.

    Raises:
        TableError: If it is between commas and spaces, and nothing tells which.
    """
    text = "".join(lines)
    rows = {each: rows_of(lines, each) for each in SEPARATORS if each in text}
    runs = {each: longest_run(rows[each]) for each in rows}
    shares = {each: _numbers_share(rows[each], runs[each][0]) for each in runs}
    if " " in runs:
        # Titles have spaces too, and runs of spaces may hold tabs.
        share, most = shares[" "], runs[" "][1]
        rivals = [runs[each][1] for each in "\t;|" if each in runs and shares[each] >= share]
        if any(rival > 1 and 2 * rival >= most for rival in rivals) or not _may_be_spaced(
            rows[" "], runs[" "][0]
        ):
            del runs[" "]
    if not any(width for width, _ in runs.values()):
        return ","
    best = max(runs, key=lambda each: (runs[each][1], shares[each]))
    if best == "," and _is_one_column(rows[","]):
        return next(each for each in "\t;|" if each not in text)
    if best == "," and " " in rows:
        return _comma_or_spaces(name, rows[","], rows[" "])
    return best


def _is_one_column(rows: Sequence[Row]) -> bool:
    """Whether commas mark decimals of one column: two fields of digits below one name."""
    names, *below = rows
    halves = [field for row in below for field in row.fields]
    return (
        len(names.fields) == 1
        and len(below) > 1
        and all(len(row.fields) == 2 for row in below)
        and all(half.lstrip("+-\u2212").isdigit() for half in halves)
    )


def _numbers_share(rows: Sequence[Row], width: int) -> float:
    """How many of the fields of rows with so many fields are numbers; a few are looked at."""
    fields = [row.fields[:_LOOKED_AT] for row in rows if len(row.fields) == width][-_LOOKED_AT:]
    cells = [cell for row in fields for cell in row]
    return sum(map(is_number, cells)) / max(1, len(cells))


def _may_be_spaced(rows: Sequence[Row], width: int) -> bool:
    """Whether spaces separate fields, and are not within texts: a column has mostly numbers."""
    fields = [row.fields for row in rows if len(row.fields) == width]
    below = fields[1:] or fields
    if not width or any(cell.endswith((",", ";")) for row in below for cell in row):
        return False
    columns = zip(*below, strict=True)
    return any(2 * sum(map(_is_token, column)) > len(below) for column in columns)


def _comma_or_spaces(name: str, by_comma: Sequence[Row], rows: Sequence[Row]) -> str:
    """Choose between commas and spaces in rows of numbers that have both.

    Between commas, "0,512 123,4" could be three numbers, one with thousands apart, but also two
    with decimal commas. A no-break space is in numbers only.
    """
    # The first row may be one of names, unless it is the only one.
    below = rows[1:] or rows
    widths = {len(row.fields) for row in below}
    if len(widths) != 1 or max(widths) < 2:
        return ","
    numbers = sum(_is_token(field) for row in below for field in row.fields)
    if numbers < len(below) * max(widths):
        others = sum(is_number(field) for row in by_comma for field in row.fields)
        return " " if numbers > others and _may_be_spaced(rows, max(widths)) else ","
    names = rows[0].fields
    if {len(names)} == widths and not any(map(is_number, names)):
        return " "
    raise TableError(
        say(
            "{name}, row {number} holds {count} numbers with spaces between them, and commas that "
            "may separate them too; separate the fields by semicolons or tabs, and write no "
            "spaces within numbers.",
            name=name,
            number=below[0].number,
            count=max(widths),
        )
    )


def _is_token(text: str) -> bool:
    """Whether text is a number from its first character to its last, no mark of a separator."""
    return is_number(text) and text[-1].isdigit() and not text.startswith(",")


def longest_run(rows: Sequence[Row]) -> tuple[int, int]:
    """The longest run of rows with the same number of fields above 1: that number, and how many.

    A run, and not all such rows: decimal commas make two fields of one in the rows above a header
    as in those below, but not in the header.
    """
    runs = ((width, sum(1 for _ in run)) for width, run in groupby(len(row.fields) for row in rows))
    return max((run for run in runs if run[0] > 1), key=lambda run: run[1], default=(0, 0))
