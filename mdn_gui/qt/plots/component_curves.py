"""The components of one mixture, each as a curve of its own."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, QPointF

from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture
from mdn_gui.qt.plots.outline import Outline
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.theme import LIGHT, Theme
from mdn_gui.qt.widgets.pane import Memory
from mdn_gui.session.view import Curve

_LEAST_WEIGHT = 1e-3
_Z = np.linspace(-4.0, 4.0, 49)
_BELL = np.exp(-0.5 * _Z**2) / np.sqrt(2.0 * np.pi)
# How opaque lines and areas are.
_PLAIN, _FADED, _STRONG = ("ff", "60"), ("60", "20"), "b0"
_WIDE = 2.5  # pixels of the line that stands out
_REACH = 4.0  # pixels from a line at which a click is meant for it


class ComponentCurves(QObject):
    """A filled bell for each component, or a line for its share of the CDF.

    Args:
        plot: Where they are drawn.
    """

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._plot, self._theme = plot, LIGHT
        self._memory = Memory()
        self._curves: list[Outline] = []
        self._points: dict[int, tuple[Floats, Floats]] = {}
        self._kind = Curve.DENSITY
        self._chosen: int | None = None

    def draw(self, mixture: Mixture, kind: Curve, chosen: int | None) -> None:
        """Draw the components that have a weight.

        Args:
            mixture: A single one, with one output.
            kind: Of the curves.
            chosen: The component that stands out; None, or one there is not, for none.
        """
        while len(self._curves) < mixture.components:
            self._curves.append(self._new_curve(len(self._curves)))
        self._kind = kind
        self._chosen = chosen if chosen is not None and chosen < mixture.components else None
        weights, scales = mixture.weights, mixture.scales.squeeze(-1)
        y = mixture.means[:, :1] + scales[:, np.newaxis] * _Z
        if kind is Curve.DENSITY:
            x = (weights / scales)[:, np.newaxis] * _BELL
        else:
            x, y = _levelled(weights[:, np.newaxis] * special.ndtr(_Z), y)
        heavy = weights > _LEAST_WEIGHT
        self._points = {
            component: (x[component], y[component])
            for component in range(mixture.components)
            if heavy[component] or component == self._chosen
        }
        for component, curve in enumerate(self._curves):
            if component in self._points:
                curve.set_points(*self._points[component])
            else:
                curve.clear()
        self._colour()

    def clear(self) -> None:
        """Draw nothing."""
        self._points = {}
        for curve in self._curves:
            curve.clear()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._colour()

    def at(self, place: QPointF) -> int | None:
        """The component that a click is meant for.

        Args:
            place: In units of the plot.

        Returns:
            The one whose line is next to the place, else the lowest bell over it; None for none.
        """
        pixel = self._plot.view_box.viewPixelSize()
        distances = {
            component: _distance(place, *line, pixel) for component, line in self._points.items()
        }
        nearest = min(distances, key=distances.__getitem__, default=None)
        if nearest is not None and distances[nearest] <= _REACH:
            return nearest
        return self._lowest_over(place) if self._kind is Curve.DENSITY else None

    def _lowest_over(self, place: QPointF) -> int | None:
        heights = {
            component: float(np.interp(place.y(), y, x, left=0.0, right=0.0))
            for component, (x, y) in self._points.items()
        }
        over = [component for component in heights if 0.0 <= place.x() < heights[component]]
        return min(over, key=heights.__getitem__, default=None)

    def _new_curve(self, component: int) -> Outline:
        curve = Outline(self.tr("component {number}").format(number=component + 1))
        self._plot.add(curve, -1)
        return curve

    def _colour(self) -> None:
        key = (self._theme, len(self._curves), self._kind, self._chosen)
        if not self._memory.changed("colours", *key):
            return
        for component, curve in enumerate(self._curves):
            chosen = component == self._chosen
            line, fill = _FADED if self._chosen is not None and not chosen else _PLAIN
            colour = self._theme.component_colour(component)
            brush = pg.mkBrush(colour + (_STRONG if chosen else fill))
            curve.set_colours(
                pg.mkPen(colour + line, width=_WIDE if chosen else 1),
                brush if self._kind is Curve.DENSITY else pg.mkBrush(None),
            )
            curve.setZValue(-0.5 if chosen else -1.0)


def _levelled(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Curves `(components, points)` that stay at their last x up to the highest y of all."""
    return np.hstack([x, x[:, -1:]]), np.hstack([y, np.full_like(y[:, -1:], y.max())])


def _distance(place: QPointF, x: Floats, y: Floats, pixel: tuple[float, float]) -> float:
    """Pixels from a place to the nearest point of a line."""
    points = (np.column_stack([x, y]) - (place.x(), place.y())) / pixel
    start, step = points[:-1], np.diff(points, axis=0)
    length = np.maximum((step**2).sum(axis=1), np.finfo(float).tiny)
    share = np.clip(-(start * step).sum(axis=1) / length, 0.0, 1.0)
    return float(np.hypot(*(start + share[:, np.newaxis] * step).T).min())
