"""Cells, against Python's own notation of numbers."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from mdn_gui.core.files.table_files import Cells
from mdn_gui.core.files.text_column import MarkEvidence, TextColumn
from mdn_gui.core.reading import DecimalMark


def cells(values: list[object], kind: pa.DataType = None) -> Cells:
    return Cells(pa.chunked_array([pa.array(values, kind)]))


def written(*texts: str, decimal: DecimalMark = "point") -> Cells:
    """A column that people may have written, with this decimal mark."""
    column = TextColumn(pa.chunked_array([list(texts)], pa.string()))
    return Cells(column.values, column, MarkEvidence(decimal))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_the_text_of_a_number_is_that_number(number: float) -> None:
    assert_array_equal(written(f" {number!r} ").numbers(), [number])
    comma = repr(number).replace(".", ",")
    assert_array_equal(written(comma, decimal="comma").numbers(), [number])


@pytest.mark.parametrize("text", ["1.", "+2", ".5", "-1E+5", "007"])
def test_notations_of_numbers(text: str) -> None:
    assert_array_equal(written(text).numbers(), [float(text)])
    # Beside other text, numbers are found in another way.
    assert_array_equal(written(text, "other").numbers(), [float(text), np.nan])


@pytest.mark.parametrize("text", ["", " ", "-", ".", "e5", "1_000", "0x10", "1,5", "true"])
def test_other_text_is_no_number(text: str) -> None:
    assert np.isnan(written(text).numbers()).all()


def test_days_are_no_numbers() -> None:
    column = TextColumn(pa.chunked_array([["01.05", "02.05"]]))
    assert np.isnan(Cells(column.values, column, column.evidence, dates=True).numbers()).all()


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([1, None, 3], pa.int8()),
        ([1.0, float("nan"), 3.0], pa.float32()),
        ([Decimal("1.00"), None, Decimal("3.00")], pa.decimal128(5, 2)),
        ([1, None, 3], pa.dictionary(pa.int8(), pa.int64())),
    ],
)
def test_every_type_of_number_is_read(values: list[object], kind: pa.DataType) -> None:
    assert_array_equal(cells(values, kind).numbers(), [1, np.nan, 3])


@pytest.mark.parametrize(
    ("values", "held"),
    [([True], "bool"), ([None], "null"), ([b"1"], "binary"), ([[1]], "list<item: int64>")],
)
def test_other_types_are_no_numbers(values: list[object], held: str) -> None:
    assert_array_equal(cells(values).numbers(), [np.nan])
    assert cells(values).other_type == held
    assert cells([1.5]).other_type == cells(["a"]).other_type == ""


def test_the_text_of_a_cell_is_short() -> None:
    shown = cells([" ab ", None, "c" * 1000])
    assert [shown.text(row) for row in range(len(shown))] == ["ab", "", "c" * 40 + "..."]
