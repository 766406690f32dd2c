"""Losses by epoch without their jitter."""

from itertools import accumulate

import numpy as np

from mdn_gui.core.maths.numerics import Floats


def smoothed(values: Floats, weight: float) -> Floats:
    """Average each value with those before it, which count ever less.

    Args:
        values: One of each epoch, oldest first, `(epochs,)`.
        weight: What an epoch counts in the next one's average, from 0 to below 1; 0 changes
            nothing.

    Returns:
        The averages, `(epochs,)`. A value that is not finite has none and counts in no other.

    Source:
        Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, section 3: an
        exponential moving average, corrected for its start from zero.
    """
    averages = np.full(values.shape, np.nan)
    finite = np.isfinite(values)
    known = values[finite].tolist()
    moving = accumulate(
        known, lambda before, value: weight * before + (1.0 - weight) * value, initial=0.0
    )
    _, *uncorrected = moving
    counted = 1.0 - weight ** np.arange(1, len(known) + 1)
    averages[finite] = np.array(uncorrected) / counted
    return averages
