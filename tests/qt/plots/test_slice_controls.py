"""What is set at the density at x."""

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot
from scipy.stats import norm

from mdn_gui.core.kinds import NUMBER
from mdn_gui.core.mixture import Mixture
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.plots.profile import Profile
from mdn_gui.qt.plots.slice_controls import IntervalHandles, SliceFields
from mdn_gui.qt.theme import DARK
from mdn_gui.qt.widgets.number_field import NumberField
from mdn_gui.session.session import Session
from mdn_gui.session.view import Curve, Interval
from tests.networks import known_network, loaded
from tests.panes import told
from tests.plots import curve, drag, pixel, show, shows
from tests.sessions import changed
from tests.widgets import find

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
        self.handles.draw(self.interval, NUMBER, 1.0, probability, PROFILE)

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


def trained() -> Session:
    """At every x, y is normal around 2 with scale 0.5."""
    return changed(loaded(), network=known_network([1.0], [2.0], [0.5]))


def shown(qtbot: QtBot, session: Session) -> SliceFields:
    fields = SliceFields()
    qtbot.addWidget(fields)
    with qtbot.waitExposed(fields):
        fields.show()
    fields.show_session(session)
    return fields


def box(fields: SliceFields, name: str) -> NumberField:
    return find(fields, NumberField, name)


def type_in(field: NumberField, text: str) -> None:
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def tick(fields: SliceFields, name: str) -> None:
    QTest.keyClick(find(fields, QCheckBox, name), Qt.Key.Key_Space)


@pytest.mark.parametrize(
    ("before", "after"), [(Curve.DENSITY, Curve.CDF), (Curve.CDF, Curve.DENSITY)]
)
def test_the_curve_is_ticked(qtbot: QtBot, before: Curve, after: Curve) -> None:
    session = changed(trained(), curve=before)
    fields = shown(qtbot, session)
    assert find(fields, QCheckBox, "cdf").isChecked() == (before is Curve.CDF)
    curves = told(fields, session, lambda session: session.view.curve)
    tick(fields, "cdf")
    assert curves == [after]
    fields.show_session(session)
    assert find(fields, QCheckBox, "cdf").isChecked() == (before is Curve.CDF)


def test_an_interval_begins_with_the_middle_half(qtbot: QtBot) -> None:
    fields = shown(qtbot, trained())
    assert not box(fields, "interval_low").isVisible()
    intervals = told(fields, trained(), lambda session: session.view.interval)
    tick(fields, "interval")
    [interval] = intervals
    assert interval == pytest.approx(norm.interval(0.5, 2.0, 0.5), rel=1e-6)
    assert isinstance(interval, Interval)


def test_it_ends_where_it_is_no_longer_ticked(qtbot: QtBot) -> None:
    session = changed(trained(), interval=Interval(1.0, 2.0))
    fields = shown(qtbot, session)
    assert box(fields, "interval_low").isVisible()
    intervals = told(fields, session, lambda session: session.view.interval)
    tick(fields, "interval")
    assert intervals == [None]
    fields.show_session(trained())
    assert not box(fields, "interval_low").isVisible()


def test_ends_typed_crosswise_stay_where_they_were_typed(qtbot: QtBot) -> None:
    session = changed(trained(), interval=Interval(1.0, 2.0))
    fields = shown(qtbot, session)
    intervals = told(fields, session, lambda session: session.view.interval)
    for name, end in (("interval_low", "4"), ("interval_high", "6")):
        type_in(box(fields, name), end)
        session = changed(session, interval=intervals[-1])
        fields.show_session(session)
    assert intervals == [(2.0, 4.0), (4.0, 6.0)]


def test_an_end_is_typed_and_the_other_stays_exactly(qtbot: QtBot) -> None:
    session = changed(trained(), interval=Interval(1.000001, 2.000001))
    fields = shown(qtbot, session)
    assert (box(fields, "interval_low").text(), box(fields, "interval_high").text()) == (
        "1.00",
        "2.00",
    )
    intervals = told(fields, session, lambda session: session.view.interval)
    type_in(box(fields, "interval_high"), "3.5")
    type_in(box(fields, "interval_low"), "-1")
    assert intervals == [(1.000001, 3.5), (-1.0, 3.5)]


def test_before_there_is_a_network_it_says_what_to_do(qtbot: QtBot) -> None:
    fields = shown(qtbot, loaded())
    asked = find(fields, QCheckBox, "interval")
    assert not asked.isEnabled()
    assert "Train a network first" in asked.toolTip()
    fields.show_session(trained())
    assert asked.isEnabled()
    assert "Train" not in asked.toolTip()


def test_showing_a_session_tells_nothing(qtbot: QtBot) -> None:
    fields = shown(qtbot, loaded())
    with qtbot.assertNotEmitted(fields.edited):
        for session in (trained(), changed(trained(), x=4.0, curve=Curve.CDF)):
            fields.show_session(changed(session, interval=Interval(0.0, 1.0)))
            fields.show_session(session)


def test_each_control_has_a_name_and_an_explanation(qtbot: QtBot) -> None:
    fields = shown(qtbot, changed(trained(), interval=Interval(0.0, 1.0)))
    controls = [*fields.findChildren(QCheckBox), *fields.findChildren(NumberField)]
    assert {control.accessibleName() for control in controls} == {
        *("CDF", "P(a ≤ y ≤ b)", "a", "b")
    }
    assert all(control.toolTip() for control in controls)


def test_without_a_network_no_interval_is_asked_for(qtbot: QtBot) -> None:
    session = changed(trained(), interval=Interval(1.0, 2.0))
    fields = shown(qtbot, session)
    assert box(fields, "interval_low").isEnabled()
    fields.show_session(changed(session, network=None))
    for control in (find(fields, QCheckBox, "interval"), box(fields, "interval_low")):
        assert not control.isEnabled()
