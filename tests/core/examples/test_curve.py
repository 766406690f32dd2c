"""A curve read backwards, against its closed form."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.examples.example import Curve


@pytest.fixture
def cosine() -> Curve:
    """A fall from 1 at y = 0 to -1 at y = pi, and a rise back to 1."""
    turns = np.array([0.0, np.pi, 2 * np.pi])
    return Curve(np.cos, lambda y: -np.sin(y), turns)


def test_each_piece_is_read_backwards(cosine: Curve) -> None:
    x = np.linspace(-0.99, 0.99, 41)
    expected = np.column_stack([np.arccos(x), 2 * np.pi - np.arccos(x)])
    assert_allclose(cosine.nearest(x), expected, rtol=0, atol=1e-12)


def test_out_of_reach_the_closer_end_is_given_exactly(cosine: Curve) -> None:
    nearest = cosine.nearest(np.array([-2.0, -1.0, 1.0, 2.0]))
    bottom, top = [np.pi, np.pi], [0.0, 2 * np.pi]
    assert_array_equal(nearest, [bottom, bottom, top, top])


def test_the_values_at_the_turns_are_known(cosine: Curve) -> None:
    assert_allclose(cosine.turn_values, [1, -1, 1])
