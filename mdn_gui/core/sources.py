"""Tables of any kind and size: small ones are read into memory, large ones streamed."""

import os
from collections.abc import Sequence
from pathlib import Path

from mdn_gui.core import tables
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.files.number_text import DecimalMark
from mdn_gui.core.source import Streamed
from mdn_gui.core.table_formats import stream_of

MOST_NUMBERS = 25_000_000
"""A file of more numbers in the chosen columns (200 MB) is streamed if its format allows it."""


def open_rows(
    path: str | os.PathLike[str],
    inputs: Sequence[str],
    targets: Sequence[str],
    decimal: DecimalMark | None = None,
) -> Dataset | Streamed:
    """Open a table to train on or to score.

    Args:
        path: A file of any of the `table_formats`, or a folder of files that can be streamed.
        inputs: Names of the columns of x.
        targets: Names of the columns of y.
        decimal: The decimal mark of columns of text that do not tell it.

    Returns:
        The rows of these columns: streamed from a folder, or from a file that can be and has more
        than `MOST_NUMBERS` numbers in them; else in memory.

    Raises:
        TableError: If the table cannot be read; see `tables.read` and `parquet_rows.open_parquet`.
    """
    file = Path(path)
    stream = stream_of(file)
    if stream is not None:
        rows = stream(file, inputs, targets)
        if file.is_dir() or rows.rows * (len(inputs) + len(targets)) > MOST_NUMBERS:
            return rows
    return tables.read(file, inputs, targets, decimal)
