"""Where plots and tables look, in words."""

from dataclasses import replace

import numpy as np

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.qt.widgets.place_text import at_x, bent, name_of_place, nearest_row
from tests.networks import loaded, pooled, random_network
from tests.sessions import changed, session_of


def test_x_is_told_with_how_the_density_there_is_bent() -> None:
    session = changed(loaded(), x=3.2)
    assert at_x(session) == "at x = 3.20"
    sharpened = changed(session, temperature=0.2, variance_factor=0.5)
    assert at_x(sharpened) == "at x = 3.20, temperature 0.2, width factor 0.5"
    assert not bent(session)
    assert bent(changed(sharpened, tempers_branches=True))[0] == "branch temperature 0.2"
    assert bent(sharpened) == ["temperature 0.2", "width factor 0.5"]


def test_members_that_are_switched_off_are_counted() -> None:
    session = changed(loaded(), network=pooled([random_network(seed=seed) for seed in range(3)]))
    assert bent(changed(session, switched_off=frozenset({1}))) == ["1 member off"]
    assert bent(changed(session, switched_off=frozenset({0, 2}))) == ["2 members off"]


def test_a_place_is_called_by_its_values_that_along_x_always_among_them() -> None:
    table = Dataset(np.zeros((2, 5)), np.zeros((2, 1)), tuple("abcde"), ("y",))
    ranges = ((-40.0, -8.0), (163.0, 190.0), (4.0, 6.5), (0.0, 1.0), (0.0, 1e6))
    place = (-20.31, 181.44, 4.6, 0.125, 2e5)
    session = session_of(dataset=table, sampled_ranges=ranges, place=place)
    assert name_of_place(session) == "a -20.3, b 181.4, c 4.60, 2 more"
    assert name_of_place(changed(session, across=4)) == "a -20.3, b 181.4, e 200000, 2 more"


def test_the_nearest_row_is_told_by_all_inputs_where_no_row_is_near() -> None:
    lat, long = np.meshgrid(np.linspace(-30.0, -10.0, 20), np.linspace(165.0, 185.0, 20))
    rows = np.column_stack([lat.ravel(), long.ravel()])
    network = replace(random_network(inputs=2), rows=TrainingRows(rows, len(rows)))
    table = Dataset(rows, rows[:, :1], ("lat", "long"), ("depth",))
    ranges = ((-30.0, -10.0), (165.0, 185.0))
    session = session_of(dataset=table, sampled_ranges=ranges, network=network, place=(0.0, 195.0))
    assert nearest_row(session) == "The nearest row is at lat -10.0, long 185.0."
    assert nearest_row(changed(session, place=(-20.0, 175.0))) == ""
