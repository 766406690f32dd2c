"""Tables of any kind and size: small ones are read into memory, large ones streamed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mdn_gui.core import tables
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.files.number_text import DecimalMark
from mdn_gui.core.files.regular_file import open_regular

if TYPE_CHECKING:
    from mdn_gui.core.parquet_rows import ParquetRows

MOST_NUMBERS = 25_000_000
"""A Parquet file of more numbers in the chosen columns (200 MB) is streamed."""


def open_rows(
    path: str | os.PathLike[str],
    inputs: Sequence[str],
    targets: Sequence[str],
    decimal: DecimalMark | None = None,
) -> Dataset | ParquetRows:
    """Open a table to train on or to score.

    Args:
        path: A file of delimited text, a Parquet file, or a folder of Parquet files.
        inputs: Names of the columns of x.
        targets: Names of the columns of y.
        decimal: The decimal mark of columns of text that do not tell it.

    Returns:
        The rows of these columns: streamed from a folder, or from a Parquet file with more than
        `MOST_NUMBERS` numbers in them; else in memory.

    Raises:
        TableError: If the table cannot be read; see `tables.read` and `parquet_rows.open_parquet`.
    """
    # pyarrow takes a quarter of a second to import: whoever only names this should not wait for it.
    from mdn_gui.core.parquet_rows import open_parquet  # noqa: PLC0415 - for the reason above

    file = Path(path)
    if file.is_dir():
        return open_parquet(file, inputs, targets)
    if _is_parquet(file):
        rows = open_parquet(file, inputs, targets)
        if rows.rows * (len(inputs) + len(targets)) > MOST_NUMBERS:
            return rows
    return tables.read(file, inputs, targets, decimal)


def _is_parquet(file: Path) -> bool:
    """Tell by the first bytes; a file that cannot be read is left for others to refuse."""
    try:
        with open_regular(file) as content:
            return content.read(4) == b"PAR1"
    except OSError:
        return False
