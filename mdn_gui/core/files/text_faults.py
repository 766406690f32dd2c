"""What is wrong with rows of a text table, in sentences for a person."""

from __future__ import annotations

from collections.abc import Sequence

from mdn_gui.core.files.table_refusals import names_in_short
from mdn_gui.core.files.text_header import Row
from mdn_gui.core.text import say, say_count


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
    counted = fields_text(len(fields))
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


def left_out_text(number: int, fields: int, width: int, count: int) -> str:
    """Say that rows are left out because of the number of their fields.

    Args:
        number: The first of them, as a spreadsheet counts.
        fields: How many fields it has.
        width: How many fields the header has.
        count: How many such rows there are.

    Returns:
        The rest of a sentence that begins with the file's name.
    """
    return say_count(
        "row {number} has {fields} where the header has {width}; it is left out.",
        "{count:,} rows have another number of fields than the header and are left out; the first "
        "is row {number}, with {fields} where the header has {width}.",
        count,
        number=number,
        fields=fields_text(fields),
        width=width,
    )


def cut_off_text(number: int, fields: int, width: int) -> str:
    """Say that the last row is left out because it is not whole; see `left_out_text`."""
    if fields == width:
        return say(
            "row {number}, the last, ends within quotes, as if the file had been cut off; it is "
            "left out.",
            number=number,
        )
    return say(
        "row {number}, the last, has {fields} where the header has {width}, as if the file had "
        "been cut off; it is left out.",
        number=number,
        fields=fields_text(fields),
        width=width,
    )


def fields_text(count: int) -> str:
    """So many fields, in words."""
    return say_count("{count} field", "{count:,} fields", count)


def header_cause(header: Row, first: Row, width: int) -> str:
    """Say why a row is no header of those below."""
    names = len(header.fields)
    if width == 2 * names and all(field.strip().isdigit() for field in first.fields[1::2]):
        return say(
            "row {number} has {fields} where the header has {width}, as where commas "
            "separate the fields and mark decimals too; separate the fields by semicolons.",
            number=first.number,
            fields=fields_text(width),
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
        fields=fields_text(width),
    )
