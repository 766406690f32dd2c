"""The weights a run starts from."""

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import kstest

from mdn_gui.core.dataset import Scaling
from mdn_gui.core.engine.initialization import glorot, spread_means
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network

LAYOUT = Layout(members=2, inputs=3, hidden=(40, 50), components=4, outputs=2)


def generators(*seeds: int) -> list[np.random.Generator]:
    """One for each member."""
    return [np.random.default_rng(seed) for seed in seeds]


def test_kernels_are_uniform_within_glorots_limits_and_biases_zero() -> None:
    parameters = glorot(LAYOUT, generators(0, 1))
    for kernel, bias in LAYOUT.unpack(parameters):
        limit = np.sqrt(6 / (kernel.shape[1] + kernel.shape[2]))
        unit = kernel.ravel() / (2 * limit) + 0.5
        assert kstest(unit, "uniform").pvalue > 0.01
        assert not bias.any()


def test_members_start_apart_and_the_generator_of_each_decides() -> None:
    first, second = glorot(LAYOUT, generators(1, 2))
    kernels = first != 0
    assert (second != first)[kernels].all()
    assert_array_equal(glorot(LAYOUT, generators(1, 2)), [first, second])
    swapped = glorot(LAYOUT, generators(2, 1))
    assert_array_equal(swapped, [second, first])
    other, same = glorot(LAYOUT, generators(3, 2))
    assert (other != first)[kernels].all()
    assert_array_equal(same, second)


def test_spread_means_start_at_the_quantiles_of_the_targets() -> None:
    rng = np.random.default_rng(3)
    y = rng.gamma(2.0, [1.0, 5.0], (1000, 2)).astype(np.float32)
    start = glorot(LAYOUT, rng.spawn(2))
    before = start.copy()
    started = spread_means(start, LAYOUT, y)
    assert_array_equal(start, before)
    unit = Scaling.identity(3), Scaling.identity(2)
    network = Network(LAYOUT, "relu", started, *unit, np.full(2, -7, np.float32))
    expected = np.quantile(y, [0.125, 0.375, 0.625, 0.875], axis=0)
    # At x = 0 every hidden unit is 0, so that the means are their biases.
    assert_allclose(network(np.zeros((1, 3))).means[0], np.tile(expected, (2, 1)), rtol=1e-6)
    near = network(rng.normal(size=(100, 3))).means - np.tile(expected, (2, 1))
    plain = Network(LAYOUT, "relu", start, *unit, np.full(2, -7, np.float32))
    assert near.std() < 0.2 * plain(rng.normal(size=(100, 3))).means.std()
