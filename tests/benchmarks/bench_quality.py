"""Test nats on the inverse sine; lower is better, 1.2880 is the floor of any model."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from mdn_gui.core.evaluation import held_out_scores
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.settings import PRESETS, NetworkSettings, TrainingSettings, quick, recommended
from mdn_gui.core.training import fit
from tests.benchmarks.figure import Figure

type Settings = tuple[NetworkSettings, TrainingSettings]


class Case(NamedTuple):
    """What is trained, on how many rows, how often, and the nats asked for."""

    what: str
    settings: Settings
    rows: int
    seeds: int
    asked: float


def run() -> Iterator[Figure]:
    """Train each case with several seeds, each on its own draw of the rows."""
    example = EXAMPLES["inverse-sine"]
    test = example.dataset(100_000, 999)
    for case in _cases():
        network, training = case.settings
        nats = []
        for seed in range(case.seeds):
            rows = example.dataset(case.rows, seed)
            fitted = fit(rows, network, replace(training, seed=seed))
            nats.append(-float(np.mean(held_out_scores(fitted, test, None, None))))
        mean = float(np.mean(nats))
        yield Figure(
            f"test nats of {case.what}, mean of {case.seeds} seeds",
            f"at most {case.asked}",
            f"{mean:.4f} ({min(nats):.4f} to {max(nats):.4f})",
            mean <= case.asked,
        )


def _cases() -> Iterator[Case]:
    yield Case("`tutorial`, 3,000 rows", PRESETS["tutorial"], 3_000, 5, 1.62)
    yield Case("`quick`, 3,000 rows", quick(3_000, 1), 3_000, 5, 1.355)
    yield Case("`recommended`, 3,000 rows", recommended(3_000, 1), 3_000, 5, 1.322)
    yield Case("`recommended`, 100,000 rows", recommended(100_000, 1), 100_000, 3, 1.296)
