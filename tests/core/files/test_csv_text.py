"""Cells that spreadsheets take for text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mdn_gui.core.export import cell_text, text_cell, text_cells

BEGINNINGS = st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "\n", "'", "''", "'="])


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-", "=", "-1-1", "-inf"]
)
def test_what_a_spreadsheet_would_work_out_is_marked_as_text(text: str) -> None:
    assert text_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "depth, m", "a=b", "-1.5", "+3", "-2e-05", "-.5", "−1", "'quoted'", "1-2"]
)
def test_other_texts_and_numbers_stay_as_they_are(text: str) -> None:
    assert text_cell(text) == text


@given(st.builds(str.__add__, BEGINNINGS, st.text()))
@example("'-5")
@example("''-5")
def test_every_text_comes_back(text: str) -> None:
    assert cell_text(text_cell(text)) == text


def test_several_at_once() -> None:
    assert text_cells(("=a", "b")) == ["'=a", "b"]
