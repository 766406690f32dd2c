"""A session over rows that lack inputs: where one stands, what is drawn, and what is the same."""

import csv
from collections import Counter

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.kinds import Category, Number
from mdn_gui.core.missing import MISSING
from mdn_gui.session import edits
from mdn_gui.session.data import Data, drawable, looked_at
from mdn_gui.session.samples import samples_csv
from mdn_gui.session.session import Session
from tests import gaps
from tests.sessions import changed, session_of

NAN = float("nan")


def session(**values: object) -> Session:
    return session_of(
        dataset=gaps.dataset(), sampled_ranges=gaps.RANGES, place=(5.0, 30.0, 1.0), **values
    )


def at(place: tuple[float, ...], **values: object) -> Session:
    return changed(session(**values), place=place)


def test_an_input_is_held_at_missing_and_the_place_equals_itself() -> None:
    one, other = (edits.set_input(1, float("nan"))(session()) for _ in range(2))
    assert one.resolved.place == other.resolved.place
    assert np.isnan(one.resolved.place[1])
    again = edits.set_input(1, float("nan"))(one)
    assert again.document is one.document, "nothing that could be undone"


def test_an_input_that_is_never_missing_cannot_be_held_at_that() -> None:
    there = edits.set_input(0, NAN)(session())
    assert there.resolved.place[0] == there.data.middle[0]


def test_of_a_number_missing_comes_after_the_last_value_and_before_it_again() -> None:
    data = session().data
    assert data.stepped(1, 30.0, 1) == pytest.approx(30.24)
    assert data.stepped(1, 41.9, 1) is MISSING
    assert data.stepped(1, MISSING, 1) is MISSING
    assert data.stepped(1, MISSING, -1) == pytest.approx(41.76)
    assert data.limits(1).high == 42.0
    assert data.limits(0).high == 131.0


def test_of_levels_and_of_few_values_missing_is_the_last() -> None:
    data = session().data
    assert [data.stepped(2, value, 1) for value in (0.0, 1.0, MISSING)] == [1.0, MISSING, MISSING]
    assert data.stepped(2, MISSING, -1) == 1.0
    grades = np.array([1.0, 2.0, 3.0, NAN] * 5)[:, np.newaxis]
    kinds = (Number(missing=True),)
    few = Data(
        Dataset(grades, np.zeros((20, 1)), ("grade",), ("y",), kinds), sampled_ranges=((0.8, 3.2),)
    )
    assert few.stepped(0, 3.0, 1) is MISSING
    assert few.stepped(0, MISSING, -1) == 3.0
    assert few.standing((2.6,)) == (3.0,)


def test_a_value_of_other_rows_beyond_the_axis_is_its_end() -> None:
    assert at((5.0, 4_000.0, 1.0)).resolved.place == (5.0, 42.0, 1.0)


def test_rows_without_a_value_lie_in_the_band() -> None:
    seen = changed(session(), across=1).resolved
    assert seen.missing is not None
    gone = np.isnan(gaps.INPUTS[:, 1])
    low, high = seen.missing.span
    assert_array_equal((seen.points.x > low) & (seen.points.x < high), gone)
    assert_array_equal(seen.points.x[~gone], gaps.INPUTS[~gone, 1])
    assert len(set(seen.points.x[gone])) == gone.sum()
    assert seen.x_range == (18.0, seen.missing.ends)
    levels = changed(session(), across=2).resolved
    assert_array_equal(np.abs(levels.points.x - 2.0) < 0.4, np.isnan(gaps.INPUTS[:, 2]))


def test_a_place_with_a_missing_value_is_pinned_once_and_is_gone_to() -> None:
    there = edits.set_input(1, NAN)(session())
    pinned = edits.pin_place("dry")(edits.pin_place("dry")(there))
    assert len(pinned.view.places) == 1
    elsewhere = edits.set_input(1, 30.0)(pinned)
    assert edits.go_to_place(0)(elsewhere).resolved.place == there.resolved.place


def test_a_locked_input_stays_missing_wherever_one_goes() -> None:
    there = edits.lock_input(1, on=True)(edits.set_input(1, NAN)(session()))
    assert edits.pick_row(0)(there).resolved.place[1] is MISSING


def cells_of(written: Session, column: str) -> list[str]:
    """What the CSV of the samples has in a column."""
    return [row[column] for row in csv.DictReader(samples_csv(written).decode().splitlines())]


def test_samples_at_missing_are_drawn_there_and_written_as_nothing() -> None:
    drawn = changed(session(network=gaps.network()), across=1)
    samples, band = drawn.samples(), drawn.resolved.missing
    assert band is not None
    beyond = samples.x > band.begins
    assert 50 < beyond.sum() < 200
    assert (np.abs(samples.y[beyond]) > 1.0).all()
    assert (np.abs(samples.y[~beyond]) < gaps.APART).all()
    written = cells_of(drawn, "moisture")
    assert_array_equal([cell == "" for cell in written], beyond)
    assert max(float(cell) for cell in written if cell) <= 42.0


def test_samples_along_another_input_have_nothing_where_one_is_held_at_missing() -> None:
    there = edits.set_input(2, NAN)(edits.set_input(1, NAN)(session(network=gaps.network())))
    assert set(cells_of(there, "moisture")) == {""}
    assert set(cells_of(there, "soil")) == {""}
    levels = Counter(cells_of(changed(there, across=2), "soil"))
    assert levels.keys() == {"clay", "loam", ""}
    assert_allclose([*levels.values()], 1_000 / 3, atol=1)


def test_what_is_predicted_at_a_place_stays_the_same_while_it_is_missing() -> None:
    there = edits.set_input(1, NAN)(session(network=gaps.network()))
    again = edits.view(lambda view: view)(edits.set_input(1, float("nan"))(there))
    assert again.line == there.line
    assert_allclose(there.mixture_at_x().means[:, 0], [-gaps.APART, gaps.APART], rtol=1e-6)


def test_ranges_are_of_the_values_that_there_are() -> None:
    some, none = np.array([NAN, 1.0, 3.0]), np.array([NAN, NAN])
    assert drawable(some)
    assert looked_at(some, Number("log", missing=True)) == (0.8, 3.2)
    assert np.isfinite(looked_at(none, Number(missing=True))).all()
    assert looked_at(some, Category(("a",), missing=True)) == (-0.5, 0.5)
