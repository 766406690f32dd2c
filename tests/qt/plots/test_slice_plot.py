"""The density at x, as a person sees and uses it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from numpy.testing import assert_allclose
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from scipy.stats import norm

from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.qt.plots.field_plot import FieldPlot
from mdn_gui.qt.plots.items import Outline
from mdn_gui.qt.plots.slice_plot import SlicePlot
from mdn_gui.qt.theme import DARK
from mdn_gui.qt.widgets.number_field import NumberField
from mdn_gui.session.session import Session
from mdn_gui.session.view import Curve, Interval, Layer
from tests.mouse import send_mouse
from tests.networks import known_network, loaded
from tests.panes import told
from tests.plots import click, curve, drag, export, legend, pixel, show, wheel
from tests.sessions import changed
from tests.widgets import find


def two_peaks() -> Session:
    """At x = 0 a wide component at -3 and a very narrow one at 2; one more weighs nothing."""
    network = known_network([0.6, 0.4, 1e-6], [-3.0, 2.0, 8.0], [1.0, 1e-4, 1.0])
    return changed(loaded(), network=network)


def test_the_curve_is_the_density_and_misses_no_spike(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    panel.show_session(two_peaks())
    density, y = curve(plot, "density")
    assert density.max() == pytest.approx(0.4 * norm.pdf(0.0) / 1e-4, rel=1e-3)
    assert np.trapezoid(density, y) == pytest.approx(1.0, abs=0.03)
    assert_allclose(np.interp(-3.0, y, density), 0.6 * norm.pdf(0.0), rtol=1e-3)


def test_each_component_that_weighs_something_is_drawn(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    panel.show_session(two_peaks())
    height, y = curve(plot, "component 1")
    assert_allclose(height, 0.6 * norm.pdf(y, -3.0, 1.0), rtol=1e-5)
    assert curve(plot, "component 2")[0].size
    assert curve(plot, "component 3")[0].size == 0


def test_regions_cover_the_highest_densities(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    panel.show_session(changed(loaded(), network=known_network([1.0], [2.0], [0.5])))
    for name, mass in (("50% region", 0.5), ("90% region", 0.9)):
        _, y = curve(plot, name)
        edges = norm.interval(mass, 2.0, 0.5)
        assert_allclose([np.nanmin(y), np.nanmax(y)], edges, atol=0.02)
    assert legend(plot) == ["90%", "50%", "samples"]


def test_samples_are_stacked_left_of_the_curves_and_walk_with_the_density(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    session = two_peaks()
    panel.show_session(session)
    x, y = curve(plot, "samples")
    assert x.max() < 0.0
    assert_allclose(session.mixture_at_x().cdf(np.array(y)), session.dot_levels(), atol=0.01)
    warmer = changed(session, temperature=2.0)
    panel.show_session(warmer)
    moved = np.array(curve(plot, "samples")[1])
    assert_allclose(warmer.mixture_at_x().cdf(moved), session.dot_levels(), atol=0.01)
    panel.show_session(changed(session, sampling_seed=1))
    assert not np.isin(curve(plot, "samples")[1], y).any(), "another seed draws others"


def test_the_truth_is_drawn_over_density_and_cdf(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    example = EXAMPLES["heteroscedastic"]
    session = changed(two_peaks(), example=example, layers=frozenset({Layer.TRUTH}), x=1.0)
    panel.show_session(session)
    density, y = curve(plot, "truth")
    true = np.exp(example.along((1.0,), 0, 0).log_prob(np.array(1.0), np.array(y)))
    assert_allclose(np.array(density), true)
    panel.show_session(changed(session, curve=Curve.CDF))
    assert_allclose(curve(plot, "truth")[0][-1], 1.0, atol=0.01)
    panel.show_session(changed(session, layers=frozenset({Layer.DENSITY})))
    assert curve(plot, "truth")[0].size == 0


def test_temperature_and_spread_change_the_curve(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    session = changed(loaded(), network=known_network([0.8, 0.2], [-3.0, 3.0], [0.5, 0.5]))
    panel.show_session(changed(session, temperature=1e6, variance_factor=4.0))
    density, y = curve(plot, "density")
    assert_allclose(np.interp([-3.0, 3.0], y, density), 0.5 * norm.pdf(0.0), rtol=1e-3)


def test_without_a_network_nothing_is_drawn(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    panel.show_session(two_peaks())
    panel.show_session(loaded())
    names = ("density", "component 1", "component 2", "samples", "50% region", "90% region")
    assert [curve(plot, name)[0].size for name in names] == [0] * 6
    assert legend(plot) == []


def test_it_says_at_which_x(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    assert plot.plotItem.titleLabel.text == "The density of y at one x"
    panel.show_session(changed(two_peaks(), x=3.2))
    assert plot.plotItem.titleLabel.text == "at x = 3.20"


def test_showing_a_session_picks_nothing(qtbot: QtBot) -> None:
    panel = SlicePlot()
    show(qtbot, panel)
    with qtbot.assertNotEmitted(panel.edited):
        panel.show_session(changed(two_peaks(), x=4.0))


class Pair(QWidget):
    """The two plots side by side, the main one lower and shorter than the other."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.slice = FieldPlot(), SlicePlot()
        self.slice.link_y(self.field.view_box)
        layout, column = QHBoxLayout(self), QVBoxLayout()
        column.addSpacing(50)
        column.addWidget(self.field)
        column.addSpacing(40)
        layout.addLayout(column)
        layout.addWidget(self.slice)


