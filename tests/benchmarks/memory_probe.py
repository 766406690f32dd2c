"""Train many times in a process of its own; print how it grew as one line of JSON."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.settings import PRESETS, TrainingSettings
from mdn_gui.core.training import fit
from tests.benchmarks.resident import resident

ROWS = 3000
WARM_UP = 5


def main(runs: int) -> None:
    """Train the tutorial's network, each time with other settings; the first are not counted."""
    network, training = PRESETS["tutorial"]
    example = EXAMPLES["inverse-sine"]
    sizes = []
    for settings in _settings(training, WARM_UP + runs):
        fit(example.dataset(ROWS, settings.seed), network, settings)
        sizes.append(resident())
    print(json.dumps({"before": sizes[WARM_UP - 1], "after": sizes[-1], "highest": max(sizes)}))


def _settings(training: TrainingSettings, runs: int) -> Iterator[TrainingSettings]:
    """Seeds, rates and lengths of one architecture: two epochs on average."""
    for seed in range(runs):
        rate = 1e-3 * (1 + seed % 7)
        yield replace(training, seed=seed, learning_rate=rate, epochs=1 + seed % 3)


if __name__ == "__main__":
    main(int(sys.argv[1]))
