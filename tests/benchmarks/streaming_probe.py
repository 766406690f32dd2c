"""Train from a Parquet file in a process of its own; print what it took as one line of JSON."""

import json
import sys
import time
from dataclasses import replace
from pathlib import Path

from mdn_gui.core.parquet_rows import open_parquet
from mdn_gui.core.roles import Roles
from mdn_gui.core.settings import PRESETS
from mdn_gui.core.training import train, warm_up

EPOCHS = 4


def main(path: str, inputs: list[str], target: str) -> None:
    """Train the tutorial's network with large batches; the first epoch is not counted."""
    network, training = PRESETS["tutorial"]
    training = replace(training, batch_size=4096, epochs=EPOCHS)
    warm_up(network, training, len(inputs))
    before = _kilobytes("VmRSS")
    start = time.perf_counter()
    rows = open_parquet(path, Roles(tuple(inputs), (target,)))
    epochs = train(rows, network, training)
    next(epochs)
    first_done = time.perf_counter()
    losses = [epoch.validation_loss for epoch in epochs]
    taken = (time.perf_counter() - first_done) / len(losses)
    print(
        json.dumps(
            {
                "rows per second": rows.rows / taken,
                "split and first epoch": first_done - start,
                "growth": (_kilobytes("VmHWM") - before) / 1024,
                "nats": losses[-1],
            }
        )
    )


def _kilobytes(field: str) -> int:
    """Resident memory now (VmRSS) or at its highest (VmHWM), as Linux counts."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:-1], sys.argv[-1])
