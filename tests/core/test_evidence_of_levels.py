"""Evidence where inputs are categories or may be missing: counts by hand, and the rule of f."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.evidence import Evidence, TrainingRows
from mdn_gui.core.kinds import NUMBER, Category, Kind, Number

Floats = np.ndarray

COLOUR = Category(("red", "green", "blue", "never"), missing=True)
HOLED = Number(missing=True)
NAN = float("nan")


def by_hand(evidence: Evidence, place: Floats) -> float:
    """The definition, row by row and column by column."""
    total = 0.0
    for row in evidence.rows:
        distance, differing = 0.0, 0
        for column, kind in enumerate(evidence.kinds):
            here, there = place[column], row[column]
            if isinstance(kind, Category):
                differing += not (here == there or (np.isnan(here) and np.isnan(there)))
            elif np.isnan(here) or np.isnan(there):
                differing += bool(np.isnan(here)) != bool(np.isnan(there))
            else:
                distance = max(distance, abs(here - there) / evidence.reach[column])
        total += max(0.0, 1.0 - distance) * evidence.factor**differing
    for column, kind in enumerate(evidence.kinds):
        if isinstance(kind, Category) or kind.missing:
            gone = np.isnan(evidence.rows[:, column])
            same = gone == np.isnan(place[column])
            if isinstance(kind, Category) and not np.isnan(place[column]):
                same = evidence.rows[:, column] == place[column]
            if not same.any():
                return 0.0
    return evidence.weight * total


def table(rng: np.random.Generator, rows: int, kinds: tuple[Kind, ...]) -> Floats:
    columns: list[Floats] = []
    column: Floats
    for kind in kinds:
        if isinstance(kind, Category):
            column = rng.choice(np.arange(3.0), rows, p=[0.6, 0.3, 0.1])
        else:
            column = rng.normal(size=rows)
        columns.append(np.where(rng.random(rows) < 0.2, np.nan, column) if kind.missing else column)
    return np.column_stack(columns)


@settings(max_examples=30)
@given(
    seed=st.integers(0, 2**32 - 1),
    kinds=st.sampled_from(
        [(HOLED,), (COLOUR,), (NUMBER, COLOUR), (HOLED, COLOUR), (HOLED, NUMBER), (COLOUR, COLOUR)]
    ),
)
def test_evidence_and_its_sections_are_the_definition(seed: int, kinds: tuple[Kind, ...]) -> None:
    rng = np.random.default_rng(seed)
    evidence = Evidence.of(table(rng, 80, kinds), 160, kinds)
    places = table(rng, 12, kinds)
    expected = [by_hand(evidence, place) for place in places]
    assert_allclose(evidence.at(places), expected, atol=1e-6)
    for column, kind in enumerate(kinds):
        section = evidence.along(places[0], column)
        along = np.arange(4.0) if isinstance(kind, Category) else np.linspace(-4.0, 4.0, 41)
        some = np.tile(places[0], (len(along), 1))
        some[:, column] = along
        guessed = evidence.guessed(some)
        clear = np.abs(evidence.at(some) - evidence.threshold) > 1e-6
        assert_array_equal(section.guessed(along)[clear], guessed[clear])
        near = np.array([by_hand(evidence, place) for place in some])
        inside = ~guessed
        assert_allclose(section.at(along)[inside], near[inside], atol=1e-6)


def test_other_levels_count_nothing_where_each_has_rows_enough() -> None:
    rng = np.random.default_rng(0)
    x = np.column_stack([rng.normal(size=900), np.arange(900) % 3])
    evidence = Evidence.of(x, kinds=(NUMBER, COLOUR))
    assert evidence.factor == 0.0
    assert evidence.guessed([[0.0, 3.0]]).all(), "a level that no row has"
    assert evidence.guessed([[0.0, NAN]]).all(), "nothing was missing"
    assert not evidence.guessed([[0.0, 2.0]]).any()
    assert evidence.guessed([[9.0, 2.0]]).all(), "outside the range"
    assert evidence.guessed(x).mean() < 0.06


def test_they_count_where_many_rows_would_be_alone() -> None:
    rng = np.random.default_rng(0)
    kind = Category(tuple(f"person {number}" for number in range(200)))
    x = np.column_stack([rng.normal(size=400), np.arange(400) % 200])
    evidence = Evidence.of(x, kinds=(NUMBER, kind))
    assert evidence.factor in {0.25, 0.5}
    assert evidence.guessed(x).mean() < 0.06
    assert not evidence.guessed([[0.0, 7.0]]).any()


@pytest.mark.parametrize("categories", [1, 2, 3, 6])
@pytest.mark.parametrize("rows", [300, 500, 850])
def test_categories_do_not_hide_a_gap_in_a_number(categories: int, rows: int) -> None:
    rng = np.random.default_rng(categories)
    side = rng.random(rows) < 0.5
    levels = rng.integers(0, 4, (rows, categories)).astype(float)
    kinds: tuple[Kind, ...] = (NUMBER, *[Category(tuple("abcd"))] * categories)
    for low, high, middle in ((-1.0, 9.0, 4.5), (-2.3, 0.7, 0.0)):
        width = 1.0 if low == -1.0 else 1.6
        x = np.where(
            side, rng.uniform(low, low + width, rows), rng.uniform(high, high + width, rows)
        )
        evidence = Evidence.of(np.column_stack([x, levels]), kinds=kinds)
        assert evidence.guessed(np.column_stack([np.full(rows, middle), levels])).all()
        assert evidence.guessed(np.column_stack([x, levels])).mean() < 0.06


def test_a_missing_cell_is_a_level() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(600, 2))
    x[:200, 0] = np.nan
    evidence = Evidence.of(x, kinds=(HOLED, NUMBER))
    assert evidence.guessed([[NAN, 0.0], [0.0, 0.0]]).tolist() == [False, False]
    assert evidence.guessed([[0.0, NAN]]).all()
    nearest = evidence.nearest([NAN, 0.1])
    assert np.isnan(nearest[0])
    assert abs(nearest[1] - 0.1) < 0.1


@pytest.mark.parametrize("nearness", [0.5, 2.0])
def test_how_near_counts(nearness: float) -> None:
    x = table(np.random.default_rng(1), 300, (HOLED, COLOUR))
    usual = Evidence.of(x, kinds=(HOLED, COLOUR))
    changed = usual.within(nearness)
    assert changed.factor == usual.factor
    assert_allclose(changed.at(x[:9]), [by_hand(changed, place) for place in x[:9]], atol=1e-6)


def test_numbers_alone_are_as_before() -> None:
    x = np.random.default_rng(0).normal(size=(300, 2))
    plain, told = Evidence.of(x), Evidence.of(x, kinds=(NUMBER, Number(unit="m")))
    assert (plain.radius, plain.threshold) == (told.radius, told.threshold)
    assert_array_equal(plain.at(x), told.at(x))


def test_rows_of_a_dataset_keep_their_kinds() -> None:
    kinds = (HOLED, COLOUR)
    x = table(np.random.default_rng(2), 50, kinds)
    rows = TrainingRows.of(Dataset(x, np.zeros((50, 1)), ("a", "b"), ("y",), kinds))
    assert rows.kinds == kinds
    assert np.isfinite(rows.evidence.at(x)).all()
    with pytest.raises(ValueError, match="inputs must be finite"):
        TrainingRows(x, 50)


@pytest.mark.parametrize("kind", [HOLED, COLOUR])
def test_a_column_of_nothing_but_missing_cells(kind: Kind) -> None:
    x = np.column_stack([np.full(40, np.nan), np.arange(40.0)])
    evidence = Evidence.of(x, kinds=(kind, NUMBER))
    assert not evidence.guessed([[NAN, 20.0]]).any()
    assert evidence.guessed([[1.0, 20.0]]).all()
    assert evidence.along([NAN, 20.0], 0).guessed([1.0]).all()


def test_along_a_category_evidence_is_that_of_the_level_within_half_a_level_of_it() -> None:
    rng = np.random.default_rng(0)
    x = np.column_stack([rng.normal(size=900), np.arange(900) % 3])
    evidence = Evidence.of(x, kinds=(NUMBER, COLOUR))
    section = evidence.along([0.0, 0.0], 1)
    at_levels = evidence.at([[0.0, level] for level in range(4)])
    for beside in (-0.5, -0.4, 0.0, 0.4):
        assert_allclose(section.at(np.arange(4) + beside), at_levels)
        assert_array_equal(
            section.guessed(np.arange(4.0) + beside)[1:], [False, False, beside > -0.5]
        )
    assert_array_equal(section.at([-0.6, 3.6]), [0.0, 0.0])
    assert section.guesses.tolist() == [[-np.inf, -0.5], [2.5, np.inf]], "no row is of the last"
