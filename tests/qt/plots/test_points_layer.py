"""Points of several colours, few or many."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from mdn_gui.core.dataset import Dataset
from mdn_gui.core.drawing.images import MOST_POINTS
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.plots.points_layer import (
    FILLED,
    RING,
    Kinds,
    Look,
    PointsLayer,
    Shapes,
    look_of_rows,
    rows_of,
    shapes_of_rows,
)
from mdn_gui.session.session import Session
from mdn_gui.session.view import Stretch
from tests.networks import random_network
from tests.plots import blank, colour, curve, pixel, shows
from tests.sessions import changed, session_of

EDGES = np.linspace(0.0, 4.0, 41), np.linspace(0.0, 4.0, 41)


def layer_of(plot: Plot, points_of: Callable[[Session], Kinds], *hollow: int) -> PointsLayer:
    """A layer of points, of which those of these numbers are hollow."""

    def shapes_of(_session: Session, points: int) -> Shapes:
        return np.where(np.isin(np.arange(points), hollow), RING, FILLED)

    return PointsLayer(plot, "dots", 0, points_of, shapes_of)


def draw(qtbot: QtBot, layer: PointsLayer, *colours: str) -> None:
    with qtbot.waitSignal(layer.rested):
        layer.show_points(Session(), EDGES, Look(colours))


def test_each_kind_has_its_colour_and_colours_repeat(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    x, y = np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0])
    layer = layer_of(plot, lambda _: (x, y, np.array([0, 1, 2])))
    draw(qtbot, layer, "#ff0000", "#0000ff")
    hues = [colour(plot, place, place).hue() for place in x]
    assert hues == [QColor(name).hue() for name in ("#ff0000", "#0000ff", "#ff0000")]


def test_fewer_colours_leave_nothing_of_the_others(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    x = np.array([1.0, 3.0])
    layer = layer_of(plot, lambda _: (x, x, np.array([0, 1])))
    draw(qtbot, layer, "#ff0000", "#0000ff")
    draw(qtbot, layer, "#00ff00")
    assert {colour(plot, place, place).hue() for place in x} == {QColor("#00ff00").hue()}
    assert curve(plot, "dots")[0].tolist() == [1.0, 3.0]


def test_very_many_become_an_image(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    x = np.full(MOST_POINTS + 1, 1.0)
    layer = layer_of(plot, lambda _: (x, x, np.zeros(len(x), int)))
    background = colour(plot, 3.0, 3.0).name()
    draw(qtbot, layer, "#ff0000")
    assert curve(plot, "dots")[0].size == 0
    assert shows(plot, 1.05, 1.05, "#ff0000")
    layer.clear()
    assert shows(plot, 1.05, 1.05, background)


def test_very_many_become_points_where_few_are_in_view(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    x = np.concatenate([np.linspace(0.0, 1.0, MOST_POINTS), [2.5, 3.5]])
    found: list[Session] = []

    def points_of(session: Session) -> Kinds:
        found.append(session)
        return x, x, np.arange(len(x)) % 2

    layer = layer_of(plot, points_of)
    draw(qtbot, layer, "#ff0000", "#0000ff")
    assert layer.crowd
    plot.setRange(xRange=(2.0, 4.0), yRange=(2.0, 4.0), padding=0.0)
    with qtbot.waitSignal(layer.rested):
        layer.show_view((np.linspace(2.0, 4.0, 41), np.linspace(2.0, 4.0, 41)))
    assert not layer.crowd
    assert curve(plot, "dots")[0].tolist() == [2.5], "of its kind, and none far from the view"
    hues = [colour(plot, place, place).hue() for place in (2.5, 3.5)]
    assert hues == [QColor(name).hue() for name in ("#ff0000", "#0000ff")]
    layer.show_view((np.linspace(2.2, 4.0, 41), np.linspace(2.0, 3.8, 41)))
    assert not layer.busy, "what is drawn around the view before does for this one"
    layer.show_view((np.linspace(2.4, 2.6, 41), np.linspace(2.4, 2.6, 41)))
    assert layer.busy, "so few of them are less faint"
    with qtbot.waitSignal(layer.rested):
        layer.show_view(EDGES)
    assert layer.crowd
    assert len(found) == 1, "the points themselves are the same"


def test_cleared_while_being_painted_they_do_not_come(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    x = np.array([1.0])
    layer = layer_of(plot, lambda _: (x, x, np.zeros(1, int)))
    layer.show_points(Session(), EDGES, Look(("#ff0000",)))
    assert layer.busy
    layer.clear()
    assert not layer.busy
    background = colour(plot, 3.0, 3.0).name()
    draw(qtbot, layer_of(plot, lambda _: (x + 1, x + 1, np.zeros(1, int))), "#00ff00")
    assert shows(plot, 1.0, 1.0, background)


def test_the_points_follow_from_the_session(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    layer = layer_of(
        plot, lambda session: (np.array([session.resolved.x]), np.array([2.0]), np.zeros(1, int))
    )
    with qtbot.waitSignal(layer.rested):
        layer.show_points(changed(Session(), x=1.5), EDGES, Look(("#ff0000",)))
    assert curve(plot, "dots")[0].tolist() == [1.5]
    assert plot.view_box.viewRect() == QRectF(0, 0, 4, 4)


@pytest.mark.parametrize(("points", "opacity"), [(1, 0.5), (300, 0.5), (1000, 0.15), (9000, 0.06)])
def test_a_density_is_seen_through_faint_points(qtbot: QtBot, points: int, opacity: float) -> None:
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    apart = np.arange(points) > 0  # all but one lie out of sight
    x = np.where(apart, 9.0, 2.0)
    layer = layer_of(plot, lambda _: (x, x, np.zeros(len(x), int)))
    with qtbot.waitSignal(layer.rested):
        layer.show_points(Session(), EDGES, Look(("#000000",), faint=True))
    seen = colour(plot, 2.0, 2.0)
    assert seen.redF() == pytest.approx(1.0 - opacity, abs=0.03)
    draw(qtbot, layer, "#000000")
    assert colour(plot, 2.0, 2.0).redF() < seen.redF() - 0.1


@pytest.mark.parametrize("crowd", [False, True])
def test_rows_far_away_in_the_inputs_held_are_fainter(qtbot: QtBot, *, crowd: bool) -> None:
    rng = np.random.default_rng(0)
    count = MOST_POINTS + 1 if crowd else 300
    left, right = (0.0, 0.4) if crowd else (5.0, 9.0)  # of the others; a crowd is in view
    inputs = rng.uniform([left, -1.0], [right, 1.0], (count + 3, 2))
    rows = TrainingRows(inputs[-290:], count)
    # One row each at (1, 1), (2, 2) and (3, 3), ever farther from the place in the second input.
    inputs[:3] = [[1.0, 0.0], [2.0, 2.0 * rows.evidence.reach[1]], [3.0, 30.0]]
    dataset = Dataset(inputs, inputs[:, :1], ("a", "b"), ("y",))
    network = replace(random_network(inputs=2), rows=rows)
    session = session_of(
        dataset=dataset, sampled_ranges=((0.0, 9.0),) * 2, place=(0.0, 0.0), network=network
    )
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    layer = layer_of(plot, lambda session: rows_of(session)[:3])
    with qtbot.waitSignal(layer.rested):
        layer.show_points(session, EDGES, look_of_rows("#000000", "#ffaa00", faint=False))
    inside = 0.05 * crowd  # of the image's pixels
    near, farther, far = (
        colour(plot, at + inside, at + inside).lightness() for at in (1.0, 2.0, 3.0)
    )
    ground = colour(plot, 0.5, 3.5).lightness()
    assert near <= farther <= far <= ground
    assert near < far - 30
    assert crowd or near < farther - 20
    assert not crowd or far == ground, "left out of a crowd"


def test_the_key_is_no_fainter_the_more_points_there_are(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    x = np.zeros(9000)
    layer = layer_of(plot, lambda _: (x, x, np.zeros(len(x), int)))
    with qtbot.waitSignal(layer.rested):
        layer.show_points(Session(), EDGES, Look(("#ff0000",), faint=True))
    assert layer.key.opts["brush"].color() == QColor("#ff0000")


def test_hollow_points_are_rings_of_their_colour(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    x = np.array([1.0, 3.0])
    layer = layer_of(plot, lambda _: (x, x, np.array([0, 1])), 1)
    draw(qtbot, layer, "#ff0000", "#0000ff")
    assert curve(plot, "dots")[0].tolist() == [1.0]
    place = pixel(plot, 3.0, 3.0)
    image = plot.viewport().grab().toImage()
    around = [
        image.pixelColor(place.x() + dx, place.y() + dy)
        for dx in range(-4, 5)
        for dy in range(-4, 5)
    ]
    assert any(
        found.hue() == QColor("#0000ff").hue() and found.saturation() > 60 for found in around
    )
    layer.clear()
    image = plot.viewport().grab().toImage()
    assert image.pixelColor(place).name() == image.pixelColor(place.x() + 20, place.y()).name()


def test_nothing_stays_of_points_that_moved(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    height = [3.0]

    def points_of(_: Session) -> Kinds:
        rng = np.random.default_rng(int(10 * height[0]))
        x = np.linspace(0.2, 3.8, 200)
        return x, height[0] + rng.uniform(-0.5, 0.5, 200), np.zeros(200, np.intp)

    layer = layer_of(plot, points_of, *range(80, 120))
    for height[0] in (3.0, 1.0, 2.5, 0.8, 3.2, 1.5):
        draw(qtbot, layer, "#ff0000")
        image = plot.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        channels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
        drawn = np.flatnonzero((channels[..., 2] > channels[..., 1] + 30.0).any(axis=1))
        top, bottom = (pixel(plot, 2.0, height[0] + edge).y() for edge in (0.5, -0.5))
        assert top - 8 <= drawn.min() <= top + 30
        assert bottom - 30 <= drawn.max() <= bottom + 8


def of_a_run(rows: int, training: TrainingSettings) -> Session:
    """So many rows on a diagonal, and a run of them."""
    x = np.linspace(0.2, 3.8, rows)[:, None]
    session = session_of(dataset=Dataset(x, x, ("x",), ("y",)), network=random_network())
    return changed(session, run_settings=(NetworkSettings(), training), run_data=session.data)


def hollow(plot: Plot) -> dict[str, list[float]]:
    """The x of the points that are hollow, by the symbol they are drawn as."""
    items = [item for item in plot.plotItem.items if isinstance(item, pg.ScatterPlotItem)]
    drawn = [item for item in items if item.opts["brush"] == pg.mkBrush(None)]
    return {str(item.opts["symbol"]): sorted(item.getData()[0].tolist()) for item in drawn}


def rows_layer(plot: Plot) -> PointsLayer:
    return PointsLayer(plot, "data", 0, rows_of, shapes_of_rows, hollow_size=5)


def test_rows_of_a_part_of_an_input_stand_out_wherever_they_are(qtbot: QtBot) -> None:
    inputs = np.array([[1.0, 0.0], [2.0, 1.0], [3.0, 1.5]])
    dataset = Dataset(inputs, inputs[:, :1], ("a", "b"), ("y",))
    session = session_of(
        dataset=dataset,
        sampled_ranges=((0.0, 4.0),) * 2,
        place=(0.0, 0.0),
        stretch=Stretch(1, 0.5, 1.2),
    )
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    layer = layer_of(plot, rows_of)
    with qtbot.waitSignal(layer.rested):
        layer.show_points(session, EDGES, look_of_rows("#000000", "#ff0000", faint=False))
    red = [colour(plot, at, at).red() - colour(plot, at, at).blue() for at in (1.0, 2.0, 3.0)]
    assert red[1] > 100
    assert max(red[0], red[2]) < 20


def test_rows_that_the_run_held_out_are_hollow(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    layer, look = rows_layer(plot), look_of_rows("#ff0000", "#ffaa00", faint=False)
    training = TrainingSettings(validation_fraction=0.2, test_fraction=0.1, seed=3)
    session = of_a_run(60, training)
    assert session.data.dataset is not None
    x, parts = session.data.dataset.inputs[:, 0], session.data.dataset.split_rows(training.holdout)
    with qtbot.waitSignal(layer.rested):
        layer.show_points(session, EDGES, look)
    expected = {"o": sorted(x[parts.validation].tolist()), "s": sorted(x[parts.test].tolist())}
    assert [len(each) for each in expected.values()] == [12, 6]
    assert hollow(plot) == expected
    assert sorted(curve(plot, "data")[0].tolist()) == sorted(x[parts.training].tolist())
    names = [key.name() for key in layer.keys_of_held_out(session)]
    assert names == ["validation rows", "test rows"]
    with qtbot.waitSignal(layer.rested):
        layer.show_points(changed(session, run=None), EDGES, look)
    assert hollow(plot) == {"o": [], "s": []}, "without a run all are alike"
    assert layer.keys_of_held_out(changed(session, run=None)) == ()


def test_by_folds_only_test_rows_are_hollow(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    layer = rows_layer(plot)
    session = of_a_run(60, TrainingSettings(test_fraction=0.1, folds=5))
    with qtbot.waitSignal(layer.rested):
        layer.show_points(session, EDGES, look_of_rows("#ff0000", "#ffaa00", faint=True))
    assert {symbol: len(each) for symbol, each in hollow(plot).items()} == {"s": 6}
    assert [key.name() for key in layer.keys_of_held_out(session)] == ["test rows"]


def test_of_very_many_rows_those_held_out_are_hollow_where_few_are_in_view(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 4.0), (0.0, 4.0))
    layer = rows_layer(plot)
    session = of_a_run(MOST_POINTS + 1, TrainingSettings(validation_fraction=0.5))
    with qtbot.waitSignal(layer.rested):
        layer.show_points(session, EDGES, look_of_rows("#ff0000", "#ffaa00", faint=True))
    assert layer.crowd
    assert layer.keys_of_held_out(session) == ()
    plot.setRange(xRange=(2.0, 2.1), yRange=(2.0, 2.1), padding=0.0)
    with qtbot.waitSignal(layer.rested):
        layer.show_view((np.linspace(2.0, 2.1, 41), np.linspace(2.0, 2.1, 41)))
    rings, dots = hollow(plot)["o"], curve(plot, "data")[0]
    assert len(rings) > 400
    assert abs(len(rings) - len(dots)) < 200, "half of those in view"
