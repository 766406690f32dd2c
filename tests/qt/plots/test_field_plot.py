"""The main plot, as a person sees and uses it."""

from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.drawing.images import MOST_POINTS
from mdn_gui.qt.control.answering import answered
from mdn_gui.qt.plots.field_plot import FieldPlot
from mdn_gui.qt.theme import DARK, LIGHT, apply
from mdn_gui.session.session import Session
from mdn_gui.session.view import Layer, PinnedPlace
from tests.networks import known_network, loaded, trained_like
from tests.panes import told
from tests.plots import click, colour, curve, drag, export, legend, pixel, show, shows, wheel
from tests.sessions import changed, session_of


def hints(panel: FieldPlot) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def draw(qtbot: QtBot, panel: FieldPlot, session: Session) -> None:
    """Show a session, and wait until all of it is drawn."""
    panel.show_session(session)
    qtbot.waitUntil(lambda: not panel.busy)


def narrow() -> Session:
    """p(y | x) is a ridge of scale 0.5 along y = x / 2."""
    return changed(loaded(), network=known_network([1.0], [0.0], [0.5], slope=0.5))


def test_it_says_what_to_do_first_and_next(qtbot: QtBot) -> None:
    panel = FieldPlot()
    show(qtbot, panel)
    draw(qtbot, panel, loaded())
    example = loaded().data.example
    assert example is not None
    assert hints(panel) == [f"{example.summary}\nPress Train to see p(y | x)."]
    draw(qtbot, panel, changed(loaded(), example=None))
    assert hints(panel) == ["Press Train to see p(y | x)."]
    draw(qtbot, panel, trained_like(loaded()))
    assert hints(panel) == []


