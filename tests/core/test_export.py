"""Points as the content of a file."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mdn_gui.core import tables
from mdn_gui.core.export import points_csv

FINITE = st.floats(allow_nan=False, allow_infinity=False)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]))


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


@given(arrays.arrays(np.float64, st.tuples(st.just(2), st.integers(0, 5)), elements=FINITE))
def test_every_digit_comes_back(xy: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:
    rows = rows_of(points_csv(("x", "y"), tuple(xy)))
    assert rows[0] == ["x", "y"]
    read = [[float(cell) for cell in row] for row in rows[1:]]
    np.testing.assert_array_equal(np.array(read).reshape(-1, 2), xy.T)


@given(NAMES, NAMES)
def test_names_come_back_whatever_is_in_them(x_name: str, y_name: str) -> None:
    [read] = rows_of(points_csv((x_name, y_name), (np.empty(0), np.empty(0))))
    for name, cell in zip((x_name, y_name), read, strict=True):
        assert cell in {name, f"'{name}"}


@pytest.mark.parametrize("name", ["=1+1", "@age", "-log(p)", "+/- 1"])
def test_no_name_is_a_formula_and_the_program_reads_it_as_it_was(tmp_path: Path, name: str) -> None:
    path = tmp_path / "samples.csv"
    path.write_bytes(points_csv((name, "y"), (np.array([-1.5, 2.0]), np.zeros(2))))
    header, first, _ = rows_of(path.read_bytes())
    assert header == [f"'{name}", "y"]
    assert first == ["-1.5", "0.0"]
    dataset = tables.read(path, [name], ["y"])
    assert dataset.input_names == (name,)
    np.testing.assert_array_equal(dataset.inputs[:, 0], [-1.5, 2.0])


def test_the_program_can_open_what_it_wrote(tmp_path: Path) -> None:
    path = tmp_path / "samples.csv"
    x, y = np.random.default_rng(0).normal(size=(2, 50))
    path.write_bytes(points_csv(("depth, m", "age"), (x, y)))
    dataset = tables.read(path, ["depth, m"], ["age"])
    np.testing.assert_array_equal(dataset.inputs[:, 0], x)
    np.testing.assert_array_equal(dataset.targets[:, 0], y)


def test_a_column_of_that_name_keeps_it() -> None:
    x, y, near = np.zeros(1), np.ones(1), np.array([3.25])
    (header, _) = rows_of(points_csv(("rows_near", "y"), (x, y), near))
    assert header == ["rows_near", "y", "rows_near_"]
