"""How many files of the corpus other programs read right, without being told anything of them."""

import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tests.benchmarks.figure import Figure
from tests.corpus_cases import Case, Columns, cases, is_question, mistake

type Reader = Callable[[Path], Columns]


def _pandas(path: Path) -> Columns:
    pandas = import_module("pandas")
    frame = pandas.read_csv(path)
    if not isinstance(frame.index, pandas.RangeIndex):
        # What has no name above it became the index.
        levels = range(frame.index.nlevels)
        frame = frame.reset_index(names=[f"column {level + 1}" for level in levels])
    frame = frame.astype(object).where(frame.notna(), None)
    names = _names(list(frame.columns), r"Unnamed: (\d+)", r"(.+)\.(\d+)")
    return {name: frame.iloc[:, place].tolist() for place, name in enumerate(names)}


def _duckdb(path: Path) -> Columns:
    with import_module("duckdb").connect() as connection:
        table = connection.read_csv(str(path))
        rows: Sequence[Sequence[object]] = table.fetchall()
        names = _names(table.columns, r"column(\d+)", r"(.+)_(\d+)")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _names(names: Sequence[str], unnamed: str, again: str) -> Iterator[str]:
    """Call columns without a name, or with one that was there before, as the corpus does.

    Args:
        names: What a reader calls the columns.
        unnamed: Its pattern for a column without a name, with the place from 0.
        again: Its pattern for a name that was there before, with that name and the count from 1.
    """
    for name in names:
        if match := re.fullmatch(unnamed, name):
            yield f"column {int(match[1]) + 1}"
        elif (match := re.fullmatch(again, name)) and match[1] in names:
            yield f"{match[1]} ({int(match[2]) + 1})"
        else:
            yield name


READERS: Final[dict[str, tuple[str, Reader]]] = {
    "pandas.read_csv": ("pandas", _pandas),
    "DuckDB": ("duckdb", _duckdb),
}
"""Readers by their names, each with the package that it needs."""


def run() -> Iterator[Figure]:
    """Give every file to every reader that is installed, and print who reads which right."""
    readers = {name: read for name, (needs, read) in READERS.items() if find_spec(needs)}
    corpus = cases()
    right = {name: [_is_right(read, case) for case in corpus] for name, read in readers.items()}
    for row, case in enumerate(corpus):
        by = [name for name, answers in right.items() if answers[row]]
        print(f"    {case.path.name}: {', '.join(by) or '-'}")
    for name, answers in right.items():
        yield Figure(
            f"files that {name} reads right", "none", f"{sum(answers)} of {len(corpus)}", met=True
        )


def _is_right(read: Reader, case: Case) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return not mistake(read(case.path), case)
        except Exception as error:  # whatever a reader refuses with
            return is_question(str(error), case)
