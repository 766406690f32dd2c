"""Writing points to a file."""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mdn_gui.core import tables
from mdn_gui.core.export import write_points
from mdn_gui.core.session import Points

FINITE = st.floats(allow_nan=False, allow_infinity=False)
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]))


@given(arrays.arrays(np.float64, st.tuples(st.just(2), st.integers(0, 5)), elements=FINITE))
def test_every_digit_comes_back(xy: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "samples.csv"
        write_points(path, ("x", "y"), Points(*xy))
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
    assert rows[0] == ["x", "y"]
    read = [[float(cell) for cell in row] for row in rows[1:]]
    np.testing.assert_array_equal(np.array(read).reshape(-1, 2), xy.T)


@given(NAMES, NAMES)
def test_names_come_back_whatever_is_in_them(x_name: str, y_name: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "samples.csv"
        write_points(path, (x_name, y_name), Points(np.zeros(1), np.zeros(1)))
        with path.open(newline="", encoding="utf-8") as file:
            assert next(csv.reader(file)) == [x_name, y_name]


def test_the_program_can_open_what_it_wrote(tmp_path: Path) -> None:
    path = tmp_path / "samples.csv"
    x, y = np.random.default_rng(0).normal(size=(2, 50))
    write_points(path, ("depth, m", "age"), Points(x, y))
    dataset = tables.read(path, ["depth, m"], ["age"])
    np.testing.assert_array_equal(dataset.inputs[:, 0], x)
    np.testing.assert_array_equal(dataset.targets[:, 0], y)


def test_a_file_that_exists_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "samples.csv"
    path.write_text("old " * 1000, encoding="utf-8")
    write_points(path, ("x", "y"), Points(np.array([1.0]), np.array([2.0])))
    assert path.read_text(encoding="utf-8").split() == ["x,y", "1.0,2.0"]


def test_a_folder_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_points(tmp_path / "gone" / "s.csv", ("x", "y"), Points(np.empty(0), np.empty(0)))
