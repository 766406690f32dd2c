"""Rows that are in a table more than once, exactly."""

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.hash_split import hashed

FEWEST_DISTINCT = 10
"""With fewer distinct rows there is no telling copies from values that happen to be equal."""


def copies(inputs: NDArray[np.float64], targets: NDArray[np.float64]) -> NDArray[np.intp] | None:
    """Tell which rows are copies of each other, if it is an accident that they are.

    Where inputs and targets are codes or counts, equal rows are what one expects. So rows count as
    copies only where the first target tells most distinct rows apart, as measured numbers do.

    Args:
        inputs: (rows, inputs).
        targets: (rows, outputs).

    Returns:
        The number of each row's distinct row, from 0, (rows,); None where there are no copies.
    """
    distinct_targets = len(np.unique(targets[:, 0]))
    if distinct_targets in {1, len(targets)}:
        return None
    distinct, numbers = np.unique(_keys(inputs, targets), return_inverse=True)
    repeated = FEWEST_DISTINCT <= len(distinct) < len(targets)
    return numbers if repeated and len(distinct) <= 2 * distinct_targets else None


def _keys(inputs: NDArray[np.float64], targets: NDArray[np.float64]) -> NDArray[np.uint64]:
    """A number for each row, equal for equal rows and, but for 1 pair in 2^64, for no others."""
    keys = np.zeros(len(inputs), np.uint64)
    for column in (*inputs.T, *targets.T):
        keys = hashed(keys ^ (column + 0.0).view(np.uint64), seed=0)  # so that -0 is 0
    return keys
