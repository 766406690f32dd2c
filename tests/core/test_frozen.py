"""What goes to another process arrives as it was: a deep copy is made by the same rule."""

import copy

import numpy as np
import pytest

from mdn_gui.core.dataset import Dataset, Scaling
from tests.networks import random_network


def test_a_network_predicts_the_same_and_stays_frozen() -> None:
    network = random_network()
    arrived = copy.deepcopy(network)
    x = np.linspace(-9.0, 9.0, 7)
    assert np.array_equal(arrived(x).means, network(x).means)
    for array in (arrived.parameters, arrived.log_floor, arrived.input_scaling.scale):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


def test_a_dataset_stays_frozen() -> None:
    dataset = Dataset(np.eye(3)[:, :1], np.eye(3)[:, 1:2], ("a",), ("b",))
    arrived = copy.deepcopy(dataset)
    assert np.array_equal(arrived.inputs, dataset.inputs)
    assert (arrived.input_names, arrived.target_names) == (("a",), ("b",))
    with pytest.raises(ValueError, match="read-only"):
        arrived.targets[0] = 1.0


def test_a_scaling_is_checked_on_arrival() -> None:
    scaling = Scaling(np.zeros(2), np.ones(2))
    assert np.array_equal(copy.deepcopy(scaling).scale, scaling.scale)
