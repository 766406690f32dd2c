"""The interval of y in a plot: seen, and dragged by its ends."""

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from mdn_gui.core.mixture import Mixture
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.plots.profile import Profile
from mdn_gui.qt.plots.slice_controls import IntervalHandles
from mdn_gui.qt.theme import DARK
from mdn_gui.session.view import Curve, Interval
from tests.plots import curve, drag, pixel, show, shows

PROFILE = Profile.of(Mixture(np.zeros(1), np.zeros((1, 1)), np.ones((1, 1))), Curve.DENSITY)


class Shown:
    """A plot whose interval follows what is dragged, as the session does."""

    def __init__(self, qtbot: QtBot) -> None:
        self.plot = Plot()
        show(qtbot, self.plot)
        self.plot.set_extent((-0.05, 0.5), (-4.0, 4.0))
        self.handles = IntervalHandles(self.plot)
        self.interval = Interval(0.0, 0.0)
        self.dragged: list[Interval] = []
        self.handles.dragged.connect(self._on_dragged)

    def draw(self, low: float, high: float, probability: float = 0.5) -> None:
        self.interval = Interval(low, high)
        self.handles.draw(self.interval, 1.0, probability, PROFILE)

    def drag(self, start: float, end: float) -> None:
        """Drag the line at a y to another y."""
        drag(self.plot, self._pixel(start), self._pixel(end))

    def texts(self) -> set[str]:
        items = self.plot.plotItem.items
        return {
            item.toPlainText()
            for item in items
            if isinstance(item, pg.TextItem) and item.isVisible()
        }

    def _pixel(self, y: float) -> QPoint:
        return pixel(self.plot, 0.4, y)

    def _on_dragged(self, before: float, after: float) -> None:
        self.dragged.append(self.interval.moved(before, after))
        self.draw(*self.dragged[-1])


def test_it_names_its_ends_and_its_probability(qtbot: QtBot) -> None:
    interval = Shown(qtbot)
    interval.draw(-1.0, 2.0, probability=0.1234)
    assert interval.texts() == {"a = -1.00", "b = 2.00", "P = 0.123"}
    x, y = curve(interval.plot, "P(a ≤ y ≤ b)")
    assert (y.min(), y.max()) == (-1.0, 2.0)
    assert x.max() == pytest.approx(0.399, abs=1e-3)


def test_nothing_is_left_of_it(qtbot: QtBot) -> None:
    interval = Shown(qtbot)
    interval.draw(-1.0, 2.0)
    interval.handles.clear()
    assert interval.texts() == set()
    assert curve(interval.plot, "P(a ≤ y ≤ b)")[0].size == 0
    interval.drag(2.0, 3.0)
    assert interval.dragged == []


def test_dragging_an_end_moves_it_alone(qtbot: QtBot) -> None:
    interval = Shown(qtbot)
    interval.draw(-1.0, 2.0)
    interval.drag(2.0, 3.0)
    assert interval.dragged[-1] == pytest.approx((-1.0, 3.0), abs=0.05)
    assert interval.dragged[-1].low == -1.0
    interval.drag(-1.0, 0.5)
    assert interval.dragged[-1] == pytest.approx((0.5, 3.0), abs=0.05)


@pytest.mark.parametrize(("start", "end", "left"), [(-1.0, 3.0, 2.0), (2.0, -3.0, -1.0)])
def test_an_end_dragged_past_the_other_becomes_the_other(
    qtbot: QtBot, start: float, end: float, left: float
) -> None:
    interval = Shown(qtbot)
    interval.draw(-1.0, 2.0)
    interval.drag(start, end)
    assert interval.dragged[-1] == pytest.approx(sorted((left, end)), abs=0.05)
    ways = np.abs(np.diff([sum(ends) for ends in interval.dragged]))
    assert ways.max() < 0.8  # a tenth of the way each time: no line ever jumped
    assert all(low <= high for low, high in interval.dragged)


def test_a_line_shows_that_it_can_be_dragged(qtbot: QtBot) -> None:
    interval = Shown(qtbot)
    interval.handles.set_theme(DARK)
    interval.draw(-1.0, 2.0)
    assert not interval.handles.hovered
    interval.drag(2.0, 1.0)
    assert interval.handles.hovered
    assert shows(interval.plot, 0.2, interval.dragged[-1].high, DARK.accent)
