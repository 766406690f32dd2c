"""What the problems with one y for each x share."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.examples.regression import Regression

every_regression = pytest.mark.parametrize(
    "example",
    [example for example in EXAMPLES.values() if isinstance(example, Regression)],
    ids=lambda example: example.name,
)


@every_regression
def test_residuals_grow_with_the_noise_and_nothing_else_changes(example: Regression) -> None:
    calm, noisy = example.dataset(500, seed=0), example.with_noise(3.0).dataset(500, seed=0)
    x = calm.inputs[:, 0]
    assert_array_equal(noisy.inputs[:, 0], x)
    mean = example.modes(x).y
    assert_allclose(noisy.targets[:, 0] - mean, 3 * (calm.targets[:, 0] - mean), atol=1e-12)


@every_regression
def test_the_floor_rises_by_the_logarithm_of_the_noise(example: Regression) -> None:
    assert example.with_noise(5.0).floor == pytest.approx(example.floor + np.log(5))


@every_regression
def test_the_density_goes_on_where_there_are_no_rows(example: Regression) -> None:
    beyond = np.array([example.display_range[0] - 1, 0.0, example.display_range[1] + 1])
    mean = example.modes(beyond).y
    assert np.isfinite(example.log_prob(beyond, mean)).all()


@every_regression
def test_the_default_grid_holds_the_residuals_everywhere(example: Regression) -> None:
    x = np.linspace(*example.display_range, 50)
    truth = example.truth(x)
    assert_allclose(np.trapezoid(np.exp(truth.log_density), truth.y), 1, rtol=2e-4)
