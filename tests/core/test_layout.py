"""The flat vector of parameters: every number has one place, every place one number."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from mdn_gui.core.layout import Layout

LAYOUTS = st.builds(
    Layout,
    members=st.integers(1, 3),
    inputs=st.integers(1, 4),
    hidden=st.lists(st.integers(1, 6), max_size=3).map(tuple),
    components=st.integers(1, 5),
    outputs=st.integers(1, 3),
)


@pytest.mark.parametrize(
    ("layout", "size"),
    [
        (Layout(1, 1, (15, 15), 10, 1), 30 + 240 + 16 * 30),
        (Layout(3, 2, (), 4, 3), 3 * 28),
    ],
)
def test_the_size_is_the_number_of_weights_and_biases(layout: Layout, size: int) -> None:
    assert layout.size == size


@given(layout=LAYOUTS)
def test_unpacking_gives_each_parameter_once_members_first(layout: Layout) -> None:
    parameters = np.arange(float(layout.members * layout.size)).reshape(layout.members, -1)
    layers = layout.unpack(parameters)
    widths = [layout.inputs, *layout.hidden, layout.components * (2 * layout.outputs + 1)]
    assert [kernel.shape[1:] for kernel, _ in layers] == list(pairwise(widths))
    assert [bias.shape[1:] for _, bias in layers] == [(width,) for width in widths[1:]]
    for member in range(layout.members):
        flat = np.concatenate([part[member].ravel() for layer in layers for part in layer])
        assert_array_equal(flat, parameters[member])


def test_unpacked_arrays_are_views() -> None:
    layout = Layout(2, 1, (3,), 2, 1)
    parameters = np.zeros((2, layout.size))
    for kernel, bias in layout.unpack(parameters):
        kernel[:] = 1.0
        bias[:] = 2.0
    assert set(parameters.ravel()) == {1.0, 2.0}


def test_equal_architectures_are_equal_keys() -> None:
    assert hash(Layout(1, 2, (3, 4), 5, 1)) == hash(Layout(1, 2, (3, 4), 5, 1))
    assert Layout(1, 2, (3, 4), 5, 1) != Layout(1, 2, (3, 4), 5, 2)
