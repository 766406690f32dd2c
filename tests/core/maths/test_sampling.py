"""Draws and the components that they come from."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import chisquare, kstest, norm

from mdn_gui.core.mixture import Mixture


@pytest.fixture
def batch() -> Mixture:
    """A batch of 4 with 3 components, of which one is dead, and 2 outputs."""
    rng = np.random.default_rng(7)
    means = rng.normal(scale=3.0, size=(4, 3, 2))
    log_weights = np.concatenate([rng.normal(size=(4, 2)), np.full((4, 1), -np.inf)], axis=-1)
    return Mixture(log_weights, means, rng.uniform(0.5, 2.0, size=means.shape))


def test_draws_have_one_axis_before_the_batch(batch: Mixture) -> None:
    draws = batch.draw(5, np.random.default_rng(1))
    assert draws.y.shape == (5, 4, 2)
    assert draws.component.shape == (5, 4)
    assert np.issubdtype(draws.component.dtype, np.integer)
    alone = batch[0].draw(5, np.random.default_rng(1))
    assert (alone.y.shape, alone.component.shape) == ((5, 2), (5,))
    none = batch.draw(0, np.random.default_rng(1))
    assert (none.y.shape, none.component.shape) == ((0, 4, 2), (0, 4))
    with pytest.raises(ValueError, match="0 or more, but it is -1"):
        batch.draw(-1, np.random.default_rng(1))


def test_samples_are_the_y_of_the_draws(batch: Mixture) -> None:
    y = batch.draw(100, np.random.default_rng(1)).y
    assert_array_equal(batch.sample(100, np.random.default_rng(1)), y)


def test_the_same_seed_draws_what_it_always_drew(batch: Mixture) -> None:
    y = batch.sample(2, np.random.default_rng(5))
    expected = [[-0.22273553, -0.94821645], [-0.06231263, -0.89286098]]
    assert_allclose(y[:, 0], expected, atol=1e-8)


def test_components_are_drawn_by_their_weights(batch: Mixture) -> None:
    component = batch.draw(20_000, np.random.default_rng(2)).component
    for row in range(4):
        counts = np.bincount(component[:, row], minlength=3)
        assert counts[2] == 0
        assert chisquare(counts[:2], 20_000 * batch.weights[row, :2]).pvalue > 1e-4


def test_every_draw_follows_the_component_it_names(batch: Mixture) -> None:
    y, component = batch.draw(20_000, np.random.default_rng(3))
    for row in range(4):
        for k in range(2):
            from_k = y[component[:, row] == k, row]
            for output in range(2):
                normal = norm(batch.means[row, k, output], batch.scales[row, k, output])
                assert kstest(from_k[:, output], normal.cdf).pvalue > 1e-4
