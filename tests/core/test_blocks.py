"""Blocks: every row once, in order, never too many at once."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from mdn_gui.core.blocks import ROWS_AT_ONCE, blocks
from mdn_gui.core.dataset import Dataset


@pytest.mark.parametrize(
    ("rows", "count"),
    [(1, 1), (ROWS_AT_ONCE, 1), (ROWS_AT_ONCE + 1, 2), (5 * ROWS_AT_ONCE // 2, 3)],
)
def test_blocks_hold_every_row_once_in_order(rows: int, count: int) -> None:
    x = np.arange(float(rows))[:, np.newaxis]
    dataset = Dataset(x, -x, ("speed",), ("force",))
    parts = list(blocks(dataset))
    assert len(parts) == count
    assert max(part.rows for part in parts) <= ROWS_AT_ONCE
    assert_array_equal(np.concatenate([part.inputs for part in parts]), dataset.inputs)
    assert_array_equal(np.concatenate([part.targets for part in parts]), dataset.targets)
    assert parts[-1].input_names == ("speed",)
    assert parts[-1].target_names == ("force",)
