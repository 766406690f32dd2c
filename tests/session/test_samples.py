"""Samples of a session."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.session.samples import at_each_temperature, joint_samples, samples_csv
from mdn_gui.session.session import Session
from mdn_gui.session.view import Interval
from tests.networks import known_network, loaded
from tests.sessions import changed, session_of


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def test_samples_tell_how_many_rows_are_near() -> None:
    rows = TrainingRows(np.linspace(-1.0, 1.0, 400)[:, None], 400)
    network = known_network([1.0], [0.0], [1.0])
    session = changed(loaded(), network=network)
    assert rows_of(samples_csv(session))[0] == ["x", "y"]
    header, *lines = rows_of(samples_csv(changed(session, network=replace(network, rows=rows))))
    assert header == ["x", "y", "rows_near"]
    for x, _, near in lines:
        # Half of those within the reach, on average; none beyond the rows.
        inside = abs(float(x)) < 1.0 - rows.evidence.reach[0]
        expected = 200.0 * rows.evidence.reach[0] if inside else 0.0
        assert not inside or float(near) == pytest.approx(expected, rel=0.05)
        assert abs(float(x)) < 1.0 + rows.evidence.reach[0] or float(near) == 0.0


WINDOW = Interval(-6.0, 6.0)
SESSION = session_of(
    network=known_network([0.8, 0.2], [-3.0, 3.0], [0.5, 0.5]),
    compared_temperatures=(0.2, 1.0, 5.0),
    sampling_seed=4,
)


def test_the_colder_the_more_the_heavier_component_has() -> None:
    weights = [each.mixture.weights[0] for each in at_each_temperature(SESSION, WINDOW)]
    expected = [0.8 ** (1 / t) / (0.8 ** (1 / t) + 0.2 ** (1 / t)) for t in (0.2, 1.0, 5.0)]
    assert_allclose(weights, expected, rtol=1e-6)


def test_samples_follow_their_own_mixture() -> None:
    for each in at_each_temperature(SESSION, WINDOW):
        widths = np.diff(each.histogram.edges)
        upper = each.histogram.edges[1:] > 0
        share = float((each.histogram.densities * widths)[upper].sum())
        assert share == pytest.approx(float(each.mixture.weights[1]), abs=0.05)


def test_the_same_seed_draws_the_same_and_another_does_not() -> None:
    first, again = at_each_temperature(SESSION, WINDOW), at_each_temperature(SESSION, WINDOW)
    other = at_each_temperature(changed(SESSION, sampling_seed=5), WINDOW)
    for one, same in zip(first, again, strict=True):
        assert_array_equal(one.histogram.densities, same.histogram.densities)
    assert not np.array_equal(first[0].histogram.densities, other[0].histogram.densities)


def test_the_spread_holds_for_all_and_the_windows_temperature_for_none() -> None:
    other = changed(SESSION, variance_factor=4.0, temperature=0.01)
    for each in at_each_temperature(other, WINDOW):
        assert_allclose(each.mixture.scales, 1.0, rtol=1e-6)


def test_without_a_network_there_is_nothing_to_compare() -> None:
    with pytest.raises(ValueError, match="train one first"):
        at_each_temperature(Session(), WINDOW)


def test_samples_of_two_targets_follow_the_seed() -> None:
    rows = np.zeros((5, 2))
    two = known_network([1.0], [[-3.0, 8.0]], [[0.5, 2.0]])
    session = session_of(
        dataset=Dataset(rows[:, :1], rows, ("a",), ("p", "q")), network=two, sampling_seed=4
    )
    drawn = joint_samples(session)
    # The second target is along x.
    assert_allclose(drawn.y.mean(axis=0), [8.0, -3.0], atol=0.5)
    assert_array_equal(joint_samples(session).y, drawn.y)
    assert not np.isin(joint_samples(changed(session, sampling_seed=5)).y, drawn.y).any()
    with pytest.raises(ValueError, match="no network of two targets"):
        joint_samples(SESSION)
