"""How long text tables take to be read, and how much memory, beside pyarrow alone."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow as pa
from pyarrow import csv

from tests.benchmarks.figure import Figure
from tests.benchmarks.probed import probed

PROBE = "tests.benchmarks.reading_probe"
SIZES = (10_000, 100_000, 1_000_000)
LARGEST = "MDN_BENCHMARK_ROWS"
"""A variable that names a further size, such as 10000000."""

ROUNDS, FEW = 7, 3
"""How often each is read; less often if it is larger than `SIZES`."""
PLAIN, CHANGED, TEXT = 1.5, 4.0, 8.0

KINDS: dict[str, tuple[float, Callable[[str], bytes]]] = {
    "plain UTF-8": (PLAIN, str.encode),
    "decimal commas": (
        CHANGED,
        lambda text: text.replace(",", ";").replace(".", ",").encode(),
    ),
    "UTF-16": (CHANGED, lambda text: text.encode("utf-16")),
    "Latin-1": (CHANGED, lambda text: text.replace("x", "é", 1).encode("latin-1")),
    "spaces": (CHANGED, lambda text: text.replace(",", "  ").encode()),
    "one bad cell": (TEXT, lambda text: (text + "bad,1\n").encode()),
}
"""By name: how many times as long as pyarrow's reading of plain UTF-8, and how it is written."""


def run() -> Iterator[Figure]:
    """Read each kind of file of each size."""
    further = [int(os.environ[LARGEST])] if LARGEST in os.environ else []
    with tempfile.TemporaryDirectory() as folder:
        small = _written(Path(folder, "small.csv"), 20_000)
        for rows in (*SIZES, *further):
            plain = _written(Path(folder, "plain.csv"), rows)
            text = plain.read_text()
            for kind, (most, write) in KINDS.items():
                path = Path(folder, "table.csv")
                path.write_bytes(write(text))
                rounds = ROUNDS if rows in SIZES else FEW
                yield _figure(f"{rows:,} rows, {kind}", most, (small, path, plain), rounds)


def _written(path: Path, rows: int) -> Path:
    rng = np.random.default_rng(0)
    csv.write_csv(pa.table({name: rng.normal(size=rows) for name in "xy"}), path)
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"', b"", 4))
    return path


def _figure(what: str, most: float, paths: tuple[Path, Path, Path], rounds: int) -> Figure:
    names = list(map(str, paths))
    seconds = probed(PROBE, *names, str(rounds), "ours")
    ours, bare = seconds["ours"], seconds["bare"]
    time = median(ours) / median(bare)
    ratios = [mine / its for mine, its in zip(ours, bare, strict=True)]
    memory = [probed(PROBE, *names, "0", reader) for reader in ("ours", "bare")]
    grown = memory[0] / max(memory[1], 1.0)
    return Figure(
        what,
        f"{most} times at most",
        f"{time:.2f} times as long ({min(ratios):.2f} to {max(ratios):.2f}; "
        f"{1e3 * median(ours):.1f} ms beside {1e3 * median(bare):.1f} ms), "
        f"{grown:.2f} times the memory ({memory[0]:.0f} MB beside {memory[1]:.0f} MB)",
        time <= most and grown <= most,
    )
