"""What is shown, as the content of files."""

import csv
import io
from collections.abc import Sequence

from mdn_gui.core.files.csv_text import text_cells
from mdn_gui.core.session import Points, Samples


def points_csv(names: Sequence[str], points: Points | Samples) -> bytes:
    """Points as CSV in UTF-8: a header of two names, then one row a point, digits to read back.

    Args:
        names: Of x and of y; see `csv_text` for those that begin like a formula.
        points: x (n,) and y (n,), in the data's units.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(text_cells(names))
    writer.writerows(zip(points.x.tolist(), points.y.tolist(), strict=True))
    return text.getvalue().encode()
