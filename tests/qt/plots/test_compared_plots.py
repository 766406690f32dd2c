"""The plots of two runs, as a person sees them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose
from pytestqt.qtbot import QtBot
from scipy.stats import norm

from mdn_gui.core.recording import Losses
from mdn_gui.qt.plots.comparison_view import ComparedDensities, ComparedLosses, Pair
from mdn_gui.qt.theme import DARK, LIGHT
from tests.named_runs import falling, named_run
from tests.networks import known_network, loaded
from tests.plots import curve, export, legend, show
from tests.sessions import changed, session_of

BOTH = (True, True)


def two_runs() -> Pair:
    """Runs that predict Normal(-3, 1), and a very narrow peak at 2 beside Normal(4, 1)."""
    wide = known_network([1.0], [-3.0], [1.0])
    narrow = known_network([0.4, 0.6], [2.0, 4.0], [1e-3, 1.0])
    return (
        named_run(1, losses=falling(30, 1.0), network=wide),
        named_run(2, losses=falling(50, 1.5), network=narrow, name="x < y"),
    )


def test_all_losses_of_both_runs_are_drawn(qtbot: QtBot) -> None:
    plot = ComparedLosses()
    show(qtbot, plot)
    pair = two_runs()
    plot.draw(pair)
    for name, run in pair:
        epochs, train, validation = zip(*run.history, strict=True)
        assert_allclose(curve(plot, name), [epochs, validation])
        assert_allclose(curve(plot, f"{name}, train"), [epochs, train])
    assert legend(plot) == ["Run 1", "x &lt; y"]
    low, high = plot.view_box.viewRange()[0]
    assert low <= 1.0
    assert high >= 50.0


def test_huge_first_losses_and_those_that_are_no_numbers_leave_a_view(qtbot: QtBot) -> None:
    plot = ComparedLosses()
    show(qtbot, plot)
    nan = float("nan")
    huge = (Losses(1, 1e6, 1e9), Losses(2, nan, nan), *falling(50, 1.5)[2:])
    plot.draw((two_runs()[0], named_run(2, losses=huge)))
    low, high = plot.view_box.viewRange()[1]
    assert low < 1.0
    assert 1.5 < high < 20.0
    nothing = (Losses(1, nan, nan),)
    plot.draw((named_run(1, losses=nothing), named_run(2, losses=nothing)))
    plot.draw((named_run(1, losses=nothing), named_run(2, losses=())))
    assert np.isfinite(plot.view_box.viewRange()).all()


def test_both_densities_are_those_of_the_networks_and_miss_no_spike(qtbot: QtBot) -> None:
    plot = ComparedDensities()
    show(qtbot, plot)
    pair = two_runs()
    plot.show_pair(pair, BOTH)
    plot.draw(loaded(), pair, BOTH)
    y, density = curve(plot, "Run 1")
    assert_allclose(density, norm.pdf(y, -3.0, 1.0), rtol=1e-5, atol=1e-12)
    other_y, other = curve(plot, "x < y")
    assert_allclose(other_y, y)
    assert other.max() == pytest.approx(0.4 * norm.pdf(0.0) / 1e-3, rel=1e-3)
    assert np.trapezoid(other, y) == pytest.approx(1.0, abs=0.03)


def test_densities_are_sharpened_as_chosen(qtbot: QtBot) -> None:
    plot = ComparedDensities()
    show(qtbot, plot)
    pair = two_runs()
    plot.show_pair(pair, BOTH)
    plot.draw(changed(loaded(), spread=4.0, temperature=1e-2, x=3.2), pair, BOTH)
    y, density = curve(plot, "Run 1")
    assert_allclose(density, norm.pdf(y, -3.0, 2.0), rtol=1e-5, atol=1e-12)
    y, density = curve(plot, "x < y")
    assert_allclose(density, norm.pdf(y, 4.0, 2.0), rtol=1e-5, atol=1e-12)
    label = plot.getAxis("bottom").label.toPlainText().strip()
    assert label == "y at x = 3.20, temperature 0.01, spread 4"


def test_densities_follow_x(qtbot: QtBot) -> None:
    plot = ComparedDensities()
    show(qtbot, plot)
    sloped = named_run(1, network=known_network([1.0], [0.0], [1.0], slope=2.0))
    pair = sloped, two_runs()[1]
    plot.show_pair(pair, BOTH)
    for x in (-1.0, 2.0):
        plot.draw(changed(loaded(), x=x), pair, BOTH)
        y, density = curve(plot, "Run 1")
        assert y[density.argmax()] == pytest.approx(2.0 * x)


def test_the_view_fits_the_runs_that_are_drawn(qtbot: QtBot) -> None:
    plot = ComparedDensities()
    show(qtbot, plot)
    first, _ = two_runs()
    assert first.run.data.dataset is not None
    table = first.run.data.dataset
    far = named_run(2, dataset=replace(table, targets=table.targets + 1_000))
    for drawn, reaches in (((True, True), True), ((True, False), False)):
        plot.show_pair((first, far), drawn)
        plot.draw(session_of(dataset=table, sampled_range=(0.0, 10.0)), (first, far), drawn)
        assert plot.getAxis("bottom").label.toPlainText().strip() == "y at x = 0.00"
        low, high = plot.view_box.viewRange()[0]
        assert low < table.targets.min()
        assert (high > table.targets.max() + 1_000) == reaches


def test_each_run_has_a_colour_of_its_own_in_both_plots(qtbot: QtBot) -> None:
    losses, densities = ComparedLosses(), ComparedDensities()
    pair = two_runs()
    for plot in (losses, densities):
        show(qtbot, plot)
    losses.draw(pair)
    densities.show_pair(pair, BOTH)
    for theme in (LIGHT, DARK):
        for plot in (losses, densities):
            plot.set_theme(theme)
            samples = [sample.item.opts["pen"].color().name() for sample, _ in plot.legend.items]
            assert samples == [theme.accent, theme.warning]


def test_runs_of_the_same_name_are_told_apart_by_their_numbers(qtbot: QtBot) -> None:
    plot = ComparedLosses()
    show(qtbot, plot)
    first, second = (run._replace(name="a" * 50) for run in two_runs())
    plot.draw((first, second))
    names = legend(plot)
    assert [name[-4:] for name in names] == [" (1)", " (2)"]
    assert max(map(len, names)) < 50


def test_they_export_picture_drawing_and_numbers(qtbot: QtBot, tmp_path: Path) -> None:
    losses, densities = ComparedLosses(), ComparedDensities()
    pair = two_runs()
    for plot in (losses, densities):
        show(qtbot, plot)
    losses.draw(pair)
    densities.show_pair(pair, BOTH)
    densities.draw(loaded(), pair, BOTH)
    header = export(losses, tmp_path)["csv"].splitlines()[0]
    for name in ("Run 1", "Run 1, train", "x < y", "x < y, train"):
        assert f"{name}_x" in header
    assert "Run 1_x" in export(densities, tmp_path)["csv"].splitlines()[0]
