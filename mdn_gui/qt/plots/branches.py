"""How probable each branch is, written where the line at x crosses it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.text import say
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.number_texts import in_percent
from mdn_gui.qt.widgets.pane import Memory

# Pixels at a scale of 1 between two texts, and pixels from the line to them.
_APART, _ASIDE = 16, 5
# Shares of the view from its edges; at the upper one, the line's own label comes first.
_BELOW_TOP, _ABOVE_BOTTOM = 0.13, 0.04
_BESIDE = 0.75  # share of the view from which on texts stand on the left of the line


class _Written(NamedTuple):
    """A text, and at which y."""

    text: str
    y: float


class Branches:
    """A dot and a percentage for each mode at a place.

    Args:
        plot: Where they are drawn.
        z: Above what.
    """

    def __init__(self, plot: Plot, z: float) -> None:
        self._plot, self._z = plot, z
        self._dots = pg.ScatterPlotItem(size=7, pxMode=True, name=say("modes at x"))
        plot.add(self._dots, z)
        self._texts: list[pg.TextItem] = []
        self._memory = Memory()
        self._ink, self._ground = "#000000", "#ffffff"

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        self._ink, self._ground = theme.foreground, theme.background
        self._dots.setBrush(theme.foreground)
        self._dots.setPen(theme.background, width=1)
        for text in self._texts:
            self._colour(text)

    def show(self, x: float, modes: Floats) -> None:
        """Draw the modes at a place; those beyond the view as percentages at its edges.

        Args:
            x: Of the place.
            modes: The modes, the densities there, and the probabilities, `(modes, 3)`.
        """
        (left, right), (bottom, top) = self._plot.view_box.viewRange()
        above, below = modes[:, 0] > top, modes[:, 0] < bottom
        within = modes[~(above | below)]
        self._dots.setData(np.full(len(within), x), within[:, 0])
        height = top - bottom
        apart = _APART * self._plot.type_scale * height / max(self._plot.view_box.height(), 1.0)
        written: list[_Written] = []
        for y, _, probability in within[np.argsort(-within[:, 2], kind="stable")].tolist():
            if _free(y, written, apart):  # else a more probable one stands there
                written.append(_Written(in_percent(probability), y))
        for text, edge, inwards in (
            (_beyond("▲", modes[above]), top - _BELOW_TOP * height, -apart),
            (_beyond("▼", modes[below][::-1]), bottom + _ABOVE_BOTTOM * height, apart),
        ):
            if text:
                # Each text that is there stands in the way of two places at most.
                places = [edge + step * inwards for step in range(2 * len(written) + 1)]
                free = [y for y in places if _free(y, written, apart)]
                written.append(_Written(text, next(iter(free), edge)))
        while len(self._texts) < len(written):
            self._texts.append(self._new_text())
        aside = _ASIDE * (right - left) / max(self._plot.view_box.width(), 1.0)
        leftwards = x > left + _BESIDE * (right - left)
        for number, (item, (text, y)) in enumerate(zip(self._texts, written, strict=False)):
            anchor = (1.0 if leftwards else 0.0, 0.5)
            if self._memory.changed(f"text {number}", text):  # writing it takes longest
                item.setText(text)
            if self._memory.changed(f"anchor {number}", anchor):
                item.setAnchor(anchor)
            item.setPos(x - aside if leftwards else x + aside, y)
            item.setVisible(True)
        for item in self._texts[len(written) :]:
            item.setVisible(False)

    def clear(self) -> None:
        """Draw nothing."""
        self.show(0.0, np.empty((0, 3)))

    def _new_text(self) -> pg.TextItem:
        text = pg.TextItem()
        self._colour(text)
        self._plot.add(text, self._z + 0.1)
        return text

    def _colour(self, text: pg.TextItem) -> None:
        text.setColor(self._ink)
        text.fill = pg.mkBrush(self._ground + "c0")


def _beyond(arrow: str, modes: Floats) -> str:
    """The percentages of modes beyond an edge of the view, the nearest first; "" of none."""
    return " ".join([arrow, *map(in_percent, modes[:, 2].tolist())]) if len(modes) else ""


def _free(y: float, written: Sequence[_Written], apart: float) -> bool:
    """Whether a text at a y is so far from all others."""
    return all(abs(y - text.y) >= apart for text in written)
