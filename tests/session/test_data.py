"""Where rows are from."""

from pathlib import Path

import numpy as np
import pytest

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.examples import EXAMPLES, NOISE_RANGE
from mdn_gui.core.kinds import Number
from mdn_gui.core.reading import UNSAID
from mdn_gui.core.roles import Roles
from mdn_gui.core.settings import presets_for, recommended
from mdn_gui.session.data import EXAMPLE_SEED, Data, Drawn, FromExample, FromFile, of_example
from mdn_gui.session.view import Interval

CANVAS = (Interval(0.0, 10.0), Interval(0.0, 5.0))


def test_the_truth_is_that_of_the_example_with_the_noise_of_the_rows() -> None:
    data = Data(origin=FromExample("gap", rows=50, noise=2.0, seed=0))
    assert data.example == EXAMPLES["gap"].with_noise(2.0)
    assert data.canvas is None


def test_what_is_drawn_has_a_plane_and_no_known_truth() -> None:
    data = Data(origin=Drawn(CANVAS))
    assert data.canvas == CANVAS
    assert data.example is None


def test_a_table_has_neither() -> None:
    data = Data(origin=FromFile(Path("wells.csv"), Roles(("depth",), ("age",)), UNSAID, "0" * 64))
    assert (data.example, data.canvas) == (None, None)
    assert (Data().origin, Data().example, Data().canvas) == (None, None, None)


def test_settings_are_recommended_for_the_distinct_rows_once_they_are_counted() -> None:
    dataset = Dataset(np.zeros((60, 2)), np.zeros((60, 1)), ("a", "b"), ("y",))
    assert Data(dataset).recommended == recommended(60, inputs=2)
    assert Data(dataset, distinct=20).recommended == recommended(20, inputs=2)
    assert Data(dataset).columns == (2, 1)


def test_of_yes_and_no_one_stands_first_where_rows_are() -> None:
    answers = np.array([0.0, 1.0, np.nan, 1.0, 0.0])[:, None]
    kinds = (Number(missing=True),)
    data = Data(Dataset(answers, np.zeros((5, 1)), ("smokes",), ("y",), kinds))
    assert data.middle == (0.0,)


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_two_rows_of_an_example_are_alike(name: str) -> None:
    for noise in NOISE_RANGE:
        data = of_example(EXAMPLES[name].with_noise(noise), 5_000)
        assert data.dataset is not None
        assert data.dataset.distinct_rows == 5_000
        assert data.recommended == presets_for(5_000, inputs=data.columns[0])["recommended"]


def test_an_example_says_how_its_rows_were_drawn() -> None:
    data = of_example(EXAMPLES["gap"].with_noise(2.0), 50)
    assert data.origin == FromExample("gap", 50, 2.0, EXAMPLE_SEED)


def test_the_ends_of_columns_leave_missing_cells_aside() -> None:
    inputs = np.array([[0.0, 5.0], [np.nan, 7.0], [4.0, 6.0]])
    kinds = (Number(missing=True), Number())
    data = Data(Dataset(inputs, np.array([[10.0], [30.0], [20.0]]), ("a", "b"), ("y",), kinds))
    assert data.ends == (((0.0, 4.0), (5.0, 7.0)), ((10.0, 30.0),))
    assert data.target_range(0) == (8.0, 32.0)
    assert Data().ends == ((), ())