def test_the_same_y_stands_as_high_in_both_plots(qtbot: QtBot) -> None:
    pair = Pair()
    main = show(qtbot, pair)
    density = find(pair.slice, pg.PlotWidget, "density")

    def height(plot: pg.PlotWidget, y: float) -> int:
        return int(plot.viewport().mapToGlobal(pixel(plot, 0.0, y)).y())

    def level() -> bool:
        return all(abs(height(main, y) - height(density, y)) <= 1 for y in (-8.0, 0.0, 8.0))

    for panel in (pair.field, pair.slice):
        panel.show_session(two_peaks())
    qtbot.waitUntil(level)
    before = main.view_box.viewRange()[1]
    wheel(main, pixel(main, 1.0, 1.0), notches=3)
    assert main.view_box.viewRange()[1] != before
    assert level()
    before = main.view_box.viewRange()[1]
    wheel(density, pixel(density, 0.1, 1.0), notches=-3)
    assert main.view_box.viewRange()[1] != before
    assert level()
    start = density.viewport().rect().center()
    drag(density, start, start + start / 4)
    assert level()
    pair.resize(pair.width(), pair.height() + 100)
    qtbot.waitUntil(level)


def press_a(plot: pg.PlotWidget) -> None:
    """Move the mouse over a plot, and click on the button in its lower left corner."""
    hover(plot)
    button = plot.plotItem.autoBtn
    assert button.isVisible()
    place = plot.mapFromScene(button.sceneBoundingRect().center())
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place)


def hover(plot: pg.PlotWidget) -> None:
    none = Qt.MouseButton.NoButton
    for place in (QPoint(30, 30), plot.viewport().rect().center()):
        send_mouse(plot.viewport(), QEvent.Type.MouseMove, place, none, none)


def view_all(plot: pg.PlotWidget) -> None:
    """Choose in the menu that the right button opens."""
    plot.view_box.menu.viewAll.trigger()


@pytest.mark.parametrize("bring_back", [press_a, view_all])
@pytest.mark.parametrize("zoomed", ["density", "main"])
def test_after_a_zoom_either_plot_brings_both_back(
    qtbot: QtBot, bring_back: Callable[[pg.PlotWidget], None], zoomed: str
) -> None:
    pair = Pair()
    main = show(qtbot, pair)
    density = find(pair.slice, pg.PlotWidget, "density")
    for panel in (pair.field, pair.slice):
        panel.show_session(two_peaks())
    qtbot.waitUntil(lambda: density.view_box.height() > 100)
    hover(density)
    assert not density.plotItem.autoBtn.isVisible(), "there is nothing to bring back"
    before = [plot.view_box.viewRange() for plot in (main, density)]
    place = {"density": (density, 0.1), "main": (main, 1.0)}[zoomed]
    wheel(place[0], pixel(*place, 1.0), notches=3)
    assert main.view_box.viewRange()[1] != before[0][1]
    assert density.view_box.viewRange()[1] != before[1][1]
    bring_back(density)
    after = [plot.view_box.viewRange() for plot in (main, density)]
    assert_allclose(after, before, rtol=1e-6)
    panel = pair.field
    panel.show_session(changed(two_peaks(), dataset=loaded(rows=50).data.dataset))
    assert_allclose(main.view_box.viewRange()[1], before[0][1], rtol=0.5)
    assert all(density.view_box.autoRangeEnabled()), "it follows other data again"


