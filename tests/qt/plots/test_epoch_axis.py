"""The axis of the epochs, and the line that is dragged along it."""

from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from mdn_gui.core.recording import Losses
from mdn_gui.qt.plots.epoch_axis import EpochAxis, EpochHandle, EpochScale
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import DARK, LIGHT
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from tests.networks import recorded
from tests.plots import blank, drag, pixel, shows
from tests.sessions import changed, session_of

SCALES = st.sampled_from([EpochScale(), EpochScale(log=True)])


@given(scale=SCALES, epoch=st.floats(0.5, 1e5))
def test_there_and_back(scale: EpochScale, epoch: float) -> None:
    assert scale.epoch(scale.position(epoch)) == pytest.approx(epoch)


def test_the_first_epoch_of_a_logarithmic_axis_is_at_zero() -> None:
    scale = EpochScale(log=True)
    assert [scale.position(epoch) for epoch in (1, 10, 1000)] == pytest.approx([0.0, 1.0, 3.0])


@given(scale=SCALES, position=st.floats(allow_nan=False, allow_infinity=False))
def test_every_place_of_a_view_is_some_epoch(scale: EpochScale, position: float) -> None:
    assert isfinite(scale.epoch(position))


@given(scale=SCALES, last=st.integers(2, 100_000))
def test_all_epochs_stand_within_the_extent(scale: EpochScale, last: int) -> None:
    low, high = scale.extent(last)
    assert low < scale.position(1)
    assert scale.position(last) < high


type Numbers = list[str]


def numbers(axis: EpochAxis, low: float, high: float, pixels: float) -> Numbers:
    """What is written between two positions of an axis so many pixels long."""
    return [
        text
        for distance, positions in axis.tickValues(low, high, pixels)
        for text in axis.tickStrings(positions, 1.0, distance)
    ]


@pytest.fixture
def axis(qtbot: QtBot) -> EpochAxis:
    del qtbot  # there must be an application
    axis = EpochAxis()
    axis.setLogMode(x=True)
    return axis


def test_whole_epochs_where_the_axis_is_logarithmic(axis: EpochAxis) -> None:
    assert numbers(axis, -0.05, 2.35, 400.0) == ["1", "2", "5", "10", "20", "50", "100", "200"]


def test_powers_of_ten_where_there_is_little_room(axis: EpochAxis) -> None:
    assert numbers(axis, -0.1, 5.1, 300.0) == ["1", "10", "100", "1000", "10000", "100000"]


def test_round_epochs_within_a_power_of_ten(axis: EpochAxis) -> None:
    found = [int(text) for text in numbers(axis, 2.1, 2.2, 400.0)]
    assert len(found) >= 3
    assert found == sorted(set(found))
    assert all(10**2.1 <= epoch <= 10**2.2 for epoch in found)


def test_never_a_fraction_of_an_epoch(axis: EpochAxis) -> None:
    assert numbers(axis, 0.6, 0.72, 400.0) == ["4", "5"]


def test_nothing_before_the_first_epoch(axis: EpochAxis) -> None:
    assert numbers(axis, -3.0, -1.0, 400.0) == []


def test_a_linear_axis_is_as_usual(axis: EpochAxis) -> None:
    axis.setLogMode(x=False)
    assert numbers(axis, 0.0, 204.0, 400.0) == ["0", "50", "100", "150", "200"]


RUN = session_of(recording=recorded(Losses(e, 1.0, abs(e - 30.0)) for e in range(1, 101)))
LINEAR, LOG = EpochScale(), EpochScale(log=True)


def made(qtbot: QtBot) -> tuple[Plot, EpochHandle]:
    """A plot of epochs 0 to 120, and the handle at the best of a run of 100."""
    plot = blank(qtbot, (0.0, 120.0), (0.0, 1.0))
    handle = EpochHandle()
    handle.set_theme(LIGHT)
    plot.add(handle, 0)
    handle.show_session(RUN, LINEAR)
    return plot, handle


def picked(handle: EpochHandle) -> list[float]:
    """The epochs picked from now on."""
    epochs: list[float] = []
    handle.epoch_picked.connect(epochs.append)
    return epochs


def test_stands_at_the_epoch_shown_and_says_which(qtbot: QtBot) -> None:
    _, handle = made(qtbot)
    for session, epoch, text in (
        (RUN, 30, ""),  # the best one is named beside its loss
        (changed(RUN, epoch=7), 7, "epoch 7"),
        (changed(RUN, phase=Phase.TRAINING), 100, "epoch 100"),
        (changed(RUN, epoch=30), 30, ""),
    ):
        handle.show_session(session, LINEAR)
        assert handle.isVisible()
        assert handle.value() == epoch
        assert (handle.label.toPlainText() if handle.label.isVisible() else "") == text


def test_without_a_run_there_is_none(qtbot: QtBot) -> None:
    _, handle = made(qtbot)
    handle.show_session(Session(), LINEAR)
    assert not handle.isVisible()


def test_its_foot_is_a_grip(qtbot: QtBot) -> None:
    plot, handle = made(qtbot)
    handle.show_session(changed(RUN, epoch=60), LINEAR)
    _, unit = plot.view_box.viewPixelSize()
    assert shows(plot, 61.0, 2 * unit, LIGHT.foreground)
    assert not shows(plot, 61.0, 0.5, LIGHT.foreground)
    handle.set_theme(DARK)
    assert shows(plot, 61.0, 2 * unit, DARK.foreground)


def test_a_drag_tells_every_epoch_on_the_way(qtbot: QtBot) -> None:
    plot, handle = made(qtbot)
    epochs = picked(handle)
    drag(plot, pixel(plot, 30.0, 0.5), pixel(plot, 80.0, 0.5))
    assert len(epochs) >= 10
    assert epochs == sorted(epochs)
    assert epochs[-1] == pytest.approx(80.0, abs=0.5)


def test_a_drag_on_a_logarithmic_axis(qtbot: QtBot) -> None:
    plot, handle = made(qtbot)
    plot.view_box.setXRange(-0.1, 2.1, padding=0.0)
    handle.show_session(changed(RUN, epoch=10), LOG)
    assert handle.value() == pytest.approx(1.0)
    epochs = picked(handle)
    drag(plot, pixel(plot, 1.0, 0.5), pixel(plot, 0.0, 0.5))
    assert epochs[-1] == pytest.approx(1.0, abs=0.05)


def test_nobody_drags_beyond_the_epochs_there_are(qtbot: QtBot) -> None:
    plot, handle = made(qtbot)
    epochs = picked(handle)
    drag(plot, pixel(plot, 30.0, 0.5), pixel(plot, 119.0, 0.5))
    assert epochs[-1] == 100.0


def test_a_drag_that_changes_nothing_leaves_it_at_the_epoch_shown(qtbot: QtBot) -> None:
    plot, handle = made(qtbot)
    drag(plot, pixel(plot, 30.0, 0.5), pixel(plot, 30.0, 0.5) + QPoint(1, 0))
    handle.show_session(RUN, LINEAR)
    assert handle.value() == 30.0


def test_it_lights_up_under_the_mouse(qtbot: QtBot) -> None:
    plot, _ = made(qtbot)
    drag(plot, pixel(plot, 30.0, 0.5), pixel(plot, 30.0, 0.5))
    _, unit = plot.view_box.viewPixelSize()
    assert shows(plot, 30.5, 2 * unit, LIGHT.accent)
