"""Inputs that go together."""

from time import process_time

import numpy as np
import pytest
from numpy.typing import ArrayLike
from scipy.stats import spearmanr
from scipy.stats.contingency import association

from mdn_gui.core.associations import Association, associations
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kinds import NUMBER, Category, Kind, Number

RNG = np.random.default_rng(0)
ROWS = 1000
A = RNG.normal(size=ROWS)
LEVELS = RNG.integers(0, 4, ROWS).astype(float)
NAMES = Category(("a", "b", "c", "d"))


def found(*columns: ArrayLike, kinds: tuple[Kind, ...] = ()) -> list[Association]:
    inputs = np.column_stack(list(map(np.asarray, columns)))
    names = tuple("abcdefghij"[: inputs.shape[1]])
    y = np.zeros((len(inputs), 1))
    kinds = kinds or (NUMBER,) * inputs.shape[1]
    return list(associations(Dataset(inputs, y, names, ("y",), kinds)))


def test_correlated_numbers_are_named_with_their_correlation() -> None:
    b = -A + 0.3 * RNG.normal(size=ROWS)
    (pair,) = found(A, b, RNG.normal(size=ROWS))
    assert pair.names == ("a", "b")
    r = np.corrcoef(A, b)[0, 1]
    assert str(pair) == (
        f"a and b go together (correlation {r:.2f}): permuting one leaves the data, so read both "
        "with care."
    )


def test_a_curve_is_found_by_ranks() -> None:
    b = np.round(np.exp(4 * A), 1)  # with ties
    (pair,) = found(A, b)
    assert pair.measure == "correlation of ranks"
    assert pair.coefficient == pytest.approx(spearmanr(A, b).statistic)


def test_numbers_of_any_size_and_missing_ones() -> None:
    b = 1e200 * A + 1e199 * RNG.normal(size=ROWS)
    b[::3] = np.nan
    (pair,) = found(A, b, kinds=(NUMBER, Number(missing=True)))
    assert pair.coefficient == pytest.approx(1 / np.sqrt(1.01), abs=0.01)


def test_a_category_and_a_number() -> None:
    b = LEVELS * 3 % 4 + 0.3 * RNG.normal(size=ROWS)
    (pair,) = found(b, LEVELS, kinds=(NUMBER, NAMES))
    assert pair.measure == "correlation ratio"
    assert pair.coefficient == pytest.approx(np.sqrt(1.25 / (1.25 + 0.09)), abs=0.01)
    assert not found(A, LEVELS, kinds=(NUMBER, NAMES))


def test_two_categories() -> None:
    moved = RNG.random(ROWS) < 0.1
    b = np.where(moved, RNG.integers(0, 4, ROWS), (LEVELS + 1) % 4)
    (pair,) = found(LEVELS, b, kinds=(NAMES, NAMES))
    assert pair.measure == "Cramér's V"
    table = np.zeros((4, 4), int)
    np.add.at(table, (LEVELS.astype(int), b.astype(int)), 1)
    assert pair.coefficient == pytest.approx(association(table, method="cramer"), abs=0.005)


def test_many_levels_of_few_rows_go_together_with_nothing_by_chance() -> None:
    many = Category(tuple(map(str, range(30))))
    levels = np.repeat(np.arange(30.0), 2)
    other = RNG.permutation(levels)
    assert not found(levels, other, RNG.normal(size=60), kinds=(many, many, NUMBER))


def test_constant_columns_and_few_rows_tell_nothing() -> None:
    assert not found(A, np.ones(ROWS))
    assert not found(A[:9], 2 * A[:9])
    assert found(A[:10], 2 * A[:10])


def test_many_inputs_are_compared_with_each_other_at_once() -> None:
    names = tuple(f"x{number}" for number in range(200))
    inputs = RNG.normal(size=(2_000, 200))
    inputs[:, 150] = np.exp(inputs[:, 20])
    inputs[::5, 70] = np.nan
    kinds = tuple(Number(missing=column == 70) for column in range(200))
    rows = Dataset(inputs, inputs[:, :1], names, ("y",), kinds)
    begun = process_time()
    (pair,) = associations(rows)
    assert process_time() - begun < 2.0, "of one pair after the other it takes 8 s"
    assert pair.names == ("x20", "x150")
    assert pair.coefficient == pytest.approx(1.0)


def test_rows_that_lack_one_of_two_inputs_tell_nothing_of_both() -> None:
    b = A + np.where(np.arange(ROWS) < 500, 0.3, 30.0) * RNG.normal(size=ROWS)
    b[500:] = np.nan
    levels = np.where(np.arange(ROWS) < 500, LEVELS, np.nan)
    number = np.where(np.arange(ROWS) < 500, LEVELS, LEVELS[::-1]) + 0.1 * RNG.normal(size=ROWS)
    kinds = (NUMBER, Number(missing=True), Category(NAMES.levels, missing=True), NUMBER)
    first, second = found(A, b, levels, number, kinds=kinds)
    assert first.coefficient == pytest.approx(spearmanr(A[:500], b[:500]).statistic, abs=0.03)
    assert second.names == ("c", "d")
