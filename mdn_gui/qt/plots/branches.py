"""How probable each branch is, written where the line at x crosses it."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg

from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.text import say
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import Theme

_LEAST = 0.02  # probability of a mode that is written
_APART = 14  # pixels between two texts
_BESIDE = 0.75  # share of the view from which on texts stand on the left of the line


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
        self._ink, self._ground = "#000000", "#ffffff"

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        self._ink, self._ground = theme.foreground, theme.background
        self._dots.setBrush(theme.foreground)
        self._dots.setPen(theme.background, width=1)
        for text in self._texts:
            self._colour(text)

    def show(self, x: float, modes: Floats) -> None:
        """Draw the modes at a place.

        Args:
            x: Of the place.
            modes: The modes, the densities there, and the probabilities, `(modes, 3)`.
        """
        likely = modes[modes[:, 2] >= _LEAST]
        self._dots.setData(np.full(len(likely), x), likely[:, 0])
        (left, right), _ = self._plot.view_box.viewRange()
        anchor = 1.15 if x > left + _BESIDE * (right - left) else -0.15
        written = self._apart(likely)
        while len(self._texts) < len(written):
            self._texts.append(self._new_text())
        for text, (y, _, probability) in zip(self._texts, written, strict=False):
            text.setText(say("{percent:.0f}%", percent=100 * probability))
            text.setAnchor((anchor, 0.5))
            text.setPos(x, y)
            text.setVisible(True)
        for text in self._texts[len(written) :]:
            text.setVisible(False)

    def clear(self) -> None:
        """Draw nothing."""
        self.show(0.0, np.empty((0, 3)))

    def _apart(self, modes: Floats) -> Sequence[Floats]:
        """The modes, the most probable first, that have room for a text."""
        unit = float(self._plot.view_box.viewPixelSize()[1])
        kept: list[Floats] = []
        for mode in modes[np.argsort(-modes[:, 2], kind="stable")]:
            if all(abs(mode[0] - other[0]) >= _APART * unit for other in kept):
                kept.append(mode)
        return kept

    def _new_text(self) -> pg.TextItem:
        text = pg.TextItem()
        self._colour(text)
        self._plot.add(text, self._z + 0.1)
        return text

    def _colour(self, text: pg.TextItem) -> None:
        text.setColor(self._ink)
        text.fill = pg.mkBrush(self._ground + "c0")
