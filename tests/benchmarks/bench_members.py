"""What five members cost, beside one: they are trained in one compiled program."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.settings import PRESETS, NetworkSettings, TrainingSettings
from mdn_gui.core.training import train
from tests.benchmarks.figure import Figure
from tests.benchmarks.stopwatch import timed

Floats = NDArray[np.float64]

ROWS = 3000
EPOCHS = {"tutorial": 600, "quick": 150}
UNCOUNTED = 5
"""Epochs at the beginning of a run."""


def run() -> Iterator[Figure]:
    """Train both side by side, an epoch of the one, then of the other; compare each pair."""
    dataset = EXAMPLES["inverse-sine"].dataset(ROWS, 0)
    for preset, epochs in EPOCHS.items():
        network, training = PRESETS[preset]
        one, five = _times_of_epochs(dataset, network, replace(training, epochs=epochs))
        low, middle, high = np.quantile(five[:, 0] / one[:, 0], [0.25, 0.5, 0.75])
        computed = np.median(five[:, 1] / one[:, 1])
        milliseconds = f"{1e3 * np.median(one[:, 0]):.2f} and {1e3 * np.median(five[:, 0]):.2f} ms"
        measured = (
            f"{middle:.2f} times one (quartiles {low:.2f} to {high:.2f}; {milliseconds} an epoch; "
            f"{computed:.2f} times in processor time)"
        )
        yield Figure(
            f"five members of `{preset}`", "at most 2.7 times one", measured, middle <= 2.7
        )


def _times_of_epochs(
    dataset: Dataset, network: NetworkSettings, training: TrainingSettings
) -> tuple[Floats, Floats]:
    """Of each epoch of one member and of five: (epochs, 2), by the clock and by processors."""
    runs = [train(dataset, replace(network, members=members), training) for members in (1, 5)]
    for _ in range(UNCOUNTED):
        for epochs in runs:
            next(epochs)
    rounds = range(training.epochs - UNCOUNTED)
    times = np.array([[timed(partial(next, epochs)) for epochs in runs] for _ in rounds])
    return times[:, 0], times[:, 1]
