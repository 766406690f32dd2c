"""Paired comparisons, against scipy's bootstrap, closed forms and what training held out."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from scipy.stats import bootstrap, norm

from mdn_gui.core.comparison import Candidate, Comparison, compare, sentence
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.encoding import Encoding
from mdn_gui.core.evaluation import evaluate
from mdn_gui.core.kinds import Number
from mdn_gui.core.network import Share
from mdn_gui.core.settings import NetworkSettings
from mdn_gui.core.table import source_of
from tests.models import small_network
from tests.named_runs import candidate
from tests.networks import known_network, pooled

NAMES = ("Run 1", "Run 2")


def table(y: NDArray[np.float64]) -> Dataset:
    """Rows with these targets, (rows,), and their numbers as inputs."""
    return Dataset(np.arange(len(y), dtype=float)[:, None], y[:, None], ("x",), ("y",))


def normal_run(number: int, dataset: Dataset, mean: float, **changes: object) -> Candidate:
    """A run whose network predicts Normal(mean, 1) everywhere."""
    network = known_network([1.0], [mean], [1.0])
    return candidate(number, dataset=dataset, network=network, **changes)


def normal_runs(dataset: Dataset, validation_fraction: float) -> tuple[Candidate, Candidate]:
    """Runs that predict Normal(0, 1) and Normal(1, 1), and hold out the same rows."""
    first = normal_run(1, dataset, 0.0, validation_fraction=validation_fraction)
    return first, normal_run(2, dataset, 1.0, validation_fraction=validation_fraction)


def held_out(run: Candidate) -> Dataset:
    """What training on the run's settings holds out."""
    settings = run.settings
    return source_of(run.dataset, settings.holdout).validation


def test_losses_are_those_of_the_rows_that_training_held_out() -> None:
    first, second = candidate(1), candidate(2)
    comparison = compare(first, second)
    rows = held_out(first)
    expected = [evaluate(run.network, rows).nll for run in (first, second)]
    assert comparison.rows == rows.rows
    assert_allclose(comparison.losses, expected, rtol=1e-12)
    assert comparison.difference == pytest.approx(expected[1] - expected[0], rel=1e-9)


def test_of_folds_the_rows_that_some_members_of_both_held_out_are_scored() -> None:
    dataset = table(np.random.default_rng(0).normal(size=400))
    members = [known_network([1.0], [mean], [1.0]) for mean in (0.0, 2.0)]
    folds = pooled(members, [Share(0, 0, 1, 0.5), Share(0, 1, 1, 0.5)])
    first = candidate(1, dataset=dataset, network=folds, folds=2, validation_fraction=0.1)
    second = normal_run(2, dataset, 1.0, folds=4, validation_fraction=0.04)
    second = second._replace(network=replace(second.network, ensemble=()))
    parts, other = (dataset.split_rows(each.settings.holdout) for each in (first, second))
    common = np.intersect1d(parts.validation, other.validation)
    assert parts.folds is not None
    fold_of = dict(zip(parts.training.tolist(), parts.folds.tolist(), strict=True))
    means = [2.0 * fold_of[row] for row in common.tolist()]
    comparison = compare(first, second)
    assert comparison.rows == len(common) == 64
    y = dataset.targets[common, 0]
    expected = [-np.mean(norm.logpdf(y, mean)) for mean in (means, 1.0)]
    assert_allclose(comparison.losses, expected, rtol=1e-12)


