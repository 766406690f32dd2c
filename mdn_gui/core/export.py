"""Writing what is shown to files."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from mdn_gui.core.files.atomic_file import replacing
from mdn_gui.core.session import Points, Samples


def write_points(path: Path, names: Sequence[str], points: Points | Samples) -> None:
    """Write points as CSV: a header of two names, then one row a point, digits to read back.

    Args:
        path: The file; one that exists is replaced once all is written.
        names: Of x and of y.
        points: x (n,) and y (n,), in the data's units.

    Raises:
        OSError: The file cannot be written.
    """
    device = path.exists() and not path.is_file()  # or a pipe: it cannot be replaced
    with path.open("wb") if device else replacing(path) as content:
        text = io.TextIOWrapper(content, encoding="utf-8", newline="")
        writer = csv.writer(text)
        writer.writerow(names)
        writer.writerows(zip(points.x.tolist(), points.y.tolist(), strict=True))
        text.detach()  # flushes, and leaves the file open to be brought to the disk
