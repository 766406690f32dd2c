"""How long reading a large table takes."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from mdn_gui.core import tables
from tests.benchmarks.figure import Figure

ROWS, COLUMNS = 1_000_000, "abcde"
MANY = 20_002
"""Columns of a wide table, of 12 rows."""


def run() -> Iterator[Figure]:
    """Read one input and one target of a long table, and look through a wide one."""
    yield from _long()
    yield from _wide()


def _wide() -> Iterator[Figure]:
    lines = [",".join(row) for row in _cells()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wide.csv"
        path.write_text("\n".join(lines) + "\n")
        start = time.perf_counter()
        tables.preview(path)
        taken = time.perf_counter() - start
    yield Figure(f"preview of 12 x {MANY:,}", "under 2 s", f"{taken:.2f} s", taken < 2.0)


def _cells() -> Iterator[list[str]]:
    rng = np.random.default_rng(0)
    yield [f"g{column}" for column in range(MANY)]
    for row in rng.random((12, MANY)):
        yield [f"{value:.4f}" for value in row]


def _long() -> Iterator[Figure]:
    rng = np.random.default_rng(0)
    table = pa.table({name: rng.normal(size=ROWS) for name in COLUMNS})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        csv.write_csv(table, path)
        start = time.perf_counter()
        tables.read(path, ["a"], ["e"])
        taken = time.perf_counter() - start
    yield Figure("a CSV of 1,000,000 x 5", "under 2 s", f"{taken:.2f} s", taken < 2.0)
