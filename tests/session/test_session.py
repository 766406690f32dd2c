"""What the window shows follows from one value, the same each time."""

from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal

from mdn_gui.core.dataset import Dataset, Scaling
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.core.reading import UNSAID
from mdn_gui.core.recording import Losses
from mdn_gui.core.roles import Roles
from mdn_gui.core.settings import PRESETS
from mdn_gui.session import edits
from mdn_gui.session.data import Data, FromFile, drawable, widened_range
from mdn_gui.session.data import of_example as example_data
from mdn_gui.session.run import Phase, Run
from mdn_gui.session.session import Session
from tests.networks import known_network, recorded
from tests.sessions import changed, session_of


def network() -> Network:
    """Some network of one input and one target with four components."""
    layout = Layout(1, 1, (5,), 4, 1)
    parameters = np.random.default_rng(0).normal(size=(1, layout.size)).astype(np.float32)
    units = Scaling.identity(1), Scaling.identity(1)
    return Network(layout, "silu", parameters, *units, np.array([-7], np.float32))


SHOWN = session_of(network=network(), sampled_range=(-2.0, 3.0), x=0.7, sampling_seed=11)


def test_samples_follow_from_the_seed_to_the_bit() -> None:
    again = session_of(network=network(), sampled_range=(-2.0, 3.0), x=0.7, sampling_seed=11)
    assert_array_equal(SHOWN.samples().y, SHOWN.samples().y)
    assert_array_equal(SHOWN.samples().y, again.samples().y)
    assert_array_equal(SHOWN.dot_levels(), again.dot_levels())
    other = changed(SHOWN, sampling_seed=12)
    assert not np.isin(other.samples().y, SHOWN.samples().y).any()
    assert not np.isin(other.dot_levels(), SHOWN.dot_levels()).any()


def test_samples_lie_evenly_over_the_sampled_range() -> None:
    x, y, _ = SHOWN.samples()
    assert_allclose(x, np.linspace(-2, 3, 1000))
    assert y.shape == (1000,)
    # Under its own mixture, each draw is as likely high as low.
    levels = SHOWN.predict(x).cdf(y)
    assert_allclose(np.quantile(levels, [0.1, 0.5, 0.9]), [0.1, 0.5, 0.9], atol=0.06)


def test_of_several_samples_each_is_of_its_own_x_and_component() -> None:
    # Two narrow components, at 1 and 10 times x: the sample tells both.
    network = known_network([0.5, 0.5], [0.0, 5.0], [1e-3, 1e-3], slope=1.0)
    x, y, component = changed(SHOWN, network=network, samples_per_x=10).samples()
    assert x.shape == y.shape == component.shape == (10_000,)
    assert_allclose(y, x + 5.0 * component, atol=0.01)
    assert 0.45 < component.mean() < 0.55


def test_the_samples_at_x_are_even_in_their_levels() -> None:
    levels = SHOWN.dot_levels()
    assert levels.shape == (50,)
    assert_allclose(np.quantile(levels, [0.1, 0.5, 0.9]), [0.1, 0.5, 0.9], atol=0.15)


def test_the_chosen_x_moves_neither_samples_nor_levels() -> None:
    moved = changed(SHOWN, x=-1.0)
    assert_array_equal(moved.samples().y, SHOWN.samples().y)
    assert_array_equal(moved.dot_levels(), SHOWN.dot_levels())


def test_temperature_and_spread_change_curve_and_samples_alike() -> None:
    plain = SHOWN.network
    assert plain is not None
    tempered = changed(SHOWN, temperature=0.5, variance_factor=4.0)
    mixture, expected = tempered.mixture_at_x(), plain(np.array([0.7]))[0]
    squared = expected.weights**2  # half the temperature squares the weights
    assert_allclose(mixture.weights, squared / squared.sum())
    assert_allclose(mixture.scales, 2 * expected.scales)
    assert_allclose(mixture.means, expected.means)
    wide = changed(SHOWN, variance_factor=100.0)
    assert_array_equal(wide.dot_levels(), SHOWN.dot_levels())


def test_before_a_network_there_is_nothing_to_predict() -> None:
    for ask in (Session().samples, Session().mixture_at_x):
        with pytest.raises(ValueError, match="no network yet; train one first"):
            ask()


def test_the_rows_shown_are_the_datasets() -> None:
    dataset = Dataset(np.array([[1.0], [2.0]]), np.array([[3.0], [4.0]]), ("x",), ("y",))
    assert_array_equal(session_of(dataset=dataset).resolved.points, [[1, 2], [3, 4]])
    assert [column.size for column in Session().resolved.points] == [0, 0]


