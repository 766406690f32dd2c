"""Importance of the inputs of networks that are the distribution their rows come from."""

import tracemalloc
from dataclasses import replace
from math import e, exp, inf, pi, sqrt
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from numpy.testing import assert_allclose

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.encoding import Encoding
from mdn_gui.core.ended_run import EndedRun
from mdn_gui.core.importance import (
    Estimate,
    Importance,
    Moves,
    StoppedError,
    importance,
    importance_of_run,
    importance_on,
)
from mdn_gui.core.kinds import NUMBER, Category, Kind, Number
from mdn_gui.core.layout import Layout
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.network import Network, Share
from mdn_gui.core.parquet_rows import open_parquet
from mdn_gui.core.recording import Losses
from mdn_gui.core.roles import Roles
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from tests.networks import known_network

NAMES = ("a", "b", "c")


def linear(means: Floats, log_scales: Floats, kinds: tuple[Kind, ...] = ()) -> Network:
    """A network: each target ~ Normal(x @ means, exp(x @ log_scales)), both (features, outputs)."""
    features, outputs = means.shape
    kernel = np.hstack([np.zeros((features, 1)), means, log_scales])
    parameters = np.append(kernel.ravel(), np.zeros(1 + 2 * outputs))
    unit = Scaling.identity(outputs)
    return Network(
        Layout(1, features, (), 1, outputs),
        "relu",
        parameters[None].astype(np.float32),
        Scaling.identity(features),
        unit,
        np.full(outputs, -30.0, np.float32),
        encoding=Encoding(kinds or (NUMBER,) * features),
    )


MEANS, LOG_SCALES = np.array([[2.0], [0.0], [0.0]]), np.array([[0.0], [0.5], [0.0]])
TRUTH = linear(MEANS, LOG_SCALES)
"""a moves the mean, b the spread, c nothing: y ~ Normal(2 a, exp(b / 2))."""


def drawn(rows: int, seed: int = 0) -> Dataset:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(rows, 3))
    y = 2 * x[:, :1] + np.exp(x[:, 1:2] / 2) * rng.normal(size=(rows, 1))
    return Dataset(x, y, NAMES, ("y",))


def values(found: Importance, target: int = 0) -> Floats:
    """Nats, and moves of density, mean and deviation, of each input."""
    return np.array(
        [
            [each.nats.value, *(move.value for move in each.moves[target][:3])]
            for each in found.inputs
        ]
    )


# E|a - a'| and E|exp(b/2) - exp(b'/2)| of independent standard normal numbers
OF_A = 4 / sqrt(pi)
OF_B = 2 * exp(1 / 8) * 0.27632639  # 2 Phi(sqrt(1/8)) - 1
EXPECTED = np.array(
    [
        [4 * exp(0.5), OF_A, OF_A, 0.0],
        [(e - 1) / 2, sqrt(2 / pi) * OF_B, 0.0, OF_B],
        [0.0, 0.0, 0.0, 0.0],
    ]
)


def test_each_input_does_what_the_distribution_says() -> None:
    found = importance(TRUTH, drawn(2_000))
    assert (found.rows, found.compared, found.notes) == (2_000, 500, ())
    errors = np.array(
        [[each.nats.error, *(m.error for m in each.moves[0][:3])] for each in found.inputs]
    )
    assert (np.abs(values(found) - EXPECTED) <= 3 * errors + 1e-6).all()
    assert_allclose(values(found)[:2, 1:], EXPECTED[:2, 1:], rtol=0.12)
    assert found.order == (0, 1, 2)
    assert [each.moves[0].verdict for each in found.inputs] == [
        "moves the mean, not the spread",
        "moves the spread, not the mean",
        "hardly moves anything",
    ]


def test_the_errors_tell_how_far_the_values_are_from_the_truth() -> None:
    deviations = []
    for seed in range(40):
        found = importance(TRUTH, drawn(200, seed), seed=seed).inputs
        for of_input, expected in zip(found[:2], EXPECTED, strict=False):
            for each, truth in zip((of_input.nats, *of_input.moves[0][:3]), expected, strict=True):
                if truth:
                    deviations.append((each.value - truth) / each.error)
    assert 0.7 < np.sqrt(np.mean(np.square(deviations))) < 1.4


def test_the_same_seed_gives_the_same() -> None:
    rows = drawn(100)
    assert_allclose(values(importance(TRUTH, rows)), values(importance(TRUTH, rows)), rtol=0)
    assert importance(TRUTH, rows, seed=1).inputs != importance(TRUTH, rows).inputs


