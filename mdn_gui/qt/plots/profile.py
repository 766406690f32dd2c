"""What is drawn of one mixture over y: its density or CDF, and its components."""

from math import floor, log10
from typing import NamedTuple, Self

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, QPointF

from mdn_gui.core.drawing.curves import heaviest
from mdn_gui.core.examples.conditional import Conditional, density_and_cdf
from mdn_gui.core.field import drawn_regions
from mdn_gui.core.maths import special
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.mixture import Mixture
from mdn_gui.core.text import say
from mdn_gui.qt.plots.items import Outline
from mdn_gui.qt.plots.plot import Plot, joined
from mdn_gui.qt.theme import LIGHT, Theme
from mdn_gui.qt.widgets.pane import Memory
from mdn_gui.session.view import Curve, Interval

_POINTS = 300
_MARGIN = 1.03
_STEPS = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.5)


class Profile(NamedTuple):
    """A curve over y, of one mixture or of the truth, with straight lines between its points.

    Attributes:
        kind: What the curve is.
        y: Increasing, `(points,)`.
        density: Of y, per unit of y, `(points,)`.
        cdf: Probability of at most y, `(points,)`.
    """

    kind: Curve
    y: Floats
    density: Floats
    cdf: Floats

    @classmethod
    def of(cls, mixture: Mixture, kind: Curve) -> Self:
        """The curve of a mixture, dense where its components are."""
        y = mixture.density_grid(_POINTS)
        return cls(kind, y, np.exp(mixture.log_prob(y[:, np.newaxis])), mixture.cdf(y))

    @classmethod
    def of_truth(cls, truth: Conditional, x: float, kind: Curve) -> Self:
        """The curve of a true density at an x; 0 everywhere if there are no y."""
        known = truth.truth([x])
        return cls(kind, known.y, *density_and_cdf(known.y, known.log_density[0]))

    @property
    def values(self) -> Floats:
        """What is drawn over y, `(points,)`."""
        return self.density if self.kind is Curve.DENSITY else self.cdf

    def width(self) -> float:
        """The value at which the axis ends, round so that the axis rests while x moves."""
        if self.kind is Curve.CDF:
            return _MARGIN
        least = _MARGIN * float(self.density.max())
        unit = 10.0 ** floor(log10(least))
        return unit * next(step for step in _STEPS if unit * step >= least)

    def quantile(self, p: Floats) -> Floats:
        """The y that at most so much probability lies below, as close as its points are."""
        return np.interp(p, self.cdf, self.y)

    def regions(self, mass: float) -> Floats:
        """Highest-density regions of a share of the probability, `(regions, 2)`."""
        return drawn_regions(self.y, self.density, self.cdf, mass)

    def between(self, interval: Interval) -> tuple[Floats, Floats]:
        """Corners, x and y, of what shows the probability of an interval of y.

        Of the density, that is the area under the curve; of the CDF, the curve's part in the
        interval, which moves on by the probability, and the way there.
        """
        inside = self.y[(self.y > interval.low) & (self.y < interval.high)]
        y = np.concatenate([[interval.low], inside, [interval.high]])
        values = np.interp(y, self.y, self.values)
        if self.kind is Curve.CDF:
            return np.append(values, values[-1]), np.append(y, interval.low)
        return np.pad(values, 1), np.pad(y, 1, mode="edge")


_LEAST_WEIGHT = 1e-3
_Z = np.linspace(-4.0, 4.0, 49)
_MANY = 40  # components; each of more is small, and half the points are enough
# How opaque lines and areas are.
_PLAIN, _FADED, _STRONG = ("ff", "60"), ("60", "20"), "b0"
_WIDE = 2.5  # pixels of the line that stands out
_REACH = 4.0  # pixels from a line at which a click is meant for it


class ComponentCurves(QObject):
    """A filled bell for each component, or a line for its share of the CDF.

    Of many components, the heaviest are coloured and the others grey lines.

    Args:
        plot: Where they are drawn.
    """

    def __init__(self, plot: Plot) -> None:
        super().__init__(plot)
        self._plot, self._theme = plot, LIGHT
        self._memory = Memory()
        self._curves: list[Outline] = []
        self._others = Outline(say("others"))
        self._plot.add(self._others, -1.25)
        self._points: dict[int, tuple[Floats, Floats]] = {}
        self._kind = Curve.DENSITY
        self._chosen: int | None = None
        self._of_colour = 1
        self._coloured = frozenset[int]()

    def draw(self, mixture: Mixture, kind: Curve, chosen: int | None, of_colour: int = 1) -> None:
        """Draw the components that have a weight.

        Args:
            mixture: A single one, with one output.
            kind: Of the curves.
            chosen: The component that stands out; None, or one there is not, for none.
            of_colour: How many that follow each other share a colour; if they do, none is grey.
        """
        self._of_colour = of_colour
        all_of_them = frozenset(range(mixture.components))
        self._coloured = heaviest(mixture.weights) if of_colour == 1 else all_of_them
        while len(self._curves) < mixture.components:
            self._curves.append(self._new_curve(len(self._curves)))
        self._kind = kind
        self._chosen = chosen if chosen is not None and chosen < mixture.components else None
        weights, gaussian = mixture.weights, mixture.gaussian
        scales = gaussian.scales.squeeze(-1)
        z = _Z if mixture.components <= _MANY else _Z[::2]
        t = (gaussian.means[:, :1] + scales[:, np.newaxis] * z)[..., np.newaxis]
        y = mixture.restored(t)[..., 0]
        if kind is Curve.DENSITY:
            slopes = np.exp(mixture.log_slope(t)[..., 0])
            bell = np.exp(-0.5 * z**2) / np.sqrt(2.0 * np.pi)
            x = (weights / scales)[:, np.newaxis] * bell * slopes
        else:
            x, y = _levelled(weights[:, np.newaxis] * special.ndtr(z), y)
        heavy = weights > _LEAST_WEIGHT
        self._points = {
            component: (x[component], y[component])
            for component in range(mixture.components)
            if heavy[component] or component == self._chosen
        }
        others = []
        for component, curve in enumerate(self._curves):
            points = self._points.get(component)
            apart = component in self._coloured or component == self._chosen
            if points is not None and apart:
                curve.set_points(*points)
            else:
                curve.clear()
                others += [] if points is None else [np.column_stack(points)]
        self._others.set_points(*joined(others))
        self._colour()

    def clear(self) -> None:
        """Draw nothing."""
        self._points = {}
        for curve in (*self._curves, self._others):
            curve.clear()

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
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
        curve = Outline(say("component {number}", number=component + 1))
        self._plot.add(curve, -1)
        return curve

    def _colour(self) -> None:
        alike = self._theme, self._kind, self._of_colour
        if self._memory.changed("others", self._theme):
            grey = pg.mkPen(self._theme.muted + _FADED[0])
            self._others.set_colours(grey, pg.mkBrush(None))
        for component, curve in enumerate(self._curves):
            chosen = component == self._chosen
            line, fill = _PLAIN if self._chosen in {None, component} else _FADED
            if not self._memory.changed(f"component {component}", *alike, chosen, line):
                continue
            colour = self._theme.component_colour(component // self._of_colour)
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