@pytest.mark.parametrize(("share", "other_share"), [(0.3, 0.3), (0.5, 0.2)])
def test_only_rows_that_both_held_out_are_scored(share: float, other_share: float) -> None:
    dataset = table(np.random.default_rng(0).normal(size=200))
    first = normal_run(1, dataset, 0.0, seed=1, validation_fraction=share)
    second = normal_run(2, dataset, 1.0, seed=2, validation_fraction=other_share)
    comparison = compare(first, second)
    kept, other = (set(held_out(run).inputs[:, 0].astype(int)) for run in (first, second))
    y = dataset.targets[sorted(kept & other), 0]
    assert 0 < comparison.rows == len(y) < min(len(kept), len(other))
    assert_allclose(comparison.losses, [-norm.logpdf(y, mean).mean() for mean in (0.0, 1.0)])


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_the_interval_is_the_paired_percentile_interval(confidence: float) -> None:
    dataset = table(np.random.default_rng(1).gamma(2.0, size=1_000))
    first, second = normal_runs(dataset, 0.3)
    comparison = compare(first, second, confidence)
    y = held_out(first).targets[:, 0]
    expected = bootstrap(
        (norm.logpdf(y, 0.0), norm.logpdf(y, 1.0)),
        lambda one, other, axis: (one - other).mean(axis),
        paired=True,
        confidence_level=confidence,
        method="percentile",
        rng=np.random.default_rng(2),
    ).confidence_interval
    low, high = comparison.interval
    assert comparison.confidence == confidence
    assert_allclose((low, high), expected, rtol=0, atol=0.04 * (high - low))


def test_the_interval_holds_the_true_difference_as_often_as_it_says() -> None:
    # The losses of Normal(0, 1) and Normal(1, 1) differ by 1/2 - y, itself normal if y is.
    covered = 0
    for seed in range(200):
        dataset = table(np.random.default_rng(seed).normal(0.8, 1.0, 100))
        runs = normal_runs(dataset, 0.9)
        low, high = compare(*runs, resamples=1_000, seed=seed).interval
        covered += low <= -0.3 <= high
    assert 0.90 <= covered / 200 <= 0.99


def test_exchanging_the_runs_turns_the_sign() -> None:
    first, second = candidate(1), candidate(2)
    there, back = compare(first, second), compare(second, first)
    assert there.losses == back.losses[::-1]
    assert there.difference == -back.difference
    assert_allclose(there.interval, np.negative(back.interval[::-1]), rtol=1e-12)


def test_a_seed_repeats_its_interval() -> None:
    runs = candidate(1), candidate(2)
    assert compare(*runs, seed=3) == compare(*runs, seed=3)
    assert compare(*runs, seed=3).interval != compare(*runs, seed=4).interval


def test_a_run_differs_from_itself_by_exactly_nothing() -> None:
    comparison = compare(candidate(1), candidate(1))
    assert (comparison.difference, comparison.interval) == (0.0, (0.0, 0.0))
    assert not comparison.decided
    assert sentence(comparison, NAMES) == (
        "Run 2 and Run 1 score the same on the 45 rows that both held out."
    )


@pytest.mark.parametrize("times", [1, 9])
def test_copies_of_a_row_are_one_observation(times: int) -> None:
    distinct = table(np.random.default_rng(5).normal(size=400))
    dataset = distinct.take(np.repeat(np.arange(400), times))
    runs = normal_runs(dataset, 0.5)
    comparison = compare(*runs)
    y = np.unique(held_out(runs[0]).targets)
    assert comparison.rows == times * len(y)
    half = 1.96 * y.std() / np.sqrt(len(y))
    assert_allclose(comparison.interval, [0.5 - y.mean() - half, 0.5 - y.mean() + half], atol=0.01)


def test_copies_count_as_often_as_they_are_there() -> None:
    y = np.random.default_rng(6).normal(size=300)
    times = np.where(y > 0, 5, 1)
    dataset = table(y).take(np.repeat(np.arange(300), times))
    runs = normal_runs(dataset, 0.5)
    low, high = compare(*runs).interval
    kept, counts = np.unique(held_out(runs[0]).targets, return_counts=True)
    rng = np.random.default_rng(7)
    draws = (rng.integers(len(kept), size=len(kept)) for _ in range(4_000))
    means = [0.5 - np.average(kept[drawn], weights=counts[drawn]) for drawn in draws]
    expected = np.quantile(means, [0.025, 0.975])
    assert_allclose((low, high), expected, rtol=0, atol=0.06 * (high - low))


