"""What a person sets at the density at x: the curve, and an interval of y."""

from collections.abc import Sequence
from math import nan

import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QPen
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QHBoxLayout,
    QWidget,
)

from mdn_gui.core.kinds import Kind
from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.setting import Range
from mdn_gui.core.text import say
from mdn_gui.core.value_texts import value_text
from mdn_gui.qt.control import looking
from mdn_gui.qt.plots.items import Outline, StraightLine
from mdn_gui.qt.plots.plot import Plot, extent
from mdn_gui.qt.plots.profile import Profile
from mdn_gui.qt.theme import LIGHT, Theme
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.setting_fields import RealNumberField
from mdn_gui.session.data import farthest
from mdn_gui.session.session import Session
from mdn_gui.session.view import Curve, Interval

# Anchors of texts: the names of the ends never meet, for one is below its line, one above.
_BELOW, _ABOVE, _LEFT = (1.0, 0.0), (1.0, 1.0), (0.0, 0.5)


class IntervalHandles(QObject):
    """An interval of y, its ends a and b as lines, and its probability.

    Signals:
        dragged(before, after): A person moved the end that was at `before`.

    Args:
        plot: Where it is drawn.
    """

    dragged = Signal(float, float)

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._area = Outline(say("P(a ≤ y ≤ b)"))
        self._lines = [StraightLine(angle=0, movable=True) for _ in Interval._fields]
        self._at = [0.0, 0.0]  # where each line is, as drawn or told last
        self._names = [pg.TextItem(anchor=anchor) for anchor in (_BELOW, _ABOVE)]
        self._probability = pg.TextItem(anchor=_LEFT)
        plot.add(self._area, -0.25)
        for item in (*self._lines, *self._names, self._probability):
            plot.add(item, 10)
        for line in self._lines:
            line.sigDragged.connect(self._on_line_dragged)
        self.clear()
        self.set_theme(LIGHT)

    @property
    def hovered(self) -> bool:
        """Whether the mouse is over a line."""
        return any(line.mouseHovering for line in self._lines)

    def draw(
        self, interval: Interval, kind: Kind, unit: float, probability: float, profile: Profile
    ) -> None:
        """Draw an interval.

        Args:
            interval: Of y.
            kind: What y is.
            unit: The spread of y that its ends are rounded to.
            probability: Of the interval.
            profile: The curve that the area is part of.
        """
        self._area.set_points(*profile.between(interval))
        for line, end in zip(_nearest_first(self._lines, interval), interval, strict=True):
            line.setValue(end)
            self._at[self._lines.index(line)] = end
        texts = (say("a = {value}"), say("b = {value}"))
        for name, text, end in zip(self._names, texts, interval, strict=True):
            name.setText(text.format(value=value_text(kind, end, unit)))
            name.setPos(profile.width(), end)
        text = say("P = {value}", value=rounded(probability, probability))
        self._probability.setText(text)
        self._probability.setPos(0.0, (interval.low + interval.high) / 2)
        self._show(shown=True)

    def clear(self) -> None:
        """Draw nothing."""
        self._area.clear()
        self._show(shown=False)

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        self._area.set_colours(QPen(Qt.PenStyle.NoPen), pg.mkBrush(theme.cursor + "60"))
        for line in self._lines:
            line.setPen(theme.cursor, width=1)
            line.setHoverPen(theme.accent, width=4)
        for text in (*self._names, self._probability):
            text.setColor(theme.foreground)
            text.fill = pg.mkBrush(theme.panel + "c0")

    def _show(self, *, shown: bool) -> None:
        for item in (*self._lines, *self._names, self._probability):
            item.setVisible(shown)

    @Slot(object)
    def _on_line_dragged(self, line: StraightLine) -> None:
        number, y = self._lines.index(line), float(line.value())
        before, self._at[number] = self._at[number], y
        self.dragged.emit(before, y)


def _nearest_first(lines: Sequence[StraightLine], interval: Interval) -> Sequence[StraightLine]:
    """Lines for the low and the high end, so that a line under the mouse does not jump away.

    A line that is dragged past the other one becomes the other end.
    """

    def way(order: Sequence[StraightLine]) -> float:
        ways = (abs(line.value() - end) for line, end in zip(order, interval, strict=True))
        return float(sum(ways))

    return min(lines, lines[::-1], key=way)


