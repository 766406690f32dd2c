"""The losses by epoch, as a person sees them."""

import time
from pathlib import Path

import pyqtgraph as pg
import pytest
from numpy.testing import assert_allclose
from pytestqt.qtbot import QtBot

from mdn_gui.core.recording import Losses, Recording
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.plots.loss_plot import LossPlot
from mdn_gui.qt.theme import DARK
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session
from tests.networks import loaded, recorded, trained_like
from tests.panes import told
from tests.plots import click, curve, drag, export, legend, pixel, show, wheel
from tests.sessions import changed, session_of


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
    assert "while the weights moved" in plot.accessibleDescription()
    assert "negative loss is normal" in plot.accessibleDescription()
    assert plot.toolTip() == "", "it would lie over the losses that the mouse reads"
    assert legend(plot) == []


def test_both_losses_are_drawn_as_they_come(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    history = falling(30)
    for epochs in (1, 2, 30):
        panel.show_session(session_of(recording=recorded(history[:epochs]), epochs_planned=30))
        expected = list(zip(*history[:epochs], strict=True))
        assert_allclose(curve(plot, "train"), [expected[0], expected[1]])
        assert_allclose(curve(plot, "validation"), [expected[0], expected[2]])
    assert legend(plot) == ["train", "validation", "best epoch"]


def test_another_run_replaces_the_last(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    panel.show_session(session_of(recording=recorded(falling(30)), epochs_planned=30))
    other = falling(31, first=-3.0)
    panel.show_session(session_of(recording=recorded(other), epochs_planned=31))
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
    panel.show_session(changed(session, recording=Recording()))
    assert written(plot) == []


def test_huge_first_losses_do_not_squash_the_rest(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    panel.show_session(session_of(recording=recorded(falling(100, first=1e5)), epochs_planned=100))
    # The last eighty epochs, from 251 nats downwards, take most of the view.
    qtbot.waitUntil(lambda: plot.view_box.viewRange()[1][1] < 10_000.0)
    low, high = plot.view_box.viewRange()[1]
    assert low < 1.0 + 1e5 / 100**2 < high


def test_losses_that_are_no_numbers_leave_a_view(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    nan = float("nan")
    panel.show_session(
        session_of(recording=recorded((Losses(1, 2.0, 2.5), Losses(2, nan, nan))), epochs_planned=5)
    )
    low, high = plot.view_box.viewRange()[1]
    assert low < 2.0
    assert high > 2.5
    panel.show_session(session_of(recording=recorded((Losses(1, nan, nan),)), epochs_planned=5))


def test_the_view_holds_all_planned_epochs_until_a_person_zooms(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    panel.show_session(session_of(recording=recorded(falling(3)), epochs_planned=50))
    qtbot.waitUntil(lambda: plot.view_box.viewRange()[0] == pytest.approx([0.0, 51.0]))
    wheel(plot, pixel(plot, 20.0, 3.0), notches=3)
    zoomed = plot.view_box.viewRange()
    panel.show_session(session_of(recording=recorded(falling(10)), epochs_planned=50))
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


def floor_written(plot: pg.PlotWidget) -> list[str]:
    """What is written at the level lines that can be seen."""
    lines = [item for item in plot.plotItem.items if isinstance(item, pg.InfiniteLine)]
    return [line.label.toPlainText() for line in lines if line.angle == 0 and line.isVisible()]


@pytest.mark.parametrize("log", [False, True])
def test_a_click_picks_the_epoch_there(qtbot: QtBot, log: bool) -> None:  # noqa: FBT001 - a parameter of the test
    panel = LossPlot()
    plot = show(qtbot, panel)
    session = session_of(recording=recorded(falling(100)), epochs_planned=100, log_epochs=log)
    panel.show_session(session)
    epochs = told(panel, session, lambda session: session.view.epoch)
    click(plot, 2.0 if log else 50.0, 1.3)
    assert epochs == [pytest.approx(100.0 if log else 50.0, rel=0.02)]


def test_without_a_run_there_is_no_epoch_to_pick(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    with qtbot.assertNotEmitted(panel.edited):
        click(plot, 0.5, 0.5)


def test_the_handle_goes_through_the_epochs(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    session = session_of(recording=recorded(falling(100)), epochs_planned=100, epoch=20)
    panel.show_session(session)
    epochs = told(panel, session, lambda session: session.view.epoch)
    drag(plot, pixel(plot, 20.0, 1.3), pixel(plot, 70.0, 1.3))
    assert epochs[-1] == pytest.approx(70.0, abs=0.5)
    assert plot.view_box.viewRange()[0] == pytest.approx([0.0, 102.0]), "the view stays"


def test_a_logarithmic_axis_holds_all_epochs_and_their_marks(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    session = changed(trained_like(loaded(), epochs=100), log_epochs=True)
    panel.show_session(session)
    low, high = plot.view_box.viewRange()[0]
    assert -0.1 < low < 0.0
    assert 2.0 < high < 2.1
    assert_allclose(curve(plot, "train")[0][[0, 9, 99]], [0.0, 1.0, 2.0], atol=1e-12)
    assert_allclose(curve(plot, "best epoch")[0], [2.0])
    panel.show_session(changed(session, log_epochs=False))
    assert plot.view_box.viewRange()[0] == pytest.approx([0.0, 102.0])
    assert_allclose(curve(plot, "best epoch")[0], [100.0])


def test_a_logarithmic_axis_exports_epochs(qtbot: QtBot, tmp_path: Path) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    panel.show_session(changed(trained_like(loaded()), log_epochs=True))
    _, first, second, *_ = export(plot, tmp_path)["csv"].splitlines()
    assert [line.split(",")[0] for line in (first, second)] == ["1.", "2."]


def test_smoothed_losses_take_the_place_of_the_others_in_the_legend(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    session = changed(trained_like(loaded()), smoothing=0.9)
    panel.show_session(session)
    assert legend(plot) == ["train", "validation", "best epoch"]
    drawn = [sample.item.name() for sample, _ in plot.legend.items]
    assert drawn == ["train, smoothed", "validation, smoothed", "best epoch"]
    panel.show_session(changed(session, smoothing=0.0))
    assert curve(plot, "train, smoothed")[0].size == 0


def test_the_losses_of_folds_are_called_so_in_the_legend(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    panel.show_session(trained_like(loaded()))
    assert legend(plot) == ["train", "validation", "best epoch"]
    settings = NetworkSettings(), TrainingSettings(folds=3)
    panel.show_session(changed(trained_like(loaded()), run_settings=settings))
    assert legend(plot) == ["train", "out of fold", "best epoch"]


def test_the_truth_has_a_floor_where_the_losses_come_near_it(qtbot: QtBot) -> None:
    panel = LossPlot()
    plot = show(qtbot, panel)
    session = loaded()
    near = recorded(Losses(e, 1.4 + 1.0 / e, 1.5 + 1.0 / e) for e in range(1, 51))
    far = recorded(Losses(e, 9.0 + 0.1 / e, 9.0 + 0.1 / e) for e in range(1, 51))
    for recording, expected in ((far, []), (near, ["lowest possible loss 1.29"])):
        panel.show_session(changed(session, recording=recording, epochs_planned=50))
        assert floor_written(plot) == expected
    assert plot.view_box.viewRange()[1][0] < 1.28
    panel.show_session(changed(session, recording=near, example=None))
    assert floor_written(plot) == []
    panel.show_session(session)
    assert floor_written(plot) == []


def test_going_through_the_epochs_costs_little(qtbot: QtBot) -> None:
    panel = LossPlot()
    show(qtbot, panel)
    run = session_of(recording=recorded(falling(200)), epochs_planned=200, phase=Phase.TRAINING)
    panel.show_session(run)
    begin = time.perf_counter()
    for epoch in range(1, 201):
        panel.show_session(changed(run, epoch=epoch))
    # So that a hand that moves 60 times a second leaves time for everything else.
    assert (time.perf_counter() - begin) / 200 < 0.008
