"""Whether coverage that depends on the place is told from coverage that does not."""

import numpy as np
import pytest

from mdn_gui.core.check.conditional import conditional, excess_risk
from tests.core.check.planted import rows

TEST = rows(600, seed=3)
RNG = np.random.default_rng(0)


@pytest.mark.parametrize("overall", [0.9, 0.8])
def test_coverage_that_is_the_same_everywhere_is_not_blamed(overall: float) -> None:
    chances = [
        conditional(TEST.take(np.arange(300)), RNG.random(300) < overall, 0.9, seed).p_value
        for seed in range(12)
    ]
    assert sum(chance <= 0.05 for chance in chances) <= 3


@pytest.mark.parametrize("elsewhere", [0.9, 0.95])
def test_coverage_that_is_low_at_one_level_is_found_whatever_it_is_elsewhere(
    elsewhere: float,
) -> None:
    probability = np.where(TEST.inputs[:, 1] == 1, 0.7, elsewhere)
    found = conditional(TEST, RNG.random(600) < probability, 0.9, 0)
    assert found.p_value < 0.01
    assert found.slab < 0.85


def test_excess_risks_are_those_of_known_probabilities() -> None:
    probability = np.where(np.arange(40_000) % 2, 0.8, 0.95)
    inside = (RNG.random(40_000) < probability).astype(float)
    found = excess_risk(probability, inside, 0.9)
    assert found.absolute == pytest.approx(0.075, abs=0.01)
    assert found.squared == pytest.approx(np.mean((probability - 0.9) ** 2), abs=0.003)
    p = np.array([0.8, 0.95])
    expected = np.mean(p * np.log(p / 0.9) + (1 - p) * np.log((1 - p) / 0.1))
    assert found.logarithmic == pytest.approx(expected, abs=0.01)
