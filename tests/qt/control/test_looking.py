"""What a person looks at changes the view and nothing else."""

import pytest

from mdn_gui.core.colour import Colour
from mdn_gui.core.predictor import Adjustment
from mdn_gui.qt.control import looking
from mdn_gui.qt.control.state import State
from mdn_gui.session.view import Curve, Interval, Layer
from tests.networks import loaded, pooled, random_network
from tests.sessions import changing, session_of


@pytest.fixture
def state() -> State:
    state = State()
    session = loaded()
    state.edit(changing(dataset=session.data.dataset, sampled_range=(-10.0, 90.0)))
    return state


def test_resampling_needs_a_network_and_takes_the_next_seed(state: State) -> None:
    state.edit(*looking.resample())
    assert state.session.view.sampling_seed == 0
    state.edit(changing(network=random_network()))
    state.edit(*looking.set_seed(7))
    state.edit(*looking.resample())
    assert state.session.view.sampling_seed == 8


def test_another_x_is_stood_at_with_no_row_in_question(state: State) -> None:
    state.edit(*looking.pick_row(7))
    assert (state.session.view.row, state.session.resolved.x) == (
        7,
        state.session.resolved.points.x[7],
    )
    state.edit(*looking.pick_x(state.session, 20.0))
    state.edit(*looking.move_x(state.session, 1))
    assert state.session.view.row is None
    assert state.session.resolved.x == pytest.approx(21.0)


def test_a_drag_is_undone_as_one(state: State) -> None:
    before = state.session.resolved.x
    for x in (1.0, 2.0, 3.0):
        state.edit(*looking.pick_x(state.session, x))
    assert state.session.status.undo == "place"
    state.undo()
    assert state.session.resolved.x == before


def test_choices_are_undone_one_by_one(state: State) -> None:
    state.edit(*looking.switch_layer(Layer.MEAN, on=True))
    state.edit(*looking.switch_layer(Layer.MEDIAN, on=True))
    state.undo()
    assert Layer.MEAN in state.session.view.layers
    assert Layer.MEDIAN not in state.session.view.layers


def test_an_interval_is_kept_in_order(state: State) -> None:
    state.edit(*looking.set_interval(Interval(3.0, -1.0)))
    assert state.session.view.interval == (-1.0, 3.0)
    for before, after, interval in ((-1.0, 1.0, (1.0, 3.0)), (1.0, 5.0, (3.0, 5.0))):
        state.edit(*looking.move_end(before, after))
        assert state.session.view.interval == interval
    state.edit(*looking.set_interval(None))
    state.edit(*looking.move_end(3.0, 4.0))
    assert state.session.view.interval is None


def test_smoothing_never_leaves_nothing_of_the_losses(state: State) -> None:
    for wanted, expected in ((0.5, 0.5), (1.5, 0.99), (-1.0, 0.0)):
        state.edit(*looking.set_smoothing(wanted))
        assert state.session.view.smoothing == expected


def test_takes_over_what_is_chosen(state: State) -> None:
    state.edit(*looking.set_temperature(0.5))
    state.edit(*looking.temper(branches=True))
    state.edit(*looking.set_variance_factor(2.0))
    state.edit(*looking.compare_temperatures(on=True))
    state.edit(*looking.set_samples_per_x(100))
    state.edit(*looking.colour_samples(by_component=True))
    state.edit(*looking.set_layers(frozenset({Layer.DATA})))
    state.edit(*looking.switch_layer(Layer.GRID, on=True))
    state.edit(*looking.switch_layer(Layer.DATA, on=False))
    state.edit(*looking.set_colour(Colour.LOG_DENSITY))
    state.edit(*looking.scale_columns(per_column=True))
    state.edit(*looking.set_log_epochs(log=True))
    state.edit(*looking.set_curve(Curve.CDF))
    state.edit(*looking.pick_component(3))
    session = state.session
    assert (session.view.temperature, session.view.variance_factor) == (0.5, 2.0)
    assert session.view.adjustment == Adjustment(0.5, 2.0, branches=True)
    assert session.view.compares_temperatures
    assert (session.view.samples_per_x, session.view.samples_by_component) == (100, True)
    assert session.view.layers == frozenset({Layer.GRID})
    assert (session.view.colour, session.view.per_column) == (Colour.LOG_DENSITY, True)
    assert session.view.log_epochs
    assert (session.view.curve, session.view.component) == (Curve.CDF, 3)


def test_a_member_is_switched_off_and_that_is_undone(state: State) -> None:
    state.edit(changing(network=pooled([random_network(), random_network(seed=1)])))
    state.edit(*looking.switch_member(1))
    assert state.session.switched_off == {1}
    assert state.session.status.undo == "member"
    state.edit(*looking.switch_member(0))
    assert state.session.switched_off == {1}, "one stays on"
    state.undo()
    assert state.session.switched_off == frozenset()


def test_what_is_asked_of_two_targets_is_undone_and_kept_in_order(state: State) -> None:
    state.edit(*looking.condition(3.0))
    state.edit(*looking.set_rectangle((Interval(5.0, 1.0), Interval(0.0, 2.0))))
    assert state.session.view.rectangle == (Interval(1.0, 5.0), Interval(0.0, 2.0))
    for kept in (3.0, None):
        state.undo()
        view = state.session.view
        assert (view.given, view.rectangle) == (kept, None)


def test_pinning_says_what_came_of_it_and_is_undone(state: State) -> None:
    state.edit(*looking.pick_x(state.session, 20.0))
    state.edit(*looking.pin_place())
    assert state.session.status.message == "Pinned, 1 of 6: x 20."
    state.edit(*looking.pin_place())
    assert state.session.status.message == "This place is pinned already: x 20."
    state.undo()
    assert state.session.view.places == ()


def test_no_more_than_six_places_are_pinned_and_the_reason_is_told(state: State) -> None:
    assert looking.why_not_pinned(session_of()).startswith("Open a table or pick an example first")
    for x in range(7):
        state.edit(*looking.pick_x(state.session, float(x)))
        state.edit(*looking.pin_place())
    why_not = "No more than 6 places can be pinned: unpin one first."
    assert len(state.session.view.places) == 6
    assert state.session.status.message == looking.why_not_pinned(state.session) == why_not
    state.edit(*looking.unpin_place(2))
    assert looking.why_not_pinned(state.session) == ""
