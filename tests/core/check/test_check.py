"""Planted faults are found, and right densities are left alone."""

import numpy as np
import pytest
from scipy import stats

from mdn_gui.core.check import check
from mdn_gui.core.check.levels import log_heights
from mdn_gui.core.kinds import NUMBER, Number
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.transformed_mixture import in_units_of_y
from tests.core.check.planted import FAULTS, rows, truth, widened

TRAINING = rows(3_000, seed=1_000)


def found(predict: object, count: int, seeds: range) -> int:
    return sum(bool(check(predict, rows(count, seed), TRAINING).findings) for seed in seeds)  # type: ignore[arg-type]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str) -> None:
    assert found(FAULTS[fault], 2_000, range(2)) == 2


@pytest.mark.torture
@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_in_95_of_100_tables(fault: str) -> None:
    assert found(FAULTS[fault], 2_000, range(100)) >= 95


def test_a_right_density_is_left_alone() -> None:
    assert found(truth, 2_000, range(6)) == 0


@pytest.mark.torture
@pytest.mark.parametrize("count", [150, 300, 2_000])
def test_of_200_right_densities_at_most_16_are_blamed(count: int) -> None:
    assert found(truth, count, range(200)) <= 16


def test_a_good_verdict_tells_rows_coverage_and_gain() -> None:
    text = check(truth, rows(2_000, 3), TRAINING).verdict.text
    assert text.startswith("No fault found. Of 100 new rows, 90 should lie in the 90% region;")
    assert "(2,000 rows that it never saw; chance alone gives 89 to 91)" in text
    assert "nats better than a straight line" in text


def test_without_training_rows_nothing_is_said_of_simpler_densities() -> None:
    judged = check(truth, rows(2_000, 3))
    assert judged.baselines == ()
    assert "nats better" not in judged.verdict.text


def test_few_rows_vouch_for_nothing() -> None:
    judged = check(truth, rows(41, 3), TRAINING)
    assert judged.verdict.answer == "unknown"
    assert judged.verdict.text.startswith("Too few rows to vouch. On 41 rows the 90% region held ")


def test_few_rows_show_a_gross_fault_all_the_same() -> None:
    assert check(FAULTS["a missing mode"], rows(100, 3), TRAINING).verdict.answer == "bad"


def test_a_density_that_ignores_the_inputs_is_not_to_be_used() -> None:
    verdict = check(FAULTS["ignoring the inputs"], rows(2_000, 3), TRAINING).verdict
    assert verdict.answer == "bad"
    assert verdict.text.startswith("Do not use it. It predicts no better than ignoring all inputs")


def test_a_fault_in_one_range_is_told_with_its_range() -> None:
    wrong = widened(0.4, lambda inputs: inputs[:, 0] > 1.0)
    judged = check(wrong, rows(2_000, 3), TRAINING)
    where = next(each for each in judged.findings if each.kind == "range")
    inputs = judged.judged.test.inputs[where.rows]
    assert inputs[:, 0].min() > 0.6
    assert "where x is " in judged.verdict.text


@pytest.mark.torture
@pytest.mark.parametrize("count", [150, 300])
def test_the_smallest_fault_told_is_shown_in_8_of_10_tables(count: int) -> None:
    """Of a single Gaussian, whose faults are what the power is told of."""
    power = check(truth, rows(count, 0)).power
    for factor in (1 - power.too_narrow / 100, 1 + power.too_wide / 100):
        shown = found(widened(factor, lambda inputs: inputs[:, 0] > -np.inf), count, range(200))
        assert 0.65 <= shown / 200 <= 0.95


def test_scores_agree_with_scipy_for_one_gaussian() -> None:
    test = rows(300, 5)
    mixture = truth(test.inputs)
    judged = check(truth, test).judged
    y = test.targets[:, 0]
    weights, means, scales = (
        np.exp(mixture.log_weights),
        mixture.means[..., 0],
        mixture.scales[..., 0],
    )
    density = (weights * stats.norm.pdf(y[:, None], means, scales)).sum(axis=1)
    below = (weights * stats.norm.cdf(y[:, None], means, scales)).sum(axis=1)
    np.testing.assert_allclose(judged.log_scores, np.log(density), rtol=1e-10)
    np.testing.assert_allclose(judged.pit[:, 0], below, rtol=1e-10)


def test_heights_of_draws_are_log_densities_however_far_out() -> None:
    rng = np.random.default_rng(0)
    kinds = (Number("log"), NUMBER)
    for outputs in (1, 2):
        shape = (40, 6, outputs)
        mixture = Mixture(
            rng.normal(size=shape[:2]), rng.normal(size=shape), np.exp(rng.normal(size=shape))
        )
        for each in (mixture, in_units_of_y(mixture, kinds[:outputs])):
            y = each.sample(30, rng)
            y[0] *= 1e4
            y[1] *= 1e200
            np.testing.assert_allclose(log_heights(each, y), each.log_prob(y), rtol=1e-5, atol=1e-5)


def test_levels_of_regions_of_a_gaussian_are_those_of_its_central_intervals() -> None:
    test = rows(1_000, 5)

    def gaussian(inputs: np.ndarray) -> Mixture:
        count = len(inputs)
        return Mixture(np.zeros((count, 1)), np.ones((count, 1, 1)), np.full((count, 1, 1), 2.0))

    judged = check(gaussian, test).judged
    expected = np.abs(2 * stats.norm.cdf(test.targets[:, 0], 1.0, 2.0) - 1)
    # 199 draws tell a level to within 0.035, and mostly to a fraction of that.
    assert np.abs(judged.region_levels - expected).max() < 0.15
    assert np.abs(judged.region_levels - expected).mean() < 0.03
