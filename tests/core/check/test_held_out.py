"""Which rows judge a run's network."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mdn_gui.core.check.held_out import held_out
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.holdout import Holdout
from mdn_gui.core.parquet_rows import open_parquet
from mdn_gui.core.roles import Roles
from tests.networks import random_network

NETWORK = random_network()
RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(2, 400, 1))
ROWS = Dataset(X, Y, ("x",), ("y",))


@pytest.mark.parametrize("test_fraction", [0.15, 0.0])
def test_a_streamed_table_holds_the_same_rows_out(tmp_path: Path, test_fraction: float) -> None:
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"x": X[:, 0], "y": Y[:, 0]}), path, row_group_size=70)
    holdout = Holdout(0.1, test_fraction)
    streamed = held_out(NETWORK, open_parquet(path, Roles(("x",), ("y",))), holdout)
    at_once = held_out(NETWORK, ROWS, holdout)
    assert streamed.part == at_once.part == ("test" if test_fraction else "validation")
    np.testing.assert_array_equal(
        np.sort(streamed.rows.inputs[:, 0]), np.sort(at_once.rows.inputs[:, 0])
    )
    assert streamed.rows.rows == (60 if test_fraction else 40)


def test_each_row_is_predicted_by_the_network_there() -> None:
    found = held_out(NETWORK, ROWS, Holdout(0.1, 0.15))
    some = np.array([3, 1])
    expected = NETWORK(found.rows.inputs[some])
    np.testing.assert_array_equal(found.at(some).means, expected.means)
    assert not set(found.training.inputs[:, 0]) & set(found.rows.inputs[:, 0])


@pytest.mark.parametrize("test_fraction", [0.15, 0.0])
def test_a_row_that_judges_is_called_by_its_row_in_the_table(test_fraction: float) -> None:
    rows = held_out(NETWORK, ROWS, Holdout(0.1, test_fraction)).rows
    numbers = rows.row_numbers(np.arange(rows.rows))
    np.testing.assert_array_equal(ROWS.inputs[numbers - 1], rows.inputs)
