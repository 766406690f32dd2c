"""Writing what is shown to files."""

import csv
from collections.abc import Sequence
from pathlib import Path

from mdn_gui.core.session import Points, Samples


def write_points(path: Path, names: Sequence[str], points: Points | Samples) -> None:
    """Write points as CSV: a header of two names, then one row a point, digits to read back.

    Args:
        path: The file; one that exists is replaced.
        names: Of x and of y.
        points: x (n,) and y (n,), in the data's units.

    Raises:
        OSError: The file cannot be written.
    """
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(zip(points.x.tolist(), points.y.tolist(), strict=True))
