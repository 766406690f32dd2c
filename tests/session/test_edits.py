"""Edits of a session: what they change, and that one which changes nothing returns it as it is."""

from collections.abc import Sequence

import numpy as np
import pytest

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.settings import RANGES
from mdn_gui.session import edits
from mdn_gui.session.edits import Edit
from mdn_gui.session.session import Session
from mdn_gui.session.view import Interval, Layer
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
        edits.refuse(""),
    ],
    ids=["a row that is gone", "no network", "no interval", "a layer drawn", "nothing refused"],
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
        edits.compare_temperature(0, 0.1),
        edits.compare_temperature(2, 9.0),
        edits.refuse("Not now."),
    )
    session = after(SESSION, *steps)
    assert session.view.layers == {Layer.DENSITY, Layer.GRID}
    assert session.view.compared_temperatures == (0.1, 1.0, 9.0)
    assert session.status.refusal == "Not now."
