"""The density of y at one temperature, drawn sideways, over a histogram of samples."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from mdn_gui.core.histogram import Histogram
from mdn_gui.core.maths.rounding import exact
from mdn_gui.core.text import say
from mdn_gui.qt.guard import guarded_with
from mdn_gui.qt.plots.outline import Outline
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.plots.profile import Profile
from mdn_gui.qt.theme import LIGHT, Theme
from mdn_gui.qt.widgets.describe import describe

_SIZE = QSize(110, 80)  # of a plot that is short of room


class TemperedPlot(Plot):
    """One of several plots side by side that share both axes.

    Signals:
        view_moved(list, list): The mouse moved the view to this range of densities and this of y.
        view_restored: A person wants to see everything again.

    Args:
        parent: The widget around it.
    """

    _TITLE_SIZE, _TITLE_HEIGHT = 9, 18

    view_moved = Signal(object, object)
    view_restored = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(_SIZE)
        self.set_legend({})
        self._histogram, self._curve = Outline(say("samples")), Outline(say("density"))
        self.add(self._histogram, 0)
        self.add(self._curve, 1)
        self.view_box.sigRangeChangedManually.connect(self._on_view_moved)
        self.view_box.sigStateChanged.connect(self._on_view_state_changed)
        self.set_theme(LIGHT)

    def link(self, other: "TemperedPlot") -> None:
        """Follow another plot wherever the mouse moves it, and let it show everything again.

        pyqtgraph's own links end the automatic view of both.
        """
        other.view_moved.connect(self._on_other_moved)
        other.view_restored.connect(self._on_other_restored)

    def set_names(self, temperature: float, target: str) -> None:
        """Write the temperature above the plot, and what y is called."""
        title = say("temperature {value}", value=exact(temperature))
        self.write_title(title)
        self.name_axes(say("density"), target)
        tip = say(
            "Curve: the density of y at the chosen x. Bars: samples of it. All plots have the same "
            "axes, and the mouse moves them together."
        )
        describe(self, say("Density at {title}", title=title), tip)

    def draw(self, profile: Profile, histogram: Histogram) -> None:
        """Draw the density of a mixture and a histogram of samples of it."""
        self._curve.set_points(profile.density, profile.y)
        steps = np.concatenate([[0.0], np.repeat(histogram.densities, 2), [0.0]])
        self._histogram.set_points(steps, np.repeat(histogram.edges, 2))

    def draw_nothing(self) -> None:
        """Leave the axes alone."""
        self._curve.clear()
        self._histogram.clear()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self._histogram.set_colours(QPen(Qt.PenStyle.NoPen), pg.mkBrush(theme.samples + "70"))
        self._curve.set_colours(pg.mkPen(theme.cursor, width=1), pg.mkBrush(None))

    @guarded_with(_SIZE)
    def sizeHint(self) -> QSize:
        """Room for a few labels; there is more where the window has it."""
        return _SIZE

    def _on_view_moved(self) -> None:
        self.view_moved.emit(*self.view_box.viewRange())

    def _on_other_moved(self, x: list[float], y: list[float]) -> None:
        self.view_box.setRange(xRange=x, yRange=y, padding=0.0)

    def _on_view_state_changed(self) -> None:
        if all(self.view_box.autoRangeEnabled()):
            self.view_restored.emit()

    def _on_other_restored(self) -> None:
        if not all(self.view_box.autoRangeEnabled()):
            self.view_extent()
