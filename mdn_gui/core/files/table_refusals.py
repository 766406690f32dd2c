"""Why columns and cells of a table are refused, in sentences for a person."""

from collections.abc import Sequence

from mdn_gui.core.files.table_error import TableError


def check_choice(name: str, available: Sequence[str], chosen: Sequence[str]) -> None:
    """Refuse columns that do not exist, or one that is chosen twice.

    Args:
        name: The table's name.
        available: Its columns.
        chosen: Names of the columns that are wanted.

    Raises:
        TableError: If they cannot be read.
    """
    missing = [column for column in chosen if column not in available]
    if missing:
        names = ", ".join(map(repr, available))
        raise TableError(f"{name} has no column {missing[0]!r}; choose among {names}.")
    repeated = [column for column in chosen if chosen.count(column) > 1]
    if repeated:
        raise TableError(f"{name}, column {repeated[0]!r} is chosen twice; choose it only once.")


def cell_refusal(name: str, row: int, column: str, text: str, extent: str = "") -> TableError:
    """Say that a cell holds no finite number.

    Args:
        name: The table's name.
        row: The cell's row, as a spreadsheet counts.
        column: The cell's column.
        text: What the cell holds.
        extent: How many rows are like it, where that is known.

    Returns:
        The error to raise.
    """
    fault = f"holds {text!r}, which is not a finite number" if text else "is empty"
    affected = f" ({extent} affected)" if extent else ""
    return TableError(
        f"{name}, row {row}, column {column!r} {fault}{affected}; fill in numbers, delete such "
        "rows, or choose another column."
    )
