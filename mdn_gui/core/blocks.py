"""A dataset in blocks, so that memory for what is worked out of it does not grow with its rows."""

from collections.abc import Iterator

import numpy as np

from mdn_gui.core.dataset import Dataset

ROWS_AT_ONCE = 10_000
"""The most rows of a block."""


def blocks(dataset: Dataset) -> Iterator[Dataset]:
    """Take a dataset apart.

    Args:
        dataset: Rows.

    Yields:
        All rows in their order, in blocks of much the same size.
    """
    count = -(-dataset.rows // ROWS_AT_ONCE)
    for rows in np.array_split(np.arange(dataset.rows), count):
        yield dataset.take(rows)
