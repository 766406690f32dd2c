"""Points as the content of files."""

import csv
import io
from collections.abc import Collection, Sequence

import numpy as np

from mdn_gui.core.files.csv_text import text_cells
from mdn_gui.core.maths.numerics import Floats


def points_csv(
    names: Sequence[str], x: Floats, y: Floats, rows_near: Floats | None = None
) -> bytes:
    """Points as CSV in UTF-8: a header of names, then one row a point, digits to read back.

    Args:
        names: Of x and of y; see `csv_text` for those that begin like a formula.
        x: Of the points, (n,), in the data's units.
        y: Of the points, (n,), in the data's units.
        rows_near: How many training rows lie near each, (n,); None for no such column.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    columns = [x.tolist(), y.tolist()]
    if rows_near is not None:
        names = (*names, free_name("rows_near", names))
        columns.append(np.round(rows_near, 1).tolist())
    writer.writerow(text_cells(names))
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode()


def free_name(name: str, taken: Collection[str]) -> str:
    """A name for a column that none of the others has."""
    while name in taken:
        name += "_"
    return name