def test_rows_of_large_weight_count_alone() -> None:
    rows = drawn(400)
    inputs = rows.inputs.copy()
    inputs[:, 0] = np.where(np.arange(400) < 200, np.sign(inputs[:, 0]), 10 * inputs[:, 0])
    weights = np.where(np.arange(400) < 200, 1.0, 1e-12)
    weighed = importance(TRUTH, replace(rows, inputs=inputs, weights=weights))
    # Where a is 1 or -1, its permutation moves the mean of half the rows by 4.
    assert weighed.inputs[0].moves[0].mean.value == pytest.approx(2.0, abs=0.15)
    assert weighed.inputs[0].moves[0].density.value == pytest.approx(2.0, abs=0.15)


def test_categories_missing_cells_and_several_targets() -> None:
    kinds = (Category(("no", "yes")), Number(missing=True))
    # Features: no, yes, the number, whether it is missing.
    means = np.array([[0.0, 0.0], [4.0, 0.0], [0.0, 0.0], [0.0, 3.0]])
    network = linear(means, np.zeros((4, 2)), kinds)
    rng = np.random.default_rng(0)
    level, missing = rng.integers(0, 2, 1_000), rng.random(1_000) < 0.25
    x = np.column_stack([level, np.where(missing, np.nan, rng.normal(size=1_000))])
    y = np.column_stack([4.0 * level, 3.0 * missing]) + rng.normal(size=(1_000, 2))
    found = importance(network, Dataset(x, y, ("soil", "rain"), ("u", "v"), kinds))
    assert found.target_names == ("u", "v")
    soil, rain = found.inputs
    assert soil.moves[0].density.value == pytest.approx(2.0, rel=0.1)
    assert soil.moves[1].density.value == 0.0
    assert rain.moves[1].mean.value == pytest.approx(3 * 2 * 0.25 * 0.75, rel=0.1)
    assert rain.moves[0].mean.value == 0.0
    # Of all targets together: half of the square of the difference, on the mean.
    assert soil.nats.value == pytest.approx(4.0, rel=0.1)
    assert rain.nats.value == pytest.approx(9 / 2 * 2 * 0.25 * 0.75, rel=0.1)


def test_a_row_is_judged_by_the_members_that_held_it_out() -> None:
    flat = linear(0 * MEANS, 0 * LOG_SCALES)
    shares = (Share(0, 0, 1, 0.5), Share(0, 1, 1, 0.5))
    both = replace(
        TRUTH,
        layout=replace(TRUTH.layout, members=2),
        parameters=np.concatenate([TRUTH.parameters, flat.parameters]),
        ensemble=shares,
    )
    rows = drawn(300)
    folds = np.where(np.arange(300) < 100, 0, 1)
    found = importance(both, rows, folds, part="folds")
    # A third of the rows has the member whose mean follows a.
    assert found.inputs[0].moves[0].mean.value == pytest.approx(OF_A / 3, rel=0.25)
    assert found.on_rows == (
        "On 300 rows, each judged by the members that held it out; each input permuted 5 times."
    )
    # All together predict a mixture, which is no member's.
    whole = importance(both, rows).inputs[0]
    assert whole.moves[0].mean.value == pytest.approx(OF_A / 2, rel=0.1)


def ended(rows: int, **settings: float) -> EndedRun:
    training = TrainingSettings(**settings)  # type: ignore[arg-type]  # fractions and whole numbers
    losses = (Losses(1, 1.0, 1.0),)
    return EndedRun(drawn(rows), NetworkSettings(), training, losses, TRUTH, TRUTH)


@pytest.mark.parametrize(
    ("run", "told"),
    [
        (ended(400, validation_fraction=0.1, folds=5), "On 200 rows, each judged by the members"),
        (
            ended(400, validation_fraction=0.1, test_fraction=0.2, folds=5),
            "On 200 rows, each judged by the members",
        ),
        (ended(400, validation_fraction=0.1, test_fraction=0.2), "On 80 test rows; each input"),
        (ended(400, validation_fraction=0.1), "On 40 validation rows; each input"),
        (
            ended(3000, validation_fraction=0.9),
            "On 2,000 validation rows, and densities on 500 of them; each input permuted 5 times.",
        ),
    ],
)
def test_a_run_is_judged_by_rows_that_it_held_out(run: EndedRun, told: str) -> None:
    assert importance_of_run(run).on_rows.startswith(told)


def test_a_streamed_table_is_looked_at_all_over(tmp_path: Path) -> None:
    rows = drawn(7_000)
    columns = {**dict(zip(NAMES, rows.inputs.T, strict=True)), "y": rows.targets[:, 0]}
    pq.write_table(pa.table(columns), tmp_path / "t.parquet", row_group_size=900)
    table = open_parquet(tmp_path / "t.parquet", Roles(NAMES, ("y",)))
    every_fourth = rows.take(np.arange(0, 7_000, 4))
    found = importance_on(TRUTH, table)
    assert found.rows == 1_750
    assert_allclose(values(found), values(importance_on(TRUTH, every_fourth)), rtol=1e-6)


