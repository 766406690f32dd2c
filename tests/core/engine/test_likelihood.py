"""The likelihood in TensorFlow against the same mixtures in NumPy, for every activation."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.dataset import Scaling
from mdn_gui.core.engine.loading import load_tensorflow
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.core.settings import ACTIVATIONS

load_tensorflow()

from mdn_gui.core.engine.likelihood import Likelihood  # noqa: E402 - after loading

LAYOUT = Layout(members=2, inputs=3, hidden=(40, 30), components=4, outputs=2)
LOG_FLOOR = np.array([-4.0, -2.0], np.float32)
RNG = np.random.default_rng(0)
PARAMETERS = RNG.normal(0, 0.5, (LAYOUT.members, LAYOUT.size)).astype(np.float32)
ROWS = RNG.normal(size=(LAYOUT.members, 5, 200)).astype(np.float32)


def of(activation: str) -> Likelihood:
    return Likelihood(LAYOUT, activation, LOG_FLOOR, None, None)


def network(activation: str, member: int) -> Network:
    """One of the members, in NumPy."""
    units = Scaling.identity(3), Scaling.identity(2)
    alone = replace(LAYOUT, members=1)
    return Network(alone, activation, PARAMETERS[[member]], *units, LOG_FLOOR)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_each_members_rows_have_the_density_of_its_own_mixture(activation: str) -> None:
    for member, (parameters, rows) in enumerate(zip(PARAMETERS, ROWS, strict=True)):
        nll = of(activation).rows(parameters, rows).numpy()
        mixture = network(activation, member)(rows[:3].T)
        assert_allclose(nll, -mixture.log_prob(rows[3:].T), rtol=2e-5, atol=2e-5)


def test_columns_beyond_the_targets_say_nothing() -> None:
    more = np.vstack([ROWS[0], np.full((1, 200), 7.0, np.float32)])
    likelihood = of("tanh")
    expected = likelihood.rows(PARAMETERS[0], ROWS[0])
    assert_array_equal(likelihood.rows(PARAMETERS[0], more), expected)
    assert_array_equal(likelihood.training_rows(PARAMETERS[0], more, 1)[0], expected)


def test_without_options_training_sees_the_same_and_weighs_all_rows_alike() -> None:
    likelihood = of("gelu")
    nll, weights = likelihood.training_rows(PARAMETERS[0], ROWS[0], 1)
    assert_array_equal(nll, likelihood.rows(PARAMETERS[0], ROWS[0]))
    assert float(weights) == 1.0


def test_dropout_leaves_out_its_share_of_the_units_and_makes_up_for_it() -> None:
    # One linear hidden layer of equal units: the mean is the share of them that is left.
    layout = Layout(members=1, inputs=1, hidden=(1000,), components=1, outputs=1)
    parameters = np.zeros(layout.size, np.float32)
    (into, _), (out, _) = layout.slices
    parameters[into.part] = 1.0
    parameters[out.part] = np.tile([0.0, 1 / 1000, 0.0], 1000)
    rows = np.stack([np.ones(50), np.zeros(50)]).astype(np.float32)
    likelihood = Likelihood(layout, "relu", np.array([-50.0], np.float32), np.float32(0.3), None)
    nll, _ = likelihood.training_rows(parameters, rows, 5)
    # Of a standard normal at 0 with this mean m, the loss is m^2 / 2 and a constant.
    means = np.sqrt(2 * (nll.numpy() - 0.5 * np.log(2 * np.pi)))
    assert means.mean() == pytest.approx(1.0, abs=0.01)
    assert means.std() == pytest.approx(np.sqrt(0.3 / 0.7 / 1000), rel=0.3)
    plain = likelihood.rows(parameters, rows).numpy()
    assert_allclose(plain, 0.5 + 0.5 * np.log(2 * np.pi), rtol=1e-5)  # scoring leaves out none


def test_the_weight_of_one_gaussians_row_is_its_variance_to_the_power_of_beta() -> None:
    layout = Layout(members=1, inputs=1, hidden=(), components=1, outputs=1)
    parameters = np.array([0.0, 0.0, 0.5, 0.0, 0.0, 0.2], np.float32)  # log-scale 0.2 + x / 2
    rows = RNG.normal(size=(2, 30)).astype(np.float32)
    likelihood = Likelihood(layout, "relu", np.array([-50.0], np.float32), None, np.float32(0.5))
    _, weights = likelihood.training_rows(parameters, rows, 0)
    assert_allclose(weights, np.exp(0.2 + rows[0] / 2), rtol=1e-5)
