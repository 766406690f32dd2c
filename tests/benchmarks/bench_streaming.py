"""Training from a Parquet file of 10,000,000 rows: how fast, and how much memory."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.benchmarks.figure import Figure

ROWS, PART = 10_000_000, 1_000_000
INPUTS = ("x0", "x1", "x2", "x3")
PROBE = "tests.benchmarks.streaming_probe"


def run() -> Iterator[Figure]:
    """Write the file in parts, then train from it in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        _write(path)
        done = subprocess.run(
            [sys.executable, "-m", PROBE, str(path), *INPUTS, "y"],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        said = f"{done.returncode}: {done.stderr[-500:]}"
        yield Figure("training from a stream", "exit code 0", said, met=False)
        return
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    rate, growth = found["rows per second"] / 1e6, found["growth"]
    first = f"{found['split and first epoch']:.1f} s for the split and the first epoch"
    rates = f"{rate:.2f} million rows/s ({first}; {found['nats']:.3f} nats)"
    table = "10,000,000 x 5 from Parquet"
    yield Figure(f"{table}, an epoch", "above 2 million rows/s", rates, rate > 2.0)
    yield Figure(f"{table}, memory growth", "under 500 MB", f"{growth:.0f} MB", growth < 500.0)


def _write(path: Path) -> None:
    """Four inputs and a target that depends on them, so that there is something to learn."""
    rng = np.random.default_rng(0)
    names = (*INPUTS, "y")
    with pq.ParquetWriter(path, pa.schema(dict.fromkeys(names, pa.float64()))) as writer:
        for _ in range(ROWS // PART):
            x = rng.normal(size=(len(INPUTS), PART))
            y = np.sin(x[0]) + x[1] * x[2] + rng.normal(0.0, 0.1 + 0.1 * x[3] ** 2)
            writer.write_table(pa.table(dict(zip(names, [*x, y], strict=True))))
