"""Two lines that a person drags to ask for the probability between them."""

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QPen

from mdn_gui.core.maths.rounding import rounded
from mdn_gui.core.text import say
from mdn_gui.qt.plots.lines import StraightLine
from mdn_gui.qt.plots.outline import Outline
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.plots.profile import Profile
from mdn_gui.qt.theme import LIGHT, Theme
from mdn_gui.session.view import Interval

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

    def draw(self, interval: Interval, unit: float, probability: float, profile: Profile) -> None:
        """Draw an interval.

        Args:
            interval: Of y.
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
            name.setText(text.format(value=rounded(end, unit)))
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
        """Take the colours of a theme."""
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
