"""What is looked at of rows with several inputs and targets."""

from math import nan

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.evidence import Evidence
from mdn_gui.core.kinds import NUMBER, Category, Kind, Number
from mdn_gui.session import edits
from mdn_gui.session.data import Data, farthest, looked_at
from mdn_gui.session.resolved import resolve
from mdn_gui.session.samples import samples_csv
from mdn_gui.session.session import Session
from mdn_gui.session.view import Interval, View
from tests.networks import leveled_network, random_network
from tests.sessions import changed, session_of

INPUTS = np.random.default_rng(0).normal(size=(400, 2))
TABLE = Dataset(
    INPUTS, np.column_stack([INPUTS.sum(axis=1), INPUTS[:, 1] ** 2]), ("a", "b"), ("s", "t")
)
DATA = Data(TABLE, "table.csv", ((-3.0, 3.0), (-4.0, 4.0)))
NETWORK = random_network(inputs=2, outputs=2)


def session(**view: object) -> Session:
    """A network is shown over the table."""
    loaded = session_of(dataset=TABLE, sampled_ranges=DATA.sampled_ranges, **view)
    return changed(loaded, network=NETWORK)


def test_the_plane_is_that_of_the_axes_chosen() -> None:
    seen = resolve(View(place=(1.0, 2.0), across=1, up=1), DATA, None)
    assert (seen.place, seen.x, seen.axis_names) == ((1.0, 2.0), 2.0, ("b", "t"))
    assert seen.x_range == (-4.0, 4.0)
    assert_array_equal(seen.points.x, INPUTS[:, 1])
    assert_array_equal(seen.points.y, TABLE.targets[:, 1])
    assert seen.moved(7.0) == (1.0, 7.0)


@pytest.mark.parametrize(
    ("place", "expected"),
    [((), (0, 1)), ((5.0,), (5.0, 1)), ((nan, 5.0), (0, 5.0)), ((5.0, 6.0, 7.0), (5.0, 6.0))],
)
def test_a_place_that_the_rows_do_not_have_is_theirs(
    place: tuple[float, ...], expected: tuple[float, ...]
) -> None:
    seen = resolve(View(place=place), DATA, None).place
    medians = np.sort(INPUTS, axis=0)[199]
    assert seen == tuple(medians[each] if isinstance(each, int) else each for each in expected)


def test_columns_that_are_not_there_are_the_last_ones() -> None:
    seen = resolve(View(across=5, up=2), DATA, None)
    assert (seen.across, seen.up) == (1, 1)
    empty = resolve(View(place=(3.0, 4.0), across=1), Data(), None)
    assert (empty.place, empty.axis_names, len(empty.points.x)) == ((3.0,), ("x", "y"), 0)


def test_rows_near_are_counted_at_the_whole_place() -> None:
    evidence = Evidence.of(INPUTS)
    for place in ((0.0, 0.0), (0.5, -1.0), (0.0, 30.0)):
        seen = resolve(View(place=place, across=1), DATA, evidence)
        assert seen.rows_near == pytest.approx(evidence.at([place])[0])
        assert seen.guessed == evidence.guessed([place])[0]
    first, second = (resolve(View(place=(0.5, x), across=1), DATA, evidence) for x in (1.0, 2.0))
    assert first.section is second.section


def test_what_is_predicted_is_that_of_the_place_the_input_and_the_target() -> None:
    looked = session(place=(0.5, -1.0), across=1, up=1)
    expected = NETWORK([[0.5, -1.0]])[0].marginal(1)
    assert_array_equal(looked.mixture_at_x().means, expected.means)
    x = np.array([-2.0, 3.0])
    along = NETWORK(np.column_stack([np.full(2, 0.5), x])).marginal(1)
    assert_array_equal(looked.predict(x).means, along.means)
    samples = looked.samples()
    assert (samples.x[0], samples.x[-1]) == (-4.0, 4.0)
    assert looked.line == changed(looked, place=(0.5, 3.0)).line
    assert looked.line != changed(looked, place=(0.6, -1.0)).line


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (View(), 1),
        (View(up=1), 0),
        (View(up=1, joint=1), 0),
        (View(joint=2), 2),
        (View(up=2, joint=7), 0),
    ],
)
def test_the_second_target_is_the_one_wished_or_the_first_other(view: View, expected: int) -> None:
    three = Dataset(INPUTS, np.zeros((400, 3)), ("a", "b"), ("s", "t", "u"))
    assert resolve(view, Data(three, "", DATA.sampled_ranges), None).joint == expected
    one = Dataset(INPUTS, np.zeros((400, 1)), ("a", "b"), ("s",))
    assert resolve(view, Data(one, "", DATA.sampled_ranges), None).joint is None


