"""Edits of a session: what they change, and that one which changes nothing returns it as it is."""

from collections.abc import Sequence

import numpy as np
import pytest

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.settings import RANGES
from mdn_gui.session import edits
from mdn_gui.session.edits import Edit
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from mdn_gui.session.view import MOST_PLACES, Interval, Layer
from tests.importances import importance_of
from tests.networks import random_network
from tests.sessions import changed, session_of

X = np.array([1.0, 5.0, 9.0])
SESSION = session_of(
    dataset=Dataset(X[:, None], X[:, None], ("x",), ("y",)), sampled_range=(-10.0, 90.0), x=20.0
)


def after(session: Session, *steps: Edit) -> Session:
    return edits.one_after_another(*steps)(session)


@pytest.mark.parametrize(
    ("steps", "x"), [((1,), 21.0), ((1, -2), 19.0), ((1_200,), 1_090.0), ((-5_000,), -1_010.0)]
)
def test_steps_along_x_as_far_as_an_x_can_be_typed(steps: Sequence[int], x: float) -> None:
    assert after(SESSION, *map(edits.move_x, steps)).resolved.x == pytest.approx(x)


def test_a_row_in_question_stands_at_its_x_until_another_x_is_gone_to() -> None:
    picked = after(SESSION, edits.pick_row(2))
    assert (picked.view.row, picked.resolved.x) == (2, 9.0)
    assert after(picked, edits.move_x(1)).view.row is None


@pytest.mark.parametrize(
    "edit",
    [
        edits.pick_row(len(X)),
        edits.resample,
        edits.move_end(1.0, 2.0),
        edits.switch_layer(Layer.DATA, on=True),
        edits.refuse("epochs", ""),
        edits.go_to_place(0),
        edits.unpin_place(0),
    ],
    ids=[
        *("a row that is gone", "no network", "no interval", "a layer drawn", "nothing refused"),
        *("no place to go to", "no place to unpin"),
    ],
)
def test_what_cannot_be_done_changes_nothing(edit: Edit) -> None:
    assert after(SESSION, edit) is SESSION


def test_resampling_takes_the_next_seed_and_the_first_after_the_last() -> None:
    low, high = RANGES["seed"]
    for seed, following in ((7, 8), (int(high), low)):
        session = changed(SESSION, network=random_network(), sampling_seed=seed)
        assert after(session, edits.resample).view.sampling_seed == following


def test_the_end_moved_is_the_nearest_and_may_pass_the_other() -> None:
    session = changed(SESSION, interval=Interval(-1.0, 3.0))
    for before, end, interval in ((-1.0, 1.0, (1.0, 3.0)), (1.0, 5.0, (3.0, 5.0))):
        session = after(session, edits.move_end(before, end))
        assert session.view.interval == interval


def test_edits_of_one_session_all_survive() -> None:
    steps = (
        edits.switch_layer(Layer.GRID, on=True),
        edits.switch_layer(Layer.DATA, on=False),
        edits.refuse("epochs", "Not now."),
    )
    session = after(SESSION, *steps)
    assert session.view.layers == {Layer.DENSITY, Layer.GRID}
    assert session.status.refusal == "Not now."


def test_what_was_found_of_a_network_stays_with_its_run_alone() -> None:
    network, found = random_network(), importance_of(1.0)
    ended = changed(SESSION, network=network)
    number = ended.run.number
    assert after(ended, edits.with_importance(number, network, found)).run.importance is found
    assert after(ended, edits.with_importance(number, random_network(), found)) is ended
    assert after(ended, edits.with_importance(number + 1, network, found)) is ended
    going = changed(ended, phase=Phase.TRAINING)
    assert after(going, edits.with_importance(number, network, found)) is going


def pinned(*places: float) -> Session:
    """Standing at the last of some places, all of them pinned."""
    steps = [(edits.pick_x(x), edits.pin_place(f"at {x:g}")) for x in places]
    return after(SESSION, *(step for pair in steps for step in pair))


def test_each_pinned_place_has_a_number_of_its_own_and_keeps_it() -> None:
    session = after(pinned(1.0, 2.0, 3.0), edits.unpin_place(1))
    assert [(place.number, place.values) for place in session.view.places] == [
        (0, (1.0,)),
        (2, (3.0,)),
    ]
    session = after(session, edits.pick_x(4.0), edits.pin_place("four"))
    assert [place.number for place in session.view.places] == [0, 2, 1]


def test_a_place_is_pinned_once_and_no_more_than_there_are_colours() -> None:
    session = pinned(*range(MOST_PLACES))
    assert [place.number for place in session.view.places] == list(range(MOST_PLACES))
    assert after(session, edits.pin_place("again")) is session
    elsewhere = after(session, edits.pick_x(50.0))
    assert after(elsewhere, edits.pin_place("one more")) is elsewhere
    nowhere = session_of()
    assert after(nowhere, edits.pin_place("without rows")) is nowhere


def test_a_pinned_place_is_gone_to_with_no_row_in_question() -> None:
    session = after(pinned(1.0, 2.0), edits.pick_row(2), edits.go_to_place(0))
    assert (session.resolved.place, session.view.row) == ((1.0,), None)


def test_a_pinned_place_has_another_name_unless_that_is_blank() -> None:
    session = after(pinned(1.0, 2.0), edits.rename_place(1, " Tonga "))
    assert [place.name for place in session.view.places] == ["at 1", "Tonga"]
    assert after(session, edits.rename_place(1, "  ")) is session


def test_a_value_of_an_input_that_is_there_no_more_changes_nothing() -> None:
    session = session_of()
    assert edits.set_input(3, 1.0)(session) is session
