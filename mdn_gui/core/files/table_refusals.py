"""Why columns and cells of a table are refused, in sentences for a person."""

from collections.abc import Sequence

from mdn_gui.core.files.cell_kinds import Kind, kind_of
from mdn_gui.core.files.number_text import DecimalMark
from mdn_gui.core.files.table_error import TableError
from mdn_gui.core.roles import Roles
from mdn_gui.core.system_memory import available_memory

_SHOWN_NAMES = 5
_SHOWN_CHARACTERS = 40


def in_short(name: str) -> str:
    """Quote a name, or so much of it that it fits into a sentence."""
    return repr(_shortened(name))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}..."


def names_in_short(names: Sequence[str]) -> str:
    """List names, at most five of them, and how many more there are."""
    shown = [in_short(name) for name in names[:_SHOWN_NAMES]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


def check_columns(name: str, names: Sequence[str]) -> None:
    """Refuse a table without columns.

    Args:
        name: The table's name.
        names: Its columns.

    Raises:
        TableError: If there are none.
    """
    if not names:
        raise TableError(f"{name} has no columns; choose another file.")


def check_roles(name: str, roles: Roles) -> None:
    """Refuse roles without an input or without a target.

    Args:
        name: The table's name.
        roles: What its columns are for.

    Raises:
        TableError: One of them is missing.
    """
    if not roles.inputs or not roles.targets:
        raise TableError(f"{name} needs at least one input and one target; choose its columns.")


def check_choice(name: str, available: Sequence[str], chosen: Sequence[str]) -> None:
    """Refuse columns that do not exist, whose name is not theirs alone, or that are chosen twice.

    Args:
        name: The table's name.
        available: Its columns.
        chosen: Names of the columns that are wanted.

    Raises:
        TableError: If they cannot be read.
    """
    for column in chosen:
        if column not in available:
            raise TableError(
                f"{name} has no column {in_short(column)}; choose among "
                f"{names_in_short(available)}."
            )
        if available.count(column) > 1:
            raise TableError(f"{name}, {ambiguous_name(column, available.count(column))}")
        if chosen.count(column) > 1:
            raise TableError(
                f"{name}, column {in_short(column)} is chosen twice; choose it only once."
            )


def ambiguous_name(column: str, count: int) -> str:
    """Say that several columns have one name; the rest of a sentence about a table."""
    return f"{count} columns are named {in_short(column)}; rename all but one, or choose another."


def check_table_memory(name: str, needed: int) -> None:
    """Refuse a table that does not fit in the memory available.

    Args:
        name: The table's name.
        needed: How many bytes reading it takes, about.

    Raises:
        TableError: If there are fewer.
    """
    available = available_memory()
    if available is not None and needed > available:
        raise TableError(
            f"{name} takes about {needed / 1e9:,.1f} GB of memory, and {available / 1e9:,.1f} GB "
            "are available; choose fewer columns or rows, or convert it to Parquet, which "
            "mdn train reads piece by piece."
        )


def type_fault(column: str, kind: str) -> str:
    """Say that a column has a type of no numbers; the rest of a sentence about a table."""
    held = _shortened(kind)  # a structure names all its fields
    return f"column {in_short(column)} holds {held}, not numbers; choose another column."


def column_fault(column: str, row: int, text: str, kind: Kind) -> str:
    """Say that no numbers are what a column holds; the rest of a sentence about a table.

    Args:
        column: The column.
        row: A row that shows it, as a spreadsheet counts.
        text: What the cell there holds.
        kind: What the column holds.

    Returns:
        What is wrong, and what to do.
    """
    match kind:
        case "date":
            held, remedy = "dates", "write them as numbers, such as days since the first"
        case "yes or no":
            held, remedy = "yes or no", "write 1 and 0"
        case "digits":
            held, remedy = "digits with spaces between them", "delete the spaces"
        case _:
            held, remedy = "text", "write numbers"
    return (
        f"column {in_short(column)} holds {held} ({text!r} in row {row}), not numbers; {remedy}, "
        "or choose another column."
    )


def title_fault(column: str, rows: tuple[int, int], text: str) -> str:
    """Say that rows above the numbers hold none; the rest of a sentence about a table.

    Args:
        column: A column.
        rows: The first and the last of these rows, as a spreadsheet counts.
        text: What the column holds in the first.

    Returns:
        What is wrong, and what to do.
    """
    first, last = rows
    which = f"row {first} holds" if first == last else f"rows {first} to {last} hold"
    return (
        f"{which} no numbers ({text!r} in column {in_short(column)}) but units or other text above "
        "them; keep one row of names above the numbers."
    )


def contradiction(
    column: str, told: tuple[int, str, DecimalMark], found: tuple[int, str, DecimalMark]
) -> str:
    """Say that two cells need different decimal marks; the rest of a sentence about a table.

    Args:
        column: Their column.
        told: The row, the text and the mark of the first.
        found: The same of the second.

    Returns:
        What is wrong, and what to do.
    """
    return (
        f"row {found[0]}, column {in_short(column)} holds {found[1]!r}, a number with a decimal "
        f"{found[2]} only, but row {told[0]} holds {told[1]!r}, one with a decimal {told[2]} only; "
        "write all numbers of the column alike."
    )


def doubt_fault(column: str, row: int, text: str, point: str, comma: str) -> str:
    """Say that a number can be read in two ways; the rest of a sentence about a table.

    Args:
        column: Its column.
        row: Its row, as a spreadsheet counts.
        text: The cell.
        point: What it is with a decimal point.
        comma: What it is with a decimal comma.

    Returns:
        What is wrong, and what to do.
    """
    return (
        f"row {row}, column {in_short(column)} holds {text!r}, which is {point} with a decimal "
        f"point and {comma} with a decimal comma, and nothing in the table tells which is meant; "
        "open the table in the window, which asks, or say it by --decimal point or --decimal comma."
    )


def encoding_fault(column: str, row: int, text: str, encoding: str) -> str:
    """Say that a cell is not UTF-8; the rest of a sentence about a table.

    Args:
        column: The cell's column.
        row: The cell's row, as a spreadsheet counts.
        text: What could be read of the cell.
        encoding: The encoding that it probably has.

    Returns:
        What is wrong, and what to do.
    """
    return (
        f"row {row}, column {in_short(column)} holds {text!r}, which is not UTF-8 but probably "
        f"{encoding} text; save the file as CSV UTF-8."
    )


def cell_fault(column: str, row: int, text: str, extent: str = "") -> str:
    """Say that a cell holds no finite number; the rest of a sentence about a table.

    Args:
        column: The cell's column.
        row: The cell's row, as a spreadsheet counts.
        text: What the cell holds.
        extent: How many rows are like it, where that is known.

    Returns:
        What is wrong, and what to do.
    """
    match kind_of(text):
        case "nothing":
            fault = "is empty"
        case "missing":
            fault = f"holds {text!r}, which marks a missing value"
        case "date":
            fault = f"holds {text!r}, which is a date and not a number"
        case "digits":
            fault = f"holds {text!r}, which may be one number or several"
        case _:
            fault = f"holds {text!r}, which is not a finite number"
    affected = f" ({extent} affected)" if extent else ""
    return (
        f"row {row}, column {in_short(column)} {fault}{affected}; fill in numbers, delete such "
        "rows, or choose another column."
    )
