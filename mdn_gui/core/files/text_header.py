"""Which rows of a text table are its names and units, and which its data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from mdn_gui.core.files.cell_text import MISSING, is_number, kind_of
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.files.unit_text import is_unit
from mdn_gui.core.text import say


class Row(NamedTuple):
    """A row that is not blank.

    Attributes:
        number: Its number in a spreadsheet, which counts blank rows too.
        fields: The text of its fields.
        lines: The lines of the file that it takes, counted from 0.
    """

    number: int
    fields: list[str]
    lines: range


class Heading(NamedTuple):
    """The rows above the data.

    Attributes:
        names: The row of names, if there is one.
        units: The row of units, if there is one.
        last: The number of the last row above the data that has as many fields as these; 0 if
            there is none.
    """

    names: Row | None = None
    units: Row | None = None
    last: int = 0


_LOOKED_AT_COLUMNS = 100
_YEARS: Final = range(1900, 2101)
_MAY_BE_UNIT: Final = re.compile(r"(?![0-9.,+-]+[0-9])\S{0,12}(?: (?![0-9])\S{1,8}){0,2}")


def find_heading(rows: Sequence[Row]) -> Heading:
    """Find the names and units among the first rows of a table.

    Args:
        rows: Those that have the number of fields of its data, at least one.

    Returns:
        What stands above the data; no names if the first row is one of data.
    """
    columns = numeric_columns(rows)
    first = next((i for i, row in enumerate(rows) if _is_data(row, columns)), None)
    if first is None:
        # Nothing tells the names from what is below them but that they come first.
        return (
            Heading()
            if not columns and _all_missing(rows[0])
            else Heading(rows[0], None, rows[0].number)
        )
    if first == 0:
        return (
            Heading(rows[0], None, rows[0].number)
            if _counts(rows[0].fields, columns) or _are_dates_above_numbers(rows, columns)
            else Heading()
        )
    texts = [i for i, row in enumerate(rows[:first]) if _is_text(row, columns)]
    if not texts:
        # Words and whole numbers above numbers are names; with decimals, a row with a bad cell.
        whole = all(cell.strip().isdigit() for cell in rows[0].fields if is_value(cell))
        return Heading(rows[0], None, rows[0].number) if whole else Heading()
    block = [texts[-1]]
    while block[0] and block[0] - 1 in texts and _adjacent(rows[block[0] - 1], rows[block[0]]):
        block.insert(0, block[0] - 1)
    return _within([rows[i] for i in block], rows[first:])


def find_units(names: Row, below: Sequence[Row]) -> Row | None:
    """Find a row of units below the names.

    Args:
        names: The row of names.
        below: The rows below them.

    Returns:
        The first of these if it holds no numbers in columns that hold numbers below it.
    """
    if len(below) < 2:
        return None
    columns = numeric_columns(below)
    first = below[0]
    known = _is_text(first, columns) and _may_be_units(first, below[1:], columns)
    return first if known and _adjacent(names, first) else None


def told_units(name: str, heading: Heading, below: Sequence[Row], *, held: bool) -> Heading:
    """Take a row for units, or for data, as a person says.

    Args:
        name: The name of the file.
        heading: What was found.
        below: The rows from that of the names on; those above it are passed over.
        held: Whether the row below the names holds units.

    Raises:
        TableError: There are no names, or no row is below them.
    """
    if not held:
        last = heading.last
        if heading.names and heading.units and last == heading.units.number:
            last = heading.names.number
        return heading._replace(units=None, last=last)
    if heading.units:
        return heading
    row = None
    if heading.names:
        number = heading.names.number
        row = next((row for row in below if row.number > number), None)
    if heading.names is None or row is None:
        raise TableError(
            say("{name} has no row of units, which would be below the names of columns.", name=name)
        )
    width = len(heading.names.fields)
    fields = [*row.fields[:width], *[""] * (width - len(row.fields))]
    return heading._replace(units=row._replace(fields=fields), last=row.number)


def _within(block: Sequence[Row], data: Sequence[Row]) -> Heading:
    """Tell names, units and what stands above them, in rows without numbers and without gaps."""
    columns = numeric_columns(data)
    while len(block) > 1 and _is_title(block[0], block[1]):
        block = block[1:]
    while len(block) > 1 and _repeats(block[-1], data, columns):
        block = block[:-1]  # rows of data whose numbers are bad
    for above, row in pairwise(block):
        if _are_units(row):
            return Heading(above, row, block[-1].number)
    if len(block) == 2:
        names, second = block
        if _may_be_units(second, data, columns):
            return Heading(names, second, second.number)
        return Heading(names, None, names.number)
    if len(block) > 1 and _names_all(block[0]) and _may_be_units(block[1], data, columns):
        return Heading(block[0], block[1], block[-1].number)
    names = block[0] if _names_all(block[0]) and _are_alike(block[1:]) else block[-1]
    return Heading(names, None, names.number)


def _names_all(row: Row) -> bool:
    """Whether a row has a name for each column, and no two alike."""
    names = {cell.strip() for cell in row.fields}
    return "" not in names and len(names) == len(row.fields)


def _are_alike(rows: Sequence[Row]) -> bool:
    """Whether a word is twice in a row or a column, as in data whose numbers are bad."""
    columns = [column for column in zip(*(row.fields for row in rows), strict=True) if any(column)]
    return not all(map(_names_all, rows)) or any(len(set(each)) < len(each) for each in columns)


def _is_title(row: Row, below: Row) -> bool:
    """Whether a row above another is none of names: a word and its value, or mostly empty."""
    filled, more = (sum(bool(cell.strip()) for cell in each.fields) for each in (row, below))
    half_empty = 2 * filled <= len(row.fields) and filled < more
    return half_empty or row.fields[0].rstrip().endswith((":", "="))


def _adjacent(above: Row, below: Row) -> bool:
    """Whether no row and no blank line is between two rows."""
    return below.number == above.number + 1


def numeric_columns(rows: Sequence[Row]) -> list[int]:
    """The columns that hold mostly numbers or dates in the lower half of rows; a few of many."""
    below = rows[len(rows) // 2 :]
    width = len(below[0].fields)
    looked_at = {*range(min(width, _LOOKED_AT_COLUMNS)), *range(max(0, width - 9), width)}
    columns = []
    for column in sorted(looked_at):
        filled = [cell for row in below if not is_missing(cell := row.fields[column])]
        if filled and 2 * sum(map(is_value, filled)) >= len(filled):
            columns.append(column)
    return columns


def is_value(cell: str) -> bool:
    """Whether a cell is a number or a date."""
    return is_number(cell) or kind_of(cell.strip()) == "date"


def is_missing(cell: str) -> bool:
    """Whether a cell holds nothing, or a mark of a missing value."""
    return not cell.strip() or cell.strip().casefold() in MISSING


def _all_missing(row: Row) -> bool:
    return all(map(is_missing, row.fields))


def _is_data(row: Row, columns: Sequence[int]) -> bool:
    """Whether the numeric columns of a row hold numbers, of which some may be missing."""
    cells = [row.fields[column] for column in columns]
    filled = [cell for cell in cells if not is_missing(cell)]
    return bool(filled) and all(map(is_value, filled))


def _is_text(row: Row, columns: Sequence[int]) -> bool:
    """Whether the numeric columns of a row hold no number, but something."""
    cells = [row.fields[column] for column in columns]
    return not any(map(is_value, cells)) and not all(map(is_missing, cells))


def _counts(fields: Sequence[str], columns: Sequence[int]) -> bool:
    """Whether numbers are names: years, or equally far apart, and beside text or nothing.

    So pandas names columns above an index, and spectrometers wave lengths.
    """
    others = [field.strip() for i, field in enumerate(fields) if i not in set(columns)]
    # pandas writes nothing above an index, which holds numbers
    numbers = [fields[i].strip() for i in columns if fields[i].strip()]
    unnamed = not fields[0].strip() and len(numbers) == len(fields) - 1
    if not unnamed and not any(others):
        return False
    if not all(re.fullmatch("[0-9]{1,9}", number) for number in numbers) or not numbers:
        return False
    counted = list(map(int, numbers))
    steps = {later - earlier for earlier, later in pairwise(counted)}
    if all(number in _YEARS for number in counted):
        return len(counted) == len(set(counted))
    if len(steps) > 1 or steps & {0} or (steps and min(steps) < 0):
        return False
    return (counted[0] in (0, 1) and steps <= {1}) if unnamed else len(counted) > 2


def _are_dates_above_numbers(rows: Sequence[Row], columns: Sequence[int]) -> bool:
    """Whether the first row has dates, each above numbers, as tables have that are wide."""
    dates = all(kind_of(rows[0].fields[column].strip()) == "date" for column in columns)
    return dates and len(rows) > 1 and all(is_number(rows[1].fields[column]) for column in columns)


def _are_units(row: Row) -> bool:
    """Whether all cells of a row are units."""
    filled = [cell.strip() for cell in row.fields if cell.strip()]
    return bool(filled) and all(map(is_unit, filled))


def _may_be_units(row: Row, data: Sequence[Row], columns: Sequence[int]) -> bool:
    """Whether a row below the names is one of units, rather than of data whose numbers are bad.

    Most of its cells above numbers are known units, the others are words that may be, and what it
    holds above text is no text of the data.
    """
    cells = [cell for column in columns if (cell := row.fields[column].strip())]
    known = sum(map(is_unit, cells))
    others = [cell.strip() for i, cell in enumerate(row.fields) if i not in set(columns)]
    return (
        2 * known > len(cells)
        and all(is_unit(cell) or _MAY_BE_UNIT.fullmatch(cell) for cell in cells)
        and all(is_unit(cell) for cell in others if cell)
        and not _repeats(row, data, columns)
    )


def _repeats(row: Row, data: Sequence[Row], columns: Sequence[int]) -> bool:
    """Whether a text of a row is in the same column of the data, beside the numeric ones."""
    texts = {i: cell.strip() for i, cell in enumerate(row.fields) if i not in set(columns)}
    return any(
        text and any(below.fields[i].strip() == text for below in data) for i, text in texts.items()
    )
