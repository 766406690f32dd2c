"""Which rows are held out: told from what they contain, in memory and streamed alike."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from numpy.typing import NDArray
from scipy.stats import kstest

from mdn_gui.core import tables
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.files.parquet import ParquetSource
from mdn_gui.core.holdout import MOST_ROWS, Holdout
from mdn_gui.core.parquet_rows import open_parquet
from mdn_gui.core.roles import Roles
from mdn_gui.core.split import divided, hashed, row_keys
from mdn_gui.core.table import Source

RNG = np.random.default_rng(0)
SEEDS = st.integers(0, 2**31 - 1)


def table(x: NDArray[np.float64], y: NDArray[np.float64]) -> Dataset:
    return Dataset(x[:, None], y[:, None], ("x",), ("y",))


def measured(rows: int) -> Dataset:
    """Rows of numbers that are all different."""
    return table(RNG.normal(size=rows), RNG.normal(size=rows))


def written(dataset: Dataset, path: Path) -> Path:
    columns = {"x": dataset.inputs[:, 0], "y": dataset.targets[:, 0]}
    pq.write_table(pa.table(columns), path, row_group_size=20_000)
    return path


def streamed(dataset: Dataset, path: Path, holdout: Holdout) -> ParquetSource:
    """What a run on the rows in a file gets, never in memory, however few there are."""
    rows = open_parquet(written(dataset, path), Roles(("x",), ("y",)))
    return rows.streamed(holdout)


def parts(source: Source) -> list[list[tuple[float, float]]]:
    """The rows of each part, in order."""
    found = (source.training, source.validation, source.test)
    return [
        [] if part is None else list(zip(part.inputs[:, 0], part.targets[:, 0], strict=True))
        for part in found
    ]


def test_hashes_are_the_numbers_of_splitmix64() -> None:
    # The first numbers of the generator as other implementations print them.
    published = {
        0: [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F],
        1234567: [6457827717110365317, 3203168211198807973, 9817491932198370423],
    }
    for seed, expected in published.items():
        assert hashed(np.arange(3, dtype=np.uint64), seed).tolist() == expected


@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1])
def test_hashes_of_neighbours_are_spread_evenly(seed: int) -> None:
    shares = hashed(np.arange(100_000, dtype=np.uint64), seed) / 2.0**64
    assert kstest(shares, "uniform").pvalue > 1e-3
    assert abs(np.corrcoef(shares[1:], shares[:-1])[0, 1]) < 0.015


@given(
    st.integers(3, 200),
    st.floats(0.01, 0.6),
    st.floats(0, 0.39),
    SEEDS,
)
def test_each_row_is_in_one_part_and_the_parts_have_the_rows_asked_for(
    rows: int, validation: float, test: float, seed: int
) -> None:
    dataset = measured(rows)
    found = dataset.split_rows(Holdout(validation, test, seed))
    assert_array_equal(np.sort(np.concatenate(found[:3])), np.arange(rows))
    assert found.folds is None
    assert len(found.training) > 0
    assert abs(len(found.validation) - max(validation * rows, 1)) <= 1
    assert len(found.test) == 0 if test == 0 else abs(len(found.test) - max(test * rows, 1)) <= 1


def test_the_test_rows_do_not_depend_on_how_many_are_for_validation() -> None:
    dataset = measured(500)
    few, many = (dataset.split_rows(Holdout(share, 0.2, seed=3)).test for share in (0.1, 0.6))
    assert_array_equal(few, many)


def test_another_seed_holds_out_others() -> None:
    dataset = measured(10_000)
    one, other = (set(dataset.split_rows(Holdout(0.5, seed=seed)).validation) for seed in (0, 1))
    assert len(one & other) == pytest.approx(2_500, abs=150)


def test_what_is_held_out_is_a_fair_sample() -> None:
    dataset = table(np.arange(20_000.0), np.arange(20_000.0))
    for part in dataset.split_rows(Holdout(0.2, 0.2))[:3]:
        assert kstest(part / 20_000, "uniform").pvalue > 1e-3
        order = np.argsort(np.argsort(part)) / len(part)
        assert abs(np.corrcoef(order[1:], order[:-1])[0, 1]) < 5 / np.sqrt(len(part))


@pytest.mark.parametrize("rows", [300, MOST_ROWS + 50_000])
def test_the_order_of_the_rows_makes_no_difference(rows: int) -> None:
    dataset, holdout = measured(rows), Holdout(0.15, 0.15, seed=5)
    shuffled = dataset.take(RNG.permutation(rows))
    assert parts(dataset.source(holdout)) == parts(shuffled.source(holdout))


def test_minus_zero_is_zero() -> None:
    dataset = measured(100)
    one, other = (
        table(np.append(dataset.inputs[:, 0], zero), np.append(dataset.targets[:, 0], 1.0))
        for zero in (0.0, -0.0)
    )
    assert parts(one.source(Holdout(0.4))) == parts(other.source(Holdout(0.4)))


def test_a_missing_cell_is_one_whatever_its_sign() -> None:
    nan, negative = np.array([0x7FF8 << 48, 0xFFF8 << 48], np.uint64).view(np.float64)
    assert np.signbit([nan, negative]).tolist() == [False, True]
    x = np.arange(5.0)
    one, other = (row_keys([x, np.full(5, value)]) for value in (nan, negative))
    assert_array_equal(one, other)


def test_no_copy_of_a_streamed_row_is_on_another_side(tmp_path: Path) -> None:
    pairs = measured(1_000).take(np.tile(np.arange(1_000), 2))
    source = open_parquet(written(pairs, tmp_path / "pairs.parquet"), Roles(("x",), ("y",))).source(
        Holdout(0.15, 0.15, seed=1)
    )
    for each in (source, streamed(pairs, tmp_path / "again.parquet", Holdout(0.15, 0.15, seed=1))):
        training, validation, test = map(set, parts(each))
        assert not training & (validation | test)
        assert not validation & test
        assert (len(training), len(validation), len(test)) == (700, 150, 150)


def long_tables() -> dict[str, Dataset]:
    """Tables that do not fit into one window."""
    rows = MOST_ROWS + 60_000
    half = np.tile(np.arange(rows // 2), 2)
    codes = RNG.integers(0, 9, (2, rows)).astype(float)
    zeros = measured(2 * rows)
    heavy = np.where(np.arange(2 * rows) < rows, 0.0, [zeros.inputs[:, 0], zeros.targets[:, 0]])
    return {
        "measured": measured(rows),
        "pairs": measured(rows).take(half),
        "codes": table(codes[0], codes[1]),
        "few codes": table(codes[0] % 2, codes[1] % 2),
        "half of the rows the same": table(heavy[0], heavy[1]),
    }


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("kind", list(long_tables()))
def test_the_parts_are_the_same_in_memory_and_streamed(
    tmp_path: Path, kind: str, seed: int
) -> None:
    dataset, holdout = long_tables()[kind], Holdout(0.2, 0.1, seed)
    source, memory = streamed(dataset, tmp_path / "t.parquet", holdout), dataset.source(holdout)
    (_, *held_out), (_, *expected) = parts(source), parts(memory)
    assert held_out == expected
    assert source.rows == memory.rows
    assert parts(source)[0] == parts(memory)[0][:MOST_ROWS]
    windows = source.windows(
        lambda rows: np.hstack([rows.inputs, rows.targets]), 100_000, np.random.default_rng(0)
    )
    trained = np.concatenate(list(windows))
    whole = np.hstack([memory.training.inputs, memory.training.targets]).astype(np.float32)
    for seen in (trained, whole):
        seen[:] = seen[np.lexsort(seen.T)]
    assert_array_equal(trained, whole)


@pytest.mark.parametrize("levels", [2, 9])
def test_equal_rows_of_codes_are_divided_like_others(levels: int) -> None:
    codes = RNG.integers(0, levels, (2, 3_000)).astype(float)
    training, validation, test = parts(table(codes[0], codes[1]).source(Holdout(0.2, 0.2)))
    assert (len(training), len(validation), len(test)) == (1_800, 600, 600)
    assert set(training) == set(validation) == set(test)


def test_a_large_table_holds_out_no_more_rows_than_a_network_can_be_scored_on() -> None:
    training, validation, test, _ = measured(1_000_000).split_rows(Holdout(0.3, 0.1))
    assert len(validation) == pytest.approx(3 * len(test), abs=3)
    assert len(validation) + len(test) == pytest.approx(MOST_ROWS, abs=1)
    assert len(training) == 1_000_000 - len(validation) - len(test)


def test_copies_leave_rows_for_every_part() -> None:
    few = measured(10).take(np.repeat(np.arange(10), [1, 1, 1, 1, 1, 1, 1, 1, 50, 60]))
    for seed in range(50):
        assert all(map(len, few.split_rows(Holdout(0.45, 0.5, seed))[:3]))


def test_many_copies_in_one_part_take_no_rows_from_the_other() -> None:
    rows = measured(1_401).take(np.repeat(np.arange(1_401), [600, *[1] * 1_400]))
    for seed in range(20):
        training, validation, test, _ = rows.split_rows(Holdout(0.15, 0.15, seed))
        assert len(training) >= 700
        assert min(len(validation), len(test)) >= 300
        heavy = [np.count_nonzero(part < 600) for part in (training, validation, test)]
        assert sorted(heavy) == [0, 0, 600]


def test_copies_that_would_take_the_training_rows_are_divided_like_other_rows(
    tmp_path: Path,
) -> None:
    rows = measured(201).take(np.repeat(np.arange(201), [1_800, *[1] * 200]))
    for seed in range(20):
        found = rows.split_rows(Holdout(0.15, 0.15, seed))
        # Those of a seed by which they are for training stay there.
        assert [len(found.validation), len(found.test)] == [300, 300] or len(found.training) > 1_800
        holdout = Holdout(0.15, 0.15, seed)
        source = streamed(rows, tmp_path / f"{seed}.parquet", holdout)
        assert parts(source) == parts(rows.source(holdout))


@pytest.mark.parametrize(
    ("validation", "test", "said"),
    [
        (0.0, 0.0, "validation_fraction must lie between 0 and 1"),
        (1.0, 0.0, "validation_fraction must lie between 0 and 1"),
        (float("nan"), 0.0, "validation_fraction must lie between 0 and 1"),
        (0.5, -0.1, "test_fraction must be at least 0 and below 1"),
        (0.5, float("nan"), "test_fraction must be at least 0 and below 1"),
        (0.6, 0.4, "A validation fraction of 0.6 and a test fraction of 0.4 leave no rows"),
    ],
)
def test_fractions_that_leave_a_part_empty_are_refused(
    validation: float, test: float, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        Holdout(validation, test)


@pytest.mark.parametrize(("rows", "test"), [(1, 0.0), (1, 0.1), (2, 0.1)])
def test_too_few_rows_are_refused(rows: int, test: float) -> None:
    with pytest.raises(ValueError, match=f"A table of {rows} rows? cannot be split; add rows"):
        measured(rows).split_rows(Holdout(0.2, test))


def test_a_file_read_and_one_streamed_are_divided_alike(tmp_path: Path) -> None:
    path = written(measured(5_000), tmp_path / "t.parquet")
    read, opened = tables.read(path, ["x"], ["y"]), open_parquet(path, Roles(("x",), ("y",)))
    holdout = Holdout(0.15, 0.15, seed=2)
    assert parts(read.source(holdout)) == parts(opened.source(holdout))


@given(
    rows=st.integers(10, 200),
    folds=st.integers(2, 10),
    share=st.floats(0.01, 0.6),
    test=st.floats(0, 0.39),
    seed=SEEDS,
)
def test_folds_are_of_the_validation_fraction_or_of_all_rows_that_are_not_for_test(
    rows: int, folds: int, share: float, test: float, seed: int
) -> None:
    dataset = measured(rows)
    if rows - max(test * rows, 1) - 1 < folds:
        return
    found = dataset.split_rows(Holdout(share, test, seed, folds))
    assert_array_equal(np.sort(np.concatenate([found.training, found.test])), np.arange(rows))
    assert found.folds is not None
    assert found.folds.shape == found.training.shape
    held_out = len(found.validation)
    assert_array_equal(found.training[:held_out], found.validation)
    assert_array_equal(found.folds >= 0, np.arange(len(found.folds)) < held_out)
    sizes = np.bincount(found.folds[:held_out], minlength=folds)
    assert len(sizes) == folds
    assert sizes.max() - sizes.min() <= 1
    if held_out < len(found.training):
        # Rounded up, but not because of what a product of doubles is too large by.
        assert sizes.min() == sizes.max() == math.ceil(share * rows - 1e-9)
    else:
        assert folds * math.ceil(share * rows) >= held_out
    assert_array_equal(found.test, dataset.split_rows(Holdout(0.2, test, seed)).test)
    parts = {-1: "training"} | dict.fromkeys(range(folds), "fold")
    for row, fold in zip(found.training.tolist(), found.folds.tolist(), strict=True):
        assert found.part_of(row) == parts[fold]
    assert all(found.part_of(row) == "test" for row in found.test.tolist())


def fold_of_row(dataset: Dataset, holdout: Holdout) -> NDArray[np.intp]:
    """The fold of each row of the table in its own order; -1 for test."""
    found = dataset.split_rows(holdout)
    assert found.folds is not None
    folds = np.full(dataset.rows, -1)
    folds[found.training] = found.folds
    return folds


@given(folds=st.integers(2, 10), test=st.sampled_from([0.0, 0.2]), seed=SEEDS)
def test_copies_of_a_row_are_in_one_fold(folds: int, test: float, seed: int) -> None:
    distinct = np.repeat(np.arange(100), np.resize([1, 2, 5], 100))
    copied = measured(100).take(distinct)
    found = fold_of_row(copied, Holdout(0.2, test, seed, folds))
    first = found[np.searchsorted(distinct, np.arange(100))]
    assert_array_equal(found, first[distinct])
    # As many distinct rows in each.
    sizes = np.bincount(first[first >= 0], minlength=folds)
    assert sizes.max() - sizes.min() <= 1


def test_equal_rows_of_codes_are_divided_into_folds_like_others() -> None:
    codes = RNG.integers(0, 9, (2, 3_001)).astype(float)
    found = fold_of_row(table(codes[0], codes[1]), Holdout(0.2, folds=5))
    sizes = np.bincount(found)
    assert len(sizes) == 5
    assert sizes.max() - sizes.min() <= 1


@given(folds=st.integers(2, 10), seed=SEEDS)
def test_weights_do_not_matter_for_folds(folds: int, seed: int) -> None:
    dataset, holdout = measured(150), Holdout(0.2, 0.0, seed, folds)
    weights = np.random.default_rng(seed).gamma(0.5, 3.0, 150) + 0.01
    weighted = replace(dataset, weights=weights)
    assert_array_equal(fold_of_row(weighted, holdout), fold_of_row(dataset, holdout))


def test_larger_folds_of_many_rows_hold_the_smaller_ones() -> None:
    dataset = measured(500)
    one, other = (fold_of_row(dataset, Holdout(share, 0.1, 1, 5)) for share in (0.05, 0.8))
    assert np.count_nonzero(one >= 0) == 5 * 25
    assert np.count_nonzero(other >= 0) == 450
    assert_array_equal(one[one >= 0], other[one >= 0])


def test_the_order_of_the_rows_does_not_matter_for_folds_but_the_seed_does() -> None:
    dataset, order = measured(1_000), RNG.permutation(1_000)
    found = fold_of_row(dataset, Holdout(0.2, 0.1, 1, 5))
    assert_array_equal(fold_of_row(dataset.take(order), Holdout(0.2, 0.1, 1, 5)), found[order])
    other = fold_of_row(dataset, Holdout(0.2, 0.1, 2, 5))
    assert np.count_nonzero(found == other) == pytest.approx(0.19 * 1_000, abs=60)


def test_each_fold_is_a_fair_sample() -> None:
    found = fold_of_row(table(np.arange(20_000.0), np.arange(20_000.0)), Holdout(0.2, folds=5))
    for fold in range(5):
        assert kstest(np.flatnonzero(found == fold) / 20_000, "uniform").pvalue > 1e-3


@pytest.mark.parametrize(
    ("rows", "test", "said"),
    [
        (9, 0.0, "9 distinct rows cannot be divided into 10 folds; choose fewer folds"),
        (12, 0.5, "6 distinct rows cannot be divided into 10 folds; choose fewer folds"),
    ],
)
def test_too_few_distinct_rows_for_the_folds_are_refused(rows: int, test: float, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        measured(rows).split_rows(Holdout(0.2, test, folds=10))


def test_copies_are_no_rows_more_to_divide_into_folds() -> None:
    copied = measured(14).take(np.repeat(np.arange(14), 3))
    with pytest.raises(ValueError, match=r"^[78] distinct rows cannot be divided into 10 folds"):
        copied.split_rows(Holdout(0.2, 0.45, folds=10))


def test_a_source_in_memory_has_the_folds_of_its_training_rows(tmp_path: Path) -> None:
    dataset, holdout = measured(200), Holdout(0.2, 0.1, 3, 5)
    source = dataset.source(holdout)
    assert source.folds is not None
    found = dataset.split_rows(holdout)
    assert_array_equal(source.folds, found.folds)
    assert_array_equal(source.training.inputs, dataset.inputs[found.training])
    assert_array_equal(source.validation.inputs, dataset.inputs[found.validation])
    assert source.rows == 180
    opened = open_parquet(written(dataset, tmp_path / "t.parquet"), Roles(("x",), ("y",)))
    read = opened.source(holdout)
    assert parts(read) == parts(source)
    assert_array_equal(read.folds, source.folds)


def test_rows_in_folds_come_in_one_piece_in_their_order() -> None:
    source = measured(200).source(Holdout(0.2, folds=5))
    (piece,) = source.windows(
        lambda rows: rows.targets.astype(np.float32), 64, np.random.default_rng(0)
    )
    assert_array_equal(piece, source.training.targets.astype(np.float32))


def test_a_table_that_is_read_piece_by_piece_has_no_folds(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"is read piece by piece.*; set the folds to 1"):
        streamed(measured(100), tmp_path / "t.parquet", Holdout(0.2, folds=2))
    assert streamed(measured(100), tmp_path / "t.parquet", Holdout(0.2)).folds is None


def test_the_first_of_many_rows_are_a_sample_of_all_folds() -> None:
    parts = measured(10_000).split_rows(Holdout(0.2, 0.1, folds=5))
    assert parts.folds is not None
    assert_array_equal(np.bincount(parts.folds[:500]), np.full(5, 100))


def test_folds_that_are_larger_than_there_are_rows_leave_nothing_out() -> None:
    holdout = Holdout(0.6, 0.45, folds=5)
    parts = measured(200).split_rows(holdout)
    assert len(parts.training) == 200 - len(parts.test)
    with pytest.raises(ValueError, match="leave no rows to train on"):
        Holdout(0.6, 0.45)


@pytest.mark.parametrize("seed", range(5))
def test_however_many_copies_a_row_has_or_whatever_it_weighs_they_are_of_one_fold(
    seed: int,
) -> None:
    once = measured(40)
    rows = once.take(np.concatenate([np.zeros(120, np.intp), np.repeat(np.arange(1, 40), 2)]))
    heavy = replace(rows, weights=np.where(np.arange(rows.rows) < 3, 1e4, 1.0))
    for table in (rows, heavy):
        for share in (0.1, 0.4):
            parts = table.split_rows(Holdout(share, seed=seed, folds=4))
            assert parts.folds is not None
            assert_array_equal(parts.validation, parts.training[parts.folds >= 0])
            assert (parts.folds[: len(parts.validation)] >= 0).all()
            folds: dict[bytes, int] = {}
            for row, fold in zip(parts.training.tolist(), parts.folds.tolist(), strict=True):
                content = table.inputs[row].tobytes()
                assert folds.setdefault(content, fold) == fold
            counted = np.bincount([fold for fold in folds.values() if fold >= 0])
            assert counted.max() - counted.min() <= 1


@pytest.mark.parametrize("rows", [10, 41, 392, 1_000, 3_333])
@pytest.mark.parametrize(
    "holdout",
    [Holdout(0.15, 0.15), Holdout(0.1), Holdout(0.1, 0.2, folds=5), Holdout(0.9, folds=3)],
)
def test_counts_tell_how_many_rows_each_part_gets(rows: int, holdout: Holdout) -> None:
    x = np.random.default_rng(rows).normal(size=(rows, 2))
    parts = divided(x[:, :1], x[:, 1:], holdout)
    counts = holdout.counts(rows)
    assert counts.test == len(parts.test)
    assert sum(counts) == rows
    if parts.folds is None:
        assert counts.validation == len(parts.validation)
    else:
        assert counts.validation == np.bincount(parts.folds[parts.folds >= 0]).max()
