"""The losses by epoch, as a person sees them."""

from dataclasses import replace
from pathlib import Path

import pyqtgraph as pg
import pytest
from numpy.testing import assert_allclose
from pytestqt.qtbot import QtBot

from mdn_gui.core.session import Losses, Session
from mdn_gui.qt.plots.loss_plot import LossPlot
from mdn_gui.qt.theme import DARK
from tests.networks import loaded, trained_like
from tests.plots import curve, export, legend, pixel, show, wheel


def falling(epochs: int, first: float = 9.0) -> tuple[Losses, ...]:
    return tuple(
        Losses(epoch, 1.0 + first / epoch**2, 1.2 + first / epoch**2)
        for epoch in range(1, epochs + 1)
    )


def written(plot: pg.PlotWidget) -> list[str]:
    """The notes in the plot."""
    notes = [item for item in plot.plotItem.items if isinstance(item, pg.TextItem)]
    return [note.toPlainText() for note in notes if note.isVisible()]


def test_the_axes_say_epoch_and_nats_and_the_plot_what_the_losses_are(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    assert plot.getAxis("bottom").label.toPlainText().strip() == "epoch"
    assert plot.getAxis("left").label.toPlainText().strip() == "loss (nats)"
    assert "while the weights moved" in plot.toolTip()
    assert "negative loss is normal" in plot.toolTip()
    assert legend(plot) == []


def test_both_losses_are_drawn_as_they_come(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    history = falling(30)
    for epochs in (1, 2, 30):
        panel.show_session(Session(history=history[:epochs], epochs_planned=30))
        expected = list(zip(*history[:epochs], strict=True))
        assert_allclose(curve(plot, "train"), [expected[0], expected[1]])
        assert_allclose(curve(plot, "validation"), [expected[0], expected[2]])
    assert legend(plot) == ["train", "validation", "best epoch"]


def test_another_run_replaces_the_last(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    panel.show_session(Session(history=falling(30), epochs_planned=30))
    other = falling(31, first=-3.0)
    panel.show_session(Session(history=other, epochs_planned=31))
    assert_allclose(curve(plot, "train")[1], [losses.train for losses in other])
    panel.show_session(Session())
    assert curve(plot, "train")[0].size == 0
    assert legend(plot) == []


def test_the_best_epoch_is_marked(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    assert written(plot) == []
    session = trained_like(loaded(), epochs=20)
    panel.show_session(session)
    assert written(plot) == ["2.15 at epoch 20"]
    assert_allclose(curve(plot, "best epoch"), [[20.0], [2.15]])
    panel.show_session(replace(session, best=None))
    assert written(plot) == []


def test_huge_first_losses_do_not_squash_the_rest(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    panel.show_session(Session(history=falling(100, first=1e5), epochs_planned=100))
    # The last eighty epochs, from 251 nats downwards, take most of the view.
    qtbot.waitUntil(lambda: plot.view_box.viewRange()[1][1] < 10_000.0)
    low, high = plot.view_box.viewRange()[1]
    assert low < 1.0 + 1e5 / 100**2 < high


def test_losses_that_are_no_numbers_leave_a_view(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    nan = float("nan")
    panel.show_session(
        Session(history=(Losses(1, 2.0, 2.5), Losses(2, nan, nan)), epochs_planned=5)
    )
    low, high = plot.view_box.viewRange()[1]
    assert low < 2.0
    assert high > 2.5
    panel.show_session(Session(history=(Losses(1, nan, nan),), epochs_planned=5))


def test_the_view_holds_all_planned_epochs_until_a_person_zooms(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    panel.show_session(Session(history=falling(3), epochs_planned=50))
    qtbot.waitUntil(lambda: plot.view_box.viewRange()[0] == pytest.approx([0.0, 51.0]))
    wheel(plot, pixel(plot, 20.0, 3.0), notches=3)
    zoomed = plot.view_box.viewRange()
    panel.show_session(Session(history=falling(10), epochs_planned=50))
    assert plot.view_box.viewRange() == zoomed


def test_it_exports_picture_drawing_and_numbers(qtbot: QtBot, tmp_path: Path) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    panel.set_theme(DARK)
    panel.show_session(trained_like(loaded()))
    texts = export(plot, tmp_path)
    assert "2.15 at epoch 20" in texts["svg"]
    header, first, *_ = texts["csv"].splitlines()
    assert header.startswith("train_x,train_y,validation_x,validation_y")
    assert first.startswith("1.,3.,1.,3.1,")
