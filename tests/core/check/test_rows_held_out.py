"""Rows that judge a run are called by their rows in the table."""

import numpy as np
import pytest

from mdn_gui.core.check.held_out import held_out
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.holdout import Holdout
from tests.networks import random_network

RNG = np.random.default_rng(0)
ROWS = Dataset(RNG.normal(size=(200, 1)), RNG.normal(size=(200, 1)), ("x",), ("y",))


@pytest.mark.parametrize("test_fraction", [0.0, 0.25])
def test_a_row_that_judges_has_the_number_of_its_row(test_fraction: float) -> None:
    judges = held_out(random_network(), ROWS, Holdout(0.2, test_fraction))
    rows = judges.rows
    numbers = rows.row_numbers(np.arange(rows.rows))
    np.testing.assert_array_equal(ROWS.inputs[numbers - 1], rows.inputs)
    assert judges.part == ("test" if test_fraction else "validation")
