"""The distribution of y at the chosen x, drawn sideways on the main plot's y axis."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGraphicsItem, QVBoxLayout, QWidget

from mdn_gui.core.examples.conditional import Conditional
from mdn_gui.core.kinds import NUMBER
from mdn_gui.core.maths.numerics import Floats
from mdn_gui.core.text import say
from mdn_gui.qt.control import looking
from mdn_gui.qt.plots.evidence_layer import EVERYWHERE, NOWHERE, UNDER_RIBBON, Hatch
from mdn_gui.qt.plots.items import Outline, Polyline
from mdn_gui.qt.plots.plot import EMPTY, Plot, Span, extent
from mdn_gui.qt.plots.profile import ComponentCurves, Profile
from mdn_gui.qt.plots.slice_controls import IntervalHandles, SliceFields
from mdn_gui.qt.plots.temperature_curves import TemperatureCurves
from mdn_gui.qt.theme import Theme
from mdn_gui.qt.widgets.controls import describe
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.qt.widgets.place_text import at_x, rows_near, where_x
from mdn_gui.session.session import Session
from mdn_gui.session.view import COMPARED_TEMPERATURES, Curve, Layer

_MASSES = (0.9, 0.5)
# Share of the axis left of 0, where no curve goes: samples are stacked there.
_LEFT = -0.14
_DOT = 5  # pixels of a sample
_UNDECIDED, _ASIDE = 0.1, 8  # of the view around its middle; pixels of the legend from the edges
_NAMED = 1.3  # times the width of a curve that has its name at its end


class SlicePlot(Pane):
    """What the model says of y at one x: its density or its CDF, and the components of it.

    Attributes:
        fields: What a person sets, above the plot.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._leaders: list[pg.ViewBox] = []
        self._plot = Plot(self, legend_columns=3)
        self._plot.setObjectName("density")
        # As high as the main plot, which has a ribbon there.
        self._plot.getAxis("bottom").setStyle(tickTextOffset=UNDER_RIBBON)
        self._plot.setMouseEnabled(x=False, y=True)
        # What the automatic view shows: the heights of the curve, and all of y.
        self._heights: Span = (0.0, 1.0)
        self._whole: Span = EMPTY
        self._stacked = np.empty(0), 0.0  # the samples, and the room that they have
        self._guessed = False
        self._make_items()
        self.fields = SliceFields()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.fields)
        layout.addWidget(self._plot, stretch=1)
        self._connect()

    def link_y(self, leader: pg.ViewBox) -> None:
        """Share the y axis of another plot: the same y stands at the same height in both.

        Args:
            leader: The view of that plot, which scales itself; moving either moves both, and
                either brings both back to all of y. Of several, the one that is seen counts.
        """
        self._leaders.append(leader)
        for moved in (leader.sigYRangeChanged, leader.sigResized, self._plot.view_box.sigResized):
            moved.connect(self._on_leader_moved)

    @Slot()
    def find_level(self) -> None:
        """Stand level with the plot that is seen now."""
        self._on_leader_moved()

    @property
    def _leader(self) -> pg.ViewBox | None:
        """The view that is seen of those whose y axis is shared; the first one where none is."""
        seen = [each for each in self._leaders if each.getViewWidget().isVisible()]
        return next(iter((*seen, *self._leaders)), None)

    def _draw_session(self, session: Session) -> None:
        """Draw a session; what it has in common with the last one stays as it is."""
        view = session.view
        self.fields.show_session(session)
        plane = session.data.dataset, session.data.canvas, session.resolved.axis_names
        if self._memory.changed("plane", *plane, view.curve):
            self._set_plane(session)
        held = session.truth_held
        section = None if held is not None else session.resolved.section
        place = (*plane, session.resolved.x, view.adjustment)
        if self._memory.changed("title", section, held, session.given, *place):
            self._write_title(session)
        if self._memory.changed("guess", section, session.network is None, session.resolved.x):
            self._mark_guess(guessed=held is None and session.resolved.guessed)
        if self._memory.changed("row", *plane, view.row):
            self._draw_row(session)
        if self._memory.changed(
            "distribution",
            *(session.line, held, view.sampling_seed, session.resolved.x),
            *(view.curve, view.component, view.interval, view.compares_temperatures),
            session.components_of_colour,
        ):
            self._draw(session)
        truth = session.truth if Layer.TRUTH in session.layers else None
        if self._memory.changed("truth", truth, session.resolved.x, view.curve):
            self._draw_truth(truth)
        self._plot.settle()

    def set_theme(self, theme: Theme) -> None:
        """Apply the colours of a theme."""
        super().set_theme(theme)
        self._plot.set_theme(theme)
        self._hatch.set_theme(theme)
        self._colour_curves()
        self._dots.setBrush(theme.samples + "c0")
        self._dots.setPen(None)
        self._truth.setPen(theme.truth, width=1.5)
        self._truth_halo.setPen(theme.background, width=3.5)
        for region, alpha in zip(self._regions, ("28", "48"), strict=True):
            region.set_colours(QPen(Qt.PenStyle.NoPen), pg.mkBrush(theme.accent + alpha))
        self._point.setBrush(theme.data)
        self._point.setPen(theme.foreground)
        self._components.set_theme(theme)
        self._temperatures.set_theme(theme)
        self._handles.set_theme(theme)

    def _make_items(self) -> None:
        region = say("{percent:.0f}% region")
        self._regions = [Outline(region.format(percent=100 * mass)) for mass in _MASSES]
        self._dots = pg.ScatterPlotItem(name=say("samples"), size=_DOT, pxMode=True)
        self._truth_halo, self._truth = (
            Polyline(antialias=True),
            Polyline(antialias=True, name=say("truth")),
        )
        self._curves = {
            Curve.DENSITY: Outline(say("density")),
            Curve.CDF: Outline(say("CDF")),
        }
        self._point = pg.ScatterPlotItem(name=say("row"), symbol="d", size=11)
        beneath: tuple[QGraphicsItem, ...] = (*self._regions, self._dots)
        for z, item in enumerate(beneath, start=-10):
            self._plot.add(item, z)
        self._hatch = Hatch()
        self._plot.add(self._hatch, 0.5)  # the curve stays as it is
        for curve in self._curves.values():
            self._plot.add(curve, 1)
        self._plot.add(self._truth_halo, 1.1)
        self._plot.add(self._truth, 1.2)
        self._plot.add(self._point, 2)
        self._components = ComponentCurves(self._plot)
        self._temperatures = TemperatureCurves(self._plot, 1.3)
        self._handles = IntervalHandles(self._plot)

    def _connect(self) -> None:
        self.fields.edited.connect(self.edited)
        self._handles.dragged.connect(self._on_handles_dragged)
        self._plot.scene().sigMouseClicked.connect(self._on_scene_clicked)
        self._plot.view_box.sigResized.connect(self._show_legend)
        # What is a pixel apart is so at any size.
        self._plot.view_box.sigResized.connect(self._stack)
        self._plot.view_box.sigRangeChanged.connect(self._stack)
        self._plot.view_box.sigRangeChangedManually.connect(self._on_view_moved)
        self._plot.view_box.sigStateChanged.connect(self._on_view_state_changed)
        self._plot.view_box.menu.viewAll.triggered.connect(self._on_view_all_triggered)

    def _set_plane(self, session: Session) -> None:
        if session.view.curve is Curve.DENSITY:
            axis, name = say("density"), say("Density of y at the chosen x")
            corner, offset = (1, 0), (-8, 8)
        else:
            axis, name = say("probability"), say("CDF of y at the chosen x")
            corner, offset = (1, 1), (-8, -8)
        # In the corner on the right that the curve stays away from.
        self._plot.legend.anchor(corner, corner, offset)
        tip = say(
            "Shaded: the smallest regions that hold 90% and 50% of the probability; on the left: "
            "samples. Of many components the eight heaviest are coloured, the others grey. Click "
            "on one to see it stand out in all plots."
        )
        describe(self._plot, name, tip)
        kinds = NUMBER, session.resolved.axis_kinds[1]
        self._plot.name_axes(axis, session.resolved.axis_names[1], kinds)
        if self._leader is None:
            self._whole = extent(session)[1]
            self._show_extent()

    def _write_title(self, session: Session) -> None:
        nothing = say("The density of y at one x")
        place = at_x(session)
        if session.given is not None:
            name = session.data.axis_names(0, session.given.output)[1]
            place = say("{place} · {name} not given", place=place, name=name)
        place = f"{place} · {rows_near(session)}".removesuffix(" · ")
        if session.truth_held is not None:
            place = say("{place}: the truth", place=where_x(session))
        self._plot.write_title(place if session.data.dataset is not None else nothing)

    def _mark_guess(self, *, guessed: bool) -> None:
        """Hatch a guess as the main plot does."""
        self._hatch.show_spans(EVERYWHERE if guessed else NOWHERE)
        self._guessed = guessed
        self._colour_curves()

    def _colour_curves(self) -> None:
        style = Qt.PenStyle.DashLine if self._guessed else Qt.PenStyle.SolidLine
        for curve in self._curves.values():
            pen = pg.mkPen(self._theme.foreground, width=1, style=style)
            curve.set_colours(pen, pg.mkBrush(None))

    def _draw_row(self, session: Session) -> None:
        view = session.view
        self._point.setVisible(view.row is not None)
        y = [] if view.row is None else [session.resolved.points.y[view.row]]
        self._point.setData([0.0] * len(y), y)

    def _draw(self, session: Session) -> None:
        view = session.view
        self._list_in_legend(samples=session.truth_held is None)
        profile, held, compared = _profile(session), session.truth_held, _compared(session)
        if profile is None:
            for outline in (*self._regions, *self._curves.values()):
                outline.clear()
        else:
            self._draw_profile(profile, _width(profile, session, compared))
        self._temperatures.draw(compared)
        if profile is None or held is not None:
            self._components.clear()
            self._handles.clear()
            self._stacked = np.empty(0), 0.0
            self._dots.setData([], [])
            return
        mixture = session.mixture_at_x()
        self._stacked = profile.quantile(session.dot_levels()), _LEFT * profile.width()
        self._stack()
        alike = session.components_of_colour
        self._components.draw(mixture, view.curve, view.component, alike)
        if view.interval is None:
            self._handles.clear()
        else:
            low, high = extent(session)[1]
            probability = float(mixture.probability(*view.interval))
            kind = session.resolved.axis_kinds[1]
            self._handles.draw(view.interval, kind, (high - low) / 10, probability, profile)

    def _list_in_legend(self, *, samples: bool) -> None:
        if self._memory.changed("legend", samples):
            named = zip(_MASSES, self._regions, strict=True)
            entries: dict[str, QGraphicsItem] = {f"{mass:.0%}": item for mass, item in named}
            if samples:
                entries[self._dots.name()] = self._dots
            self._plot.set_legend(entries)
        self._show_legend()

    @Slot()
    def _show_legend(self) -> None:
        # In a narrow plot it would cover what it names.
        roomy = self._plot.view_box.width() > 1.2 * self._plot.legend.width()
        shown = _predicts(self._session) or self._session.truth_held is not None
        self._plot.legend.setVisible(roomy and shown)

    def _draw_profile(self, profile: Profile, width: float) -> None:
        """Draw the curve and the regions, on an axis up to `width`."""
        if self._memory.changed("axis", width):
            self._heights = (_LEFT * width, width)
            self._show_extent()
        for kind, curve in self._curves.items():
            if kind is profile.kind:
                curve.set_points(profile.values, profile.y)
            else:
                curve.clear()
        for region, mass in zip(self._regions, _MASSES, strict=True):
            region.set_points(*_boxes(profile.regions(mass), width))
        self._put_legend(float(profile.y[profile.density.argmax()]))

    def _put_legend(self, peak: float) -> None:
        """Let the legend stand where the highest peak is not."""
        low, high = self._plot.view_box.viewRange()[1]
        share = (peak - low) / (high - low)
        if abs(share - 0.5) < _UNDECIDED:  # it stays where it is while x is dragged
            return
        corner = (1.0, 1.0 if share > 0.5 else 0.0)
        if self._memory.changed("corner", corner):
            inwards = (-_ASIDE, -_ASIDE if share > 0.5 else _ASIDE)
            self._plot.legend.anchor(corner, corner, inwards)

    @Slot()
    def _stack(self) -> None:
        """Draw samples as dots, those of about the same y beside each other, leftwards from 0."""
        y, room = self._stacked
        if not y.size:
            return
        across, up = self._plot.view_box.viewPixelSize()
        if not (up > 0.0 and across > 0.0):
            return  # as before the plot has a size
        with np.errstate(over="ignore"):
            rows = np.round((y - y.min()) / (_DOT * up))
        order = np.argsort(rows, kind="stable")
        _, begins, counts = np.unique(rows[order], return_index=True, return_counts=True)
        places = np.empty(len(y))
        places[order] = np.arange(len(y)) - np.repeat(begins, counts)
        step = min(_DOT * across, -room / (counts.max() + 1))
        self._dots.setData(-step * (places + 0.8), y)

    def _draw_truth(self, truth: Conditional | None) -> None:
        """Draw the true density or CDF at the place, where it is known and wished for."""
        view, x = self._session.view, self._session.resolved.x
        values = y = np.empty(0)
        if truth is not None:
            profile = Profile.of_truth(truth, x, view.curve)
            values, y = profile.values, profile.y
        for line in (self._truth_halo, self._truth):
            line.setData(values, y)

    def _on_scene_clicked(self, event: MouseClickEvent) -> None:
        view, place = self._plot.view_box, event.scenePos()
        inside = view.sceneBoundingRect().contains(place) and not self._handles.hovered
        if inside and event.button() is Qt.MouseButton.LeftButton:
            picked = self._components.at(view.mapSceneToView(place))
            chosen = self._session.view.component
            if picked is not None or chosen is not None:
                self.edited.emit(*looking.pick_component(None if picked == chosen else picked))

    @Slot(float, float)
    def _on_handles_dragged(self, before: float, after: float) -> None:
        self.edited.emit(*looking.move_end(before, after))

    def _show_extent(self) -> None:
        self._plot.set_extent(self._heights, self._whole)
        if self._leader is not None:
            # The leader, whose height may differ, limits how far the view may move.
            self._plot.view_box.setLimits(yMin=None, yMax=None, minYRange=None)

    def _on_leader_moved(self) -> None:
        leader, view = self._leader, self._plot.view_box
        if leader is None or not (leader.height() > 0 and view.height() > 0):
            return
        seen = _aligned(view, leader)
        if leader.autoRangeEnabled()[1]:
            self._whole = seen
            self._show_extent()
            self._plot.view_extent()
        else:
            view.setYRange(*seen, padding=0.0)

    def _on_view_moved(self) -> None:
        leader, view = self._leader, self._plot.view_box
        if leader is not None and leader.height() > 0 and view.height() > 0:
            leader.setYRange(*_aligned(leader, view), padding=0.0)

    def _on_view_state_changed(self) -> None:
        # The button "A" has brought the view back, and the leader has yet to follow.
        if self._leader is not None and all(self._plot.view_box.autoRangeEnabled()):
            self._restore_leader(self._leader)

    @Slot()
    def _on_view_all_triggered(self) -> None:
        self._plot.view_extent()

    def _restore_leader(self, leader: pg.ViewBox) -> None:
        if not leader.autoRangeEnabled()[1]:
            leader.enableAutoRange()
            leader.updateAutoRange()


