"""Rows that each stand for several: divided, streamed and trained on as the repeated rows are."""

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

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.engine.loading import load_tensorflow
from mdn_gui.core.files.parquet import ParquetSource
from mdn_gui.core.holdout import MOST_ROWS, Holdout
from mdn_gui.core.parquet_rows import open_parquet
from mdn_gui.core.roles import Roles
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.core.table import Source, source_of
from mdn_gui.core.training import train

load_tensorflow()

from mdn_gui.core.engine.fitting import Fit  # noqa: E402 - after loading

type Floats = NDArray[np.float64]

ONE = NetworkSettings(hidden=(8, 6), components=3, standardize=True, spread_means=True)
TRAINING = TrainingSettings(epochs=3, batch_size=128, learning_rate=1e-2, seed=3)


def curve(rows: int, weights: Floats | None = None, seed: int = 0) -> Dataset:
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 2, (rows, 1))
    y = 3 * x + rng.normal(0, 0.2 + x**2)
    return Dataset(x, y, ("x",), ("y",), weights=weights)


def whole(rows: int, seed: int = 0) -> Floats:
    """Whole weights of which the least is 1."""
    weights = np.random.default_rng(seed).integers(1, 6, rows).astype(float)
    weights[0] = 1.0
    return weights


def repeated(dataset: Dataset) -> Dataset:
    """Each row as often as its weight says."""
    assert dataset.weights is not None
    rows = np.repeat(np.arange(dataset.rows), dataset.weights.astype(int))
    return replace(dataset.take(rows), weights=None)


def contents(source: Source) -> list[set[tuple[float, float]]]:
    """The distinct rows of each part."""
    return [
        set() if part is None else set(zip(part.inputs[:, 0], part.targets[:, 0], strict=True))
        for part in (source.training, source.validation, source.test)
    ]


def columns(rows: Dataset) -> Floats:
    """Inputs and weights, side by side."""
    assert rows.weights is not None
    return np.column_stack([rows.inputs, rows.weights])


def written(dataset: Dataset, path: Path) -> Path:
    columns = {"x": dataset.inputs[:, 0], "y": dataset.targets[:, 0], "n": dataset.weights}
    pq.write_table(pa.table(columns), path, row_group_size=20_000)
    return path


def losses(dataset: Dataset, network: NetworkSettings, settings: TrainingSettings) -> Floats:
    epochs = train(dataset, network, settings)
    return np.array([(epoch.train_loss, epoch.validation_loss) for epoch in epochs])


@given(
    rows=st.integers(12, 200),
    seed=st.integers(0, 10**6),
    fraction=st.floats(0.01, 0.6),
    test=st.sampled_from([0.0, 0.01, 0.3]),
)
def test_a_weighted_row_is_held_out_where_its_copies_are(
    rows: int, seed: int, fraction: float, test: float
) -> None:
    weighted, holdout = curve(rows, whole(rows, seed), seed), Holdout(fraction, test, seed)
    assert contents(weighted.source(holdout)) == contents(repeated(weighted).source(holdout))


def test_the_share_held_out_is_of_the_weight() -> None:
    rng = np.random.default_rng(0)
    dataset = curve(20_000, rng.gamma(0.5, 3.0, 20_000) + 0.01)
    source = dataset.source(Holdout(0.2, 0.1))
    assert dataset.weights is not None
    assert source.validation.weights is not None
    assert source.test is not None
    assert source.test.weights is not None
    total, greatest = dataset.weights.sum(), dataset.weights.max()
    assert source.validation.weights.sum() == pytest.approx(0.2 * total, abs=greatest)
    assert source.test.weights.sum() == pytest.approx(0.1 * total, abs=greatest)


@pytest.mark.parametrize("factor", [2.0, 0.1, 1e99, 1e-300])
def test_the_unit_of_the_weights_makes_no_difference(factor: float) -> None:
    weights = np.random.default_rng(1).uniform(0.3, 4.0, 400)
    (one, other), holdout = (curve(400, each) for each in (weights, factor * weights)), Holdout(0.2)
    for part, like in zip(one.split_rows(holdout)[:3], other.split_rows(holdout)[:3], strict=True):
        assert_array_equal(part, like)
    assert_allclose(losses(other, ONE, TRAINING), losses(one, ONE, TRAINING), atol=1e-5)


def test_weights_of_one_change_nothing() -> None:
    settings = replace(TRAINING, input_noise=0.1, test_fraction=0.2)
    plain, weighted = (losses(curve(300, each), ONE, settings) for each in (None, np.ones(300)))
    assert_allclose(weighted, plain, rtol=0, atol=1e-7)


@pytest.mark.parametrize("heavy", [400.0, 1e90])
def test_a_row_of_most_of_the_weight_leaves_rows_for_every_part(heavy: float) -> None:
    weights = np.ones(200)
    weights[7] = heavy
    for seed in range(10):
        assert all(map(len, curve(200, weights).split_rows(Holdout(0.2, 0.2, seed))[:3]))