def test_the_axes_bear_the_names_of_the_columns(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    names = ("size <cm> & more",), ("price",)
    draw(
        qtbot, panel, changed(loaded(), dataset=Dataset(np.ones((2, 1)), np.eye(2)[:, :1], *names))
    )
    assert plot.getAxis("bottom").label.toPlainText().strip() == "size <cm> & more"
    assert plot.getAxis("left").label.toPlainText().strip() == "price"


def test_the_title_says_that_the_density_is_bent(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    for temperature, spread, title in (
        (1.0, 1.0, "p(y | x)"),
        (0.3, 4.0, "p(y | x), temperature 0.3, width factor 4"),
        (1.0, 1.0, "p(y | x)"),
    ):
        draw(qtbot, panel, changed(narrow(), temperature=temperature, variance_factor=spread))
        assert plot.plotItem.titleLabel.item.toPlainText() == title


def test_the_line_says_where_it_stands_when_it_comes_back(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    draw(qtbot, panel, changed(narrow(), x=1.0))
    draw(qtbot, panel, session_of(x=5.0, sampled_range=(0.0, 10.0)))
    draw(qtbot, panel, changed(narrow(), x=5.0, sampled_range=(0.0, 10.0)))
    [line] = [item for item in plot.plotItem.items if isinstance(item, pg.InfiniteLine)]
    assert line.label.toPlainText() == "5.00"


def test_the_line_tells_places_in_a_small_view_far_from_0_apart(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    x = np.linspace(1.7e12, 1.7e12 + 86_400_000.0, 5)
    day = session_of(
        dataset=Dataset(x[:, None], np.ones((5, 1)), ("t",), ("y",)), sampled_range=(x[0], x[-1])
    )
    [line] = [item for item in plot.plotItem.items if isinstance(item, pg.InfiniteLine)]
    texts = []
    for chosen in (x[1] + 0.25, x[1] + 0.75):
        draw(qtbot, panel, changed(day, x=chosen))
        plot.view_box.setRange(xRange=(x[1] - 43.0, x[1] + 43.4), padding=0.0)
        qtbot.waitUntil(lambda: "." in line.label.toPlainText())
        texts.append(line.label.toPlainText())
        assert line.value() == chosen
    assert texts == ["1700021600000.25", "1700021600000.75"]


def test_rows_and_samples_are_drawn_where_they_are(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    session = changed(trained_like(loaded()), layers=frozenset(Layer))
    draw(qtbot, panel, session)
    assert_array_equal(curve(plot, "data"), session.resolved.points)
    assert_array_equal(curve(plot, "samples"), session.samples()[:2])


def test_the_view_holds_all_rows_and_the_sampled_range(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    session = loaded()
    draw(qtbot, panel, session)
    (left, right), (bottom, top) = plot.view_box.viewRange()
    assert left <= -15.0 < 15.0 <= right
    assert bottom < session.resolved.points.y.min() < session.resolved.points.y.max() < top


def test_the_density_is_dark_on_the_ridge_and_background_off_it(
    qtbot: QtBot, qapp: QApplication
) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    draw(qtbot, panel, changed(narrow(), layers=frozenset({Layer.DENSITY})))
    assert shows(plot, 8.0, 4.0, LIGHT.density[-1])
    assert shows(plot, 8.0, -4.0, LIGHT.background)
    apply(qapp, DARK)
    qtbot.waitUntil(lambda: not panel.busy)
    assert shows(plot, 8.0, 4.0, DARK.density[-1])
    assert shows(plot, 8.0, -4.0, DARK.background)


def test_the_density_follows_spread_and_view(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    session = changed(narrow(), layers=frozenset({Layer.DENSITY}))
    draw(qtbot, panel, session)
    assert shows(plot, 8.0, 6.5, LIGHT.background)
    draw(qtbot, panel, changed(session, variance_factor=16.0))
    assert not shows(plot, 8.0, 6.5, LIGHT.background)
    plot.view_box.setRange(xRange=(20.0, 30.0), yRange=(5.0, 20.0))
    qtbot.waitUntil(lambda: shows(plot, 28.0, 14.0, LIGHT.density[-1]))


def test_the_mean_is_drawn_across_the_view(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    draw(qtbot, panel, changed(narrow(), layers=frozenset({Layer.MEAN})))
    x, mean = curve(plot, "mean")
    (left, right), _ = plot.view_box.viewRange()
    assert_allclose([x[0], x[-1]], [left, right], atol=0.1)
    assert_allclose(mean, x / 2, atol=1e-5)


def test_layers_come_and_go(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    session = changed(narrow(), layers=frozenset(Layer))
    draw(qtbot, panel, session)
    lines = ["50% region", "90% region", "median", "mean"]
    truths = ["true 50% region", "true 90% region", "true modes"]
    assert legend(plot) == ["data", "samples", *lines, *truths]
    draw(qtbot, panel, changed(session, layers=frozenset({Layer.LEGEND, Layer.MEAN})))
    assert legend(plot) == ["mean"]
    draw(qtbot, panel, changed(session, layers=frozenset()))
    assert legend(plot) == []
    assert [curve(plot, name)[0].size for name in ("data", "samples", "mean")] == [0, 0, 0]
    assert shows(plot, 8.0, 4.0, LIGHT.background)


def test_a_network_of_which_nothing_is_to_be_seen_repaints_nothing(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    session = changed(narrow(), layers=frozenset({Layer.DATA}))
    draw(qtbot, panel, session)
    QApplication.processEvents()
    repainted: list[QRectF] = []
    plot.scene().changed.connect(repainted.extend)
    draw(qtbot, panel, changed(session, network=known_network([1.0], [0.0], [0.7])))
    QApplication.processEvents()
    assert not repainted


def test_many_rows_are_drawn_as_an_image(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    session = changed(loaded(MOST_POINTS + 1), x=-14.0, layers=frozenset({Layer.DATA}))
    draw(qtbot, panel, session)
    assert curve(plot, "data")[0].size == 0
    assert colour(plot, 0.0, 0.0).hue() == pytest.approx(QColor(LIGHT.data).hue(), abs=6)
    assert shows(plot, 10.0, -8.0, LIGHT.background)


def test_many_rows_become_points_as_one_zooms_and_the_legend_tells(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    crowd = loaded(MOST_POINTS + 1)
    session = changed(crowd, layers=frozenset({Layer.DATA, Layer.LEGEND}))
    draw(qtbot, panel, session)
    assert "data, stronger where many" in legend(plot)
    for _ in range(12):
        wheel(plot, pixel(plot, 0.0, 0.0), 1)
    qtbot.waitUntil(lambda: not panel.busy)
    assert "data" in legend(plot)
    x, y = curve(plot, "data")
    assert crowd.data.dataset is not None
    rows = crowd.data.dataset
    (left, right), (low, high) = plot.view_box.viewRange()
    inside = (rows.inputs[:, 0] > left) & (rows.inputs[:, 0] < right)
    inside &= (rows.targets[:, 0] > low) & (rows.targets[:, 0] < high)
    assert 0 < inside.sum() < MOST_POINTS
    assert np.isin(rows.inputs[inside, 0], x).all()
    assert np.isin(rows.targets[inside, 0], y).all()
    row = np.flatnonzero(inside)[0]
    picked = told(panel, session, lambda after: after.view.row)
    click(plot, rows.inputs[row, 0], rows.targets[row, 0])
    assert picked == [row]


def test_a_network_that_diverged_is_not_drawn(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    lost = known_network([1.0], [np.nan], [0.5])
    draw(qtbot, panel, changed(loaded(), network=lost, layers=frozenset(Layer)))
    assert curve(plot, "samples")[0].size == 0
    assert curve(plot, "data")[0].size == 300


def test_a_click_picks_x(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    draw(qtbot, panel, loaded())
    x = told(panel, loaded(), lambda session: session.resolved.x)
    click(plot, 3.2, -6.0)
    assert x == [pytest.approx(3.2, abs=0.05)]


def test_a_click_on_a_point_of_the_data_questions_that_point(qtbot: QtBot) -> None:
    panel, session = FieldPlot(), loaded()
    plot = show(qtbot, panel)
    draw(qtbot, panel, session)
    middle = np.argsort(session.resolved.points.x)[len(session.resolved.points.x) // 2]
    x, y = session.resolved.points.x[middle], session.resolved.points.y[middle]
    picked = told(panel, session, lambda session: (session.view.row, session.resolved.x))
    click(plot, x, y)
    assert picked == [(middle, x)]


def test_a_click_beside_the_plane_or_without_data_picks_nothing(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    with qtbot.assertNotEmitted(panel.edited):
        click(plot, 0.5, 0.5)
    draw(qtbot, panel, loaded())
    with qtbot.assertNotEmitted(panel.edited):
        click(plot, 0.0, plot.view_box.viewRange()[1][0] - 0.5)


def test_dragging_the_line_picks_x(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    x = told(panel, loaded(), lambda session: session.resolved.x)
    panel.edited.connect(lambda *_: panel.show_session(changed(loaded(), x=x[-1])))
    draw(qtbot, panel, loaded())
    drag(plot, pixel(plot, 0.0, -3.0), pixel(plot, 5.0, -3.0))
    assert x[-1] == pytest.approx(5.0, abs=0.2)
    assert plot.view_box.viewRange()[0] == pytest.approx([-15.0, 15.0])


def test_what_is_uncovered_while_a_picture_is_awaited_is_painted(qtbot: QtBot) -> None:
    panel = FieldPlot()
    show(qtbot, panel)
    panel.set_theme(LIGHT)
    draw(qtbot, panel, narrow())
    for slope in np.linspace(0.1, 0.4, 4):  # faster than pictures come
        panel.show_session(changed(loaded(), network=known_network([1.0], [0.0], [0.5], slope)))
    seen = panel.grab().toImage().scaled(40, 40)
    colours = [seen.pixelColor(x, y).lightness() for x in range(40) for y in range(40)]
    assert np.mean(np.array(colours) > 100) > 0.9
    qtbot.waitUntil(lambda: not panel.busy)


def test_showing_a_session_picks_nothing(qtbot: QtBot) -> None:
    panel = FieldPlot()
    show(qtbot, panel)
    with qtbot.assertNotEmitted(panel.edited):
        draw(qtbot, panel, changed(narrow(), x=4.0))


def test_a_persons_zoom_stays_until_other_data_comes(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    session = narrow()
    draw(qtbot, panel, session)
    wheel(plot, pixel(plot, 0.0, 0.0), notches=4)
    zoomed = plot.view_box.viewRange()
    assert zoomed[0][1] < 12.0
    draw(qtbot, panel, changed(session, x=1.0, temperature=2.0))
    assert plot.view_box.viewRange() == zoomed
    draw(qtbot, panel, loaded(40))
    qtbot.waitUntil(lambda: plot.view_box.viewRange()[0] == pytest.approx([-15.0, 15.0]))


def test_dragging_the_plane_moves_it(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    draw(qtbot, panel, changed(loaded(), x=-14.0))
    start = pixel(plot, 2.0, 0.0)
    with qtbot.assertNotEmitted(panel.edited):
        drag(plot, start, start + QPoint(-60, 0))
    assert plot.view_box.viewRange()[0][0] > -14.0


def test_it_exports_picture_drawing_and_numbers(qtbot: QtBot, tmp_path: Path) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    session = changed(narrow(), layers=frozenset(Layer))
    draw(qtbot, panel, session)
    texts = export(plot, tmp_path)
    assert "<svg" in texts["svg"]
    header, first, *_ = texts["csv"].splitlines()
    columns = header.split(",")
    drawn = ["data", "samples", "mean", "median", "50% region", "true 90% region"]
    assert {f"{name}_{axis}" for name in drawn for axis in "xy"} <= set(columns)
    place = columns.index("data_x")
    assert float(first.split(",")[place]) == pytest.approx(session.resolved.points.x[0])


@pytest.mark.parametrize("layers", [{Layer.DENSITY}, {Layer.DATA}])
def test_it_rests_after_pictures_that_were_wanted_too_fast(
    qtbot: QtBot, layers: set[Layer]
) -> None:
    panel = FieldPlot()
    show(qtbot, panel)
    session = changed(trained_like(loaded()), layers=frozenset(layers))
    draw(qtbot, panel, session)
    with qtbot.waitSignal(panel.rested, check_params_cb=lambda: not panel.busy):
        for temperature in (2.0, 3.0):
            panel.show_session(changed(session, temperature=temperature))


def ticks(plot: pg.PlotWidget) -> dict[str, tuple[float, str]]:
    """Where the pinned places are marked and in which colour, by what the marks say."""
    lines = [item for item in plot.plotItem.items if isinstance(item, pg.InfiniteLine)]
    return {
        line.toolTip(): (line.value(), line.pen.color().name())
        for line in lines
        if not line.movable
    }


def test_the_pinned_places_of_the_section_are_marked_in_their_colours(qtbot: QtBot) -> None:
    table = Dataset(np.eye(4)[:, :2], np.eye(4)[:, :1], ("lat", "long"), ("depth",))
    places = (
        PinnedPlace(0, "Tonga", (0.25, 0.5)),
        PinnedPlace(2, "Fiji", (0.75, 0.5)),
        PinnedPlace(1, "Samoa", (0.25, 1.0)),
    )
    session = session_of(
        dataset=table, sampled_ranges=((0.0, 1.0), (0.0, 1.0)), place=(0.0, 0.5), places=places
    )
    panel = FieldPlot()
    plot = show(qtbot, panel)
    draw(qtbot, panel, session)
    colours = LIGHT.place_colours
    assert ticks(plot) == {
        "Pinned: Tonga": (0.25, colours[0]),
        "Pinned: Fiji": (0.75, colours[2]),
    }
    draw(qtbot, panel, changed(session, place=(0.25, 0.0), across=1))
    assert ticks(plot) == {
        "Pinned: Tonga": (0.5, colours[0]),
        "Pinned: Samoa": (1.0, colours[1]),
    }
    draw(qtbot, panel, changed(session, places=()))
    assert ticks(plot) == {}


def written(plot: pg.PlotWidget) -> list[tuple[float, str]]:
    """The percentages in the plot and where along y they stand, from above."""
    texts = [item for item in plot.plotItem.items if isinstance(item, pg.TextItem)]
    shown = [(item.pos().y(), item.toPlainText()) for item in texts if item.isVisible()]
    return sorted(((y, text) for y, text in shown if text.endswith("%")), reverse=True)


def test_modes_beyond_the_axis_are_told_at_its_ends_while_it_is_zoomed(qtbot: QtBot) -> None:
    panel = FieldPlot()
    plot = show(qtbot, panel)
    weights, means = [0.1, 0.4, 0.2, 0.3], [-9.0, -4.0, 0.0, 6.0]
    draw(
        qtbot, panel, answered(changed(loaded(), network=known_network(weights, means, [0.5] * 4)))
    )
    assert [text for _, text in written(plot)] == ["30%", "20%", "40%", "10%"]
    assert curve(plot, "modes at x")[1].tolist() == pytest.approx(means, abs=0.01)
    plot.view_box.setYRange(-2.0, 2.0, padding=0.0)
    qtbot.waitUntil(lambda: len(curve(plot, "modes at x")[1]) == 1)
    (high, above), (_, within), (low, below) = written(plot)
    assert (above, within, below) == ("▲ 30%", "20%", "▼ 40% 10%")
    assert -2.0 < low < high < 2.0
    plot.view_box.setYRange(-5.0, 2.0, padding=0.0)
    qtbot.waitUntil(lambda: [text for _, text in written(plot)][-1] == "▼ 10%")
    assert [text for _, text in written(plot)] == ["▲ 30%", "20%", "40%", "▼ 10%"]
