"""Train on so many rows in a process of its own; print what it took as one line of JSON."""

import json
import sys
import time
from dataclasses import replace
from itertools import pairwise

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.settings import PRESETS
from mdn_gui.core.training import fit, train
from tests.benchmarks.resident import highest_resident, resident

FEW_ROWS = 1000
SECONDS, EPOCHS = 5.0, 4
"""How long to train at least, and how many epochs beside the first."""


def main(rows: int) -> None:
    """Train the tutorial's network; the first epoch is told apart."""
    network, training = PRESETS["tutorial"]
    example = EXAMPLES["inverse-sine"]
    fit(example.dataset(FEW_ROWS, 0), network, replace(training, epochs=3))
    before = resident()
    dataset = example.dataset(rows, 0)
    ends = [time.perf_counter()]
    for _ in train(dataset, network, replace(training, epochs=100_000)):
        ends.append(time.perf_counter())
        if len(ends) > EPOCHS + 1 and ends[-1] - ends[1] > SECONDS:
            break
    print(
        json.dumps(
            {
                "first": ends[1] - ends[0],
                "epochs": [end - start for start, end in pairwise(ends[1:])],
                "peak": highest_resident(),
                "growth": highest_resident() - before,
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
