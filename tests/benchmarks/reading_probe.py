"""Read a text table in a process of its own; print times, or how memory grew, as a line of JSON."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from mdn_gui.core.files.delimited import DelimitedFile
from tests.benchmarks.resident import highest_resident, resident

_KEPT: list[object] = []


def ours(path: Path) -> None:
    """Read two columns as this program does."""
    file = DelimitedFile(path)
    _KEPT[:] = [cells.numbers() for cells in file.load([0, 1])]


def bare(path: Path) -> None:
    """Have pyarrow read them, told what they are."""
    types = csv.ConvertOptions(column_types={"x": pa.float64(), "y": pa.float64()})
    table = csv.read_csv(path, convert_options=types)
    _KEPT[:] = [np.asarray(column) for column in table.columns]


READERS: dict[str, Callable[[Path], None]] = {"ours": ours, "bare": bare}


def main(small: Path, path: Path, plain: Path, rounds: int, reader: str) -> None:
    """Time both readers in turn, or with no rounds measure the memory that one of them takes.

    Args:
        small: A table to read first, so that all libraries are loaded.
        path: The table that this program reads.
        plain: The same in plain UTF-8, which pyarrow reads.
        rounds: How often.
        reader: Whose memory is measured.
    """
    for read in READERS.values():
        read(small)
    paths = {"ours": path, "bare": plain}
    if not rounds:
        before = resident()
        READERS[reader](paths[reader])
        print(json.dumps(highest_resident() - before))
        return
    seconds: dict[str, list[float]] = {name: [] for name in READERS}
    for _ in range(rounds):
        for name, read in READERS.items():
            start = time.perf_counter()
            read(paths[name])
            seconds[name].append(time.perf_counter() - start)
    print(json.dumps(seconds))


if __name__ == "__main__":
    small, path, plain = map(Path, sys.argv[1:4])
    main(small, path, plain, int(sys.argv[4]), sys.argv[5])
