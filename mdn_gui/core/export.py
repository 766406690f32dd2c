"""What is shown, as the content of files."""

import csv
import io
from collections.abc import Collection, Sequence

import numpy as np

from mdn_gui.core.files.csv_text import text_cells
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.session import Points, Samples, Session


def samples_csv(session: Session) -> bytes:
    """The samples shown as CSV, with how many training rows lie near each x, where that is known.

    Raises:
        ValueError: There is no network yet.
    """
    samples = session.samples()
    near = None if session.section is None else session.section.at(samples.x)
    return points_csv(session.axis_names, samples, near)


def points_csv(
    names: Sequence[str], points: Points | Samples, rows_near: Floats | None = None
) -> bytes:
    """Points as CSV in UTF-8: a header of names, then one row a point, digits to read back.

    Args:
        names: Of x and of y; see `csv_text` for those that begin like a formula.
        points: x (n,) and y (n,), in the data's units.
        rows_near: How many training rows lie near each, (n,); None for no such column.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    columns = [points.x.tolist(), points.y.tolist()]
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