def test_both_targets_are_predicted_at_the_whole_place() -> None:
    looked = session(place=(0.5, -1.0), across=1, up=1)
    expected = NETWORK([[0.5, -1.0]])[0]
    assert looked.joint_mixture is not None
    assert_array_equal(looked.joint_mixture.means, expected.means)
    swapped = changed(looked, up=0).joint_mixture
    assert swapped is not None
    assert_array_equal(swapped.means, expected.means[:, ::-1])
    assert changed(looked, network=None).joint_mixture is None


def test_another_target_ends_what_was_asked_of_both() -> None:
    asked = session(given=1.0, rectangle=(Interval(0.0, 1.0), Interval(0.0, 1.0)))
    for edit in (edits.show_target(1), edits.show_jointly(0)):
        view = edit(asked).view
        assert (view.given, view.rectangle) == (None, None)
    assert edits.show_jointly(1)(asked) is asked
    assert edits.show_target(0)(asked).view.given == 1.0


SOIL = Category(("clay", "loam", "=sand"))
SOILS = Dataset(
    np.column_stack([INPUTS[:, 0], np.arange(400) % 3.0]),
    TABLE.targets[:, :1],
    ("a", "soil"),
    ("s",),
    input_kinds=(NUMBER, SOIL),
)


def along_soil() -> Session:
    loaded = session_of(
        dataset=SOILS, sampled_ranges=((-3.0, 3.0), (-0.5, 2.5)), place=(0.5, 1.0), across=1
    )
    return changed(loaded, network=leveled_network((NUMBER, SOIL), (-6.0, 0.0, 5.0), 0.1))


def test_rows_of_a_level_are_spread_within_its_band_each_at_its_own_place() -> None:
    looked = along_soil()
    x, y = looked.resolved.points
    away = x - SOILS.inputs[:, 1]
    assert_array_equal(y, SOILS.targets[:, 0])
    assert np.abs(away).max() < 0.4
    for level in range(3):
        own = np.sort(away[SOILS.inputs[:, 1] == level])
        assert own[0] < -0.2
        assert own[-1] > 0.2
        assert np.diff(own).max() < 0.05, "evenly"
    moved = edits.set_input(1, 2.0)(looked)
    assert_array_equal(moved.resolved.points.x, x)


def test_one_stands_at_a_level_and_nowhere_between() -> None:
    looked = along_soil()
    for x, level in ((1.3, 1.0), (1.6, 2.0), (9.0, 2.0), (-4.0, 0.0)):
        assert edits.pick_x(x)(looked).resolved.x == level
    assert edits.move_x(1)(looked).resolved.x == 2.0
    assert looked.mixture_at_x().means[0, 0] == pytest.approx(0.0)


def test_samples_are_of_the_levels_and_are_saved_by_their_names() -> None:
    x, y, _ = along_soil().samples()
    means = np.array([-6.0, 0.0, 5.0])[x.astype(int)]
    assert np.abs(y - means).max() < 0.5
    assert np.unique(x, return_counts=True)[1].min() > 300
    rows = samples_csv(along_soil()).decode().split()
    assert rows[0] == "a,soil,s"
    assert [rows[1].split(",")[1], rows[-1].split(",")[1]] == ["clay", "'=sand"]


@pytest.mark.parametrize(
    ("kind", "values", "seen", "limits"),
    [
        (NUMBER, (1.0, 11.0), (0.0, 12.0), (-120.0, 132.0)),
        (Number("log"), (1.0, 11.0), (0.5, 12.0), (0.0005, 127.0)),
        (Number("log"), (5.0, 15.0), (4.0, 16.0), (0.004, 136.0)),
        (Number("logit", 0.0, 12.0), (1.0, 11.0), (0.5, 11.5), (0.0005, 11.9995)),
        (SOIL, (0.0, 1.0), (-0.5, 2.5), (-30.5, 32.5)),
    ],
)
def test_one_looks_and_goes_no_farther_than_there_can_be_rows(
    kind: Kind,
    values: tuple[float, float],
    seen: tuple[float, float],
    limits: tuple[float, float],
) -> None:
    column = np.linspace(*values, 12)
    assert looked_at(column, kind) == pytest.approx(seen)
    assert farthest(*seen, kind) == pytest.approx(limits)
    table = Dataset(
        np.round(column)[:, None] if kind is SOIL else column[:, None],
        column[:, None],
        ("x",),
        ("y",),
        input_kinds=(kind,),
    )
    session = session_of(dataset=table, sampled_ranges=(seen,), place=(values[0],))
    for x in (-1e6, 1e6):
        there = edits.pick_x(x)(session).resolved.x
        if isinstance(kind, Number):
            assert kind.bounds[0] < there < kind.bounds[1]
        else:
            assert there in session.data.stops[0]
