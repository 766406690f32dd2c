"""Columns of text: the whole at once must mean what each cell means alone."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from mdn_gui.core.files.cell_text import decimals, number
from mdn_gui.core.files.text_column import MarkEvidence, TextColumn
from mdn_gui.core.reading import DecimalMark

CELLS = st.one_of(
    st.text("0123456789.,'’ -+eE\u2212\u00a0\u202f", max_size=12),
    st.from_regex(r"[−-]?[1-9][0-9]{0,2}([., '’\u00a0\u202f][0-9]{3}){1,3}([.,][0-9]{0,4})?"),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(["NA", "", " 5 ", "größe", "nan", "inf", "-Infinity", "1e999", "-1e999"]),
)


def column(*cells: str, rows: int = 0) -> TextColumn:
    """Cells, repeated until there are so many rows; in two pieces, as a large file is read."""
    texts = list(cells) * (1 + rows // max(1, len(cells)))
    middle = len(texts) // 2
    return TextColumn(pa.chunked_array([texts[:middle], texts[middle:]], pa.string()))


@given(st.lists(CELLS, min_size=1, max_size=20), st.sampled_from(["point", "comma"]))
def test_a_long_column_is_read_as_cell_by_cell(cells: list[str], decimal: DecimalMark) -> None:
    expected = [number(cell, decimal) for cell in cells]
    assert_array_equal(column(*cells, rows=120).numbers(decimal)[: len(cells)], expected)
    assert_array_equal(column(*cells).numbers(decimal), expected)


@pytest.mark.parametrize("rows", [0, 120])
@pytest.mark.parametrize("cell", ["inf", "-inf", "Infinity", "nan", "1e999", "-1e999"])
@pytest.mark.parametrize("decimal", ["point", "comma"])
def test_what_is_not_finite_is_no_number(rows: int, cell: str, decimal: DecimalMark) -> None:
    assert np.isnan(number(cell, decimal))
    read = column(cell, "5", rows=rows).numbers(decimal)
    assert_array_equal(read, np.tile([np.nan, 5], len(read) // 2))


@pytest.mark.parametrize("rows", [0, 120])
def test_between_commas_a_space_groups_thousands_only_where_commas_mark_decimals(rows: int) -> None:
    texts = ["1 234", "1\u00a0234", "5", "1 234 567"]
    cells = TextColumn(column(*texts, rows=rows).values, between_commas=True)
    times = len(cells.values) // 4
    assert_array_equal(cells.numbers("comma"), [1234, 1234, 5, 1234567] * times)
    assert_array_equal(cells.numbers("point"), [np.nan, 1234, 5, np.nan] * times)
    assert_array_equal(column(*texts, rows=rows).numbers("point"), cells.numbers("comma"))


@pytest.mark.parametrize("before", [0, 5, 1000])
@pytest.mark.parametrize(
    ("cell", "told"),
    [("0,5", ["comma"]), ("0.5", ["point"]), ("1.234.567", ["comma"]), ("\u22120,5", ["comma"])],
)
def test_the_first_telling_cell_decides_wherever_it_is(
    before: int, cell: str, told: list[DecimalMark]
) -> None:
    assert list(decimals(cell)) == told
    evidence = column(*["1.234"] * before, cell, *["text"] * 5).evidence
    assert evidence == MarkEvidence(told[0], before)
    assert not evidence.open


@pytest.mark.parametrize("before", [0, 5, 1000])
def test_a_column_may_tell_nothing(before: int) -> None:
    doubtful = column(*["978"] * before, "1.234", "text").evidence
    assert doubtful == MarkEvidence(None, before)
    assert doubtful.open
    certain = column(*["978"] * before, "1 234", "text.").evidence
    assert certain == MarkEvidence(None, None)
    assert not certain.open


@pytest.mark.parametrize("rows", [0, 300])
@pytest.mark.parametrize(
    ("cells", "forms"),
    [
        (("01.05", "", " 31.12 "), {"day"}),
        (("01.12", "31.12", "closed"), {"day"}),
        (("8.15", "NA", "9.30"), {"time"}),
        (("1.2024", "12.2025"), {"month"}),
        (("01.05", "32.05"), set()),
        (("1.5", "9.30"), set()),
        (("1.5", "5"), set()),
        (("01,05",), set()),
        (("", "NA"), set()),
    ],
)
def test_a_column_may_be_dates_if_all_its_numbers_may(
    cells: tuple[str, ...], forms: set[str], rows: int
) -> None:
    assert column(*cells, rows=rows).date_forms == forms


def test_one_number_behind_many_dates_tells_that_they_are_none() -> None:
    assert column(*["1.5"] * 1000, "0.5").date_forms == set()


def test_a_zero_before_a_digit() -> None:
    assert column("10.12", " 01.05").any_padded
    assert not column("10.12", "0.5", "5.01").any_padded


def test_cells_and_what_they_begin_with() -> None:
    cells = column(*map(str, range(1, 301)))
    assert (cells.cell(0), cells.cell(299)) == ("1", "300")
    assert cells.holds("x3")
    assert not cells.holds(".,")
