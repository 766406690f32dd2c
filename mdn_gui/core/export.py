"""Points as the content of files; no cell of ours becomes a formula in a spreadsheet.

Source: OWASP, *CSV Injection*; the leading apostrophe is how spreadsheets themselves mark text.
"""

import csv
import io
import re
from collections.abc import Collection, Sequence

import numpy as np

from mdn_gui.core.maths.numerics import Floats

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def text_cell(text: str) -> str:
    """What to write for a text: an apostrophe before what a spreadsheet would work out.

    Args:
        text: Such as the name of a column. Numbers are never changed.
    """
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def text_cells(texts: Sequence[str]) -> list[str]:
    """What to write for several texts; see `text_cell`."""
    return [text_cell(text) for text in texts]


def cell_text(cell: str) -> str:
    """The text that a cell was written for: the inverse of `text_cell`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def points_csv(
    names: Sequence[str],
    values: Sequence[Floats | Sequence[float | str]],
    rows_near: Floats | None = None,
) -> bytes:
    """Points as CSV in UTF-8: a header of names, then one row a point, digits to read back.

    Args:
        names: Of the columns; see `text_cell` for those that begin like a formula.
        values: Of each column, (n,), in the data's units, or the names of its levels.
        rows_near: How many training rows lie near each, (n,); None for no such column.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    columns = [_written(column) for column in values]
    if rows_near is not None:
        names = (*names, free_name("rows_near", names))
        columns.append(np.round(rows_near, 1).tolist())
    writer.writerow(text_cells(names))
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode()


def _written(column: Floats | Sequence[float | str]) -> Sequence[float | str]:
    if isinstance(column, np.ndarray):
        numbers: list[float | str] = column.tolist()
        return numbers
    return [text_cell(cell) if isinstance(cell, str) else cell for cell in column]


def free_name(name: str, taken: Collection[str]) -> str:
    """A name for a column that none of the others has."""
    while name in taken:
        name += "_"
    return name
