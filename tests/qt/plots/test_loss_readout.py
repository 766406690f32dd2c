"""Reading the losses under the mouse."""

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdn_gui.core.recording import Losses
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.plots.epoch_axis import EpochScale
from mdn_gui.qt.plots.loss_plot import LossReadout
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import DARK, LIGHT
from mdn_gui.session.run import NO_RUN, Run
from tests.networks import recorded
from tests.plots import blank, pixel, shows

RUN = recorded(Losses(e, 1.3123 + 1.0 / e, 1.4 + 2.0 / e) for e in range(1, 101))


def made(qtbot: QtBot) -> tuple[Plot, LossReadout]:
    """A plot of epochs 0 to 120, and the readout of a run of 100."""
    plot = blank(qtbot, (0.0, 120.0), (0.0, 4.0))
    readout = LossReadout(plot, 1)
    readout.set_theme(LIGHT)
    readout.show_run(Run(recording=RUN), EpochScale())
    return plot, readout


def point_at(plot: Plot, x: float) -> None:
    """Move the mouse into the plot, and there to this x."""
    QTest.mouseMove(plot.viewport(), QPoint(1, 1))
    # Only now is the plot laid out.
    QTest.mouseMove(plot.viewport(), pixel(plot, x, 0.5))


def leave(plot: Plot) -> None:
    """Take the mouse out of the plot at once, as a quick hand does."""
    for widget in (plot.viewport(), plot):
        QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def written(plot: Plot) -> list[str]:
    """What stands in the corner of the view."""
    items = [item for item in plot.view_box.childItems() if isinstance(item, pg.TextItem)]
    return [item.toPlainText() for item in items if item.isVisible()]


def test_reads_the_nearest_epoch(qtbot: QtBot) -> None:
    plot, _ = made(qtbot)
    assert written(plot) == []
    point_at(plot, 41.8)
    assert written(plot) == ["epoch 42 · train 1.336 · validation 1.448"]
    point_at(plot, 50.3)
    assert written(plot) == ["epoch 50 · train 1.332 · validation 1.440"]


def test_calls_the_losses_of_folds_so(qtbot: QtBot) -> None:
    plot, readout = made(qtbot)
    folds = NetworkSettings(), TrainingSettings(folds=3)
    readout.show_run(Run(recording=RUN, settings=folds), EpochScale())
    point_at(plot, 50.0)
    assert written(plot) == ["epoch 50 · train 1.332 · out of fold 1.440"]


def test_marks_both_losses(qtbot: QtBot) -> None:
    plot, _ = made(qtbot)
    assert not shows(plot, 40.0, RUN.losses[39].validation, LIGHT.warning)
    point_at(plot, 40.0)
    assert shows(plot, 40.0, RUN.losses[39].train, LIGHT.accent)
    assert shows(plot, 40.0, RUN.losses[39].validation, LIGHT.warning)


@pytest.mark.parametrize(("x", "epoch"), [(0.1, 1), (119.0, 100)])
def test_beyond_the_ends_it_reads_the_first_and_the_last(
    qtbot: QtBot, x: float, epoch: int
) -> None:
    plot, _ = made(qtbot)
    point_at(plot, x)
    assert written(plot)[0].startswith(f"epoch {epoch} ·")


def test_stands_in_the_place_of_the_legend(qtbot: QtBot) -> None:
    plot, _ = made(qtbot)
    point_at(plot, 40.0)
    assert plot.legend.opacity() == 0.0
    leave(plot)
    assert plot.legend.opacity() == 1.0
    assert written(plot) == []
    assert not shows(plot, 40.0, RUN.losses[39].validation, LIGHT.warning)


def test_outside_of_the_axes_there_is_nothing_to_read(qtbot: QtBot) -> None:
    plot, _ = made(qtbot)
    point_at(plot, 40.0)
    QTest.mouseMove(plot.viewport(), QPoint(2, 2))
    assert written(plot) == []


def test_on_a_logarithmic_axis(qtbot: QtBot) -> None:
    plot, readout = made(qtbot)
    plot.view_box.setXRange(-0.1, 2.1, padding=0.0)
    readout.show_run(Run(recording=RUN), EpochScale(log=True))
    point_at(plot, 1.0)
    assert written(plot)[0].startswith("epoch 10 ·")
    point_at(plot, 0.0)
    assert written(plot)[0].startswith("epoch 1 ·")


def test_a_mouse_that_rests_reads_what_another_axis_puts_under_it(qtbot: QtBot) -> None:
    plot, readout = made(qtbot)
    point_at(plot, 119.0)
    plot.view_box.setXRange(-0.1, 2.1, padding=0.0)
    readout.show_run(Run(recording=RUN), EpochScale(log=True))
    assert written(plot)[0].startswith("epoch 100 ·")
    plot.view_box.setXRange(-4.0, 1.05, padding=0.0)
    assert written(plot)[0].startswith("epoch 10 ·")


def test_without_a_run_there_is_nothing_to_read(qtbot: QtBot) -> None:
    plot, readout = made(qtbot)
    point_at(plot, 40.0)
    readout.show_run(NO_RUN, EpochScale())
    assert written(plot) == []
    point_at(plot, 50.0)
    assert written(plot) == []


def test_what_comes_under_a_mouse_that_rests_is_read(qtbot: QtBot) -> None:
    plot, readout = made(qtbot)
    readout.show_run(Run(recording=recorded(RUN.losses[:10])), EpochScale())
    point_at(plot, 40.0)
    assert written(plot)[0].startswith("epoch 10 ·")
    readout.show_run(Run(recording=RUN), EpochScale())
    assert written(plot)[0].startswith("epoch 40 ·")


def test_losses_that_are_no_numbers_are_said_to_be_none(qtbot: QtBot) -> None:
    plot, readout = made(qtbot)
    nan = float("nan")
    readout.show_run(Run(recording=recorded([Losses(1, nan, float("inf"))])), EpochScale())
    point_at(plot, 40.0)
    assert written(plot) == ["epoch 1 · train undefined · validation unbounded"]


def test_in_the_dark_the_words_have_the_colours_of_the_curves(qtbot: QtBot) -> None:
    plot, readout = made(qtbot)
    point_at(plot, 40.0)
    readout.set_theme(DARK)
    assert shows(plot, 40.0, RUN.losses[39].validation, DARK.warning)
