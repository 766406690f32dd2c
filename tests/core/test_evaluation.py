"""Scores of networks that are the distribution their rows come from."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.stats import norm

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.evaluation import evaluate
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.core.parquet_rows import open_parquet
from mdn_gui.core.roles import Roles

WEIGHT = 0.3


def of_parameters(slope: list[float], bias: list[float], outputs: int) -> Network:
    """A linear network of one input, in the data's own units."""
    components = len(bias) // (2 * outputs + 1)
    return Network(
        Layout(1, 1, (), components, outputs),
        "relu",
        np.array([[*slope, *bias]], np.float32),
        Scaling.identity(1),
        Scaling.identity(outputs),
        np.full(outputs, -30, np.float32),
    )


def two_lines() -> Network:
    """0.3 Normal(2x - 3, 0.5) + 0.7 Normal(-x + 3, 1.5)."""
    logits = [np.log(WEIGHT), np.log(1 - WEIGHT)]
    return of_parameters([0, 0, 2, -1, 0, 0], [*logits, -3, 3, np.log(0.5), np.log(1.5)], 1)


def rows_of_two_lines(rows: int, seed: int, noise_seed: int = 1) -> Dataset:
    """Rows drawn from that mixture; the same `seed` gives the same x."""
    x = np.random.default_rng(seed).uniform(-1, 1, rows)
    rng = np.random.default_rng([seed, noise_seed])
    first = rng.random(rows) < WEIGHT
    y = np.where(first, rng.normal(2 * x - 3, 0.5), rng.normal(3 - x, 1.5))
    return Dataset(x[:, None], y[:, None], ("x",), ("y",))


def two_normals() -> tuple[Network, Dataset]:
    """Two independent targets, Normal(x, 0.5) and Normal(-2x, 3), and rows of them."""
    network = of_parameters([0, 1, -2, 0, 0], [0, 0, 0, np.log(0.5), np.log(3)], 2)
    rng = np.random.default_rng(0)
    x = rng.normal(size=(20_000, 1))
    y = x * [1, -2] + rng.normal(0, [0.5, 3], (20_000, 2))
    return network, Dataset(x, y, ("x",), ("u", "v"))


def density(dataset: Dataset) -> NDArray[np.float64]:
    """p(y | x) of the two lines at each row."""
    x, y = dataset.inputs[:, 0], dataset.targets[:, 0]
    first, second = norm.pdf(y, 2 * x - 3, 0.5), norm.pdf(y, 3 - x, 1.5)
    densities: NDArray[np.float64] = WEIGHT * first + (1 - WEIGHT) * second
    return densities


def test_scores_of_the_true_mixture() -> None:
    dataset = rows_of_two_lines(20_000, 1)
    scores = evaluate(two_lines(), dataset)
    assert scores.nll == pytest.approx(-np.log(density(dataset)).mean(), abs=1e-6)
    # At the truth, the expected score is half the mean distance of two draws at the same x.
    one, other = rows_of_two_lines(20_000, 1), rows_of_two_lines(20_000, 1, noise_seed=2)
    assert_array_equal(one.inputs, other.inputs)
    distance = np.abs(one.targets - other.targets).mean()
    assert scores.crps[0] == pytest.approx(distance / 2, abs=0.03)
    assert scores.coverage_50[0] == pytest.approx(0.5, abs=0.015)
    assert scores.coverage_90[0] == pytest.approx(0.9, abs=0.01)


def test_scores_of_several_targets() -> None:
    network, dataset = two_normals()
    scores = evaluate(network, dataset)
    entropy = np.log(2 * np.pi * np.e) + np.log(0.5 * 3)
    assert scores.nll == pytest.approx(entropy, abs=0.03)
    # Gneiting and Raftery (2007), equation 21, in the mean over the normal itself.
    assert_allclose(scores.crps, np.array([0.5, 3]) / np.sqrt(np.pi), rtol=0.02)
    assert_allclose(scores.coverage_50, 0.5, atol=0.015)
    assert_allclose(scores.coverage_90, 0.9, atol=0.01)


def test_a_too_narrow_prediction_covers_less_and_scores_worse() -> None:
    network, dataset = two_normals()
    narrow = of_parameters([0, 1, -2, 0, 0], [0, 0, 0, np.log(0.25), np.log(1.5)], 2)
    truth, scores = evaluate(network, dataset), evaluate(narrow, dataset)
    # Half the scale: the interval of mass 0.5 holds what lies within 0.337 true scales.
    assert_allclose(scores.coverage_50, 1 - 2 * norm.sf(norm.ppf(0.75) / 2), atol=0.015)
    assert_allclose(scores.coverage_90, 1 - 2 * norm.sf(norm.ppf(0.95) / 2), atol=0.015)
    assert scores.nll > truth.nll
    assert (np.array(scores.crps) > truth.crps).all()


def test_scores_are_in_the_datas_units() -> None:
    plain, dataset = two_lines(), rows_of_two_lines(500, 4)
    factor = 1000.0
    scaled = Network(
        plain.layout,
        plain.activation,
        plain.parameters,
        plain.input_scaling,
        Scaling(np.zeros(1), np.array([factor])),
        plain.log_floor,
    )
    other = Dataset(dataset.inputs, dataset.targets * factor, ("x",), ("y",))
    before, after = evaluate(plain, dataset), evaluate(scaled, other)
    assert after.nll == pytest.approx(before.nll + np.log(factor))
    assert after.crps[0] == pytest.approx(before.crps[0] * factor)
    assert after.coverage_90 == before.coverage_90


