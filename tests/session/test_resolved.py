"""What is looked at of rows with several inputs and targets."""

from math import nan

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.evidence import Evidence
from mdn_gui.session import edits
from mdn_gui.session.data import Data
from mdn_gui.session.resolved import resolve
from mdn_gui.session.session import Session
from mdn_gui.session.view import Interval, View
from tests.networks import random_network
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
