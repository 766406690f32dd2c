"""The page of a table's columns: how long it takes to come, to find a column, and to read again."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from tests.benchmarks.figure import Figure
from tests.benchmarks.probed import probed

PROBE = "tests.benchmarks.import_page_probe"
FEW, MANY, ROWS, LONG = 10, 400, 1_000, (1_000_000, 6)
PAGE, KEY, AGAIN = 1.5, 16.7, {"number": 0.75, "text": 0.75, "decimal": 0.25}
"""Times that of few columns; milliseconds; and of the first look."""


def run() -> Iterator[Figure]:
    """Show the pages in one window."""
    with tempfile.TemporaryDirectory() as folder:
        sizes = {"few": (ROWS, FEW), "many": (ROWS, MANY), "long": LONG}
        paths = [_written(Path(folder, f"{name}.csv"), *size) for name, size in sizes.items()]
        found = probed(PROBE, *map(str, paths))
    few, many = found["few"], found["many"]
    times = many["page"] / few["page"]
    measured = f"{times:.2f} times ({1e3 * many['page']:.0f} beside {1e3 * few['page']:.0f} ms)"
    name = f"page of {MANY} columns beside {FEW}, without the reading"
    yield Figure(name, f"at most {PAGE} times", measured, times <= PAGE)
    key = 1e3 * many["key"]
    yield Figure(
        f"a key in the filter of {MANY} columns", f"within {KEY} ms", f"{key:.1f} ms", key <= KEY
    )
    taken = found["choices"]
    for choice, most in AGAIN.items():
        share = taken[choice] / taken["first"]
        measured = f"{share:.2f} of it ({taken[choice]:.2f} beside {taken['first']:.2f} s)"
        name = f"{LONG[0]:,} x {LONG[1]}, read again for another choice ({choice})"
        yield Figure(name, f"at most {most} of the first look", measured, share <= most)


def _written(path: Path, rows: int, columns: int) -> Path:
    rng = np.random.default_rng(0)
    csv.write_csv(pa.table({f"c{i}": rng.normal(size=rows).round(6) for i in range(columns)}), path)
    return path
