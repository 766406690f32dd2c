"""What is kept of a table between its readings changes nothing of what they find."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mdn_gui.core import tables
from mdn_gui.core.kept_table import KeptTable
from mdn_gui.core.reading import ReadingOptions
from mdn_gui.core.roles import Role
from mdn_gui.core.steps import listening
from mdn_gui.core.tables import TableError
from tests.corpus_cases import Case, cases

WAYS = (
    ReadingOptions(),
    ReadingOptions(decimal="comma"),
    ReadingOptions(missing_marks=("-9", "n/d")),
    ReadingOptions(missing_marks=("n/d",)),
    ReadingOptions(missing_marks=("-9",), dates="month_first"),
    ReadingOptions(decimal="point", dates="day_first"),
    ReadingOptions(header=0),
)
DETAILS: tuple[dict[str, Role], ...] = (
    {},
    {"a": Role(kind="category")},
    {"b": Role(kind="number", missing_marks=("x",))},
)
LONG = 20_000
"""Rows that are too many bytes for a small file: their numbers are made without their text."""


def described(path: Path, options: ReadingOptions, details: dict[str, Role]) -> object:
    """All that a look through a table finds, or why it is refused."""
    try:
        found = tables.describe(path, options, details)
    except TableError as error:
        return str(error)
    return found, {name: rows.tolist() for name, rows in found.absent.items()}


def rows_read(path: Path, options: ReadingOptions, details: dict[str, Role]) -> object:
    """All that reading two columns finds, or why it is refused."""
    try:
        found = tables.read(path, ["a"], ["c"], missing="keep", roles=details, options=options)
    except TableError as error:
        return str(error)
    cells = [
        found.inputs.tobytes(),
        found.targets.tobytes(),
        found.row_numbers(np.arange(found.rows)).tobytes(),
    ]
    return cells, found.input_kinds, found.notes, found.reading, found.left_out


READINGS: tuple[Callable[[Path, ReadingOptions, dict[str, Role]], object], ...] = (
    described,
    rows_read,
)


@pytest.fixture(scope="module")
def long_table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Numbers of which some are no plain ones far down, codes, texts, doubtful dates and marks."""
    path = tmp_path_factory.mktemp("kept") / "long.csv"
    lines = [
        f"{row},{row % 7}.5,{row * 0.25},{row % 90:03d},3/4/{2000 + row % 9}" for row in range(LONG)
    ]
    lines[LONG // 2] = "n/d,x,-9,007,3/4/2001"
    lines[-2] = "5,-9,n/d,011,3/4/2002"
    path.write_text("\n".join(["a,b,c,code,day", *lines, ""]))
    return path


@pytest.mark.parametrize("case", cases()[::6], ids=lambda case: case.path.name)
def test_each_way_finds_what_a_first_reading_finds(case: Case) -> None:
    kept = KeptTable()
    for options in (*WAYS, *WAYS[:2]):
        with kept.in_use():
            found = described(case.path, options, {})
        assert found == described(case.path, options, {})


@given(
    st.lists(
        st.tuples(st.sampled_from(READINGS), st.sampled_from(WAYS), st.sampled_from(DETAILS)),
        min_size=2,
        max_size=4,
    )
)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_order_of_ways_changes_what_they_find(
    long_table: Path, order: list[tuple[Callable[..., object], ReadingOptions, dict[str, Role]]]
) -> None:
    kept = KeptTable()
    for read, options, details in order:
        with kept.in_use():
            found = read(long_table, options, details)
        assert found == read(long_table, options, details)


def steps_of(read: Callable[[], object]) -> list[str]:
    """What is told while something is read."""
    told: list[str] = []
    with listening(lambda what, _: told.append(what)):
        read()
    return told


def test_a_mark_of_missing_values_splits_no_numbers_again(long_table: Path) -> None:
    kept = KeptTable()
    look = partial(described, long_table, details={})
    with kept.in_use():
        look(options=ReadingOptions(missing_marks=("n/d",)))
        for options in (
            ReadingOptions(missing_marks=("n/d", "-9")),
            ReadingOptions(dates="day_first"),
        ):
            again = steps_of(partial(look, options=options))
            assert ("of text" in again[0]) is (options.dates is not None)
        kept_rows = steps_of(partial(rows_read, long_table, options, {}))
    assert not any("of text" in step for step in kept_rows)


def test_what_is_forgotten_is_read_again(long_table: Path) -> None:
    kept, look = KeptTable(), partial(described, long_table, ReadingOptions(), {})
    for _ in range(2):
        with kept.in_use():
            assert "of text" in steps_of(look)[0]
            assert "of text" not in steps_of(look)[0]
        kept.forget()
