"""Rows are drawn and erased with the mouse."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from mdn_gui.qt.plots.brush import POINTS_PER_MOVE, RADIUS, Brush
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.session.data import Points
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Session, Tool
from mdn_gui.session.view import Interval
from tests.plots import blank, drag, pixel
from tests.sessions import changed, session_of

CANVAS = Interval(0.0, 10.0), Interval(0.0, 10.0)
DRAWING = session_of(canvas=CANVAS, tool=Tool.DRAW)


def reach(plot: Plot) -> tuple[float, float]:
    """The brush's radius in units of x and y."""
    width, height = plot.view_box.viewPixelSize()
    return RADIUS * width, RADIUS * height


def test_a_click_draws_points_around_it(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 10.0), (0.0, 10.0))
    brush = Brush(plot.view_box)
    plot.add(brush, 10)
    brush.show_session(DRAWING)
    with qtbot.waitSignal(brush.drawn) as drawn:
        drag(plot, pixel(plot, 3.0, 7.0), pixel(plot, 3.0, 7.0))
    (points,) = drawn.args
    assert points.x.shape == points.y.shape == (POINTS_PER_MOVE,)
    across, along = reach(plot)
    distance = np.hypot((points.x - 3.0) / across, (points.y - 7.0) / along)
    assert distance.max() <= 1.1


def test_a_stroke_leaves_points_all_along_and_the_view_where_it_is(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 10.0), (0.0, 10.0))
    brush = Brush(plot.view_box)
    plot.add(brush, 10)
    brush.show_session(DRAWING)
    strokes: list[Points] = []
    brush.drawn.connect(strokes.append)
    before = plot.view_box.viewRange()
    drag(plot, pixel(plot, 2.0, 5.0), pixel(plot, 8.0, 5.0))
    x = np.concatenate([stroke.x for stroke in strokes])
    assert x.min() < 3.0
    assert x.max() > 7.0
    assert plot.view_box.viewRange() == before


def test_the_eraser_tells_where_and_how_far(qtbot: QtBot) -> None:
    plot = blank(qtbot, (0.0, 10.0), (0.0, 10.0))
    brush = Brush(plot.view_box)
    plot.add(brush, 10)
    brush.show_session(changed(DRAWING, tool=Tool.ERASE))
    with qtbot.waitSignal(brush.erased) as erased:
        drag(plot, pixel(plot, 3.0, 7.0), pixel(plot, 3.0, 7.0))
    places, far = erased.args
    assert (places.x[0], places.y[0]) == (
        pytest.approx(3.0, abs=0.05),
        pytest.approx(7.0, abs=0.05),
    )
    assert far == reach(plot)


@pytest.mark.parametrize(
    "session",
    [Session(), changed(DRAWING, tool=Tool.LOOK), changed(DRAWING, phase=Phase.TRAINING)],
    ids=["no canvas", "looking", "a run under way"],
)
def test_otherwise_the_mouse_is_the_plots(qtbot: QtBot, session: Session) -> None:
    plot = blank(qtbot, (0.0, 10.0), (0.0, 10.0))
    brush = Brush(plot.view_box)
    plot.add(brush, 10)
    brush.show_session(session)
    before = plot.view_box.viewRange()
    with qtbot.assertNotEmitted(brush.drawn):
        drag(plot, pixel(plot, 5.0, 5.0), pixel(plot, 5.0, 5.0) + QPoint(50, 0))
    assert plot.view_box.viewRange() != before
