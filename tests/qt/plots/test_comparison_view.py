"""Two runs compared."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from numpy.testing import assert_allclose
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from scipy.stats import norm

from mdn_gui.core.comparison import compare, sentence
from mdn_gui.core.dataset import Dataset
from mdn_gui.core.recording import Losses
from mdn_gui.qt.plots.comparison_view import ComparedDensities, ComparedLosses, ComparisonView, Pair
from mdn_gui.qt.theme import DARK, LIGHT
from mdn_gui.session.session import Session
from tests import gaps
from tests.named_runs import candidate, falling, named_run
from tests.networks import known_network, loaded, random_network
from tests.plots import curve, export, legend, show
from tests.sessions import changed, session_of
from tests.widgets import find

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
    plot.draw(changed(loaded(), variance_factor=4.0, temperature=1e-2, x=3.2), pair, BOTH)
    y, density = curve(plot, "Run 1")
    assert_allclose(density, norm.pdf(y, -3.0, 2.0), rtol=1e-5, atol=1e-12)
    y, density = curve(plot, "x < y")
    assert_allclose(density, norm.pdf(y, 4.0, 2.0), rtol=1e-5, atol=1e-12)
    label = plot.getAxis("bottom").label.toPlainText().strip()
    assert label == "y at x = 3.20, temperature 0.01, width factor 4"


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


RUNS = tuple(
    named_run(number, network=known_network([1.0], [0.0], [scale], slope=1.0))
    for number, scale in ((1, 2.0), (2, 3.0), (5, 4.0))
)
SESSION = changed(loaded(), listed=RUNS)
FIRST, LAST = (candidate(run.number, network=run.best_network) for _, run in (RUNS[0], RUNS[2]))
COMPARED = changed(SESSION, compared=(1, 5), comparison=compare(FIRST, LAST))


def shown(qtbot: QtBot, session: Session = COMPARED) -> ComparisonView:
    """A comparison on the screen."""
    view = ComparisonView()
    show(qtbot, view, 640, 300)
    view.show_session(session)
    return view


def words(view: ComparisonView) -> str:
    return find(view, QLabel, "comparison").text()


def plots(view: ComparisonView) -> list[pg.PlotWidget]:
    """Those that can be seen: losses, then densities."""
    return [plot for plot in view.findChildren(pg.PlotWidget) if plot.isVisible()]


@pytest.mark.parametrize("numbers", [(), (2,), (2, 9)])
def test_it_says_what_to_do_while_there_are_not_two(qtbot: QtBot, numbers: tuple[int, ...]) -> None:
    view = shown(qtbot)
    view.show_session(changed(SESSION, compared=numbers))
    assert words(view) == "Select two runs to compare them."
    assert plots(view) == []


def test_the_difference_is_told_in_words(qtbot: QtBot) -> None:
    view = shown(qtbot, changed(COMPARED, comparison=None))
    assert words(view) == "Comparing…"
    view.show_session(COMPARED)
    assert COMPARED.status.comparison is not None
    assert words(view) == sentence(COMPARED.status.comparison, ("Run 1", "Run 5"))
    assert "nats better" in words(view)


def test_over_the_x_of_other_data_no_densities_are_drawn(qtbot: QtBot) -> None:
    view = shown(qtbot)
    assert len(plots(view)) == 2
    x = np.arange(10.0)[:, np.newaxis]
    other = Dataset(x, x, ("depth",), ("age",))
    view.show_session(changed(COMPARED, dataset=other, title="wells.csv", origin=None))
    assert len(plots(view)) == 1, "the losses are theirs whatever is loaded"
    told = (
        "The densities of Run 1 and Run 5 are not drawn: other rows or columns than those of "
        "Inverse sine that they learned from are loaded."
    )
    assert told in words(view)
    view.show_session(COMPARED)
    assert len(plots(view)) == 2


def test_of_two_tables_the_density_of_the_one_that_is_loaded_is_drawn(qtbot: QtBot) -> None:
    wells = named_run(7, title="wells.csv", origin=None)
    session = changed(COMPARED, listed=(*RUNS, wells), compared=(1, 7), comparison=None)
    view = shown(qtbot, changed(session, incomparable="They cannot be compared."))
    losses, densities = plots(view)
    assert curve(losses, "Run 7")[0].size == 2
    assert curve(densities, "Run 1")[0].size
    assert not curve(densities, "Run 7")[0].size
    assert words(view) == (
        "They cannot be compared. The density of Run 7 is not drawn: other rows or columns than "
        "those of wells.csv that it learned from are loaded."
    )


def test_names_are_those_of_now(qtbot: QtBot) -> None:
    view = shown(qtbot)
    named = (RUNS[0]._replace(name="baseline"), *RUNS[1:])
    view.show_session(changed(COMPARED, listed=named))
    assert "baseline" in words(view)
    losses, densities = plots(view)
    assert curve(losses, "baseline")[0].size == 2
    assert curve(densities, "baseline")[0].size


def test_why_there_is_no_difference_is_told(qtbot: QtBot) -> None:
    reason = "Run 1 and Run 5 cannot be compared: they were trained on different data."
    view = shown(qtbot, changed(COMPARED, comparison=None, incomparable=reason))
    assert words(view) == reason
    assert len(plots(view)) == 2


def test_losses_and_densities_are_those_of_the_runs_compared(qtbot: QtBot) -> None:
    view = shown(qtbot)
    losses, densities = plots(view)
    for name, _ in (RUNS[0], RUNS[2]):
        assert curve(losses, name)[1].tolist() == [1.6 + 0.5, 1.6]
        y, density = curve(densities, name)
        assert y[density.argmax()] == pytest.approx(COMPARED.resolved.x)
    view.show_session(changed(COMPARED, compared=(1, 2), x=3.0))
    y, density = curve(densities, "Run 2")
    assert y[density.argmax()] == pytest.approx(3.0)
    assert density.max() == pytest.approx(1 / (3.0 * np.sqrt(2 * np.pi)), rel=1e-4)


def test_the_words_can_be_copied_by_mouse_and_keys(qtbot: QtBot) -> None:
    view = shown(qtbot)
    label = find(view, QLabel, "comparison")
    QTest.keyClick(label, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == words(view)
    assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_a_hidden_comparison_catches_up_when_it_is_seen(qtbot: QtBot) -> None:
    view = shown(qtbot, SESSION)
    view.hide()
    view.show_session(COMPARED)
    assert words(view) == "Select two runs to compare them."
    view.show()
    assert "nats better" in words(view)
    assert len(plots(view)) == 2


def test_it_takes_the_colours_of_a_theme(qtbot: QtBot) -> None:
    view = shown(qtbot)
    view.set_theme(DARK)
    for plot in plots(view):
        assert plot.backgroundBrush().color().name() == DARK.background


def test_every_part_has_a_name_and_an_explanation(qtbot: QtBot) -> None:
    view = shown(qtbot)
    for part in (find(view, QLabel, "comparison"), *plots(view)):
        assert part.accessibleName()
        assert part.toolTip()


def test_a_session_of_other_things_costs_nothing_new(qtbot: QtBot) -> None:
    view = shown(qtbot)
    _, densities = plots(view)
    drawn: list[object] = []
    for item in densities.plotItem.listDataItems():
        item.sigPlotChanged.connect(drawn.append)
    view.show_session(changed(COMPARED, progress=3.0, message="Training."))
    assert drawn == []
    view.show_session(changed(COMPARED, x=COMPARED.resolved.x + 1.0))
    assert drawn


def test_it_shows_an_empty_session(qtbot: QtBot) -> None:
    view = shown(qtbot, Session())
    assert words(view) == "Select two runs to compare them."


def test_a_run_that_learned_from_no_row_with_a_gap_is_not_drawn_where_one_is(
    qtbot: QtBot,
) -> None:
    full = ~np.isnan(gaps.INPUTS).any(axis=1)
    complete = Dataset(gaps.INPUTS[full], gaps.RISE[full, np.newaxis], gaps.NAMES, ("rise",))
    of_both = {"sampled_ranges": gaps.RANGES, "title": "field.csv", "origin": None}
    runs = (
        named_run(1, dataset=gaps.dataset(), network=gaps.network(), **of_both),
        named_run(2, dataset=complete, network=random_network(inputs=3), **of_both),
    )
    there = session_of(
        dataset=gaps.dataset(),
        **of_both,
        listed=runs,
        run=1,
        compared=(1, 2),
        incomparable="They cannot be compared.",
        place=(5.0, np.nan, 1.0),
    )
    view = shown(qtbot, there)
    densities = plots(view)[1]
    assert curve(densities, "Run 1")[0].size
    assert not curve(densities, "Run 2")[0].size
    told = "Not drawn where an input is missing: Run 2, which learned from no such rows."
    assert words(view) == f"They cannot be compared. {told}"
    view.show_session(changed(there, place=(5.0, 30.0, 1.0)))
    assert curve(densities, "Run 2")[0].size
    assert words(view) == "They cannot be compared."
    view.show_session(there)
    assert not curve(densities, "Run 2")[0].size