def test_a_plot_on_its_own_has_the_same_way_back(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    panel.show_session(two_peaks())
    before = plot.view_box.viewRange()
    wheel(plot, pixel(plot, 0.1, 1.0), notches=3)
    assert plot.view_box.viewRange() != before
    press_a(plot)
    qtbot.waitUntil(lambda: plot.view_box.viewRange() == before)


def test_components_keep_their_colours(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    panel.set_theme(DARK)
    panel.show_session(two_peaks())
    outlines = [item for item in plot.plotItem.items if isinstance(item, Outline)]
    pens = {
        outline.name(): outline.opts["pen"].color().name()
        for outline in outlines
        if outline.name().startswith("component")
    }
    assert pens == {f"component {k + 1}": DARK.component_colour(k) for k in range(3)}


def test_it_exports_picture_drawing_and_numbers(qtbot: QtBot, tmp_path: Path) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    panel.show_session(two_peaks())
    texts = export(plot, tmp_path)
    assert "at x = 0.00" in texts["svg"]
    header = texts["csv"].splitlines()[0]
    assert "density_x,density_y" in header
    assert "component 2_x,component 2_y" in header
    assert "component 3" not in header
    panel.show_session(changed(two_peaks(), curve=Curve.CDF))
    header = export(plot, tmp_path)["csv"].splitlines()[0]
    assert "CDF_x,CDF_y" in header
    assert "density" not in header


def test_the_cdf_takes_the_place_of_the_density(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    session = changed(two_peaks(), curve=Curve.CDF)
    panel.show_session(session)
    probability, y = curve(plot, "CDF")
    below = norm.cdf(y[:, np.newaxis], [-3.0, 2.0], [1.0, 1e-4]) @ np.array([0.6, 0.4])
    assert_allclose(probability, below, atol=2e-6)
    assert curve(plot, "density")[0].size == 0
    assert plot.getAxis("bottom").labelText == "probability"
    low, high = plot.view_box.viewRange()[0]
    assert low < 0.0
    assert 1.0 < high < 1.1
    assert curve(plot, "samples")[0].size
    assert np.nanmax(curve(plot, "90% region")[0]) >= 1.0
    panel.show_session(two_peaks())
    assert plot.getAxis("bottom").labelText == "density"
    assert curve(plot, "CDF")[0].size == 0


def test_ticking_the_cdf_asks_for_it(qtbot: QtBot) -> None:
    panel = SlicePlot()
    show(qtbot, panel)
    panel.show_session(two_peaks())
    curves = told(panel, two_peaks(), lambda session: session.view.curve)
    QTest.keyClick(find(panel, QCheckBox, "cdf"), Qt.Key.Key_Space)
    assert curves == [Curve.CDF]


def test_the_axis_rests_while_the_heights_change_little(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    panel.show_session(changed(loaded(), network=known_network([1.0], [0.0], [1.0])))
    before = plot.view_box.viewRange()[0]
    panel.show_session(changed(loaded(), network=known_network([1.0], [0.0], [1.02])))
    assert plot.view_box.viewRange()[0] == before
    panel.show_session(changed(loaded(), network=known_network([1.0], [0.0], [0.5])))
    assert plot.view_box.viewRange()[0][1] == pytest.approx(2 * before[1])


def test_a_click_on_a_bell_picks_its_component(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    session = changed(loaded(), network=known_network([0.5, 0.5], [-4.0, 4.0], [1.0, 1.0]))
    panel.show_session(session)
    picked = told(panel, session, lambda session: session.view.component)
    click(plot, 0.1, 4.0)
    assert picked == [1]
    panel.show_session(changed(session, component=1))
    click(plot, 0.1, -4.0)
    assert picked == [1, 0]
    click(plot, 0.1, 4.0)
    click(plot, 0.15, 0.0)
    assert picked == [1, 0, None, None]
    panel.show_session(session)
    click(plot, 0.15, 0.0)
    assert picked == [1, 0, None, None]


def test_a_click_beside_the_plot_picks_nothing(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    panel.show_session(changed(loaded(), network=known_network([1.0], [0.0], [2.0]), component=0))
    with qtbot.assertNotEmitted(panel.edited):
        QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
        QTest.mouseClick(plot.viewport(), Qt.MouseButton.RightButton, pos=pixel(plot, 0.1, 0.0))


def test_the_row_in_question_stands_on_the_axis(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    session = two_peaks()
    panel.show_session(changed(session, row=7))
    assert_allclose(curve(plot, "row"), [[0.0], [session.resolved.points.y[7]]])
    panel.show_session(session)
    assert curve(plot, "row")[0].size == 0


def shown_texts(plot: pg.PlotWidget) -> set[str]:
    items = plot.plotItem.items
    texts = [item for item in items if isinstance(item, pg.TextItem) and item.isVisible()]
    return {text.toPlainText() for text in texts}


@pytest.mark.parametrize("kind", Curve)
def test_the_probability_of_an_interval_is_written(qtbot: QtBot, kind: Curve) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    session = changed(loaded(), network=known_network([1.0], [2.0], [1.0]), curve=kind)
    panel.show_session(changed(session, interval=Interval(1.0, 3.0)))
    assert shown_texts(plot) == {"a = 1.00", "b = 3.00", "P = 0.683"}
    panel.show_session(changed(session, interval=Interval(1.0, 3.0), variance_factor=4.0))
    assert shown_texts(plot) == {"a = 1.00", "b = 3.00", "P = 0.383"}
    panel.show_session(session)
    assert shown_texts(plot) == set()


def test_dragging_an_end_changes_the_interval_and_picks_no_component(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    session = changed(
        loaded(), network=known_network([1.0], [2.0], [1.0]), interval=Interval(1.0, 3.0)
    )
    panel.show_session(session)
    views = told(panel, session, lambda session: session.view)
    drag(plot, pixel(plot, 0.1, 3.0), pixel(plot, 0.1, 6.0))
    intervals = [view.interval for view in views]
    assert all(interval is not None and interval.low == 1.0 for interval in intervals)
    assert intervals[-1] is not None
    assert intervals[-1].high == pytest.approx(6.0, abs=0.1)
    with qtbot.assertNotEmitted(panel.edited):
        click(plot, 0.1, intervals[-1].high)
    assert all(view.component is None for view in views)


def test_an_interval_is_asked_for_and_typed(qtbot: QtBot) -> None:
    panel = SlicePlot()
    show(qtbot, panel)
    panel.show_session(two_peaks())
    intervals = told(panel, two_peaks(), lambda session: session.view.interval)
    QTest.keyClick(find(panel, QCheckBox, "interval"), Qt.Key.Key_Space)
    [interval] = intervals
    assert interval is not None
    panel.show_session(changed(two_peaks(), interval=interval))
    low = find(panel, NumberField, "interval_low")
    low.selectAll()
    QTest.keyClicks(low, "-5")
    QTest.keyClick(low, Qt.Key.Key_Return)
    assert intervals[1:] == [(-5.0, interval.high)]


@pytest.mark.parametrize("share", [0.05, 0.95])
def test_the_legend_does_not_stand_on_the_highest_peak(qtbot: QtBot, share: float) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel, 500, 400)
    panel.show_session(two_peaks())
    low, high = plot.viewRange()[1]
    peak = low + share * (high - low)
    network = known_network([1.0], [peak], [0.02 * (high - low)])
    panel.show_session(changed(two_peaks(), network=network))
    assert legend(plot)
    at = plot.plotItem.vb.mapViewToScene(QPointF(0.0, peak)).y()
    rect = plot.legend.sceneBoundingRect()
    assert not rect.top() <= at <= rect.bottom()


def test_a_narrow_plot_has_no_room_for_the_legend(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    panel.show_session(two_peaks())
    assert legend(plot)
    panel.resize(220, 400)
    qtbot.waitUntil(lambda: not legend(plot))
    panel.resize(640, 480)
    qtbot.waitUntil(lambda: legend(plot) != [])


def test_a_guess_is_hatched_dashed_and_said(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    rows = TrainingRows(np.linspace(-1.0, 1.0, 400)[:, None], 400)
    session = changed(loaded(), network=replace(known_network([1.0], [0.0], [1.0]), rows=rows))
    seen = {}
    for x in (0.0, 5.0):
        panel.show_session(changed(session, x=x))
        said = title(plot)
        outline = next(
            item
            for item in plot.plotItem.items
            if isinstance(item, Outline) and item.name() == "density"
        )
        seen[x] = said, outline.opts["pen"].style()
    assert seen[0.0][0].endswith(" rows near")
    assert seen[0.0][1] is Qt.PenStyle.SolidLine
    assert seen[5.0] == (
        "at x = 5.00 · no rows near: a guess",
        Qt.PenStyle.DashLine,
    )
    near = picture_of(plot, panel, changed(session, x=0.0))
    guess = picture_of(plot, panel, changed(session, x=5.0))
    assert (near != guess).mean() > 0.05
    panel.show_session(changed(session, network=known_network([1.0], [0.0], [1.0])))
    assert title(plot) == "at x = 0.00"


def picture_of(plot: pg.PlotWidget, panel: SlicePlot, session: Session) -> np.ndarray:
    """The upper half of the plot, where the density is all but 0."""
    panel.show_session(session)
    image = plot.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    return pixels[: image.height() // 2].copy()


def test_a_lone_row_is_few_rows_and_a_guess(qtbot: QtBot) -> None:
    panel = SlicePlot()
    plot = show(qtbot, panel)
    x = np.append(np.linspace(-1.0, 1.0, 400), 3.0)[:, None]
    network = replace(known_network([1.0], [0.0], [1.0]), rows=TrainingRows(x, 401))
    panel.show_session(changed(loaded(), network=network, x=3.0))
    assert title(plot) == "at x = 3.00 · few rows near (1): a guess"


def title(plot: pg.PlotWidget) -> str:
    """What stands over the plot."""
    written: str = plot.plotItem.titleLabel.text
    return written