def test_long_tables_are_scored_as_short_ones() -> None:
    dataset = rows_of_two_lines(25_000, 5)
    first, second = (
        evaluate(two_lines(), dataset.take(rows))
        for rows in (np.arange(5000), np.arange(5000, 25_000))
    )
    whole = evaluate(two_lines(), dataset)
    for name in ("nll", "crps", "coverage_50", "coverage_90"):
        parts = np.array([getattr(first, name), getattr(second, name)])
        expected = np.average(parts, axis=0, weights=[5000, 20_000])
        assert_allclose(getattr(whole, name), expected, rtol=1e-12)


def test_streamed_rows_are_scored_as_rows_in_memory(tmp_path: Path) -> None:
    network, dataset = two_normals()
    x, (u, v) = dataset.inputs[:, 0], dataset.targets.T
    for part in range(3):
        rows = slice(part * 7000, (part + 1) * 7000)
        table = pa.table({"u": u[rows], "x": x[rows], "v": v[rows]})
        pq.write_table(table, tmp_path / f"{part}.parquet", row_group_size=900)
    streamed = evaluate(network, open_parquet(tmp_path, Roles(("x",), ("u", "v"))))
    whole = evaluate(network, dataset)
    for name in ("nll", "crps", "coverage_50", "coverage_90"):
        assert_allclose(getattr(streamed, name), getattr(whole, name), rtol=1e-12)


def test_streamed_rows_with_a_bad_cell_are_not_scored(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table({"x": [1.0, 2.0, 3.0], "y": [1.0, float("nan"), 2.0]}), path)
    streamed = evaluate(two_lines(), open_parquet(path, Roles(("x",), ("y",))))
    good = Dataset(np.array([[1.0], [3.0]]), np.array([[1.0], [2.0]]), ("x",), ("y",))
    assert streamed == evaluate(two_lines(), good)


@pytest.mark.parametrize(("inputs", "outputs"), [(2, 1), (1, 2)])
def test_a_dataset_of_other_columns_is_refused(inputs: int, outputs: int) -> None:
    names = ("a", "b")
    dataset = Dataset(np.ones((5, inputs)), np.ones((5, outputs)), names[:inputs], names[:outputs])
    with pytest.raises(ValueError, match=r"shape|output"):
        evaluate(two_lines(), dataset)


def test_a_dataset_of_fewer_targets_is_refused() -> None:
    network, dataset = two_normals()
    fewer = Dataset(dataset.inputs, dataset.targets[:, :1], ("x",), ("u",))
    with pytest.raises(ValueError, match="2 outputs"):
        evaluate(network, fewer)


@given(repeats=st.lists(st.integers(1, 9), min_size=1, max_size=60), unit=st.sampled_from([1, 0.1]))
def test_weighted_rows_are_scored_as_the_repeated_rows(repeats: list[int], unit: float) -> None:
    network, dataset = two_normals()
    rows = np.arange(len(repeats))
    weights = unit * np.array(repeats, float)
    weighted = evaluate(network, replace(dataset.take(rows), weights=weights))
    repeated = evaluate(network, dataset.take(np.repeat(rows, repeats)))
    for name in ("nll", "crps", "coverage_50", "coverage_90"):
        assert_allclose(getattr(weighted, name), getattr(repeated, name), rtol=1e-12)


def test_weighted_rows_are_scored_streamed_as_in_memory(tmp_path: Path) -> None:
    network, dataset = two_normals()
    weighted = replace(dataset, weights=np.random.default_rng(1).gamma(0.5, 5.0, dataset.rows))
    x, (u, v) = weighted.inputs[:, 0], weighted.targets.T
    table = pa.table({"n": weighted.weights, "u": u, "x": x, "v": v})
    pq.write_table(table, tmp_path / "t.parquet", row_group_size=900)
    streamed = evaluate(
        network, open_parquet(tmp_path / "t.parquet", Roles(("x",), ("u", "v"), "n"))
    )
    expected = np.average(-network(weighted.inputs).log_prob(weighted.targets), weights=table["n"])
    assert streamed.nll == pytest.approx(expected, rel=1e-12)
    assert_allclose(streamed.crps, evaluate(network, weighted).crps, rtol=1e-12)


@pytest.mark.parametrize("unit", [5e-324, 1e-300, 3e99])
def test_scores_do_not_depend_on_the_unit_of_the_weights(unit: float) -> None:
    dataset = rows_of_two_lines(25_000, seed=4)
    weights = np.random.default_rng(5).integers(1, 4, dataset.rows).astype(np.float64)
    expected = evaluate(two_lines(), replace(dataset, weights=weights / 3))
    found = evaluate(two_lines(), replace(dataset, weights=weights * unit))
    assert_allclose(found.nll, expected.nll, rtol=1e-12)
    assert_allclose(found.crps, expected.crps, rtol=1e-12)
    assert_allclose(found.coverage_50, expected.coverage_50, rtol=1e-12)
