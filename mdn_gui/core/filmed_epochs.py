"""Which epochs an animation of a run shows, and for how long."""

from typing import NamedTuple

import numpy as np

from mdn_gui.core.recording import Recording

MOST_EPOCHS = 200
"""A longer run is thinned out."""

LEAST_MS, MOST_MS = 20.0, 60_000.0
"""Shortest and longest time of an epoch, in milliseconds; viewers slow down what is faster."""


class FilmedEpochs(NamedTuple):
    """Epochs, oldest first, and how long each is seen, in milliseconds."""

    epochs: tuple[int, ...]
    milliseconds: float


def filmed_epochs(recording: Recording, epochs_per_second: float) -> FilmedEpochs:
    """Kept epochs spread evenly over the run, with its first and its last.

    Args:
        recording: The run, with at least one epoch.
        epochs_per_second: How fast it passes.

    Returns:
        As many as there are, but at most 200, and no more than one in 20 ms.
    """
    first, last = recording.frames[0].epoch, recording.frames[-1].epoch
    if first == last:
        return FilmedEpochs((first,), _within(1000.0 / epochs_per_second))
    visible = 1 + int((last - first) * 1000.0 / (LEAST_MS * epochs_per_second))
    count = max(2, min(visible, MOST_EPOCHS, len(recording.frames)))
    nearest = map(recording.nearest, np.linspace(first, last, count).tolist())
    epochs = tuple(dict.fromkeys(frame.epoch for frame in nearest if frame is not None))
    between = (last - first) / (len(epochs) - 1)
    return FilmedEpochs(epochs, _within(1000.0 * between / epochs_per_second))


def _within(milliseconds: float) -> float:
    return min(max(milliseconds, LEAST_MS), MOST_MS)