_QUARTILES = (0.25, 0.75)
_NARROWEST = 40  # of a field for an end, in pixels of the screen


class SliceFields(Pane):
    """One row of controls; the ends of the interval are there while it is asked for.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cdf = QCheckBox(say("CDF"))
        self._cdf.setObjectName("cdf")
        tip = say("The probability of at most y, cumulated from below, in place of the density.")
        describe(self._cdf, self._cdf.text(), tip)
        self._cdf.clicked.connect(self._on_cdf_clicked)
        self._asked = QCheckBox(say("P(a ≤ y ≤ b)"))
        self._asked.setObjectName("interval")
        self._asked.clicked.connect(self._on_asked_clicked)
        self._low, self._high = _field("interval_low"), _field("interval_high")
        describe(self._low, say("a"), say("Lower end of the interval of y."))
        describe(self._high, say("b"), say("Upper end of the interval of y."))
        # Where each end is, as shown or told last; a before b.
        self._at = {"interval_low": nan, "interval_high": nan}
        self._low.edited.connect(self._on_end_edited)
        self._high.edited.connect(self._on_end_edited)
        self._ends = QWidget()
        self._lay_out()
        self._draw_session(self._session)

    def _draw_session(self, session: Session) -> None:
        """Show what a session looks at."""
        view = session.view
        plane = session.data.dataset, session.data.canvas, session.resolved.axis_names
        if self._memory.changed("plane", *plane):
            self._set_plane(session)
        self._cdf.setChecked(view.curve is Curve.CDF)
        interval = view.interval
        self._asked.setChecked(interval is not None)
        if self._memory.changed("interval", *plane, interval):
            self._ends.setVisible(interval is not None)
            # Where a was typed above b, both stay in their fields: the other is typed next.
            if interval is not None and tuple(self._at.values()) != (interval.high, interval.low):
                for field, end in zip((self._low, self._high), interval, strict=True):
                    field.reset(end)
                    self._at[field.objectName()] = end
        if self._memory.changed("ready", session.network is None):
            self._show_whether_asked(ready=session.network is not None)

    def _set_plane(self, session: Session) -> None:
        _, (low, high) = extent(session)
        for end in (self._low, self._high):
            end.set_axis(Range(*farthest(low, high)), high - low, session.resolved.axis_kinds[1])

    def _show_whether_asked(self, *, ready: bool) -> None:
        tip = say(
            "The probability that y lies between two values: drag the lines a and b, or type them."
        )
        missing = say("Train a network first: there is no probability yet.")
        describe(self._asked, self._asked.text(), tip if ready else missing)
        self._asked.setEnabled(ready)
        self._ends.setEnabled(ready)

    @Slot(bool)
    def _on_cdf_clicked(self, cdf: bool) -> None:  # noqa: FBT001 - a signal's argument
        self.edited.emit(*looking.set_curve(Curve.CDF if cdf else Curve.DENSITY))

    @Slot(bool)
    def _on_asked_clicked(self, asked: bool) -> None:  # noqa: FBT001 - a signal's argument
        interval = None
        if asked:
            interval = Interval(*self._session.mixture_at_x().quantile(_QUARTILES).tolist())
        self.edited.emit(*looking.set_interval(interval))

    @Slot(str, object)
    def _on_end_edited(self, name: str, y: float) -> None:
        before, self._at[name] = self._at[name], y
        self.edited.emit(*looking.move_end(before, y))

    def _lay_out(self) -> None:
        row, ends = QHBoxLayout(self), QHBoxLayout(self._ends)
        row.setContentsMargins(6, 2, 6, 2)
        row.addWidget(self._cdf)
        row.addWidget(self._asked)
        row.addWidget(self._ends, stretch=1)
        ends.setContentsMargins(0, 0, 0, 0)
        ends.setSpacing(2)
        for end in (self._low, self._high):
            # Two beside each other have no room for buttons; the arrow keys step them.
            end.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
            end.setMinimumWidth(_NARROWEST)
            ends.addWidget(end, stretch=1)
        row.addStretch()
        # Or the plot below would move when they come.
        self._asked.setMinimumHeight(self._low.sizeHint().height())


def _field(name: str) -> RealNumberField:
    field = RealNumberField(name, Range(0.0, 1.0))
    field.setKeyboardTracking(False)
    return field
