"""A network as it is looked at."""

import gc
import pickle
import weakref

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.predictor import Adjustment, Predictor, predictor
from tests.networks import known_network, pooled, random_network


def test_it_predicts_what_the_network_does_at_another_temperature() -> None:
    network = known_network([0.8, 0.2], [-1.0, 2.0], [0.5, 1.0])
    mixture = Predictor(network, Adjustment(temperature=0.5, variance_factor=4.0))([0.0])[0]
    weights = np.array([0.8, 0.2]) ** 2
    assert_allclose(mixture.weights, weights / weights.sum(), rtol=1e-6)
    assert_allclose(mixture.scales[:, 0], [1.0, 2.0], rtol=1e-6)


def test_a_temperature_is_of_the_branches_of_all_members_if_one_wishes() -> None:
    members = [known_network([0.7, 0.3], [-3.0, mean], [0.5, 0.5]) for mean in (3.0, 3.1)]
    network = pooled(members)
    mixture = Predictor(network, Adjustment(0.5, branches=True))([0.0])[0]
    assert_allclose(mixture.weights[::2].sum(), 0.49 / 0.58, rtol=1e-6)
    assert mixture.weights[1] == mixture.weights[3]


def test_the_same_network_looked_at_alike_has_the_same_predictor() -> None:
    network, other = (known_network([1.0], [mean], [1.0]) for mean in (0.0, 1.0))
    first = predictor(network, Adjustment(2.0))
    assert predictor(network, Adjustment(2.0)) is first
    assert predictor(network, Adjustment(3.0)) is not first
    assert predictor(other, Adjustment(2.0)) is not first


def test_a_network_that_nobody_looks_at_is_let_go() -> None:
    network = known_network([1.0], [0.0], [1.0])
    looked_at, gone = predictor(network, Adjustment(2.0)), weakref.ref(network)
    del network
    assert gone() is looked_at.network
    del looked_at
    gc.collect()
    assert gone() is None


def test_it_predicts_the_same_in_another_process_and_without_its_rows() -> None:
    network = known_network([0.3, 0.7], [-1.0, 2.0], [0.5, 1.0])
    own = Predictor(network, Adjustment(2.0, 0.5))
    expected = own([0.5])[0]
    for other in (pickle.loads(pickle.dumps(own)), own.drawn):  # noqa: S301 - made above
        mixture = other([0.5])[0]
        assert_allclose(mixture.weights, expected.weights, rtol=1e-6)
        assert_allclose(mixture.scales, expected.scales, rtol=1e-6)


def test_along_an_input_the_others_are_held_and_one_output_is_told() -> None:
    network = random_network(inputs=3, outputs=2)
    look = predictor(network, Adjustment(2.0))
    x = np.array([-1.0, 0.5, 3.0])
    for column in range(3):
        for output in range(2):
            mixture = look.along((1.0, 2.0, 3.0), column, output)(x)
            places = np.tile([1.0, 2.0, 3.0], (3, 1))
            places[:, column] = x
            expected = look(places).marginal(output)
            assert_array_equal(mixture.means, expected.means)
            assert_array_equal(mixture.scales, expected.scales)
            assert_array_equal(mixture.log_weights, expected.log_weights)
    assert_array_equal(look.at((1.0, 2.0, 3.0)).means, look([[1.0, 2.0, 3.0]])[0].means)


def test_a_line_is_the_same_wherever_on_it_one_stands() -> None:
    look = predictor(random_network(inputs=2), Adjustment())
    line = look.along((1.0, 2.0), 0, 0)
    assert look.along((5.0, 2.0), 0, 0) == line
    others = [((1.0, 3.0), 0), ((1.0, 2.0), 1)]
    assert line not in [look.along(place, column, 0) for place, column in others]
    assert Predictor(look.network).along((1.0, 2.0), 0, 0) != line
    assert_allclose(line.drawn([0.5]).means, line([0.5]).means, rtol=1e-5)
