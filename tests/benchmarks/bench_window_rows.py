"""A million rows in the window: how long they take to open, what they hold up, and their memory."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from tests.benchmarks.figure import Figure
from tests.benchmarks.probed import probed

PROBE = "tests.benchmarks.window_rows_probe"
FEW, MANY = 1_000, 1_000_000
COLUMNS = "abcdey"
PREVIEW, LOADED, GAP, MEMORY, FRAMES = 1.0, 3.0, 100.0, 3.0, 0.5
"""Seconds, seconds, milliseconds, times the numbers, and of the frames that few rows have."""


def run() -> Iterator[Figure]:
    """Open both tables, each in a window of its own."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = (_written(Path(folder, f"{rows}.csv"), rows) for rows in (FEW, MANY))
        little, much = (probed(PROBE, str(few), str(path)) for path in (few, many))
    what = f"{MANY:,} x {len(COLUMNS)}"
    for name, key, most in (("preview", "preview", PREVIEW), ("loaded", "load", LOADED)):
        seconds, times = much[key], much[key] / much["bare"]
        measured = f"{seconds:.2f} s ({times:.1f} times as long as pyarrow reads the file)"
        yield Figure(f"{what}, {name}", f"within {most:.0f} s", measured, seconds <= most)
    gap = f"{much['gap']:.0f} ms ({FEW:,} rows: {little['gap']:.0f} ms)"
    name = f"{what}, longest gap of the GUI's thread while opened"
    yield Figure(name, f"at most {GAP:.0f} ms", gap, much["gap"] <= GAP)
    times = much["memory"] / much["numbers"]
    measured = f"{times:.1f} times ({much['memory']:.0f} MB; at most {much['peak']:.0f} MB once)"
    name = f"{what}, memory of the window once they are loaded"
    yield Figure(name, f"at most {MEMORY:.0f} times the numbers", measured, times <= MEMORY)
    for act in ("pan", "zoom"):
        share = much[act] / little[act]
        measured = f"{share:.2f} times ({much[act]:.0f} beside {little[act]:.0f} frames a second)"
        name = f"{what}, frames a second in a {act}, beside {FEW:,} rows"
        yield Figure(name, f"at least {FRAMES} times", measured, share >= FRAMES)


def _written(path: Path, rows: int) -> Path:
    rng = np.random.default_rng(0)
    columns = {name: rng.normal(size=rows).round(6) for name in COLUMNS}
    columns["a"] = rng.uniform(-15.0, 15.0, rows)
    signs = rng.choice([-5.0, 5.0], rows)
    columns["y"] = columns["a"] / 3.0 + signs * np.sin(columns["a"] / 3.0) + rng.normal(size=rows)
    csv.write_csv(pa.table(columns), path)
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"', b"", 2 * len(COLUMNS)))
    return path
