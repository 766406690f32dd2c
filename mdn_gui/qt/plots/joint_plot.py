"""The plane of two targets, with the density of each at its side."""

from collections.abc import Sequence
from itertools import zip_longest

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import HoverEvent, MouseClickEvent, MouseDragEvent
from PySide6.QtCore import QObject, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from mdn_gui.core.drawing.curves import LEAST_WEIGHT, Band, heaviest
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.text import say
from mdn_gui.qt.guard import guarded
from mdn_gui.qt.plots.evidence_layer import EVERYWHERE, NOWHERE, Hatch
from mdn_gui.qt.plots.items import Outline, OverView, Polyline, StraightLine
from mdn_gui.qt.plots.plot import Plot, joined
from mdn_gui.qt.plots.profile import Profile
from mdn_gui.qt.theme import LIGHT, Theme
from mdn_gui.session.view import Interval

type Rectangle = tuple[Interval, Interval]
"""Values of the target along x, and of the one along y."""

_ABOVE, _BESIDE = (30, 112), (64, 150)  # pixels of the margins, at least and at most
_SHARE = 0.2  # of the plot that a margin has, in between
_REACH = 4.0  # pixels from the line at which a click is on it
_CORNERS = ((1, 0), (0, 0), (1, 1), (0, 1))
_OFF = 4  # pixels of the legend from the edges
_AROUND = 1.2  # times its size, in which it should cover nothing
_LARGEST = 0.5  # of the plane's width or height
_ALONG = 100  # points of a line that it should not cover
_TRUTH, _HALO = 1.5, 1.0  # pixels of the truth's lines, and of the ground on each side
_FAINTEST, _FADED = 0.45, 0.4  # opacities of their lines


