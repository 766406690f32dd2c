"""Which values a place can have in a column."""

import numpy as np
import pytest

from mdn_gui.core.kinds import NUMBER, Category, Date
from mdn_gui.core.stops import nearest_stop, next_stop, stops_of


@pytest.mark.parametrize(
    ("values", "stops"),
    [
        ([3.0, 1.0, 1.0, 2.0], (1.0, 2.0, 3.0)),
        ([0.0, 100.0, np.nan], (0.0, 100.0)),
        (range(12), tuple(range(12))),
        (range(13), ()),
        ([1.0, 1.5], ()),
        ([4.0], ()),
        ([np.nan], ()),
    ],
)
def test_a_few_whole_numbers_are_the_only_ones(
    values: list[float], stops: tuple[float, ...]
) -> None:
    assert stops_of(np.tile(np.array(values, np.float64), 4), NUMBER) == stops


def test_numbers_that_hardly_come_back_are_a_measure() -> None:
    assert stops_of(np.tile([1.0, 2.0, 3.0], 3), NUMBER) == ()


def test_a_category_has_its_levels_and_a_date_any_value() -> None:
    levels = Category(tuple("abcdefghijklmnop"))
    assert stops_of(np.zeros(3), levels) == tuple(range(16))
    assert stops_of(np.tile([1.0, 2.0], 9), Date("days")) == ()


def test_the_nearest_stop_and_the_next_ones() -> None:
    stops = (0.0, 1.0, 5.0)
    assert [nearest_stop(value, stops) for value in (-3.0, 0.6, 2.9, 3.1)] == [0.0, 1.0, 1.0, 5.0]
    assert nearest_stop(0.6, ()) == 0.6
    assert [next_stop(1.2, stops, steps) for steps in (-1, 1, 9)] == [0.0, 5.0, 5.0]
