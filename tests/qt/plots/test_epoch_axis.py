"""The numbers along the axis of the epochs."""

import pytest
from pytestqt.qtbot import QtBot

from mdn_gui.qt.plots.epoch_axis import EpochAxis

type Numbers = list[str]


def numbers(axis: EpochAxis, low: float, high: float, pixels: float) -> Numbers:
    """What is written between two positions of an axis so many pixels long."""
    return [
        text
        for distance, positions in axis.tickValues(low, high, pixels)
        for text in axis.tickStrings(positions, 1.0, distance)
    ]


@pytest.fixture
def axis(qtbot: QtBot) -> EpochAxis:
    del qtbot  # there must be an application
    axis = EpochAxis()
    axis.setLogMode(x=True)
    return axis


def test_whole_epochs_where_the_axis_is_logarithmic(axis: EpochAxis) -> None:
    assert numbers(axis, -0.05, 2.35, 400.0) == ["1", "2", "5", "10", "20", "50", "100", "200"]


def test_powers_of_ten_where_there_is_little_room(axis: EpochAxis) -> None:
    assert numbers(axis, -0.1, 5.1, 300.0) == ["1", "10", "100", "1000", "10000", "100000"]


def test_round_epochs_within_a_power_of_ten(axis: EpochAxis) -> None:
    found = [int(text) for text in numbers(axis, 2.1, 2.2, 400.0)]
    assert len(found) >= 3
    assert found == sorted(set(found))
    assert all(10**2.1 <= epoch <= 10**2.2 for epoch in found)


def test_never_a_fraction_of_an_epoch(axis: EpochAxis) -> None:
    assert numbers(axis, 0.6, 0.72, 400.0) == ["4", "5"]


def test_nothing_before_the_first_epoch(axis: EpochAxis) -> None:
    assert numbers(axis, -3.0, -1.0, 400.0) == []


def test_a_linear_axis_is_as_usual(axis: EpochAxis) -> None:
    axis.setLogMode(x=False)
    assert numbers(axis, 0.0, 204.0, 400.0) == ["0", "50", "100", "150", "200"]
