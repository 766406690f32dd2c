"""How a text table is laid out: its encoding, what separates its fields, and its header.

What is not read yet (comments, lines above the header, a line "sep=;", spaces as separators) is
recognized here, so that it is refused for what it is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from mdn_gui.core.files.cell_text import is_number
from mdn_gui.core.files.disk_files import open_regular
from mdn_gui.core.files.table_refusals import TableError, names_in_short
from mdn_gui.core.text import say, say_count

_SNIFFED_BYTES = 2**20


def encoding_by_mark(head: bytes) -> str:
    """Tell UTF-16, which needs a byte order mark, from UTF-8, which may have one.

    Args:
        head: The first bytes of a file.

    Returns:
        Python's name of the encoding.
    """
    return "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"


def is_unmarked_utf16(head: bytes) -> bool:
    """Tell text in UTF-16 without a byte order mark from what is no text.

    Args:
        head: The first bytes of a file.

    Returns:
        Whether every second byte is nearly always zero, and the others are not.
    """
    even, odd = head[0::2].count(0), head[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    return most > len(head) // 4 and least <= len(head) // 100


def probable_encoding(path: Path) -> str:
    """Guess the encoding of a file that is not UTF-8.

    Args:
        path: The file.

    Returns:
        What a person calls the encoding.

    Raises:
        OSError: The file cannot be read.
    """
    with open_regular(path) as file:
        head = file.read(_SNIFFED_BYTES)
    # The last character may be cut.
    text = head[: head.rfind(b"\n") + 1 or len(head)]
    for name, codec in (("Shift-JIS", "cp932"), ("GB18030", "gb18030")):
        if _fits(text, codec):
            return name
    return say("Windows-1252 (Western European)")


def _fits(text: bytes, codec: str) -> bool:
    """Whether most of what is not ASCII is in daily use in the language of the codec."""
    try:
        foreign = [character for character in text.decode(codec) if character > "\x7f"]
    except UnicodeDecodeError:
        return False
    common = sum(_is_common(character, codec) for character in foreign)
    return common > 0.7 * len(foreign)


def _is_common(character: str, codec: str) -> bool:
    # Both standards put the characters in daily use first.
    try:
        first = character.encode("gb2312" if codec == "gb18030" else "cp932")[0]
    except UnicodeEncodeError:
        return False
    if codec == "gb18030":
        return first <= 0xD7
    return 0x81 <= first <= 0x98


SEPARATORS: Final = "\t;,"

# Python's limit is for every reader of a process, so that it cannot be lifted for one alone; what
# bounds a field here is the size of the file, which is compared with the memory available.
csv.field_size_limit(2**31 - 1)


class Row(NamedTuple):
    """A row that is not blank.

    Attributes:
        number: Its number in a spreadsheet, which counts blank rows too.
        fields: The text of its fields.
    """

    number: int
    fields: list[str]


def separator_of(name: str, lines: Sequence[str]) -> str:
    """Find out what separates the fields of a table.

    Args:
        name: The name of the file.
        lines: Its first lines.

    Returns:
        The separator with which most rows in a run have the same number of fields.

    Raises:
        TableError: If the first lines are not those of a table that can be read.
    """
    _refuse_separator_line(name, lines)
    rows = {separator: rows_of(lines, separator) for separator in SEPARATORS}
    # The first of equals wins, so that decimal commas do not beat semicolons.
    best = max(SEPARATORS, key=lambda separator: _longest_run(rows[separator])[1])
    width, agreeing = _longest_run(rows[best])
    if agreeing < len(rows[best]) or best == ",":
        _refuse_spaces(name, lines)
    if width:
        _refuse_what_stands_above(name, rows[best], width)
    return best


def rows_of(lines: Sequence[str], separator: str) -> list[Row]:
    """Split lines into the fields of their rows."""
    records = enumerate(csv.reader(lines, delimiter=separator), start=1)
    return [Row(number, fields) for number, fields in records if fields]


def ragged_cause(number: int, fields: Sequence[str], width: int, *, last: bool) -> str:
    """Say what is wrong with a row that has more or fewer fields than the header, and what to do.

    Args:
        number: The row, as a spreadsheet counts.
        fields: The text of its fields.
        width: How many fields the header has.
        last: Whether it is the last row of the file.

    Returns:
        The rest of the sentence that begins with the file's name.
    """
    counted = _fields(len(fields))
    if last and len(fields) < width:
        return say(
            "row {number}, the last, has {fields} where the header has {width}, as if the "
            "file had been cut off; delete this row, or export the file anew.",
            number=number,
            fields=counted,
            width=width,
        )
    if len(fields) == width + 1 and not fields[-1].strip():
        return say(
            "row {number} ends with a separator and the header does not; delete the "
            "separator at the end of each row, or add one to the header.",
            number=number,
        )
    return say(
        "row {number} has {fields} where the first row has {width}; correct the row, or "
        "quote a field that holds a separator.",
        number=number,
        fields=counted,
        width=width,
    )


def _fields(count: int) -> str:
    return say_count("{count} field", "{count:,} fields", count)


def _longest_run(rows: Sequence[Row]) -> tuple[int, int]:
    """The longest run of rows with the same number of fields above 1: that number, and how many.

    A run, and not all such rows: decimal commas make two fields of one in the rows above a header
    as in those below, but not in the header.
    """
    runs = ((width, sum(1 for _ in run)) for width, run in groupby(len(row.fields) for row in rows))
    return max((run for run in runs if run[0] > 1), key=lambda run: run[1], default=(0, 0))


def _refuse_separator_line(name: str, lines: Sequence[str]) -> None:
    for number, line in enumerate(lines, start=1):
        text = line.strip("\r\n ")
        if text:
            if re.fullmatch(r'"?sep=.?"?[;,\t]*', text, re.IGNORECASE):
                raise TableError(
                    say(
                        "{name}, row {number} holds {text!r}, which names the separator for "
                        "Excel and is not read yet; delete this row.",
                        name=name,
                        number=number,
                        text=text,
                    )
                )
            return


def _refuse_spaces(name: str, lines: Sequence[str]) -> None:
    """Refuse rows of numbers between which there are spaces.

    Between commas, "0,512 123,4" could be three numbers, one with thousands apart, but also two
    with decimal commas. A no-break space is in numbers only.
    """
    split = [
        (number, [field for field in line.strip().split(" ") if field])
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]
    # The first row may be one of names, unless it is the only one.
    below = [row for row in split[1:] or split if not row[1][0].startswith("#")]
    widths = {len(fields) for _, fields in below}
    if len(widths) != 1 or max(widths) < 2 or any("\t" in line for line in lines):
        return
    if all(_is_token(field) for _, fields in below for field in fields):
        number, fields = below[0]
        raise TableError(
            say(
                "{name}, row {number} holds {count} numbers with spaces between them, which "
                "are not read as separators yet; separate the fields by semicolons or tabs, "
                "and write no spaces within numbers.",
                name=name,
                number=number,
                count=len(fields),
            )
        )


def _is_token(text: str) -> bool:
    """Whether text is a number from its first character to its last, no mark of a separator."""
    return is_number(text) and text[-1].isdigit() and not text.startswith(",")


def _refuse_what_stands_above(name: str, rows: Sequence[Row], width: int) -> None:
    """Refuse a table whose header is not its first row, or does not fit the rows below it."""
    above = 0
    while len(rows[above].fields) != width:
        above += 1
    header = rows[above]
    comments = 0
    while comments < len(rows) - 1 and rows[comments].fields[0].lstrip().startswith("#"):
        comments += 1
    after = rows[comments]
    if comments and (comments <= above or not any(map(is_number, after.fields))):
        raise TableError(
            say_count(
                "{name}, {rows} begins with '#', as comments do, which are not read yet; "
                "delete such rows.",
                "{name}, {rows} begin with '#', as comments do, which are not read yet; "
                "delete such rows.",
                comments,
                name=name,
                rows=_rows(rows[:comments]),
            )
        )
    if not above:
        return
    holds_data = any(map(is_number, header.fields))
    if above == 1 and holds_data:
        raise TableError(say("{name}, {fault}", name=name, fault=_header_cause(rows, width)))
    if holds_data:
        raise TableError(
            say(
                "{name}, row {number} has {fields}, but {rows} above it have not; keep one row of "
                "names above the data, a name for each field.",
                name=name,
                number=header.number,
                fields=_fields(width),
                rows=_rows(rows[:above]),
            )
        )
    raise _not_of_the_table(name, rows[:above], header)


def _not_of_the_table(name: str, above: Sequence[Row], header: Row) -> TableError:
    return TableError(
        say_count(
            "{name}, {rows} above the header in row {number} is not part of the table; delete "
            "what is above the header.",
            "{name}, {rows} above the header in row {number} are not part of the table; delete "
            "what is above the header.",
            len(above),
            name=name,
            rows=_rows(above),
            number=header.number,
        )
    )


def _header_cause(rows: Sequence[Row], width: int) -> str:
    """Say why the first row is no header of those below."""
    header, first = rows[0], rows[1]
    names = len(header.fields)
    below = [row.fields for row in rows[1:]]
    if names == width - 1 and all(
        len(fields) != width or not fields[-1].strip() for fields in below
    ):
        return ragged_cause(first.number, first.fields, names, last=False)
    if width == 2 * names and all(field.strip().isdigit() for field in first.fields[1::2]):
        return say(
            "row {number} has {fields} where the header has {width}, as where commas "
            "separate the fields and mark decimals too; separate the fields by semicolons.",
            number=first.number,
            fields=_fields(width),
            width=names,
        )
    return say_count(
        "row {number} has {count} name ({names}), but row {data_row} has {fields}; give each "
        "field a name in the first row.",
        "row {number} has {count} names ({names}), but row {data_row} has {fields}; give each "
        "field a name in the first row.",
        names,
        number=header.number,
        names=names_in_short(header.fields),
        data_row=first.number,
        fields=_fields(width),
    )


def _rows(rows: Sequence[Row]) -> str:
    first, last = rows[0].number, rows[-1].number
    return (
        say("row {first}", first=first)
        if first == last
        else say("rows {first} to {last}", first=first, last=last)
    )
