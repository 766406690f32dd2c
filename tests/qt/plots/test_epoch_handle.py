"""The line at the epoch shown."""

import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from mdn_gui.core.recording import Losses
from mdn_gui.qt.plots.epoch_axis import EpochHandle, EpochScale
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import DARK, LIGHT
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from tests.networks import recorded
from tests.plots import blank, drag, pixel, shows
from tests.sessions import changed, session_of

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
