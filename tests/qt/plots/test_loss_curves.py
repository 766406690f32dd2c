"""Losses as curves."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from pytestqt.qtbot import QtBot

from mdn_gui.core.recording import Losses, smoothed
from mdn_gui.qt.plots.epoch_axis import EpochScale
from mdn_gui.qt.plots.loss_plot import LossCurves
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import LIGHT
from tests.plots import blank, curve

HISTORY = tuple(Losses(e, 3.0 / e + (-1) ** e, 4.0 / e + (-1) ** e) for e in range(1, 51))


def made(qtbot: QtBot) -> tuple[Plot, LossCurves]:
    """A plot of epochs 0 to 60, and its curves."""
    plot = blank(qtbot, (0.0, 60.0), (-2.0, 6.0))
    curves = LossCurves(plot, 0)
    curves.set_theme(LIGHT)
    curves.set_scale(EpochScale())
    return plot, curves


def opacity(plot: Plot, name: str) -> float:
    """How much of a curve's colour there is, from 0 to 1."""
    [item] = [item for item in plot.plotItem.listDataItems() if item.name() == name]
    return float(item.opts["pen"].color().alphaF())


def test_both_losses_at_their_epochs(qtbot: QtBot) -> None:
    plot, curves = made(qtbot)
    curves.show_losses(HISTORY, 0.0)
    epochs, train, validation = np.array(HISTORY).T
    assert_allclose(curve(plot, "train"), [epochs, train])
    assert_allclose(curve(plot, "validation"), [epochs, validation])
    assert_allclose(curves.losses, np.array(HISTORY))


@pytest.mark.parametrize("before", [(), HISTORY[:20], HISTORY, HISTORY[5:]])
def test_whatever_was_drawn_before(qtbot: QtBot, before: tuple[Losses, ...]) -> None:
    plot, curves = made(qtbot)
    curves.show_losses(before, 0.5)
    curves.show_losses(HISTORY[:30], 0.0)
    assert_allclose(curves.losses, np.array(HISTORY[:30]))
    assert curve(plot, "train, smoothed")[0].size == 0


def test_smoothed_losses_stand_before_faint_ones(qtbot: QtBot) -> None:
    plot, curves = made(qtbot)
    curves.show_losses(HISTORY, 0.9)
    epochs, train, validation = np.array(HISTORY).T
    assert_allclose(curve(plot, "train"), [epochs, train])
    assert_allclose(curve(plot, "train, smoothed"), [epochs, smoothed(train, 0.9)])
    assert_allclose(curve(plot, "validation, smoothed")[1], smoothed(validation, 0.9))
    assert opacity(plot, "train") < 0.5
    assert opacity(plot, "train, smoothed") == 1.0
    curves.show_losses(HISTORY, 0.0)
    assert opacity(plot, "train") == 1.0


def test_the_legend_lists_what_is_drawn_in_full_colour(qtbot: QtBot) -> None:
    _, curves = made(qtbot)
    plain = curves.entries(out_of_fold=False)
    assert [name for name, item in plain.items() if item.name() == name] == ["train", "validation"]
    curves.show_losses(HISTORY, 0.5)
    assert list(curves.entries(out_of_fold=False)) == ["train", "validation"]
    drawn = [item.name() for item in curves.entries(out_of_fold=False).values()]
    assert drawn == ["train, smoothed", "validation, smoothed"]


@pytest.mark.parametrize("log", [False, True])
def test_peaks_of_a_long_run_stay(qtbot: QtBot, log: bool) -> None:  # noqa: FBT001 - a parameter of the test
    plot, curves = made(qtbot)
    long = [Losses(e, 1.0, 1.0) for e in range(1, 20_001)]
    long[12_345] = Losses(12_346, 9.0, 9.0)
    long[2] = Losses(3, 9.0, 9.0)
    scale = EpochScale(log)
    plot.setLogMode(x=log)
    curves.set_scale(scale)
    plot.view_box.setRange(xRange=scale.extent(20_000), yRange=(0.0, 10.0), padding=0.0)
    curves.show_losses(tuple(long), 0.0)
    x, y = curve(plot, "train")
    high = {round(scale.epoch(position)) for position in x[y == 9.0]}
    assert len(high) == 2
    assert min(high) == pytest.approx(3, abs=0 if log else 20)
    assert max(high) == pytest.approx(12_346, abs=20)
