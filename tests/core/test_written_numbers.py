"""Numbers as people write them, in whole columns: read back exactly or refused, never others."""

import csv
from contextlib import nullcontext, suppress
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from mdn_gui.core import tables
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.reading import DecimalMark, ReadingOptions
from mdn_gui.core.tables import TableError

GROUPING = {
    "point": ["", ",", " ", "\u00a0", "\u202f", "'", "\u2019"],
    "comma": ["", ".", " ", "\u00a0", "\u202f", "'", "\u2019"],
}
"""The eight conventions: with each decimal mark none, the other mark, a space or an apostrophe."""

CONVENTIONS = [(mark, grouping) for mark, marks in GROUPING.items() for grouping in marks]
MARKS = {"point": ".", "comma": ","}


def write(number: Decimal, mark: str, grouping: str, minus: str) -> str:
    """Write a number as people do, by arithmetic of its own."""
    whole, _, fraction = format(abs(number), "f").partition(".")
    groups: list[str] = []
    while len(whole) > 3 and grouping:
        whole, group = whole[:-3], whole[-3:]
        groups.insert(0, group)
    text = grouping.join([whole, *groups]) + (MARKS[mark] + fraction if fraction else "")
    return (minus if number < 0 else "") + text


@st.composite
def columns(draw: st.DrawFn) -> list[Decimal]:
    """A column: some have decimals everywhere, some nowhere, some in places; of any size."""
    places = draw(st.sampled_from([(0,), (1,), (2,), (3,), (0, 3), (0, 1, 2, 3, 6)]))
    largest = draw(st.sampled_from([9, 999, 99_999, 10**9]))
    cells = st.builds(
        lambda whole, exponent: Decimal(whole).scaleb(-exponent),
        st.integers(-largest * 1000, largest * 1000),
        st.sampled_from(places),
    )
    return draw(st.lists(cells, min_size=1, max_size=6))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    x=columns(),
    y=columns(),
    convention=st.sampled_from(CONVENTIONS),
    delimiter=st.sampled_from("\t;,"),
    minus=st.sampled_from("-\u2212"),
)
@example(
    x=[Decimal(5)],
    y=[Decimal(978), Decimal(1234)],
    convention=("comma", "."),
    delimiter=";",
    minus="-",
)
@example(
    x=[Decimal(1234)], y=[Decimal("1.234")], convention=("comma", "."), delimiter=",", minus="-"
)
@example(
    x=[Decimal("0.5")],
    y=[Decimal(978), Decimal(1234)],
    convention=("comma", "."),
    delimiter="\t",
    minus="-",
)
@example(
    x=[Decimal(1234)],
    y=[Decimal(978), Decimal(1)],
    convention=("point", " "),
    delimiter=",",
    minus="-",
)
@example(
    x=[Decimal(0)],
    y=[Decimal(0), Decimal(1000)],
    convention=("point", " "),
    delimiter=",",
    minus="-",
)
def test_a_table_is_read_as_it_was_written_or_refused(
    tmp_path: Path,
    *,
    x: list[Decimal],
    y: list[Decimal],
    convention: tuple[DecimalMark, str],
    delimiter: str,
    minus: str,
) -> None:
    pairs = [(x[row % len(x)], y[row % len(y)]) for row in range(max(len(x), len(y)))]
    path = tmp_path / "table.csv"
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines, delimiter=delimiter)
        writer.writerow(["x", "y"])
        writer.writerows([write(cell, *convention, minus) for cell in row] for row in pairs)
    expected = np.array(pairs, float)
    text = path.read_text(encoding="utf-8")
    if delimiter == "," and convention == ("comma", ".") and '"' not in text:
        # Between commas, numbers with a point and nothing else are what they seem.
        return

    # Between commas, plain spaces may separate numbers too: such rows are left out, or all.
    refusable = delimiter == "," and convention[1] == " "
    with suppress(TableError) if refusable else nullcontext():
        answered = tables.read(path, ["x"], ["y"], options=ReadingOptions(decimal=convention[0]))
        assert refusable or not answered.left_out
        assert_rows_kept_are_among(answered, expected)
    for name, column in (("x", 0), ("y", 1)):
        with suppress(TableError):
            read = tables.read_inputs(path, [name])
            np.testing.assert_array_equal(read[:, 0], expected[:, column])
    with suppress(TableError):
        both = tables.read(path, ["x"], ["y"])
        assert refusable or not both.left_out
        assert_rows_kept_are_among(both, expected)


def assert_rows_kept_are_among(dataset: Dataset, expected: NDArray[np.float64]) -> None:
    """Compare the rows that are not left out with those of their numbers."""
    rows = dataset.row_numbers(np.arange(dataset.rows)) - 2  # below the row of names
    np.testing.assert_array_equal(np.hstack([dataset.inputs, dataset.targets]), expected[rows])
    assert len(rows) == len(expected) - dataset.left_out


@pytest.mark.parametrize(("mark", "grouping"), CONVENTIONS)
def test_a_column_with_a_telling_cell_is_read_in_every_convention(
    tmp_path: Path, mark: DecimalMark, grouping: str
) -> None:
    numbers = [Decimal(text) for text in ("978", "1234", "-1234567", "0.5", "-1234.25", "12.345")]
    path = tmp_path / "table.csv"
    cells = [write(number, mark, grouping, "-") for number in numbers]
    path.write_text("x;y\n" + "".join(f"{cell};{cell}\n" for cell in cells), encoding="utf-8")
    data = tables.read(path, ["x"], ["y"])
    np.testing.assert_array_equal(data.inputs[:, 0], np.array(numbers, float))
    np.testing.assert_array_equal(data.targets, data.inputs)