@pytest.mark.parametrize("phase", Phase)
def test_it_is_busy_unless_idle(phase: Phase) -> None:
    assert session_of(phase=phase).run.busy == (phase != Phase.IDLE)


def test_a_session_begins_with_the_recommended_settings_and_nothing_to_note() -> None:
    assert Session().setup.settings == Session().data.recommended == PRESETS["recommended"]
    assert Session().run.notes is None
    chosen = PRESETS["tutorial"]
    other = changed(Session(), network_settings=chosen[0], training_settings=chosen[1])
    assert other.setup.settings == chosen
    assert other.data.recommended == PRESETS["recommended"]


def test_a_session_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        SHOWN.resolved.x = 1.0  # type: ignore[misc] # the very thing to be refused


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([-12.5, 0.0, 12.5], (-15.0, 15.0)),
        ([10.0, 20.0], (9.0, 21.0)),
        ([0.0, 0.0], (-0.1, 0.1)),
        ([500.0], (450.0, 550.0)),
    ],
)
def test_the_widened_range_is_a_fifth_longer(
    values: list[float], expected: tuple[float, float]
) -> None:
    assert widened_range(np.array(values)) == pytest.approx(expected, rel=1e-12)


@given(values=arrays(float, st.integers(1, 20), elements=st.floats(-1e100, 1e100)))
def test_the_widened_range_holds_the_values_and_is_never_empty(
    values: np.ndarray,
) -> None:
    low, high = widened_range(values)
    assert low < high
    assert low <= values.min()
    assert values.max() <= high


REVISITED = session_of(recording=recorded(Losses(e, 1.0, abs(e - 2.0)) for e in (1, 2, 3)))
"""A run of three epochs, the second the best."""


def of_file(folder: str, x_name: str, y_name: str) -> Data:
    x = np.arange(3.0)[:, np.newaxis]
    dataset = Dataset(x, x, (x_name,), (y_name,))
    origin = FromFile(Path(folder) / "a.csv", Roles((x_name,), (y_name,)), UNSAID, digest=folder)
    return Data(dataset, "a.csv", origin=origin)


def showing(data: Data) -> Session:
    return edits.data(lambda _: data)(Session())


def test_a_run_is_of_this_data_where_they_are_the_same_columns_of_a_file() -> None:
    same = [of_file(*each) for each in (("/wells", "x", "y"), ("/pipes", "x", "y"))]
    same.append(of_file("/wells", "x", "age"))
    run = Run(1, same[0])
    assert [showing(data).is_of_this_data(run) for data in same] == [True, False, False]
    assert not Session().is_of_this_data(run), "nothing is loaded"


def test_a_run_is_of_this_data_where_they_are_of_the_same_problem() -> None:
    run = Run(1, example_data(EXAMPLES["gap"], 50))
    for data, same in (
        (example_data(EXAMPLES["gap"].with_noise(2.0), 70), True),
        (example_data(EXAMPLES["step"], 50), False),
    ):
        assert showing(data).is_of_this_data(run) == same


def test_without_a_run_no_epoch_is_shown() -> None:
    assert Session().epoch_shown is None
    assert session_of(phase=Phase.TRAINING).epoch_shown is None


def test_the_epoch_shown_is_the_latest_while_a_run_goes_then_the_best() -> None:
    assert changed(REVISITED, phase=Phase.TRAINING).epoch_shown == 3
    assert changed(REVISITED, phase=Phase.PAUSED).epoch_shown == 3
    assert REVISITED.epoch_shown == 2


def test_a_run_of_no_finite_loss_shows_its_latest() -> None:
    nan = float("nan")
    hopeless = recorded((Losses(1, nan, nan), Losses(2, nan, nan)))
    assert session_of(recording=replace(hopeless, best=None)).epoch_shown == 2


def test_the_epoch_shown_is_the_one_that_is_revisited() -> None:
    assert changed(REVISITED, epoch=1).epoch_shown == 1
    assert changed(REVISITED, epoch=1, phase=Phase.TRAINING).epoch_shown == 1


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ([-1e100, 1e100], True),
        ([1e-100, 0.0], True),
        ([5e-324, 5e-324], True),
        ([0.0, 1.1e100], False),
        ([-1.7e308, 1.7e308], False),
        ([0.0, 5e-324], False),
    ],
)
def test_what_can_be_drawn(values: list[float], drawn: bool) -> None:  # noqa: FBT001 - a parameter
    assert drawable(np.array(values)) == drawn


def test_the_epoch_shown_is_that_of_the_network_shown() -> None:
    losses = [Losses(epoch, 1.0, 1.0 / epoch) for epoch in range(1, 11)]
    session = session_of(recording=recorded(losses).thinned(), epoch=4)
    assert session.network is session.run.recording.frames[0].network
    assert session.epoch_shown == 1
