"""What goes over from one table to the next."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.qt.control.carry_over import carry_over, drawable
from mdn_gui.session.view import Interval, Layer, PinnedPlace, View

DENSITY, DATA, TRUTH, GRID = Layer.DENSITY, Layer.DATA, Layer.TRUTH, Layer.GRID
YOURS = "The settings are yours, not those recommended for these rows."
LAYERS = st.frozensets(st.sampled_from(Layer))


@given(layers=LAYERS, truth_known=st.booleans())
def test_something_is_seen_of_data_that_no_network_was_trained_on(
    layers: frozenset[Layer], *, truth_known: bool
) -> None:
    after = drawable(layers, truth_known=truth_known)
    seen = {DATA, TRUTH} if truth_known else {DATA}
    assert after & seen
    assert TRUTH not in after or truth_known
    assert layers - {TRUTH} <= after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({TRUTH}, {DENSITY, DATA}),
        ({TRUTH, GRID}, {DENSITY, DATA, GRID}),
        ({DENSITY, Layer.BANDS, TRUTH, Layer.LEGEND}, {DENSITY, Layer.BANDS, Layer.LEGEND, DATA}),
        ({Layer.SAMPLES}, {Layer.SAMPLES, DATA}),
        ({DATA, Layer.MEAN}, {DATA, Layer.MEAN}),
        (set(), {DENSITY, DATA}),
    ],
)
def test_the_layers_of_an_example_on_a_table(before: set[Layer], after: set[Layer]) -> None:
    assert drawable(frozenset(before), truth_known=False) == after


def test_what_is_as_at_first_is_not_worth_a_word() -> None:
    after, told = carry_over(View(), None, title="", truth_known=False, own_settings=False)
    assert after == View()
    assert told == ()


def test_what_is_reset_and_what_is_kept_is_told() -> None:
    looking = View(
        places=(PinnedPlace(0, "Tonga", (1.0,)),),
        layers=frozenset({TRUTH}),
        temperature=0.2,
        tempers_branches=True,
        variance_factor=3.0,
        nearness=0.5,
        interval=Interval(0.0, 1.0),
        joint=1,
        given=2.0,
        rectangle=(Interval(0.0, 1.0), Interval(0.0, 1.0)),
        by_importance=True,
    )
    after, told = carry_over(looking, None, title="a.csv", truth_known=False, own_settings=True)
    assert (after.temperature, after.variance_factor, after.nearness) == (1.0, 1.0, 1.0)
    assert not after.tempers_branches
    assert after.interval is None
    assert after.places == ()
    assert (after.joint, after.given, after.rectangle) == (None, None, None)
    assert not after.by_importance
    assert told == (
        "The truth is known of examples only: its layer is off. The rows are shown.",
        "The temperature is 1 again.",
        "The temperature is of components again.",
        "The width factor is 1 again.",
        "How near counts is 1 again.",
        "The pinned places come back with a.csv.",
        "What was asked of its targets comes back with a.csv.",
        YOURS,
    )
    told = carry_over(looking, None, title="a.csv", truth_known=True, own_settings=False).told
    assert told[0] == "The layers are kept."
    assert YOURS not in told


def test_what_is_of_the_columns_of_a_table_comes_back_with_it() -> None:
    left = View(
        place=(1.0, 2.0),
        locked=frozenset({1}),
        places=(PinnedPlace(0, "Tonga", (1.0, 2.0)),),
        across=1,
        up=1,
        interval=Interval(0.0, 1.0),
        temperature=0.2,
    )
    now = View(place=(7.0,), temperature=5.0, samples_per_x=3)
    after, told = carry_over(now, left, title="b.csv", truth_known=False, own_settings=False)
    assert after == replace(left, temperature=1.0, samples_per_x=3)
    assert told == ("The temperature is 1 again.", "1 pinned place is back.")
    again, told = carry_over(left, left, title="b.csv", truth_known=False, own_settings=False)
    assert again == replace(left, temperature=1.0)
    assert told == ("The temperature is 1 again.",), "the same table, opened again"