def test_where_a_value_holds_many_rows_it_is_probabilities_that_are_lost() -> None:
    """Of densities, spikes that are thinner or wider would tell of the scale floor alone."""
    spikes = linear(np.array([[0.0], [1.0]]), np.array([[-10.0], [0.0]]))
    x = np.random.default_rng(0).integers(0, 2, (200, 2)).astype(float)
    parameters = spikes.parameters.copy()
    parameters[0, -1] = -10.0
    rows = Dataset(x, x[:, 1:], ("thin", "level"), ("y",))
    thin, level = importance(replace(spikes, parameters=parameters), rows).inputs
    assert thin.nats == pytest.approx((0.0, 0.0))
    assert level.nats.value > 1.0


@pytest.mark.parametrize("rows", [2, 3, 9])
def test_few_rows_are_too_few_to_tell(rows: int) -> None:
    for each in importance(TRUTH, drawn(rows)).inputs:
        assert each.nats.error == inf
        assert each.moves[0].verdict == "too few rows to tell"


def test_few_rows_of_large_weight_are_too_few_to_tell() -> None:
    weights = np.where(np.arange(400) < 3, 1.0, 1e-9)
    for each in importance(TRUTH, replace(drawn(400), weights=weights)).inputs:
        assert each.moves[0].verdict == "too few rows to tell"


def test_one_row_is_permuted_with_itself_and_has_no_error() -> None:
    found = importance(TRUTH, drawn(1))
    assert_allclose(values(found), 0.0)
    assert found.inputs[0].nats.text == "0.00 ± unbounded"
    assert found.on_rows == "On 1 row; each input permuted 5 times."


def test_it_tells_how_far_it_is_and_ends_where_it_is_not_wanted() -> None:
    told = list[int]()

    def proceed(done: int) -> bool:
        told.append(done)
        return done < 2

    with pytest.raises(StoppedError):
        importance(TRUTH, drawn(100), proceed=proceed)
    assert told == [0, 0, 0, 0, 1, 1, 1, 1, 1, 2]
    told.clear()
    importance(TRUTH, drawn(100), proceed=lambda done: not told.append(done))  # type: ignore[func-returns-value]
    assert told[-1] == 3


def test_many_networks_take_no_more_than_tens_of_megabytes() -> None:
    layout = Layout(20, 1, (8,), 20, 1)
    parameters = np.random.default_rng(0).normal(0.0, 0.2, (20, layout.size)).astype(np.float32)
    unit = Scaling.identity(1)
    many = Network(layout, "relu", parameters, unit, unit, np.full(1, -7.0, np.float32))
    rows = drawn(2_000)
    rows = Dataset(rows.inputs[:, :1], rows.targets, ("a",), ("y",))
    tracemalloc.start()
    try:
        importance(many, rows)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 40e6, "two threads; all rows and permutations at once take 220 MB"


def test_inputs_that_go_together_are_named() -> None:
    rows = drawn(500)
    inputs = np.column_stack([rows.inputs[:, :2], rows.inputs[:, 0] + 0.1 * rows.inputs[:, 2]])
    (note,) = importance(TRUTH, replace(rows, inputs=inputs)).notes
    assert note.startswith("a and c go together (correlation 0.99")


def moves(density: float, mean: float, deviation: float, error: float = 0.01) -> Moves:
    of_density, of_mean, of_deviation = (Estimate(x, error) for x in (density, mean, deviation))
    return Moves(of_density, of_mean, of_deviation, unit=1.0)


@pytest.mark.parametrize(
    ("moved", "words"),
    [
        (moves(1.0, 1.0, 0.5), "moves both mean and spread"),
        (moves(2.0, 2.0, 0.3), "moves mostly the mean"),
        (moves(2.0, 0.3, 2.0), "moves mostly the spread"),
        (moves(0.5, 0.05, 0.05), "moves the shape alone"),
        (moves(0.05, 0.05, 0.05), "hardly moves anything"),
        (moves(0.3, 0.3, 0.0, error=0.2), "too few rows to tell"),
    ],
)
def test_what_moves_in_words(moved: Moves, words: str) -> None:
    assert moved.verdict == words


def test_a_component_of_next_to_no_weight_far_out_hides_nothing() -> None:
    """Where rows are permuted away from the data, such components are there."""
    far = known_network([1.0, 1e-6], [0.0, 1e9], [1.0, 1e12], slope=3.0)
    x = np.random.default_rng(0).normal(size=(500, 1))
    y = 3 * x + np.random.default_rng(1).normal(size=(500, 1))
    (of_x,) = importance(far, Dataset(x, y, ("x",), ("y",))).inputs
    assert of_x.moves[0].density.value == pytest.approx(6 / sqrt(pi), rel=0.1)
    assert of_x.moves[0].mean.value == pytest.approx(6 / sqrt(pi), rel=0.1)
    assert of_x.moves[0].verdict == "moves the mean, not the spread"
