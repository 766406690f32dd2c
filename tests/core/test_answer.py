"""What is answered at a place."""

import numpy as np
import pytest
from scipy.stats import norm

from mdn_gui.core.answer import Given, answer_at
from mdn_gui.core.kinds import NUMBER, Number
from mdn_gui.core.network import Network
from mdn_gui.core.predictor import Adjustment, predictor
from tests.networks import known_network, pooled


def together(*means: float) -> Network:
    """Members that each predict one Gaussian of scale 1, with equal shares."""
    return pooled([known_network([1.0], [mean], [1.0]) for mean in means])


def test_modes_have_the_probability_around_them() -> None:
    network = known_network([0.7, 0.3], [-5.0, 5.0], [1.0, 1.0])
    modes = answer_at(predictor(network, Adjustment()), (0.0,), 0).modes
    np.testing.assert_allclose(modes[:, 0], [-5.0, 5.0], atol=0.01)
    np.testing.assert_allclose(modes[:, 2], [0.7, 0.3], atol=0.001)


def test_they_are_of_the_temperature_that_is_looked_at() -> None:
    network = known_network([0.7, 0.3], [-5.0, 5.0], [1.0, 1.0])
    cold = answer_at(predictor(network, Adjustment(temperature=0.5)), (0.0,), 0).modes
    np.testing.assert_allclose(cold[:, 2], np.array([0.49, 0.09]) / 0.58, atol=0.001)


def test_one_member_agrees_with_nobody() -> None:
    network = known_network([1.0], [0.0], [1.0])
    assert answer_at(predictor(network, Adjustment()), (0.0,), 0).disagreement is None


@pytest.mark.parametrize("apart", [0.0, 0.5, 2.0, 20.0])
def test_members_disagree_by_the_distance_of_their_distribution_functions(apart: float) -> None:
    found = answer_at(predictor(together(0.0, apart), Adjustment()), (0.0,), 0).disagreement
    # Two Gaussians of one scale differ most in their middle; each is half of that from their mean.
    expected = (norm.cdf(apart / 2) - norm.cdf(-apart / 2)) / 2
    assert found == pytest.approx(expected, abs=0.005)


MEANS, SCALES = [[-3.0, -2.0], [3.0, 4.0]], [[1.0, 0.5], [0.8, 1.5]]  # of both targets


def test_given_another_target_the_modes_are_weighed_by_how_likely_each_makes_it() -> None:
    shown = predictor(known_network([0.6, 0.4], MEANS, SCALES), Adjustment())
    found = answer_at(shown, (0.0,), 0, Given(1, -0.5))
    likely = np.array([0.6, 0.4]) * norm.pdf(-0.5, [-2.0, 4.0], [0.5, 1.5])
    assert found.given is not None
    np.testing.assert_allclose(found.given[:, 0], [-3.0, 3.0], atol=0.01)
    np.testing.assert_allclose(found.given[:, 2], likely / likely.sum(), atol=0.002)
    np.testing.assert_allclose(found.modes[:, 2], [0.6, 0.4], atol=0.002)
    assert answer_at(shown, (0.0,), 0).given is None


def test_where_the_other_target_cannot_be_there_are_no_modes() -> None:
    positive = known_network([1.0], [[0.0, 0.0]], [[1.0, 0.5]], kinds=(NUMBER, Number("log")))
    found = answer_at(predictor(positive, Adjustment()), (0.0,), 0, Given(1, -2.0))
    assert found.given is not None
    assert not len(found.given)
    assert len(found.modes) == 1


@pytest.mark.parametrize(("given", "rare"), [(-2.0, False), (0.5, True), (4.0, True), (3.2, False)])
def test_a_value_given_that_hardly_ever_occurs_is_told(given: float, *, rare: bool) -> None:
    means = [[0.0, -2.0], [1.0, 3.0]]
    both = known_network([0.5, 0.5], means, [[0.2, 0.2]] * 2)
    found = answer_at(predictor(both, Adjustment()), (0.0,), 0, Given(1, given))
    assert found.rare == rare
    assert not answer_at(predictor(both, Adjustment()), (0.0,), 0).rare