def test_a_full_batch_has_the_loss_and_the_gradient_of_the_repeated_rows() -> None:
    weighted = curve(40, whole(40))
    settings = replace(TRAINING, epochs=1)  # a batch has room for all rows
    found = []
    for dataset in (weighted, repeated(weighted)):
        fit = Fit(source_of(dataset, settings.holdout), ONE, settings)
        epoch = fit.epoch(1, lambda _: True)
        assert epoch is not None
        # Adam's first moment moves a tenth of the way to the first gradient.
        state = np.asarray(fit.state)
        found.append((epoch.train, epoch.validation, state[:, 0], state[:, 1] / 0.1))
    (train_loss, validation, *arrays), (other_train, other_validation, *others) = found
    (parameters, gradient), (other_parameters, expected) = arrays, others
    assert train_loss == pytest.approx(other_train, abs=1e-6)
    assert validation == pytest.approx(other_validation, abs=1e-6)
    assert_allclose(parameters, other_parameters, rtol=0, atol=1e-6)
    assert np.abs(expected).max() > 0.1
    assert_allclose(gradient, expected, rtol=0, atol=1e-6)


def test_the_validation_loss_is_the_weighted_mean_of_its_rows() -> None:
    dataset = curve(300, whole(300))
    held_out = dataset.source(TRAINING.holdout).validation
    (*_, last) = train(dataset, ONE, TRAINING)
    rows = -last.network(held_out.inputs).log_prob(held_out.targets)
    expected = np.average(rows, weights=held_out.weights)
    assert last.validation_loss == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("seed", [0, 1])
def test_the_parts_are_the_same_in_memory_and_streamed(tmp_path: Path, seed: int) -> None:
    rows = MOST_ROWS + 40_000
    weights = np.random.default_rng(seed).choice(np.array([0.1, 0.25, 0.7, 3.3]), rows)
    dataset, holdout = curve(rows, weights), Holdout(0.2, 0.1, seed)
    table = open_parquet(written(dataset, tmp_path / "t.parquet"), Roles(("x",), ("y",), "n"))
    source, memory = table.source(holdout), dataset.source(holdout)
    assert isinstance(source, ParquetSource)
    for part, like in ((source.validation, memory.validation), (source.test, memory.test)):
        assert part is not None
        assert like is not None
        assert_array_equal(part.targets, like.targets)
        assert_array_equal(part.weights, like.weights)
    assert source.rows == memory.rows
    assert source.mean_weight == pytest.approx(memory.mean_weight, rel=1e-12)
    packed = source.windows(
        lambda rows: columns(rows).astype(np.float32), 100_000, np.random.default_rng(0)
    )
    seen, like_rows = np.concatenate(list(packed)), columns(memory.training).astype(np.float32)
    assert_array_equal(seen[np.lexsort(seen.T)], like_rows[np.lexsort(like_rows.T)])


def test_a_short_table_gives_the_same_numbers_streamed(tmp_path: Path) -> None:
    dataset = curve(1_000, whole(1_000))
    table = open_parquet(written(dataset, tmp_path / "t.parquet"), Roles(("x",), ("y",), "n"))
    assert table.weighted
    streamed = [epoch.validation_loss for epoch in train(table, ONE, TRAINING)]
    assert streamed == losses(dataset, ONE, TRAINING)[:, 1].tolist()


def test_rows_that_are_never_in_memory_are_weighed_too(tmp_path: Path) -> None:
    dataset = curve(150, whole(150))  # one batch
    table = open_parquet(written(dataset, tmp_path / "t.parquet"), Roles(("x",), ("y",), "n"))
    settings = TRAINING
    source = table.streamed(settings.holdout)
    one, other = (
        Fit(each, ONE, settings).epoch(1, lambda _: True)
        for each in (source, dataset.source(settings.holdout))
    )
    assert one is not None
    assert other is not None
    assert one.train == pytest.approx(other.train, abs=1e-6)


@pytest.mark.parametrize("weight", [0.0, -2.5, 1e101, None, np.inf])
def test_a_row_without_a_weight_is_left_out(tmp_path: Path, weight: float | None) -> None:
    weights = [1.0, 2.0, weight, 1.0]
    columns = {"x": [1.0, 2.0, 3.0, 4.0], "y": [1.0, 3.0, 2.0, 5.0], "n": weights}
    pq.write_table(pa.table(columns), tmp_path / "t.parquet")
    rows = open_parquet(tmp_path / "t.parquet", Roles(("x",), ("y",), "n"))
    (block,) = rows.blocks()
    assert block.weights is not None
    assert (block.weights.tolist(), rows.left_out) == ([1, 2, 1], 1)
    assert "row 3" in rows.notes[0]


@pytest.mark.parametrize("weight", [1e60, 1e-60])
def test_weights_that_single_precision_cannot_count_together_are_refused(weight: float) -> None:
    weights = np.ones(300)
    weights[7] = weight
    with pytest.raises(ValueError, match=r"A weight of 1\S* beside .* row out"):
        next(train(curve(300, weights), NetworkSettings(hidden=(5,)), TrainingSettings(epochs=1)))


def test_weights_too_large_to_add_up_are_no_weights() -> None:
    with pytest.raises(ValueError, match=r"at most 1e\+100, but that of row 1 is 1e\+101; correct"):
        curve(3, np.array([1.0, 1e101, 1.0]))
