"""What is said of a known truth, against mixtures and scipy."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import t

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.examples.mixture_example import MixtureExample
from mdn_gui.core.numbers import QUANTILES, numbers_of
from mdn_gui.core.true_numbers import true_numbers

BETWEEN = (-0.5, 1.0)


@pytest.mark.parametrize("noise", [0.1, 1.0, 5.0])
@pytest.mark.parametrize(
    ("name", "place"),
    [("three-inputs", (1.8, 0.6, 0.6)), ("category", (-1.2, 1.0)), ("arm", (0.96, 1.16))],
)
def test_of_a_mixture_they_are_those_of_the_mixture(
    name: str, place: tuple[float, ...], noise: float
) -> None:
    example = EXAMPLES[name].with_noise(noise)
    assert isinstance(example, MixtureExample)
    expected = numbers_of(example.mixture(np.array([place]))[0].marginal(0), BETWEEN)
    found = true_numbers(example.along(place, 0, 0), place[0], BETWEEN)
    assert found is not None
    near = 0.01 * min(expected.deviation, noise)
    assert_allclose(found.mean[0], expected.mean[0], atol=near)
    assert_allclose(found.deviation, expected.deviation, rtol=1e-3)
    assert_allclose(found.entropy, expected.entropy, atol=1e-3)
    assert_allclose(found.modes, expected.modes, rtol=1e-3, atol=near)
    assert found.probability == pytest.approx(expected.probability, abs=1e-3)
    for region, true in zip(found.regions, expected.regions, strict=True):
        assert_allclose(region[:, :2], true[:, :2], atol=near)
        assert_allclose(region[:, 2], true[:, 2], atol=0.005)
    # Between two modes there is next to nothing, and a quantile may lie anywhere.
    several = len(expected.modes) > 1
    kept = [p for p in QUANTILES if not (several and p == 0.5)]
    at = [QUANTILES.index(p) for p in kept]
    assert_allclose(found.quantiles[at, 0], expected.quantiles[at, 0], atol=near)


def test_tails_that_reach_far_beyond_the_rows_count() -> None:
    example = EXAMPLES["heavy-tails"]
    found = true_numbers(example.along((0.0,), 0, 0), 0.0)
    assert found is not None
    assert found.deviation == pytest.approx(0.2 * t(3).std(), rel=1e-3)
    assert_allclose(found.quantiles[:, 0], 0.2 * t(3).ppf(QUANTILES), atol=1e-4)
    assert found.entropy == pytest.approx(float(t(3).entropy()) + np.log(0.2), abs=1e-3)


def test_where_the_smallest_region_is_not_the_only_one_none_is_told() -> None:
    found = true_numbers(EXAMPLES["bishop"].along((0.3,), 0, 0), 0.3)
    assert found is not None
    assert [len(region) for region in found.regions] == [0, 0]
    assert found.entropy == pytest.approx(-np.log(found.modes[0, 1]), abs=0.01), "it is even"


def test_where_there_can_be_no_y_there_are_no_numbers() -> None:
    assert true_numbers(EXAMPLES["arm"].along((0.0, 0.1), 0, 0), 0.0) is None
