"""What five members cost, beside one: they are trained in one compiled program."""

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.settings import PRESETS, NetworkSettings, TrainingSettings
from mdn_gui.core.training import Epoch, train
from tests.benchmarks.figure import Figure

ROWS = 3000
EPOCHS = {"tutorial": 600, "recommended": 150}
UNCOUNTED = 5
"""Epochs at the beginning of a run."""


def run() -> Iterator[Figure]:
    """Train both side by side, an epoch of the one, then of the other; compare each pair."""
    dataset = EXAMPLES["inverse-sine"].dataset(ROWS, 0)
    for preset, epochs in EPOCHS.items():
        network, training = PRESETS[preset]
        one, five = _seconds_of_epochs(dataset, network, replace(training, epochs=epochs))
        low, middle, high = np.quantile(five / one, [0.25, 0.5, 0.75])
        milliseconds = f"{1e3 * np.median(one):.2f} and {1e3 * np.median(five):.2f} ms an epoch"
        measured = f"{middle:.2f} times one (quartiles {low:.2f} to {high:.2f}; {milliseconds})"
        yield Figure(f"five members of `{preset}`", "at most 3 times one", measured, middle <= 3.0)


def _seconds_of_epochs(
    dataset: Dataset, network: NetworkSettings, training: TrainingSettings
) -> tuple[np.ndarray, np.ndarray]:
    """Of each epoch of one member and of five, (epochs,) each."""
    runs = [train(dataset, replace(network, members=members), training) for members in (1, 5)]
    for _ in range(UNCOUNTED):
        for epochs in runs:
            next(epochs)
    rounds = range(training.epochs - UNCOUNTED)
    one, five = np.array([[_seconds(epochs) for epochs in runs] for _ in rounds]).T
    return one, five


def _seconds(epochs: Iterator[Epoch]) -> float:
    start = time.perf_counter()
    next(epochs)
    return time.perf_counter() - start
