"""Test nats on the inverse sine, mean of five seeds; lower is better, 1.2880 is the floor."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mdn_gui.core.evaluation import evaluate
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.settings import PRESETS
from mdn_gui.core.training import fit
from tests.benchmarks.figure import Figure

ASKED = {"tutorial": 1.62, "recommended": 1.40}
SEEDS = range(5)


def run() -> Iterator[Figure]:
    """Train each preset with five seeds, on five draws of 3,000 rows."""
    example = EXAMPLES["inverse-sine"]
    test = example.dataset(100_000, 999)
    for preset, asked in ASKED.items():
        network, training = PRESETS[preset]
        nats = [
            evaluate(fit(example.dataset(3000, seed), network, replace(training, seed=seed)), test)
            for seed in SEEDS
        ]
        each = [scores.nll for scores in nats]
        mean = float(np.mean(each))
        measured = f"{mean:.3f} ({min(each):.3f} to {max(each):.3f})"
        yield Figure(f"test nats of `{preset}`", f"at most {asked}", measured, mean <= asked)