def _predicts(session: Session) -> bool:
    return session.network is not None and session.network.finite


def _profile(session: Session) -> Profile | None:
    """The curve at x, of the truth while that is held, else of the network; None for none."""
    truth, curve = session.truth_held, session.view.curve
    if truth is not None:
        profile = Profile.of_truth(truth, session.resolved.x, curve)
        return profile if profile.density.any() else None
    return Profile.of(session.mixture_at_x(), curve) if _predicts(session) else None


def _compared(session: Session) -> Sequence[Profile]:
    """The curves at x at several temperatures, if they are compared."""
    view = session.view
    if not (view.compares_temperatures and _predicts(session)) or session.truth_held is not None:
        return ()
    mixtures = session.mixtures_at_x(COMPARED_TEMPERATURES)
    return [Profile.of(mixture, view.curve) for mixture in mixtures]


def _width(profile: Profile, session: Session, compared: Sequence[Profile]) -> float:
    """Where the axis ends: it holds all curves, and names on the right of some of them.

    That of the truth goes as far as the network's at least.
    """
    widths = [profile.width(), *(_NAMED * each.width() for each in compared)]
    if session.truth_held is not None and _predicts(session):
        widths.append(Profile.of(session.mixture_at_x(), profile.kind).width())
    return max(widths)


def _aligned(follower: pg.ViewBox, leader: pg.ViewBox) -> Span:
    """The range of a view in which each y stands as high on the screen as in another view.

    A view linked by pyqtgraph is moved the wrong way where its upper edge is not the leader's.
    """
    low, high = leader.viewRange()[1]
    unit = (high - low) / leader.height()
    top = high - unit * (_upper_edge(follower) - _upper_edge(leader))
    return top - unit * follower.height(), top


def _upper_edge(view: pg.ViewBox) -> int:
    """Pixels from the upper edge of the screen."""
    widget = view.getViewWidget()
    return int(widget.mapToGlobal(widget.mapFromScene(view.sceneBoundingRect().topLeft())).y())


def _boxes(intervals: Floats, width: float) -> tuple[Floats, Floats]:
    """Corners of a box from 0 to `width` over each interval `(n, 2)` of y, as x and y.

    A gap, not a number, ends each box.
    """
    low, high = intervals.T
    gap = np.full_like(low, np.nan)
    x = np.tile([0.0, width, width, 0.0, np.nan], len(intervals))
    return x, np.column_stack([low, low, high, high, gap]).ravel()
