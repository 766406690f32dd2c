"""Samples of a session."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.session.samples import joint_samples, samples_csv
from mdn_gui.session.session import Session
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


def test_the_colder_the_more_the_heavier_component_has() -> None:
    network = known_network([0.8, 0.2], [-3.0, 3.0], [0.5, 0.5])
    session = session_of(network=network, variance_factor=4.0, temperature=0.01)
    mixtures = session.mixtures_at_x((0.2, 1.0, 5.0))
    expected = [0.8 ** (1 / t) / (0.8 ** (1 / t) + 0.2 ** (1 / t)) for t in (0.2, 1.0, 5.0)]
    assert_allclose([mixture.weights[0] for mixture in mixtures], expected, rtol=1e-6)
    for mixture in mixtures:
        assert_allclose(mixture.scales, 1.0, rtol=1e-6)
    assert Session().mixtures_at_x((1.0,)) == ()


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
        joint_samples(Session())
