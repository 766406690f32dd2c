"""Rows that are in a table more than once, exactly: told from a hash of what they contain."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

FEWEST_DISTINCT = 10
"""With fewer distinct rows there is no telling copies from values that happen to be equal."""

LOOKED_AT = 2**18
"""So many rows at most are looked at to tell whether equal rows are copies."""

type Hashes = NDArray[np.uint64]

_GOLDEN_GAMMA = np.uint64(0x9E3779B97F4A7C15)


def hashed(numbers: Hashes, seed: int) -> Hashes:
    """Hash numbers: n becomes the n-th number of the generator SplitMix64.

    Args:
        numbers: `(n,)`, counted from 0.
        seed: Where the generator starts.

    Returns:
        `(n,)`, like independent draws from all numbers of 64 bits.

    Source:
        Steele, Lea and Flood (2014), "Fast splittable pseudorandom number generators"; the mixing
        function is Stafford's 13th variant.
    """
    mixed = (numbers + np.uint64(1)) * _GOLDEN_GAMMA + np.uint64(seed)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return mixed


def row_keys(columns: Iterable[NDArray[np.float64]]) -> Hashes:
    """A number for each row, equal for equal rows and, but for 1 pair in 2^64, for no others.

    Args:
        columns: Of the inputs, then of the targets, at least one, each `(rows,)`.

    Returns:
        `(rows,)`, like independent draws from all numbers of 64 bits.
    """
    keys = np.zeros(1, np.uint64)
    for column in columns:
        keys = hashed(keys ^ (column + 0.0).view(np.uint64), seed=0)  # so that -0 is 0
    return keys


def equal_means_copy(keys: Hashes, targets: NDArray[np.float64]) -> bool:
    """Tell whether equal rows are copies of each other, by an accident.

    Where inputs and targets are codes or counts, equal rows are what one expects. So rows count as
    copies only where the first target tells most distinct rows apart, as measured numbers do. Of
    a table of more than `LOOKED_AT` rows, those of the smallest keys tell: all copies of a row
    are among them, or none.

    Args:
        keys: Of each row, see `row_keys`, (rows,); or the `LOOKED_AT` smallest of them.
        targets: The first target of these rows, (rows,).

    Returns:
        Whether equal rows, if there are any, are copies.
    """
    if len(keys) > LOOKED_AT:
        smallest = np.argpartition(keys, LOOKED_AT - 1)[:LOOKED_AT]
        keys, targets = keys[smallest], targets[smallest]
    distinct = len(np.unique(keys))
    if distinct == len(keys):
        return True
    return FEWEST_DISTINCT <= distinct <= 2 * len(np.unique(targets))


def copies(inputs: NDArray[np.float64], targets: NDArray[np.float64]) -> NDArray[np.intp] | None:
    """Tell which rows are copies of each other, if it is an accident that they are.

    Args:
        inputs: (rows, inputs).
        targets: (rows, outputs).

    Returns:
        The number of each row's distinct row, from 0, (rows,); None where there are no copies, see
        `equal_means_copy`.
    """
    keys = row_keys([*inputs.T, *targets.T])
    if not equal_means_copy(keys, targets[:, 0]):
        return None
    distinct, numbers = np.unique(keys, return_inverse=True)
    return numbers if len(distinct) < len(keys) else None
