"""What a person looks at changes the view and nothing else."""

import pytest

from mdn_gui.core.colour import Colour
from mdn_gui.core.settings import RANGES
from mdn_gui.qt.control.looking import Looking
from mdn_gui.qt.control.state import State
from mdn_gui.session.view import Curve, Interval, Layer
from tests.networks import loaded, random_network
from tests.sessions import changing


@pytest.fixture
def state() -> State:
    state = State()
    session = loaded()
    state.edit(changing(dataset=session.data.dataset, sampled_range=(-10.0, 90.0)))
    return state


@pytest.fixture
def looking(state: State) -> Looking:
    return Looking(state)


def test_steps_along_x_by_a_hundredth_of_the_range(state: State, looking: Looking) -> None:
    looking.pick_x(20.0)
    looking.move_x(1)
    assert state.session.resolved.x == pytest.approx(21.0)
    looking.move_x(-2)
    assert state.session.resolved.x == pytest.approx(19.0)


def test_steps_go_no_farther_than_an_x_can_be_typed(state: State, looking: Looking) -> None:
    for steps, end in ((1_200, 1_090.0), (-5_000, -1_010.0)):
        looking.move_x(steps)
        assert state.session.resolved.x == pytest.approx(end)


def test_without_a_network_there_is_nothing_to_resample(state: State, looking: Looking) -> None:
    looking.resample()
    assert state.session.view.sampling_seed == 0


def test_a_row_in_question_stands_at_its_x_until_another_x_is_picked(
    state: State, looking: Looking
) -> None:
    looking.pick_row(7)
    assert state.session.view.row == 7
    assert state.session.resolved.x == state.session.resolved.points.x[7]
    looking.move_x(1)
    assert state.session.view.row is None


def test_a_row_of_data_that_are_gone_is_not_picked(state: State, looking: Looking) -> None:
    before = state.session.resolved.x
    looking.pick_row(state.session.resolved.points.x.size)
    assert (state.session.view.row, state.session.resolved.x) == (None, before)


def test_resample_takes_the_next_seed_and_the_first_after_the_last(
    state: State, looking: Looking
) -> None:
    state.edit(changing(network=random_network()))
    looking.set_seed(7)
    looking.resample()
    assert state.session.view.sampling_seed == 8
    low, high = RANGES["seed"]
    looking.set_seed(int(high))
    looking.resample()
    assert state.session.view.sampling_seed == low


def test_an_interval_is_kept_in_order(state: State, looking: Looking) -> None:
    looking.set_interval(Interval(3.0, -1.0))
    assert state.session.view.interval == (-1.0, 3.0)
    for before, after, interval in ((-1.0, 1.0, (1.0, 3.0)), (1.0, 5.0, (3.0, 5.0))):
        looking.move_end(before, after)
        assert state.session.view.interval == interval
    looking.set_interval(None)
    looking.move_end(3.0, 4.0)
    assert state.session.view.interval is None


def test_smoothing_never_leaves_nothing_of_the_losses(state: State, looking: Looking) -> None:
    for wanted, expected in ((0.5, 0.5), (1.5, 0.99), (-1.0, 0.0)):
        looking.set_smoothing(wanted)
        assert state.session.view.smoothing == expected


def test_takes_over_what_is_chosen(state: State, looking: Looking) -> None:
    looking.set_temperature(0.5)
    looking.set_spread(2.0)
    looking.compare_temperature(0, 0.1)
    looking.compare_temperature(2, 2.0)
    looking.set_samples_per_x(100)
    looking.colour_samples(True)  # noqa: FBT003 - a signal's argument
    looking.set_layers(frozenset({Layer.DATA}))
    looking.switch_layer(Layer.GRID, True)  # noqa: FBT003
    looking.switch_layer(Layer.DATA, False)  # noqa: FBT003
    looking.set_colour(Colour.LOG_DENSITY)
    looking.scale_columns(True)  # noqa: FBT003
    looking.set_log_epochs(True)
    looking.set_curve(Curve.CDF)
    looking.pick_component(3)
    session = state.session
    assert (session.view.temperature, session.view.spread) == (0.5, 2.0)
    assert session.view.compared_temperatures == (0.1, 1.0, 2.0)
    assert (session.view.samples_per_x, session.view.samples_by_component) == (100, True)
    assert session.view.layers == frozenset({Layer.GRID})
    assert (session.view.colour, session.view.per_column) == (Colour.LOG_DENSITY, True)
    assert session.view.log_epochs
    assert (session.view.curve, session.view.component) == (Curve.CDF, 3)