def test_many_rows_are_resampled_in_bounded_memory() -> None:
    y = np.random.default_rng(8).normal(size=40_000)
    runs = normal_runs(table(y), 0.5)
    tracemalloc.start()
    try:
        low, high = compare(*runs, resamples=1_000).interval
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    kept = held_out(runs[0]).targets
    half = 1.96 * kept.std() / np.sqrt(len(kept))
    expected = [0.5 - kept.mean() - half, 0.5 - kept.mean() + half]
    assert_allclose([low, high], expected, rtol=0, atol=0.2 * half)
    assert peak < 30e6  # a draw of 20,000 rows a thousand times would be 160 MB


def test_runs_on_different_data_are_not_compared() -> None:
    first, second = candidate(1), candidate(2)
    names = replace(second.dataset, target_names=("other",))
    rows = second.dataset.take(np.arange(299))
    for dataset in (names, rows):
        with pytest.raises(ValueError, match=r"Run 1 and Run 2 .* different data.* Train both"):
            compare(first, second._replace(dataset=dataset))


def test_equal_data_loaded_twice_are_the_same_data() -> None:
    first, second = candidate(1), candidate(2)
    assert first.dataset is not second.dataset
    assert compare(first, second) == compare(first, second._replace(dataset=first.dataset))


def test_equal_data_with_missing_cells_are_the_same_data() -> None:
    kinds = (Number(missing=True),)
    network = small_network(NetworkSettings(hidden=(5,)), inputs=2, outputs=1)
    network = replace(network, encoding=Encoding(kinds))
    data = table(np.random.default_rng(1).normal(size=300))
    x = np.where(np.arange(300.0) % 7 == 0, np.nan, np.arange(300.0))[:, None]
    first, second = (
        candidate(number, dataset=replace(data, inputs=x, input_kinds=kinds), network=network)
        for number in (1, 2)
    )
    assert first.dataset is not second.dataset
    assert compare(first, second, resamples=10).difference == 0.0


@pytest.mark.parametrize(
    ("seeds", "rows", "common"),
    [
        ((0, 1), 30, "0 distinct rows"),
        ((0, 0), 30, "1 distinct row"),
        ((0, 0), 225, "9 distinct rows"),
    ],
)
def test_too_few_common_rows_are_refused(seeds: tuple[int, int], rows: int, common: str) -> None:
    dataset = table(np.arange(float(rows)))
    first, second = (
        normal_run(number, dataset, 0.0, seed=seed, validation_fraction=0.04)
        for number, seed in enumerate(seeds, start=1)
    )
    with pytest.raises(ValueError, match=rf"{common} in common, .* 10 .* same seed .* fraction"):
        compare(first, second)


def test_ten_common_rows_are_enough() -> None:
    runs = normal_runs(table(np.random.default_rng(9).normal(size=100)), 0.1)
    assert compare(*runs, resamples=100).rows == 10


@pytest.mark.parametrize(
    ("difference", "interval", "start", "end"),
    [
        (
            -0.0312,
            (-0.0501, -0.0123),
            "Run 2 scores 0.031 nats better than Run 1 on",
            " (95% interval 0.012 to 0.050).",
        ),
        (
            2.5,
            (1.76, 3.24),
            "Run 1 scores 2.5 nats better than Run 2 on",
            " (95% interval 1.8 to 3.2).",
        ),
        (
            -0.00412,
            (-0.0104, 0.00212),
            "Run 2 and Run 1 cannot be told apart on",
            (
                ": Run 2 scores 0.004 nats better, but the 95% interval reaches from 0.002 worse "
                "to 0.010 better."
            ),
        ),
        (
            0.1,
            (0.0, 0.3),
            "Run 1 and Run 2 cannot be told apart on",
            (
                ": Run 1 scores 0.10 nats better, but the 95% interval reaches from 0.00 worse "
                "to 0.30 better."
            ),
        ),
    ],
)
@pytest.mark.parametrize("tested", [False, True])
def test_the_better_run_is_named_or_that_none_is(
    difference: float, interval: tuple[float, float], start: str, end: str, *, tested: bool
) -> None:
    comparison = Comparison(1_450, tested, (1.0, 1.0 + difference), difference, interval, 0.95)
    which = "test rows of both" if tested else "rows that both held out"
    expected = f"{start} the 1,450 {which}{end}"
    assert sentence(comparison, NAMES) == expected
    assert comparison.decided == ("apart" not in expected)