class JointPlot(Plot):
    """A plane, a margin above it and one at its right.

    Signals:
        given(float): A person asks what the target along y is where that along x has this value;
            None for where it has any.
        rectangle_drawn(rectangle): A person drew a rectangle; the ends of each side in any order.

    Args:
        parent: The widget around it.
    """

    given = Signal(object)
    rectangle_drawn = Signal(object)
    _margins: tuple[pg.ViewBox, pg.ViewBox] | None = None
    _corner = (1, 0)  # of the legend: right or not, low or not

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, legend_columns=2)
        self._make_margins()
        self._hatch = Hatch()
        self.add(self._hatch, -5.5)
        self._bands = [Polyline(name=name, antialias=True) for name in _band_names()]
        for band in self._bands:
            self.add(band, -2)
        names = say("true 50% region"), say("true 90% region")
        self._truth = [_TrueLine(self, name) for name in names]
        self._line = StraightLine(movable=True)
        self._line.sigDragged.connect(self._on_line_dragged)
        self.add(self._line, -1)
        self._area, self._probability = Outline(say("rectangle")), pg.TextItem()
        self.add(self._area, 1)
        self.add(self._probability, 10)
        self._drawing = _Drawing(self.view_box)
        self._drawing.drawn.connect(self.rectangle_drawn)
        self.add(self._drawing, 9)
        self.view_box.sigXRangeChanged.connect(self._on_range_changed)
        self.view_box.sigYRangeChanged.connect(self._on_range_changed)
        self.view_box.sigResized.connect(self._on_range_changed)
        self.scene().sigMouseClicked.connect(self._on_scene_clicked)

    @property
    def outlines(self) -> tuple[pg.GraphicsObject, ...]:
        """What draws the regions, with names for the legend."""
        return tuple(self._bands)

    @property
    def true_outlines(self) -> tuple[pg.GraphicsObject, ...]:
        """What draws those of the truth."""
        return tuple(line.line for line in self._truth)

    def outline(self, *, shown: bool) -> None:
        """Show the outlines of regions, or do not."""
        for band in self._bands:
            band.setVisible(shown)

    def list_in_legend(self, *items: pg.GraphicsObject) -> None:
        """Have the legend list these items, which have names."""
        self.set_legend({item.name(): item for item in items})
        self._listed = bool(items)
        self._show_legend()

    def show_bands(
        self, bands: Sequence[Band], true_bands: Sequence[Band] = (), *, guessed: bool
    ) -> None:
        """Draw outlines of regions; what is a guess is dashed and hatched.

        Args:
            bands: Of the network's density.
            true_bands: Of the truth, drawn over them.
            guessed: Whether the network's are a guess.
        """
        self._guessed = guessed
        self._colour_bands()
        for item, band in zip_longest(self._bands, bands):
            item.setData(*joined(band.outlines if band else ()), connect="finite")
        for line, band in zip_longest(self._truth, true_bands):
            line.show_points(*joined(band.outlines if band else ()))
        self._hatch.show_spans(EVERYWHERE if guessed else NOWHERE)
        self._show_legend()

    def show_margins(
        self,
        x: Profile,
        y: Profile,
        conditional: Profile | None,
        truth: tuple[Profile, Profile] | None = None,
    ) -> None:
        """Draw the densities of both targets.

        Args:
            x: Of the target along x.
            y: Of the other one.
            conditional: Of that one where the target along x has the value given; None for none.
            truth: The true densities over the first, and over the last of them; None for none.
        """
        assert self._margins is not None  # noqa: S101 - tells mypy what __init__ does
        above, beside = self._margins
        self._above.set_points(np.pad(x.y, 1, mode="edge"), np.pad(x.density, 1))
        self._beside.set_points(np.pad(y.density, 1), np.pad(y.y, 1, mode="edge"))
        if conditional is None:
            self._conditional.clear()
        else:
            density = np.pad(conditional.density, 1)
            self._conditional.set_points(density, np.pad(conditional.y, 1, mode="edge"))
        true_x, true_y = truth or (None, None)
        widest = max(each.width() for each in (y, conditional, true_y) if each is not None)
        beside.setXRange(0.0, widest, padding=0.0)
        above.setYRange(0.0, max(each.width() for each in (x, true_x) if each), padding=0.0)
        for line in self._true_margins:
            line.show_points(np.empty(0), np.empty(0))
        if true_x is not None and true_y is not None:
            line_above, line_beside = self._true_margins
            line_above.show_points(true_x.y, true_x.density)
            line_beside.show_points(true_y.density, true_y.y)
        self._colour_margins(asked=conditional is not None)
        self._show_legend()

    def show_given(self, value: float | None) -> None:
        """Draw a line where the target along x has a value; None for none."""
        for line in (self._line, self._line_above):
            line.setVisible(value is not None)
            if value is not None:
                line.setValue(value)
        self._show_legend()

    def show_rectangle(self, rectangle: Rectangle | None, text: str) -> None:
        """Draw a rectangle, and a text beside it."""
        self._drawing.always = rectangle is not None
        self._probability.setVisible(rectangle is not None)
        if rectangle is None:
            self._area.clear()
            return
        (left, right), (low, high) = rectangle
        self._area.set_points(
            np.array([left, right, right, left, left]), np.array([low, low, high, high, low])
        )
        self._probability.setText(text)
        seen = self.view_box.viewRect()
        beside = right <= seen.left() + 0.75 * seen.width()
        self._probability.setAnchor((0.0 if beside else 1.0, 0.0))
        self._probability.setPos(right if beside else left, min(high, seen.bottom()))

    def clear_all(self) -> None:
        """Draw nothing of a network."""
        self.show_bands((), guessed=False)
        for outline in (self._above, self._beside, self._conditional):
            outline.clear()
        for line in self._true_margins:
            line.show_points(np.empty(0), np.empty(0))
        self.show_given(None)
        self.show_rectangle(None, "")
        self._show_legend()

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        self._theme = theme
        self.view_box.setBorder(theme.grid)
        self._hatch.set_theme(theme)
        self._colour_bands()
        styles = Qt.PenStyle.SolidLine, Qt.PenStyle.DotLine
        for truth, style in zip((*self._truth, *self._true_margins), styles * 2, strict=True):
            solid = truth in self._true_margins
            truth.set_theme(theme, Qt.PenStyle.SolidLine if solid else style)
        self._colour_margins(asked=self._asked)
        for line in (self._line, self._line_above):
            line.setPen(theme.cursor, width=1, style=Qt.PenStyle.DashLine)
            line.setHoverPen(theme.accent, width=3)
        self._area.set_colours(pg.mkPen(theme.cursor, width=1), pg.mkBrush(theme.cursor + "30"))
        self._probability.setColor(theme.foreground)
        self._probability.fill = pg.mkBrush(theme.panel + "e0")

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the margins their share."""
        if self._margins is not None:
            layout = self.plotItem.layout
            layout.setRowFixedHeight(1, float(np.clip(_SHARE * self.height(), *_ABOVE)))
            layout.setColumnFixedWidth(2, float(np.clip(_SHARE * self.width(), *_BESIDE)))
        super().resizeEvent(event)

    def _make_margins(self) -> None:
        self._theme, self._guessed, self._asked, self._listed = LIGHT, False, False, False
        layout = self.plotItem.layout
        layout.setRowFixedHeight(0, 0)  # the margin is where a title would be
        above, beside = (pg.ViewBox(enableMenu=False, enableMouse=False) for _ in range(2))
        for side, view, place in (("top", above, (1, 1)), ("right", beside, (2, 2))):
            layout.removeItem(self.plotItem.getAxis(side))  # it is hidden
            layout.addItem(view, *place)
            view.setDefaultPadding(0.0)
        self._margins = above, beside
        self._above, self._beside = Outline(say("density along x")), Outline(say("density along y"))
        self._conditional = Outline(say("density along y where x is given"))
        self._line_above = StraightLine()
        self._line_above.setVisible(False)
        for view, item in (
            (above, self._above),
            (above, self._line_above),
            (beside, self._beside),
            (beside, self._conditional),
        ):
            view.addItem(item, ignoreBounds=True)
        self._true_margins = [_TrueLine(view, say("truth")) for view in (above, beside)]

    def _colour_bands(self) -> None:
        styles = [Qt.PenStyle.SolidLine, Qt.PenStyle.DotLine]
        for band, style in zip(self._bands, styles, strict=True):
            shown = Qt.PenStyle.DashLine if self._guessed else style
            band.setPen(self._theme.foreground, width=1, style=shown)

    def _colour_margins(self, *, asked: bool) -> None:
        self._asked, theme = asked, self._theme
        plain = pg.mkPen(theme.foreground, width=1), pg.mkBrush(theme.accent + "38")
        faded = pg.mkPen(theme.muted, width=1, style=Qt.PenStyle.DashLine), pg.mkBrush(None)
        self._above.set_colours(*plain)
        self._beside.set_colours(*(faded if asked else plain))
        self._conditional.set_colours(*plain)

    def _on_scene_clicked(self, event: MouseClickEvent) -> None:
        view, place = self.view_box, event.scenePos()
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if view.sceneBoundingRect().contains(place):
            x = view.mapSceneToView(place).x()
            line = view.mapViewToScene(QPointF(self._line.value(), 0.0)).x()
            again = self._line.isVisible() and abs(line - place.x()) <= _REACH
            self.given.emit(None if event.double() or again else x)

    @Slot()
    def _on_line_dragged(self) -> None:
        self.given.emit(float(self._line.value()))

    def _on_range_changed(self) -> None:
        if self._margins is not None:
            (left, right), (low, high) = self.view_box.viewRange()
            self._margins[0].setXRange(left, right, padding=0.0)
            self._margins[1].setYRange(low, high, padding=0.0)
            self._show_legend()

    def _show_legend(self) -> None:
        """Put it into a corner where it covers neither a region nor the line at the value given.

        In a small plane it is nowhere.
        """
        drawn = [band.getData() for band in self._bands if band.xData is not None]
        points = np.concatenate([np.empty((0, 2)), *map(np.column_stack, drawn)])
        (left, right), (low, high) = self.view_box.viewRange()
        if self._line.isVisible():
            along = np.full(_ALONG, self._line.value()), np.linspace(low, high, _ALONG)
            points = np.concatenate([points, np.column_stack(along)])
        outlines = (points - (left, high)) / (right - left, low - high)
        size = np.array([self.legend.width(), self.legend.height()])
        share = size / np.maximum([self.view_box.width(), self.view_box.height()], 1.0)

        def covered(corner: tuple[int, int]) -> int:
            """How many points of outlines are there."""
            return int((np.abs(outlines - corner) < _AROUND * share).all(axis=1).sum())

        # Where it is, it stays, or it would move about while x is dragged.
        self._corner = min((self._corner, *_CORNERS), key=covered)
        x, y = self._corner
        self.legend.anchor(self._corner, self._corner, (_OFF - 2 * _OFF * x, _OFF - 2 * _OFF * y))
        self.legend.setVisible(self._listed and bool(share.max() < _LARGEST))


class Ellipses(QObject):
    """Two ellipses for each component, in its colour.

    Attributes:
        key: An ellipse, for the legend.

    Args:
        plot: Where they are drawn.
        z: Above all of a lower one.
    """

    def __init__(self, plot: Plot, z: float) -> None:
        super().__init__(plot)
        self._plot, self._z = plot, z
        self._lines: list[Outline] = []
        # For the legend, which draws no outlines.
        self.key = pg.ScatterPlotItem(name=say("components"), symbol="o", size=11, brush=None)

    def draw(self, lines: Floats, weights: Floats, theme: Theme, chosen: int | None) -> None:
        """Draw the heaviest components, and the one that stands out.

        Args:
            lines: `(components, ellipses, points, 2)`, in the data's units.
            weights: Of the components; the lighter ones are fainter.
            theme: Has their colours.
            chosen: The component that stands out; None, or one there is not, for none.
        """
        while len(self._lines) < len(lines):
            line = Outline(say("component {number}", number=len(self._lines) + 1))
            self._plot.add(line, self._z)
            self._lines.append(line)
        coloured = heaviest(weights)  # the ellipses of a hundred would hide the density
        one_stands_out = chosen is not None and chosen < len(lines)
        for component, item in enumerate(self._lines):
            stands_out = one_stands_out and component == chosen
            heavy = component in coloured and weights[component] > LEAST_WEIGHT
            if not (heavy or stands_out):
                item.clear()
                continue
            strength = 1.0 if stands_out else max(_FAINTEST, float(weights[component]) ** 0.5)
            colour = pg.mkColor(theme.component_colour(component))
            colour.setAlphaF(strength * (_FADED if one_stands_out and not stands_out else 1.0))
            item.set_colours(pg.mkPen(colour, width=3 if stands_out else 1.5), pg.mkBrush(None))
            item.set_points(*joined(list(lines[component])))

    def clear(self) -> None:
        """Draw none."""
        for line in self._lines:
            line.clear()


class _TrueLine:
    """A line of the truth, with a halo of the ground.

    Args:
        view: Where it is drawn.
        name: What the legend calls it.

    Attributes:
        line: The line.
    """

    def __init__(self, view: Plot | pg.ViewBox, name: str) -> None:
        self._halo, self.line = Polyline(antialias=True), Polyline(name=name, antialias=True)
        for item in (self._halo, self.line):
            if isinstance(view, Plot):
                view.add(item, -1.5)
            else:
                view.addItem(item, ignoreBounds=True)

    def show_points(self, x: Floats, y: Floats) -> None:
        """Draw these points, which have gaps where they are no numbers."""
        for item in (self._halo, self.line):
            item.setData(x, y, connect="finite")

    def set_theme(self, theme: Theme, style: Qt.PenStyle) -> None:
        """Apply the colours of a theme."""
        self._halo.setPen(theme.background, width=_TRUTH + 2 * _HALO)
        self.line.setPen(theme.truth, width=_TRUTH, style=style)


class _Drawing(OverView):
    """Lies over the view, and takes the drags that draw a rectangle: with Shift, or all of them.

    Signals:
        drawn(rectangle): The corners are here now, the ends of each side in any order.

    Attributes:
        always: Whether a drag without Shift draws too.

    Args:
        view_box: The view that it lies over.
    """

    drawn = Signal(object)

    def __init__(self, view_box: pg.ViewBox) -> None:
        super().__init__(view_box)
        self.always, self._under_way = False, False

    @guarded
    def hoverEvent(self, event: HoverEvent) -> None:
        """Called by pyqtgraph: the mouse moves with no button held."""
        if not event.isExit() and self._wants(event):
            event.acceptDrags(Qt.MouseButton.LeftButton)
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.unsetCursor()

    @guarded
    def mouseDragEvent(self, event: MouseDragEvent) -> None:
        """Called by pyqtgraph: the mouse moves with a button held."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if event.isStart():
            self._under_way = self._wants(event)
        if self._under_way:
            event.accept()
            start, end = event.buttonDownPos(), self._within(event.pos())
            self.drawn.emit((Interval(start.x(), end.x()), Interval(start.y(), end.y())))

    def _wants(self, event: HoverEvent | MouseDragEvent) -> bool:
        return self.always or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)

    def _within(self, place: QPointF) -> QPointF:
        """The nearest place in the view."""
        seen = self._view_box.viewRect()
        return QPointF(
            min(max(place.x(), seen.left()), seen.right()),
            min(max(place.y(), seen.top()), seen.bottom()),
        )


def _band_names() -> tuple[str, str]:
    return say("50% region"), say("90% region")