def test_where_both_have_test_rows_these_are_scored() -> None:
    dataset = table(np.random.default_rng(3).normal(size=400))
    first = normal_run(1, dataset, 0.0, validation_fraction=0.2, test_fraction=0.2)
    second = normal_run(2, dataset, 1.0, validation_fraction=0.3, test_fraction=0.1)
    comparison = compare(first, second)
    y = dataset.source(second.settings.holdout).test
    assert y is not None
    assert (comparison.rows, comparison.tested) == (40, True)
    expected = [-norm.logpdf(y.targets, mean).mean() for mean in (0.0, 1.0)]
    assert_allclose(comparison.losses, expected)


def test_where_too_few_are_of_both_test_parts_all_rows_held_out_are_scored() -> None:
    dataset = table(np.random.default_rng(3).normal(size=400))
    tested = normal_run(1, dataset, 0.0, validation_fraction=0.2, test_fraction=0.2)
    without = normal_run(2, dataset, 1.0, validation_fraction=0.3)
    comparison = compare(tested, without)
    # The rows of the smallest hashes: 160 of one run, 120 of the other.
    assert (comparison.rows, comparison.tested) == (120, False)


def test_rows_weigh_what_their_weights_say() -> None:
    rng = np.random.default_rng(3)
    weights = rng.choice(np.array([1.0, 9.0]), 600)
    y = rng.normal(np.where(weights > 1, 1.0, 0.0))
    dataset = replace(table(y), weights=weights)
    first, second = normal_runs(dataset, 0.5)
    comparison = compare(first, second)
    rows = held_out(first)
    expected = [evaluate(run.network, rows).nll for run in (first, second)]
    assert_allclose(comparison.losses, expected, rtol=1e-12)
    assert comparison.difference == pytest.approx(expected[1] - expected[0], rel=1e-9)
    low, high = comparison.interval
    assert low < comparison.difference < high < 0  # by rows alone neither would be better
    assert not compare(*normal_runs(replace(dataset, weights=None), 0.5)).decided


def test_only_ratios_of_weights_matter() -> None:
    data = table(np.random.default_rng(2).normal(size=300))
    weights = np.random.default_rng(3).integers(1, 4, 300).astype(np.float64)
    one, other = (
        compare(*normal_runs(replace(data, weights=each), 0.3), resamples=500)
        for each in (weights, weights * 5e-324)
    )
    assert_allclose(other.losses, one.losses, rtol=1e-12)
    assert_allclose(other.interval, one.interval, rtol=1e-9)


def test_the_same_rows_of_other_weights_are_other_data() -> None:
    plain = table(np.random.default_rng(0).normal(size=100))
    one, two = (replace(plain, weights=np.full(100, weight)) for weight in (1.0, 2.0))
    for first, second in ((plain, one), (one, plain), (one, two)):
        with pytest.raises(ValueError, match="they were trained on different data"):
            compare(normal_run(1, first, 0.0), normal_run(2, second, 0.0))
    same = replace(plain, weights=np.full(100, 1.0))
    assert compare(normal_run(1, one, 0.0), normal_run(2, same, 0.0)).difference == 0
